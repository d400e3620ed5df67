"""A plan gone through with moves instead of values: every measure, every step.

What comes of it holds for all subjects: a table of a measure may have moves that no subject makes
(where two of the names that it reads depend on the same input), but lacks none that one does.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from attrs import define, evolve, field

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import (
    CohortMean,
    CountSource,
    DecideSource,
    FormulaSource,
    FromSource,
)
from stp_rules.engine.values import Raw, Unknown
from stp_rules.kinds import members
from stp_rules.language.conditions import Condition, comparisons_in
from stp_rules.language.ruleset import Fill
from stp_rules.paths import Path
from stp_rules.proofs.domain.moves import (
    NOT_RATED,
    Cell,
    Found,
    Move,
    Resolution,
    Table,
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
from stp_rules.proofs.walk.combinations import SOURCE, after_source, from_combinations
from stp_rules.proofs.walk.conditional import applied
from stp_rules.proofs.walk.decisions import decided
from stp_rules.proofs.walk.formulas import followed, limits_at_once
from stp_rules.proofs.walk.reads import members_of, read_by_source
from stp_rules.proofs.walk.state import WalkState
from stp_rules.proofs.walk.totals import totals
from stp_rules.proofs.walk.truths import split
from stp_rules.readings.exact import before_steps
from stp_rules.readings.spans import ANYWHERE, ZERO, Span
from stp_rules.readings.transfer import which

Pair = tuple[MeasurePlan, MeasurePlan]
"""A measure as it is computed before and after; one and the same but where methods are compared."""

Relate = Callable[[StepPlan, Move, Mapping[str, Table]], Iterator[Move]]
"""What a step relative to a cohort makes of a move."""


@define
class Walk(WalkState):
    """Fills the tables of all names, measure by measure.

    `beside` is the transfer function of a step that is relative to a cohort. `record` is told the
    table after the source of a measure, and after each of its steps, where it is followed step by
    step.
    """

    beside: Relate = field(default=relative.beside, kw_only=True)
    record: Callable[[Path, Table], None] = field(default=lambda _path, _table: None, kw_only=True)

    def measure(self, one: MeasurePlan, other: MeasurePlan) -> None:
        """Fill the tables of a measure and of its named steps.

        Lacks nothing, because the source and each step do not, and each reads tables that are
        filled: that is the induction over the measures of a plan.
        """
        self.deadline.check()
        if one is other and self.evaluated(one, members(one.info.measure.source)):
            return
        table = self.source(one, other)
        if limits_at_once(one) is None:  # else it comes in pieces, which its limits join again
            table = self.widened(table)
        self.record(one.info.path, table)
        if one is other and sum(1 for step in one.steps if step.when) > 1:
            self.tables[SOURCE] = table
            if self.evaluated(after_source(one), (SOURCE,)):
                return
        for before, after in zip(one.steps, other.steps, strict=True):
            table = self.widened(table_of(self.step(before, after, table)))
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

    def evaluated(self, plan: MeasurePlan, taken: Sequence[str]) -> bool:
        """Fill the tables of a measure from every combination of values, if that can be done."""
        found = from_combinations(self, plan, taken)
        self.tables |= found or {}
        return found is not None

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
        before, after = (_needed_condition(it) for it in (one, other))
        return table_of(self.where_needed(before, after, table)) if before or after else table

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

        for combination in self.combinations(tables):
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
            self.fires(plan.info.path / "decide" / branch, found.origin)
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
                return decided(self, one, other)
        members = [self.tables[name] for name in members_of(one)]
        found = totals(one, other, members, self.resolution.combinations, self.deadline)
        if found is None:
            self.exact = False
            return (
                self.anything(one)
                if isinstance(source, CountSource)
                else bounds(one, other, members, steady=self.same_groups(one))
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
                alike = one is other and move.before == move.after
                if alike and (len(before) == 1 or self.steady(one, move.before)):
                    for cell in before:
                        yield Move(cell, cell, move.by or still(cell).by), found
                    continue
                for pair in product(before, after):
                    yield moved(*pair, move.by), found

        return table_of(entries())

    def steady(self, plan: MeasurePlan, cell: Cell) -> bool:
        """Tell whether what is filled in for a cell is the same before and after."""
        source: Any = plan.source
        mean = isinstance(cell, Unknown) and isinstance(source.policies.get(cell.state), CohortMean)
        return mean and not plan.need and self.same_groups(plan)

    def same_groups(self, plan: MeasurePlan) -> bool:
        """Tell whether a subject stays in the groups whose means are filled in."""
        policies = getattr(plan.source, "policies", {}).values()
        groups = {it.site.within for it in policies if isinstance(it, CohortMean)}
        return all(every_still(self.tables[group]) for group in groups if group)

    def formula(self, one: MeasurePlan, other: MeasurePlan) -> Table:
        """Follow a formula."""
        source: Any = one.source
        names = source.names
        conditions = [_needed_condition(it) for it in (one, other)]
        tests = [test for it in conditions if it for test in comparisons_in(it)]
        tables = [
            table_of(split([it for it in tests if it.name == name], self.tables[name]))
            for name in names
        ]
        if prod(map(len, tables)) > self.resolution.combinations:
            tables = [merged(table, 1) for table in tables]
        self.exact = False
        return table_of(
            entry
            for combination in self.combinations(tables)
            for entry in followed(one, other, dict(zip(names, combination, strict=True)))
        )

    # Conditions

    def where_needed(
        self, one: Condition | None, other: Condition | None, table: Table
    ) -> Iterator[tuple[Move, Found]]:
        """Give the moves of a measure whose need is a condition, before, after, or both.

        Lacks nothing, because a measure without such a need has what it needs in every case.
        """
        for first, second, case in self.truths(one, other):
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
                self.fires(step.info.path / step.info.word / at, found.origin)

    def conditional(
        self, one: StepPlan, other: StepPlan, table: Table
    ) -> Iterator[tuple[Move, Found]]:
        """Give the moves after a step that applies only where its condition holds."""
        for first, second, case in self.truths(one.when, other.when):
            for move, found in self.deadline.watch(table.items()):
                both = together([found, case])
                if first.holds and not isinstance(move.before, Unknown):
                    self.fires(one.info.path / one.info.word, both.origin)
                yield from ((it, both) for it in applied(one, other, move, (first, second)))


def _needed_condition(plan: MeasurePlan) -> Condition | None:
    """Return the condition that a measure needs, if it needs one."""
    return plan.need.condition if plan.need else None


def _fills(plan: MeasurePlan) -> bool:
    """Tell whether a source reads the cohort."""
    policies = getattr(plan.source, "policies", {})
    return any(isinstance(policy, CohortMean) for policy in policies.values())


def _filled(plan: MeasurePlan, cell: Cell) -> list[Cell]:
    """Return what a source makes of a cell; of what is not known, also what is lacking then.

    A formula of several names may have what it needs though one of them is not known. Of a cohort,
    or of a group, there may be no mean.
    """
    source: Any = plan.source
    value = cell
    means = False
    if isinstance(cell, Unknown):
        policy = source.policies.get(cell.state)
        if isinstance(policy, Fill):
            value = cell_of(policy.number)
        elif isinstance(policy, CohortMean):
            value, means = ANYWHERE, True
        elif policy == "not_rated":
            value = NOT_RATED
    lacks = plan.need and not plan.need.condition and isinstance(cell, Unknown)
    if not lacks or value == NOT_RATED:
        return [value, NOT_RATED] if means else [value]
    return [NOT_RATED] if isinstance(source, FromSource) else [value, NOT_RATED]


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
