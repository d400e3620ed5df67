"""Edges: totals that meet a line, and subjects on one or one step from it."""

from fractions import Fraction

from stp_rules import evaluate, loads
from stp_rules.analysis.edges import OneStep, meetings, on_lines, one_step, untold
from stp_rules.render.edges import meetings_text
from toys import SOUND


def test_means_of_two_scores_meet_half_of_the_lines() -> None:
    """Means of scores from 1 to 3 are 1, 1.5, 2, 2.5 and 3: they meet the lines 2.5 and 1.5."""
    found = [(it.measure, it.edge, it.of) for it in meetings(loads(SOUND))]
    assert found == [("rating", Fraction(5, 2), 5), ("rating", Fraction(3, 2), 5)]


def test_lines_between_totals_are_not_met() -> None:
    """No mean of two whole scores is 2.4."""
    found = meetings(loads(SOUND.replace("at_least: 2.5", "at_least: 2.4")))
    assert [it.edge for it in found] == [Fraction(3, 2)]


def test_sums_that_are_not_told_apart_are_named() -> None:
    """9 and 10 make 19, an edge: it is never said that no value lies on a line."""
    rounded = "steps: [{round: {digits: 0, half: up}}]"
    text = (
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {range: [0, 10]}, b: {range: [0, 10]}}, "
        f"levels: {{one: {{c: {{from: a, {rounded}}}, d: {{from: b, {rounded}}}}}, two: "
        "{r: {sum: [c, d], "
        "steps: [{bands: [{at_least: 19.5, is: 3}, {above: 19, is: 2}, {is: 1}]}]}}}}"
    )
    ruleset = loads(text)
    said = meetings_text(meetings(ruleset), untold(ruleset), ruleset)
    assert "no reachable value" not in said
    assert [it.edge for it in on_lines(evaluate(ruleset, {"a": 9.4, "b": 9.5}))] == [19]
    assert "19" in said or "not told apart: `r`" in said


def test_a_subject_on_two_lines() -> None:
    """Waits of 10 lie on an edge, and so does the mean of 3 and 2."""
    rating = evaluate(loads(SOUND), {"waits": 10, "staff": 30})
    assert [(it.measure, it.edge) for it in on_lines(rating)] == [
        ("waits_score", 10),
        ("rating", Fraction(5, 2)),
    ]


def test_a_subject_one_step_from_another_rating() -> None:
    """With a mean of 2.5, one score less for waits or staff makes it 2: fair."""
    found = one_step(evaluate(loads(SOUND), {"waits": 10, "staff": 30}))
    assert [(it.name, it.result) for it in found] == [("waits", "fair"), ("staff", "fair")]
    waits, staff = found
    assert waits.to > 10
    assert staff.to < 20


def test_a_subject_in_the_middle_is_far_from_everything() -> None:
    """Where the best of both scores has room to spare, no single step changes the rating."""
    found: list[OneStep] = one_step(evaluate(loads(SOUND), {"waits": 5, "staff": 80}))
    assert found == []


def test_who_is_not_rated_has_no_step() -> None:
    """There is no rating to leave."""
    assert one_step(evaluate(loads(SOUND), {"waits": 5})) == []


def test_the_number_of_a_quantile_band_lies_on_no_line() -> None:
    """Whoever is in the upper half has the number 2, however far from the median."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {}}, levels: {one: {r: {from: a, steps: "
        "[{quantile_bands: {cuts: [1/2], definition: linear, on_cut: upper}}, "
        "{bands: [{at_least: 2, is: 5}, {is: 0}]}]}}}}"
    )
    ratings = evaluate(ruleset, [{"a": 1}, {"a": 100}])
    assert [it.value for it in ratings] == [0, 5]
    assert [on_lines(it) for it in ratings] == [[], []]
