"""The nearest numbers at which an outcome becomes another, as one value moves and all else is held.

What moves is an input, or what a measure is before one of its steps. All that rests on
it is computed by the evaluator; the cohort stays as it is. A rule does something else at certain
numbers: the edge of a band, a point, a cut of the cohort, the bound of a condition. Between these,
what it is given is sampled, and where it passes one of them is found by halving, then as the exact
quotient that lies there. So steps that bend, jump or round need no inverse of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from attrs import evolve, field, frozen

from stp_rules.analysis.standing import Standing
from stp_rules.engine.cohort import Beside
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import MeasurePlan, StepPlan
from stp_rules.engine.result import Measured
from stp_rules.engine.sources import FromSource
from stp_rules.engine.values import Raw, Unknown
from stp_rules.engine.wiring import given_by, wiring
from stp_rules.language.conditions import Comparison, comparisons_in
from stp_rules.language.expressions import Name
from stp_rules.language.kind import NUMBER
from stp_rules.language.words.sources.from_ import From
from stp_rules.proofs.domain.cells import admissible, conditions
from stp_rules.proofs.search.halving import halved, simplest
from stp_rules.readings.exact import measure_of
from stp_rules.readings.functions import NotFollowedError
from stp_rules.readings.spans import ANYWHERE, Span, endless
from stp_rules.readings.transfer import cuts

SOURCE = "the source"
"""The name of what a measure is before the step from which on it moves; no ruleset can give it."""


@frozen
class Turn:
    """A number at which an outcome becomes another, on the `higher` side or the lower one.

    Where it is `reached`, the outcome at the number itself is the other one already; else it is the
    other one just beyond. A number that is not `exact` lies beyond the true one, which is no
    quotient of short numbers, by less than one part in 10 to the 15 of the distance.
    """

    at: Fraction
    higher: bool
    reached: bool
    exact: bool
    trace: "Trace"


@frozen
class Trace:
    """What is computed where the value that moves is at one number."""

    values: Mapping[str, Raw]
    measures: Mapping[str, Measured]


Outcome = Callable[[Trace], Raw]
Watch = Callable[[Trace], Any]
"""By how much a value lies above something at which a rule does something else."""

_INSIDE = Fraction(1, 10**18)
_SAMPLES = (_INSIDE, Fraction(23, 99), Fraction(41, 99), Fraction(74, 99), 1 - _INSIDE)
"""Where a stretch is sampled: at both ends, and where plain numbers seldom lie."""

_NEAR = Fraction(1, 2**56)
"""How near a number is found that is no quotient, as a part of the distance."""

_FAR_MORE = 1000
"""How many times more than over the next bit a number changes where it jumps."""

_SHORT = 10**30
"""Below the line, a quotient that somebody means has less than this."""

_SIZES = [Fraction(1000) ** at for at in range(5)]
"""How far is looked where there is no end, as multiples of the number itself."""


class _Stop(NamedTuple):
    at: Fraction
    exact: bool


@frozen
class Course:
    """What becomes of a subject as one value moves and all else is held."""

    start: Fraction
    within: Span
    compute: Callable[[Fraction], Trace]
    watches: Sequence[Sequence[Watch]]
    outcome: Outcome
    traces: dict[Fraction, Trace] = field(factory=dict, repr=False)

    def trace(self, at: Fraction) -> Trace:
        """Return what is computed at a number."""
        if at not in self.traces:
            self.traces[at] = self.compute(at)
        return self.traces[at]

    def comes(self, at: Fraction) -> Any:
        """Return the outcome at a number, alike for whatever is not known."""
        raw = self.outcome(self.trace(at))
        return None if isinstance(raw, Unknown) else (type(raw), raw)

    def turns(self) -> Iterator[Turn]:
        """Give the nearest turn below and above, as far as there is one."""
        for end in (self.within.low, self.within.high):
            turn = self.turn(end)
            if turn:
                yield turn

    def turn(self, end: Fraction | float) -> Turn | None:
        """Return the nearest turn on the way to an end."""
        before, at = self.comes(self.start), _Stop(self.start, exact=True)
        for stop in self.stops_towards(end):
            middle = _between(at.at, stop.at, _SAMPLES[2])
            if self.comes(middle) != before:
                return self.jump(at, middle)
            last = _between(at.at, stop.at, _SAMPLES[-1])
            if self.comes(last) != before:
                return self.jump(at, last)
            if stop.at not in self.within:
                return None
            if self.comes(stop.at) != before:
                return self.reached(stop)
            at = stop
        return None

    def reached(self, stop: _Stop) -> Turn:
        """Return the turn at a number that is on its other side itself."""
        trace = self.trace(stop.at)
        return Turn(stop.at, stop.at > self.start, reached=True, exact=stop.exact, trace=trace)

    def jump(self, at: _Stop, other: Fraction) -> Turn | None:
        """Return the turn between two numbers; `None` where the outcome moves without a jump."""
        before, beyond = self.comes(self.start), _between(at.at, other, _INSIDE)
        if self.comes(beyond) != before:
            further = _between(at.at, other, 2 * _INSIDE)
            if not _is_jump(before, self.comes(beyond), self.comes(further)):
                return None
            trace, higher = self.trace(beyond), other > self.start
            return Turn(at.at, higher, reached=False, exact=at.exact, trace=trace)
        stop = self.change(lambda it: self.comes(it) != before, at.at, other, None)
        if self.comes(stop.at) == before:
            return self.jump(stop, other)
        ends = (_between(stop.at, other, part * _INSIDE) for part in (1, 2))
        jumps = _is_jump(before, *map(self.comes, ends))
        return self.reached(stop) if jumps else None

    def stops_towards(self, end: Fraction | float) -> Iterator[_Stop]:
        """Give every number, nearest first, at which a rule does something else; then the end."""
        for near, last in pairwise([self.start, *self.ends(end)]):
            if near != last:
                yield from self.stops(near, last, 0)
                yield _Stop(last, exact=True)

    def ends(self, end: Fraction | float) -> list[Fraction]:
        """Return how far is looked, bit by bit where there is no end."""
        if not endless(end):
            return [Fraction(end)]
        far = max(abs(self.start), Fraction(1)) * (1 if end > 0 else -1)
        return [self.start + far * size for size in _SIZES]

    def stops(self, near: Fraction, far: Fraction, depth: int) -> Iterator[_Stop]:
        """Give every number between two at which a rule does something else, nearest first.

        A rule that comes later is asked only where those before it do one thing.
        """
        if depth == len(self.watches):
            return
        at = near
        for stop in self.passed(self.watches[depth], near, far):
            yield from self.stops(at, stop.at, depth + 1)
            yield stop
            at = stop.at
        yield from self.stops(at, far, depth + 1)

    def passed(self, watches: Sequence[Watch], near: Fraction, far: Fraction) -> Iterator[_Stop]:
        """Give where any of some watches changes its sign, nearest first."""
        places = [_between(near, far, part) for part in _SAMPLES]
        for one, other in pairwise(places):
            at = one
            while self.signs(watches, at) != self.signs(watches, other):
                stop = self.change(
                    self.differing(watches, at), at, other, self.guess(watches, at, other)
                )
                yield stop
                at = _between(stop.at, other, _INSIDE)

    def differing(self, watches: Sequence[Watch], at: Fraction) -> Callable[[Fraction], bool]:
        """Return how to tell whether any sign is another one than at a number."""
        signs = self.signs(watches, at)
        return lambda it: self.signs(watches, it) != signs

    def signs(self, watches: Sequence[Watch], at: Fraction) -> list[int | None]:
        """Return the signs of some watches; `None` where what one watches is not known."""
        trace = self.trace(at)
        return [_sign(watch(trace)) for watch in watches]

    def guess(self, watches: Sequence[Watch], one: Fraction, other: Fraction) -> Fraction | None:
        """Return where the first of some watches is zero if they run straight."""
        pairs = ((watch(self.trace(one)), watch(self.trace(other))) for watch in watches)
        zeros = [
            one + (other - one) * low.fraction / (low.fraction - high.fraction)
            for low, high in pairs
            if low is not None and high is not None and _sign(low) != _sign(high)
        ]
        return min(zeros, key=lambda it: abs(it - one), default=None)

    def change(
        self,
        holds: Callable[[Fraction], bool],
        one: Fraction,
        other: Fraction,
        guess: Fraction | None,
    ) -> _Stop:
        """Return the number between two from which on something holds, which does so at the other.

        A guess is tried first. Where the number is no quotient of short numbers, one is returned
        at which it holds, and that lies as near as can be said.
        """
        least, by = abs(other - one) * _NEAR**2, (other - one) * _INSIDE
        if guess is not None and _is_end(holds, guess, by):
            if guess.denominator < _SHORT:
                return _Stop(guess, exact=True)
            one, other = guess - by, guess + by
        one, other = halved(
            one,
            other,
            holds,
            lambda it, end: abs(end - it) <= max(abs(end - self.start) * _NEAR, least),
        )
        plain = simplest(min(one, other), max(one, other))
        if _is_end(holds, plain, (other - one) * _INSIDE):
            return _Stop(plain, exact=True)
        return _Stop(other, exact=False)


def _is_jump(before: Any, beyond: Any, further: Any) -> bool:
    """Tell whether an outcome jumps: it changes far more at once than it does a little further."""
    numbers = [it[1] for it in (before, beyond, further) if it and isinstance(it[1], Exact)]
    if len(numbers) < 3:  # noqa: PLR2004 - one of the three is no number
        return bool(beyond == further or None in (before, beyond))
    one, other, last = (it.fraction for it in numbers)
    return bool(abs(other - one) > _FAR_MORE * abs(last - other))


def _sign(found: Any) -> int | None:
    return None if found is None else (found.above > 0) - (found.above < 0)


def _is_end(holds: Callable[[Fraction], bool], at: Fraction, by: Fraction) -> bool:
    """Tell whether something holds just beyond a number, and not just before it."""
    return holds(at + by) and not holds(at - by)


def _between(one: Fraction, other: Fraction, part: Fraction) -> Fraction:
    return one + (other - one) * part


# What moves, and what is watched ------------------------------------------------------------------


@frozen
class Moving:
    """What is computed of a subject when one name is given another value: all that rests on it.

    `own` is the measure that moves, as far as what is computed of it before that.
    """

    standing: Standing
    name: str
    own: MeasurePlan | None
    computed: Sequence[MeasurePlan]

    @classmethod
    def of(cls, standing: Standing, name: str, until: str, at: int = 0) -> "Moving":
        """Return what an input moves, or a measure before one of its steps.

        `until` is the last measure that is of interest.
        """
        own = standing.plans.get(name)
        after = _resting(standing, given_by(own) if own else [name], until)
        if own is None:
            return cls(standing, name, None, after)
        source, moved = FromSource(From(SOURCE), {}), own.steps[at:]
        begun = evolve(own, source=source, need=None, steps=moved, parts=())
        return cls(standing, SOURCE, evolve(own, steps=own.steps[:at], parts=()), [begun, *after])

    @property
    def now(self) -> Raw:
        """The value that moves, as it is; of a measure, with what is needed for it."""
        if self.own is None:
            return self.standing.values[self.name]
        return measure_of(self.own, dict(self.standing.values), self.standing.beside).raw

    def trace(self, raw: Raw) -> Trace:
        """Return what is computed with another value."""
        values = {**self.standing.values, self.name: raw}
        beside = self.standing.beside
        measures = {it.info.measure.name: measure_of(it, values, beside) for it in self.computed}
        return Trace(values, measures)

    def course(self, outcome: Outcome) -> Course | None:
        """Return what becomes of an outcome as the value moves; `None` where it is no number."""
        start, standing = self.now, self.standing
        if not isinstance(start, Exact):
            return None
        stages = (_watches(it, standing.values, standing.beside) for it in self.computed)
        return Course(
            start.fraction,
            ANYWHERE if self.own else admissible(standing.plan, self.name),
            lambda at: self.trace(Exact.of(at)),
            [stage for them in stages for stage in them if stage],
            outcome,
        )


def _resting(standing: Standing, names: Sequence[str], until: str) -> list[MeasurePlan]:
    """Return the measures that rest on names and on which another rests, which is the last."""
    if until in names:
        return []
    wires = wiring(standing.plan)
    resting = set().union(*map(wires.resting, names)) & wires.behind(until)
    return [it for it in standing.plan.measures if it.info.measure.name in resting - set(names)]


def _watches(plan: MeasurePlan, values: Mapping[str, Raw], beside: Beside) -> Iterator[list[Watch]]:
    """Give what is watched of a measure, stage by stage."""
    own = [it for it in conditions(plan) if all(it is not step.when for step in plan.steps)]
    yield [_compared(test, at) for it in own for test in comparisons_in(it) for at in _bounds(test)]
    name = plan.info.measure.name
    for at, step in enumerate(plan.steps):
        if step.when:
            tests = comparisons_in(step.when)
            yield [_compared(test, bound) for test in tests for bound in _bounds(test)]
        yield [_entering(name, at, edge) for edge in _edges(step, values, beside)]
        yield [_known(name, at)]


def _bounds(test: Comparison) -> Iterator[Any]:
    yield from (it for it in test.bounds if isinstance(it, Exact | Name))


def _compared(test: Comparison, bound: Exact | Name) -> Watch:
    def watch(trace: Trace) -> Any:
        other = trace.values[bound.name] if isinstance(bound, Name) else bound
        return _apart(trace.values[test.name], other)

    return watch


def _entering(name: str, at: int, edge: Exact) -> Watch:
    return lambda trace: _apart(trace.measures[name].steps[at].raw_before, edge)


def _known(name: str, at: int) -> Watch:
    """Watch whether there is a value after a step: none counts as zero."""
    return lambda trace: Exact(not isinstance(trace.measures[name].steps[at].raw_after, Unknown))


def _apart(one: Raw, other: Raw) -> Any:
    return one - other if isinstance(one, Exact) and isinstance(other, Exact) else None


def _edges(step: StepPlan, values: Mapping[str, Raw], beside: Beside) -> list[Exact]:
    """Return the numbers at which a step does something else."""
    if step.site is None:
        return [Exact.of(it) for it in _cuts(step)]
    summary = beside.summary(step.site, values)
    found = () if isinstance(summary, Unknown) or not step.args.parts() else summary.cuts
    return [it for it in found if isinstance(it, Exact)]


def _cuts(step: StepPlan) -> Iterable[Fraction]:
    if step.info.before.kind != NUMBER:
        return ()
    try:
        return sorted(cuts(step))
    except NotFollowedError:
        return ()
