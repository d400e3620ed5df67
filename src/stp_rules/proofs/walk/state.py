"""What a walk has found so far: the tables of all names, and which rules may fire."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from attrs import define, field

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.sources import compared_with
from stp_rules.language.conditions import Condition, Truth, comparisons_in
from stp_rules.paths import Path
from stp_rules.proofs.domain.moves import (
    Found,
    Move,
    Origin,
    Resolution,
    Table,
    every_still,
    merged,
)
from stp_rules.proofs.walk.conditional import ALWAYS, truth_of
from stp_rules.proofs.walk.truths import Case, cases

_TRUTHS = (ALWAYS, Truth(holds=False, fails=True), Truth(holds=False, fails=False))

Truths = tuple[Truth, Truth, Found]
"""How two conditions turn out, the one before and the other after, and from where that comes."""


@define
class WalkState:
    """The tables of all names that have been walked, and what was found on the way.

    `fired` gives one origin for each band, branch and conditional step that may come about: it
    lacks none that does, and may hold some that do not.
    `exact` tells whether no table has been rounded up: then each move has its true number of ways,
    unless names that are read together depend on the same input. Once the deadline has passed,
    OutOfTimeError is raised.
    """

    resolution: Resolution
    tables: dict[str, Table]
    fired: dict[Path, Origin] = field(factory=dict)
    exact: bool = True
    deadline: Deadline = field(default=NEVER)

    def widened(self, table: Table) -> Table:
        """Join the moves of a table where there are too many.

        Lacks nothing, because a joined move spans every value, and every difference, of its parts.
        """
        found = merged(table, self.resolution.moves)
        self.exact = self.exact and found is table
        return found

    def combinations(self, tables: Iterable[Table]) -> Iterator[tuple[tuple[Move, Found], ...]]:
        """Give every combination of moves of some tables."""
        return self.deadline.watch(product(*(table.items() for table in tables)))

    def fires(self, path: Path, origin: Origin) -> None:
        """Note that a rule may come about, and one origin of that."""
        self.fired.setdefault(path, origin)

    def cases(self, conditions: Sequence[Condition]) -> list[Case] | None:
        """Return every case that conditions tell apart; `None` where there are too many."""
        most = self.resolution.combinations
        return cases(conditions, self.tables, most, self.deadline)

    def truths(self, one: Condition | None, other: Condition | None) -> list[Truths]:
        """Return how two conditions can turn out, the one before and the other after.

        Where there is no condition, it holds. Lacks nothing, because every subject is in one of
        the cases; where these are too many, every way of turning out is returned.
        """
        conditions = [it for it in (one, other) if it]
        found = self.cases(conditions)
        if found is None:
            self.exact = False
            return self.all_truths(one, other)
        joined: dict[tuple[Truth, Truth], Found] = {}
        for case in found:
            key = truth_of(one, case.before), truth_of(other, case.after)
            known = joined.get(key)
            ways = case.found.ways + (known.ways if known else 0)
            joined[key] = Found(ways, (known or case.found).origin)
        return [(*key, it) for key, it in joined.items()]

    def all_truths(self, one: Condition | None, other: Condition | None) -> list[Truths]:
        """Return every way in which conditions could turn out, as far as they can move.

        Lacks nothing, because one and the same condition, over names that stand still, turns out
        the same twice; of any others all pairs are returned, and what is no condition holds.
        """
        ways = [_TRUTHS if condition else (ALWAYS,) for condition in (one, other)]
        alike = one is not None and one == other and self.stands_still(one)
        pairs = zip(*ways, strict=True) if alike else product(*ways)
        return [(before, after, Found(1, ())) for before, after in pairs]

    def stands_still(self, condition: Condition) -> bool:
        """Tell whether all that a condition asks stands still."""
        tests = comparisons_in(condition)
        names = {name for test in tests for name in (test.name, *compared_with(test))}
        return all(every_still(self.tables[name]) for name in names if name in self.tables)
