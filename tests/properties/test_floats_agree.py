"""The float reading and the exact one agree wherever rounding decides nothing."""

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stp_rules
from floats import CarefulArithmetic, FloatArithmetic, as_careful, as_floats
from stp_rules.engine.plan import make_plan
from stp_rules.engine.values import Unknown
from stp_rules.language.arithmetic import Value
from stp_rules.readings.exact import measured
from stp_rules.testing import generated as strategies

OFF_THE_EDGES = Fraction(1, 769)
MANY = settings(max_examples=2 * settings().max_examples)


@MANY
@given(st.data())
def test_numbers_to_nine_digits_and_categories(data: st.DataObject) -> None:
    """Numbers to a relative 1e-9, and categories, truths, labels and states the same."""
    drawn = data.draw(st.one_of(strategies.rulesets(), strategies.monotone_rulesets()))
    subject = data.draw(strategies.subjects(drawn, beside=OFF_THE_EDGES))
    ruleset = stp_rules.loads(strategies.written(drawn))
    rating = stp_rules.evaluate(ruleset, subject)
    careful = CarefulArithmetic()
    bounds = measured(make_plan(ruleset, careful), as_careful(dict(rating.raw_inputs)))
    assume(not careful.doubtful)
    found = measured(make_plan(ruleset, FloatArithmetic()), as_floats(dict(rating.raw_inputs)))
    for name, measure in rating.measures.items():
        assert agrees(
            measure.value, found[name].raw, bounds[name].raw, measure.info.lens.categories
        )


def agrees(exact: Value, approximate: Value, bound: Value, categories: tuple[str, ...]) -> bool:
    """Tell whether two values are the same, or numbers as near as their error bound and 1e-9."""
    if isinstance(exact, Unknown):
        return isinstance(approximate, Unknown) and approximate.state == exact.state
    if categories:
        return categories[approximate] == exact
    if not isinstance(exact, Fraction):
        return approximate is exact or approximate == exact
    cancelled = bound.error if bound.error > 1e-9 * abs(bound.value) else 0
    return abs(approximate - exact) <= max(1e-9 * abs(exact), cancelled)
