"""A step over spans: between its edges every step is constant, or rises, or falls."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import Any

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, StepPlan
from stp_rules.engine.values import Unknown
from stp_rules.language.word import Sign
from stp_rules.model import Bands, Goalposts, Itself, Limit, Points, Round
from stp_rules.proofs.domain.moves import NOT_RATED, Cell, Move, cell_of, moved
from stp_rules.proofs.domain.ruled import shape_of
from stp_rules.readings.exact import attempted
from stp_rules.readings.spans import (
    ANYWHERE,
    BESIDE,
    FALLING,
    NEARLY,
    RISING,
    ZERO,
    Near,
    Span,
    hull,
    pieces,
)


@frozen
class Stretch:
    """A piece of the line on which a step does one thing.

    `way` is 1 where it rises, -1 where it falls, 0 where it is constant; `slope` is `None` where
    it is not straight.
    """

    piece: Span
    out: Cell
    way: Sign
    slope: Fraction | None


def image(step: StepPlan, cell: Cell) -> Cell:
    """Return what a step makes of a value that is not a stretch of numbers."""
    if isinstance(cell, Unknown):
        return cell
    raw = Exact.of(Fraction(cell.low)) if isinstance(cell, Span) else cell
    return _typed(attempted(step.args.body, raw, EXACT))


def _typed(raw: Any) -> Cell:
    return NOT_RATED if isinstance(raw, Unknown) else cell_of(raw)


def over(step: StepPlan, span: Span) -> Iterator[Stretch]:
    """Give what a step does on each stretch of a span."""
    for stretch in _stretches(Itself(step)):
        part = stretch.piece.meet(span)
        if not part.empty:
            yield stretch if part == stretch.piece else _stretch(step, part)


@lru_cache(maxsize=4096)
def _stretches(step: Itself) -> tuple[Stretch, ...]:
    return tuple(_stretch(step.value, piece) for piece in pieces(_cuts(step.value.args)))


def cuts(step: StepPlan) -> frozenset[Fraction]:
    """Return the numbers at which a step does something new; beside a cohort there are none."""
    return frozenset() if step.site else frozenset(_cuts(step.args))


def _cuts(args: Any) -> Iterator[Fraction]:
    yield from (edge.fraction for edge in _edges(args) if edge is not None)
    if isinstance(args, Goalposts) and args.curve == "log":
        yield Fraction(0)


def _edges(args: Any) -> Sequence[Any]:
    """Return the numbers of a step, as the plan holds them, between which it does one thing."""
    match args:
        case Bands(bands):
            return [band.edge for band in bands]
        case Points(points):
            return [place for place, _ in points]
        case Goalposts(worst, best):
            return [worst, best]
        case Limit(low, high):
            return [low, high]
    shape_of(args)
    return []


def _stretch(step: StepPlan, piece: Span) -> Stretch:
    if piece.point:
        return Stretch(piece, image(step, piece), 0, None)
    inside = piece.samples()
    first, second = inside[len(inside) // 2], _further(inside)
    one, other = image(step, Span.at(first)), image(step, Span.at(second))
    shape = shape_of(step.args)
    if not isinstance(one, Span) or shape == "constant":
        return Stretch(piece, one, 0, None)
    rise = Fraction(0) if not isinstance(other, Span) else Fraction(other.low) - Fraction(one.low)
    if shape == "rounded":
        return Stretch(piece, _between(step, piece, 1), 1, None)
    way = (rise > 0) - (rise < 0)
    if not way:
        return Stretch(piece, one, 0, Fraction(0))
    slope = rise / (second - first) if shape == "straight" else None
    return Stretch(piece, _between(step, piece, way), way, slope)


def _further(inside: tuple[Fraction, ...]) -> Fraction:
    """Return a number above the middle one, and inside where the ends are open."""
    middle = len(inside) // 2
    return (inside[middle] + inside[middle + 1]) / 2


def _between(step: StepPlan, piece: Span, way: Sign) -> Span:
    """Return what a step that rises or falls makes of a piece."""
    low, high = (_end(step, end, way) for end in (piece.low, piece.high))
    closed = isinstance(step.args, Round)
    out = Span(low, high, piece.low_open and not closed, piece.high_open and not closed)
    return out if way > 0 else Span(high, low, out.high_open, out.low_open)


def _end(step: StepPlan, end: Fraction | float, way: Sign) -> Fraction | float:
    if end in (inf, -inf):
        return end * way
    found = image(step, Span.at(Fraction(end)))
    return found.low if isinstance(found, Span) else -inf * way


def stepped(one: StepPlan, other: StepPlan, move: Move) -> Iterator[Move]:
    """Give what a step before, and the same or another step after, make of a move."""
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


def _parts(step: StepPlan, cell: Cell) -> Iterator[Stretch]:
    if isinstance(cell, Span):
        yield from over(step, cell)
    else:
        yield Stretch(ZERO, image(step, cell), 0, None)


def _moved_by(step: StepPlan, before: Stretch, after: Stretch, between: Span) -> Span | None:
    """Return by how much the outcome moves: as far as slopes, or the way it goes, tell."""
    if between == ZERO:
        return ZERO
    same = before.piece == after.piece
    way = before.way if same else trend_of(step)
    if between.near and isinstance(step.args, Round):
        return _rounded_beside(between, step.args)
    if between.near and _continuous(step, between, before, after):
        return (signed(between, way) or _EITHER_WAY).nearly(between.near)
    slopes = {before.slope} if same else _slopes(Itself(step))
    known = [between.scaled(slope) for slope in slopes if slope is not None]
    if known and len(known) == len(slopes):
        return hull(known)
    if isinstance(step.args, Round):
        return _rounded(between, step.args)
    return signed(between, way)


_EITHER_WAY = Span(-NEARLY, NEARLY)


def _continuous(step: StepPlan, between: Span, before: Stretch, after: Stretch) -> bool:
    """Tell whether the outcome moves by as little as one likes where the number does.

    A logarithm does so but at zero, where it has no limit unless it is held before.
    """
    shape = shape_of(step.args)
    if shape != "curved":
        return shape == "straight"
    sides = [it.piece for it in (before, after) if it.way]
    return all(has_limit_but(Fraction(0), between.near, side) for side in sides)


def _rounded_beside(between: Span, args: Round) -> Span:
    """Return by how much a number moves that is rounded and lies beside one: a unit, or nothing."""
    whole = Span(-args.to, args.to)
    way = signed(between, 1)
    return whole.meet(way) if way else whole


def _rounded(between: Span, args: Round) -> Span:
    """Return by how much a number moves that is rounded: a unit more or less, never back.

    Towards zero, numbers on both sides of it may each come nearer by a whole unit.
    """
    margin = args.to * (2 if args.toward == "zero" else 1)
    wider = between + Span(-margin, margin)
    way = signed(between, 1)
    return wider.meet(way) if way else wider


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


@lru_cache(maxsize=4096)
def _slopes(step: Itself) -> frozenset[Fraction | None]:
    """Return the slopes of a step without jumps, and none for any other."""
    if shape_of(step.value.args) in ("constant", "rounded"):
        return frozenset()
    return frozenset(it.slope for it in _stretches(step) if not it.piece.point)


def trend_of(step: StepPlan) -> Sign | None:
    """Tell whether a step never falls (1), never rises (-1), or neither is sure."""
    return _trend(Itself(step))


@lru_cache(maxsize=4096)
def _trend(step: Itself) -> Sign | None:
    stretches = _stretches(step)
    outs = [it.out for it in stretches if isinstance(it.out, Span)]
    ways = {it.way for it in stretches} | {_towards(*pair) for pair in pairwise(outs)}
    ways.discard(0)
    if isinstance(step.value.args, Round):
        return 1
    return ways.pop() if len(ways) == 1 else None


def _towards(one: Span, other: Span) -> Sign | None:
    """Tell whether one span lies below the next (1) or above it (-1); 0 where they are one."""
    if one == other:
        return 0
    if one.high <= other.low:
        return 1
    return -1 if one.low >= other.high else None


def change(step: StepPlan, cell: Span) -> Span:
    """Return by how much a step changes the numbers of a cell: anything, where that is unknown."""
    return hull(_change(step, part) for part in over(step, cell))


def _change(step: StepPlan, part: Stretch) -> Span:
    """Return by how much a step changes the numbers of a stretch: straight, or to one number."""
    if not isinstance(part.out, Span) or (part.slope is None and not part.out.point):
        return ANYWHERE
    slope, at = part.slope or Fraction(0), part.piece.sample()
    found = image(step, Span.at(at))
    if not isinstance(found, Span):
        return ANYWHERE
    return part.piece.scaled(slope - 1) + Span.at(Fraction(found.low) - slope * at)
