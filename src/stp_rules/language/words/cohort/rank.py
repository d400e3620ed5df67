"""`rank:` the place in the cohort."""

from collections.abc import Sequence

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.cohorts import End, Keys, Relative, Summary, Ties, order_of, standing
from stp_rules.language.values import FrozenMap
from stp_rules.language.word import Sign


@frozen(kw_only=True)
class Rank(Relative):
    """The place in the cohort, 1 for the best; `tie_break` says what decides between equals."""

    word = "rank"
    takes = "either"

    best: End
    ties: Ties
    tie_break: FrozenMap[str, End] = FrozenMap()

    def beside(self, value: Keys, summary: Summary, arithmetic: Arithmetic) -> Value:
        """One more than the number of better values, by the rule for ties."""
        better, through, _ = standing(value, self.ties, summary)
        first = arithmetic.number(better + 1)
        last = arithmetic.number(max(through, better + 1))
        ranks = {"lowest": first, "dense": first, "highest": last}
        return ranks.get(self.ties, (first + last) / arithmetic.number(2))

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Keep all values with their tie-break keys, in order."""
        return order_of(keys, 1 + len(self.tie_break))

    def direction(self) -> Sign:
        """Tell whether more is further from the first place."""
        return -1 if self.best == "highest" else 1
