"""Why a subject has its rating: from the result down to the inputs that decided it."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve, field, frozen

from stp_rules.analysis.evidence import evidence
from stp_rules.analysis.roles import NO_ROLE, Role, roles_of
from stp_rules.engine.cohort import Beside
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Measured, Part, Rating, TracedStep
from stp_rules.engine.sources import CountSource, FormulaSource, FromSource, SourcePlan, holds
from stp_rules.engine.values import Raw, Seen, Unknown
from stp_rules.kinds import Kind
from stp_rules.model import (
    NOBODY_NEARER,
    Bands,
    Branch,
    Combination,
    Count,
    Decide,
    Ruleset,
    Says,
    Source,
    Step,
    comparisons_in,
)
from stp_rules.paths import Path


@frozen
class Edge:
    """A band next to the one that a value met: what it asks for, and how far away that is.

    `test` and `edge` say where the other band begins (`above 2.69`), and `higher` on which side
    it lies. `distance` is never negative. Where `reached` is false, the edge itself is not yet
    in that band: the value must change by more than the distance.
    """

    gives: Seen
    test: str
    edge: Fraction
    distance: Fraction
    path: Path

    @property
    def higher(self) -> bool:
        """Whether the band lies above the value."""
        return self.test in ("at_least", "above")

    @property
    def reached(self) -> bool:
        """Whether a value on the edge is in the band."""
        return self.test in ("at_least", "at_most")


@frozen
class StepFact:
    """One step: before and after, whether it applied, and what that rests on.

    `applied` is false where the step's condition did not hold, or could not be decided; in the
    latter case `after` is not known. `facts` are the values that the condition tests, `edges`
    the nearest edges of bands.
    """

    step: Step
    kinds: tuple[Kind, Kind]
    before: Seen
    after: Seen
    applied: bool
    path: Path
    says: Says
    edges: tuple[Edge, ...]
    facts: "tuple[Fact, ...]"


@frozen
class Fact:
    """A value and what decided it; an input has neither source nor steps.

    `before` is the value of the source, before the first step; where it was put in the place of
    one that is not known, `filled` says why. `parts` are the members that
    decided: of a minimum those that reach it, of a count those that count, of a decision what
    it tested, of a value that is not known those that are not known; else all of `members`.

    `role` says what the fact is to the combination that it is a member of.
    """

    name: str
    title: str
    value: Seen
    unit: str = ""
    before: Seen | None = None
    source: Source | None = None
    filled: Unknown | None = None
    members: int = 0
    branch: Branch | None = None
    role: Role = NO_ROLE
    path: Path = Path()
    says: Says = NOBODY_NEARER
    steps: tuple[StepFact, ...] = ()
    parts: "tuple[Fact, ...]" = ()


@frozen
class Explanation:
    """The explanation of one measure of one rating."""

    ruleset: Ruleset = field(repr=lambda ruleset: ruleset.reference)
    key: str
    label: str
    fact: Fact


def explain(rating: Rating, measure: str | None = None) -> Explanation:
    """Explain a rating, or one of its measures.

    Raises KeyError for a measure that the ruleset does not have, and ValueError for a subject
    whose inputs were refused.
    """
    if rating.problems:
        raise ValueError("the inputs were refused: " + "; ".join(rating.reasons))
    name = measure or rating.ruleset.result
    fact = _Explainer(rating).named(name.rpartition(".")[2], rating[name])
    return Explanation(rating.ruleset, rating.key, rating.label, fact)


@frozen
class _Explainer:
    rating: Rating

    def named(self, name: str, value: Seen, role: Role = NO_ROLE) -> Fact:
        """Explain a name: a measure in full, an input or a named step by its value."""
        if name in self.rating.measures:
            return self.measure(self.rating.measures[name], role)
        until = self.until(name)
        if until:
            return evolve(self.measure(until, role), name=name, title="")
        entry = self.rating.ruleset.inputs.get(name)
        return Fact(
            name=name,
            title=entry.title if entry else "",
            value=value,
            unit=entry.unit if entry else "",
            role=role,
            path=Path(("inputs", name)),
        )

    def until(self, step: str) -> Measured | None:
        """Return the measure with a named step, as far as that step."""
        for measured in self.rating.measures.values():
            for at, traced in enumerate(measured.steps, 1):
                if traced.name == step:
                    info = evolve(measured.info, lens=traced.info.after)
                    steps = measured.steps[:at]
                    return measured._replace(info=info, steps=steps, raw=traced.raw_after)
        return None

    def measure(self, measured: Measured, role: Role = NO_ROLE) -> Fact:
        measure, path = measured.info.measure, _source_path(measured)
        roles = roles_of(self.rating.ruleset, measured)
        parts = (
            self.named(part.name, part.value, roles.get(part.name, NO_ROLE))
            for part in self.deciding(measured)
        )
        return Fact(
            name=measure.name,
            title=measure.title,
            unit=measure.unit,
            value=measured.value,
            before=measured.source,
            source=measure.source,
            filled=self.filled(measured),
            members=len(measured.parts),
            branch=_branch(measured),
            role=role,
            path=path,
            says=evidence(self.rating.ruleset, path),
            steps=tuple(map(self.step, measured.steps)),
            parts=tuple(parts),
        )

    def deciding(self, measured: Measured) -> Iterable[Part]:
        """Give the parts of a source that decided its value."""
        source = measured.info.measure.source
        parts = _tested(measured, source) if isinstance(source, Decide) else measured.parts
        if isinstance(measured.source, Unknown):
            return [part for part in parts if isinstance(part.value, Unknown)] or parts
        if isinstance(source, Count):
            return self.counted(measured)
        if isinstance(source, Combination) and source.kind in ("min", "max"):
            return [part for part in parts if part.value == measured.source] or parts
        return parts

    def counted(self, measured: Measured) -> Iterator[Part]:
        """Give the members that pass the tests of a count."""
        source = self.planned(measured)
        tests = source.tests if isinstance(source, CountSource) else ()
        for part, test in zip(measured.parts, tests, strict=True):
            if holds(test, self.values, self.plan.arithmetic).holds:
                yield part

    def filled(self, measured: Measured) -> Unknown | None:
        """Return why a source had no value of its own, where one was put in its place."""
        source = self.planned(measured)
        if isinstance(measured.source, Unknown) or not isinstance(
            source, FromSource | FormulaSource
        ):
            return None
        alone = Beside(self.plan.arithmetic, {})
        own = evolve(source, policies={}).value(self.values, alone).value
        return own if isinstance(own, Unknown) else None

    @property
    def plan(self) -> Plan:
        return make_plan(self.rating.ruleset)

    def planned(self, measured: Measured) -> SourcePlan:
        return next(it.source for it in self.plan.measures if it.info.path == measured.info.path)

    @property
    def values(self) -> Mapping[str, Raw]:
        """Everything that a source may read, as the engine holds it."""
        return {**self.plan.constants, **self.raw}

    @property
    def raw(self) -> Mapping[str, Raw]:
        """Every input, measure and named step, as the engine holds it."""
        measures = self.rating.measures.values()
        steps = {step.name: step.raw_after for it in measures for step in it.steps if step.name}
        return {**self.rating.raw_inputs, **steps, **{it.name: it.raw for it in measures}}

    def step(self, traced: TracedStep) -> StepFact:
        info, when = traced.info, traced.info.step.when
        names = dict.fromkeys(test.name for test in comparisons_in(when)) if when else {}
        lenses = self.rating.lenses
        return StepFact(
            step=info.step,
            kinds=(info.before.kind, info.after.kind),
            before=traced.before,
            after=traced.after,
            applied=traced.fired is not False and traced.fired is not None,
            path=traced.path,
            says=evidence(self.rating.ruleset, traced.path),
            edges=tuple(_edges(traced)),
            facts=tuple(self.named(name, lenses[name].seen(self.raw[name])) for name in names),
        )


def _source_path(measured: Measured) -> Path:
    """Return the address of what decided: the branch, the weights, or the measure."""
    source = measured.info.measure.source
    return measured.path / source.kind if isinstance(source, Combination) else measured.path


def _branch(measured: Measured) -> Branch | None:
    source, fired = measured.info.measure.source, measured.fired
    if not isinstance(source, Decide) or fired is None or isinstance(measured.source, Unknown):
        return None
    return source.branches[fired]


def _tested(measured: Measured, source: Decide) -> tuple[Part, ...]:
    """Give what the lines of a decision tested, up to the one that decided, and its outcome."""
    reached = source.branches[
        : len(source.branches) if measured.fired is None else measured.fired + 1
    ]
    conditions = (branch.when for branch in reached if branch.when)
    names = {test.name for when in conditions for test in comparisons_in(when)}
    names.add(str(reached[-1].then))
    return tuple(part for part in measured.parts if part.name in names)


_BEYOND = {"at_least": "below", "above": "at_most", "at_most": "above", "below": "at_least"}


def _edges(traced: TracedStep) -> Iterator[Edge]:
    """Give the bands on both sides of the one that the value met."""
    operation, fired, value = traced.info.step.operation, traced.fired, traced.before
    if not isinstance(operation, Bands) or not isinstance(value, Fraction) or fired is None:
        return
    for band, neighbour in ((fired - 1, fired - 1), (fired, fired + 1)):
        if band >= 0 and neighbour < len(operation.bands):
            test = str(operation.bands[band].test)
            edge = traced.info.bands[band][0] or Fraction(0)
            gives = traced.info.bands[neighbour][1]
            entered = test if neighbour == band else _BEYOND[test]
            yield Edge(gives, entered, edge, abs(edge - value), traced.info.path / "bands" / band)
