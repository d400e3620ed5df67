"""Problems as values, and their sentence."""

import pickle

import pytest

from stp_rules.errors import (
    Place,
    Places,
    Problem,
    ProblemsError,
    RulesetError,
    closest,
    nearest,
)
from stp_rules.paths import Path

LINES = ("first: one", "second: [two, three]")
PLACES = Places(
    "it.yaml",
    LINES,
    keys={Path(("first",)): (0, 0, 0, 5), Path(("second",)): (1, 0, 1, 6)},
    values={
        Path(): (0, 0, 2, 0),
        Path(("first",)): (0, 7, 0, 10),
        Path(("second",)): (1, 8, 1, 20),
        Path(("second", 0)): (1, 9, 1, 12),
        Path(("second", 1)): (1, 14, 1, 19),
    },
)


def test_the_whole_sentence() -> None:
    """Where, what, the line with a caret, the other place, and what to do."""
    problem = Problem(
        "twice", "`three` stands twice", Path(("second", 1)), "keep one", other=Path(("first",))
    )
    assert str(problem.located(PLACES)) == (
        "it.yaml:2:15: error[twice]: `three` stands twice\n"
        "  |\n"
        "2 | second: [two, three]\n"
        "  |               ^^^^^\n"
        "  |\n"
        "1 | first: one\n"
        "  | ^^^^^ the other\n"
        "  help: keep one"
    )


def test_without_places() -> None:
    """A ruleset built in Python has addresses; nothing has to be known to say a problem."""
    assert str(Problem("code", "no", Path(("first",)))) == "first: error[code]: no"
    assert str(Problem("code", "no")) == "error[code]: no"
    assert str(Problem("code", "no", about="row 3")) == "row 3: error[code]: no"
    assert str(Problem("code", "perhaps", severity="note")) == "note[code]: perhaps"


def test_a_place_is_kept() -> None:
    """A problem that has its place does not get another."""
    located = Problem("code", "no", Path(("first",))).located(PLACES)
    assert located.located(Places("other.yaml", LINES, {}, {Path(): (0, 0, 0, 1)})) == located


def test_the_nearest_address_that_encloses() -> None:
    """What is not in the text is shown at what encloses it."""
    place = PLACES.find(Path(("second", 1, "deeper", "still")))
    assert place
    assert (place.line, place.column) == (2, 15)


def test_a_value_of_several_lines() -> None:
    """It is underlined to the end of its first line."""
    place = PLACES.find(Path(("nowhere",)))
    assert place == Place("it.yaml", 1, 1, 10, "first: one")


def test_nothing_is_known() -> None:
    """Where no place is known there is none."""
    assert Places("it.yaml", LINES, {}, {}).find(Path(("first",))) is None


def test_a_caret_at_the_end() -> None:
    """Where something is missing, the caret stands behind the line."""
    assert Place("it.yaml", 1, 11, 5, "first: one").excerpt().endswith("\n  |           ^")


def test_all_problems_are_the_message() -> None:
    """What is raised says everything, and keeps it."""
    problems = [Problem("one", "first"), Problem("two", "second")]
    error = RulesetError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error) == "error[one]: first\nerror[two]: second"
    assert isinstance(error, ProblemsError)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("wait", "waits"),
        ("WAITS", "waits"),
        ("bed days", "bed_days"),
        ("bed-days", "bed_days"),
        ("stafing", "Staffing"),
        ("rate", ""),
    ],
)
def test_the_nearest_spelling(name: str, meant: str) -> None:
    """Slips, capitals, blanks and hyphens are seen through; what is far off is not guessed."""
    assert closest(name, ["waits", "bed_days", "Staffing"]) == meant


def test_did_you_mean() -> None:
    """The hint is a question, or nothing."""
    assert nearest("wait", ["waits"]) == "did you mean `waits`?"
    assert nearest("wait", []) == ""


def test_an_error_is_pickled_with_its_problems() -> None:
    """As when it crosses from one process to another."""
    error = RulesetError([Problem("one", "first"), Problem("two", "second", Path(("a", 0)))])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - it was written here
    assert type(again) is RulesetError
    assert again.problems == error.problems
    assert str(again) == str(error)


def test_among_very_many_names_the_nearest_begins_or_ends_alike() -> None:
    """What is written in another way is found, also where most names are near it."""
    known = [f"input_{at}" for at in range(5000)]
    assert nearest("Input-4321", known) == "did you mean `input_4321`?"
    assert nearest("speling", [*known, "spelling"]) == "did you mean `spelling`?"
    assert nearest("inptu_4321", known) == "did you mean `input_4321`?"
    assert nearest("speling", known) == ""
