"""All subjects gone through, as far as the method tells them apart.

Where every value that is read on its way to the result has a finite number of cells, a subject is
one of finitely many. Measures that rest on inputs which nothing else reads stand for these inputs:
so a rating made of seventeen indicators is gone through by its domains.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from attrs import evolve, frozen

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.sources import compared_with
from stp_rules.engine.wiring import given_by, wiring
from stp_rules.kinds import members
from stp_rules.language.conditions import comparisons_in
from stp_rules.proofs.domain.cells import conditions
from stp_rules.proofs.domain.moves import Cell, Origin, Table, cell_of, raw_of, still
from stp_rules.readings.exact import measured

MOST = 20_000
"""How many subjects are gone through at the most."""

Cells = tuple[Cell, ...]


@frozen
class Enumeration:
    """What comes of every combination of the cells of some names.

    `outcomes` gives for each combination the cells of the measures named by `measures`.
    """

    names: tuple[str, ...]
    tables: tuple[Table, ...]
    measures: tuple[str, ...]
    outcomes: Mapping[Cells, Cells]
    deadline: Deadline = NEVER

    def __contains__(self, measure: str) -> bool:
        """Tell whether a measure's cells are among the outcomes."""
        return measure in self.measures

    def origin(self, cells: Cells, but: str = "") -> Origin:
        """Return from which inputs a combination comes, those of one name left out."""
        found: Origin = ()
        for name, cell, table in zip(self.names, cells, self.tables, strict=True):
            if name != but:
                found += table[still(cell)].origin
        return found

    def moves(self, name: str, table: Table) -> Iterator[tuple[Cells, Cells, Origin]]:
        """Give the outcomes before and after each move of a name, each pair of them once.

        With each pair goes one origin of it, whatever the other names are.
        """
        at = self.names.index(name)
        known: set[tuple[Cells, Cells]] = set()
        others = [[move.before for move in it] for it in self.tables]
        for move, found in table.items():
            if move.still:
                continue
            others[at] = [move.before]
            for cells in self.deadline.watch(product(*others)):
                after = (*cells[:at], move.after, *cells[at + 1 :])
                pair = self.outcomes[cells], self.outcomes[after]
                if pair not in known:
                    known.add(pair)
                    yield *pair, found.origin + self.origin(cells, but=name)

    def reached(self, name: str) -> dict[Cell, Origin]:
        """Return every value of a measure, with an origin of each."""
        at = self.measures.index(name)
        first = {outcome[at]: cells for cells, outcome in self.outcomes.items()}
        return {cell: self.origin(cells) for cell, cells in first.items()}


def enumerated(
    plan: Plan, tables: Mapping[str, Table], deadline: Deadline = NEVER
) -> Enumeration | None:
    """Go through all subjects; `None` where there are too many, or numbers without end."""
    names = _names(plan, tables)
    own = tuple(tables[name] for name in names)
    uniform = all(
        move.exact or _only_tested(name, plan)
        for name, table in zip(names, own, strict=True)
        for move in table
    )
    if not uniform or prod(map(len, own)) > MOST or any(it.parts for it in plan.measures):
        return None
    behind = set().union(*(wiring(plan).behind(name) for name in names))
    rest = tuple(it for it in plan.measures if it.info.measure.name not in behind)
    part = evolve(plan, measures=rest)
    outcomes: dict[Cells, Cells] = {}
    for combination in deadline.watch(product(*own)):
        cells = tuple(move.before for move in combination)
        values = {name: raw_of(cell) for name, cell in zip(names, cells, strict=True)}
        outcomes[cells] = tuple(cell_of(it.raw) for it in measured(part, values).values())
    measures = tuple(it.info.measure.name for it in rest)
    return Enumeration(tuple(names), own, measures, outcomes, deadline)


def _names(plan: Plan, tables: Mapping[str, Table]) -> list[str]:
    """Return names that settle all the rest, each measure in place of what only it reads."""
    names = list(plan.inputs)
    wires = wiring(plan)
    for measure in plan.measures:
        own = measure.info.measure.name
        read = wires.reads[own]
        alone = all(wires.readers(name) == [own] for name in read)
        if read and alone and read <= set(names) and _single(measure, plan, tables):
            names = [*(name for name in names if name not in read), own]
    return names


def _only_tested(name: str, plan: Plan) -> bool:
    """Tell whether a name is read in conditions alone, which know its cells but no number."""
    readers = [it for it in plan.measures if name in wiring(plan).reads[it.info.measure.name]]
    read = {it for reader in readers for it in members(reader.info.measure.source)}
    return name not in read and not any(
        name in set(compared_with(test))
        for reader in readers
        for condition in conditions(reader)
        for test in comparisons_in(condition)
    )


def _single(measure: MeasurePlan, plan: Plan, tables: Mapping[str, Table]) -> bool:
    """Tell whether a measure stands for all that is read of it, in single values."""
    own, *steps = given_by(measure)
    hidden = any(wiring(plan).readers(step) for step in steps)
    return not hidden and all(move.exact for move in tables[own])
