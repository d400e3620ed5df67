"""What the bodies of the operations ask of the numbers that they are read with."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal, Protocol

Value = Any
"""A number, a truth, a label, or the position of a category on its scale (0 is best).

What it is made of is the reading's own affair: an exact number, a float, a column, a term.
"""

Beyond = Literal["hold", "extend", "not_rated"]
"""What becomes of a value beyond two ends."""


class Undefined(ArithmeticError):  # noqa: N818 - it is a result of the method, not a fault
    """An operation has no value here; the message says why."""


class Real(Protocol):
    """The functions that have no exact value."""

    def log(self, value: Value) -> Value:
        """Return the natural logarithm; Undefined at or below zero."""

    def exp(self, value: Value) -> Value:
        """Return e to the power of the value."""

    def sqrt(self, value: Value) -> Value:
        """Return the square root; Undefined below zero."""


class Reals(Real, Protocol):
    """A reading in which a formula with inexact functions is computed as a whole."""

    def of(self, value: Value) -> Value:
        """Take a number of the arithmetic."""

    def number(self, value: Fraction | int) -> Value:
        """Return a constant."""

    def where(self, condition: Value, yes: Value, no: Value) -> Value:
        """Choose: `yes` where the condition holds, else `no`."""


class Arithmetic(Protocol):
    """One reading of the operations. Values support `+ - * /` and comparison among each other."""

    def number(self, value: Fraction | int) -> Value:
        """Return a constant as this reading writes it."""

    def where(self, condition: Value, yes: Value, no: Value) -> Value:
        """Choose: `yes` where the condition holds, else `no`."""

    def floor(self, value: Value) -> Value:
        """Return the largest whole number that is not above the value."""

    def unless(self, failure: Value, reason: str, value: Value) -> Value:
        """Return the value; where the failure holds there is none, for the given reason."""

    def once(self, body: Callable[..., Value], *values: Value) -> Value:
        """Return `body(real, *values)`, computed as if exactly and then rounded once."""

    def whole(self, body: Callable[[Reals], Value]) -> Value:
        """Return `body(reals)`, in which inexact functions may stand anywhere, rounded once."""


def either(one: Value, other: Value, arithmetic: Arithmetic) -> Value:
    """Tell whether one or the other holds."""
    return arithmetic.where(one, True, other)


def between(value: Value, low: Value, high: Value, arithmetic: Arithmetic) -> Value:
    """Hold a value within two bounds."""
    return smaller(larger(value, low, arithmetic), high, arithmetic)


def smaller(one: Value, other: Value, arithmetic: Arithmetic | Reals) -> Value:
    """Return the smaller of two values."""
    return arithmetic.where(other < one, other, one)


def larger(one: Value, other: Value, arithmetic: Arithmetic | Reals) -> Value:
    """Return the larger of two values."""
    return arithmetic.where(other > one, other, one)


def within(value: Value, low: Value, high: Value, beyond: Beyond, arithmetic: Arithmetic) -> Value:
    """Return a value between two ends; beyond them hold it, let it go on, or have no value."""
    if beyond == "hold":
        return between(value, low, high, arithmetic)
    if beyond == "extend":
        return value
    outside = either(value < low, value > high, arithmetic)
    return arithmetic.unless(outside, "the value lies beyond the ends", value)
