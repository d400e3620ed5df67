"""What two versions of a method make of the same subjects: the same, proved; or not, by a subject.

Both are gone through at once: a move is then the value by the one and the value by the other.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product
from math import prod
from random import Random
from typing import Any

from attrs import evolve, frozen

from stp_rules.analysis.proofs.cells import Cells
from stp_rules.analysis.proofs.examples import delivered
from stp_rules.analysis.proofs.moves import FINE, Cell, Found, Table
from stp_rules.analysis.proofs.pairs import SEED, Bench, Values, missing
from stp_rules.analysis.proofs.prover import CASES
from stp_rules.analysis.proofs.walk import Walk, constants
from stp_rules.analysis.proofs.wiring import wiring
from stp_rules.assessment import evaluate
from stp_rules.engine.cohort import Reference
from stp_rules.engine.evaluation import measured
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, MeasurePlan, Plan, StepPlan, make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Lens, Raw, Seen, Unknown
from stp_rules.kinds import NUMBER, names_read
from stp_rules.loading.dump import plain_data
from stp_rules.model import Add, Ruleset, Shift, Step
from stp_rules.operations.table import STEPS

SUBJECTS = 1_500
"""How many subjects are tried."""

SILENT = ("title", "note", "evidence", "source", "because", "label", "url", "publisher", "date")
"""What stands in a ruleset and plays no part in any rating."""

_HEAD = ("id", "version", "status", "effective", "evidence_for", "sources", "promises")


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


def compared(before: Ruleset, after: Ruleset) -> Meaning:
    """Tell whether two rulesets, free of problems, give every subject the same result.

    Subjects are those that both can read; an input that only one has is given as well, and left
    out for the other.
    """
    if _rules(before) == _rules(after):
        return Meaning(equal=True, by="the same rules")
    both = _Both(make_plan(before), make_plan(after))
    walk = both.walk()
    counts = both.counts(walk) if walk else None
    found = both.different(walk)
    if found is not None:
        small = both.smallest(found)
        return Meaning(False, "an example", both.rated(0, small), both.rated(1, small), counts)
    if walk and both.clean(walk):
        return Meaning(equal=True, by="going through all values", counts=counts)
    if walk and both.clean_case_by_case():
        return Meaning(equal=True, by="going through all values, case by case", counts=counts)
    return Meaning(equal=None, by=f"{SUBJECTS} subjects", counts=None)


def _rules(ruleset: Ruleset) -> Any:
    """Return what a ruleset says, without what plays no part in any rating."""
    data = {name: it for name, it in plain_data(ruleset).items() if name not in _HEAD}
    return _spoken(data)


def _spoken(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _spoken(it) for name, it in data.items() if name not in SILENT}
    return [_spoken(item) for item in data] if isinstance(data, list) else data


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
    def cells(self) -> Cells:
        inputs = {**self.other.inputs, **self.one.inputs}
        return Cells((evolve(self.one, inputs=inputs), evolve(self.other, inputs=inputs)))

    def walk(self, held: Mapping[str, Table] | None = None) -> Walk | None:
        """Go through both; `None` where their measures do not correspond, or read a cohort."""
        pairs = _paired(self.one, self.other)
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
        """Return a subject whose results differ: one that the walk suggests, or one drawn."""
        for values in self.subjects(walk):
            if self.differ(values):
                return values
        return None

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
        return Bench(evolve(self.one, inputs=self.cells.plans[0].inputs), self.cells, Reference())

    def differ(self, values: Values) -> bool:
        """Tell whether a subject has two results."""
        return self.seen(self.one, values) != self.seen(self.other, values)

    def seen(self, plan: Plan, values: Values) -> Seen | None:
        """Return the result of a subject, `None` where there is none."""
        own = {name: values.get(name, missing()) for name in plan.inputs}
        found = measured(plan, own)[plan.ruleset.result].value
        return None if isinstance(found, Unknown) else found

    def smallest(self, values: Values) -> Values:
        """Leave out, or make plain, what the difference does not rest on."""
        for name, choices in self.bench.choices.items():
            for raw in (missing(), *choices):
                if raw == values[name]:
                    break
                if self.differ({**values, name: raw}):
                    values = {**values, name: raw}
                    break
        return values

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


def _paired(one: Plan, other: Plan) -> list[tuple[MeasurePlan, MeasurePlan]] | None:
    """Put measures of the same name together; `None` where they are not of one kind."""
    if one.ruleset.result != other.ruleset.result or not _alike(one, other):
        return None
    mine = {it.info.measure.name: it for it in one.measures}
    pairs = []
    for second in other.measures:
        first = mine.get(second.info.measure.name, second)
        padded = _padded(first, second)
        if padded is None:
            return None
        pairs.append(padded)
    return pairs


def _alike(one: Plan, other: Plan) -> bool:
    """Tell whether what both have is of one kind, and the second lacks no measure of the first."""
    common = set(one.lenses) & set(other.lenses)
    lenses = all(one.lenses[name] == other.lenses[name] for name in common)
    ours = {it.info.measure.name for it in one.measures}
    ranges = all(
        one.inputs[name].limits == other.inputs[name].limits
        for name in set(one.inputs) & set(other.inputs)
    )
    return lenses and ranges and ours <= {it.info.measure.name for it in other.measures}


def _padded(one: MeasurePlan, other: MeasurePlan) -> tuple[MeasurePlan, MeasurePlan] | None:
    """Put idle steps where only one of two measures has a step."""
    if one == other:
        return one, one
    same = type(one.source) is type(other.source)
    members = [[name for name, _, _ in it.info.members] for it in (one, other)]
    if not same or members[0] != members[1] or one.info.source != other.info.source:
        return None
    mine, theirs = [[step.info.word for step in it.steps] for it in (one, other)]
    first: list[StepPlan] = []
    second: list[StepPlan] = []
    for _, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        left, right = list(one.steps[a:b]), list(other.steps[c:d])
        if mine[a:b] != theirs[c:d]:
            if any(step.kind.converts for step in (*left, *right)):
                return None
            paired = min(len(left), len(right))
            extra = left[paired:], right[paired:]
            left, right = (
                [*left, *map(_idle, extra[1])],
                [*right[:paired], *map(_idle, extra[0]), *extra[1]],
            )
        first += left
        second += [mine if mine == it else it for mine, it in zip(left, right, strict=True)]
    return evolve(one, steps=tuple(first)), evolve(other, steps=tuple(second))


def _idle(step: StepPlan) -> StepPlan:
    """Return a step that changes nothing, in place of one that the other method has."""
    number = step.info.before.kind == NUMBER
    last = len(step.info.before.categories) - 1
    zero: Any = EXACT.number(0)
    args: Any = Add(zero) if number else Shift("worse", 0, last)
    info = evolve(step.info, word=STEPS[type(args)].word, step=Step(args))
    return StepPlan(info, STEPS[type(args)], args, None, None)
