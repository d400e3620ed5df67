"""Exact numbers: quotients of whole numbers, and the one rounding of inexact functions."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any

from stp_rules.engine.intervals import Enclosed, EnclosedReals, Interval, IntervalReal, settled
from stp_rules.language.arithmetic import Reals, Undefined, Value
from stp_rules.language.values import Itself

LONGEST = 4000
"""How many digits an exact number may have above and below the line, in lowest terms.

A number that is delivered has a thousand at the most; Python writes whole numbers of 4,300.
"""

_LARGE = 1 << 128
_LARGEST = 10**LONGEST
_LEAST = -_LARGEST


class Exact:
    """A quotient of whole numbers, `above / below` with `below` above zero, not always reduced.

    A `Fraction` is reduced after each operation and takes any number beside it; both cost more
    than the arithmetic itself. These do neither and stand only beside each other. What is computed
    is Undefined where it has more than 4,000 digits above or below the line, in lowest terms.
    """

    __slots__ = ("above", "below")

    def __init__(self, above: int, below: int = 1) -> None:
        """Keep the quotient as it is."""
        self.above = above
        self.below = below

    @classmethod
    def of(cls, value: Fraction | int) -> "Exact":
        """Take a number of Python's own, of whatever length."""
        return cls(value.numerator, value.denominator)

    @property
    def fraction(self) -> Fraction:
        """The number as a Fraction, in lowest terms."""
        return Fraction(self.above, self.below)

    def reduced(self) -> "Exact":
        """Return the same number in lowest terms where its parts have grown large.

        Undefined where it is too long even so, as after many additions.
        """
        if self.below < _LARGE and _LEAST < self.above < _LARGEST:
            return self
        return _bounded(*_lowest(self.above, self.below))

    def __add__(self, other: "Exact") -> "Exact":
        """Add."""
        if self.below == other.below:
            return Exact(self.above + other.above, self.below)
        above = self.above * other.below + other.above * self.below
        return _bounded(above, self.below * other.below)

    def __sub__(self, other: "Exact") -> "Exact":
        """Subtract."""
        if self.below == other.below:
            return Exact(self.above - other.above, self.below)
        above = self.above * other.below - other.above * self.below
        return _bounded(above, self.below * other.below)

    def __mul__(self, other: "Exact") -> "Exact":
        """Multiply."""
        above, below = self.above * other.above, self.below * other.below
        if below < _LARGEST and _LEAST < above < _LARGEST:
            return Exact(above, below)
        return _shortened(above, below)

    def __truediv__(self, other: "Exact") -> "Exact":
        """Divide; Undefined by zero."""
        if other.above == 0:
            raise Undefined("division by zero")
        if other.above < 0:
            return _bounded(-self.above * other.below, -self.below * other.above)
        return _bounded(self.above * other.below, self.below * other.above)

    def __lt__(self, other: "Exact") -> bool:
        """Compare."""
        return self.above * other.below < other.above * self.below

    def __le__(self, other: "Exact") -> bool:
        """Compare."""
        return self.above * other.below <= other.above * self.below

    def __gt__(self, other: "Exact") -> bool:
        """Compare."""
        return self.above * other.below > other.above * self.below

    def __ge__(self, other: "Exact") -> bool:
        """Compare."""
        return self.above * other.below >= other.above * self.below

    def __eq__(self, other: object) -> bool:
        """Compare; nothing but an exact number equals one."""
        return isinstance(other, Exact) and self.above * other.below == other.above * self.below

    def __hash__(self) -> int:
        """Hash by value."""
        return hash(self.fraction)

    def __repr__(self) -> str:
        """Show the quotient."""
        return f"Exact({self.above}, {self.below})"


def _lowest(above: int, below: int) -> tuple[int, int]:
    common = gcd(above, below)
    return above // common, below // common


def _bounded(above: int, below: int) -> Exact:
    """Return a quotient; Undefined where it is too long."""
    if below < _LARGEST and _LEAST < above < _LARGEST:
        return Exact(above, below)
    return _shortened(above, below)


def _shortened(above: int, below: int) -> Exact:
    """Return a quotient in lowest terms; Undefined where it is still too long."""
    above, below = _lowest(above, below)
    longest = max(abs(above), below)
    if longest < _LARGEST:
        return Exact(above, below)
    digits = Decimal(longest).adjusted() + 1
    side = "below" if longest == below else "above"
    raise Undefined(
        f"the exact value has {digits:,} digits {side} the line, and the limit is {LONGEST:,}"
    )


def _written(value: Fraction) -> Exact:
    """Return what has been rounded; Undefined where its exponent makes it too long."""
    return _bounded(value.numerator, value.denominator)


class ExactArithmetic:
    """The reading that `evaluate()` means."""

    @staticmethod
    def number(value: Fraction | int) -> Exact:
        """Return a constant."""
        return Exact.of(value)

    @staticmethod
    def where(condition: Any, yes: Value, no: Value) -> Value:
        """Choose."""
        return yes if condition else no

    @staticmethod
    def floor(value: Exact) -> Exact:
        """Return the largest whole number that is not above the value."""
        return Exact(value.above // value.below)

    @staticmethod
    def unless(failure: Any, reason: str, value: Value) -> Value:
        """Return the value, or raise Undefined with the reason where the failure holds."""
        if failure:
            raise Undefined(reason)
        return value

    @staticmethod
    def once(body: Callable[..., Interval], *values: Exact) -> Exact:
        """Round the result of `body` once, to 50 significant digits, half to even."""

        def enclosed(digits: int) -> Interval:
            return body(IntervalReal(), *(_interval(Itself(it), digits) for it in values))

        return _written(settled(enclosed))

    @staticmethod
    def whole(body: Callable[[Reals], Enclosed]) -> Exact:
        """Round the result of `body` once, whatever stands inside what."""
        return _written(settled(lambda _: body(EnclosedReals(Exact(0))).interval))


@lru_cache(maxsize=64)
def _interval(value: Itself, digits: int) -> Interval:  # noqa: ARG001 - of the context
    """Enclose a number; the mean of a large cohort is asked for with each of its subjects."""
    return Interval.of(value.value)
