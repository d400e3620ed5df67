"""Numbers between two ends, and pairs of values before and after: the checker's own arithmetic."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import inf
from typing import NamedTuple

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw, Unknown

End = Fraction | float
"""A number, or plus or minus infinity; floats are nothing else here."""


def _plus(one: End, other: End) -> End:
    infinite = [it for it in (one, other) if isinstance(it, float)]
    return infinite[0] if infinite else one + other


def _times(one: End, other: End) -> End:
    if one == 0 or other == 0:
        return Fraction(0)
    if isinstance(one, float) or isinstance(other, float):
        return inf if (one > 0) is (other > 0) else -inf
    return one * other


@frozen
class Span:
    """The numbers from `low` to `high`; an end that is open is not one of them."""

    low: End
    high: End
    low_open: bool = False
    high_open: bool = False

    def __attrs_post_init__(self) -> None:
        """Leave infinity out, which is no number."""
        object.__setattr__(self, "low_open", self.low_open or self.low == -inf)
        object.__setattr__(self, "high_open", self.high_open or self.high == inf)

    def __str__(self) -> str:
        """Write it as certificates do."""
        left, right = "[("[self.low_open], "])"[self.high_open]
        return str(self.low) if self.point else f"{left}{self.low}, {self.high}{right}"

    @property
    def point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.point and (self.low_open or self.high_open))

    def __add__(self, other: "Span") -> "Span":
        """Return where sums lie."""
        low, high = _plus(self.low, other.low), _plus(self.high, other.high)
        return Span(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __neg__(self) -> "Span":
        """Return where opposites lie."""
        return Span(-self.high, -self.low, self.high_open, self.low_open)

    def __sub__(self, other: "Span") -> "Span":
        """Return where differences lie."""
        return self + -other

    def __mul__(self, other: "Span") -> "Span":
        """Return where products lie; of two that are no points, with both ends."""
        if self.point or other.point:
            factor, span = (self.low, other) if self.point else (other.low, self)
            low, high = _times(span.low, factor), _times(span.high, factor)
            if factor == 0:
                return ZERO
            ends = Span(min(low, high), max(low, high), span.low_open, span.high_open)
            return ends if factor > 0 else Span(ends.low, ends.high, span.high_open, span.low_open)
        found = [_times(*it) for it in product((self.low, self.high), (other.low, other.high))]
        return Span(min(found), max(found))

    def inverse(self) -> "Span":
        """Return where one divided by these numbers lies; anywhere where they may be zero."""
        if self.low < 0 < self.high or self == ZERO:
            return ANYWHERE
        if self.high <= 0:
            return -(-self).inverse()
        high = inf if self.low == 0 else 1 / Fraction(self.low)
        low = Fraction(0) if isinstance(self.high, float) else 1 / Fraction(self.high)
        return Span(low, high, self.high_open, self.low_open)

    def meet(self, other: "Span") -> "Span":
        """Return what lies in both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Span(low, high, low_open, not closed)

    def join(self, other: "Span") -> "Span":
        """Return the least span that holds both."""
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        high, closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Span(low, high, low_open, not closed)

    def holds(self, other: "Span") -> bool:
        """Tell whether all of another span lies in it."""
        return self.join(other) == self

    def sample(self) -> Fraction:
        """Return a number in it."""
        low = self.low if not isinstance(self.low, float) else _plus(min(self.high, 1), -1)
        low = Fraction(0) if isinstance(low, float) else low
        return low + 1 if isinstance(self.high, float) else (low + self.high) / 2

    def cut(self, cuts: Iterable[Fraction]) -> Iterator["Span"]:
        """Give each cut that lies in it, and each stretch between; together they are all of it."""
        inside = sorted({it for it in cuts if self.holds(at(it))})
        yield from (at(it) for it in inside)
        for low, high in pairwise([self.low, *inside, self.high]):
            stretch = self.meet(Span(low, high, low in inside, high in inside))
            if not stretch.empty and not (stretch.point and stretch.low in inside):
                yield stretch


def at(number: Fraction | int) -> Span:
    """Return the span of one number."""
    return Span(Fraction(number), Fraction(number))


ZERO, ANYWHERE = at(0), Span(-inf, inf, low_open=True, high_open=True)
RISING, ABOVE = Span(Fraction(0), inf, False, True), Span(Fraction(0), inf, True, True)
FALLING = -RISING

Cell = Span | int | bool | str | Unknown
"""Numbers, or one value of another kind as the engine holds it, or a state."""


class Move(NamedTuple):
    """A cell before and a cell after; of two numbers, `by` is where their difference lies."""

    before: Cell
    after: Cell
    by: Span | None = None

    def side(self, number: int) -> Cell:
        """Return the cell before (0) or after (1)."""
        return self.after if number else self.before

    @property
    def still(self) -> bool:
        """Whether the value is certainly the same after as before."""
        return self.before == self.after if self.by is None else self.by == ZERO

    @property
    def ends(self) -> list[Fraction]:
        """The numbers between which the cells lie."""
        spans = [it for it in self[:2] if isinstance(it, Span)]
        ends = [end for it in spans for end in (it.low, it.high)]
        return [it for it in ends if not isinstance(it, float)]

    @property
    def single(self) -> bool:
        """Whether both cells are one value each."""
        return all(not isinstance(it, Span) or it.point for it in self[:2])

    def holds(self, other: "Move") -> bool:
        """Tell whether every pair of values of another move is one of this one."""
        if self.by is not None and other.by is not None and not self.by.holds(other.by):
            return False
        return _within(other.before, self.before) and _within(other.after, self.after)

    def join(self, other: "Move") -> "Move":
        """Return a move that holds both, of which numbers move to numbers, or states are alike."""
        before, after = (
            one.join(two) if isinstance(one, Span) and isinstance(two, Span) else one
            for one, two in zip(self[:2], other[:2], strict=True)
        )
        return Move(before, after, self.by.join(other.by) if self.by and other.by else None)

    def cut(self, cuts: Iterable[Fraction]) -> Iterator["Move"]:
        """Give the moves between parts of the cells."""
        numbers = list(cuts)
        sides = [list(it.cut(numbers)) if isinstance(it, Span) else [it] for it in self[:2]]
        yield from possible(moved(one, two, self.by) for one, two in product(*sides))


def _within(cell: Cell, other: Cell) -> bool:
    if isinstance(cell, Span) and isinstance(other, Span):
        return other.holds(cell)
    return type(cell) is type(other) and cell == other


def moved(before: Cell, after: Cell, by: Span | None = None) -> Move:
    """Return a move; numbers are no further apart than both their cells and `by` allow."""
    if not isinstance(before, Span) or not isinstance(after, Span):
        return Move(before, after)
    apart = (after - before).meet(by or ANYWHERE)
    if by is None or apart.empty:
        return Move(before, after, apart)
    return Move(before.meet(after - apart), after.meet(before + apart), apart)


def possible(moves: Iterable[Move]) -> Iterator[Move]:
    """Give the moves that some pair of values makes."""
    return (it for it in moves if it.by is None or not it.by.empty)


def cell_of(raw: Raw) -> Cell:
    """Return the cell of a value that the engine holds; of what is not known, its state."""
    if isinstance(raw, Unknown):
        return Unknown(raw.state, "")
    return at(raw.fraction) if isinstance(raw, Exact) else raw


def raw_of(cell: Cell) -> Raw:
    """Return a value of a cell as the engine holds it."""
    return Exact.of(cell.sample()) if isinstance(cell, Span) else cell


def signed(by: Span, way: int) -> Span:
    """Return how a number moves that rises (1) or falls (-1) with one that moves, or does not (0).

    By how much is not known, but that it stays where the other one stays.
    """
    if by == ZERO or way == 0:
        return ZERO
    up = by.low >= 0, by.high <= 0
    return {(True, False): RISING * at(way), (False, True): FALLING * at(way)}.get(up, ANYWHERE)
