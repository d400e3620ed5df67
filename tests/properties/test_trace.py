"""What a rating tells of itself is true: every step follows from the one before."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

import stp_rules
from stp_rules.engine.plan import EXACT, StepPlan, make_plan
from stp_rules.engine.result import TracedStep
from stp_rules.engine.values import Unknown
from stp_rules.language.words.no_better_than import NoBetterThan
from stp_rules.language.words.no_worse_than import NoWorseThan
from stp_rules.testing import generated as strategies


@st.composite
def ratings(draw: st.DrawFn) -> stp_rules.Ratings:
    """Draw the ratings of a subject, and of its variants, by a ruleset of any kind."""
    drawn = draw(strategies.rulesets())
    ruleset = stp_rules.loads(strategies.written(drawn))
    return stp_rules.evaluate(ruleset, strategies.variants(draw(strategies.subjects(drawn)), drawn))


def steps(ratings: stp_rules.Ratings) -> Iterator[tuple[StepPlan, TracedStep]]:
    """Give every step of every rating with its plan."""
    for rating in ratings:
        for plan in make_plan(rating.ruleset).measures:
            traced = rating.measures[plan.info.measure.name].steps
            yield from zip(plan.steps, traced, strict=True)


@given(ratings=ratings())
def test_every_step_starts_where_the_one_before_ended(ratings: stp_rules.Ratings) -> None:
    """From the source, unless a need was not met, through all steps to the value."""
    for measure in (it for rating in ratings for it in rating.measures.values()):
        value = measure.raw_source
        for step in measure.steps:
            unmet = measure.info.measure.need and isinstance(step.raw_before, Unknown)
            assert unmet or step.raw_before == value
            value = step.raw_after
        if measure.steps:
            assert measure.raw == value


@given(ratings=ratings())
def test_every_step_recomputes_from_its_own_before(ratings: stp_rules.Ratings) -> None:
    """The body of a step that fired gives its after; a step that did not fire changes nothing."""
    for plan, step in steps(ratings):
        if step.fired is None or step.fired is False:
            assert step.raw_after == step.raw_before or step.raw_after.state == "not_rated"
        elif not isinstance(step.raw_after, Unknown):
            assert step.raw_after == plan.args.body(step.raw_before, EXACT)


@given(ratings=ratings())
def test_a_step_changes_nothing_unless_it_fired(ratings: stp_rules.Ratings) -> None:
    """A condition that fails passes the value on, and what is not known stays so."""
    for _, step in steps(ratings):
        if step.fired is False:
            assert step.raw_after == step.raw_before
        if isinstance(step.raw_before, Unknown):
            assert (step.raw_after, step.fired) == (step.raw_before, None)


@given(ratings=ratings())
def test_the_band_that_fired_holds_the_value(ratings: stp_rules.Ratings) -> None:
    """The position that is told is that of the band whose value came out."""
    for plan, step in steps(ratings):
        if plan.ranked and step.fired is not None:
            assert plan.args.bands[step.fired].value == step.raw_after


@given(ratings=ratings())
def test_a_cap_never_raises_and_a_floor_never_lowers(ratings: stp_rules.Ratings) -> None:
    """Positions count from the best, so a cap may only make them larger."""
    for plan, step in steps(ratings):
        if not isinstance(step.raw_after, Unknown):
            if isinstance(plan.args, NoBetterThan):
                assert step.raw_after >= step.raw_before
            if isinstance(plan.args, NoWorseThan):
                assert step.raw_after <= step.raw_before


@given(st.data())
def test_the_order_of_subjects_does_not_matter(data: st.DataObject) -> None:
    """Each subject is rated the same wherever it stands, and as it is alone."""
    drawn = data.draw(strategies.rulesets())
    ruleset = stp_rules.loads(strategies.written(drawn))
    subjects = [data.draw(strategies.subjects(drawn)) for _ in range(3)]
    there = stp_rules.evaluate(ruleset, subjects)
    back = stp_rules.evaluate(ruleset, subjects[::-1])
    assert there == back[::-1]
    assert there[0] == stp_rules.evaluate(ruleset, subjects[0])
