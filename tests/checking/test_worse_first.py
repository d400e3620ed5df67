"""Bands that give a better number a worse category are worth a note; one fault has no echo."""

import pytest

from stp_rules import RulesetError, loads
from stp_rules.checking.ruleset import notes

TEXT = """
language: 1
id: toy/scales
version: 1.0.0
scales: {g: [SCALE]}
inputs: {a: {range: [0, 100], better: BETTER}}
levels:
  l:
    x: {from: a, steps: [STEPS{bands: [{at_least: 50, is: good}, {is: poor}], scale: g}]REST}
"""


def codes(scale: str, better: str = "higher", steps: str = "", rest: str = "") -> list[str]:
    """Return the codes of the notes."""
    words = {"SCALE": scale, "BETTER": better, "STEPS": steps, "REST": rest}
    text = TEXT
    for word, it in words.items():
        text = text.replace(word, it)
    return [note.code for note in notes(loads(text))]


@pytest.mark.parametrize(
    "steps", ["", "{add: 1}, ", "{multiply: 2}, {round: {digits: 0, half: up}}, "]
)
def test_a_scale_written_worst_first(steps: str) -> None:
    """Whatever keeps the direction before the bands."""
    assert codes("poor, good", steps=steps) == ["worse-first"]
    assert codes("good, poor", steps=steps) == []


def test_what_turns_the_direction_turns_the_note() -> None:
    """Of an input of which less is better, and by a step that turns it."""
    assert codes("good, poor", better="lower") == ["worse-first"]
    assert codes("poor, good", better="lower") == []
    assert codes("poor, good", steps="{multiply: -1}, ") == []


@pytest.mark.parametrize(
    ("bands", "noted"),
    [
        ("{at_least: 80, is: poor}, {at_least: 50, is: good}, {is: fair}", True),
        ("{at_least: 80, is: good}, {at_least: 50, is: poor}, {is: fair}", True),
        ("{at_least: 80, is: good}, {at_least: 50, is: good}, {is: poor}", False),
        ("{at_least: 80, is: fair}, {at_least: 50, is: fair}, {is: fair}", False),
    ],
)
@pytest.mark.parametrize("better", ["higher", "lower", "neither"])
def test_one_band_that_falls_is_enough(bands: str, noted: bool, better: str) -> None:  # noqa: FBT001 - a column
    """A better number with a worse category somewhere has the note, whatever the other bands do."""
    text = TEXT.replace("{at_least: 50, is: good}, {is: poor}", bands).replace("REST", "")
    text = text.replace("STEPS", "").replace("SCALE", "good, fair, poor").replace("BETTER", better)
    falls = noted or (better == "lower" and "good" in bands)
    found = [note.code for note in notes(loads(text))]
    assert found == ["worse-first"] * (falls and better != "neither")


def test_what_claims_nothing_has_no_note() -> None:
    """Groups of which none is better, and numbers of which nothing is known."""
    assert codes("poor, good", rest=", better: neither") == []
    assert codes("poor, good", better="neither") == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("from: missing_name", "unknown-name"),
        ("from: a, need: {missing_name: {is: 1}}", "unknown-name"),
    ],
)
@pytest.mark.parametrize("promise", ["no_cliffs: {of: 2}", "better_never_hurts: {inside: cohort}"])
def test_of_a_measure_with_an_error_no_promise_is_called_idle(
    fault: str, code: str, promise: str
) -> None:
    """Neither where the measure has it nor where one has it that is read."""
    text = (
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {better: higher}}, "
        f"levels: {{one: {{s: {{{fault}}}}}, two: {{r: {{sum: [s, a]}}}}}}, promises: [{promise}]}}"
    )
    with pytest.raises(RulesetError) as found:
        loads(text)
    assert [it.code for it in found.value.problems] == [code]
