"""`no_worse_than:` a category below which the value does not fall."""

from typing import Any

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value, smaller
from stp_rules.language.fields import Data, outcome
from stp_rules.language.kind import Kind
from stp_rules.language.values import Outcome
from stp_rules.language.word import Adjustment, Drawing, Wording


@frozen
class NoWorseThan(Adjustment):
    """`no_worse_than:` a category."""

    word = "no_worse_than"
    lemma = "a floor never turns the order"
    changes = "held to {written} (it was {before})"
    limiting = True
    takes = "category"
    bare = "category"

    category: Outcome = outcome()

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the category."""
        return f"no worse than {wording.constant(self.category, after)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Give the category, or the one below which nothing falls where that is better."""
        return smaller(value, self.category, arithmetic)

    def leaves(self) -> tuple[Any, Any]:
        """Return the category on its side."""
        return None, self.category

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw a floor that agrees with the caps before it."""
        return {cls.word: drawing.floor()}
