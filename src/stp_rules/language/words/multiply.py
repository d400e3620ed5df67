"""`multiply:` the number by a number."""

from attrs import frozen

from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import amount
from stp_rules.language.kind import Kind
from stp_rules.language.values import Amount
from stp_rules.language.word import Adjustment, Wording


@frozen
class Multiply(Adjustment):
    """Multiply the number."""

    word = "multiply"
    lemma = "what it is multiplied by is the same before and after"
    changes = "{before} {written} is {after}"
    bare = "factor"

    factor: Amount = amount()

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the factor."""
        return f"times {amount_text(self.factor)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Multiply by the factor."""
        return value * self.factor
