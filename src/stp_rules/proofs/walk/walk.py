"""A plan gone through with moves instead of values: every measure, every step.

What comes of it holds for all subjects: a table of a measure may have moves that no subject makes
(where two of the names that it reads depend on the same input), but lacks none that one does.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from attrs import define, evolve, field

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.cohort import Beside
from stp_rules.engine.plan import EXACT, MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import (
    CohortMean,
    CountSource,
    DecideSource,
    FormulaSource,
    FromSource,
    compared_with,
)
from stp_rules.engine.values import Raw, Unknown
from stp_rules.engine.wiring import given_by
from stp_rules.kinds import members
from stp_rules.language.conditions import Condition, Truth, comparisons_in
from stp_rules.language.expressions import Name
from stp_rules.language.ruleset import Fill
from stp_rules.language.words.sources.from_ import From
from stp_rules.paths import Path
from stp_rules.proofs.domain.cells import conditions
from stp_rules.proofs.domain.moves import (
    NOT_RATED,
    Cell,
    Found,
    Move,
    Origin,
    Resolution,
    Table,
    add,
    cell_of,
    every_still,
    merged,
    moved,
    raw_of,
    still,
    table_of,
    together,
)
from stp_rules.proofs.domain.stretches import stepped
from stp_rules.proofs.walk import relative
from stp_rules.proofs.walk.bounds import bounds
from stp_rules.proofs.walk.conditional import ALWAYS, applied, truth_of
from stp_rules.proofs.walk.formulas import followed, limits_at_once
from stp_rules.proofs.walk.reads import bounds_in, members_of, read_by, read_by_source
from stp_rules.proofs.walk.totals import totals
from stp_rules.proofs.walk.truths import Case, cases, only_tested, split
from stp_rules.readings.exact import before_steps, holds, measure_of
from stp_rules.readings.spans import ANYWHERE, ZERO, Span
from stp_rules.readings.transfer import which

Pair = tuple[MeasurePlan, MeasurePlan]
"""A measure as it is computed before and after; one and the same but where methods are compared."""

Relate = Callable[[StepPlan, Move, Mapping[str, Table]], Iterator[Move]]
"""What a step relative to a cohort makes of a move."""

_SOURCE = "the source"
"""The name of a measure's value before its first step; no ruleset can give it."""

_ALONE = Beside(EXACT, {})
_TRUTHS = (ALWAYS, Truth(holds=False, fails=True), Truth(holds=False, fails=False))


@define
class Walk:
    """The tables of all names, filled measure by measure.

    `record` is told the table after the source of a measure, and after each of its steps, where it
    is followed step by step. `fired` gives for each band, branch and conditional step that can come
    about one origin. `exact` tells whether no table has been rounded up: then each move has its
    true number of ways, unless names that are read together depend on the same input. Once the
    deadline has passed, OutOfTimeError is raised.
    """

    resolution: Resolution
    tables: dict[str, Table]
    fired: dict[Path, Origin] = field(factory=dict)
    exact: bool = True
    beside: Relate = field(default=relative.beside)
    deadline: Deadline = field(default=NEVER)
    record: Callable[[Path, Table], None] = field(default=lambda _path, _table: None)

    def measure(self, one: MeasurePlan, other: MeasurePlan) -> None:
        """Fill the tables of a measure and of its named steps."""
        self.deadline.check()
        if one is other and self.went_through(one, members(one.info.measure.source)):
            return
        table = self.source(one, other)
        if limits_at_once(one) is None:  # else it comes in pieces, which its limits join again
            table = self.kept(table)
        self.record(one.info.path, table)
        if one is other and sum(1 for step in one.steps if step.when) > 1:
            self.tables[_SOURCE] = table
            rest = evolve(one, source=FromSource(From(_SOURCE), {}), need=None)
            if self.went_through(rest, (_SOURCE,)):
                return
        for before, after in zip(one.steps, other.steps, strict=True):
            table = self.kept(table_of(self.step(before, after, table)))
            self.record(before.info.path, table)
            for name in {before.info.step.name, after.info.step.name} - {None}:
                self.tables[str(name)] = table
        self.tables[one.info.measure.name] = table

    def before(self, plan: MeasurePlan, at: int) -> Table:
        """Return the moves of a measure before one of its steps."""
        part = evolve(plan, steps=plan.steps[:at], parts=())
        scratch = evolve(self, tables=dict(self.tables), fired={})
        scratch.measure(part, part)
        return scratch.tables[plan.info.measure.name]

    def went_through(self, plan: MeasurePlan, taken: Sequence[str]) -> bool:
        """Fill the tables of a measure from every combination of values, if that can be done.

        Only that way is it seen that a value and a condition rest on the same name.
        """
        if plan.parts or not any(step.when for step in plan.steps):
            return False
        tables = {name: self.told_apart(plan, name, taken=name in taken) for name in read_by(plan)}
        known = [table for table in tables.values() if table is not None]
        if len(known) < len(tables) or prod(map(len, known)) > self.resolution.combinations:
            return False
        self.tables |= self.gone_through(plan, list(tables), known)
        return True

    def told_apart(self, plan: MeasurePlan, name: str, *, taken: bool) -> Table | None:
        """Return a table in which a value stands for each cell; `None` where none does.

        Of what a measure takes only a single value does, of what it only tests any value of a cell
        that no test cuts.
        """
        table = self.tables[name]
        single = all(move.exact for move in table)
        if taken:
            return table if single else None
        if not single and any(any(bounds_in(it)) for it in conditions(plan)):
            return None
        tests = [test for it in conditions(plan) for test in comparisons_in(it)]
        return only_tested(name, tests, table)

    def gone_through(
        self, plan: MeasurePlan, names: Sequence[str], read: Sequence[Table]
    ) -> dict[str, Table]:
        """Return the tables of a measure and its named steps from every combination of values."""
        tables: dict[str, Table] = {name: {} for name in given_by(plan)}
        for combination in self.combined(read):
            found = together(it for _, it in combination)
            moves = [move for move, _ in combination]
            before = self.all_of(plan, names, [raw_of(it.before) for it in moves], found)
            after = before
            if not all(move.still for move in moves):
                after = self.all_of(plan, names, [raw_of(it.after) for it in moves], found)
            for name, table in tables.items():
                add(table, moved(before[name], after[name]), found)
        return tables

    def all_of(
        self, plan: MeasurePlan, names: Sequence[str], values: Sequence[Raw], found: Found
    ) -> dict[str, Cell]:
        """Return what the evaluator makes of a measure and its named steps, and note what fires."""
        traced = measure_of(plan, dict(zip(names, values, strict=True)), _ALONE)
        if traced.fired is not None:
            self.fired.setdefault(plan.info.path / "decide" / traced.fired, found.origin)
        for step in traced.steps:
            if step.fired is not None and step.fired is not False:
                self.fired.setdefault(step.path, found.origin)
        named = {it.name: cell_of(it.raw_after) for it in traced.steps if it.name}
        return {**named, traced.name: cell_of(traced.raw)}

    def kept(self, table: Table) -> Table:
        """Put moves together where there are too many."""
        found = merged(table, self.resolution.moves)
        self.exact = self.exact and found is table
        return found

    def combined(self, tables: Iterable[Table]) -> Iterator[tuple[tuple[Move, Found], ...]]:
        """Give every combination of moves of some tables."""
        return self.deadline.watch(product(*(table.items() for table in tables)))

    # Sources

    def source(self, one: MeasurePlan, other: MeasurePlan) -> Table:
        """Return the moves of a source, those of subjects without what is needed among them."""
        names = read_by_source(one, other)
        tables = [self.tables[name] for name in names]
        size = prod(map(len, tables))
        single = all(move.exact for table in tables for move in table)
        if single and size <= self.resolution.combinations and not (_fills(one) or _fills(other)):
            return table_of(self.each(one, other, names, tables))
        table = self.bounded(one, other)
        condition = one.need.condition if one.need else None
        return table_of(self.where_needed(condition, other, table)) if condition else table

    def each(
        self, one: MeasurePlan, other: MeasurePlan, names: Sequence[str], tables: Sequence[Table]
    ) -> Iterator[tuple[Move, Found]]:
        """Go through every combination of what is read."""
        known: dict[tuple[int, tuple[Cell, ...]], Cell] = {}

        def made(plan: MeasurePlan, cells: tuple[Cell, ...], found: Found) -> Cell:
            key = id(plan), cells
            if key not in known:
                values = {name: raw_of(cell) for name, cell in zip(names, cells, strict=True)}
                known[key] = self.sourced(plan, values, found)
            return known[key]

        for combination in self.combined(tables):
            found = together(it for _, it in combination)
            before = made(one, tuple(move.before for move, _ in combination), found)
            if one is other and all(move.still for move, _ in combination):
                yield still(before), found
            else:
                after = made(other, tuple(move.after for move, _ in combination), found)
                yield moved(before, after), found

    def sourced(self, plan: MeasurePlan, values: Mapping[str, Raw], found: Found) -> Cell:
        """Return what a source makes of single values."""
        value, branch = before_steps(plan, values)
        if branch is not None:
            self.fired.setdefault(plan.info.path / "decide" / branch, found.origin)
        return cell_of(value)

    def bounded(self, one: MeasurePlan, other: MeasurePlan) -> Table:
        """Return the moves of a source without going through every combination."""
        source: Any = one.source
        match source:
            case FromSource(args):
                return self.filled(one, other, self.tables[args.name])
            case FormulaSource():
                return self.filled(one, other, self.formula(one, other))
            case DecideSource():
                return self.decided(one, other)
        members = [self.tables[name] for name in members_of(one)]
        found = totals(one, other, members, self.resolution.combinations, self.deadline)
        if found is None:
            self.exact = False
            return (
                self.anything(one)
                if isinstance(source, CountSource)
                else bounds(one, other, members)
            )
        return found

    def anything(self, plan: MeasurePlan) -> Table:
        """Return every move of a count."""
        span = Span(ZERO.low, ZERO.low + len(plan.info.members))
        return {move: Found(1, ()) for move in (moved(span, span), *_unknown(span))}

    def filled(self, one: MeasurePlan, other: MeasurePlan, table: Table) -> Table:
        """Put in what the policies say for what is not known, and look to what is needed."""

        def entries() -> Iterator[tuple[Move, Found]]:
            for move, found in table.items():
                before, after = _filled(one, move.before), _filled(other, move.after)
                if one is other and move.before == move.after and len(before) == 1:
                    yield Move(before[0], after[0], move.by or still(before[0]).by), found
                    continue
                for pair in product(before, after):
                    yield moved(*pair, move.by), found

        return table_of(entries())

    def formula(self, one: MeasurePlan, other: MeasurePlan) -> Table:
        """Follow a formula."""
        source: Any = one.source
        names = source.names
        tests = list(comparisons_in(one.need.condition)) if one.need and one.need.condition else []
        tables = [
            table_of(split([it for it in tests if it.name == name], self.tables[name]))
            for name in names
        ]
        if prod(map(len, tables)) > self.resolution.combinations:
            tables = [merged(table, 1) for table in tables]
        self.exact = False
        return table_of(
            entry
            for combination in self.combined(tables)
            for entry in followed(one, other, dict(zip(names, combination, strict=True)))
        )

    def decided(self, one: MeasurePlan, other: MeasurePlan) -> Table:
        """Follow every way in which the lines of a decision can turn out."""
        sources: list[Any] = [one.source, other.source]
        conditions = [it for source in sources for it in source.conditions if it]
        found = self.cases(conditions)
        if found is None:
            self.exact = False
            return self.any_branch(one, other)
        return table_of(entry for case in found for entry in self.branches(one, other, case))

    def branches(
        self, one: MeasurePlan, other: MeasurePlan, case: Case
    ) -> Iterator[tuple[Move, Found]]:
        """Give what a decision gives in one case."""
        before, after = _branch(one, case.before), _branch(other, case.after)
        for plan, at in ((one, before), (other, after)):
            if isinstance(at, int):
                self.fired.setdefault(plan.info.path / "decide" / at, case.found.origin)
        yield from self.outcomes(one, other, before, after, case.found)

    def any_branch(self, one: MeasurePlan, other: MeasurePlan) -> Table:
        """Return the moves of a decision of which any line may hold, before and after."""
        nobody = Found(1, ())
        sides = [len(plan.source.outcomes) for plan in (one, other)]  # type: ignore[union-attr]
        for at in range(sides[0]):
            self.fired.setdefault(one.info.path / "decide" / at, ())
        return table_of(
            entry
            for before, after in product(*([*range(side), None] for side in sides))
            for entry in self.outcomes(one, other, before, after, nobody)
        )

    def outcomes(
        self,
        one: MeasurePlan,
        other: MeasurePlan,
        before: int | None,
        after: int | None,
        found: Found,
    ) -> Iterator[tuple[Move, Found]]:
        """Give the moves between the outcomes of two lines."""
        first, second = self.outcome(one, before), self.outcome(other, after)
        if before == after and one is other:
            yield from ((move, together([found, it])) for move, it in first.items())
            return
        for one_move, one_found in first.items():
            for other_move, other_found in second.items():
                both = together([found, one_found, other_found])
                yield moved(one_move.before, other_move.after), both

    def outcome(self, plan: MeasurePlan, at: int | None) -> Table:
        """Return the moves of what a line of a decision gives."""
        if at is None:
            return {Move(NOT_RATED, NOT_RATED): Found(1, ())}
        outcome = plan.source.outcomes[at]  # type: ignore[union-attr]
        if isinstance(outcome, Name):
            return self.tables[outcome.name]
        return {still(cell_of(outcome)): Found(1, ())}

    # Conditions

    def cases(self, conditions: Sequence[Condition]) -> list[Case] | None:
        """Return every case that conditions tell apart; `None` where there are too many."""
        most = self.resolution.combinations
        return cases(conditions, self.tables, most, self.deadline)

    def truths(
        self, one: Condition | None, other: Condition | None
    ) -> list[tuple[Truth, Truth, Found]]:
        """Return how two conditions can turn out, the one before and the other after.

        Where there is no condition, it holds.
        """
        conditions = [it for it in (one, other) if it]
        found = self.cases(conditions)
        if found is None:
            self.exact = False
            return self.all_truths(conditions)
        told: dict[tuple[Truth, Truth], Found] = {}
        for case in found:
            key = truth_of(one, case.before), truth_of(other, case.after)
            known = told.get(key)
            ways = case.found.ways + (known.ways if known else 0)
            told[key] = Found(ways, (known or case.found).origin)
        return [(*key, it) for key, it in told.items()]

    def all_truths(self, conditions: Sequence[Condition]) -> list[tuple[Truth, Truth, Found]]:
        """Return every way in which conditions could turn out, as far as they can move."""
        tests = [test for condition in conditions for test in comparisons_in(condition)]
        names = {name for test in tests for name in (test.name, *compared_with(test))}
        moves = any(not every_still(self.tables[name]) for name in names if name in self.tables)
        moves = moves or len(set(conditions)) > 1
        pairs = product(_TRUTHS, _TRUTHS) if moves else zip(_TRUTHS, _TRUTHS, strict=True)
        return [(before, after, Found(1, ())) for before, after in pairs]

    def where_needed(
        self, condition: Condition, other: MeasurePlan, table: Table
    ) -> Iterator[tuple[Move, Found]]:
        """Give the moves of a measure whose need is a condition."""
        after = other.need.condition if other.need and other.need.condition else condition
        for first, second, case in self.truths(condition, after):
            for move, found in table.items():
                both = together([found, case])
                if first.holds and second.holds:
                    yield move, both
                else:
                    before = move.before if first.holds else NOT_RATED
                    yield moved(before, move.after if second.holds else NOT_RATED), both

    # Steps

    def step(self, one: StepPlan, other: StepPlan, table: Table) -> Iterator[tuple[Move, Found]]:
        """Give the moves after a step."""
        if one.when or other.when:
            yield from self.conditional(one, other, table)
            return
        if one.site:
            for move, found in table.items():
                yield from ((it, found) for it in self.beside(one, move, self.tables))
            return
        for move, found in table.items():
            self.note(one, move.before, found)
            self.note(other, move.after, found)
            yield from ((it, found) for it in stepped(one, other, move))

    def note(self, step: StepPlan, cell: Cell, found: Found) -> None:
        """Note which bands a cell meets."""
        if step.ranked and isinstance(cell, Span):
            for at in which(step, cell):
                self.fired.setdefault(step.info.path / step.info.word / at, found.origin)

    def conditional(
        self, one: StepPlan, other: StepPlan, table: Table
    ) -> Iterator[tuple[Move, Found]]:
        """Give the moves after a step that applies only where its condition holds."""
        for first, second, case in self.truths(one.when, other.when):
            for move, found in self.deadline.watch(table.items()):
                both = together([found, case])
                if first.holds and not isinstance(move.before, Unknown):
                    self.fired.setdefault(one.info.path / one.info.word, both.origin)
                yield from ((it, both) for it in applied(one, other, move, (first, second)))


def _fills(plan: MeasurePlan) -> bool:
    """Tell whether a source reads the cohort."""
    policies = getattr(plan.source, "policies", {})
    return any(isinstance(policy, CohortMean) for policy in policies.values())


def _filled(plan: MeasurePlan, cell: Cell) -> list[Cell]:
    """Return what a source makes of a cell; of what is not known, also what is lacking then.

    A formula of several names may have what it needs though one of them is not known.
    """
    source: Any = plan.source
    value = cell
    if isinstance(cell, Unknown):
        policy = source.policies.get(cell.state)
        if isinstance(policy, Fill):
            value = cell_of(policy.number)
        elif isinstance(policy, CohortMean):
            value = ANYWHERE
        elif policy == "not_rated":
            value = NOT_RATED
    lacks = plan.need and not plan.need.condition and isinstance(cell, Unknown)
    if not lacks or value == NOT_RATED:
        return [value]
    return [NOT_RATED] if isinstance(source, FromSource) else [value, NOT_RATED]


def _branch(plan: MeasurePlan, values: Mapping[str, Raw]) -> int | None:
    """Return the line that decides; `None` where none holds, or one is undecided before it."""
    source: Any = plan.source
    for at, condition in enumerate(source.conditions):
        truth = holds(condition, values, EXACT) if condition else ALWAYS
        if truth.holds:
            return at
        if not truth.fails:
            return None
    return None


def _unknown(span: Span) -> tuple[Move, ...]:
    return Move(NOT_RATED, NOT_RATED), Move(span, NOT_RATED), Move(NOT_RATED, span)


def walked(
    plans: tuple[Plan, Plan],
    known: Mapping[str, Table],
    resolution: Resolution,
    only: Container[str] | None = None,
    deadline: Deadline = NEVER,
) -> Walk:
    """Go through all measures, or some, or only those whose tables are not known."""
    walk = Walk(resolution, {**constants(plans), **known}, deadline=deadline)
    for one, other in zip(plans[0].measures, plans[1].measures, strict=True):
        name = one.info.measure.name
        if name not in walk.tables and (only is None or name in only):
            walk.measure(one, other)
    return walk


def constants(plans: tuple[Plan, Plan]) -> dict[str, Table]:
    """Return the tables of parameters, which may differ between methods that are compared."""
    one, other = (plan.constants for plan in plans)
    values = {**other, **one}
    return {
        name: {moved(cell_of(value), cell_of(other.get(name, value))): Found(1, ())}
        for name, value in values.items()
    }
