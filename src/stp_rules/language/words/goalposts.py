"""`goalposts:` a place between the worst and the best."""

from fractions import Fraction
from typing import Literal

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Beyond, Real, Value, within
from stp_rules.language.values import Amount, amount
from stp_rules.language.word import Conversion, Sign, trend


@frozen
class Goalposts(Conversion):
    """`worst` becomes `low`, `best` becomes `high`; linear or along the logarithm."""

    word = "goalposts"

    worst: Amount = amount()
    best: Amount = amount()
    low: Amount = amount(default=Fraction(0))
    high: Amount = amount(default=Fraction(1))
    curve: Literal["linear", "log"] = "linear"
    beyond: Beyond = "hold"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Place the value between worst and best: low + (x - worst)(high - low)/(best - worst).

        With `curve: log` the same over logarithms (the income index of the Human Development
        Index).
        """
        worst: Value = self.worst
        best: Value = self.best
        low, high = (worst, best) if worst < best else (best, worst)
        value = within(value, low, high, self.beyond, arithmetic)
        if self.curve == "linear":
            return _placed(value, worst, best, self.low, self.high)
        return arithmetic.once(_on_a_log_curve, value, worst, best, self.low, self.high)

    def direction(self) -> Sign:
        """Tell whether the way from worst to best goes as that from low to high."""
        return trend([self.worst, self.best]) * trend([self.low, self.high])


def _on_a_log_curve(real: Real, value: Value, worst: Value, best: Value, *ends: Value) -> Value:
    return _placed(real.log(value), real.log(worst), real.log(best), *ends)


def _placed(value: Value, worst: Value, best: Value, low: Value, high: Value) -> Value:
    return low + (value - worst) * (high - low) / (best - worst)
