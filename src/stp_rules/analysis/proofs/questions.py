"""The promises as questions: which moves of an input, and what may then not happen."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations, pairwise, product

from attrs import frozen

from stp_rules.analysis.proofs.cells import Cells, as_table
from stp_rules.analysis.proofs.moves import UNKNOWN, Cell, Move, Table, cell_of, moved, possible
from stp_rules.analysis.proofs.pairs import Traces
from stp_rules.analysis.proofs.prover import Question, Suspect
from stp_rules.analysis.proofs.spans import FALLING, RISING, Span
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Raw, Unknown
from stp_rules.model import State
from stp_rules.operations.table import Sign

TINY = Fraction(1, 10**9)
"""How far apart two numbers are that lie on both sides of one edge."""


@frozen
class Target:
    """A measure, and which way is better: 1 for more, or nearer the head of the scale, else -1."""

    name: str
    sign: Sign
    category: bool

    def apart(self, before: Raw, after: Raw) -> Fraction | None:
        """Return by how much a value is better after; `None` where one is not known."""
        if isinstance(before, Unknown) or isinstance(after, Unknown):
            return None
        if self.category:
            return Fraction(before - after)
        return (after.fraction - before.fraction) * self.sign if isinstance(after, Exact) else None

    def gains(self, move: Move) -> Span | None:
        """Return where that may lie for a move."""
        if isinstance(move.before, Unknown) or isinstance(move.after, Unknown):
            return None
        if self.category and isinstance(move.before, int) and isinstance(move.after, int):
            return Span.at(Fraction(move.before - move.after))
        return move.by.scaled(self.sign) if move.by else None


def question(
    name: str, moves: Table, targets: Iterable[Target], wrong: Callable[[Span], bool]
) -> Question:
    """Ask whether a target can gain, by a move of an input, what `wrong` says is wrong."""
    asked = list(targets)

    def suspect(target: Target) -> Suspect:
        def found(move: Move) -> bool:
            gains = target.gains(move)
            return gains is not None and wrong(gains)

        return found

    def shown(before: Traces, after: Traces) -> bool:
        gains = (it.apart(before[it.name].raw, after[it.name].raw) for it in asked)
        return any(gain is not None and wrong(Span.at(gain)) for gain in gains)

    return Question(name, moves, {it.name: suspect(it) for it in asked}, shown)


def loses(gains: Span) -> bool:
    """Tell whether a target can be worse after."""
    return gains.low < 0


def wins(gains: Span) -> bool:
    """Tell whether a target can be better after."""
    return gains.high > 0


def difference(name: str, moves: Table, target: str) -> Question:
    """Ask whether a measure can be another one after a move, or have a value only there."""

    def shown(before: Traces, after: Traces) -> bool:
        return cell_of(before[target].raw) != cell_of(after[target].raw)

    return Question(name, moves, {target: lambda move: not move.still}, shown)


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


def withholdings(cells: Cells, name: str) -> Table:
    """Return the moves of an input from each of its values to silence.

    What is not applicable is said of a subject, and is not silence.
    """
    silent = [it for it in cells.unknown() if it != UNKNOWN[State.NOT_APPLICABLE]]
    return as_table(name, [Move(*pair) for pair in product(cells.known(name), silent)])


def all_moves(cells: Cells, name: str) -> Table:
    """Return every move of an input from one value to another."""
    known = cells.known(name)
    within = [moved(it, it) for it in known if isinstance(it, Span) and not it.point]
    across = [moved(one, other) for one, other in combinations(known, 2)]
    return as_table(name, [*within, *across])


def from_end_to_end(cells: Cells, name: str) -> Table:
    """Return the widest move of an input; of a label, from one to each other."""
    known = cells.known(name)
    apart = combinations(known, 2) if isinstance(known[0], str) else [(known[0], known[-1])]
    return as_table(name, [moved(*pair) for pair in apart if pair[0] != pair[1]])


def crossings(cells: Cells, plan: Plan, name: str) -> Table:
    """Return the moves of an input across one edge, or to the next category, and tiny ones."""
    known = cells.known(name)
    if plan.inputs[name].lens.kind.type == "label":
        return as_table(name, [Move(*pair) for pair in combinations(known, 2)])
    near = Span(-TINY, TINY)
    within = [moved(it, it, near) for it in known if isinstance(it, Span) and not it.point]
    across = [_near(one, other) for one, other in pairwise(known)]
    return as_table(name, [*within, *across])


def _near(one: Cell, other: Cell) -> Move:
    """Return the move between two cells that touch, close to where they do."""
    if not isinstance(one, Span) or not isinstance(other, Span):
        return Move(one, other)
    edge = one.high
    return moved(
        one.meet(Span(edge - TINY, edge)),
        other.meet(Span(edge, edge + TINY)),
        Span(Fraction(0), TINY),
    )
