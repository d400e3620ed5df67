"""Edges: which totals lie exactly on a line, and which subjects lie on one or one step from it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import evolve, frozen

from stp_rules.analysis.proofs.moves import FINE, Table, raw_of
from stp_rules.analysis.proofs.pairs import some_of
from stp_rules.analysis.proofs.prover import Prover
from stp_rules.analysis.proofs.spans import Span
from stp_rules.analysis.proofs.walk import Walk
from stp_rules.engine.evaluation import ALONE, measured
from stp_rules.engine.plan import MeasurePlan
from stp_rules.engine.result import Rating, TracedStep
from stp_rules.engine.values import Raw, Seen, Unknown
from stp_rules.kinds import NUMBER
from stp_rules.model import Clusters, Itself, QuantileBands, Ruleset
from stp_rules.paths import Path


@frozen
class Meeting:
    """A line that totals can meet: the band that owns its edge, and the edge.

    `measure` is the measure whose value is put into bands; `of` tells how many different values
    it can have.
    """

    path: Path
    measure: str
    edge: Fraction
    of: int


@frozen
class OnLine:
    """A subject whose value lies exactly on the edge of a band."""

    path: Path
    measure: str
    edge: Fraction


@frozen
class OneStep:
    """An input that needs to move no further than across one edge for another result.

    `to` is a value there: the edge itself or one close beyond it, or the next category.
    """

    name: str
    value: Seen
    to: Seen
    result: Seen


def meetings(ruleset: Ruleset) -> list[Meeting]:
    """Return every edge that a reachable value meets exactly, in the order of the measures.

    Values that are not told apart are left out; `untold` names them.
    """
    prover = _prover(Itself(ruleset))
    walk = prover.still(FINE)
    return [it for measure in prover.plan.measures for it in _meetings(walk, measure)]


def untold(ruleset: Ruleset) -> list[str]:
    """Return the measures put into bands whose values are not told apart, so that some may meet.

    They are without end, as those of an input that may be any number, or too many.
    """
    prover = _prover(Itself(ruleset))
    walk = prover.still(FINE)
    return [it.info.measure.name for it in prover.plan.measures if _untold(walk, it)]


def _untold(walk: Walk, measure: MeasurePlan) -> bool:
    return any(
        step.ranked and not all(cell.point for cell in _cells(walk, measure, at))
        for at, step in enumerate(measure.steps)
    )


@lru_cache(maxsize=16)
def _prover(ruleset: Itself) -> Prover:
    return Prover(ruleset.value)


def _meetings(walk: Walk, measure: MeasurePlan) -> Iterator[Meeting]:
    for at, step in enumerate(measure.steps):
        cells = _cells(walk, measure, at) if step.ranked else set()
        if not all(cell.point for cell in cells):
            continue
        for position, (edge, _) in enumerate(step.info.bands):
            if edge is not None and Span.at(edge) in cells:
                path = step.info.path / step.info.word / position
                yield Meeting(path, measure.info.measure.name, edge, len(cells))


def _cells(walk: Walk, measure: MeasurePlan, at: int) -> set[Span]:
    table = _before(walk, measure, at)
    return {move.before for move in table if isinstance(move.before, Span)}


def _before(walk: Walk, measure: MeasurePlan, at: int) -> Table:
    """Return the moves of a measure before one of its steps."""
    part = evolve(measure, steps=measure.steps[:at], parts=())
    scratch = evolve(walk, tables=dict(walk.tables), fired={})
    scratch.measure(part, part)
    return scratch.tables[measure.info.measure.name]


def on_lines(rating: Rating) -> list[OnLine]:
    """Return every edge on which a value of a subject lies exactly.

    The number of a quantile band or a cluster says nothing of how near its cuts are, and is none.
    """
    return [found for it in rating.measures.values() for found in _on_lines(it.name, it.steps)]


def _on_lines(name: str, steps: Sequence[TracedStep]) -> Iterator[OnLine]:
    earlier = [None, *(step.info.step.operation for step in steps)]
    for operation, step in zip(earlier, steps, strict=False):
        for position, (edge, _) in enumerate(step.info.bands):
            numbered = isinstance(operation, QuantileBands | Clusters)
            if edge is not None and step.before == edge and not numbered:
                yield OnLine(step.info.path / step.word / position, name, edge)


def one_step(rating: Rating) -> list[OneStep]:
    """Return every input that could change the result by moving across one edge, up or down.

    An edge is a number at which a rule that reads the input itself does something else. A subject
    whose inputs were refused, or that is not rated, has none.
    """
    if not rating.rated:
        return []
    return [found for name in rating.raw_inputs for found in _steps(rating, name)]


def _steps(rating: Rating, name: str) -> Iterator[OneStep]:
    prover = _prover(Itself(rating.ruleset))
    lens = rating.lenses[name]
    for side in _neighbours(prover, name, rating.raw_inputs[name]):
        for raw in side:
            values = {**rating.raw_inputs, name: raw}
            found = measured(prover.plan, values, rating.reference or ALONE)
            result = found[rating.ruleset.result].value
            if result != rating.value:
                yield OneStep(name, lens.seen(rating.raw_inputs[name]), lens.seen(raw), result)
                break


def _neighbours(prover: Prover, name: str, raw: Raw) -> Iterator[list[Raw]]:
    """Give, on either side of a value, one on the next edge and one beyond it."""
    cells: list[Any] = prover.cells.known(name)
    lens = prover.plan.lenses[name]
    if isinstance(raw, Unknown) or lens.kind.type == "label":
        return
    at = next(position for position, cell in enumerate(cells) if _holds(cell, raw))
    reach = 2 if lens.kind == NUMBER else 1
    yield [_nearest(cell, last=True) for cell in reversed(cells[max(0, at - reach) : at])]
    yield [_nearest(cell, last=False) for cell in cells[at + 1 : at + 1 + reach]]


def _holds(cell: Any, raw: Raw) -> bool:
    return raw.fraction in cell if isinstance(cell, Span) else bool(cell == raw)


def _nearest(cell: Any, *, last: bool) -> Raw:
    """Return the value of a cell that lies nearest to where one comes from."""
    return some_of(cell)[-1 if last else 0] if isinstance(cell, Span) else raw_of(cell)
