"""A decision over moves: in every case of all its conditions, or line by line with what is left.

Line by line, a walk keeps for each way in which the lines so far have turned out the tables of the
names that they test: what is left over for the next line. There are as many ways as pairs of
outcomes, however many lines and names there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from attrs import field, frozen

from stp_rules.engine.plan import MeasurePlan
from stp_rules.engine.values import Raw
from stp_rules.language.conditions import Condition, Truth
from stp_rules.language.expressions import Name
from stp_rules.proofs.domain.moves import (
    NOT_RATED,
    Found,
    Move,
    Table,
    cell_of,
    moved,
    still,
    table_of,
    together,
)
from stp_rules.proofs.walk.conditional import truth_of
from stp_rules.proofs.walk.state import WalkState
from stp_rules.proofs.walk.truths import Case, Split, Witness, case_splits

Open = Literal["open"]
OPEN: Open = "open"

Line = int | None
"""The line that decides; `None` where none does, or one is undecided before it."""

_Lines = tuple[Line | Open, Line | Open]
"""Which lines decide before and after, as far as the lines so far tell."""

_ANYBODY = Found(1, ())
"""One way, from whichever values of the inputs."""


@frozen
class _LeftOver:
    """The subjects for whom the lines so far have turned out in one way.

    `tables` holds the moves that are left of names which the lines test; of others all are. The
    `witness` is one move of each, made by one subject unless it is `broken`.
    """

    tables: Mapping[str, Table] = field(factory=dict)
    witness: Witness = field(factory=dict)
    broken: bool = False

    def cut(self, split: Split) -> "_LeftOver":
        """Return what is left over for whom a line turns out in one way."""
        tables, witness = {**self.tables, **split.tables}, {**self.witness, **split.witness}
        return _LeftOver(tables, witness, self.broken or split.broken)

    @property
    def found(self) -> Found:
        """Where the witness comes from."""
        return together(found for _, found in self.witness.values())

    def join(self, other: "_LeftOver") -> "_LeftOver":
        """Return what is left over of both; of a name that one of them leaves whole, all is."""
        names = self.tables.keys() & other.tables.keys()
        tables = {name: _joined(self.tables[name], other.tables[name]) for name in names}
        first = other if self.broken else self
        return _LeftOver(tables, first.witness, first.broken)


def _joined(one: Table, other: Table) -> Table:
    return one if one is other else {**other, **one}


def decided(state: WalkState, one: MeasurePlan, other: MeasurePlan) -> Table:
    """Return the moves of a decision, one before and the same or another one after.

    Lacks nothing, because every subject is in one of the cases that all conditions tell apart;
    where these are too many, in one of those that each line tells apart of what is left over.
    """
    decision = _Decision(state, one, other)
    found = state.cases(decision.conditions)
    if found is None:
        state.exact = False
        return table_of(decision.line_by_line())
    return table_of(entry for case in found for entry in decision.in_case(case))


@frozen
class _Decision:
    """A decision as it is made before and after, and the walk that has come to it.

    `deciding` says for whom a line decides, before the move or after it.
    """

    state: WalkState
    one: MeasurePlan
    other: MeasurePlan
    deciding: dict[int, _LeftOver] = field(init=False, factory=dict)

    @property
    def plans(self) -> tuple[MeasurePlan, MeasurePlan]:
        """The measure before and after."""
        return self.one, self.other

    @property
    def conditions(self) -> list[Condition]:
        """The conditions of all lines."""
        return [it for plan in self.plans for it in _conditions(plan) if it]

    def in_case(self, case: Case) -> Iterator[tuple[Move, Found]]:
        """Give what the decision gives in one case."""
        before, after = _branch(self.one, case.before), _branch(self.other, case.after)
        for plan, at in zip(self.plans, (before, after), strict=True):
            if at is not None:
                self.fires(plan, at, case.found)
        yield from self.outcomes(before, after, case.found)

    def fires(self, plan: MeasurePlan, at: int, found: Found) -> None:
        """Note that a line decides."""
        self.state.fires(plan.info.path / "decide" / at, found.origin)

    def outcomes(self, before: Line, after: Line, found: Found) -> Iterator[tuple[Move, Found]]:
        """Give the moves between the outcomes of two lines.

        Lacks nothing, because one outcome moves as its name does, and of two outcomes any value of
        the one may stand before any value of the other.
        """
        first, second = self.outcome(self.one, before), self.outcome(self.other, after)
        if self.one is self.other and _first(self.one, before) == _first(self.one, after):
            yield from ((move, together([found, it])) for move, it in first.items())
            return
        for one_move, one_found in first.items():
            for other_move, other_found in second.items():
                both = together([found, one_found, other_found])
                yield moved(one_move.before, other_move.after), both

    def outcome(self, plan: MeasurePlan, at: Line) -> Table:
        """Return the moves of what a line gives."""
        if at is None:
            return {Move(NOT_RATED, NOT_RATED): _ANYBODY}
        outcome = plan.source.outcomes[at]  # type: ignore[union-attr]
        if isinstance(outcome, Name):
            return self.state.tables[outcome.name]
        return {still(cell_of(outcome)): _ANYBODY}

    def line_by_line(self) -> Iterator[tuple[Move, Found]]:
        """Walk the lines one after the other; what is open after the last has no value."""
        ways: dict[_Lines, _LeftOver] = {(OPEN, OPEN): _LeftOver()}
        ended: dict[_Lines, _LeftOver] = {}
        for at in range(max(len(_conditions(plan)) for plan in self.plans)):
            known, ways = ways, {}
            for lines, left in known.items():
                for then, less in self.line(at, lines, left):
                    into = ways if OPEN in then else ended
                    into[then] = into[then].join(less) if then in into else less
        for at, left in self.deciding.items():
            self.fires(self.one, at, left.found)
        for (before, after), left in (*ended.items(), *ways.items()):
            sides = _closed(before), _closed(after)
            yield from self.outcomes(*sides, left.found)

    def line(self, at: int, lines: _Lines, left: _LeftOver) -> Iterator[tuple[_Lines, _LeftOver]]:
        """Give in which ways one line more can turn out, and what is left over of each.

        Lacks nothing, because a subject whose values lie in the tables that are left over lies in
        one of their cases, and its values in the tables of that case.
        """
        for first, second, split in self.splits(at, lines, left):
            less = left.cut(split)
            before = self.ends(self.one, at, lines[0], first, less)
            after = self.ends(self.other, at, lines[1], second, less)
            yield (before, after), less

    def ends(
        self, plan: MeasurePlan, at: int, side: Line | Open, truth: Truth, left: _LeftOver
    ) -> Line | Open:
        """Return what a line makes of a side: it decides, ends the search or leaves it open."""
        if side != OPEN or truth.fails:
            return side
        if at >= len(_conditions(plan)) or not truth.holds:
            return None
        if at not in self.deciding or self.deciding[at].broken:
            self.deciding[at] = left
        return _first(plan, at)

    def splits(
        self, at: int, lines: _Lines, left: _LeftOver
    ) -> Iterable[tuple[Truth, Truth, Split]]:
        """Return how a line turns out where it is asked, with the moves for which it does."""
        asked = [
            _condition(plan, at) if side == OPEN else None
            for plan, side in zip(self.plans, lines, strict=True)
        ]
        one, other = asked
        state, most = self.state, self.state.resolution.combinations
        tables = {**state.tables, **left.tables}
        found = case_splits((one, other), tables, left.witness, most, state.deadline)
        if found is not None:
            return found
        truths = state.all_truths(one, other)
        return [(first, second, Split({}, {}, broken=True)) for first, second, _ in truths]


def _conditions(plan: MeasurePlan) -> Sequence[Condition | None]:
    source: Any = plan.source
    found: Sequence[Condition | None] = source.conditions
    return found


def _condition(plan: MeasurePlan, at: int) -> Condition | None:
    """Return the condition of a line; none where it always holds, or there is no such line."""
    conditions = _conditions(plan)
    return conditions[at] if at < len(conditions) else None


def _branch(plan: MeasurePlan, values: Mapping[str, Raw]) -> Line:
    """Return the line that decides."""
    for at, condition in enumerate(_conditions(plan)):
        truth = truth_of(condition, values)
        if truth.holds:
            return at
        if not truth.fails:
            return None
    return None


def _first(plan: MeasurePlan, at: Line) -> Line:
    """Return the first line with the same outcome, which stands for all of them."""
    if at is None:
        return None
    outcomes = plan.source.outcomes  # type: ignore[union-attr]
    own = outcomes[at]
    return next(line for line, it in enumerate(outcomes) if type(it) is type(own) and it == own)


def _closed(side: Line | Open) -> Line:
    return None if side == OPEN else side
