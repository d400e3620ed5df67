"""A formula over one combination of moves: its value, what it lacks, and where it may have none."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from stp_rules.engine.plan import EXACT, MeasurePlan
from stp_rules.engine.values import Unknown
from stp_rules.model import comparisons_in
from stp_rules.proofs.domain.lines import Line, NoValueError, line
from stp_rules.proofs.domain.moves import NOT_RATED, Found, Move, moved, raw_of, still, together
from stp_rules.proofs.domain.slopes import way_of
from stp_rules.proofs.walk.reads import bounds_in
from stp_rules.readings.exact import holds
from stp_rules.readings.spans import FALLING, RISING


def followed(
    one: MeasurePlan, other: MeasurePlan, chosen: Mapping[str, tuple[Move, Found]]
) -> Iterator[tuple[Move, Found]]:
    """Give what a formula makes of one combination of moves."""
    found = together(it for _, it in chosen.values())
    moves = {name: move for name, (move, _) in chosen.items()}
    before, after = _alone(one, moves, 0), _alone(other, moves, 1)
    if before and after:
        source: Any = one.source
        whole = _whole(source.expression, moves) if source == other.source else None
        made = _of_both(before, after, whole)
    else:
        made = _of_one(before, after)
    yield from ((move, found) for move in made)


def _whole(expression: Any, moves: Mapping[str, Move]) -> Line:
    """Follow a formula from before to after: where its parts go different ways, by its slope."""
    found = line(expression, moves)
    by = found.by
    if by.near or not by.low < 0 < by.high:
        return found
    way = way_of(expression, moves)
    return evolve(found, by=by.meet(RISING if way > 0 else FALLING)) if way else found


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
    try:
        return line(source.expression, {name: still(cell) for name, cell in cells.items()})
    except NoValueError:
        return None


def _lacks(plan: MeasurePlan, moves: Mapping[str, Move], side: int) -> bool:
    """Tell whether what a formula needs certainly does not hold for what it reads."""
    condition = plan.need.condition if plan.need else None
    tested = {test.name for test in comparisons_in(condition)} if condition else set()
    if condition is None or not tested <= set(moves) or any(bounds_in(condition)):
        return False
    values = {name: raw_of((move.before, move.after)[side]) for name, move in moves.items()}
    return not holds(condition, values, EXACT).holds
