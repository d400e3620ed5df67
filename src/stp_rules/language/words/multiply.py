"""`multiply:` the number by a number."""

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import amount
from stp_rules.language.values import Amount
from stp_rules.language.word import Adjustment


@frozen
class Multiply(Adjustment):
    """Multiply the number."""

    word = "multiply"
    bare = "factor"

    factor: Amount = amount()

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Multiply by the factor."""
        return value * self.factor
