"""A measure computed by the evaluator for every combination of the values that it reads.

Only so is it seen that a value and a condition rest on the same name.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from stp_rules.engine.cohort import Beside
from stp_rules.engine.plan import EXACT, MeasurePlan
from stp_rules.engine.sources import FromSource, compared_with
from stp_rules.engine.wiring import given_by
from stp_rules.language.conditions import Comparison, comparisons_in
from stp_rules.language.values import Itself
from stp_rules.language.words.sources.from_ import From
from stp_rules.proofs.domain.cells import conditions
from stp_rules.proofs.domain.moves import Cell, Found, Table, add, cell_of, moved, raw_of, together
from stp_rules.proofs.walk.reads import read_by
from stp_rules.proofs.walk.state import WalkState
from stp_rules.proofs.walk.truths import only_tested
from stp_rules.readings.exact import measure_of

SOURCE = "the source"
"""The name of a measure's value before its first step; no ruleset can give it."""

ALONE = Beside(EXACT, {})


@frozen
class _Reading:
    """What a measure reads, the tests of each name, and whether any test compares two names."""

    names: tuple[str, ...]
    tests: Mapping[str, tuple[Comparison, ...]]
    compares: bool


@lru_cache(maxsize=4096)
def _reading(plan: Itself) -> _Reading:
    tests: dict[str, list[Comparison]] = {}
    for condition in conditions(plan.value):
        for test in comparisons_in(condition):
            for name in (test.name, *compared_with(test)):
                tests.setdefault(name, []).append(test)
    compares = any(any(compared_with(test)) for own in tests.values() for test in own)
    grouped = {name: tuple(own) for name, own in tests.items()}
    return _Reading(tuple(read_by(plan.value)), grouped, compares)


def after_source(plan: MeasurePlan) -> MeasurePlan:
    """Return a measure that takes its value before the first step from the table of `SOURCE`."""
    return _after_source(Itself(plan))


@lru_cache(maxsize=4096)
def _after_source(plan: Itself) -> MeasurePlan:
    found: MeasurePlan = evolve(plan.value, source=FromSource(From(SOURCE), {}), need=None)
    return found


def from_combinations(
    state: WalkState, plan: MeasurePlan, taken: Sequence[str]
) -> dict[str, Table] | None:
    """Return the tables of a measure and its named steps from every combination of values.

    `taken` are the names of whose values the measure makes its own. It is `None` where there are
    too many combinations, or numbers for which no single value stands.

    Lacks nothing, because of a name that is only tested one value stands for all that no test
    tells apart, and of every other name each single value is among the combinations.
    """
    if plan.parts or not any(step.when for step in plan.steps):
        return None
    read, size = _reading(Itself(plan)), 1
    tables: dict[str, Table] = {}
    for name in read.names:
        table = _single_values(state, read, name, taken=name in taken)
        if table is None:
            return None
        tables[name] = table
        size *= len(table)
        if size > state.resolution.combinations:
            return None
    return _evaluated(state, plan, tables)


def _single_values(state: WalkState, read: _Reading, name: str, *, taken: bool) -> Table | None:
    """Return a table in which a value stands for each cell; `None` where none does.

    Of what a measure takes only a single value does, of what it only tests any value of a cell
    that no test cuts.
    """
    table = state.tables[name]
    single = all(move.exact for move in table)
    if taken:
        return table if single else None
    if not single and read.compares:
        return None
    return only_tested(name, read.tests.get(name, ()), table)


def _evaluated(state: WalkState, plan: MeasurePlan, read: Mapping[str, Table]) -> dict[str, Table]:
    """Evaluate a measure for every combination, before and after the move."""
    tables: dict[str, Table] = {name: {} for name in given_by(plan)}
    for combination in state.combinations(read.values()):
        found = together(it for _, it in combination)
        moves = [move for move, _ in combination]
        before = _evaluate(
            state, plan, dict(zip(read, (it.before for it in moves), strict=True)), found
        )
        after = before
        if not all(move.still for move in moves):
            values = dict(zip(read, (it.after for it in moves), strict=True))
            after = _evaluate(state, plan, values, found)
        for name, table in tables.items():
            add(table, moved(before[name], after[name]), found)
    return tables


def _evaluate(
    state: WalkState, plan: MeasurePlan, cells: Mapping[str, Cell], found: Found
) -> dict[str, Cell]:
    """Return what the evaluator makes of a measure and its named steps, and note what fires."""
    values = {name: raw_of(cell) for name, cell in cells.items()}
    traced = measure_of(plan, values, ALONE)
    if traced.fired is not None:
        state.fires(plan.info.path / "decide" / traced.fired, found.origin)
    for step in traced.steps:
        if step.fired is not None and step.fired is not False:
            state.fires(step.path, found.origin)
    named = {it.name: cell_of(it.raw_after) for it in traced.steps if it.name}
    return {**named, traced.name: cell_of(traced.raw)}
