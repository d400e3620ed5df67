"""Values of an input that are worth a try: a few of each cell, of each move, and plain ones."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw, Unknown
from stp_rules.figures import number_text
from stp_rules.language.values import State
from stp_rules.proofs.domain.moves import Cell, Move
from stp_rules.readings.spans import RISING, Span, plainest

Values = Mapping[str, Raw]
"""A subject: a value of every input."""

MISSING = Unknown(State.MISSING, "it is missing")

SILENT = (
    Unknown(State.SUPPRESSED, "it is suppressed"),
    Unknown(State.NOT_APPLICABLE, "it is not applicable"),
)

LAST_OF_ALL = 10_000
"""More digits than any number has that is tried."""


def missing() -> Unknown:
    """Return what stands for a value that is not reported."""
    return MISSING


@lru_cache(maxsize=4096, typed=True)
def some_of(cell: Cell) -> tuple[Raw, ...]:
    """Return a few values of a cell, the same objects each time."""
    return tuple(map(Exact.of, cell.samples())) if isinstance(cell, Span) else (cell,)


def ends(move: Move) -> Iterator[tuple[Raw, Raw]]:
    """Give values of an input before and after a move."""
    for before, after in product(some_of(move.before), some_of(move.after)):
        if goes(move, before, after):
            yield before, after
    if move.before == move.after and isinstance(move.before, Span) and move.by:
        step = _small(move)
        for before in some_of(move.before):
            after = Exact.of(before.fraction + step)
            if goes(move, before, after) and after.fraction in move.before:
                yield before, after


def goes(move: Move, before: Raw, after: Raw) -> bool:
    """Tell whether two values lie as far apart as a move says."""
    if move.by is None:
        return True
    return after.fraction - before.fraction in move.by


def _small(move: Move) -> Fraction:
    """Return a small step in the direction of a move, upwards where it may go both ways."""
    by: Any = move.by
    upwards = by.meet(RISING)
    if upwards.high <= 0:
        return -plainest(*_inner(-by))
    least, most = _inner(upwards)
    return plainest(least or most / 2, most)


def _inner(span: Span) -> tuple[Fraction, Fraction]:
    samples = span.samples()
    return samples[0], samples[-1]


def plainness(raw: Raw) -> tuple[int, Any]:
    """Order values: the fewer digits the plainer; a quotient, which no table holds, comes last."""
    if isinstance(raw, Exact):
        number, text = raw.fraction, number_text(raw.fraction)
        return len(text) + LAST_OF_ALL * ("/" in text), abs(number)
    return 0, 0
