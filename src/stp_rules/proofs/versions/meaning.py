"""What two versions of a method make of the same subjects: the same, proved; or not, by a subject.

Both are gone through at once: a move is then the value by the one and the value by the other.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from math import prod
from random import Random
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.cohort import Reference
from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import InputPlan
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Lens, Raw, Seen, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.kinds import names_read
from stp_rules.model import Period, Ruleset
from stp_rules.proofs.domain.cells import Cells
from stp_rules.proofs.domain.lengths import too_long
from stp_rules.proofs.domain.moves import FINE, Cell, Found, Table
from stp_rules.proofs.domain.ruled import UnknownRuleError, require_rules
from stp_rules.proofs.questions.prover import AIMED, CASES
from stp_rules.proofs.search.aiming import subjects_at_places
from stp_rules.proofs.search.cohorts import COHORTS, Cohort, cohort_apart, cohorts, taken
from stp_rules.proofs.search.delivering import Given, delivered, deliveries
from stp_rules.proofs.search.pairs import SEED, Bench, Values
from stp_rules.proofs.search.turning import sort_of
from stp_rules.proofs.versions.accepting import Reading
from stp_rules.proofs.versions.outputs import seen_of, towards
from stp_rules.proofs.versions.pairing import paired
from stp_rules.proofs.versions.sayings import canonical, reading, rules
from stp_rules.proofs.walk.walk import Walk, constants
from stp_rules.readings.exact import measured

SUBJECTS = 1_500
"""How many subjects are tried."""


@frozen
class Counts:
    """Of how many combinations of scores the rating is the same, better or worse by the second."""

    same: int = 0
    better: int = 0
    worse: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.same + self.better + self.worse + self.other


@frozen
class Meaning:
    """Whether two rulesets give the same answers, and of what that is said.

    `equal` is true where it is proved, false where they read differently or where `before` and
    `after` are the ratings of one subject that differ, and `None` where neither was found.
    `alike` is the same, of the subjects that both can read alone. `counts` is there where every
    combination of scores was counted.

    `outputs` are the measures and named steps that were compared, and `output` is the one that
    differs, with its two `values`; it is empty where another measure is the result now. `spans` are
    the days that were gone through, and `day` is the one on which `before` and `after` were rated;
    `None` where no number is dated. `readings` is what the two read differently. Where it takes a
    cohort to show the difference, `cohort` holds the ratings of all its subjects by both. `given`
    is what was rated, by the first and by the second: with it a reader can repeat both.
    """

    equal: bool | None
    by: str
    before: Rating | None = None
    after: Rating | None = None
    counts: Counts | None = None
    alike: bool | None = None
    outputs: tuple[str, ...] = ()
    output: str = ""
    values: tuple[Seen, Seen] | None = None
    spans: tuple[Period, ...] = ()
    day: date | None = None
    readings: tuple[Reading, ...] = ()
    cohort: tuple[tuple[Rating, Rating], ...] = ()
    given: tuple[Given, ...] = ()


def compared(before: Ruleset, after: Ruleset, *, output: str = "", solving: bool = True) -> Meaning:
    """Tell whether two rulesets, free of problems, give every subject the same output.

    The output is the result, or the measure or named step `output`. Subjects are those that both
    can read; an input that only one has is given as well, and left out for the other. Dated
    parameters count as they stand. Without `solving` the solver z3 is not asked.
    """
    full = make_plan(before), make_plan(after)
    one, other = (towards(it, output or it.ruleset.result) for it in full)
    both = _Both(one, other, full, output)
    if both.same_rules():
        found = _told(equal=True, by="the same rules")
    elif unknown := _unruled(one, other):
        found = _told(equal=None, by=unknown)
    elif both.relative():
        found = both.beside_each_other()
    else:
        found = both.settled(solving=solving)
    long = found.by != "the same rules" and any(map(too_long, full))
    if found.equal and (long or reading(before) != reading(after)):
        return evolve(found, equal=None)
    return found


def _unruled(*plans: Plan) -> str:
    """Say what in some plans proofs have no rule for; an empty text where there is nothing."""
    try:
        for plan in plans:
            require_rules(plan)
    except UnknownRuleError as unknown:
        return str(unknown)
    return ""


def _told(*, equal: bool | None, by: str, counts: Counts | None = None) -> Meaning:
    """Return a verdict; counts that say something else than the verdict are left out."""
    fits = counts and (counts.same == counts.total) is equal
    return Meaning(equal, by, counts=counts if fits else None, alike=equal)


@frozen
class _Both:
    """Two plans that end in what is compared, and the subjects that both can read.

    `full` are the plans that they were cut from, and `output` names what is compared, unless that
    is the result.
    """

    one: Plan
    other: Plan
    full: tuple[Plan, Plan]
    output: str = ""

    def same_rules(self) -> bool:
        """Tell whether all that the output rests on is written alike, or as good as alike."""
        if self.one.ruleset.result != self.other.ruleset.result:
            return False
        rested = set().union(*(wiring(it).behind(it.ruleset.result) for it in self.ends))
        mine, theirs = (canonical(it.ruleset) for it in self.full)
        scales = [rules(it.ruleset.scales) for it in self.full]
        return scales[0] == scales[1] and all(mine.get(name) == theirs.get(name) for name in rested)

    @property
    def lenses(self) -> dict[str, Lens]:
        """The lenses through which subjects are drawn."""
        return {**self.other.lenses, **self.one.lenses}

    @property
    def ends(self) -> tuple[Plan, Plan]:
        """Both plans."""
        return self.one, self.other

    def relative(self) -> bool:
        """Tell whether either reads a cohort."""
        return any(it.parts for plan in (self.one, self.other) for it in plan.measures)

    def settled(self, *, solving: bool) -> Meaning:
        """Settle what comes of subjects each of whom stands alone."""
        walk = self.walk()
        counts = self.counts(walk) if walk else None
        found = self.different(walk)
        by = "" if found else self.equal(walk)
        if not (found or by):
            solved = self.solved(solving)
            by = "the solver z3" if solved is False else ""
            found = None if by else self.confirmed(solved) or self.at_places()
        if found is not None:
            return self.shown(self.smallest(found), counts)
        if by:
            return _told(equal=True, by=by, counts=counts)
        asked = "; the solver z3 does not settle it" if solving and find_spec("z3") else ""
        return _told(equal=None, by=f"{self.tried()}{asked}")

    def tried(self) -> str:
        """Say how many subjects were drawn, and how many of them were rated."""
        drawn = list(self.subjects(None))
        both = sum(map(self.rated_twice, drawn))
        return f"{len(drawn)} subjects were drawn, {both} of them rated by both and alike"

    def shown(self, values: Values, counts: Counts | None) -> Meaning:
        """Show a subject whose results differ."""
        given = [self.delivered(side, values) for side in (0, 1)]
        before, after = (self.rated(side, values, it) for side, it in enumerate(given))
        return evolve(
            _told(equal=False, by="an example", counts=counts),
            before=before,
            after=after,
            given=tuple(it for it in given if it),
            values=self.beside(before, after),
            output=self.differing,
        )

    @property
    def differing(self) -> str:
        """The name of what differs; nothing where it is the result, and has another name now."""
        one, other = (it.ruleset.result for it in self.full)
        return self.output or (one if one == other else "")

    def beside(self, before: Rating, after: Rating) -> tuple[Seen, Seen]:
        """Return the output by both."""
        one, other = (self.output or it.ruleset.result for it in self.full)
        return seen_of(before.measures, one), seen_of(after.measures, other)

    def beside_each_other(self) -> Meaning:
        """Settle what comes of subjects who stand beside each other, as far as examples do."""
        rated = 0
        for cohort in cohorts(self.bench):
            outcome = cohort_apart(self.one, self.other, cohort)
            if outcome.differs is not None:
                return self.cohort_shown(cohort)
            rated += outcome.rated
        tried = f"{COHORTS} cohorts were drawn, {rated} of their subjects rated by both and alike"
        return _told(equal=None, by=tried)

    def cohort_shown(self, cohort: Cohort) -> Meaning:
        """Show a cohort in which a subject's results differ, as small as it can be."""
        small = self.smallest_cohort(cohort)
        given = [Given(tuple(self.given(plan, it) for it in small)) for plan in self.full]
        sides = [it.rated(plan.ruleset) for it, plan in zip(given, self.full, strict=True)]
        pairs = tuple(zip(*sides, strict=True))
        at = cohort_apart(self.one, self.other, small).differs or 0
        before, after = pairs[at]
        return evolve(
            _told(equal=False, by="an example"),
            before=before,
            after=after,
            values=self.beside(before, after),
            output=self.differing,
            cohort=pairs,
            given=tuple(given),
        )

    def smallest_cohort(self, cohort: Cohort) -> Cohort:
        """Leave out subjects, then what is known of them, as long as results differ."""
        for at in range(len(cohort) - 1, -1, -1):
            fewer = [it for place, it in enumerate(cohort) if place != at]
            if fewer and cohort_apart(self.one, self.other, fewer).differs is not None:
                cohort = fewer
        for at in range(len(cohort)):
            cohort = self.simpler(cohort, at)
        return cohort

    def simpler(self, cohort: Cohort, at: int) -> Cohort:
        """Put plain values in place of those of one subject, as long as results differ."""

        def with_it(values: Values) -> Cohort:
            return [*cohort[:at], values, *cohort[at + 1 :]]

        def keeps(values: Values) -> bool:
            return cohort_apart(self.one, self.other, with_it(values)).differs is not None

        return with_it(self.bench.simplified(cohort[at], keeps))

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
        common = set(self.one.inputs) & set(self.other.inputs)
        alike = all(self.one.lenses[it] == self.other.lenses[it] for it in common)
        if lenses[0] != lenses[1] or not alike or not solving or not find_spec("z3"):
            return None
        home = import_module("stp_rules.proofs.solving.solver")
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

    def confirmed(self, solved: Any) -> Values | None:
        """Return a subject of the solver's, where it has one, if the evaluator tells it apart."""
        found: Values | None = solved or None
        return found if found and self.differ(found) else None

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

    def at_places(self) -> Values | None:
        """Return a subject whose results differ at a place where either method turns."""

        def treated(values: Values) -> Any:
            own = ((it, taken(it, values, self.lenses)) for it in self.ends)
            return tuple(sort_of(measured(plan, given)) for plan, given in own)

        drawn = subjects_at_places(self.bench, AIMED, treated)
        return next((it for it in drawn if self.differ(it)), None)

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
        found = measured(plan, taken(plan, values, self.lenses))[plan.ruleset.result].value
        return None if isinstance(found, Unknown) else found

    def smallest(self, values: Values) -> Values:
        """Leave out, or make plain, what the difference does not rest on."""
        twice = self.rated_twice(values)
        return self.bench.simplified(
            values, lambda less: self.differ(less) and self.rated_twice(less) >= twice
        )

    def delivered(self, side: int, values: Values) -> Given | None:
        """Return how a subject comes: by members where only they can make its values."""
        plan = self.full[side]
        found = deliveries(plan, [taken(plan, values, self.lenses)])
        return Given((found[0].values,), found[0].rows) if found else None

    def rated(self, side: int, values: Values, given: Given | None) -> Rating:
        """Rate a subject with the evaluator itself; what cannot be delivered as it stands."""
        plan = self.full[side]
        if given:
            return given.rated(plan.ruleset)[0]
        own = taken(plan, values, self.lenses)
        return Rating(plan.ruleset, "", "", own, plan.lenses, measured(plan, own), ())

    def given(self, plan: Plan, values: Values) -> dict[str, Any]:
        """Return the values of a subject as they would be delivered."""
        own = taken(plan, values, self.lenses)
        return {name: delivered(plan.lenses[name].seen(raw)) for name, raw in own.items()}

    def counts(self, walk: Walk) -> Counts | None:
        """Count the combinations of scores; `None` where they were not all told apart."""
        plans = (self.one, self.other)
        if not walk.exact or not all(_is_tree(it) and _of_scores(it) for it in plans):
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


def _of_scores(plan: Plan) -> bool:
    """Tell whether all that the result rests on are scores: inputs read by a measure with steps.

    The result itself is no score.
    """
    wires = wiring(plan)
    read = [name for name in plan.inputs if name in wires.behind(plan.ruleset.result)]
    readers = {reader for name in read for reader in wires.readers(name)}
    scores = {it.info.measure.name for it in plan.measures if it.steps} - {plan.ruleset.result}
    return readers <= scores


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
