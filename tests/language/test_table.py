"""What is said of each operation is true of its body."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import stp_rules
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, StepPlan, make_plan
from stp_rules.language.arithmetic import Undefined
from stp_rules.language.catalogue import STEPS
from stp_rules.readings.transfer import direction
from stp_rules.testing import generated as strategies

FAR = Fraction(100)
MANY = settings(max_examples=2 * settings().max_examples)


def numbers(args: Any) -> Iterator[Fraction]:
    """Give every number that is written in a step."""
    if isinstance(args, Exact):
        yield args.fraction
    elif isinstance(args, tuple):
        yield from (it for part in args for it in numbers(part))
    elif attrs.has(type(args)):
        yield from numbers(attrs.astuple(args, recurse=False))


def probes(args: Any) -> list[Fraction]:
    """Return the numbers of a step, one between each two neighbours, and some beyond them."""
    edges = sorted({Fraction(0), *numbers(args)})
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    beyond = [edges[0] - FAR, edges[0] - 1, edges[-1] + 1, edges[-1] + FAR]
    return sorted({*edges, *between, *beyond})


def heights(step: StepPlan) -> list[Any]:
    """Return what a step makes of rising values, as heights: the head of a scale is highest."""
    values: list[Any] = list(map(EXACT.number, probes(step.args)))
    if step.info.before.categories:
        values = list(reversed(range(len(step.info.before.categories))))
    found = [it for it in (after(step, value) for value in values) if it is not None]
    return [-value for value in found] if step.info.after.categories else found


def after(step: StepPlan, value: Any) -> Any:
    """Return what a step makes of a value, or `None` where it has no meaning."""
    try:
        return step.args.body(value, EXACT)
    except Undefined:
        return None


def test_a_band_between_two_near_edges_is_probed() -> None:
    """A fall that only the numbers between 0 and 0.1 show."""
    bands = "[{at_most: 0, is: -1}, {below: 0.1, is: -3}, {is: -0.5}]"
    head = "{language: 1, id: example, version: 1.0.0, inputs: {a: {}}, levels: {all_of_it: "
    ruleset = stp_rules.loads(f"{head}{{r: {{from: a, steps: [{{bands: {bands}}}]}}}}}}}}")
    (step,) = make_plan(ruleset).measures[0].steps
    assert direction(step) is None
    assert {it.fraction for it in heights(step)} == {-1, -3, Fraction(-1, 2)}


@MANY
@given(st.data())
def test_the_direction_that_is_read_is_the_observed_one(data: st.DataObject) -> None:
    """1: never falls; -1: never rises; 0: it is constant; none: it does both."""
    ruleset = stp_rules.loads(strategies.written(data.draw(strategies.rulesets())))
    for plan in make_plan(ruleset).measures:
        for step in plan.steps:
            pairs = list(pairwise(heights(step))) if not step.site else []
            rises, falls = (any(test(*pair) for pair in pairs) for test in (_rises, _falls))
            observed = None if rises and falls else rises - falls
            assert step.site or direction(step) == observed


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
