"""`stp-rules init`: what it writes works at once, and it never writes over anything."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import get_args

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.errors import InputError
from stp_rules.language.ruleset import PromiseKind
from stp_rules.library import load
from stp_rules.loading.schema import form_problems
from stp_rules.proofs.questions.promises import prove
from stp_rules.scaffold.family import family_files

Run = Callable[..., Result]

FAMILIES = ["waits", "example/waiting-times", "a1/b-2/c"]

by_family = pytest.mark.parametrize("family", FAMILIES)


def written(folder: Path) -> list[str]:
    """Return the files below a folder."""
    return sorted(it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file())


def test_it_writes_four_files_and_says_so(folder: Path, run: Run) -> None:
    """The ruleset, its cases, its page and its tests, and what to run next."""
    result = run("init", "example/waiting-times", "--folder", "new")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "new/example/waiting-times/1.0.0.yaml",
        "new/example/waiting-times/1.0.0.cases.yaml",
        "new/example/waiting-times/README.md",
        "new/example/waiting-times/test_example_waiting_times.py",
        "next:",
        "  stp-rules check new/example/waiting-times",
        "  stp-rules test new/example/waiting-times",
        "  stp-rules prove new/example/waiting-times",
    ]
    assert written(folder / "new") == [
        "example/waiting-times/1.0.0.cases.yaml",
        "example/waiting-times/1.0.0.yaml",
        "example/waiting-times/README.md",
        "example/waiting-times/test_example_waiting_times.py",
    ]


@by_family
def test_the_ruleset_is_that_of_the_family(run: Run, family: str) -> None:
    """Its id is the name that was given, and nothing of the template is left."""
    run("init", family)
    assert load(f"{family}/1.0.0.yaml").reference == f"{family}@1.0.0"
    assert not any("$" in text for text in family_files(family).values())


@by_family
@pytest.mark.parametrize("command", ["check", "test", "prove"])
def test_it_passes_at_once(run: Run, command: str, family: str) -> None:
    """Whoever runs what the command proposes meets no problem."""
    run("init", family)
    result = run(command, family)
    assert (result.exit_code, result.stderr) == (0, "")


def test_it_has_nothing_that_is_worth_a_note(run: Run) -> None:
    """A beginner has nothing to puzzle about."""
    run("init", "waits")
    assert run("check", "waits").stdout == "waits/1.0.0.yaml: no problems\n"


def test_it_makes_every_promise(run: Run) -> None:
    """And each is proved."""
    run("init", "waits")
    verdicts = prove(load("waits/1.0.0.yaml"))
    assert {it.promise.kind: it.outcome for it in verdicts} == dict.fromkeys(
        get_args(PromiseKind), "proved"
    )


def test_its_cases_notice_every_change(run: Run) -> None:
    """A rule that is changed without its case does not go unnoticed; how data are read may be."""
    run("init", "waits")
    told = run("test", "waits", "--mutate").stdout.splitlines()
    missed = [line for line in told if line.startswith("  not noticed: ")]
    assert all(re.search(r"\((reads\.|inputs\.\w+\.range)", line) for line in missed)
    assert "changes of the ruleset" in told[0]
    assert "(100 percent) are touched" in run("test", "waits", "--coverage").stdout


def test_its_tests_pass(run: Run) -> None:
    """Pytest runs the four cases and the three properties, without any settings."""
    run("init", "example/waiting-times")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "example"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert "8 passed" in done.stdout


def test_its_page_names_what_to_run(run: Run) -> None:
    """Every command of the page is one that ends well from the folder that it speaks of."""
    run("init", "example/waits")
    page = Path("example/waits/README.md").read_text(encoding="utf-8")
    commands = [line.split()[1:] for line in page.splitlines() if line.startswith("    stp-rules")]
    assert [it[0] for it in commands] == ["check", "test", "prove", "show"]
    assert [run(*it).exit_code for it in commands] == [0, 0, 0, 0]


@pytest.mark.parametrize("name", ["Waits", "waits/", "/waits", "../waits", "a b", "", "a//b", "ä"])
def test_a_name_that_no_ruleset_can_have_is_refused(folder: Path, run: Run, name: str) -> None:
    """It is wrong usage, and nothing is written."""
    before = written(folder)
    result = run("init", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[value]: expected the family in small letters" in result.stderr
    assert written(folder) == before


def test_a_name_is_proposed(run: Run) -> None:
    """The nearest name that a ruleset can have."""
    assert "help: write waiting-times/2026" in run("init", "Waiting Times/2026").stderr


@given(st.text("aB1-/. é"))
def test_the_rule_of_names_is_that_of_ids(name: str) -> None:
    """What a ruleset can be called, a family can be called, and nothing else."""
    levels = {"overall": {"score": {"from": "x"}}}
    ruleset = {"language": 1, "id": name, "version": "1.0.0", "inputs": {"x": {}}, "levels": levels}
    try:
        paths = list(family_files(name))
    except InputError:
        paths = []
    assert (paths != []) is (form_problems(ruleset) == [])
    assert all(path.is_relative_to(PurePath(name)) for path in paths)


@pytest.mark.parametrize("at", range(4))
def test_a_file_that_is_there_is_never_overwritten(folder: Path, run: Run, at: int) -> None:
    """One is enough: it is named, it stays, and none of the others is written."""
    taken = folder / list(family_files("waits"))[at]
    taken.parent.mkdir()
    taken.write_text("mine", encoding="utf-8")
    result = run("init", "waits")
    assert result.exit_code == 2
    assert f"error[file-exists]: {taken.relative_to(folder)} is there already" in result.stderr
    assert (written(folder / "waits"), taken.read_text(encoding="utf-8")) == ([taken.name], "mine")


def test_a_folder_that_is_there_is_no_hindrance(folder: Path, run: Run) -> None:
    """What else is in it stays."""
    (folder / "waits").mkdir()
    (folder / "waits" / "data.csv").write_text("code\n", encoding="utf-8")
    assert run("init", "waits").exit_code == 0
    assert len(written(folder / "waits")) == 5


def test_a_file_in_place_of_the_folder_is_told(folder: Path, run: Run) -> None:
    """No folder can be made there."""
    (folder / "rules").write_text("", encoding="utf-8")
    result = run("init", "waits", "--folder", "rules")
    assert result.exit_code == 2
    assert "error[unwritable]" in result.stderr
