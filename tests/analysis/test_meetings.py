"""Which edges a value that can come about meets, by hand and by going through subjects."""

from fractions import Fraction
from itertools import product

import pytest

from stp_rules import evaluate, loads
from stp_rules.analysis.edges import on_lines
from stp_rules.analysis.meetings import meetings
from stp_rules.deadline import Deadline
from stp_rules.language.ruleset import Ruleset
from stp_rules.render.edges import meetings_text
from toys import SOUND

ROUNDED = """language: 1
id: toy/rounded
version: 1.0.0
inputs: {a: {range: [0, 10]}, b: {range: [0, 10]}}
levels:
  one:
    c: {from: a, steps: [{round: {digits: 0, half: HALF}}]}
    d: {from: b, steps: [{round: {digits: 0, half: HALF}}]}
  two:
    r:
      SOURCE
      steps:
        - bands: [{at_least: 19.5, is: 3}, {above: 19, is: 2}, {at_least: 7.25, is: 1}, {is: 0}]
"""


def rounded(source: str = "sum: [c, d]", half: str = "up") -> Ruleset:
    """Two inputs rounded to whole numbers, and bands on what is made of them."""
    return loads(ROUNDED.replace("HALF", half).replace("SOURCE", source))


def test_means_of_two_scores_meet_half_of_the_lines() -> None:
    """Means of scores from 1 to 3 are 1, 1.5, 2, 2.5 and 3: they meet the lines 2.5 and 1.5."""
    found = [(it.measure, it.edge, it.of) for it in meetings(loads(SOUND)).found if it.of]
    assert found == [("rating", Fraction(5, 2), 5), ("rating", Fraction(3, 2), 5)]


def test_lines_between_totals_are_not_met() -> None:
    """No mean of two whole scores is 2.4."""
    found = meetings(loads(SOUND.replace("at_least: 2.5", "at_least: 2.4"))).found
    assert [it.edge for it in found if it.measure == "rating"] == [Fraction(3, 2)]


def test_after_a_rounding_values_are_told_apart() -> None:
    """Of the sums 0 to 20 one is 19, none is 19.5 or 7.25."""
    assert [(it.edge, it.of) for it in meetings(rounded()).found] == [(19, 21)]


@pytest.mark.parametrize("half", ["up", "down", "even"])
@pytest.mark.parametrize("source", ["sum: [c, d]", "mean: {c: 1, d: 3}", "formula: 2 * c - d / 2"])
def test_whatever_a_subject_meets_is_found(source: str, half: str) -> None:
    """The edges that pairs of halves from 0 to 10 lie on are those that are found."""
    ruleset = rounded(source, half)
    found = {it.edge for it in meetings(ruleset).found}
    halves = [Fraction(it, 2) for it in range(21)]
    subjects = [{"a": a, "b": b} for a, b in product(halves, halves)]
    met = {it.edge for rating in evaluate(ruleset, subjects) for it in on_lines(rating)}
    assert met
    assert found == met


def test_an_edge_among_values_without_gaps_may_be_met() -> None:
    """Any number from 0 to 100 may be delivered, and 120 may not."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {range: [0, 100]}}, levels: {one: {r: "
        "{from: a, steps: [{bands: [{at_least: 120, is: 2}, {at_least: 80, is: 1}, {is: 0}]}]}}}}"
    )
    met = meetings(ruleset)
    assert [(it.edge, it.of) for it in met.found] == [(80, None)]
    assert "`r` on 80" in meetings_text(met, ruleset)
    assert "120" not in meetings_text(met, ruleset)


@pytest.mark.parametrize("step", ["{multiply: 2}", "{points: {1: 0, 2: 9}}"])
def test_the_number_of_a_quantile_band_meets_no_edge(step: str) -> None:
    """Neither at once nor through further steps or another measure; it is named instead."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {}}, levels: {one: {q: {from: a, steps: "
        f"[{{quantile_bands: {{cuts: [1/2], definition: linear, on_cut: upper}}}}, {step}]}}, "
        "r: {from: q, steps: [{bands: [{at_least: 2, is: 5}, {is: 0}]}]}}}}"
    )
    met = meetings(ruleset)
    assert (met.found, met.numbered) == ((), ("r",))
    assert "no value" not in meetings_text(met, ruleset)


def test_what_time_ran_out_for_is_named() -> None:
    """It is never said that no edge is met where nobody has looked."""
    ruleset = loads(SOUND)
    deadline = Deadline(1e-9)
    met = meetings(ruleset, deadline)
    assert met.late == ("waits_score", "staff_score", "rating")
    said = meetings_text(met, ruleset, deadline.said)
    assert said == (
        "not known, for time ran out after 1e-09 seconds: whether an edge of `waits_score`, "
        "`staff_score` or `rating` is met\n"
    )


def test_where_nothing_is_met_that_is_said() -> None:
    """Counts are whole, and the edge is 1.5."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {type: boolean}, b: {type: boolean}}, "
        "levels: {one: {r: {count: {of: [a, b], that_are: {is: true}}, "
        "steps: [{bands: [{at_least: 1.5, is: 1}, {is: 0}]}]}}}}"
    )
    assert meetings_text(meetings(ruleset), ruleset) == (
        "no value that can come about lies exactly on the edge of a band\n"
    )
