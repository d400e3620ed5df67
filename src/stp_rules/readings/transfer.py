"""What a step does to numbers, from one piece of the line to another: its transfer function."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from attrs import field, frozen

from stp_rules.engine.plan import EXACT, StepPlan
from stp_rules.engine.values import Unknown
from stp_rules.language.kind import BOOLEAN, NUMBER
from stp_rules.language.values import Itself
from stp_rules.language.word import Sign
from stp_rules.readings.exact import attempted
from stp_rules.readings.functions import Curve, Line, NotFollowedError, Number, Staircase
from stp_rules.readings.piecewise import NOTHING, Piece, read
from stp_rules.readings.spans import ANYWHERE, Span, endless, hull

FEW = 8
"""Over how many pieces slopes are gathered; over more, those of all pieces are."""


@frozen
class Run:
    """What is known of a step over neighbouring pieces.

    `way` is 1 where it never falls, -1 where it never rises, 0 where it is constant, `None` where
    neither is sure. `slopes` are those of its pieces where all are straight and join, else `None`.
    `line` is the one to which all pieces keep, if they do.
    """

    way: Sign | None
    slopes: frozenset[Fraction] | None
    line: Line | None
    continuous: bool


@frozen(eq=False)
class Transfer:
    """The pieces of a step, in order, with what is remembered of them."""

    pieces: tuple[Piece, ...]
    ways: tuple[tuple[int, int, int], ...] = field(init=False)
    breaks: tuple[int, ...] = field(init=False)
    runs: dict[tuple[int, int], Run] = field(init=False, factory=dict)

    @ways.default
    def _ways(self) -> tuple[tuple[int, int, int], ...]:
        """Count, up to each piece, where the step rises, where it falls and where it is open."""
        found = [(0, 0, 0)]
        known = [level(it) for it in self.pieces]
        before: Span | None = None
        for out, way in known:
            joint = 0 if before is None or out is None else _towards(before, out)
            found.append(_counted(found[-1], joint))
            found.append(_counted(found[-1], way))
            before = out or before
        return tuple(found)

    @breaks.default
    def _breaks(self) -> tuple[int, ...]:
        """Count, up to each piece, the joints at which the step jumps, or may."""
        found = [0]
        for one, other in pairwise(self.pieces):
            found.append(found[-1] + (not _joined(one, other)))
        return tuple(found)

    @property
    def stepwise(self) -> bool:
        """Whether it gives one value on each piece."""
        numbers = [it.value for it in self.pieces if isinstance(it.value, Line | Staircase | Curve)]
        return all(isinstance(it, Line) and not it.slope for it in numbers)

    def over(self, span: Span) -> Iterator[tuple[int, Span]]:
        """Give the pieces that a span meets, with what they have in common."""
        for at, piece in enumerate(self.pieces):
            part = piece.over.meet(span)
            if not part.empty:
                yield at, part

    def meeting(self, span: Span) -> "Transfer":
        """Return what a step does to the numbers of a span."""
        parts = self.over(span)
        return Transfer(tuple(Piece(part, self.pieces[at].value) for at, part in parts))

    def run(self, one: int, other: int) -> Run:
        """Return what is known from one piece to another."""
        first, last = min(one, other), max(one, other)
        if (first, last) not in self.runs:
            self.runs[first, last] = self._run(first, last)
        return self.runs[first, last]

    def _run(self, first: int, last: int) -> Run:
        near = self.pieces[first : last + 1] if last - first < FEW else self.pieces
        values = [it.value for it in near]
        jumps = self.breaks[last] > self.breaks[first]
        smooth = all(isinstance(it, Line | Curve) and it.at for it in values) and not jumps
        straight = smooth and all(isinstance(it, Line) for it in values)
        slopes = frozenset(it.slope for it in values) if straight else None
        lines = {_kept_to(it) for it in values}
        line = lines.pop() if len(lines) == 1 else None
        return Run(self.way(first, last), slopes, line, smooth)

    def way(self, first: int, last: int) -> Sign | None:
        """Tell whether it never falls, never rises or is constant from one piece to another."""
        before, after = self.ways[2 * first + 1], self.ways[2 * last + 2]
        rises, falls, unsure = (now - then for now, then in zip(after, before, strict=True))
        if unsure or (rises and falls):
            return None
        return 1 if rises else -1 if falls else 0


def level(piece: Piece) -> tuple[Span | None, Sign | None]:
    """Return where the outcomes of a piece lie, and which way they go; better is more.

    Of a category that is its place on the scale, from the end. What has no value has none here,
    and labels have no order.
    """
    value = piece.value
    if isinstance(value, Line | Staircase | Curve):
        return value.out(piece.over), 0 if piece.over.point else value.way
    if isinstance(value, int) and not isinstance(value, bool):
        return Span.at(Fraction(-value)), 0
    return None, 0 if value is NOTHING else None


def _counted(counts: tuple[int, int, int], way: Sign | None) -> tuple[int, int, int]:
    rises, falls, unsure = counts
    return rises + (way == 1), falls + (way == -1), unsure + (way is None)


def _towards(one: Span, other: Span) -> Sign | None:
    """Tell whether one span lies below the next (1) or above it (-1); 0 where they are one."""
    if one.high <= other.low:
        return int(one.low < other.high)
    return -1 if one.low >= other.high else None


def _joined(one: Piece, other: Piece) -> bool:
    """Tell whether two neighbours come to the same number where they meet."""
    end = one.over.high
    sides = [it.value for it in (one, other)]
    if endless(end) or not all(isinstance(it, Line | Curve) and it.at for it in sides):
        return False
    values = [it.at(Fraction(end)) for it in sides]
    return None not in values and values[0] == values[1]


def _kept_to(value: Any) -> Line | None:
    return (
        value.line if isinstance(value, Staircase) else value if isinstance(value, Line) else None
    )


def strays(value: Number) -> Span:
    """Return how far a function that keeps to a line lies from it."""
    return value.strays if isinstance(value, Staircase) else Span.at(Fraction(0))


def transfer(step: StepPlan) -> Transfer:
    """Return what a step does to numbers, from its body; it is remembered.

    NotFollowedError where the body does what no reading follows.
    """
    return _of_this(Itself(step))


@lru_cache(maxsize=4096)
def _of_this(step: Itself) -> Transfer:
    return _of_all_alike(step.value.args)


@lru_cache(maxsize=4096)
def _of_all_alike(args: Any) -> Transfer:
    return Transfer(read(args))


def which(step: StepPlan, span: Span) -> Sequence[int]:
    """Return the bands that a number of a span meets, by their places."""
    pieces = read(step.ranked)
    return [it.value for it in pieces if not it.over.meet(span).empty]


def cuts(step: StepPlan) -> frozenset[Fraction]:
    """Return the numbers at which a step does something new, or another of its bands is met."""
    found = [*transfer(step).pieces, *(read(step.ranked) if step.ranked else ())]
    ends = (it.over.low for it in found)
    return frozenset(Fraction(it) for it in ends if not endless(it))


def direction(step: StepPlan, over: Span = ANYWHERE) -> Sign | None:
    """Tell whether more, up to a better category, gives more (1), less (-1) or the same (0).

    `None` where it gives more here and less there, or where that is not known. `over` are the
    numbers that come to the step. One relative to a cohort says it for itself.
    """
    if step.site:
        found: Sign = step.args.direction()
        return found
    if step.info.before.kind != NUMBER:
        return _direction_of_few(step)
    try:
        whole = transfer(step)
    except NotFollowedError:
        return None
    met = whole if over == ANYWHERE else whole.meeting(over)
    return met.way(0, len(met.pieces) - 1)


def _direction_of_few(step: StepPlan) -> Sign | None:
    """Try each value of what is no number, the worst first; labels have no order."""
    lens = step.info.before
    values: list[Any] = [False, True] if lens.kind == BOOLEAN else []
    values = [*reversed(range(len(lens.categories)))] or values
    listed = step.args.listed()
    outs = [attempted(step.args.body, it, EXACT) if listed is None else listed[it] for it in values]
    heights = [-it if step.info.after.categories else it for it in outs]
    if not outs or any(isinstance(it, Unknown) for it in outs):
        return None
    signs = {(after > before) - (after < before) for before, after in pairwise(heights)} - {0}
    return signs.pop() if len(signs) == 1 else None if signs else 0


def outcomes(step: StepPlan, over: Span) -> Span:
    """Return where the numbers lie that a step, or its condition that does not hold, makes of some.

    Anywhere where that is not known.
    """
    if step.site or step.info.before.kind != NUMBER or step.info.after.kind != NUMBER:
        return ANYWHERE
    try:
        whole = transfer(step)
    except NotFollowedError:
        return ANYWHERE
    parts = whole.meeting(over).pieces
    found = [value.out(part) for part, value in parts if value is not NOTHING]
    return hull([*found, over] if step.when or not found else found)
