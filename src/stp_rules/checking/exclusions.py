"""Which of many conditions exclude each other, told of each pair by one comparison of bits.

A condition becomes the set of combinations of values under which it can hold: a number whose bits
are the combinations of a frame. One frame holds all names where these have few combinations; else
each name has a frame of its own, in which the tests of other names may turn out either way.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import prod
from operator import mul
from typing import Any

from attrs import frozen

from stp_rules.checking.witness import MOST, Choices, Witnesses
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.conditions import TESTS, Comparison, Condition, Truth, comparisons_in, truth
from stp_rules.language.expressions import Name

Bits = int
Possible = Mapping[int, Bits]
"""For each frame that a condition speaks of, the combinations under which it can hold."""


class Exclusions:
    """Conditions one after the other, each held against all before it; `None` always holds."""

    def __init__(self, witnesses: Witnesses, conditions: Sequence[Condition | None]) -> None:
        """Find the values that the conditions tell apart."""
        tests = [it for condition in conditions if condition for it in comparisons_in(condition)]
        names = dict.fromkeys(it.name for it in tests if it.name not in witnesses.plan.constants)
        choices = witnesses.freely(names, tests)
        few = prod(map(len, choices.values())) <= MOST
        frames = [_Frame.of(choices)] if few else [_Frame.of({n: choices[n]}) for n in names]
        frame_of = {name: at for at, frame in enumerate(frames) for name in frame.axes}
        self.possible = [_possible(condition, frames, frame_of) for condition in conditions]
        self.alone = list(_alone(self.possible))

    def exclude(self, first: int, second: int) -> bool:
        """Tell whether two conditions, by their positions, surely never hold together."""
        one, other = self.possible[first], self.possible[second]
        return any(not bits & other[at] for at, bits in one.items() if at in other)


def _alone(conditions: Iterable[Possible]) -> Iterator[bool]:
    """Tell of each condition whether it surely excludes every one before it."""
    unions: dict[int, Bits] = {}
    speaking: Counter[int] = Counter()
    for before, possible in enumerate(conditions):
        common = (it for it in possible.items() if speaking[it[0]] == before)
        yield not before or any(not bits & unions[at] for at, bits in common)
        for at, bits in possible.items():
            unions[at] = unions.get(at, 0) | bits
        speaking.update(possible.keys())


def _possible(
    condition: Condition | None, frames: Sequence["_Frame"], frame_of: Mapping[str, int]
) -> Possible:
    tests = comparisons_in(condition) if condition else ()
    spoken = dict.fromkeys(frame_of[it.name] for it in tests if it.name in frame_of)
    return {at: frames[at].holding(condition) for at in spoken if condition}


class _BitArithmetic:
    """Chooses for every combination at once; nothing else is asked of it."""

    def __init__(self, every: Bits) -> None:
        self.every = every

    def where(self, condition: Bits, yes: Bits, no: Bits) -> Bits:
        return (condition & self.bits(yes)) | (self.every & ~condition & self.bits(no))

    def bits(self, value: Bits) -> Bits:
        """Return all combinations for true, and none for false."""
        return self.every * value if isinstance(value, bool) else value


@frozen
class _Axis:
    """The values of one name in a frame, in order; what is not known stands behind them.

    Of each value there are `inner` neighbours, and the whole is `repeated` (as bits).
    """

    values: Sequence[Any]
    inner: int
    repeated: Bits

    def between(self, start: int, end: int) -> Bits:
        """Return the combinations in which the value is one of a stretch."""
        ones = (1 << max(end - start, 0) * self.inner) - 1
        return (ones << start * self.inner) * self.repeated

    def tested(self, test: str, bound: Any) -> Bits:
        """Return the combinations in which a known value passes a test."""
        low, high = bisect_left(self.values, bound), bisect_right(self.values, bound)
        operator, count = TESTS[test], len(self.values)
        parts = ((0, low, -1), (low, high, 0), (high, count, 1))
        passing = (self.between(start, end) for start, end, side in parts if operator(side, 0))
        return sum(passing)


@frozen
class _Frame:
    """Every combination of the values of some names."""

    axes: Mapping[str, _Axis]
    arithmetic: Any

    @classmethod
    def of(cls, choices: Choices) -> "_Frame":
        sizes = [len(values) for values in choices.values()]
        inners = [1, *accumulate(sizes, mul)]
        whole = inners[-1]
        axes = {
            name: _Axis(_in_order(values), inner, _repeated(inner * size, whole))
            for (name, values), size, inner in zip(choices.items(), sizes, inners, strict=False)
        }
        return cls(axes, _BitArithmetic((1 << whole) - 1))

    def holding(self, condition: Condition) -> Bits:
        """Return the combinations under which a condition can hold."""
        holds: Bits = truth(condition, self.compared, self.arithmetic).holds
        return holds

    def compared(self, test: Comparison) -> Truth:
        """Return where a test can hold and where it can fail: both, where that is not known."""
        every: Bits = self.arithmetic.every
        axis = self.axes.get(test.name)
        if axis is None or any(isinstance(it, Name) for it in test.bounds):
            return Truth(every, every)
        known = axis.between(0, len(axis.values))
        if test.test == "known":
            return Truth(known, every & ~known) if test.bound else Truth(every & ~known, known)
        word = "is" if test.test == "in" else test.test
        passing = 0
        for bound in test.bounds:
            passing |= axis.tested(word, bound)
        return Truth(passing, known & ~passing)


def _in_order(values: Iterable[Raw]) -> list[Any]:
    known: list[Any] = [it for it in values if not isinstance(it, Unknown)]
    return sorted(known)


def _repeated(every: int, whole: int) -> Bits:
    """Return a number with one bit in each stretch of `every` bits."""
    return ((1 << whole) - 1) // ((1 << every) - 1)
