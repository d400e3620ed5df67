"""Whatever is written can be explained, and what is said of single inputs is true."""

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stp_rules import evaluate, explain, loads
from stp_rules.analysis.edges import OneStep, nearness, one_step
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Unknown
from stp_rules.render.edges import subjects_text
from stp_rules.render.explanation import explanation_markdown, explanation_text
from stp_rules.testing.generated import rulesets, subjects, written

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
SEEN = settings(max_examples=40, deadline=None, suppress_health_check=SLOW)


@SEEN
@given(st.data())
def test_every_measure_of_every_subject_is_explained(data: st.DataObject) -> None:
    """In text and in Markdown, line by line, and the first line has the value."""
    drawn = data.draw(rulesets())
    cohort = [data.draw(subjects(drawn)) for _ in range(3)]
    for rating in evaluate(loads(written(drawn)), cohort):
        for name in () if rating.problems else rating.measures:
            explanation = explain(rating, name)
            lines = explanation_text(explanation).splitlines()
            assert len(explanation_markdown(explanation).splitlines()) == len(lines)
            assert explanation.fact.value == rating[name]


@SEEN
@given(st.data())
def test_a_step_changes_the_rating_there_and_not_before(data: st.DataObject) -> None:
    """Of any ruleset, with the cohort held, as `evaluate` rates the moved subject."""
    drawn = data.draw(rulesets())
    cohort = [data.draw(subjects(drawn)) for _ in range(3)]
    ratings = evaluate(loads(written(drawn)), cohort)
    subjects_text(nearness(ratings))
    for given_inputs, rating in zip(cohort, ratings, strict=True):
        for step in [] if rating.problems else one_step(rating):
            assert_turns(given_inputs, rating, step)


def assert_turns(inputs: dict[str, Any], rating: Rating, step: OneStep) -> None:
    """Hold one step against `evaluate`."""

    def moved(to: Any) -> Any:
        given_inputs = {**inputs, step.name: to}
        (found,) = evaluate(rating.ruleset, [given_inputs], reference=rating.reference)
        return "not rated" if isinstance(found.value, Unknown) else found.value

    result = "not rated" if isinstance(step.result, Unknown) else step.result
    if not isinstance(step.to, Fraction):
        assert moved(step.to) == result != rating.value
        return
    assert (moved(step.to) != rating.value) is step.reached
    if step.reached:
        assert moved(step.to) == result
    if step.to != step.value:
        way = 1 if step.higher else -1
        near = Fraction(1, 10**9) if step.exact else step.distance / 10**14
        by = min(near, step.distance / 2)
        assert moved(step.to - way * by) == rating.value
