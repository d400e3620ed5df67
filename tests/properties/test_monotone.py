"""Better inputs never make a rating worse, where a method has no way to do so."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import stp_rules
from stp_rules import Rating
from stp_rules.checking.directions import directions
from stp_rules.engine.values import Unknown
from stp_rules.testing import generated as strategies

MANY = settings(max_examples=3 * settings().max_examples)


def height(rating: Rating, name: str) -> Any:
    """Return the value of a measure so that more is higher: the head of a scale is highest."""
    measure = rating.measures[name]
    return -measure.raw if measure.info.lens.categories else measure.raw


@MANY
@given(st.data())
def test_a_better_subject_is_nowhere_worse(data: st.DataObject) -> None:
    """Every measure moves in the direction derived for it, or not at all."""
    drawn = data.draw(strategies.monotone_rulesets())
    worse, better = data.draw(strategies.better_pairs(drawn))
    ruleset = stp_rules.loads(strategies.written(drawn))
    first, second = stp_rules.evaluate(ruleset, [worse, better])
    derived = directions(ruleset)
    for name, measure in first.measures.items():
        assert measure.known == second.measures[name].known
        if measure.known:
            before, after = height(first, name), height(second, name)
            assert before == after or (after > before) is (derived[name] > 0)


@given(st.data())
def test_the_score_and_the_rating_have_the_direction_of_better(data: st.DataObject) -> None:
    """Whatever the indicators' own sense, the turned score is better when higher."""
    ruleset = stp_rules.loads(strategies.written(data.draw(strategies.monotone_rulesets())))
    derived = directions(ruleset)
    assert derived["rating"] == 1
    assert derived["score"] >= 0


@given(st.data())
def test_withholding_leaves_a_state_and_never_a_value(data: st.DataObject) -> None:
    """What is read `from` an input that is not known has no value, and no step gives it one."""
    drawn = data.draw(strategies.monotone_rulesets())
    subject = data.draw(strategies.subjects(drawn))
    rating = stp_rules.evaluate(stp_rules.loads(strategies.written(drawn)), subject)
    for name, value in rating.inputs.items():
        assert isinstance(value, Unknown) == isinstance(rating[f"of_{name}"], Unknown)
