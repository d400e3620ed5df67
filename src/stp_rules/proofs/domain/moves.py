"""How a value may stand in two subjects at once: before and after an input has moved.

A cell is a set of values that the method need not tell apart: a span of numbers, a category, a
truth, a label, or a state in which there is no value. A move is a cell before and a cell after;
of numbers it also says by how much the value can have moved. A value that does not depend on what
moves stands still: that is a move too, so that one reckoning serves both for what can be reached
and for what can happen to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.values import State
from stp_rules.readings.spans import ZERO, Span, hull

Cell = Span | int | bool | str | Unknown
"""Numbers, or one value of another kind as the engine holds it, or a state."""

UNKNOWN: Mapping[State, Unknown] = {state: Unknown(state, "") for state in State}
NOT_RATED = UNKNOWN[State.NOT_RATED]


class Move(NamedTuple):
    """A cell before and after; `by` is where the difference of two numbers lies."""

    before: Cell
    after: Cell
    by: Span | None = None

    @property
    def still(self) -> bool:
        """Whether the value is certainly the same after as before."""
        return self.before == self.after if self.by is None else self.by == ZERO

    @property
    def exact(self) -> bool:
        """Whether both cells are single values."""
        return is_exact(self.before) and is_exact(self.after)


Origin = tuple[tuple[str, Move], ...]
"""Moves of inputs from which pairs may be tried; an input that is left out may be any.

Before anything is joined they lead to it; afterwards they are a hint, and may not.
"""


class Found(NamedTuple):
    """In how many ways a move comes about, where nothing has been joined, and one of them."""

    ways: int
    origin: Origin


Table = dict[Move, Found]
"""Every move that a name can make; it may hold some that it cannot, and lacks none that it can."""


def is_exact(cell: Cell) -> bool:
    """Tell whether a cell is a single value."""
    return not isinstance(cell, Span) or cell.point


def still(cell: Cell) -> Move:
    """Return the move of what stands still."""
    return Move(cell, cell, ZERO if isinstance(cell, Span) else None)


def moved(before: Cell, after: Cell, by: Span | None = None) -> Move:
    """Return a move; where nothing nearer is known, the cells say how far it can be."""
    if not isinstance(before, Span) or not isinstance(after, Span):
        return Move(before, after)
    apart = after - before
    return Move(before, after, apart if by is None else apart.meet(by))


def possible(move: Move) -> bool:
    """Tell whether the difference of two numbers can be what it is said to be."""
    return move.by is None or not move.by.empty


def cell_of(raw: Raw) -> Cell:
    """Return the cell of a value that the engine holds."""
    if isinstance(raw, Exact):
        return Span.at(raw.fraction)
    return UNKNOWN[raw.state] if isinstance(raw, Unknown) else raw


def raw_of(cell: Cell) -> Raw:
    """Return a value of a cell as the engine holds it: of a span, a plain number inside."""
    return Exact.of(cell.sample()) if isinstance(cell, Span) else cell


def add(table: Table, move: Move, found: Found) -> None:
    """Enter one more way in which a move comes about."""
    known = table.get(move)
    table[move] = Found(known.ways + found.ways, known.origin) if known else found


def table_of(entries: Iterable[tuple[Move, Found]]) -> Table:
    """Gather moves; those that cannot be are left out."""
    table: Table = {}
    for move, found in entries:
        if possible(move):
            add(table, move, found)
    return table


def every_still(table: Table) -> bool:
    """Tell whether nothing moves."""
    return all(move.still for move in table)


def vanishing(table: Table) -> Table:
    """Put a tiny span in place of each difference that a question lets shrink to nothing.

    Only the question of cliffs has such differences; with the span a walk can compute.
    """
    return {
        move._replace(by=move.by.nearly()) if move.by and move.by.near else move: found
        for move, found in table.items()
    }


def merged(table: Table, most: int) -> Table:
    """Put the moves of numbers together where there are too many of them."""
    numbers = [move for move in table if _side(move.before) or _side(move.after)]
    if len(numbers) <= most:
        return table
    groups: dict[Any, list[Move]] = {}
    for move in table:
        groups.setdefault(_group(move), []).append(move)
    return {_joined(moves): _all(moves, table) for moves in groups.values()}


def _side(cell: Cell) -> bool:
    return isinstance(cell, Span)


def _group(move: Move) -> Any:
    """Numbers go together; what is known never with what is not, nor what moves with what stays."""
    before, after = ("number" if _side(cell) else cell for cell in move[:2])
    sign = None if move.by is None else (move.by == ZERO)
    return _typed(before), _typed(after), sign


def _typed(cell: Any) -> tuple[type, Any]:
    return type(cell), cell


def _joined(moves: list[Move]) -> Move:
    def side(cells: Iterator[Cell]) -> Cell:
        found = list(cells)
        spans = [cell for cell in found if isinstance(cell, Span)]
        return hull(spans) if spans else found[0]

    bys = [move.by for move in moves if move.by is not None]
    before, after = side(move.before for move in moves), side(move.after for move in moves)
    return Move(before, after, hull(bys) if bys else None)


def _all(moves: list[Move], table: Table) -> Found:
    return Found(sum(table[move].ways for move in moves), table[moves[0]].origin)


@frozen
class Resolution:
    """How many moves of a number are kept apart, and how many combinations are gone through."""

    moves: int
    combinations: int


ROUGH = Resolution(moves=6, combinations=150)
COARSE = Resolution(moves=64, combinations=2_000)
FINE = Resolution(moves=20_000, combinations=100_000)


MANY_WAYS = 10**1000
"""Up to how many ways are counted: of measures that all read all before them, they are endless."""


def together(found: Iterable[Found]) -> Found:
    """Return what comes of several at once; of an input that several rest on, one move is kept."""
    ways = 1
    origins: list[Origin] = []
    for it in found:
        ways = min(ways * it.ways, MANY_WAYS)
        origins.extend([it.origin] * bool(it.origin))
    if len(origins) < 2:  # noqa: PLR2004 - one is as it is
        return Found(ways, origins[0] if origins else ())
    return Found(ways, tuple({name: move for it in origins for name, move in it}.items()))


def plain(value: Fraction | int) -> Move:
    """Return a number that stands still."""
    return still(Span.at(Fraction(value)))
