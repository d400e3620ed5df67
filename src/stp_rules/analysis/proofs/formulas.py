"""A formula over one combination of moves: its value, what it lacks, and where it may have none."""

from collections.abc import Iterator, Mapping
from typing import Any

from stp_rules.analysis.proofs.lines import Line, line
from stp_rules.analysis.proofs.moves import NOT_RATED, Found, Move, moved, raw_of, still, together
from stp_rules.analysis.proofs.reads import bounds_in
from stp_rules.engine.plan import EXACT, MeasurePlan
from stp_rules.engine.sources import holds
from stp_rules.engine.values import Unknown
from stp_rules.model import comparisons_in


def followed(
    one: MeasurePlan, other: MeasurePlan, chosen: Mapping[str, tuple[Move, Found]]
) -> Iterator[tuple[Move, Found]]:
    """Give what a formula makes of one combination of moves."""
    found = together(it for _, it in chosen.values())
    moves = {name: move for name, (move, _) in chosen.items()}
    sides = [
        any(isinstance(move[side], Unknown) for move in moves.values()) or _lacks(plan, moves, side)
        for side, plan in enumerate((one, other))
    ]
    if all(sides):
        yield Move(NOT_RATED, NOT_RATED), found
        return
    before = _still_line(one, moves, 0) if not sides[0] else None
    after = _still_line(other, moves, 1) if not sides[1] else None
    if before is None or after is None:
        known = before or after
        yield (
            moved(before.before if before else NOT_RATED, after.before if after else NOT_RATED),
            found,
        )
        if known and known.may_fail:
            yield Move(NOT_RATED, NOT_RATED), found
        return
    source: Any = one.source
    whole = line(source.expression, moves) if source == other.source else None
    move = whole.move if whole else moved(before.before, after.before)
    yield move, found
    fails = whole or before.failing(after)
    if fails.may_fail:
        yield Move(NOT_RATED, NOT_RATED), found
    if fails.apart or (whole is None and fails.may_fail):
        yield Move(move.before, NOT_RATED), found
        yield Move(NOT_RATED, move.after), found


def _lacks(plan: MeasurePlan, moves: Mapping[str, Move], side: int) -> bool:
    """Tell whether what a formula needs certainly does not hold for what it reads."""
    condition = plan.need.condition if plan.need else None
    tested = {test.name for test in comparisons_in(condition)} if condition else set()
    if condition is None or not tested <= set(moves) or any(bounds_in(condition)):
        return False
    values = {name: raw_of((move.before, move.after)[side]) for name, move in moves.items()}
    return not holds(condition, values, EXACT).holds


def _still_line(plan: MeasurePlan, moves: Mapping[str, Move], side: int) -> Line:
    """Follow a formula on one side alone."""
    source: Any = plan.source
    cells = {name: (move.before, move.after)[side] for name, move in moves.items()}
    return line(source.expression, {name: still(cell) for name, cell in cells.items()})
