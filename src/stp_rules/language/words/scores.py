"""`scores:` category to number."""

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.values import Amount, FrozenMap, amount
from stp_rules.language.word import Conversion, Sign, trend


@frozen
class Scores(Conversion):
    """Category to number; complete for the scale of the value."""

    word = "scores"
    takes = "category"

    scores: FrozenMap[str, Amount] = amount()

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Give the number of the category."""
        *others, (_, chosen) = self.scores.items()
        for category, score in others:
            chosen = arithmetic.where(value == category, score, chosen)
        return chosen

    def direction(self) -> Sign:
        """Tell whether better categories have more."""
        return -trend(self.scores.values())
