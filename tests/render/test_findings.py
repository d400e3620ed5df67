"""Findings and entries: problems and verdicts as neutral values."""

from pathlib import Path as File

import pytest

from stp_rules import loads
from stp_rules.errors import Place, Problem
from stp_rules.paths import Path
from stp_rules.proofs.questions.promises import prove
from stp_rules.render.findings import Entry, Finding, finding, seen_from, unusable, worst
from stp_rules.render.promises import promise_entry
from toys import SOUND

PLACE = Place("a.yaml", 3, 5, 4, "    score: {}")


def test_a_problem_with_a_place() -> None:
    """Code, severity, message, both places and the hint are those of the problem."""
    other = Place("a.yaml", 1, 1, 2, "id: x")
    problem = Problem(
        "twice", "it stands twice", Path(("id",)), "keep one", place=PLACE, other_place=other
    )
    assert finding(problem) == Finding(
        "twice", "error", "it stands twice", PLACE, other, "keep one"
    )


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (Problem("row", "too short", about="areas.csv:3"), "areas.csv:3: too short"),
        (Problem("kind", "is no number", Path(("levels", "x"))), "levels.x: is no number"),
        (Problem("unreadable", "x cannot be read"), "x cannot be read"),
    ],
)
def test_without_a_place_the_message_says_what_it_is_about(problem: Problem, message: str) -> None:
    """Whose input it is, or the address, or nothing where it is about a whole file."""
    assert finding(problem).message == message


def test_lines_to_read() -> None:
    """The message, what leads to it, and what to do."""
    found = Finding("x", "error", "wrong", hint="mend it", details=("because", "of"))
    assert found.lines() == ["wrong", "because", "of", "help: mend it"]


def test_what_cannot_be_used_is_an_entry() -> None:
    """All its problems are findings, under the name of the command."""
    entry = unusable("x.yaml", "prove", [Problem("syntax", "no YAML"), Problem("key", "no name")])
    assert (entry.suite, entry.name, entry.outcome) == ("x.yaml", "prove", "unusable")
    assert [it.code for it in entry.findings] == ["syntax", "key"]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], "passed"),
        (["passed", "passed"], "passed"),
        (["passed", "undecided"], "undecided"),
        (["undecided", "failed", "passed"], "failed"),
        (["unusable", "failed", "undecided"], "unusable"),
    ],
)
def test_the_worst_counts(outcomes: list[str], expected: str) -> None:
    """What cannot be used is worse than what fails, and that than what is undecided."""
    assert worst(Entry("x", "x", it) for it in outcomes) == expected  # type: ignore[arg-type]


def test_files_are_named_from_the_folder() -> None:
    """Those below it relatively, with both places of a finding; those outside in full."""
    here = File.cwd()
    inside, outside = here / "rules" / "a.yaml", here.parent / "b.yaml"
    places = [Place(str(it), 1, 1, 1, "") for it in (inside, outside)]
    entry = seen_from(
        here, Entry(str(inside), "x", "failed", (Finding("x", "error", "", *places),))
    )
    (found,) = entry.findings
    assert found.place
    assert found.other_place
    assert (entry.suite, found.place.file) == ("rules/a.yaml", "rules/a.yaml")
    assert found.other_place.file == outside.as_posix()


PLANTED = SOUND.replace("{at_most: 20, is: 2}, {is: 1}", "{at_most: 20, is: 1}, {is: 2}")


def promised(text: str, promise: str) -> Entry:
    """Prove the one promise of a ruleset, as the entry of a file."""
    ruleset = loads(f"{text}promises: [{promise}]\n", "toy.yaml")
    (verdict,) = prove(ruleset)
    return promise_entry(verdict, ruleset, "toy.yaml")


def test_a_proved_promise_has_passed() -> None:
    """Nothing was found, and the promise is named as it is written."""
    entry = promised(SOUND, "no_cliffs: {of: 2}")
    assert entry == Entry("toy.yaml", "no_cliffs: {of: 2}", "passed")


def test_a_refuted_promise_has_failed() -> None:
    """Under the code of its kind, at the line to blame, and in view of where it is made."""
    entry = promised(PLANTED, "better_never_hurts")
    (found,) = entry.findings
    assert (entry.outcome, found.code, found.level) == ("failed", "better-never-hurts", "error")
    assert found.message.startswith("better_never_hurts is refuted: ")
    assert found.place
    blamed = found.place.text[found.place.column - 1 :][: found.place.width]
    assert blamed == "{at_most: 20, is: 1}"
    assert found.other_place
    assert found.other_place.text.startswith("promises:")


def test_a_refutation_shows_the_way() -> None:
    """Its details are the counterexample: the subject, and both ways to the rating."""
    (found,) = promised(PLANTED, "better_never_hurts").findings
    assert any(line.startswith("the subject: ") for line in found.details)
    assert any(line.startswith("waits_score ") for line in found.details)


def test_an_undecided_promise_is_a_warning() -> None:
    """It stands where the promise is made, and says what was tried."""
    text = "language: 1\nid: x\nversion: 1.0.0\ninputs: {waits: {}}\n"
    entry = promised(text + "levels: {overall: {score: {from: waits}}}\n", "better_never_hurts")
    (found,) = entry.findings
    assert (entry.outcome, found.code, found.level) == ("undecided", "undecided", "warning")
    assert found.message == "better_never_hurts is undecided"
    assert found.place
    assert found.place.text == "promises: [better_never_hurts]"
    assert found.details[0].startswith("tried: ")


def test_a_promise_that_the_ruleset_does_not_make_has_no_place() -> None:
    """It was asked for on the command line."""
    ruleset = loads(
        "language: 1\nid: x\nversion: 1.0.0\ninputs: {waits: {}}\n"
        "levels: {overall: {score: {from: waits}}}\n",
        "toy.yaml",
    )
    verdicts = prove(ruleset)
    entries = [promise_entry(it, ruleset, "toy.yaml") for it in verdicts]
    found, _ = (it for entry in entries for it in entry.findings)
    assert (found.code, found.place) == ("undecided", None)
