"""A step over spans: on each piece of its transfer function, and from one piece to another."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, StepPlan
from stp_rules.engine.values import Unknown
from stp_rules.language.values import Itself
from stp_rules.language.word import Sign
from stp_rules.proofs.domain.moves import NOT_RATED, Cell, Move, cell_of, moved
from stp_rules.proofs.domain.ruled import transfer_of
from stp_rules.readings.exact import attempted
from stp_rules.readings.functions import Curve, Line, Staircase
from stp_rules.readings.piecewise import NOTHING
from stp_rules.readings.spans import (
    ANYWHERE,
    BESIDE,
    FALLING,
    NEARLY,
    RISING,
    ZERO,
    Near,
    Span,
    endless,
    hull,
)
from stp_rules.readings.transfer import Run, strays


@frozen
class Stretch:
    """A part of the line on which a step does one thing, and what comes of it.

    `at` is the place of the piece among those of the step. For what is no span of numbers, `piece`
    and `at` are placeholders that nobody may read.
    """

    piece: Span
    out: Cell
    at: int = 0


def image(step: StepPlan, cell: Cell) -> Cell:
    """Return what a step makes of a value that is not a stretch of numbers."""
    if isinstance(cell, Unknown):
        return cell
    raw = Exact.of(Fraction(cell.low)) if isinstance(cell, Span) else cell
    return _typed(attempted(step.args.body, raw, EXACT))


def _typed(raw: Any) -> Cell:
    return NOT_RATED if isinstance(raw, Unknown) else cell_of(raw)


def over(step: StepPlan, span: Span) -> tuple[Stretch, ...]:
    """Return what a step does on each stretch of a span; it is remembered."""
    return _over(Itself(step), span)


@lru_cache(maxsize=16384)
def _over(step: Itself, span: Span) -> tuple[Stretch, ...]:
    found = transfer_of(step.value).over(span)
    return tuple(Stretch(part, _outcome(step.value, at, part), at) for at, part in found)


def _outcome(step: StepPlan, at: int, part: Span) -> Cell:
    """Return what comes of a part of one piece: of one number, what the evaluator says."""
    value = transfer_of(step).pieces[at].value
    if value is NOTHING:
        return NOT_RATED
    if part.point:
        return image(step, part)
    return value.out(part) if isinstance(value, Line | Staircase | Curve) else cell_of(value)


def stepped(one: StepPlan, other: StepPlan, move: Move) -> Iterator[Move]:
    """Give what a step before, and the same or another step after, make of a move.

    Lacks nothing, because each of two values lies on some piece of its step, and all pairs of
    pieces are gone through; one is passed over only where no difference of the move leads from
    the one piece to the other.
    """
    for before in _parts(one, move.before):
        for after in _parts(other, move.after):
            between = _between_pieces(before, after, move)
            if between is None:
                yield moved(before.out, after.out)
            elif not between.empty:
                by = _moved_by(one, before, after, between) if one is other else None
                yield moved(before.out, after.out, by)


def _between_pieces(before: Stretch, after: Stretch, move: Move) -> Span | None:
    """Return by how much a number moves from one piece to another; cut, a limit may lie beside."""
    if move.by is None:
        return None
    between = (after.piece - before.piece).meet(move.by)
    whole = (before.piece, after.piece) == move[:2]
    return between if whole or not between.near else between.nearly(BESIDE)


def _parts(step: StepPlan, cell: Cell) -> tuple[Stretch, ...]:
    if isinstance(cell, Span):
        return over(step, cell)
    return (Stretch(ZERO, image(step, cell)),)


def _moved_by(step: StepPlan, before: Stretch, after: Stretch, between: Span) -> Span | None:
    """Return by how much the outcome moves: as far as slopes, or the way it goes, tell.

    A step without jumps moves by as much as its slopes on the way; one that keeps to a line, by
    as much as the line does and as it strays from it.
    """
    if between == ZERO:
        return ZERO
    run = transfer_of(step).run(before.at, after.at)
    way = signed(between, run.way)
    sides = [(transfer_of(step).pieces[it.at].value, it.piece) for it in (before, after)]
    if between.near and run.continuous and all(_has_limits(*it, between.near) for it in sides):
        return (way or _EITHER_WAY).nearly(between.near)
    if run.slopes is not None:
        return hull(between.scaled(slope) for slope in run.slopes)
    kept = _kept(run, [value for value, _ in sides], between)
    return kept.meet(way) if kept and way else kept or way


_EITHER_WAY = Span(-NEARLY, NEARLY)


def _has_limits(value: Any, piece: Span, near: Near) -> bool:
    """Tell whether an outcome has a limit wherever the number has one.

    What is continuous has one within a piece; on its ends a logarithm may have none.
    """
    if near != BESIDE or not isinstance(value, Curve) or value.at is None:
        return True
    ends = [Fraction(end) for end in (piece.low, piece.high) if not endless(end)]
    return None not in map(value.at, ends)


def _kept(run: Run, sides: Sequence[Any], between: Span) -> Span | None:
    """Return by how much an outcome moves that keeps to a line.

    What climbs in flat stairs moves by whole stairs alone, however little the number moves.
    """
    if run.line is None:
        return None
    apart = strays(sides[1]) - strays(sides[0])
    if between.near and all(isinstance(it, Staircase) and it.flat for it in sides):
        return Span(apart.low, apart.high)
    return between.scaled(run.line.slope) + apart


def has_limit_but(number: Fraction, near: Near, cell: Span) -> bool:
    """Tell whether what moves less and less in a cell comes to another number than this one."""
    ends = Span(cell.low, cell.high) if near == BESIDE else cell
    return near > 0 and number not in ends


def signed(by: Span, way: Sign | None) -> Span | None:
    """Return what is known of the move of something that rises or falls with what moves."""
    if way and by.low >= 0:
        return RISING if way > 0 else FALLING
    if way and by.high <= 0:
        return FALLING if way > 0 else RISING
    return None


def change(step: StepPlan, cell: Span) -> Span:
    """Return by how much a step changes the numbers of a cell: anything, where that is unknown."""
    return hull(_change(step, part) for part in over(step, cell))


def _change(step: StepPlan, part: Stretch) -> Span:
    """Return by how much a step changes the numbers of a stretch."""
    value = transfer_of(step).pieces[part.at].value
    if not isinstance(part.out, Span):
        return ANYWHERE
    if part.piece.point or not isinstance(value, Line | Staircase):
        return part.out - part.piece
    line = value if isinstance(value, Line) else value.line
    return Line(line.slope - 1, line.offset).out(part.piece) + strays(value)
