"""Edges: subjects that lie on one, or one step from another rating."""

from fractions import Fraction

from stp_rules import evaluate, loads
from stp_rules.analysis.edges import OneStep, on_lines, one_step
from toys import SOUND


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
