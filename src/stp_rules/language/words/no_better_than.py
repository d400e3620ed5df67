"""`no_better_than:` a category that caps the value."""

from typing import Any

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value, larger
from stp_rules.language.fields import Data, outcome
from stp_rules.language.kind import Kind
from stp_rules.language.values import Outcome
from stp_rules.language.word import Adjustment, Drawing, Wording


@frozen
class NoBetterThan(Adjustment):
    """`no_better_than:` a category."""

    word = "no_better_than"
    lemma = "a cap never turns the order"
    changes = "held to {written} (it was {before})"
    limiting = True
    takes = "category"
    bare = "category"

    category: Outcome = outcome()

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the category."""
        return f"no better than {wording.constant(self.category, after)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Give the category, or the capping one where that is worse."""
        return larger(value, self.category, arithmetic)

    def leaves(self) -> tuple[Any, Any]:
        """Return the category on its side."""
        return self.category, None

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw a cap that agrees with the floors before it."""
        return {cls.word: drawing.cap()}
