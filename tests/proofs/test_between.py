"""A band `between`, and a test: the same as two tests of one side, in every reading."""

from typing import Any

import pytest

from stp_rules import dumps, evaluate, loads, prove
from stp_rules.analysis.edges import on_lines
from stp_rules.checking.ruleset import notes
from stp_rules.proofs.versions.comparing import compared

HEAD = """language: 1
id: toy/middle
version: 1.0.0
inputs: {a: {range: [0, 100], better: higher}}
"""
BANDED = HEAD + "levels: {o: {r: {from: a, better: BETTER, steps: [{bands: [BANDS]}]}}}\n"
TESTED = HEAD + "levels: {o: {r: {decide: [{when: {a: TEST}, then: 1}, {otherwise: 0}]}}}\n"


def banded(bands: str, better: str = "higher") -> Any:
    """Return a ruleset with one step of bands."""
    return loads(BANDED.replace("BANDS", bands).replace("BETTER", better))


@pytest.mark.parametrize(
    ("bands", "outcome"),
    [
        ("{between: [40, 60], is: 1}, {is: 0}", "refuted"),
        ("{between: [40, 60], is: 2}, {above: 60, is: 3}, {is: 1}", "proved"),
        ("{between: [40, 60], is: 2}, {above: 60, is: 2}, {is: 1}", "proved"),
        ("{between: [40, 60], is: 2}, {above: 60, is: 1.9}, {is: 1}", "refuted"),
        ("{at_least: 60, is: 3}, {between: [40, 60], is: 2}, {is: 1}", "proved"),
        ("{between: [40, 100], is: 2}, {is: 1}", "proved"),
        ("{between: [0, 40], is: 1}, {is: 2}", "proved"),
        ("{between: [1, 40], is: 2}, {is: 1}", "refuted"),
        ("{between: [40, 40], is: 2}, {is: 1}", "refuted"),
    ],
)
def test_a_band_between_by_hand(bands: str, outcome: str) -> None:
    """A score may go up and down again; at 100 and at 0 the range ends."""
    (verdict,) = prove(banded(bands), ["better_never_hurts"])
    assert verdict.outcome == outcome


@pytest.mark.parametrize(("value", "band"), [(39.999, 0), (40, 1), (50, 1), (60, 1), (60.001, 0)])
def test_both_ends_count(value: float, band: int) -> None:
    """In a band and in a test."""
    assert evaluate(banded("{between: [40, 60], is: 1}, {is: 0}"), {"a": value}).value == band
    tested = loads(TESTED.replace("TEST", "{between: [40, 60]}"))
    assert evaluate(tested, {"a": value}).value == band


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{between: [40, 60]}", "{at_least: 40, at_most: 60}"),
        ("{between: [40, 60], is_not: 50}", "{at_least: 40, at_most: 60, is_not: 50}"),
    ],
)
def test_a_test_between_is_two_tests(one: str, other: str) -> None:
    """For every subject, one without a value too."""
    versions = [loads(TESTED.replace("TEST", it)) for it in (one, other)]
    assert compared(*versions).equal is True


def test_a_band_between_is_the_middle_of_two_bands() -> None:
    """For every subject; with another end it is not."""
    middle = banded("{between: [40, 60], is: 2}, {above: 60, is: 3}, {is: 1}")
    written = banded("{above: 60, is: 3}, {at_least: 40, is: 2}, {is: 1}")
    other = banded("{at_least: 60, is: 3}, {at_least: 40, is: 2}, {is: 1}")
    assert compared(middle, written).equal is True
    assert compared(middle, other).equal is False


def test_it_is_written_as_it_was_read() -> None:
    """In bands and in a condition."""
    text = TESTED.replace("TEST", "{between: [40, 60]}")
    ruleset = loads(text)
    assert "{between: [40, 60]}" in dumps(ruleset)
    assert loads(dumps(ruleset)) == ruleset
    ruleset = banded("{between: [40, 60], is: 1}, {is: 0}")
    assert "between: [40, 60]" in dumps(ruleset)
    assert loads(dumps(ruleset)) == ruleset


@pytest.mark.parametrize("end", [40, 60])
def test_who_stands_on_an_end_is_told(end: int) -> None:
    """Each end is an edge that a small change crosses."""
    rating = evaluate(banded("{between: [40, 60], is: 1}, {is: 0}"), {"a": end})
    assert [line.edge for line in on_lines(rating)] == [end]


def test_an_end_outside_of_the_range_is_noted_where_it_stands() -> None:
    """0.9 of a number up to 1 was meant; the place is the second end."""
    ruleset = banded("{between: [40, 900], is: 1}, {is: 0}", better="neither")
    (note,) = notes(ruleset)
    assert (note.code, str(note.path)) == ("edge", "levels.o.r.steps[0].bands[0].between[1]")
