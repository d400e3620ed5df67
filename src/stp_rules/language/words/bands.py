"""`bands:` number to number, or to category."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Self, get_args

from attrs import evolve, frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.conditions import sides
from stp_rules.language.edges import DOWNWARDS, EDGES, Edge, EdgeTest, range_problems
from stp_rules.language.fields import (
    Data,
    amount,
    named,
    outcome,
    plain,
    read_field,
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
    """One band; the edge (`test`, `edge`) is `None` on the last, which takes the rest.

    `between` has two numbers for an edge.
    """

    test: EdgeTest | None
    edge: Amount | tuple[Amount, Amount] | None = amount()
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
        edge = _edge(band) if band.test else "else"
        return f"{edge} is {wording.constant(band.value, kind)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Give what the first band holds whose edge the value meets; the last takes the rest."""
        *edged, rest = self.bands
        chosen: Value = rest.value
        for band in reversed(edged):
            chosen = arithmetic.where(_meets(band, value, arithmetic), band.value, chosen)
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

    def edges(self) -> tuple[tuple[Edge, ...], ...]:
        """Return the edges of each band."""
        return tuple(tuple(_edges(band)) for band in self.bands)

    def numbered(self) -> Self:
        """Return the bands with their positions for values."""
        numbers: Iterator[tuple[Any, Band]] = enumerate(self.bands)
        return evolve(self, bands=tuple(evolve(band, value=at) for at, band in numbers))

    def uses(self, path: Path, after: Kind | None) -> Iterator[Use]:
        """Give the scale, and the parameters among edges and values."""
        yield from super().uses(path, after)
        for position, band in enumerate(self.bands):
            at = path / self.word / position
            for where, name in named(band.edge, at / str(band.test)):
                yield Use(where, name, "amount")
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
        yield from _in_order([*edged, rest] if rest.test else edged, path, number)
        if rest.test:
            message = f"these bands leave a gap: nothing is said of what is not {_edge(rest)}"
            hint = "add a last band without an edge, {is: ...}"
            yield Problem("bands", message, path / len(edged), hint)

    @classmethod
    def variants(cls, written: Any, choices: Choices) -> Iterator[Variant]:
        """Change the edge of each band, and what it gives."""
        for at, line in enumerate(written):
            edge = {test: value for test, value in line.items() if test in get_args(EdgeTest)}
            rest = {name: value for name, value in line.items() if name not in edge}
            changed = (evolve(it, data=it.data | rest) for it in choices.tests(edge))
            given = item(line, "is", choices.outcome)
            yield from placed(written, at, chain(changed, given))

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw bands to numbers, or to the categories of a scale, mostly in their order."""
        if drawing.flip():
            outcomes = [drawing.amount() for _ in range(drawing.pick([2, 3, 4, 5]))]
            return {cls.word: cls._drawn(drawing, outcomes)}
        scale = drawing.pick(drawing.scales)
        categories = drawing.scales[scale]
        shuffled = drawing.shuffled(categories) if drawing.pick(range(3)) == 0 else categories
        return {cls.word: cls._drawn(drawing, shuffled), "scale": scale}

    @classmethod
    def _drawn(cls, drawing: Drawing, outcomes: Sequence[Any]) -> list[Data]:
        """Draw bands, sometimes behind one between two numbers that gives what the last does."""
        bands = drawing.edges(outcomes)
        if drawing.pick(range(4)):
            return bands
        ends = [drawing.amount(it) for it in drawing.rising(2, 2)]
        return [{"between": ends, "is": outcomes[-1]}, *bands]


def _meets(band: Band, value: Value, arithmetic: Arithmetic) -> Value:
    """Tell whether a value meets the edge of a band, or both."""
    if band.test in EDGES:
        return EDGES[band.test](value, band.edge)
    low, high = (EDGES[test](value, edge) for test, edge in sides(str(band.test), band.edge))
    return arithmetic.where(low, high, False)


def _edges(band: Band) -> Iterator[Edge]:
    at = Path((str(band.test),))
    for position, (test, edge) in enumerate(sides(band.test, band.edge) if band.test else ()):
        yield Edge(test, edge, at / position if band.test == "between" else at)


def _read(line: Mapping[str, Any]) -> Band:
    test: Any = next((edge for edge in get_args(EdgeTest) if edge in line), None)
    edge: Any = read_field("amount", line[test]) if test else None
    return Band(test, edge, read_outcome(line["is"]), read_says(line))


def _written(band: Band) -> Data:
    edge: Data = {band.test: plain(band.edge)} if band.test else {}
    return {**edge, "is": band.value, **written_fields(band.says, beside=False)}


def _in_order(bands: Sequence[Band], path: Path, number: Amounts) -> Iterator[Problem]:
    """Say where bands cut in opposite directions, where one is empty, or has nothing left.

    `widest` are the bands before, without those of which another takes all: what one of these
    takes is taken by that other too.
    """
    one_sided: Band | None = None
    widest: list[Band] = []
    for position, band in enumerate(bands):
        at = path / position
        if band.test == "between":
            edges = {edge.test: number(edge.number) for edge in _edges(band)}
            yield from range_problems(edges, at / "between")
        covering = next((it for it in reversed(widest) if _covers(it, band, number)), None)
        if one_sided and _opposed(one_sided, band):
            message = f"`{one_sided.test}` and `{band.test}` cut in opposite directions"
            hint = "use at_least and above, or at_most and below, all through"
            yield Problem("bands", message, at, hint)
        elif covering:
            yield _nothing_left(band, covering, at)
        if not covering:
            widest = [*(it for it in widest if not _covers(band, it, number)), band]
        one_sided = one_sided if band.test == "between" else band


def _opposed(before: Band, band: Band) -> bool:
    return band.test != "between" and (before.test in DOWNWARDS) != (band.test in DOWNWARDS)


def _nothing_left(band: Band, covering: Band, path: Path) -> Problem:
    order = "highest edge first" if covering.test in DOWNWARDS else "lowest edge first"
    order = "put the narrower one first" if covering.test == "between" else f"put the {order}"
    taken = f"the one before takes all that is {_edge(band)}"
    return Problem("bands", f"nothing is left for this band: {taken}", path, order)


def _covers(before: Band, band: Band, number: Amounts) -> bool:
    """Tell whether a band takes all that a later one would take: each of its edges lies beyond."""
    return all(
        any(_beyond(inner, outer, number) for inner in _edges(band)) for outer in _edges(before)
    )


def _beyond(inner: Edge, outer: Edge, number: Amounts) -> bool:
    """Tell whether all that is on one side of an edge is on that side of another."""
    first, second = number(outer.number), number(inner.number)
    downwards = outer.test in DOWNWARDS
    if first is None or second is None or downwards != (inner.test in DOWNWARDS):
        return False
    if first == second:
        return (outer.test, inner.test) not in (("above", "at_least"), ("below", "at_most"))
    return (second > first) == downwards


def _edge(band: Band) -> str:
    """Write the edge of a band, or both."""
    numbers = [amount_text(edge.number) for edge in _edges(band)]
    return f"{words(str(band.test))} {' and '.join(numbers)}"
