"""The moves of an input that promises speak of: to a better value, to silence, across an edge."""

from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any

from stp_rules.engine.plan import Plan
from stp_rules.language.values import State
from stp_rules.language.word import Sign
from stp_rules.proofs.domain.cells import Cells, as_table
from stp_rules.proofs.domain.moves import Cell, Move, Table, moved, possible
from stp_rules.readings.spans import BESIDE, FALLING, RISING, WITHIN, Span

TINY = Fraction(1, 10**9)
"""How far apart at the most two numbers are that lie on both sides of one edge."""


def improvements(cells: Cells, plan: Plan, name: str, sign: Sign) -> Table:
    """Return the moves of an input to a better value."""
    known = _worst_first(cells, plan, name, sign)
    way = (
        Span(Fraction(0), RISING.high, True, True)
        if sign > 0
        else Span(FALLING.low, Fraction(0), True, True)
    )
    within = [moved(it, it, way) for it in known if isinstance(it, Span) and not it.point]
    across = [
        moved(one, other, way) if isinstance(one, Span) else Move(one, other)
        for one, other in combinations(known, 2)
    ]
    return as_table(name, [it for it in (*within, *across) if possible(it)])


def _worst_first(cells: Cells, plan: Plan, name: str, sign: Sign) -> list[Cell]:
    known = cells.known(name)
    head_first = bool(plan.inputs[name].lens.categories)
    return known[::-1] if (sign > 0) is head_first else known


_SILENCES = (State.MISSING, State.SUPPRESSED)
"""The states in which a value is that somebody has and does not report."""


def withholdings(cells: Cells, name: str) -> Table:
    """Return the moves of an input from each of its values to silence.

    What is not applicable is said of a subject, and is not silence.
    """
    silent = [it for it in cells.unknown(name) if it.state in _SILENCES]  # type: ignore[union-attr]
    return as_table(name, [Move(*pair) for pair in product(cells.known(name), silent)])


def all_moves(cells: Cells, name: str) -> Table:
    """Return every move of an input from one value to another."""
    known = cells.known(name)
    within = [moved(it, it) for it in known if isinstance(it, Span) and not it.point]
    across = [moved(one, other) for one, other in combinations(known, 2)]
    return as_table(name, [*within, *across])


def comings_and_goings(cells: Cells, name: str) -> Table:
    """Return the moves of an input between one that is known and one that is not."""
    return as_table(name, [Move(*pair) for pair in product(cells.known(name), cells.unknown(name))])


def from_end_to_end(cells: Cells, name: str) -> Table:
    """Return the widest move of an input; of a label, from one to each other."""
    known = cells.known(name)
    apart = combinations(known, 2) if isinstance(known[0], str) else [(known[0], known[-1])]
    return as_table(name, [it for it in (moved(*pair) for pair in apart) if not it.still])


def crossings(cells: Cells, plan: Plan, name: str) -> Table:
    """Return the moves of an input across one edge, or to the next category, and tiny ones.

    An edge is crossed from below, onto it, from it and, where two rules meet on it, as a whole. Of
    labels none is next to another.
    """
    known = cells.known(name)
    if plan.inputs[name].lens.kind.type == "label":
        return {}
    near = Span(-2 * TINY, 2 * TINY, near=WITHIN)
    within = [moved(it, it, near) for it in known if isinstance(it, Span) and not it.point]
    across = [_near(one, other) for one, other in pairwise(known)]
    over = [
        _over(one, other)
        for one, edge, other in zip(known, known[1:], known[2:], strict=False)
        if isinstance(edge, Span) and edge.point
    ]
    return as_table(name, [*within, *across, *over])


def _over(one: Any, other: Any) -> Move:
    """Return the move from close below an edge to close above it."""
    return moved(
        one.meet(Span(one.high - TINY, one.high)),
        other.meet(Span(other.low, other.low + TINY)),
        Span(Fraction(0), 2 * TINY, near=BESIDE),
    )


def _near(one: Cell, other: Cell) -> Move:
    """Return the move between two cells that touch, close to where they do."""
    if not isinstance(one, Span) or not isinstance(other, Span):
        return Move(one, other)
    edge = one.high
    return moved(
        one.meet(Span(edge - TINY, edge)),
        other.meet(Span(edge, edge + TINY)),
        Span(Fraction(0), TINY, near=WITHIN),
    )
