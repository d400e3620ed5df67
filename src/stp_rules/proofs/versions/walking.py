"""Two versions gone through at once: a move is the value by the one and the value by the other."""

from collections.abc import Mapping
from itertools import product
from math import prod

from attrs import define

from stp_rules.engine.plan import MeasurePlan, StepPlan
from stp_rules.engine.values import Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.proofs.domain.moves import Cell, Found, Move, Resolution, Table
from stp_rules.proofs.questions.prover import CASES
from stp_rules.proofs.versions.pairing import paired
from stp_rules.proofs.versions.sides import Sides
from stp_rules.proofs.walk.walk import Walk, constants
from stp_rules.readings.spans import ZERO

Pairs = list[tuple[MeasurePlan, MeasurePlan]]


def corresponding(sides: Sides) -> Pairs | None:
    """Return the measures of both side by side; `None` where what may differ cannot be paired.

    A measure that gives the same from the same is gone through as one, and so the walk knows that
    what stands still before it stands still after it. What rests on a cohort that may be another
    has no transfer function.
    """
    pairs = paired(sides.one, sides.other, sides.differing)
    if pairs is None or any(it.parts for pair in pairs if _touched(sides, pair) for it in pair):
        return None
    return pairs


def _touched(sides: Sides, pair: tuple[MeasurePlan, MeasurePlan]) -> bool:
    return pair[1].info.measure.name in sides.touched


def related(
    sides: Sides, resolution: Resolution, held: Mapping[str, Table] | None = None
) -> Walk | None:
    """Go through both; `None` where their measures do not correspond."""
    pairs = corresponding(sides)
    if pairs is None:
        return None
    walk = started(sides, resolution, held)
    for one, other in pairs:
        walk.measure(one, other)
    return walk


@define
class PairWalk(Walk):
    """A walk through two versions, of which nobody asks which rules fire."""

    def note(self, step: StepPlan, cell: Cell, found: Found) -> None:
        """Note nothing."""


def started(sides: Sides, resolution: Resolution, held: Mapping[str, Table] | None = None) -> Walk:
    """Return a walk that has come to no measure yet; inputs that are `held` are no other value."""
    cells = sides.cells
    inputs = {name: cells.table(name) for name in cells.plans[0].inputs} | dict(held or {})
    return PairWalk(resolution, {**constants(sides.plans), **inputs})


def clean(walk: Walk, name: str) -> bool:
    """Tell whether a walk has come to no two values of a name that may be different."""
    return not any(map(apart, walk.tables[name]))


def apart(move: Move) -> bool:
    """Tell whether a value by the one may be another than that by the other."""
    if move.by is not None:
        return move.by != ZERO
    return move.before != move.after or not isinstance(move.before, int | str | Unknown)


def clean_case_by_case(sides: Sides, resolution: Resolution) -> bool:
    """Tell whether results are alike with inputs held fixed that are read along several ways.

    Lacks nothing, because every subject has one of the values of each input that is held.
    """
    wires = [wiring(plan) for plan in sides.plans]
    tables = {
        name: sides.cells.table(name)
        for name in sides.cells.plans[0].inputs
        if any(len(it.readers(name)) > 1 for it in wires)
    }
    if not tables or prod(map(len, tables.values())) > CASES:
        return False
    cases = product(*(table.items() for table in tables.values()))
    held = ({name: dict([it]) for name, it in zip(tables, case, strict=True)} for case in cases)
    walks = (related(sides, resolution, it) for it in held)
    return all(walk is not None and clean(walk, sides.other.ruleset.result) for walk in walks)
