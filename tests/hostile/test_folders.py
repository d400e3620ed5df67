"""Folders of strangers: nothing in them is left out in silence, and no id leads out of them."""

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stp_rules.cli import cli

RULES = """\
language: 1
id: {}
version: {}
status: published
inputs: {{a: {{range: [0, 100], better: higher}}}}
levels:
  overall: {{score: {{from: a, steps: [{{bands: [{{at_least: {}, is: 1}}, {{is: 0}}]}}]}}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of a name that an id can have."""
    work = tmp_path / "home"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def write(name: str, family: str, version: str, edge: int = 50) -> None:
    """Write a version."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(RULES.format(family, version, edge), encoding="utf-8")


def forbid(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let nobody look into a folder, not even who may look into all."""
    scandir = os.scandir

    def looked(folder: Any) -> Any:
        if Path(folder).name == name:
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr("os.scandir", looked)


@pytest.mark.parametrize("command", ["check", "prove", "test"])
def test_a_folder_that_may_not_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """What is in it is not checked, so nobody is told that all is well."""
    write("all/1.0.0.yaml", "own", "1.0.0")
    Path("all/1.0.0.cases.yaml").write_text(
        "cases: [{case: a, inputs: {a: 60}, expect: {score: 1}}]", encoding="utf-8"
    )
    write("all/locked/2.0.0.yaml", "own", "2.0.0")
    forbid(monkeypatch, "locked")
    done = CliRunner().invoke(cli, [command, "all"])
    assert done.exit_code == 2
    assert f"the folder {Path('all', 'locked')} cannot be read" in done.stderr


def test_an_id_does_not_have_a_whole_disk_read() -> None:
    """A folder that only happens to be called so is not looked through, and that is said."""
    write("a/b/new.yaml", "home", "1.0.1", 60)
    write("a/old.yaml", "home", "1.0.0")
    assert "error[wrong-bump]" in CliRunner().invoke(cli, ["check", "a/b/new.yaml"]).stdout
    for number in range(2000):
        Path(f"other-{number}").mkdir()
    done = CliRunner().invoke(cli, ["check", "a/b/new.yaml"])
    assert (done.exit_code, "note[wrong-bump]" in done.stdout) == (0, True), done.output


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("signs", [19, 5000])
def test_a_version_of_many_digits_is_refused_and_its_neighbours_are_not(
    part: int, signs: int
) -> None:
    """No number of it is computed with."""
    numbers = ["1", "0", "1"]
    numbers[part] = "9" * signs
    write("long.yaml", "own", ".".join(numbers))
    write("next.yaml", "own", "1.0.1")
    found = CliRunner().invoke(cli, ["check", "long.yaml"])
    assert (found.exit_code, "error[value]" in found.stdout) == (1, True), found.output
    found = CliRunner().invoke(cli, ["check", "next.yaml"])
    assert (found.exit_code, found.stdout) == (0, "next.yaml: no problems\n"), found.output
