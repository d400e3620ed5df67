"""The float reading of a ruleset, and one that knows where floats may decide otherwise."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw
from stp_rules.language.arithmetic import Undefined, Value

TOLERANCE = 1e-9


class FloatArithmetic:
    """Every number a float, every choice made at once."""

    def number(self, value: Fraction | int) -> float:
        """Round a constant to the nearest float."""
        return float(value)

    def where(self, condition: Any, yes: Value, no: Value) -> Value:
        """Choose."""
        return yes if condition else no

    def floor(self, value: float) -> float:
        """Return the largest whole number that is not above the value."""
        return float(math.floor(value))

    def unless(self, failure: Any, reason: str, value: Value) -> Value:
        """Return the value, or raise Undefined where the failure holds."""
        if failure:
            raise Undefined(reason)
        return value

    def once(self, body: Callable[..., float], *values: float) -> float:
        """Compute with the functions of the mathematics library."""
        return body(FloatReal, *values)

    def whole(self, body: Callable[[Any], float]) -> float:
        """Compute with the functions of the mathematics library."""
        return body(FloatReal)


class FloatReal:
    """The inexact functions of floats."""

    number, where = FloatArithmetic().number, FloatArithmetic().where

    @staticmethod
    def of(value: float) -> float:
        """Take a float as it is."""
        return value

    @staticmethod
    def log(value: float) -> float:
        """Return the natural logarithm."""
        return _defined(math.log, value)

    @staticmethod
    def exp(value: float) -> float:
        """Return e to the power of the value."""
        return math.exp(value)

    @staticmethod
    def sqrt(value: float) -> float:
        """Return the square root."""
        return _defined(math.sqrt, value)


def _defined(function: Callable[[float], float], value: float) -> float:
    try:
        return function(value)
    except ValueError:
        raise Undefined("there is no such value") from None


def as_floats(inputs: dict[str, Raw]) -> dict[str, Raw]:
    """Turn the numbers among the inputs of a subject into floats."""
    return {
        name: float(raw.fraction) if isinstance(raw, Exact) else raw for name, raw in inputs.items()
    }


# Knowing where floats may decide otherwise ------------------------------------------------------


class Verdict:
    """The outcome of a comparison; `doubtful` where rounding may have decided it."""

    def __init__(self, holds: bool, *, doubtful: bool) -> None:  # noqa: FBT001 - it is one
        self.holds = holds
        self.doubtful = doubtful

    def __bool__(self) -> bool:
        """Decide as plain floats do."""
        return self.holds


class Careful:
    """A float with a bound on the error that it has gathered."""

    def __init__(self, value: float, error: float = 0.0) -> None:
        self.value = value
        self.error = error + abs(value) * 2.0**-52

    def __add__(self, other: "Careful") -> "Careful":
        """Add values and errors."""
        return Careful(self.value + other.value, self.error + other.error)

    def __sub__(self, other: "Careful") -> "Careful":
        """Subtract values; errors still add up."""
        return Careful(self.value - other.value, self.error + other.error)

    def __mul__(self, other: "Careful") -> "Careful":
        """Multiply: each error is scaled by the other value."""
        error = abs(self.value) * other.error + abs(other.value) * self.error
        return Careful(self.value * other.value, error + self.error * other.error)

    def __truediv__(self, other: "Careful") -> "Careful":
        """Divide: as multiplication by the inverse."""
        if abs(other.value) <= 2 * other.error:
            return Careful(self.value / other.value, math.inf)
        quotient = self.value / other.value
        return Careful(quotient, 2 * (self.error + abs(quotient) * other.error) / abs(other.value))

    def against(self, other: "Careful", *, holds: bool) -> Verdict:
        """Say what a comparison gave, and whether the two are too close to tell."""
        apart = abs(self.value - other.value)
        margin = TOLERANCE * max(abs(self.value), abs(other.value)) + self.error + other.error
        return Verdict(holds, doubtful=not apart > margin)

    def __lt__(self, other: "Careful") -> Verdict:
        """Compare."""
        return self.against(other, holds=self.value < other.value)

    def __le__(self, other: "Careful") -> Verdict:
        """Compare."""
        return self.against(other, holds=self.value <= other.value)

    def __gt__(self, other: "Careful") -> Verdict:
        """Compare."""
        return self.against(other, holds=self.value > other.value)

    def __ge__(self, other: "Careful") -> Verdict:
        """Compare."""
        return self.against(other, holds=self.value >= other.value)

    def __eq__(self, other: object) -> Verdict:  # type: ignore[override]
        """Compare."""
        assert isinstance(other, Careful)
        return self.against(other, holds=self.value == other.value)

    def __ne__(self, other: object) -> Verdict:  # type: ignore[override]
        """Compare."""
        assert isinstance(other, Careful)
        return self.against(other, holds=self.value != other.value)

    __hash__ = None  # type: ignore[assignment]


class CarefulArithmetic:
    """Decides as floats do and remembers whether rounding may have decided anything.

    A doubtful comparison counts only where the choice matters: of two numbers that are nearly
    the same either will do.
    """

    def __init__(self) -> None:
        self.doubtful = False

    def number(self, value: Fraction | int) -> Careful:
        """Round a constant to the nearest float."""
        return Careful(float(value))

    def where(self, condition: Any, yes: Value, no: Value) -> Value:
        """Choose."""
        if isinstance(condition, Verdict) and condition.doubtful and _differ(yes, no):
            self.doubtful = True
        return yes if condition else no

    def floor(self, value: Careful) -> Careful:
        """Return the whole number below; near a whole number that is a matter of rounding."""
        nearest = Careful(float(round(value.value)))
        self.doubtful |= value.against(nearest, holds=True).doubtful
        return Careful(float(math.floor(value.value)))

    def unless(self, failure: Any, reason: str, value: Value) -> Value:
        """Return the value, or raise Undefined where the failure holds."""
        self.doubtful |= isinstance(failure, Verdict) and failure.doubtful
        return FloatArithmetic().unless(failure, reason, value)

    def once(self, body: Callable[..., Careful], *values: Careful) -> Careful:
        """Compute with the functions of the mathematics library."""
        return body(self, *values)

    def whole(self, body: Callable[[Any], Careful]) -> Careful:
        """Compute with the functions of the mathematics library."""
        return body(self)

    def of(self, value: Careful) -> Careful:
        """Take a number as it is."""
        return value

    def log(self, value: Careful) -> Careful:
        """Return the natural logarithm."""
        self.doubtful |= abs(value.value) <= 2 * value.error
        logarithm = FloatReal.log(value.value)
        return Careful(logarithm, 2 * value.error / value.value)

    def exp(self, value: Careful) -> Careful:
        """Return e to the power of the value."""
        power = FloatReal.exp(value.value)
        return Careful(power, 2 * power * value.error)

    def sqrt(self, value: Careful) -> Careful:
        """Return the square root."""
        self.doubtful |= abs(value.value) <= 2 * value.error
        root = FloatReal.sqrt(value.value)
        return Careful(root, value.error / root if root else 0.0)


def _differ(yes: Value, no: Value) -> bool:
    if isinstance(yes, Careful) and isinstance(no, Careful):
        return (yes != no).doubtful is False
    return bool(yes) != bool(no) if isinstance(yes, bool) else yes is not no and yes != no


def as_careful(inputs: dict[str, Raw]) -> dict[str, Raw]:
    """Turn the numbers among the inputs of a subject into floats that know their error."""
    return {
        name: Careful(raw) if type(raw) is float else raw for name, raw in as_floats(inputs).items()
    }
