"""A version that extends another: what it keeps, and where its problems point."""

from collections.abc import Callable
from pathlib import Path

import pytest

import stp_rules
from stp_rules import Ruleset, RulesetError
from stp_rules.library import load

FIRST = """\
language: 1
id: toy/wards
version: 1.0.0
title: Wards
status: published
effective: {from: 2017-01-01}
parameters: {heavy: 2}
inputs:
  seen: {title: Seen in time, better: higher, range: [0, 100]}
  staff: {better: higher}
levels:
  scores:
    seen_score:
      from: seen
      steps:
        - bands: [{at_least: 95, is: 4}, {at_least: 85, is: 2}, {is: 1}]
    staff_score: {from: staff}
  overall:
    score: {mean: {seen_score: heavy, staff_score: 1}}
"""
HEAD = "language: 1\nid: toy/wards\nversion: 2.0.0\nextends: toy/wards@1.0.0\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write version 1.0.0 of a family, and another version beside it."""
    folder = tmp_path / "toy" / "wards"
    folder.mkdir(parents=True)
    (folder / "1.0.0.yaml").write_text(FIRST, encoding="utf-8")

    def write(text: str, version: str = "2.0.0") -> Path:
        file = folder / f"{version}.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def second(write: Write) -> Callable[[str], Ruleset]:
    """Load a second version that changes the first."""

    def second(changes: str) -> Ruleset:
        return load(write(HEAD + changes))

    return second


def problems(file: Path) -> list[str]:
    """Return where each problem of a file points, and what it says."""
    with pytest.raises(RulesetError) as refused:
        load(file)
    return [
        f"{Path(it.place.file).name}:{it.place.line} {it.message}"
        for it in refused.value.problems
        if it.place
    ]


def test_mappings_merge_key_by_key(second: Callable[[str], Ruleset]) -> None:
    """A range of two numbers is replaced; the title and the direction beside it are kept."""
    changed = second("inputs:\n  seen: {range: [1, 50]}\n")
    assert changed.inputs["seen"].title == "Seen in time"
    assert changed.inputs["seen"].better == "higher"
    assert changed.inputs["seen"].limits.at_most == 50
    assert changed.inputs["staff"].better == "higher"


def test_lists_and_numbers_replace(second: Callable[[str], Ruleset]) -> None:
    """The bands are those of the change alone, and heavy is 3: (3 x 10 + 2) / 4 = 8."""
    changed = second(
        "parameters: {heavy: 3}\n"
        "levels:\n  scores:\n    seen_score:\n      steps:\n        - multiply: 10\n"
    )
    assert stp_rules.evaluate(changed, {"seen": 1, "staff": 2})["score"] == 8


def test_null_removes(second: Callable[[str], Ruleset]) -> None:
    """An input goes, with the measure that reads it and its weight."""
    changed = second(
        "inputs:\n  staff: null\n"
        "levels:\n  scores:\n    staff_score: null\n"
        "  overall:\n    score: {mean: {staff_score: null}}\n"
    )
    assert list(changed.inputs) == ["seen"]
    assert stp_rules.evaluate(changed, {"seen": 96})["score"] == 4


def test_status_and_dates_are_not_inherited(second: Callable[[str], Ruleset]) -> None:
    """A change of a published method is a draft until it says otherwise."""
    changed = second("title: Wards again\n")
    assert (changed.status, changed.effective.start) == ("draft", None)
    assert (changed.reference, changed.title) == ("toy/wards@2.0.0", "Wards again")


def test_it_is_the_ruleset_that_could_have_been_written_out(
    second: Callable[[str], Ruleset],
) -> None:
    """With the same canonical text, which no longer extends anything."""
    changed = second("parameters: {heavy: 3}\n")
    whole = FIRST.replace("heavy: 2", "heavy: 3").replace("1.0.0", "2.0.0")
    whole = whole.replace("status: published\neffective: {from: 2017-01-01}\n", "")
    assert stp_rules.dumps(changed) == stp_rules.dumps(stp_rules.loads(whole))
    assert "extends" not in stp_rules.dumps(changed)


def test_a_change_of_a_change(write: Write) -> None:
    """Each version is a few lines beside the one before."""
    write(f"{HEAD}parameters: {{heavy: 3}}\n")
    third = write(
        HEAD.replace("2.0.0", "3.0.0").replace("1.0.0", "2.0.0") + "title: Third\n", "3.0.0"
    )
    found = load(third)
    assert (found.title, found.parameters["heavy"].value) == ("Third", 3)


def test_problems_point_into_the_file_that_they_come_from(write: Write) -> None:
    """What is removed is still read in the first file; what is misspelt stands in the second."""
    file = write(f"{HEAD}inputs:\n  staff: null\n  seen: {{beter: lower}}\n")
    assert problems(file) == [
        "2.0.0.yaml:7 `beter` is not known here",
        "1.0.0.yaml:17 `staff` is not an input, a measure, a named step or a parameter",
    ]


def test_a_list_that_is_replaced_is_not_looked_for_in_the_first_file(write: Write) -> None:
    """Its problem points to the new list."""
    bands = "bands: [{at_least: 85, is: 2}, {at_least: 95, is: 4}, {is: 1}]"
    measure = f"levels:\n  scores:\n    seen_score:\n      steps:\n        - {bands}\n"
    (problem,) = problems(write(HEAD + measure))
    assert problem.startswith("2.0.0.yaml:9 nothing is left for this band")


def test_what_is_not_there_cannot_be_removed(write: Write) -> None:
    """A `null` that removes nothing is a misspelt name, at whatever depth."""
    file = write(f"{HEAD}parameters: {{haevy: null}}\ninputs:\n  seen: {{titel: null}}\n")
    assert problems(file) == [
        "2.0.0.yaml:5 there is no `haevy` to remove",
        "2.0.0.yaml:7 there is no `titel` to remove",
    ]


def test_a_version_that_is_not_there(write: Write) -> None:
    """The line that extends it is shown."""
    file = write(HEAD.replace("toy/wards@1.0.0", "toy/wards@0.9.0"))
    assert problems(file) == ["2.0.0.yaml:4 no ruleset is called toy/wards@0.9.0"]


def test_a_version_cannot_extend_itself(write: Write) -> None:
    """Nor through another."""
    itself = write(HEAD.replace("@1.0.0", "@2.0.0"))
    assert problems(itself) == ["2.0.0.yaml:4 `toy/wards@2.0.0` extends itself"]
    write(HEAD.replace("version: 2.0.0", "version: 3.0.0").replace("@1.0.0", "@4.0.0"), "3.0.0")
    other = write(
        HEAD.replace("version: 2.0.0", "version: 4.0.0").replace("@1.0.0", "@3.0.0"), "4.0.0"
    )
    assert problems(other) == ["4.0.0.yaml:4 `toy/wards@3.0.0` extends itself"]


def test_a_broken_parent_is_named_and_not_shown(write: Write) -> None:
    """What is no YAML may be anybody's file."""
    write("language: [1\n", "1.0.0")
    (problem,) = problems(write(f"{HEAD}title: Second\n"))
    assert problem == "2.0.0.yaml:4 the version `toy/wards@1.0.0` cannot be read (syntax)"
