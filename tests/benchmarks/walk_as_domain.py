"""What the tables of a walk would hold if sets of moves were a domain of the interpretation.

`python tests/benchmarks/walk_as_domain.py` prints it. A domain's `choose` is handed conditions
and functions apart from each other. So where a case holds before and another one after, all that
the first gives before is met with all that the second gives after; the walk takes each move by
itself. Everything else is left to the walk, which is more than a domain could have.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import product
from math import prod
from pathlib import Path
from time import process_time
from typing import Any

from attrs import define
from hypothesis import HealthCheck, Phase, given, seed, settings

from stp_rules import load, loads, prove
from stp_rules.engine.values import Unknown
from stp_rules.language.ruleset import Ruleset
from stp_rules.proofs.domain.moves import COARSE, Found, Move, Resolution, Table, moved
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.questions.questions import all_moves, withholdings
from stp_rules.proofs.walk import walk
from stp_rules.proofs.walk.reads import read_by
from stp_rules.testing import generated

PROGRESS = Path(__file__).parents[2] / "rules/nhs-england/stp-progress/2017.1.0.yaml"
COUNT = 50
ASKED = ("better_never_hurts", "withholding_never_pays")
Sides = tuple[Hashable, Hashable]
"""In which case a move is before, and in which after."""


def chosen(entries: Iterable[tuple[Sides, Move, Found]]) -> Iterator[tuple[Move, Found]]:
    """Join what cases give: as it is where a case holds both times, else all with all."""
    before: dict[Hashable, dict[Any, None]] = {}
    after: dict[Hashable, dict[Any, None]] = {}
    apart: dict[Sides, Found] = {}
    for sides, move, found in entries:
        before.setdefault(sides[0], {})[move.before] = None
        after.setdefault(sides[1], {})[move.after] = None
        if sides[0] == sides[1]:
            yield move, found
        else:
            apart.setdefault(sides, found)
    for (one, other), found in apart.items():
        for pair in product(before[one], after[other]):
            yield moved(*pair), found


@define
class Domain(walk.Walk):
    """The walk, with every choice made as a domain would make it."""

    def step(self, one: Any, other: Any, table: Table) -> Iterator[tuple[Move, Found]]:
        """Give the moves after a step: of what is not known, and of what is known."""
        if one.when or other.when:
            return chosen(self.cases_of(one, other, table))
        return chosen(self.parts_of(one, other, table))

    def parts_of(self, one: Any, other: Any, table: Table) -> Iterator[tuple[Sides, Move, Found]]:
        """Give what a step makes of each move."""
        for move, found in table.items():
            sides = isinstance(move.before, Unknown), isinstance(move.after, Unknown)
            for after, both in super().step(one, other, {move: found}):
                yield sides, after, both

    def cases_of(self, one: Any, other: Any, table: Table) -> Iterator[tuple[Sides, Move, Found]]:
        """Give what a step makes of each move in each case of its condition."""
        for first, second, _ in self.truths(one.when, other.when):
            for move, found in table.items():
                unknown = isinstance(move.before, Unknown), isinstance(move.after, Unknown)
                sides = tuple(u or t for u, t in zip(unknown, (first, second), strict=True))
                for after in walk.applied(one, other, move, (first, second)):
                    yield sides, after, found  # type: ignore[misc]

    def filled(self, one: Any, other: Any, table: Table) -> Table:
        """Put in what the policies say: a case for each state."""

        def entries() -> Iterator[tuple[Sides, Move, Found]]:
            for move, found in table.items():
                sides = tuple(getattr(it, "state", None) for it in (move.before, move.after))
                for after, both in super(Domain, self).filled(one, other, {move: found}).items():
                    yield sides, after, both  # type: ignore[misc]

        return walk.table_of(chosen(entries()))


class Walks:
    """Walks of one input at a time, through one ruleset."""

    def __init__(self, ruleset: Ruleset, resolution: Resolution) -> None:
        """Walk with each input that moves to any value, or is withheld."""
        self.prover = Prover(ruleset)
        self.moves = self.read = self.beyond = 0
        for name in self.prover.plan.inputs:
            moves = all_moves(self.prover.cells, name) | withholdings(self.prover.cells, name)
            self.add(self.prover.moving(name, moves, resolution).tables, resolution)

    def add(self, tables: dict[str, Table], resolution: Resolution) -> None:
        """Count the moves in the tables, and the measures with too many combinations of them."""
        for measure in self.prover.plan.measures:
            self.moves += len(tables[measure.info.measure.name])
            size = prod(len(tables[name]) for name in read_by(measure))
            self.read = max(self.read, size)
            self.beyond += size > resolution.combinations


def rulesets() -> list[Ruleset]:
    """Generate rulesets, half of any kind and half such as ratings are."""
    found: list[Ruleset] = []
    for strategy in (generated.rulesets(), generated.monotone_rulesets()):

        @seed(1)
        @settings(
            max_examples=COUNT // 2,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def keep(data: dict[str, Any]) -> None:
            found.append(loads(generated.written(data)))

        keep()
    return found


def measured(name: str, methods: list[Ruleset]) -> None:
    """Print what the walk holds and settles, and what it would as a domain."""
    real = walk.Walk
    for kind, used in (("walk", real), ("domain", Domain)):
        walk.Walk = used  # type: ignore[misc]
        begun = process_time()
        found = [Walks(it, COARSE) for it in methods]
        walked = process_time() - begun
        outcomes = Counter(
            (verdict.outcome, verdict.by)
            for it in methods
            for verdict in prove(it, ASKED, solving=False, time_limit=2)
        )
        spent = process_time() - begun - walked
        print(  # noqa: T201 - it is what this is for
            f"{name}, {kind}: {sum(it.moves for it in found):,} moves, walked in {walked:.1f} s;"
            f" at most {max(it.read for it in found):.2g} combinations read,"
            f" {sum(it.beyond for it in found)} times too many; promises in {spent:.1f} s:",
            dict(sorted(outcomes.items())),
            flush=True,
        )
    walk.Walk = real  # type: ignore[misc]


if __name__ == "__main__":
    measured("17 indicators", [load(PROGRESS)])
    measured(f"{COUNT} generated", rulesets())
