"""Edges: subjects that lie on one, or one step from another rating."""

from fractions import Fraction

from stp_rules import evaluate, loads
from stp_rules.analysis.edges import OneStep, nearness, on_lines, one_step
from stp_rules.deadline import Deadline
from stp_rules.render.edges import subjects_text
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
    assert (waits.to, waits.higher, waits.reached) == (10, True, False)
    assert (staff.to, staff.higher, staff.reached) == (20, False, False)


def test_a_subject_in_the_middle_is_far_from_everything() -> None:
    """With a mean of 3, the waits alone would have to be above 20, and the staff below 20."""
    found: list[OneStep] = one_step(evaluate(loads(SOUND), {"waits": 5, "staff": 80}))
    assert [(it.name, it.to, it.distance, it.reached) for it in found] == [
        ("waits", 20, 15, False),
        ("staff", 20, 60, False),
    ]


def test_who_is_not_rated_has_no_step() -> None:
    """There is no rating to leave."""
    assert one_step(evaluate(loads(SOUND), {"waits": 5})) == []


HALVES = (
    "{language: 1, id: x, version: 1.0.0, inputs: {a: {}}, levels: {one: {r: {from: a, steps: "
    "[{quantile_bands: {cuts: [1/2], definition: linear, on_cut: upper}}, "
    "{bands: [{at_least: 2, is: 5}, {is: 0}]}]}}}}"
)


def test_the_number_of_a_quantile_band_lies_on_no_line() -> None:
    """Whoever is in the upper half has the number 2, however far from the median."""
    ratings = evaluate(loads(HALVES), [{"a": 1}, {"a": 100}])
    assert [it.value for it in ratings] == [0, 5]
    assert [on_lines(it) for it in ratings] == [[], []]


def test_who_lies_on_a_cut_point_lies_on_a_line() -> None:
    """The median of 1, 7 and 100 is 7."""
    ratings = evaluate(loads(HALVES), [{"a": 1}, {"a": 7}, {"a": 100}])
    found = [[(it.measure, it.edge, it.cut) for it in on_lines(rating)] for rating in ratings]
    assert found == [[], [("r", 7, True)], []]


def test_the_cut_of_the_cohort_is_what_a_subject_would_have_to_pass() -> None:
    """The median of 1, 7 and 100 is 7, which belongs to the upper half."""
    ratings = evaluate(loads(HALVES), [{"a": 1}, {"a": 7}, {"a": 100}])
    found = [[(it.to, it.reached, it.result) for it in one_step(rating)] for rating in ratings]
    assert found == [[(7, True, 5)], [(7, False, 0)], [(7, False, 0)]]


def test_categories_and_truths_move_to_the_nearest_that_counts() -> None:
    """Of four grades the first two and the last two score alike, so that two places are needed."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, scales: {g: [a, b, c, d]}, "
        "inputs: {x: {scale: g}, late: {type: boolean}}, levels: {one: {r: {from: x, steps: "
        "[{scores: {a: 2, b: 2, c: 1, d: 1}}, {set: 0, when: {late: {is: true}}}]}}}}"
    )
    found = one_step(evaluate(ruleset, {"x": "a", "late": False}))
    assert [(it.name, it.to, it.distance, it.result) for it in found] == [
        ("x", "c", 2, 1),
        ("late", True, 1, 0),
    ]


TWO = (
    "{language: 1, id: x, version: 1.0.0, subject: {key: k}, inputs: {a: {}, b: {}}, levels: {one: "
    "{r: {sum: [a, b], steps: [{bands: [{at_least: 10, is: 1}, {is: 0}]}]}}}}"
)


def test_the_nearest_stand_first() -> None:
    """To 10, S lacks 2 of the 8 over which `a` ranges and of the 4 of `b`; T has 5 to spare."""
    subjects = [{"k": "S", "a": 4, "b": 4}, {"k": "T", "a": 12, "b": 8 - 5}]
    ratings = evaluate(loads(TWO), [*subjects, {"k": "U", "a": 4, "b": 0}])
    found = [(it.rating.key, it.step.name, it.part) for it in nearness(ratings).steps]
    assert found == [
        ("S", "a", Fraction(2, 8)),
        ("S", "b", Fraction(2, 4)),
        ("T", "a", Fraction(5, 8)),
        ("U", "a", Fraction(6, 8)),
        ("T", "b", Fraction(5, 4)),
        ("U", "b", Fraction(6, 4)),
    ]


def test_who_was_not_looked_at_in_time_is_named() -> None:
    """It is not said that nothing was found of those."""
    ratings = evaluate(loads(TWO), [{"k": "S", "a": 4, "b": 4}, {"k": "T", "a": 4, "b": 4}])
    deadline = Deadline(1e-9)
    said = subjects_text(nearness(ratings, deadline), deadline.said)
    assert said == (
        "not looked at, for time ran out after 1e-09 seconds: 2 subjects, S the first of them\n"
    )


def test_a_number_without_end_is_rounded_beyond_the_edge() -> None:
    """To the power of 0.8, 1000 is 251.1886...: a rating that is said for 251.19 is given there."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {range: {above: 0}}}, levels: {one: {r: "
        "{from: a, steps: [{goalposts: {worst: 1, best: 1000, curve: log}}, "
        "{bands: [{at_least: 0.8, is: 1}, {is: 0}]}]}}}}"
    )
    rating = evaluate(ruleset, {"a": 240})
    (step,) = one_step(rating)
    assert not step.exact
    assert abs(float(step.to) - 1000**0.8) < 1e-9
    assert subjects_text(nearness([rating])) == (
        "the subject: 0, and 1 if `a` were 251.19 and not 240\n"
    )
    assert [evaluate(ruleset, {"a": it}).value for it in (251.18, 251.19)] == [0, 1]
