"""Exact numbers: quotients of whole numbers, and the one rounding of inexact functions."""

from collections.abc import Callable
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    Underflow,
    getcontext,
    localcontext,
)
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from stp_rules.model import Itself
from stp_rules.operations.arithmetic import Real, Undefined, Value

DIGITS = 50
"""How many significant digits an inexact result keeps."""

_WORKING_DIGITS = (DIGITS + 12, DIGITS + 400)
_LARGE = 1 << 128
_WIDEST = 10_000


class Exact:
    """A quotient of whole numbers, `above / below` with `below` above zero, not always reduced.

    A `Fraction` is reduced after each operation and takes any number beside it; both cost more
    than the arithmetic itself. These do neither and stand only beside each other.
    """

    __slots__ = ("above", "below")

    def __init__(self, above: int, below: int = 1) -> None:
        """Keep the quotient as it is."""
        self.above = above
        self.below = below

    @classmethod
    def of(cls, value: Fraction | int) -> "Exact":
        """Take a number of Python's own."""
        return cls(value.numerator, value.denominator)

    @property
    def fraction(self) -> Fraction:
        """The number as a Fraction, in lowest terms."""
        return Fraction(self.above, self.below)

    def reduced(self) -> "Exact":
        """Return the same number in lowest terms where its parts have grown large."""
        return Exact.of(self.fraction) if self.below > _LARGE else self

    def __add__(self, other: "Exact") -> "Exact":
        """Add."""
        if self.below == other.below:
            return Exact(self.above + other.above, self.below)
        above = self.above * other.below + other.above * self.below
        return Exact(above, self.below * other.below)

    def __sub__(self, other: "Exact") -> "Exact":
        """Subtract."""
        if self.below == other.below:
            return Exact(self.above - other.above, self.below)
        above = self.above * other.below - other.above * self.below
        return Exact(above, self.below * other.below)

    def __mul__(self, other: "Exact") -> "Exact":
        """Multiply."""
        return Exact(self.above * other.above, self.below * other.below)

    def __truediv__(self, other: "Exact") -> "Exact":
        """Divide; Undefined by zero."""
        if other.above == 0:
            raise Undefined("division by zero")
        if other.above < 0:
            return Exact(-self.above * other.below, -self.below * other.above)
        return Exact(self.above * other.below, self.below * other.above)

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
    def once(body: Callable[..., "Interval"], *values: Exact) -> Exact:
        """Round the result of `body` once, to 50 significant digits, half to even.

        The result is enclosed between two bounds; where they do not round to the same number,
        between two that are much closer (Ziv, Fast evaluation of elementary mathematical
        functions, 1991). What even these do not tell from a number of 50 digits, or from the
        middle between two, is taken to lie on it: so the cube root of 8 is 2.
        """
        for digits in _WORKING_DIGITS:
            enclosed = _enclosed(body, values, digits)
            low, high = _rounded(enclosed.low), _rounded(enclosed.high)
            if low == high:
                return Exact.of(Fraction(low))
        return Exact.of(Fraction(_middle(enclosed)))


def _enclosed(
    body: Callable[..., "Interval"], values: tuple[Exact, ...], digits: int
) -> "Interval":
    with localcontext(_context(digits)) as context:
        context.clear_flags()
        try:
            return body(IntervalReal(), *(_interval(Itself(it), digits) for it in values))
        except Overflow:
            raise Undefined("the value is too large to be written") from None
        except Underflow:
            raise Undefined("the value is too close to zero to be written") from None


@lru_cache(maxsize=64)
def _interval(value: Itself, digits: int) -> "Interval":  # noqa: ARG001 - of the context
    """Enclose a number; the mean of a large cohort is asked for with each of its subjects."""
    return Interval.of(value.value)


@cache
def _context(digits: int) -> Context:
    traps = [DivisionByZero, InvalidOperation, Overflow, Underflow]
    return Context(digits, ROUND_HALF_EVEN, Emin=-_WIDEST, Emax=_WIDEST, traps=traps)


def _rounded(value: Decimal) -> Decimal:
    return _context(DIGITS).plus(value)


def _middle(enclosed: "Interval") -> Decimal:
    if enclosed.low <= 0 <= enclosed.high:
        return Decimal(0)
    with localcontext(_context(_WORKING_DIGITS[-1])):
        return _rounded((enclosed.low + enclosed.high) / 2)


@lru_cache(maxsize=256)
def _logarithm(value: Decimal, digits: int) -> Decimal:
    """Return what goalposts ask for again with each subject."""
    return _context(digits).ln(value)


class Interval:
    """Two decimals between which a number certainly lies, in the current decimal context."""

    __slots__ = ("high", "low")

    def __init__(self, low: Decimal, high: Decimal) -> None:
        """Keep the bounds."""
        self.low = low
        self.high = high

    @classmethod
    def of(cls, value: Exact) -> "Interval":
        """Enclose an exact number."""
        return cls._around(Decimal(value.above) / Decimal(value.below))

    @classmethod
    def _around(cls, *candidates: Decimal) -> "Interval":
        """Enclose the candidates; those that were computed exactly need no margin."""
        low, high = min(candidates), max(candidates)
        flags = getcontext().flags
        if not flags[Inexact]:
            return cls(low, high)
        flags[Inexact] = False
        return cls(low.next_minus(), high.next_plus())

    def __add__(self, other: "Interval") -> "Interval":
        """Add."""
        return Interval._around(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        """Subtract."""
        return Interval._around(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Interval") -> "Interval":
        """Multiply."""
        return Interval._around(
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        )

    def __truediv__(self, other: "Interval") -> "Interval":
        """Divide; Undefined by what may be zero."""
        if other.low <= 0 <= other.high:
            raise Undefined("division by zero")
        return Interval._around(
            self.low / other.low,
            self.low / other.high,
            self.high / other.low,
            self.high / other.high,
        )

    def log(self) -> "Interval":
        """Return the natural logarithm: its curve lies below its tangent, which costs less."""
        if self.low <= 0:
            raise Undefined("there is no logarithm of a value at or below zero")
        if self.low == self.high == 1:
            return Interval(Decimal(0), Decimal(0))
        low = _logarithm(self.low, getcontext().prec)
        high = low + 2 * (self.high - self.low) / self.low
        getcontext().flags[Inexact] = False
        return Interval(low.next_minus(), high.next_plus())

    def exp(self) -> "Interval":
        """Return e to the power of the number."""
        return Interval._around(self.low.exp(), self.high.exp())

    def sqrt(self) -> "Interval":
        """Return the square root."""
        if self.low < 0:
            raise Undefined("there is no square root of a value below zero")
        return Interval._around(self.low.sqrt(), self.high.sqrt())


class IntervalReal(Real):
    """The inexact functions over enclosures."""

    def log(self, value: Interval) -> Interval:
        """Enclose the natural logarithm."""
        return value.log()

    def exp(self, value: Interval) -> Interval:
        """Enclose e to the power of the value."""
        return value.exp()

    def sqrt(self, value: Interval) -> Interval:
        """Enclose the square root."""
        return value.sqrt()
