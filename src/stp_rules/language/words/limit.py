"""`limit:` hold the number within bounds."""

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value, larger, smaller
from stp_rules.language.values import Amount, amount
from stp_rules.language.word import Adjustment


@frozen
class Limit(Adjustment):
    """Hold the number within bounds."""

    word = "limit"

    at_least: Amount | None = amount(default=None)
    at_most: Amount | None = amount(default=None)

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Hold the value within the bounds that are given."""
        if self.at_least is not None:
            value = larger(value, self.at_least, arithmetic)
        if self.at_most is not None:
            value = smaller(value, self.at_most, arithmetic)
        return value
