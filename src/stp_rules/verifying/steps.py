"""What a step does to a move: its body read with straight lines, between all numbers in it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import inf
from typing import Any, NamedTuple

import attrs
from attrs import evolve, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, StepPlan
from stp_rules.engine.values import Unknown
from stp_rules.language.values import FrozenMap, State
from stp_rules.language.words.cohort.clusters import Clusters
from stp_rules.language.words.cohort.min_max import MinMax
from stp_rules.language.words.cohort.percentile import Percentile
from stp_rules.language.words.cohort.quantile_bands import QuantileBands
from stp_rules.language.words.cohort.rank import Rank
from stp_rules.language.words.cohort.z_score import ZScore
from stp_rules.language.words.goalposts import Goalposts
from stp_rules.language.words.power import Power
from stp_rules.language.words.round import Round
from stp_rules.readings.exact import attempted
from stp_rules.verifying.spans import (
    ANYWHERE,
    ZERO,
    Cell,
    Move,
    Span,
    at,
    cell_of,
    moved,
    possible,
    raw_of,
    signed,
)

NOT_RATED = Unknown(State.NOT_RATED, "")


class CannotFollowError(Exception):
    """The checker has no means to follow something; the message names it."""


@frozen(eq=False)
class _Line:
    """The number `slope * x + start`, where `x` is any number of a span."""

    slope: Fraction
    start: Fraction
    x: Span

    @property
    def span(self) -> Span:
        return self.x * at(self.slope) + at(self.start)

    def __add__(self, other: "_Line") -> "_Line":
        return evolve(self, slope=self.slope + other.slope, start=self.start + other.start)

    def __sub__(self, other: "_Line") -> "_Line":
        return evolve(self, slope=self.slope - other.slope, start=self.start - other.start)

    def __mul__(self, other: "_Line") -> "_Line":
        if self.slope and other.slope:
            raise CannotFollowError("a product of two numbers that move")
        one, factor = (self, other.start) if other.slope == 0 else (other, self.start)
        return evolve(one, slope=one.slope * factor, start=one.start * factor)

    def __truediv__(self, other: "_Line") -> "_Line":
        if other.slope:
            raise CannotFollowError("a quotient by a number that moves")
        if not other.start:
            raise ZeroDivisionError
        return evolve(self, slope=self.slope / other.start, start=self.start / other.start)

    def __bool__(self) -> bool:
        raise CannotFollowError("a test of a number by itself")

    def __eq__(self, other: object) -> bool:
        raise CannotFollowError("a test of equal numbers")

    def __hash__(self) -> int:
        raise CannotFollowError("a number that is looked up")

    def __lt__(self, other: "_Line") -> bool:
        apart = (other - self).span
        if apart.low > 0 or (apart.low == 0 and apart.low_open):
            return True
        if apart.high > 0:
            raise CannotFollowError("a comparison that turns between the numbers of a step")
        return False

    def __gt__(self, other: "_Line") -> bool:
        return other < self

    def __le__(self, other: "_Line") -> bool:
        return not other < self

    def __ge__(self, other: "_Line") -> bool:
        return not self < other


class _Lines(type(EXACT)):  # type: ignore[misc]  # it chooses as exact numbers do
    """The arithmetic of straight lines over one span; what is not straight is not followed."""

    def floor(self, _value: Any) -> Any:
        raise CannotFollowError("the whole part of a number")

    def once(self, _body: Any, *_values: Any) -> Any:
        raise CannotFollowError("a function that is no straight line")


def _constants(args: Any) -> Iterator[Fraction]:
    """Give every number that stands in a step, wherever it stands."""
    if isinstance(args, Exact):
        yield args.fraction
    elif isinstance(args, Mapping):
        for it in args.values():
            yield from _constants(it)
    elif isinstance(args, tuple):
        for it in args:
            yield from _constants(it)
    elif attrs.has(type(args)):
        yield from _constants(attrs.astuple(args, recurse=False))


def _as_lines(args: Any, x: Span) -> Any:
    """Return what stands in a step, its numbers as lines that do not rise."""
    if isinstance(args, Exact):
        return _Line(Fraction(0), args.fraction, x)
    if isinstance(args, Mapping):
        return FrozenMap((key, _as_lines(it, x)) for key, it in args.items())
    if isinstance(args, tuple):
        return tuple(_as_lines(it, x) for it in args)
    if attrs.has(type(args)):
        names = [it.name for it in attrs.fields(type(args)) if it.init]
        return evolve(args, **{name: _as_lines(getattr(args, name), x) for name in names})
    return args


class _Piece(NamedTuple):
    """What a step does on one span: a line, or a curve that goes one `way`, or one outcome."""

    cell: Cell
    out: Cell
    line: tuple[Fraction, Fraction] | None = None
    way: int | None = None


def _pieces(step: StepPlan, cell: Cell) -> list[_Piece]:
    if not isinstance(cell, Span):
        return [_Piece(cell, cell if isinstance(cell, Unknown) else _exactly(step, cell))]
    if isinstance(step.args, Round):
        return [_Piece(cell, _curved(step, cell, 1), way=1)]
    return [_piece(step, it) for it in cell.cut({*_constants(step.args), Fraction(0)})]


def _exactly(step: StepPlan, cell: Cell) -> Cell:
    found = attempted(lambda: step.args.body(raw_of(cell), EXACT))
    return NOT_RATED if isinstance(found, Unknown) else cell_of(found)


def _piece(step: StepPlan, x: Span) -> _Piece:
    args = step.args
    curved = isinstance(args, Goalposts) and args.curve == "log"
    if curved:
        way = 1 if (args.low < args.high) is (args.worst < args.best) else -1
        if isinstance(_exactly(step, at(x.sample())), Unknown):
            return _Piece(x, NOT_RATED)
        return _Piece(x, _curved(step, x, way), way=way)
    if isinstance(args, Power):
        way = -1 if args.to % 2 == 0 and x.high <= 0 else 1  # x lies on one side of zero
        return _Piece(x, _curved(step, x, way), way=way)
    one, none = Fraction(1), Fraction(0)
    try:
        read = _Lines()
        read.number = lambda value: _Line(none, Fraction(value), x)
        out = _as_lines(args, x).body(_Line(one, none, x), read)
    except ArithmeticError:
        return _Piece(x, NOT_RATED)
    except (AttributeError, LookupError, TypeError, ValueError, CannotFollowError) as lacking:
        why = f": {lacking}" if isinstance(lacking, CannotFollowError) else ""
        raise CannotFollowError(f"`{step.info.word}` at {step.info.path}{why}") from lacking
    return _Piece(x, out.span, (out.slope, out.start)) if isinstance(out, _Line) else _Piece(x, out)


def _curved(step: StepPlan, x: Span, way: int) -> Span:
    """Return where what rises or falls throughout lies: between what it makes of both ends."""

    def end(number: Any, side: int) -> Any:
        if isinstance(number, float):
            if getattr(step.args, "beyond", "extend") != "hold":
                return inf * side * way
            number = x.sample()  # beyond its ends it is held
        is_open = x.high_open if side > 0 else x.low_open
        found = _exactly(step, at(_inside(step.args, x, number, side) if is_open else number))
        return found.low if isinstance(found, Span) else inf * side * way

    ends = sorted((end(x.low, -1), end(x.high, 1)))
    shut = isinstance(step.args, Round) or ends[0] == ends[1]
    sides = (x.low_open, x.high_open) if way > 0 else (x.high_open, x.low_open)
    return Span(*ends) if shut else Span(ends[0], ends[1], *sides)


def _inside(args: Any, x: Span, number: Fraction, side: int) -> Fraction:
    """Return a number that is rounded as all are that are near an open end, itself out of reach.

    Rounding turns at nothing but whole and half units.
    """
    if not isinstance(args, Round) or (2 * number / args.to).denominator > 1:
        return number
    width = args.to / 2 if isinstance(x.high, float) or isinstance(x.low, float) else x.high - x.low
    return number - side * min(width, args.to / 2) / 2


def stepped(step: StepPlan, move: Move) -> Iterator[Move]:
    """Give what a step that always applies makes of a move."""
    for before in _pieces(step, move.before):
        for after in _pieces(step, move.after):
            by = moved(before.cell, after.cell, move.by).by
            if by is None or not by.empty:
                yield moved(before.out, after.out, by and _apart(step, before, after, by))


def _apart(step: StepPlan, before: _Piece, after: _Piece, by: Span) -> Span | None:
    """Return by how much the outcome moves where one law holds before and after."""
    if before.way is not None and before.way == after.way:
        sign = signed(by, before.way)
        if by == ZERO or not isinstance(step.args, Round):
            return sign
        further = step.args.to * (2 if step.args.toward == "zero" else 1)
        one_way = {step.args.half, step.args.toward} & {"up", "down", "floor", "ceiling"}
        return sign.meet(by + Span(-further, further, bool(one_way), bool(one_way)))
    if before.line is None or after.line is None or before.line[0] != after.line[0]:
        return None
    return by * at(before.line[0]) + at(after.line[1] - before.line[1])


def conditional(step: StepPlan, move: Move, applies: tuple[bool | None, ...]) -> Iterator[Move]:
    """Give what comes of a move where a step applies before, after, both times or never.

    `None` is where that cannot be decided, so that there is no value.
    """
    if applies == (True, True):
        yield from stepped(step, move)
        return
    sides = []
    for cell, whether in zip(move[:2], applies, strict=True):
        whole = [_Piece(cell, cell, (Fraction(1), Fraction(0)))]
        undecided = [_Piece(cell, cell if isinstance(cell, Unknown) else NOT_RATED)]
        sides.append(undecided if whether is None else _pieces(step, cell) if whether else whole)
    for before in sides[0]:
        for after in sides[1]:
            by = moved(before.cell, after.cell, move.by).by
            if by is None or not by.empty:
                yield moved(before.out, after.out, by and _between(before, after, by))


def _between(before: _Piece, after: _Piece, by: Span) -> Span | None:
    """Return by how much a number moves that is on one line before and on another after."""
    if before.line is None or after.line is None:
        return None
    (one, start), (other, then) = before.line, after.line
    if not isinstance(before.cell, Span) or not isinstance(after.cell, Span):
        return None
    by_before = by * at(other) + before.cell * at(other - one)
    by_after = by * at(one) + after.cell * at(other - one)
    return by_before.meet(by_after) + at(then - start)


def beside(step: StepPlan, move: Move, tables: Mapping[str, list[Move]]) -> Iterator[Move]:
    """Give what a step relative to a cohort makes of a move, whatever the cohort is."""
    outcomes: list[Cell] = [*_outcomes(step.args)]
    site: Any = step.site
    group = tables[site.within] if site.within else []
    breaks = [(it, sign) for name, sign in site.tie_break for it in tables[name]]
    lacks = [isinstance(it, Unknown) for it in move[:2]]
    certain = not any(lacks) and all(it.still or _unknown(it) for it in group)
    sides = [
        [cell] if lack else [*outcomes, NOT_RATED]
        for cell, lack in zip(move[:2], lacks, strict=True)
    ]
    apart = [_distance(move) * at(site.sign if isinstance(step.args, Rank) else _way(step.args))]
    apart += [_distance(it) * at(sign) for it, sign in breaks if not _unknown(it)]
    way = _agreed(apart) if certain else None
    parting = not certain or any(_unknown(it) for it, _ in breaks)
    parting = parting or any(_unknown(it) and not it.still for it in group)
    for before, after in product(*sides):
        alike = isinstance(before, Unknown) is isinstance(after, Unknown)
        if alike or parting:
            yield from possible([moved(before, after, way)])


def _unknown(move: Move) -> bool:
    return isinstance(move.before, Unknown) or isinstance(move.after, Unknown)


def _distance(move: Move) -> Span:
    """Return by how much a value moves; a category by its place on the scale."""
    if isinstance(move.before, int) and isinstance(move.after, int):
        return at(move.after - move.before)
    return move.by or (ZERO if move.still else ANYWHERE)


def _agreed(apart: list[Span]) -> Span | None:
    """Return which way all go that move; `None` where they do not agree."""
    found = [signed(it, 1) for it in apart if it != ZERO]
    return ZERO if not found else found[0] if all(it == found[0] for it in found) else None


def _way(args: Any) -> int:
    if isinstance(args, MinMax):
        low, high = (it.fraction for it in (args.low, args.high))  # type: ignore[union-attr]
        return int(low < high) - int(high < low)
    if isinstance(args, ZScore | Percentile | QuantileBands | Clusters):
        return 1
    raise CannotFollowError(f"`{type(args).__name__}`, a step relative to a cohort")


def _outcomes(args: Any) -> list[Span]:
    """Return what a step relative to a cohort can give."""
    match args:
        case QuantileBands(cuts=cuts):
            return [at(it) for it in range(1, len(cuts) + 2)]
        case Clusters(count=count):
            return [at(it) for it in range(1, count + 1)]
        case Percentile():
            return [Span(Fraction(0), Fraction(100))]
        case Rank(ties=ties):
            first = [] if ties == "mean" else [at(it) for it in range(1, 12)]
            return [*first, Span(Fraction(12 if first else 1), inf, high_open=True)]
    return [ANYWHERE]
