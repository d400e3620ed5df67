"""What two versions of a method make of the same subjects: the same, proved; or not, by a subject.

Both are gone through at once: a move is then the value by the one and the value by the other.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from math import prod
from random import Random
from typing import Any

from attrs import evolve, frozen

from stp_rules.analysis.proofs.cells import Cells
from stp_rules.analysis.proofs.delivering import delivered
from stp_rules.analysis.proofs.moves import FINE, Cell, Found, Table
from stp_rules.analysis.proofs.pairing import paired
from stp_rules.analysis.proofs.pairs import SEED, Bench, Values, missing
from stp_rules.analysis.proofs.prover import CASES
from stp_rules.analysis.proofs.sayings import reading, rules
from stp_rules.analysis.proofs.walk import Walk, constants
from stp_rules.analysis.proofs.wiring import wiring
from stp_rules.assessment import evaluate
from stp_rules.engine.cohort import Reference
from stp_rules.engine.evaluation import measured
from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import InputPlan
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Lens, Raw, Seen, Unknown
from stp_rules.kinds import names_read
from stp_rules.model import Ruleset

SUBJECTS = 1_500
"""How many subjects are tried."""


@frozen
class Counts:
    """Of how many combinations of scores the rating is the same, better or worse by the second."""

    same: int = 0
    better: int = 0
    worse: int = 0
    other: int = 0


@frozen
class Meaning:
    """Whether two rulesets rate alike.

    `equal` is true where it is proved, false where `before` and `after` are the ratings of one
    subject that differ, and `None` where neither was found. `counts` is there where every
    combination of scores was counted.
    """

    equal: bool | None
    by: str
    before: Rating | None = None
    after: Rating | None = None
    counts: Counts | None = None


def compared(before: Ruleset, after: Ruleset, *, solving: bool = True) -> Meaning:
    """Tell whether two rulesets, free of problems, give every subject the same result.

    Subjects are those that both can read; an input that only one has is given as well, and left
    out for the other. Without `solving` the solver z3 is not asked.
    """
    if rules(before) == rules(after):
        return Meaning(equal=True, by="the same rules")
    both = _Both(make_plan(before), make_plan(after))
    walk = both.walk()
    counts = both.counts(walk) if walk else None
    found = both.different(walk)
    by = "" if found else both.equal(walk)
    solved = None if found or by else both.solved(solving)
    if solved:
        found = both.confirmed(solved)
    if found is not None:
        small = both.smallest(found)
        return Meaning(False, "an example", both.rated(0, small), both.rated(1, small), counts)
    if (by or solved is False) and reading(before) != reading(after):
        return Meaning(equal=None, by="the same values of inputs, which are read otherwise")
    if by or solved is False:
        return Meaning(equal=True, by=by or "the solver z3", counts=counts)
    return Meaning(equal=None, by=f"{SUBJECTS} subjects", counts=None)


@frozen
class _Both:
    """Two plans, and the subjects that both can read."""

    one: Plan
    other: Plan

    @property
    def result(self) -> str:
        """The result of the second, under which the walk keeps that of both."""
        return self.other.ruleset.result

    @property
    def inputs(self) -> dict[str, InputPlan]:
        """The inputs of either; one that both have lies in the range of both."""
        common = set(self.one.inputs) & set(self.other.inputs)
        limits = {name: self.other.inputs[name].limits for name in common}
        mine = {
            name: evolve(it, limits=it.limits + limits.get(name, ()))
            for name, it in self.one.inputs.items()
        }
        return {**self.other.inputs, **mine}

    @property
    def cells(self) -> Cells:
        """The cells that either tells apart."""
        return Cells(tuple(evolve(plan, inputs=self.inputs) for plan in (self.one, self.other)))

    def walk(self, held: Mapping[str, Table] | None = None) -> Walk | None:
        """Go through both; `None` where their measures do not correspond, or read a cohort."""
        pairs = paired(self.one, self.other)
        if pairs is None or any(it.parts for pair in pairs for it in pair):
            return None
        cells = self.cells
        inputs = {name: cells.table(name) for name in cells.plans[0].inputs} | dict(held or {})
        walk = Walk(FINE, {**constants((self.one, self.other)), **inputs})
        for one, other in pairs:
            told = walk.exact
            walk.measure(one, other)
            self.score(walk, other.info.measure.name, told=told)
        return walk

    def clean(self, walk: Walk | None) -> bool:
        """Tell whether a walk has come to no two results that may be different."""
        return walk is not None and not any(
            self.apart(move.before, move.after) for move in walk.tables[self.result]
        )

    def equal(self, walk: Walk | None) -> str:
        """Return by what going through values shows that no two results differ; or nothing."""
        if walk is None:
            return ""
        if self.clean(walk):
            return "going through all values"
        return "going through all values, case by case" if self.clean_case_by_case() else ""

    def solved(self, solving: bool) -> Values | bool | None:  # noqa: FBT001 - handed on
        """Ask the solver for a subject whose results differ; `False` where there is none."""
        lenses = [plan.lenses[plan.ruleset.result] for plan in (self.one, self.other)]
        if lenses[0] != lenses[1] or not solving or not find_spec("z3"):
            return None
        home = import_module("stp_rules.analysis.proofs.solver")
        solver = home.Solver(evolve(self.one, inputs=self.inputs), self.cells)
        found: Values | bool | None = solver.different(self.other, self.alike)
        return found

    @property
    def alike(self) -> set[str]:
        """The names that both give alike: their measures, and all behind them, say the same."""
        mine = {it.info.measure.name: it.info.measure for it in self.one.measures}
        theirs = {it.info.measure.name: it.info.measure for it in self.other.measures}
        parameters = [plan.ruleset.parameters for plan in (self.one, self.other)]
        changed = {
            name
            for name in set(mine) | set(theirs)
            if rules(mine.get(name)) != rules(theirs.get(name)) or parameters[0] != parameters[1]
        }
        wires = wiring(self.other)
        return {name for name in theirs if not wires.behind(name) & changed}

    def confirmed(self, values: Any) -> Values | None:
        """Return a subject of the solver's if the evaluator rates it as the solver says."""
        found: Values = values
        return found if self.differ(found) else None

    def clean_case_by_case(self) -> bool:
        """Tell the same with inputs held fixed that are read along more than one way."""
        wires = [wiring(plan) for plan in (self.one, self.other)]
        cells = self.cells
        tables = {
            name: cells.table(name)
            for name in cells.plans[0].inputs
            if any(len(it.readers(name)) > 1 for it in wires)
        }
        if not tables or prod(map(len, tables.values())) > CASES:
            return False
        cases = product(*(table.items() for table in tables.values()))
        return all(
            self.clean(self.walk({name: dict([it]) for name, it in zip(tables, case, strict=True)}))
            for case in cases
        )

    def score(self, walk: Walk, name: str, *, told: bool) -> None:
        """Let each value of a score count once, however many values of its inputs give it.

        A score is a measure of inputs that nothing else reads. `told` is whether all was told
        apart before it.
        """
        wires = wiring(self.other)
        read = wires.reads[name]
        table = walk.tables[name]
        own = all(it in self.other.inputs and wires.readers(it) == [name] for it in read)
        if own and all(move.exact for move in table):
            walk.tables[name] = {move: Found(1, found.origin) for move, found in table.items()}
            walk.exact = told

    def apart(self, before: Cell, after: Cell) -> bool:
        """Tell whether two cells of the results may be different results."""
        return before != after or (
            not isinstance(before, int | str | Unknown) and not _point(before)
        )

    def different(self, walk: Walk | None) -> Values | None:
        """Return a subject whose results differ: one that the walk suggests, or one drawn.

        One that has both results tells more than one that is rated once.
        """
        differing = (it for it in self.subjects(walk) if self.differ(it))
        first = next(differing, None)
        if first is None or self.rated_twice(first):
            return first
        return next(filter(self.rated_twice, differing), first)

    def subjects(self, walk: Walk | None) -> Iterator[Values]:
        """Give subjects that the walk suggests, then others."""
        random = Random(SEED)  # noqa: S311 - nothing is kept secret
        bench = self.bench
        for move, found in walk.tables[self.result].items() if walk else ():
            if self.apart(move.before, move.after):
                for at in range(4):
                    base = bench.anybody(random, gaps=0.5 if at % 2 else 0)
                    own = {name: random.choice(_some(it.before)) for name, it in found.origin}
                    yield {**base, **own}
        for at in range(SUBJECTS):
            yield bench.drawn(random, at)

    @property
    def bench(self) -> Bench:
        return Bench(evolve(self.one, inputs=self.inputs), self.cells, Reference())

    def differ(self, values: Values) -> bool:
        """Tell whether a subject has two results."""
        return self.seen(self.one, values) != self.seen(self.other, values)

    def rated_twice(self, values: Values) -> bool:
        """Tell whether a subject has a result by both."""
        return None not in (self.seen(self.one, values), self.seen(self.other, values))

    def seen(self, plan: Plan, values: Values) -> Seen | None:
        """Return the result of a subject, `None` where there is none."""
        own = {name: values.get(name, missing()) for name in plan.inputs}
        found = measured(plan, own)[plan.ruleset.result].value
        return None if isinstance(found, Unknown) else found

    def smallest(self, values: Values) -> Values:
        """Leave out, or make plain, what the difference does not rest on."""
        twice = self.rated_twice(values)
        return self.bench.simplified(
            values, lambda less: self.differ(less) and self.rated_twice(less) >= twice
        )

    def rated(self, side: int, values: Values) -> Rating:
        """Rate a subject with the evaluator itself."""
        plan = (self.one, self.other)[side]
        given = {name: delivered(plan.lenses[name].seen(values[name])) for name in plan.inputs}
        return evaluate(plan.ruleset, given)

    def counts(self, walk: Walk) -> Counts | None:
        """Count the combinations of scores; `None` where they were not all told apart."""
        trees = all(_is_tree(plan) for plan in (self.one, self.other))
        if not walk.exact or not trees:
            return None
        counts = Counts()
        lenses = [plan.lenses[plan.ruleset.result] for plan in (self.one, self.other)]
        for move, found in walk.tables[self.result].items():
            counts = _counted(counts, lenses, move.before, move.after, found)
        return counts


def _is_tree(plan: Plan) -> bool:
    """Tell whether all that the result rests on is read once on the way to it."""
    behind = wiring(plan).behind(plan.ruleset.result)
    kinds = {name: lens.kind for name, lens in plan.lenses.items()}
    measures = [it.info.measure for it in plan.measures if it.info.measure.name in behind]
    read = Counter(name for it in measures for name in names_read(it, kinds))
    return max(read.values(), default=0) <= 1


def _counted(
    counts: Counts, lenses: Sequence[Lens], before: Cell, after: Cell, found: Found
) -> Counts:
    if before == after:
        return evolve(counts, same=counts.same + found.ways)
    ranked = isinstance(before, int) and isinstance(after, int)
    if not ranked or lenses[0].categories != lenses[1].categories:
        return evolve(counts, other=counts.other + found.ways)
    if after < before:  # type: ignore[operator]
        return evolve(counts, better=counts.better + found.ways)
    return evolve(counts, worse=counts.worse + found.ways)


def _point(cell: Cell) -> bool:
    return getattr(cell, "point", True)


def _some(cell: Cell) -> list[Raw]:
    samples = getattr(cell, "samples", None)
    return [Exact.of(it) for it in samples()] if samples else [cell]
