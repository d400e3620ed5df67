"""A formula over one combination of moves: its value, what it lacks, and where it may have none."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, product
from math import inf
from typing import Any

from attrs import evolve

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, MeasurePlan
from stp_rules.engine.sources import FormulaSource
from stp_rules.engine.values import Unknown
from stp_rules.language.conditions import comparisons_in
from stp_rules.language.values import Itself
from stp_rules.language.word import Sign
from stp_rules.language.words.sources.formula import inexact
from stp_rules.proofs.domain.lines import Line, NoValueError, line
from stp_rules.proofs.domain.moves import NOT_RATED, Found, Move, moved, raw_of, still, together
from stp_rules.proofs.domain.slopes import held, way_of
from stp_rules.proofs.walk.reads import names_compared_with
from stp_rules.readings.exact import holds
from stp_rules.readings.spans import FALLING, RISING, End, Span


def followed(
    one: MeasurePlan, other: MeasurePlan, chosen: Mapping[str, tuple[Move, Found]]
) -> Iterator[tuple[Move, Found]]:
    """Give what a formula makes of one combination of moves."""
    found = together(it for _, it in chosen.values())
    moves = {name: move for name, (move, _) in chosen.items()}
    before, after = _alone(one, moves, 0), _alone(other, moves, 1)
    if before and after:
        source: Any = one.source
        same = source == other.source
        whole = _from_one_to_other(source.expression, moves, before) if same else None
        made: Iterable[Move] = _of_both(before, after, whole)
        limits = limits_at_once(one)
        if whole and limits and limits == limits_at_once(other):
            made = _in_pieces(made, source.expression, moves, limits)
    else:
        made = _of_one(before, after)
    yield from ((move, found) for move in made)


REMEMBERED = 8_192
"""How many formulas over what they read are remembered: walks ask for the same again and again."""

Reads = tuple[tuple[str, Move], ...]


def _from_one_to_other(expression: Any, moves: Mapping[str, Move], before: Line) -> Line:
    """Follow a formula from before to after; where nothing moves, it is where it was before."""
    if all(move == still(move.before) for move in moves.values()):
        return before
    return _whole(Itself(expression), tuple(moves.items()))


@lru_cache(maxsize=REMEMBERED)
def _whole(expression: Itself, read: Reads) -> Line:
    """Follow a formula from before to after: where its parts go different ways, by its slope."""
    moves = dict(read)
    found = line(expression.value, moves)
    by = found.by
    if by.near or not by.low < 0 < by.high:
        return found
    way = way_of(expression.value, moves)
    return evolve(found, by=by.meet(RISING if way > 0 else FALLING)) if way else found


@lru_cache(maxsize=REMEMBERED)
def _still(expression: Itself, read: Reads) -> Line | None:
    """Follow a formula of what stands still; `None` where it has no value."""
    try:
        return line(expression.value, dict(read))
    except NoValueError:
        return None


Limits = tuple[Exact | None, Exact | None]


def limits_at_once(plan: MeasurePlan) -> Limits | None:
    """Return between which numbers a formula is held by its first step, if it always is.

    One that is rounded as a whole may be rounded beyond a limit, and is not taken for held.
    """
    source: Any = plan.source
    first = plan.steps[0] if plan.steps else None
    if first is None or first.when:
        return None
    if not isinstance(source, FormulaSource) or inexact(source.expression):
        return None
    bounds: Limits | None = first.args.leaves()
    return bounds


def _in_pieces(
    made: Iterable[Move], expression: Any, moves: Mapping[str, Move], limits: Limits
) -> Iterator[Move]:
    """Cut the moves of a formula at its limits, where it goes one way only within them.

    Below, between and above the limits the formula may go any way; held, it goes one way. Lacks
    nothing, because a move against that way ends in the piece where it began, and the numbers of
    that piece are all held at one limit.
    """
    for move in made:
        by = move.by
        way = None
        if by is not None and not by.near and by.low < 0 < by.high:
            way = way_of(held(expression, *limits), moves)
        yield from _cut(move, limits, way) if way else (move,)


def _cut(move: Move, limits: Limits, way: Sign) -> Iterator[Move]:
    """Give the moves between the pieces; all that have an end in common have it in both."""
    before, after, by = move
    ends: list[End] = [-inf, *(it.fraction for it in limits if it is not None), inf]
    pieces = [Span(low, high) for low, high in pairwise(ends)]
    outer = {at for at, it in ((0, limits[0]), (len(pieces) - 1, limits[1])) if it is not None}
    if not isinstance(before, Span) or not isinstance(after, Span) or by is None:
        yield move
        return
    ray = RISING if way > 0 else FALLING
    for one, other in product(range(len(pieces)), repeat=2):
        ends_in = before.meet(pieces[one]), after.meet(pieces[other])
        against = (other - one) * way < 0
        if not against and not any(it.empty for it in ends_in):
            yield moved(*ends_in, by if one == other and one in outer else by.meet(ray))


def _of_both(before: Line, after: Line, whole: Line | None) -> Iterator[Move]:
    """Give the moves where nothing lacks; `whole` where it is one formula before and after."""
    move = whole.move if whole else moved(before.before, after.before)
    yield move
    fails = whole or before.failing(after)
    if fails.may_fail:
        yield Move(NOT_RATED, NOT_RATED)
    if fails.apart or (whole is None and fails.may_fail):
        yield Move(move.before, NOT_RATED)
        yield Move(NOT_RATED, move.after)


def _of_one(before: Line | None, after: Line | None) -> Iterator[Move]:
    """Give the moves where something lacks before, or after, or both times."""
    first, second = (it.before if it else NOT_RATED for it in (before, after))
    yield moved(first, second)
    if any(it and it.may_fail for it in (before, after)):
        yield Move(NOT_RATED, NOT_RATED)


def _alone(plan: MeasurePlan, moves: Mapping[str, Move], side: int) -> Line | None:
    """Follow a formula on one side alone; `None` where it lacks something, or has no value."""
    source: Any = plan.source
    cells = {name: (move.before, move.after)[side] for name, move in moves.items()}
    if any(isinstance(it, Unknown) for it in cells.values()) or _lacks(plan, moves, side):
        return None
    return _still(Itself(source.expression), tuple((it, still(cell)) for it, cell in cells.items()))


def _lacks(plan: MeasurePlan, moves: Mapping[str, Move], side: int) -> bool:
    """Tell whether what a formula needs certainly does not hold for what it reads."""
    condition = plan.need.condition if plan.need else None
    tested = {test.name for test in comparisons_in(condition)} if condition else set()
    if condition is None or not tested <= set(moves) or any(names_compared_with(condition)):
        return False
    values = {name: raw_of((move.before, move.after)[side]) for name, move in moves.items()}
    return not holds(condition, values, EXACT).holds
