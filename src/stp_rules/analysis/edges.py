"""Which subjects lie exactly on an edge, or one step from another rating."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import frozen

from stp_rules.analysis.proofs.moves import raw_of
from stp_rules.analysis.proofs.pairs import some_of
from stp_rules.analysis.proofs.prover import Prover
from stp_rules.analysis.proofs.spans import Span
from stp_rules.engine.evaluation import ALONE, measured
from stp_rules.engine.result import Rating, TracedStep
from stp_rules.engine.values import Raw, Seen, Unknown
from stp_rules.kinds import NUMBER
from stp_rules.model import Clusters, Itself, QuantileBands
from stp_rules.paths import Path


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


@lru_cache(maxsize=16)
def _prover(ruleset: Itself) -> Prover:
    return Prover(ruleset.value)


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
