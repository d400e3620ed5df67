"""`points:` straight lines between points."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Self

from attrs import evolve, frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text, number_text
from stp_rules.language.arithmetic import Arithmetic, Beyond, Value, within
from stp_rules.language.fields import Data, amount, option, read_amount
from stp_rules.language.kind import Kind
from stp_rules.language.scalars import number as number_of
from stp_rules.language.values import Amount
from stp_rules.language.variants import Variant, moved, placed, renamed, said
from stp_rules.language.word import (
    Amounts,
    Choices,
    Conversion,
    Drawing,
    Wording,
    beyond_text,
    beyonds,
)
from stp_rules.paths import Path


@frozen
class Points(Conversion):
    """Piecewise-linear between the points `(x, y)`, in order of x."""

    word = "points"
    lemma = "straight between points, and continuous: it moves as they do"
    holds = "point"
    bare = "points"

    points: tuple[tuple[Amount, Amount], ...] = amount()
    beyond: Beyond = option(beside=True, default="hold")

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write each point, and what holds beyond them unless it is the nearest one."""
        marks = ", ".join(f"{amount_text(x)} is {amount_text(y)}" for x, y in self.points)
        return f"points: {marks}{beyond_text(self.beyond)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Interpolate between the points around the value: y0 + (x - x0)(y1 - y0)/(x1 - x0)."""
        places: tuple[tuple[Value, Value], ...] = self.points
        value = within(value, places[0][0], places[-1][0], self.beyond, arithmetic)
        pieces = [
            (end[0], start[1] + (value - start[0]) * (end[1] - start[1]) / (end[0] - start[0]))
            for start, end in pairwise(places)
        ]
        chosen = pieces[-1][1]
        for end, piece in reversed(pieces[:-1]):
            chosen = arithmetic.where(value < end, piece, chosen)
        return chosen

    @classmethod
    def read(cls, written: Any, step: Mapping[str, Any]) -> Self:
        """Read points; a place along the line may be a parameter's name."""
        points = tuple((_place(x), read_amount(y)) for x, y in written.items())
        return cls(points, step.get("beyond", "hold"))

    def written(self) -> Data:
        """Write each place along the line as a key."""
        return {amount_text(x): y for x, y in self.points}

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say where a point does not stand after the one before it."""
        for (one, _), (other, _) in pairwise(self.points):
            before, after = number(one), number(other)
            if before is not None and after is not None and after <= before:
                message = f"{number_text(after)} stands after {number_text(before)}"
                hint = "put the points in rising order, each once"
                yield Problem("points", message, path / amount_text(other), hint, at_key=True)

    @classmethod
    def variants(cls, written: Any, choices: Choices) -> Iterator[Variant]:  # noqa: ARG003 - one shape for all
        """Move each point along, and up and down; the sentence names both of its numbers."""
        taken = set(map(number_of, written))
        for place, value in written.items():
            before = said(f"{place}:", value)
            for it in moved(number_of(place)):
                if it.data not in taken:
                    data = renamed(written, place, it.after)
                    yield Variant(data, before, said(f"{it.after}:", value), Path((place,)))
            for it in placed(written, place, moved(value)):
                yield evolve(it, before=before, after=said(f"{place}:", it.data[place]))

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw points in order."""
        points = {amount_text(drawing.amount(x)): drawing.amount() for x in drawing.rising(2)}
        return {cls.word: points, **drawing.pick(beyonds())}


def _place(key: str) -> Amount:
    value = number_of(key)
    return key if value is None else value
