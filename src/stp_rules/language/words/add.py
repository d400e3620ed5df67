"""`add:` a number to the number."""

from attrs import frozen

from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import amount
from stp_rules.language.kind import Kind
from stp_rules.language.values import Amount
from stp_rules.language.word import Adjustment, Wording


@frozen
class Add(Adjustment):
    """Add to the number."""

    word = "add"
    lemma = "what is added is the same before and after"
    changes = "{before} {written} is {after}"
    bare = "term"

    term: Amount = amount()

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the term."""
        return f"plus {amount_text(self.term)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Add the term."""
        return value + self.term
