"""What the catalogue says of each operation is true of its body."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import stp_rules
from stp_rules.engine.plan import EXACT, StepPlan, make_plan
from stp_rules.operations.arithmetic import Undefined
from stp_rules.operations.table import STEPS
from stp_rules.testing import generated as strategies

AROUND = (Fraction(-100), Fraction(-1, 8), Fraction(0), Fraction(1, 8), Fraction(200))
PROBES = sorted({number + near for number in strategies.NUMBERS for near in AROUND})
MANY = settings(max_examples=2 * settings().max_examples)


class Fractions:
    """Numbers as directions are declared over."""

    def number(self, value: Fraction | int) -> Fraction:
        """Return a constant."""
        return Fraction(value)


def heights(step: StepPlan) -> list[Any]:
    """Return what a step makes of rising values, as heights: the head of a scale is highest."""
    values: list[Any] = list(map(EXACT.number, PROBES))
    if step.info.before.categories:
        values = list(reversed(range(len(step.info.before.categories))))
    found = [it for it in (after(step, value) for value in values) if it is not None]
    return [-value for value in found] if step.info.after.categories else found


def after(step: StepPlan, value: Any) -> Any:
    """Return what a step makes of a value, or `None` where it has no meaning."""
    try:
        return step.kind.body(value, step.args, EXACT)
    except Undefined:
        return None


@MANY
@given(st.data())
def test_the_declared_direction_is_the_observed_one(data: st.DataObject) -> None:
    """1: never falls; -1: never rises; 0: it is constant, or does both."""
    ruleset = stp_rules.loads(strategies.written(data.draw(strategies.rulesets())))
    declared = make_plan(ruleset, Fractions())  # type: ignore[arg-type]
    for plan, same in zip(make_plan(ruleset).measures, declared.measures, strict=True):
        for step, as_declared in zip(plan.steps, same.steps, strict=True):
            direction = step.kind.direction(as_declared.args)
            pairs = list(pairwise(heights(step)))
            rises, falls = (any(test(*pair) for pair in pairs) for test in (_rises, _falls))
            assert not (falls if direction == 1 else rises if direction == -1 else rises != falls)


def _rises(before: Any, after: Any) -> bool:
    return bool(after > before)


def _falls(before: Any, after: Any) -> bool:
    return bool(after < before)


def test_every_step_has_a_word_of_its_own() -> None:
    """The word is how the language, traces and problems name a step."""
    words = [kind.word for kind in STEPS.values()]
    assert len(set(words)) == len(words)


def test_only_what_keeps_the_kind_of_value_may_be_conditional() -> None:
    """A step that converts bears no condition, so no type hangs on one."""
    assert all(kind.converts == (kind.gives != "same") for kind in STEPS.values())
