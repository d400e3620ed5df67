"""`limit:` hold the number within bounds."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Value, larger, smaller
from stp_rules.language.edges import range_problems
from stp_rules.language.fields import Data, amount
from stp_rules.language.kind import Kind
from stp_rules.language.values import Amount
from stp_rules.language.word import Adjustment, Amounts, Drawing, Wording
from stp_rules.paths import Path
from stp_rules.phrases import listed


@frozen
class Limit(Adjustment):
    """Hold the number within bounds."""

    word = "limit"
    once = True
    lemma = "limits never turn the order"
    limiting = True

    at_least: Amount | None = amount(default=None)
    at_most: Amount | None = amount(default=None)

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the bounds."""
        ends = (("at least", self.at_least), ("at most", self.at_most))
        return "hold to " + listed(f"{end} {amount_text(it)}" for end, it in ends if it is not None)

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Hold the value within the bounds that are given."""
        if self.at_least is not None:
            value = larger(value, self.at_least, arithmetic)
        if self.at_most is not None:
            value = smaller(value, self.at_most, arithmetic)
        return value

    def leaves(self) -> tuple[Any, Any]:
        """Return the bounds."""
        return self.at_least, self.at_most

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say where nothing lies between the bounds."""
        edges = {"at_least": number(self.at_least), "at_most": number(self.at_most)}
        return range_problems(edges, path)

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw one bound, or two in order."""
        low, high = map(drawing.amount, drawing.rising(2, 2))
        ends = [{"at_least": low, "at_most": high}, {"at_least": low}, {"at_most": high}]
        return {cls.word: drawing.pick(ends)}
