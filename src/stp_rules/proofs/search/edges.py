"""Subjects whose numbers lie exactly where a ruleset decides, behind means and formulas too.

One input is solved for while the others stand still: the number that enters a step is brought to
an edge of that step by the secant and by halving, on exact numbers.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import floor
from random import Random
from typing import Any

import attrs
from attrs import evolve, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.wiring import wiring
from stp_rules.language.conditions import Condition, comparisons_in
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.drawing import seeded
from stp_rules.proofs.search.halving import solution
from stp_rules.proofs.search.samples import Values
from stp_rules.readings.exact import measured

BASES, NAMES = 16, 4
"""From how many subjects one goes out, and by how many inputs of each."""


@frozen
class Stop:
    """A number that decides: of what enters a step of a measure, or of the measure's value.

    Without a `number` it is every half of what a rounding rounds to.
    """

    measure: str
    step: int | None
    number: Fraction | None
    rounded: Fraction = Fraction(1)

    def entering(self, plan: Plan, values: Values) -> Fraction | None:
        """Return what decides, of a subject; `None` where it is not a number."""
        traced = measured(plan, dict(values))[self.measure]
        steps = traced.steps
        at_step = self.step is not None and self.step < len(steps)
        raw = steps[self.step].raw_before if at_step else traced.raw  # type: ignore[index]
        return raw.fraction if isinstance(raw, Exact) else None

    def numbers(self, now: Fraction) -> list[Fraction]:
        """Return the numbers that decide, near the one that enters now."""
        if self.number is not None:
            return [self.number]
        down = floor(now / self.rounded)
        return [(down + Fraction(half, 2)) * self.rounded for half in (-1, 1, 3)]


def stops(plan: Plan, names: Iterable[str]) -> list[Stop]:
    """List the numbers that decide in some measures.

    Of what is rounded, these are also the halves beside each of the other numbers: rounded, they
    may lie on either side of it.
    """
    wanted = set(names)
    plans = [it for it in plan.measures if it.info.measure.name in wanted]
    found = list(dict.fromkeys(stop for it in plans for stop in _stops(it)))
    edges = {it.number for it in found if it.number is not None}
    halves = [
        evolve(it, number=edge + sign * it.rounded / 2)
        for it in found
        if it.number is None
        for edge in sorted(edges)
        for sign in (-1, 1)
    ]
    return [*halves, *found]


def _stops(plan: MeasurePlan) -> Iterator[Stop]:
    name = plan.info.measure.name
    for at, step in enumerate(plan.steps):
        if unit := step.args.unit():
            yield Stop(name, at, None, unit)
        else:
            yield from (Stop(name, at, it) for it in _numbers(step.args))
    for condition in _conditions(plan):
        for it in comparisons_in(condition):
            yield from (Stop(it.name, None, number) for number in _numbers(it.bound))


def _conditions(plan: MeasurePlan) -> Iterator[Condition]:
    yield from (condition for _, condition in plan.info.measure.source.conditions())
    yield from (step.when for step in plan.steps if step.when)
    need = plan.info.measure.need
    if need and need.condition:
        yield need.condition


def _numbers(node: Any) -> Iterator[Fraction]:
    match node:
        case Fraction():
            yield node
        case Exact():
            yield node.fraction
        case tuple():
            yield from (number for it in node for number in _numbers(it))
        case _ if attrs.has(type(node)):
            inner = (getattr(node, it.name) for it in attrs.fields(type(node)))
            yield from (number for it in inner for number in _numbers(it))


def aimed(bench: Bench, plans: Iterable[Plan], stops: Iterable[Stop]) -> Iterator[Values]:
    """Give subjects that one of the plans brings to a stop, from several subjects in turn."""
    random, found = seeded(), list(stops)
    measures = {it.info.measure.name for it in bench.plan.measures}
    behind = wiring(bench.plan).behind
    plans = list(plans)
    for at in range(BASES):
        base = bench.anybody(random, gaps=0.0 if at % 2 == 0 else 0.3)
        for stop in found:
            if stop.measure in measures:
                for name in _movable(bench, behind(stop.measure), base, random):
                    for plan in plans:
                        yield from _brought(bench, plan, stop, base, name)


def _movable(bench: Bench, names: Iterable[str], base: Values, random: Random) -> list[str]:
    """Pick some numeric inputs on which a measure rests, and whose value is known."""
    fit = [it for it in bench.choices if it in set(names) and isinstance(base[it], Exact)]
    return random.sample(fit, min(NAMES, len(fit)))


def _brought(bench: Bench, plan: Plan, stop: Stop, base: Values, name: str) -> Iterator[Values]:
    """Bring one subject to a stop by one input."""

    def entering(at: Fraction) -> Fraction | None:
        return stop.entering(plan, {**base, name: Exact.of(at)})

    places = [it.fraction for it in bench.choices[name] if isinstance(it, Exact)]
    now = entering(base[name].fraction)
    for number in stop.numbers(now) if now is not None else ():
        solved = solution(entering, number, min(places), max(places))
        if solved is not None:
            yield {**base, name: Exact.of(solved)}
