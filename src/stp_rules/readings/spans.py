"""Spans of numbers: all that lies between two ends, and what comes of them."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import inf
from typing import Literal

from attrs import frozen

End = Fraction | float
"""A number, or plus or minus infinity."""


def endless(end: End) -> bool:
    """Tell whether an end is infinite; `isinf` would make a float of a number of any size."""
    return isinstance(end, float)


def plus(one: End, other: End) -> End:
    """Add two ends, of which only infinite ones are floats; never two opposite infinities."""
    if endless(one) or endless(other):
        return one if endless(one) else other
    return one + other


_LONG = 10**2000
_FAR = 10**1000


def _from_below(end: End) -> End:
    """Return an end; of one that is written with very many digits, a short one not above it."""
    if isinstance(end, float) or (-_LONG < end.numerator < _LONG and end.denominator < _LONG):
        return end
    if abs(end) >= _FAR:
        return Fraction(_FAR) if end > 0 else -inf
    return Fraction(end * _FAR // 1, _FAR)


def _around(low: End, high: End, low_open: bool = False, high_open: bool = False) -> "Span":  # noqa: FBT001, FBT002 - as a span has them
    """Return a span with short ends that holds all from `low` to `high`."""
    return Span(_from_below(low), -_from_below(-high), low_open, high_open)


Near = Literal[0, 1, 2]
"""How much is known of the limit of a number whose move shrinks to nothing.

It does not shrink (0); there is a limit in the closure of its cells (1); or there is one in the
cells themselves (2).
"""

BESIDE: Near = 1
WITHIN: Near = 2

NEARLY = Fraction(1, 10**30)
"""A width for `as small as one likes`: wider than any error of rounding to 50 digits."""


@frozen(cache_hash=True)
class Span:
    """The numbers from `low` to `high`; an end that is open is not one of them.

    With `near` it says by how much something moves: by as little as one likes.
    """

    low: End
    high: End
    low_open: bool = False
    high_open: bool = False
    near: Near = 0

    @classmethod
    def at(cls, value: Fraction) -> "Span":
        """Return the span of one number."""
        return cls(value, value)

    @property
    def point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.point and (self.low_open or self.high_open))

    def __contains__(self, value: Fraction) -> bool:
        """Tell whether a number lies in it."""
        above = value > self.low or (value == self.low and not self.low_open)
        return above and (value < self.high or (value == self.high and not self.high_open))

    @property
    def vanishing(self) -> Near:
        """What is known of the limit of what moves so; what stands still has one in its cell."""
        return WITHIN if self == ZERO else self.near

    def nearly(self, near: Near | None = None) -> "Span":
        """Return the same way, by as little as one likes."""
        low, high = (
            (-NEARLY if self.low < 0 else ZERO.low),
            (NEARLY if self.high > 0 else ZERO.high),
        )
        return ZERO if low == high else Span(low, high, near=self.near if near is None else near)

    def __add__(self, other: "Span") -> "Span":
        """Return where the sums lie."""
        if (self.near or other.near) and self.vanishing and other.vanishing:
            both = Span(min(self.low, other.low), max(self.high, other.high))
            return both.nearly(min(self.vanishing, other.vanishing))
        return _around(
            plus(self.low, other.low),
            plus(self.high, other.high),
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> "Span":
        """Return where the opposites lie."""
        return Span(-self.high, -self.low, self.high_open, self.low_open, self.near)

    def __sub__(self, other: "Span") -> "Span":
        """Return where the differences lie."""
        return self + -other

    def __mul__(self, other: "Span") -> "Span":
        """Return where the products lie; between others than points its ends count as in it."""
        if other.point:
            return self.scaled(other.low)
        if self.point:
            return other.scaled(self.low)
        ends = [times(*pair) for pair in product((self.low, self.high), (other.low, other.high))]
        return _around(min(ends), max(ends))

    def __truediv__(self, other: "Span") -> "Span":
        """Return where the quotients lie; anywhere if the divisor may be zero."""
        if other.low <= 0 <= other.high:
            positive = other.low == 0 and not other.point
            negative = other.high == 0 and not other.point
            if not (positive or negative) or self.low < 0 < self.high:
                return ANYWHERE
            if negative:
                return -(self / -other)
            if self.low >= 0:
                return Span(_quotient(self.low, other.high), inf)
            return Span(-inf, -_quotient(-self.high, other.high))
        low = Fraction(0) if endless(other.high) else 1 / Fraction(other.high)
        high = Fraction(0) if endless(other.low) else 1 / Fraction(other.low)
        return self * Span(low, high, other.high_open, other.low_open)

    def scaled(self, factor: End) -> "Span":
        """Return where the multiples lie."""
        if factor == 0:
            return ZERO
        if self.near:
            return (self if factor > 0 else -self).nearly()
        low, high = times(self.low, factor), times(self.high, factor)
        if factor > 0:
            return _around(low, high, self.low_open, self.high_open)
        return _around(high, low, self.high_open, self.low_open)

    def meet(self, other: "Span") -> "Span":
        """Return what lies in both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        near = max(self.near, other.near) if low < high else 0
        return Span(low, high, low_open, not closed, near)

    def join(self, other: "Span") -> "Span":
        """Return the least span that holds both."""
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        high, closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        near = min(self.vanishing, other.vanishing) if low < high else 0
        return Span(low, high, low_open, not closed, near)

    def sample(self) -> Fraction:
        """Return a plain number in it."""
        return Fraction(self.low) if self.point else self.samples()[0]

    @lru_cache(maxsize=4096)  # noqa: B019 - the spans of a method are few, and asked again and again
    def samples(self) -> tuple[Fraction, ...]:
        """Return a few plain numbers in it, in order: near both ends, and in the middle."""
        if self.point:
            return (Fraction(self.low),)
        low, high = _finite(self)
        inner = [plainest(low + (high - low) * at, low + (high - low) * to) for at, to in _PARTS]
        ends = [it for it in (low, high) if it in self]
        far = [it for it in _far(self) if it in self]
        return tuple(sorted({*inner, *ends, *far}))


_PARTS = (
    (Fraction(1, 1000), Fraction(1, 100)),
    (Fraction(2, 5), Fraction(3, 5)),
    (Fraction(99, 100), Fraction(999, 1000)),
)


def _far(span: Span) -> Iterator[Fraction]:
    """Give numbers of several sizes on a side that has no end."""
    for size in (Fraction(1, 100), Fraction(1), Fraction(10_000)):
        if endless(span.high):
            yield size + (0 if endless(span.low) else Fraction(span.low))
        if endless(span.low):
            yield (0 if endless(span.high) else Fraction(span.high)) - size


def _finite(span: Span) -> tuple[Fraction, Fraction]:
    """Return ends that are numbers, well apart, where the span has none."""
    if endless(span.low) and endless(span.high):
        return Fraction(-100), Fraction(100)
    if endless(span.low):
        return Fraction(span.high) - 100, Fraction(span.high)
    if endless(span.high):
        return Fraction(span.low), Fraction(span.low) + 100
    return Fraction(span.low), Fraction(span.high)


def _quotient(one: End, other: End) -> End:
    """Divide an end that is not negative by a positive one, from below."""
    if endless(one) or endless(other):
        return Fraction(0)
    return _from_below(Fraction(one) / Fraction(other))


def plainest(low: Fraction, high: Fraction) -> Fraction:
    """Return the number from `low` to `high` with the fewest decimals, nearest to zero."""
    scale = 1
    while True:
        first, last = -(-low * scale // 1), high * scale // 1
        if first <= last:
            return Fraction(min(max(first, 0), last), scale)
        scale *= 10


def times(one: End, other: End) -> End:
    """Multiply two ends; zero times infinity is zero."""
    if one == 0 or other == 0:
        return Fraction(0)
    if endless(one) or endless(other):
        return inf if (one > 0) is (other > 0) else -inf
    return Fraction(one) * Fraction(other)


ZERO = Span(Fraction(0), Fraction(0))
ANYWHERE = Span(-inf, inf, low_open=True, high_open=True)
RISING = Span(Fraction(0), inf, high_open=True)
FALLING = Span(-inf, Fraction(0), low_open=True)


def pieces(cuts: Iterable[Fraction], within: Span = ANYWHERE) -> Iterator[Span]:
    """Give, in order, each cut within a span and each stretch between; together they are all."""
    inside = sorted({cut for cut in cuts if cut in within})
    ends = [within.low, *inside, within.high]
    opens = [within.low_open, *(True for _ in inside)]
    for position, (low, high) in enumerate(pairwise(ends)):
        if position:
            yield Span.at(Fraction(low))
        last = position == len(inside)
        stretch = Span(low, high, opens[position], within.high_open if last else True)
        if not stretch.empty and not (position and stretch.point):
            yield stretch


def hull(spans: Iterable[Span]) -> Span:
    """Return the least span that holds all; there is at least one."""
    found = list(spans)
    lowest = min(found, key=lambda span: (span.low, span.low_open))
    highest = max(found, key=lambda span: (span.high, not span.high_open))
    near = 0 if lowest.low == highest.high else min(span.vanishing for span in found)
    return Span(lowest.low, highest.high, lowest.low_open, highest.high_open, near)
