"""A ruleset made ready: names ordered, parameters and categories put in, one arithmetic chosen."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.cohort import Site
from stp_rules.engine.exact import Exact, ExactArithmetic
from stp_rules.engine.inputs import InputPlan, limits_of, suited
from stp_rules.engine.result import MeasureInfo, StepInfo
from stp_rules.engine.sources import (
    CohortMean,
    CombinationSource,
    CountSource,
    DecideSource,
    FormulaSource,
    FromSource,
    SourcePlan,
    tested_names,
)
from stp_rules.engine.values import Lens, Seen
from stp_rules.kinds import (
    input_kind,
    kinds,
    kinds_after,
    member_kind,
    members,
)
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.cohorts import End, Relative, gathered_by
from stp_rules.language.combination import Combination
from stp_rules.language.conditions import AllOf, AnyOf, Comparison, Condition, Not
from stp_rules.language.expressions import Call, Expression, Name
from stp_rules.language.kind import NUMBER, Kind
from stp_rules.language.ruleset import Fill, Input, Measure, Need, Policy, Ruleset
from stp_rules.language.values import Amount, Itself, Outcome
from stp_rules.language.word import Operation, Source
from stp_rules.language.words.sources.count import Count
from stp_rules.language.words.sources.decide import Decide
from stp_rules.language.words.sources.formula import Formula
from stp_rules.language.words.sources.from_ import From
from stp_rules.paths import Path
from stp_rules.uses import dependencies


@frozen
class StepPlan:
    """A step made ready.

    `ranked` are its bands with their positions for values, which tell which one fires.
    """

    info: StepInfo
    args: Any
    when: Condition | None
    ranked: Operation | None
    site: Site | None = None


@frozen
class CohortPart:
    """A measure up to where it reads the cohort, and the options of the step that reads it.

    Where a gap is filled with the cohort's mean, there are no options.
    """

    measure: "MeasurePlan"
    site: Site
    args: Any


@frozen
class MeasurePlan:
    """A measure made ready."""

    info: MeasureInfo
    source: SourcePlan
    need: Need | None
    steps: tuple[StepPlan, ...]
    parts: tuple[CohortPart, ...] = ()


@frozen
class Plan:
    """A ruleset made ready for one arithmetic: inputs to read, measures in order.

    `member_inputs` are those inputs that are rolled up, as they are read for one member.
    """

    ruleset: Ruleset
    arithmetic: Arithmetic
    inputs: Mapping[str, InputPlan]
    member_inputs: Mapping[str, InputPlan]
    lenses: Mapping[str, Lens]
    constants: Mapping[str, Value]
    measures: tuple[MeasurePlan, ...]


_NUMBERED = (Formula, Decide)
"""The sources in which the numbers of parameters are put in; in others they are members."""

EXACT = ExactArithmetic()


def make_plan(ruleset: Ruleset, arithmetic: Arithmetic = EXACT) -> Plan:
    """Make a ruleset ready. The ruleset must be free of problems."""
    return _made(Itself(ruleset), Itself(arithmetic))


@lru_cache(maxsize=64)
def _made(ruleset: Itself, arithmetic: Itself) -> Plan:
    return _Planner(ruleset.value, arithmetic.value, kinds(ruleset.value)).plan()


@frozen
class _Planner:
    ruleset: Ruleset
    arithmetic: Arithmetic
    known: Mapping[str, Kind]

    def plan(self) -> Plan:
        parameters = self.ruleset.parameters.items()
        return Plan(
            ruleset=self.ruleset,
            arithmetic=self.arithmetic,
            inputs={
                name: self.entry(name, it, input_kind(it))
                for name, it in self.ruleset.inputs.items()
            },
            member_inputs={
                name: self.entry(name, it, member_kind(it))
                for name, it in self.ruleset.inputs.items()
                if it.members
            },
            lenses={name: self.lens(kind) for name, kind in self.known.items()},
            constants={name: self.arithmetic.number(it.value) for name, it in parameters},
            measures=tuple(self.measure(path, measure) for path, measure in self.ordered()),
        )

    def ordered(self) -> Iterator[tuple[Path, Measure]]:
        """Give the measures so that each comes after those that it reads."""
        found = {measure.name: (path, measure) for path, measure in self.ruleset.measures()}
        needs = dependencies(self.ruleset, self.known)
        yield from (found[name] for name in TopologicalSorter(needs).static_order())

    def lens(self, kind: Kind) -> Lens:
        return Lens.of(kind, self.ruleset.scales)

    def entry(self, name: str, entry: Input, kind: Kind) -> InputPlan:
        lens = self.lens(kind)
        labels = self.ruleset.scales[entry.scale].labels if entry.scale else {}
        return InputPlan(
            name=name,
            entry=entry,
            lens=lens,
            labels={label: category for category, label in labels.items()},
            reads={**dict(suited(self.ruleset.reads, entry, labels)), **entry.reads},
            limits=tuple(
                (test, Exact.of(self.fraction(at))) for test, at in limits_of(entry.limits)
            ),
        )

    def fraction(self, amount: Amount) -> Fraction:
        return self.ruleset.parameters[amount].value if isinstance(amount, str) else amount

    def number(self, amount: Amount) -> Value:
        return self.arithmetic.number(self.fraction(amount))

    def measure(self, path: Path, measure: Measure) -> MeasurePlan:
        kind = measure.source.given(self.known) or NUMBER
        steps = tuple(self.steps(path, measure, kind))
        source = self.lens(kind)
        lens = steps[-1].info.after if steps else source
        need = measure.need
        if need and need.condition:
            need = evolve(need, condition=self.condition(need.condition))
        info = MeasureInfo(path, str(path[1]), measure, source, lens, self.members(measure.source))
        plan = MeasurePlan(info, self.source(measure, kind, path), need, steps)
        return evolve(plan, parts=(*self.fillings(plan), *_cohort_steps(plan)))

    def fillings(self, plan: MeasurePlan) -> Iterator[CohortPart]:
        """Give what is gathered so that gaps can be filled with the cohort's mean."""
        source = plan.source
        sites = {it.site for it in _policies(source) if isinstance(it, CohortMean)}
        for site in sorted(sites, key=str):
            for name, _, _ in plan.info.members if isinstance(source, CombinationSource) else ():
                member = FromSource(From(name), {})
                part = evolve(plan, source=member, need=None, steps=())
                at = evolve(site, address=f"{site.address}.{name}")
                yield CohortPart(part, at, None)
            if isinstance(source, FromSource | FormulaSource):
                part = evolve(plan, source=evolve(source, policies={}), need=None, steps=())
                yield CohortPart(part, site, None)

    def members(self, source: Source) -> tuple[tuple[str, Lens, Fraction | None], ...]:
        """Return what a source reads, each with its lens, and its weight where it has one."""
        weights = source.weights if isinstance(source, Combination) else {}
        return tuple(
            (name, self.lens(self.known[name]), self.fraction(weights[name]) if weights else None)
            for name in self.read(source)
        )

    def read(self, source: Source) -> tuple[str, ...]:
        """Return the names that a source reads, without the parameters whose numbers are put in."""
        tested = tested_names(condition for _, condition in source.conditions())
        put_in = self.ruleset.parameters if isinstance(source, _NUMBERED) else ()
        return tuple(it for it in dict.fromkeys((*tested, *members(source))) if it not in put_in)

    def steps(self, path: Path, measure: Measure, kind: Kind) -> Iterator[StepPlan]:
        for position, (_, after) in enumerate(kinds_after(measure, kind)):
            step = measure.steps[position]
            before, kind = kind, after
            args = step.operation.ready(_Making(self, self.lens(before), self.lens(after)))
            lens = self.lens(after)
            bands = tuple(self.bands(step.operation, args, lens))
            at = path / "steps" / position
            info = StepInfo(at, step.operation.word, step, self.lens(before), lens, bands)
            when = self.condition(step.when) if step.when else None
            site = self.site(at / step.operation.word, step.operation, self.lens(before))
            yield StepPlan(info, args, when, args.numbered(), site)

    def site(self, path: Path, operation: Operation, before: Lens) -> Site | None:
        """Return where a step reads the cohort, if it does."""
        if not isinstance(operation, Relative):
            return None
        need, address = operation.need or 1, f"{path} {gathered_by(operation)}".strip()
        best, breaks = operation.order()
        signs = tuple((name, _sign(it, self.lens(self.known[name]))) for name, it in breaks.items())
        sign = _sign(best, before) if best else 1
        return Site(address, operation.within, need, sign, signs)

    def bands(
        self, operation: Operation, args: Any, lens: Lens
    ) -> Iterator[tuple[tuple[Fraction, ...], Seen]]:
        """Give edges and value of each band as people see them."""
        for at, edges in enumerate(operation.edges()):
            numbers = tuple(self.fraction(edge.number) for edge in edges)
            yield numbers, lens.seen(args.bands[at].value)

    def outcome(self, outcome: Outcome, lens: Lens) -> Any:
        """Return a constant: a position, a number, a parameter's number, a truth or a label."""
        if lens.kind == NUMBER and isinstance(outcome, str):
            return self.number(outcome)
        return lens.held(outcome, self.arithmetic)

    def condition(self, condition: Condition) -> Condition:
        """Put numbers, positions and names to look up into every comparison."""
        match condition:
            case Comparison(test="between"):
                return AllOf(tuple(map(self.comparison, condition.sides)))
            case Comparison():
                return self.comparison(condition)
            case Not(part):
                return Not(self.condition(part))
            case AllOf(parts) | AnyOf(parts):
                return evolve(condition, parts=tuple(map(self.condition, parts)))

    def comparison(self, test: Comparison) -> Comparison:
        if test.test == "known":
            return test
        lens = self.lens(self.known[test.name])
        if isinstance(test.bound, tuple):
            return evolve(test, bound=tuple(self.bound(item, lens) for item in test.bound))
        return evolve(test, bound=self.bound(test.bound, lens))

    def bound(self, bound: Outcome, lens: Lens) -> Any:
        if lens.kind == NUMBER and isinstance(bound, str) and bound not in self.ruleset.parameters:
            return Name(bound)
        return self.outcome(bound, lens)

    def source(self, measure: Measure, kind: Kind, path: Path) -> SourcePlan:
        at = path / "missing"
        policies = {state: self.policy(it, at) for state, it in measure.missing.items()}
        source = measure.source
        match source:
            case From():
                return FromSource(source, policies)
            case Formula(_, expression):
                return FormulaSource(self.expression(expression), self.read(source), policies)
            case Combination(weights=weights):
                numbers = tuple(map(self.number, weights.values()))
                return CombinationSource(source, tuple(weights), numbers, policies)
            case Count(of, that_are):
                tests = tuple(self.tests(name, that_are) for name in of)
                return CountSource(source, tests, policies)
            case Decide(branches):
                conditions = tuple(b.when and self.condition(b.when) for b in branches)
                outcomes = tuple(self.then(branch.then, source, kind) for branch in branches)
                return DecideSource(conditions, outcomes, self.read(source))
        raise TypeError(source)

    def policy(self, policy: Policy, path: Path) -> Any:
        if not isinstance(policy, Fill):
            return policy
        if policy.number is None:
            return CohortMean(Site(f"{path} {gathered_by(policy)}".strip(), policy.within))
        return Fill(self.number(policy.number))

    def tests(self, name: str, that_are: Mapping[str, Any]) -> Condition:
        parts = [Comparison(name, test, bound) for test, bound in that_are.items()]
        return self.condition(AllOf(tuple(parts)))

    def then(self, then: Outcome, source: Decide, kind: Kind) -> Any:
        if isinstance(then, str) and not source.scale and then not in self.ruleset.parameters:
            return Name(then)
        return self.outcome(then, self.lens(kind))

    def expression(self, expression: Expression) -> Any:
        match expression:
            case Name(name) if name in self.ruleset.parameters:
                return self.number(name)
            case Call(function, arguments):
                return Call(function, tuple(map(self.expression, arguments)))
            case Name():
                return expression
        return self.arithmetic.number(expression)


def _sign(end: End, lens: Lens) -> int:
    """Return -1 where a value must be turned round for the better to come first."""
    return -1 if (end == "highest") is not bool(lens.categories) else 1


def _policies(source: SourcePlan) -> Iterable[Any]:
    return () if isinstance(source, DecideSource) else source.policies.values()


def _cohort_steps(plan: MeasurePlan) -> Iterator[CohortPart]:
    """Give what is gathered before each cohort step."""
    for position, step in enumerate(plan.steps):
        if step.site:
            before = evolve(plan, steps=plan.steps[:position])
            yield CohortPart(before, step.site, step.args)


@frozen
class _Making:
    """Makes one step ready: numbers for amounts, positions for categories."""

    planner: _Planner
    lens_before: Lens
    lens_after: Lens

    @property
    def before(self) -> Collection[str]:
        return self.lens_before.categories

    @property
    def after(self) -> Collection[str]:
        return self.lens_after.categories

    def number(self, amount: Amount) -> Value:
        return self.planner.number(amount)

    def value(self, outcome: Outcome) -> Value:
        return self.planner.outcome(outcome, self.lens_after)
