"""`add:` a number to the number."""

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import amount
from stp_rules.language.values import Amount
from stp_rules.language.word import Adjustment


@frozen
class Add(Adjustment):
    """Add to the number."""

    word = "add"
    bare = "term"

    term: Amount = amount()

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Add the term."""
        return value + self.term
