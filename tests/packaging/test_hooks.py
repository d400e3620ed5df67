"""The hooks that other repositories run by pre-commit."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from stp_rules.cli import COMMANDS, cli
from stp_rules.library import all_files

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
}

by_hook = pytest.mark.parametrize("hook", HOOKS.values(), ids=list(HOOKS))


def taken(hook: dict[str, Any], files: list[str]) -> list[str]:
    """Return the files that a hook is given, as pre-commit chooses them by their names."""
    exclude = hook.get("exclude", "^$")
    return [it for it in files if re.search(hook["files"], it) and not re.search(exclude, it)]


def shipped(pattern: str) -> list[str]:
    """Return files of the rulesets that are shipped, as a repository names them."""
    return sorted(it.relative_to(ROOT).as_posix() for it in (ROOT / "rules").rglob(pattern))


def test_pre_commit_accepts_the_manifest(tmp_path: Path) -> None:
    """It validates, where pre-commit is installed."""
    pytest.importorskip("pre_commit")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", MANIFEST],
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@by_hook
def test_a_hook_runs_a_command(hook: dict[str, Any]) -> None:
    """What it starts is installed with the library, and knows the command."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    program, command = shlex.split(hook["entry"])
    assert program in settings["project"]["scripts"]
    assert command in COMMANDS


@pytest.mark.parametrize("name", ["stp-rules-check", "stp-rules-prove"])
def test_rulesets_are_checked_and_proved(name: str) -> None:
    """Of all that is shipped the rulesets, and neither cases nor data nor anything else."""
    rulesets = sorted(it.relative_to(ROOT).as_posix() for it in all_files())
    assert taken(HOOKS[name], shipped("*")) == rulesets


def test_cases_are_run_when_they_or_their_ruleset_change() -> None:
    """So a number that is changed in the ruleset alone does not escape its cases."""
    rulesets = [it.relative_to(ROOT).as_posix() for it in all_files()]
    expected = sorted([*rulesets, *shipped("*.cases.yaml")])
    assert taken(HOOKS["stp-rules-test"], shipped("*")) == expected


@by_hook
def test_other_files_of_a_repository_are_left_alone(hook: dict[str, Any]) -> None:
    """Settings and whatever else is YAML are no rulesets."""
    others = [".pre-commit-config.yaml", "mkdocs.yml", "docs/1.0.0.md", "chart/values-1.0.yaml"]
    assert taken(hook, others) == []


def test_a_draft_in_the_first_folder_is_taken() -> None:
    """A ruleset may stand at the top, and its version may have an ending."""
    files = ["2025.4.0-shift.yaml", "2025.4.0-shift.cases.yaml"]
    assert taken(HOOKS["stp-rules-check"], files) == files[:1]
    assert taken(HOOKS["stp-rules-test"], files) == files


@by_hook
def test_a_hook_takes_what_it_is_given(
    hook: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new family passes, with the names of files behind the command as pre-commit puts them."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(cli, ["init", "example/waits"])
    files = sorted(str(it) for it in Path("example").rglob("*") if it.is_file())
    _, command = shlex.split(hook["entry"])
    assert taken(hook, files)
    done = CliRunner().invoke(cli, [command, *taken(hook, files)])
    assert done.exit_code == 0, done.output


def test_the_page_names_every_hook() -> None:
    """What a reader copies from it has the hooks that there are."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert re.findall(r"^ +- id: (.+)$", page, re.MULTILINE) == list(HOOKS)
