"""Why a subject has its rating: from the result down to the inputs that decided it."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from stp_rules.analysis.evidence import evidence
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Measured, Part, Rating, TracedStep
from stp_rules.engine.sources import CountSource, holds
from stp_rules.engine.values import Raw, Seen, Unknown
from stp_rules.kinds import Kind
from stp_rules.model import (
    NOBODY_NEARER,
    Bands,
    Branch,
    Combination,
    Count,
    Decide,
    Fill,
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
class Role:
    """What a fact is to the combination that it is a member of.

    `weight` is set where the weights of the members matter, `share` is its part of the weights
    that count. A member that is not known is `left_out`, or counts as `filled`.
    """

    weight: Fraction | None = None
    share: Fraction | None = None
    left_out: bool = False
    filled: Fraction | None = None


NO_ROLE = Role()


@frozen
class Fact:
    """A value and what decided it; an input has neither source nor steps.

    `before` is the value of the source, before the first step. `parts` are the members that
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

    ruleset: Ruleset
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
    fact = _Explainer(rating).measure(rating.measures[name])
    return Explanation(rating.ruleset, rating.key, rating.label, fact)


@frozen
class _Explainer:
    rating: Rating

    def named(self, name: str, value: Seen, role: Role = NO_ROLE) -> Fact:
        """Explain a name: a measure in full, an input or a named step by its value."""
        if name in self.rating.measures:
            return self.measure(self.rating.measures[name], role)
        entry = self.rating.ruleset.inputs.get(name)
        return Fact(
            name=name,
            title=entry.title if entry else "",
            value=value,
            unit=entry.unit if entry else "",
            role=role,
            path=Path(("inputs", name)),
        )

    def measure(self, measured: Measured, role: Role = NO_ROLE) -> Fact:
        measure, path = measured.info.measure, _source_path(measured)
        roles = _roles(self.rating.ruleset, measured)
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
        source, parts = measured.info.measure.source, measured.parts
        if isinstance(source, Decide):
            return _tested(measured, source)
        if isinstance(measured.source, Unknown):
            return [part for part in parts if isinstance(part.value, Unknown)] or parts
        if isinstance(source, Count):
            return self.counted(measured)
        if isinstance(source, Combination) and source.kind in ("min", "max"):
            return [part for part in parts if part.value == measured.source] or parts
        return parts

    def counted(self, measured: Measured) -> Iterator[Part]:
        """Give the members that pass the tests of a count."""
        plan = make_plan(self.rating.ruleset)
        source = next(it.source for it in plan.measures if it.info.path == measured.info.path)
        tests = source.tests if isinstance(source, CountSource) else ()
        values = {**plan.constants, **self.raw}
        for part, test in zip(measured.parts, tests, strict=True):
            if holds(test, values, plan.arithmetic).holds:
                yield part

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


def _tested(measured: Measured, source: Decide) -> Iterator[Part]:
    """Give what the lines of a decision tested, up to the one that decided, and its outcome."""
    reached = source.branches[
        : len(source.branches) if measured.fired is None else measured.fired + 1
    ]
    conditions = (branch.when for branch in reached if branch.when)
    names = {test.name for when in conditions for test in comparisons_in(when)}
    names.add(str(reached[-1].then))
    return (part for part in measured.parts if part.name in names)


def _roles(ruleset: Ruleset, measured: Measured) -> dict[str, Role]:
    """Return what each member is to a combination that has a value."""
    source = measured.info.measure.source
    if not isinstance(source, Combination) or isinstance(measured.source, Unknown):
        return {}
    fills = {part.name: _fill(ruleset, measured, part) for part in measured.parts}
    gaps = {part.name for part in measured.parts if isinstance(part.value, Unknown)}
    out = {name for name in gaps if fills[name] is None}
    weights = _weights(source, measured.parts)
    whole = sum(weight for name, weight in weights.items() if name not in out)
    shared = whole if source.kind != "sum" and min(weights.values(), default=0) > 0 else None
    return {
        name: Role(
            weight=weights.get(name),
            share=weights[name] / shared if shared and name not in out else None,
            left_out=name in out,
            filled=fill,
        )
        for name, fill in fills.items()
    }


def _fill(ruleset: Ruleset, measured: Measured, part: Part) -> Fraction | None:
    """Return the number that stands for a member that is not known, if there is one."""
    if not isinstance(part.value, Unknown):
        return None
    match measured.info.measure.missing.get(part.value.state):
        case Fill(str(parameter)):
            return ruleset.parameters[parameter].value
        case Fill(Fraction() as number):
            return number
    return None


def _weights(source: Combination, parts: Iterable[Part]) -> dict[str, Fraction]:
    """Return the weights of members where they matter: they differ, or multiply a sum."""
    weights = {part.name: part.weight for part in parts if part.weight is not None}
    same = set(weights.values()) == {1} if source.kind == "sum" else len(set(weights.values())) == 1
    return {} if same else weights


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
