"""`min_max:` between the cohort's extremes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Undefined, Value
from stp_rules.language.cohorts import NO_SPREAD, Keys, Relative, Summary, firsts
from stp_rules.language.fields import amount
from stp_rules.language.values import Amount
from stp_rules.language.word import Amounts, Sign, trend
from stp_rules.paths import Path


@frozen(kw_only=True)
class MinMax(Relative):
    """The cohort's lowest becomes `low`, its highest `high`, and the rest lies between."""

    word = "min_max"

    low: Amount = amount(pair="to", default=Fraction(0))
    high: Amount = amount(pair="to", default=Fraction(1))

    def figure(self) -> str:
        """Write what both ends become."""
        ends = amount_text(self.low), amount_text(self.high)
        return f"from the lowest as {ends[0]} to the highest as {ends[1]}"

    def beside(self, value: Value, summary: Summary, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Low + (x - lowest)(high - low) / (highest - lowest); beyond them it goes straight on."""
        low: Value = self.low
        high: Value = self.high
        if not summary.high > summary.low:
            raise Undefined(NO_SPREAD)
        return low + (value - summary.low) * (high - low) / (summary.high - summary.low)

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Keep the lowest and the highest."""
        return extremes_of(firsts(keys))

    def suits(self, summary: Summary) -> bool:
        """Tell whether the extremes were kept."""
        return summary.low is not None

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say where the lowest and the highest become the same."""
        low = number(self.low)
        if low is not None and low == number(self.high):
            message = "the lowest and the highest become the same"
            yield Problem("min-max", message, path / "to", "write two numbers that differ")

    def direction(self) -> Sign:
        """Tell whether the highest becomes more than the lowest."""
        return trend([self.low, self.high])


def extremes_of(values: Sequence[Fraction]) -> Summary:
    """Keep the lowest and the highest."""
    return Summary(len(values), low=min(values), high=max(values))
