"""`bands:` number to number, or to category."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, pairwise
from typing import Any, Self

from attrs import evolve, frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.edges import DOWNWARDS, EDGES, EdgeTest
from stp_rules.language.fields import (
    Data,
    amount,
    outcome,
    read_amount,
    read_outcome,
    scale,
    written_fields,
)
from stp_rules.language.kind import Kind, Kinds
from stp_rules.language.uses import Use
from stp_rules.language.values import NOBODY_NEARER, Amount, Outcome, Says, read_says
from stp_rules.language.variants import Variant, item, placed
from stp_rules.language.word import Amounts, Choices, Conversion, Drawing, Fitting, Wording
from stp_rules.paths import Path
from stp_rules.phrases import words


@frozen
class Band:
    """One band; the edge (`test`, `edge`) is `None` on the last, which takes the rest."""

    test: EdgeTest | None
    edge: Amount | None = amount()
    value: Outcome = outcome()
    says: Says = NOBODY_NEARER


@frozen
class Bands(Conversion):
    """Number to number, or to category where `scale` is given."""

    word = "bands"
    lemma = "each band was set against each other: none turns the order"
    holds = "band"
    changes = "{before} is banded as {after}"
    bare = "bands"

    bands: tuple[Band, ...]
    scale: str | None = scale(default=None)

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write each band, the last as all else."""
        return "bands: " + "; ".join(self._line(it, wording, after) for it in self.bands)

    def _line(self, band: Band, wording: Wording, kind: Kind) -> str:
        edge = f"{words(band.test)} {amount_text(band.edge)}" if band.test else "else"
        return f"{edge} is {wording.constant(band.value, kind)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Give what the first band holds whose edge the value meets; the last takes the rest."""
        *edged, rest = self.bands
        chosen: Value = rest.value
        for band in reversed(edged):
            chosen = arithmetic.where(EDGES[band.test](value, band.edge), band.value, chosen)
        return chosen

    @classmethod
    def read(cls, written: Any, step: Mapping[str, Any]) -> Self:
        """Read bands; the last one has no edge."""
        return cls(tuple(map(_read, written)), step.get("scale"))

    def written(self) -> list[Data]:
        """Write the bands, each with its edge first."""
        return [_written(band) for band in self.bands]

    def settled(self, known: Kinds) -> bool:
        """Tell whether the bands give categories, or numbers alone."""
        names = (band.value for band in self.bands if isinstance(band.value, str))
        return bool(self.scale) or all(name in known for name in names)

    def given(self) -> tuple[Any, ...]:
        """Return what each band gives, each once."""
        return tuple(dict.fromkeys(band.value for band in self.bands))

    def edges(self) -> tuple[tuple[str | None, Any], ...]:
        """Return the edge of each band."""
        return tuple((band.test, band.edge) for band in self.bands)

    def numbered(self) -> Self:
        """Return the bands with their positions for values."""
        numbers: Iterator[tuple[Any, Band]] = enumerate(self.bands)
        return evolve(self, bands=tuple(evolve(band, value=at) for at, band in numbers))

    def uses(self, path: Path, after: Kind | None) -> Iterator[Use]:
        """Give the scale, and the parameters among edges and values."""
        yield from super().uses(path, after)
        for position, band in enumerate(self.bands):
            at = path / self.word / position
            if isinstance(band.edge, str):
                yield Use(at / str(band.test), band.edge, "amount")
            if isinstance(band.value, str) and not self.scale:
                yield Use(at / "is", band.value, "band")

    def claims(self) -> Iterator[tuple[Path, Says]]:
        """Give what each band says of who says so."""
        return ((Path((at, "source")), band.says) for at, band in enumerate(self.bands))

    def misfits(self, before: Kind, path: Path, fitting: Fitting) -> Iterator[Problem]:
        """Check the value of each band."""
        for position, band in enumerate(self.bands):
            yield from fitting.outcome(band.value, self.after(before), path / position / "is")

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say where bands leave a gap, cut in opposite directions, or leave one nothing."""
        *edged, rest = self.bands
        early = [position for position, band in enumerate(edged) if band.test is None]
        if early:
            message = "a band without an edge takes all, and nothing after it is reached"
            yield Problem("bands", message, path / early[0], "put it last, or give it an edge")
            return
        for position, (before, band) in enumerate(pairwise(edged + [rest] * bool(rest.test)), 1):
            yield from _neighbours(before, band, path / position, number)
        if rest.test:
            message = f"these bands leave a gap: nothing is said of what is not {_edge(rest)}"
            hint = "add a last band without an edge, {is: ...}"
            yield Problem("bands", message, path / len(edged), hint)

    @classmethod
    def variants(cls, written: Any, choices: Choices) -> Iterator[Variant]:
        """Change the edge of each band, and what it gives."""
        for at, line in enumerate(written):
            edge = {test: value for test, value in line.items() if test in EDGES}
            rest = {name: value for name, value in line.items() if name not in EDGES}
            changed = (evolve(it, data=it.data | rest) for it in choices.tests(edge))
            given = item(line, "is", choices.outcome)
            yield from placed(written, at, chain(changed, given))

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw bands to numbers, or to the categories of a scale, mostly in their order."""
        if drawing.flip():
            outcomes = [drawing.amount() for _ in range(drawing.pick([2, 3, 4, 5]))]
            return {cls.word: drawing.edges(outcomes)}
        scale = drawing.pick(drawing.scales)
        categories = drawing.scales[scale]
        shuffled = drawing.shuffled(categories) if drawing.pick(range(3)) == 0 else categories
        return {cls.word: drawing.edges(shuffled), "scale": scale}


def _read(line: Mapping[str, Any]) -> Band:
    test: Any = next((edge for edge in EDGES if edge in line), None)
    edge = read_amount(line[test]) if test else None
    return Band(test, edge, read_outcome(line["is"]), read_says(line))


def _written(band: Band) -> Data:
    edge: Data = {band.test: band.edge} if band.test else {}
    return {**edge, "is": band.value, **written_fields(band.says, beside=False)}


def _neighbours(before: Band, band: Band, path: Path, number: Amounts) -> Iterator[Problem]:
    downwards = before.test in DOWNWARDS
    if downwards != (band.test in DOWNWARDS):
        message = f"`{before.test}` and `{band.test}` cut in opposite directions"
        hint = "use at_least and above, or at_most and below, all through"
        yield Problem("bands", message, path, hint)
    elif _covers(before, band, number):
        order = "highest edge first" if downwards else "lowest edge first"
        taken = f"the one before takes all that is {_edge(band)}"
        message = f"nothing is left for this band: {taken}"
        yield Problem("bands", message, path, f"put the {order}")


def _covers(before: Band, band: Band, number: Amounts) -> bool:
    """Tell whether a band takes all that the next one, with an edge alike, would take."""
    first, second = number(before.edge), number(band.edge)
    if first is None or second is None:
        return False
    if first == second:
        return (before.test, band.test) not in (("above", "at_least"), ("below", "at_most"))
    return (second > first) == (before.test in DOWNWARDS)


def _edge(band: Band) -> str:
    return f"{str(band.test).replace('_', ' ')} {amount_text(band.edge or Fraction(0))}"
