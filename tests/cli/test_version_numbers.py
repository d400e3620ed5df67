"""`check` holds the number of a version to what it changes, wherever its file is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

FIRST = """\
language: 1
id: toy/ages
version: 1.0.0
status: published
inputs: {a: {range: [0, 100], better: higher}}
levels:
  parts: {part: {from: a, steps: [{multiply: 2}]}}
  overall: {score: {from: a, steps: [{bands: [{at_least: 50, is: 1}, {is: 0}]}]}}
promises: [{better_never_hurts: {except: [a], because: agreed}}, total]
"""


def write(name: str, version: str, *changes: tuple[str, str]) -> None:
    """Write a version with some changes."""
    text = FIRST.replace("1.0.0", version)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


EDGE = ("at_least: 50", "at_least: 60")


@pytest.mark.parametrize(
    ("limits", "told", "number"),
    [
        ("[0, 101]", "it reads more than toy/ages@1.0.0: inputs.a.range", "1.1.0"),
        ("[1, 100]", "it does not read what toy/ages@1.0.0 reads: inputs.a.range", "2.0.0"),
        ("[1, 101]", "it does not read what toy/ages@1.0.0 reads: inputs.a.range", "2.0.0"),
    ],
)
def test_a_patch_that_reads_otherwise_is_told_how(
    run: Run, limits: str, told: str, number: str
) -> None:
    """More is more, less is less, and of both the greater step of the number is asked at once."""
    write("all/1.0.0.yaml", "1.0.0")
    write("all/1.0.1.yaml", "1.0.1", ("[0, 100]", limits))
    found = run("check", "all")
    assert found.exit_code == 1
    assert f"error[wrong-bump]: {told}" in found.stdout
    assert f"help: write {number}" in found.stdout


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.0.0.yaml", "1.0.1.yaml"),
        ("old.yaml", "new.yml"),
        ("toy/ages/1.0.0.yaml", "toy/ages/archive/1.0.1.yaml"),
        ("one/ages.yaml", "two/ages.yaml"),
    ],
)
def test_a_patch_is_held_wherever_its_file_is(run: Run, first: str, second: str) -> None:
    """What a file says that it is counts, not how it or its folder is called."""
    write(f"all/{first}", "1.0.0")
    write(f"all/{second}", "1.0.1", EDGE)
    found = run("check", "all")
    assert found.exit_code == 1
    assert "error[wrong-bump]: a rating differs from toy/ages@1.0.0: with a 50" in found.stdout


@pytest.mark.parametrize(
    ("version", "status", "held"),
    [
        ("1.0.1", "draft", True),
        ("1.0.1", "withdrawn", True),
        ("1.0.1-final", "published", True),
        ("1.0.1-final", "withdrawn", True),
        ("1.0.1-draft", "draft", False),
        ("1.1.0", "published", False),
    ],
)
def test_only_a_draft_with_an_ending_is_free(
    run: Run, version: str, status: str, *, held: bool
) -> None:
    """An ending alone frees no version that is published, and the word draft none without one."""
    write("all/1.0.0.yaml", "1.0.0")
    write("all/next.yaml", version, EDGE, ("status: published", f"status: {status}"))
    assert run("check", "all").exit_code == held


def test_a_back_port_follows_what_it_is_ported_to(run: Run) -> None:
    """Beside 1.1.0, which rates otherwise, 1.0.1 is held to 1.0.0."""
    write("all/1.0.0.yaml", "1.0.0")
    write("all/1.1.0.yaml", "1.1.0", EDGE)
    write("all/1.0.1.yaml", "1.0.1", ("at_least: 50", "at_least: 50.0"))
    assert run("check", "all").exit_code == 0


BAND = ("[{at_least: 50, is: 1}, {is: 0}]", "[{below: 50, is: 0}, {is: 1}]")


@pytest.mark.parametrize(
    ("needs", "change"),
    [
        ("patch", BAND),
        ("patch", ("promises: [", "promises: [every_category_reachable, ")),
        ("patch", ("{better_never_hurts: {except: [a], because: agreed}}", "better_never_hurts")),
        ("minor", (", total]", "]")),
        (
            "minor",
            ("promises: [{better_never_hurts: {except: [a], because: agreed}}, total]\n", ""),
        ),
        ("minor", EDGE),
        ("minor", ("multiply: 2", "multiply: 3")),
        ("minor", ("[0, 100]", "[0, 200]")),
        ("minor", ("better: higher", "better: higher, reads: {few: 1}")),
        ("major", ("[0, 100]", "[0, 90]")),
        ("major", ("better: higher", "better: higher, column: A")),
        ("major", ("inputs:", "subject: {key: area}\ninputs:")),
        ("major", ("part: {from", "piece: {from")),
    ],
)
def test_what_each_change_needs(run: Run, needs: str, change: tuple[str, str]) -> None:
    """The table of the language page: a step is enough from the one that is needed on."""
    steps = {"patch": "1.0.1", "minor": "1.1.0", "major": "2.0.0"}
    write("all/1.0.0.yaml", "1.0.0")
    enough = False
    for step, version in steps.items():
        enough = enough or step == needs
        write("all/next.yaml", version, change)
        found = run("check", "all")
        assert found.exit_code == (not enough), found.stdout


def test_a_version_before_that_has_problems(run: Run) -> None:
    """The other files are looked at, and the hint says which to mend."""
    write("all/1.0.0.yaml", "1.0.0", ("from: a, steps: [{mul", "from: b, steps: [{mul"))
    write("all/1.0.1.yaml", "1.0.1")
    write("all/1.0.2.yaml", "1.0.2")
    found = run("check", "all")
    assert "it cannot be compared with 1.0.0, the version before it" in found.stdout
    assert "all/1.0.0.yaml first, which has problems" in found.stdout
    assert "all/1.0.2.yaml: no problems" in found.stdout


def test_two_files_of_one_version(run: Run) -> None:
    """The second is refused, with the place of its version and that of the other; once."""
    write("some/1.0.0.yaml", "1.0.0")
    write("some/other/1.0.0.yaml", "1.0.0", EDGE)
    result = run("check", "some", "--format", "json")
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)["entries"]
    assert first["findings"] == []
    (found,) = second["findings"]
    assert found["code"] == "same-version"
    places = [found[name] for name in ("place", "other_place")]
    assert [(it["file"], it["line"]) for it in places] == [
        ("some/other/1.0.0.yaml", 3),
        ("some/1.0.0.yaml", 3),
    ]


def test_one_file_named_twice_is_one_version(run: Run) -> None:
    """A file is no twin of itself, by whatever name; nor is a file that is checked alone."""
    write("some/1.0.0.yaml", "1.0.0")
    write("some/other/1.0.0.yaml", "1.0.0", EDGE)
    assert run("check", "some/1.0.0.yaml", "./some/1.0.0.yaml").exit_code == 0
    assert run("check", "some/1.0.0.yaml").exit_code == 0
