"""`scores:` category to number."""

from collections.abc import Iterator, Mapping
from typing import Self

from attrs import evolve, frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import Data, amount
from stp_rules.language.kind import Kind
from stp_rules.language.values import Amount, FrozenMap
from stp_rules.language.word import Conversion, Drawing, Fitting, Making, Wording
from stp_rules.paths import Path


@frozen
class Scores(Conversion):
    """Category to number; complete for the scale of the value."""

    word = "scores"
    lemma = "each category was set against each other"
    holds = "score"
    changes = "{before} scores {after}"
    takes = "category"
    bare = "scores"

    scores: FrozenMap[str, Amount] = amount()

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the score of each category."""
        items = (
            f"{wording.constant(name, before)} is {amount_text(score)}"
            for name, score in self.scores.items()
        )
        return f"scores: {', '.join(items)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Give the number of the category."""
        *others, (_, chosen) = self.scores.items()
        for category, score in others:
            chosen = arithmetic.where(value == category, score, chosen)
        return chosen

    def listed(self) -> Mapping[str, Amount]:
        """Return the number of each category, as it is written."""
        return self.scores

    def ready(self, making: Making) -> Self:
        """Put positions for categories, in their order, and numbers where parameters are named."""
        places = list(making.before)
        ordered = sorted((places.index(name), number) for name, number in self.scores.items())
        return evolve(self, scores=FrozenMap((at, making.number(it)) for at, it in ordered))

    def misfits(self, before: Kind, path: Path, fitting: Fitting) -> Iterator[Problem]:
        """Say which categories are none of the scale, or which of it have no number."""
        categories = fitting.categories(before.scale)
        unknown = [it for name in self.scores for it in fitting.category(name, before, path / name)]
        yield from (evolve(problem, at_key=True) for problem in unknown)
        lacking = ", ".join(f"`{name}`" for name in categories if name not in self.scores)
        if lacking and not unknown:
            hint = "give every category of the scale a number"
            yield Problem("incomplete-scores", f"there is no number for {lacking}", path, hint)

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw a score for each category."""
        return {cls.word: {category: drawing.amount() for category in drawing.categories}}
