"""Numbers between two bounds, narrowed until they say what an inexact result is.

A result is enclosed between two decimals; where they do not round to the same number of 50
digits, between two that are closer (Ziv, Fast evaluation of elementary mathematical functions,
1991).
"""

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
from typing import TYPE_CHECKING, Any

from stp_rules.language.arithmetic import Real, Undefined

if TYPE_CHECKING:
    from stp_rules.engine.exact import Exact

DIGITS = 50
"""How many significant digits an inexact result keeps."""

_WORKING_DIGITS = (DIGITS + 12, DIGITS + 400, DIGITS + 950)
_WIDEST = 10_000

_NARROW = Decimal((0, (1,), -390))
"""How near bounds must be for a number between them that is plain to be taken for the result."""


class Unclear(Undefined):
    """Bounds are too far apart to tell whether there is a value."""


def settled(enclosed: Callable[[int], "Interval"]) -> Fraction:
    """Round a result once, to 50 significant digits, half to even.

    `enclosed` gives its bounds, computed with so many digits. Bounds that are nearer than one in
    10 to the power of 390 and leave open on which side of a number of 50 digits, of the middle
    between two, or of zero the result lies are taken to mean that it lies on it: so the cube root
    of 8 is 2. Raises Undefined where there is no value.
    """
    for digits in _WORKING_DIGITS:
        with localcontext(_context(digits)):
            found = _bounds(enclosed, digits)
            if found is not None:
                return Fraction(found)
    raise Undefined("1,000 digits do not tell the value")


def _bounds(enclosed: Callable[[int], "Interval"], digits: int) -> Decimal | None:
    """Return the result where its bounds say what it is."""
    getcontext().clear_flags()
    try:
        interval = enclosed(digits)
    except Unclear:
        return None
    except Overflow:
        raise Undefined("the value is too large to be written") from None
    except Underflow:
        raise Undefined("the value is too close to zero to be written") from None
    low, high = _rounded(interval.low), _rounded(interval.high)
    if low == high:
        return low
    if not interval.narrow:
        return None
    return Decimal(0) if interval.has_zero else _rounded((interval.low + interval.high) / 2)


@cache
def _context(digits: int) -> Context:
    traps = [DivisionByZero, InvalidOperation, Overflow, Underflow]
    return Context(digits, ROUND_HALF_EVEN, Emin=-_WIDEST, Emax=_WIDEST, traps=traps)


def _rounded(value: Decimal) -> Decimal:
    return _context(DIGITS).plus(value)


def bounds_of(function: str, value: "Exact") -> tuple[Fraction, Fraction]:
    """Return two numbers between which a function's value lies; Undefined where it has none."""
    with localcontext(_context(_WORKING_DIGITS[0])) as context:
        context.clear_flags()
        try:
            found = getattr(Interval.of(value), function)()
        except (Overflow, Underflow):
            raise Undefined("the value cannot be written") from None
    return Fraction(found.low), Fraction(found.high)


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
    def of(cls, value: "Exact") -> "Interval":
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

    @property
    def has_zero(self) -> bool:
        """Whether zero lies between the bounds."""
        return self.low <= 0 <= self.high

    @property
    def narrow(self) -> bool:
        """Whether the bounds are as near as they need be."""
        scale = Decimal(1) if self.has_zero else min(abs(self.low), abs(self.high))
        with localcontext(_context(DIGITS)):
            return self.high - self.low <= scale * _NARROW

    @property
    def zero(self) -> bool:
        """Whether the number is zero, or is taken to be; Unclear where it may be."""
        if self.has_zero and not self.narrow:
            raise Unclear("the value cannot be told from zero")
        return self.has_zero

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
        """Divide; Undefined by zero."""
        if other.zero:
            raise Undefined("division by zero")
        return Interval._around(
            self.low / other.low,
            self.low / other.high,
            self.high / other.low,
            self.high / other.high,
        )

    def log(self) -> "Interval":
        """Return the natural logarithm: its curve lies below its tangent, which costs less."""
        if self.zero or self.low < 0:
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
        if self.zero:
            return Interval(Decimal(0), Decimal(0))
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


class Enclosed:
    """A number of a formula: exact as long as nothing inexact has been done to it."""

    __slots__ = ("it",)

    def __init__(self, it: "Exact | Interval") -> None:
        """Keep the number."""
        self.it = it

    @property
    def interval(self) -> Interval:
        """The bounds of the number, with the digits of the context."""
        return self.it if isinstance(self.it, Interval) else Interval.of(self.it)

    def _pair(self, other: "Enclosed") -> tuple[Any, Any]:
        """Return two exact numbers where both are, else two intervals."""
        if isinstance(self.it, Interval) or isinstance(other.it, Interval):
            return self.interval, other.interval
        return self.it, other.it

    def __add__(self, other: "Enclosed") -> "Enclosed":
        """Add."""
        one, two = self._pair(other)
        return Enclosed(one + two)

    def __sub__(self, other: "Enclosed") -> "Enclosed":
        """Subtract."""
        one, two = self._pair(other)
        return Enclosed(one - two)

    def __mul__(self, other: "Enclosed") -> "Enclosed":
        """Multiply."""
        one, two = self._pair(other)
        return Enclosed(one * two)

    def __truediv__(self, other: "Enclosed") -> "Enclosed":
        """Divide; Undefined by zero."""
        one, two = self._pair(other)
        return Enclosed(one / two)

    def __lt__(self, other: "Enclosed") -> bool:
        """Compare; Unclear where the bounds do not tell."""
        one, two = self._pair(other)
        if not isinstance(one, Interval):
            return bool(one < two)
        return not (apart := one - two).zero and apart.low < 0

    def __gt__(self, other: "Enclosed") -> bool:
        """Compare; Unclear where the bounds do not tell."""
        return other < self


class EnclosedReals:
    """The reading of a formula whose result is rounded once."""

    def __init__(self, zero: "Exact") -> None:
        """Keep the number zero."""
        self._zero = zero

    def of(self, value: "Exact") -> Enclosed:
        """Take an exact number."""
        return Enclosed(value)

    def number(self, value: Fraction | int) -> Enclosed:
        """Return a constant."""
        return Enclosed(type(self._zero).of(value))

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """Choose."""
        return yes if condition else no

    def log(self, value: Enclosed) -> Enclosed:
        """Enclose the natural logarithm."""
        return Enclosed(value.interval.log())

    def exp(self, value: Enclosed) -> Enclosed:
        """Enclose e to the power of the value."""
        return Enclosed(value.interval.exp())

    def sqrt(self, value: Enclosed) -> Enclosed:
        """Enclose the square root."""
        return Enclosed(value.interval.sqrt())
