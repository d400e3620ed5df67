"""What a proof claims, as plain data, for a checker that does not trust it.

The tables of the walk are written down: for each input, measure and named step, and after each
source and step, the moves that there can be. A certificate is made of such arguments, each for some
of the inputs that move.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.values import Lens, Unknown
from stp_rules.figures import number_text
from stp_rules.language.ruleset import Promise
from stp_rules.paths import Path
from stp_rules.proofs.domain.harms import Question
from stp_rules.proofs.domain.moves import (
    FINE,
    Cell,
    Move,
    Resolution,
    Table,
    moved,
    vanishing,
)
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.walk.walk import Walk, constants
from stp_rules.readings.spans import ANYWHERE, FALLING, NEARLY, RISING, ZERO, Span

Data = dict[str, Any]


@frozen
class Argument:
    """How it was settled that the moves of some inputs do no harm: by a walk, or by other means.

    A walk has the resolution in which it showed it.
    """

    prover: Prover
    questions: tuple[Question, ...]
    by: str
    resolution: Resolution | None = None

    @property
    def moved(self) -> list[str]:
        """The inputs that move."""
        return [it.name for it in self.questions]

    def written(self) -> Iterator[list[Data]]:
        """Give ways to write it, the briefest first: what stands still, and then what moves.

        By how much numbers move is left out where the way they go may do.
        """
        if self.by == "enumeration":
            yield from self._together()
        resolution = self.resolution or (FINE if self.by == "enumeration" else None)
        for exactly in (False, True) if resolution else ():
            rest = evolve(self, questions=(), resolution=resolution)
            own = evolve(self, resolution=resolution)
            still: Data = {"moved": [], "claims": list(rest.claims(exactly=exactly))}
            claims = list(own.claims(exactly=exactly)) if self.questions else []
            moving: Data = {"moved": self.moved, "beside": 0, "claims": claims}
            yield [still, moving] if self.questions else [still]

    def unchecked(self) -> Data:
        """Write that it was settled, and by what, without a claim that could be checked."""
        return {"moved": self.moved, "unchecked": f"settled by {self.by}"}

    def claims(self, *, exactly: bool, only: Iterable[str] | None = None) -> Iterator[Data]:
        """Give what a walk claims of each name, source and step, or of some measures."""
        plan, places = self.prover.plan, dict[Path, Table]()
        names, walk = self.walk(places.__setitem__, only)
        for name in names:
            yield {"name": name, "moves": _moves(walk.tables[name], plan.lenses[name], exactly)}
        for measure in plan.measures:
            lenses = {measure.info.path: measure.info.source}
            lenses |= {step.info.path: step.info.after for step in measure.steps}
            for path in [it for it in lenses if it in places]:
                yield {"at": str(path), "moves": _moves(places[path], lenses[path], exactly)}

    def walk(self, record: Any, only: Iterable[str] | None) -> tuple[list[str], Walk]:
        """Walk once more, and return the names of which it tells something new."""
        prover, plan, resolution = self.prover, self.prover.plan, self.resolution or FINE
        rest = prover.still(resolution).tables
        moving = {it.name: _literally(it) for it in self.questions}
        if len(moving) > 1:
            moving = {name: rest[name] | table for name, table in moving.items()}
        resting = set().union(*map(prover.wires.resting, moving))
        known = {name: it for name, it in rest.items() if moving and name not in resting}
        inputs = moving or {name: prover.cells.table(name) for name in plan.inputs}
        names = list(inputs)
        tables = {**constants((plan, plan)), **known, **inputs}
        walk = Walk(resolution, tables, record=record)
        for measure in plan.measures:
            name = measure.info.measure.name
            if name not in walk.tables and (only is None or name in only):
                walk.measure(measure, measure)
                names += measure.info.measure.defines
        return names, walk

    def _together(self) -> Iterator[list[Data]]:
        """Write what was gone through: some names, and all measures from every combination."""
        every, (question,) = self.prover.enumeration, self.questions
        wires, lenses = self.prover.wires, self.prover.plan.lenses
        entries = [it for it in every.names if question.name in wires.behind(it)] if every else []
        if every is None or len(entries) != 1:
            return
        behind = set().union(*map(wires.behind, every.names))
        fine = evolve(self, resolution=FINE)
        rest = list(evolve(fine, questions=()).claims(exactly=True, only=behind))
        own = list(fine.claims(exactly=True, only=behind))
        _, walk = fine.walk(lambda _path, _table: None, behind)
        if not self.prover.told(every, entries[0], walk.tables[entries[0]]):
            return
        tables: list[dict[Move, None]] = [{} for _ in every.measures]
        pairs = [(it, it) for it in every.outcomes.values()]
        pairs += [it[:2] for it in every.moves(entries[0], walk.tables[entries[0]])]
        for before, after in pairs:
            for at, table in enumerate(tables):
                table[moved(before[at], after[at])] = None
        for name, table in zip(every.measures, tables, strict=True):
            own.append({"name": name, "moves": _moves(table, lenses[name], exactly=True)})
        yield [
            {"moved": [], "claims": rest},
            {"moved": self.moved, "beside": 0, "together": list(every.measures), "claims": own},
        ]


def _literally(question: Question) -> Table:
    """Return moves by as little as one likes as what they are in the end: by hardly anything."""
    if not question.abrupt:
        return vanishing(question.moves)
    hair = Span(-NEARLY, NEARLY)
    return {
        it._replace(by=evolve(it.by.meet(hair), near=0)) if it.by else it: found
        for it, found in question.moves.items()
    }


def _moves(table: Iterable[Move], lens: Lens, exactly: bool) -> list[Data]:  # noqa: FBT001
    """Write moves, each once."""
    written = dict.fromkeys(it if exactly else it._replace(by=_way(it.by)) for it in table)
    return [_move(it, lens) for it in written]


def _move(move: Move, lens: Lens) -> Data:
    found = {"before": _cell(move.before, lens), "after": _cell(move.after, lens)}
    return {**found, "by": _span(move.by)} if move.by and move.by != ANYWHERE else found


def _way(by: Span | None) -> Span | None:
    """Return which way a number moves, and no more."""
    if by is None or by == ZERO:
        return by
    return RISING if by.low >= 0 else FALLING if by.high <= 0 else ANYWHERE


def _cell(cell: Cell, lens: Lens) -> Any:
    if isinstance(cell, Unknown):
        return {"state": str(cell.state)}
    if isinstance(cell, Span):
        return _span(cell)
    return str(lens.categories[int(cell)]) if lens.categories else cell


def _span(span: Span) -> str:
    """Write the numbers of a span: one as it is, several by their ends."""
    if span.point:
        return number_text(Fraction(span.low))
    low, high = map(_end, (span.low, span.high))
    left, right = "[("[span.low_open or low == "-inf"], "])"[span.high_open or high == "inf"]
    return f"{left}{low}, {high}{right}"


def _end(end: Fraction | float) -> str:
    return str(end) if isinstance(end, float) else number_text(end)


def said(promise: Promise) -> Data:
    """Write a promise."""
    found: Mapping[str, Any] = {
        "kind": promise.kind,
        "except": list(promise.excepted),
        "of": promise.of,
        "inside": promise.inside,
    }
    return {name: it for name, it in found.items() if it}
