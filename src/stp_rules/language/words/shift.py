"""`shift:` along the scale."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from attrs import evolve, frozen

from stp_rules.language.arithmetic import Arithmetic, Value, between
from stp_rules.language.fields import Data
from stp_rules.language.kind import Kind
from stp_rules.language.variants import TURNED, Variant, counted, item, renamed, said
from stp_rules.language.word import Adjustment, Choices, Drawing, Making, Wording
from stp_rules.paths import Path


@frozen
class Shift(Adjustment):
    """Move along the scale; its ends hold. The plan fills in `last`, the scale's last position."""

    word = "shift"
    lemma = "a shift never turns the order"
    changes = "{written}, to {after} (it was {before})"
    limiting = True
    takes = "category"

    towards: Literal["better", "worse"]
    places: int
    last: int | None = None

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write how far, and which way."""
        return f"shift {self.places} {self.towards}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Move along the scale as far as its end."""
        places = self.places if self.towards == "worse" else -self.places
        return between(value + places, 0, self.last, arithmetic)

    @classmethod
    def read(cls, written: Any, step: Mapping[str, Any]) -> Self:  # noqa: ARG003 - one shape for all
        """Read `{worse: 1}`."""
        ((towards, places),) = written.items()
        return cls(towards, places)

    def written(self) -> Data:
        """Write which way, and how far."""
        return {self.towards: self.places}

    def ready(self, making: Making) -> Self:
        """Put in the last position of the scale."""
        return evolve(self, last=len(making.after) - 1)

    @classmethod
    def variants(cls, written: Any, choices: Choices) -> Iterator[Variant]:  # noqa: ARG003 - one shape for all
        """Shift by more and by less, and the other way."""
        for way, places in written.items():
            yield from item(written, way, counted)
            other = renamed(written, way, TURNED[way])
            yield Variant(other, said(way, places), said(TURNED[way], places), Path((way,)))

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw a way and how far."""
        return {cls.word: {drawing.pick(["worse", "better"]): drawing.pick([1, 2])}}
