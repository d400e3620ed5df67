"""`percentile:` the share of the cohort that lies below."""

from collections.abc import Sequence

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.cohorts import Keys, Relative, Summary, Ties, order_of, standing
from stp_rules.language.word import Sign


@frozen(kw_only=True)
class Percentile(Relative):
    """The percentage of the cohort that lies below."""

    word = "percentile"
    keyed = True

    ties: Ties

    def figure(self) -> str:
        """Write what becomes of ties."""
        return f"percentile (ties: {self.ties})"

    def beside(self, value: Keys, summary: Summary, arithmetic: Arithmetic) -> Value:
        """100 times the share of the cohort below, by the rule for ties."""
        below, above, count = standing(value, self.ties, summary)
        lower, upper = arithmetic.number(below), arithmetic.number(max(above, below))
        shares = {"lowest": lower, "dense": lower, "highest": upper}
        at = shares.get(self.ties, (lower + upper) / arithmetic.number(2))
        return arithmetic.number(100) * at / arithmetic.number(count)

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Keep all values in order."""
        return order_of(keys)

    def direction(self) -> Sign:
        """Tell that more gives more, or the same, beside any cohort."""
        return 1

    def suits(self, summary: Summary) -> bool:
        """Tell whether values were kept."""
        return bool(summary.ordered or summary.untold)
