"""`z_score:` standard deviations from the cohort's mean."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Real, Undefined, Value
from stp_rules.language.cohorts import NO_SPREAD, Keys, Relative, Summary, firsts
from stp_rules.language.word import Sign


@frozen(kw_only=True)
class ZScore(Relative):
    """Standard deviations from the cohort's mean."""

    word = "z_score"

    deviation: Literal["sample", "population"]

    def figure(self) -> str:
        """Write which deviation it divides by."""
        return f"z-score ({self.deviation} deviation)"

    def beside(self, value: Value, summary: Summary, arithmetic: Arithmetic) -> Value:
        """(x - mean) / deviation; the deviation divides by n, or by n - 1 for a sample."""
        divisor = summary.count - (self.deviation == "sample")
        zero = arithmetic.number(0)
        if divisor < 1 or not summary.squares > zero:
            raise Undefined(NO_SPREAD)
        squares = (summary.mean, summary.squares, arithmetic.number(divisor))
        return arithmetic.once(_standardised, value, *squares)

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Keep the mean and the sum of squared deviations from it."""
        return spread_of(firsts(keys))

    def direction(self) -> Sign:
        """Tell that more gives more, or the same, beside any cohort."""
        return 1

    def suits(self, summary: Summary) -> bool:
        """Tell whether the squared deviations were kept."""
        return summary.squares is not None


def spread_of(values: Sequence[Fraction]) -> Summary:
    """Keep the mean and the sum of squared deviations from it."""
    mean = sum(values, Fraction(0)) / len(values)
    squares = sum(((value - mean) ** 2 for value in values), Fraction(0))
    return Summary(len(values), mean=mean, squares=squares)


def _standardised(real: Real, value: Value, mean: Value, squares: Value, divisor: Value) -> Value:
    return (value - mean) / real.sqrt(squares / divisor)
