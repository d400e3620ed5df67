"""Why a subject has its rating: from the result down to the inputs that decided it."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from stp_rules.analysis.distances import edges_of
from stp_rules.analysis.evidence import evidence
from stp_rules.analysis.facts import Explanation, Fact, PassedOver, StepFact
from stp_rules.analysis.fillings import put_in
from stp_rules.analysis.peers import Peers, peers_of
from stp_rules.analysis.roles import NO_ROLE, Role, roles_of
from stp_rules.analysis.standing import Standing
from stp_rules.engine.result import Measured, Part, Rating, TracedStep
from stp_rules.engine.sources import CountSource
from stp_rules.engine.values import Raw, Seen, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.language.combination import Combination
from stp_rules.language.conditions import comparisons_in
from stp_rules.language.words.sources.count import Count
from stp_rules.language.words.sources.decide import Branch, Decide
from stp_rules.paths import Path
from stp_rules.readings.exact import holds


def explain(rating: Rating, measure: str | None = None) -> Explanation:
    """Explain a rating, or one of its measures.

    Raises KeyError for a measure that the ruleset does not have, and ValueError for a subject
    whose inputs were refused.
    """
    if rating.problems:
        raise ValueError("the inputs were refused: " + "; ".join(rating.reasons))
    name = measure or rating.ruleset.result
    explainer = _Explainer(rating, Standing.of(rating))
    wanted, value = name.rpartition(".")[2], rating[name]
    explainer.prepare(wanted)
    fact = explainer.named(wanted, value)
    return Explanation(rating.ruleset, rating.key, rating.label, fact)


@frozen
class _Explainer:
    """Explains the names of one rating, each once, however often it is read."""

    rating: Rating
    standing: Standing
    known: dict[str, Fact] = field(factory=dict)

    def prepare(self, name: str) -> None:
        """Explain all measures behind a name, each after those that it reads."""
        behind = wiring(self.standing.plan).behind(name)
        for plan in self.standing.plan.measures:
            measure = plan.info.measure.name
            if measure in behind:
                self.named(measure, self.rating[measure])

    def named(self, name: str, value: Seen, role: Role = NO_ROLE) -> Fact:
        """Explain a name: a measure in full, an input or a named step by its value."""
        if name not in self.known:
            self.known[name] = self.explained(name, value)
        return evolve(self.known[name], role=role)

    def explained(self, name: str, value: Seen) -> Fact:
        if name in self.rating.measures:
            return self.measure(self.rating.measures[name])
        entry = self.rating.ruleset.inputs.get(name)
        until = None if entry else self.until(name)
        if until:
            return evolve(self.measure(until), name=name, title="")
        return Fact(
            name=name,
            title=entry.title if entry else "",
            value=value,
            unit=entry.unit if entry else "",
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

    def measure(self, measured: Measured) -> Fact:
        measure, path = measured.info.measure, _source_path(measured)
        roles = roles_of(self.standing, measured)
        parts = (
            self.named(part.name, part.value, roles.get(part.name, NO_ROLE))
            for part in self.deciding(measured, roles)
        )
        return Fact(
            name=measure.name,
            title=measure.title,
            unit=measure.unit,
            value=measured.value,
            before=measured.source,
            source=measure.source,
            filling=put_in(self.standing, measured),
            members=len(measured.parts),
            left_out=sum(role.left_out for role in roles.values()),
            branch=_branch(measured),
            path=path,
            says=evidence(self.rating.ruleset, path),
            steps=tuple(self.step(measured, at) for at in range(len(measured.steps))),
            parts=tuple(parts),
            passed_over=tuple(self.passed_over(measured)),
        )

    def deciding(self, measured: Measured, roles: Mapping[str, Role]) -> Iterable[Part]:
        """Give the parts of a source that decided its value."""
        source = measured.info.measure.source
        parts = _tested(measured, source) if isinstance(source, Decide) else measured.parts
        if isinstance(measured.source, Unknown):
            return [part for part in parts if isinstance(part.value, Unknown)] or parts
        if isinstance(source, Count):
            counted = set(self.counted(measured))
            return [it for it in parts if it.name in counted or it.name in roles]
        if isinstance(source, Combination) and source.word in ("min", "max"):
            return [it for it in parts if _reaches(measured, it, roles)] or parts
        return parts

    def counted(self, measured: Measured) -> Iterator[str]:
        """Give the members that pass the tests of a count."""
        source = self.standing.planned(measured).source
        tests = source.tests if isinstance(source, CountSource) else ()
        for part, test in zip(measured.parts, tests, strict=True):
            if holds(test, self.standing.values, self.standing.plan.arithmetic).holds:
                yield part.name

    def passed_over(self, measured: Measured) -> Iterator[PassedOver]:
        """Give the lines of a decision before the one that decided."""
        source = measured.info.measure.source
        if isinstance(source, Decide) and _branch(measured):
            for at, branch in enumerate(source.branches[: measured.fired]):
                path = measured.info.path / "decide" / at
                yield PassedOver(branch, path, evidence(self.rating.ruleset, path))

    def step(self, measured: Measured, at: int) -> StepFact:
        traced = measured.steps[at]
        info, when = traced.info, traced.info.step.when
        names = dict.fromkeys(test.name for test in comparisons_in(when)) if when else {}
        return StepFact(
            step=info.step,
            kinds=(info.before.kind, info.after.kind),
            before=traced.before,
            after=traced.after,
            applied=traced.fired is not False and traced.fired is not None,
            path=traced.path,
            says=evidence(self.rating.ruleset, traced.path),
            edges=tuple(edges_of(self.standing, measured, at)),
            facts=tuple(self.named(name, self.seen(name)) for name in names),
            peers=self.peers(measured, traced, at),
        )

    def seen(self, name: str) -> Seen:
        raw: Raw = self.standing.values[name]
        return self.rating.lenses[name].seen(raw)

    def peers(self, measured: Measured, traced: TracedStep, at: int) -> Peers | None:
        """Return what a step read of the cohort, if it did."""
        step = self.standing.planned(measured).steps[at]
        if step.site is None or isinstance(traced.raw_before, Unknown):
            return None
        return peers_of(self.standing, step.site, step.args, step.info.before, traced.raw_before)


def _reaches(measured: Measured, part: Part, roles: Mapping[str, Role]) -> bool:
    """Tell whether a member of a minimum or a maximum is it, or says what became of a gap."""
    role = roles.get(part.name, NO_ROLE)
    return role.filling is not None or role.counted(part.value) == measured.source


def _source_path(measured: Measured) -> Path:
    """Return the address of what decided: the branch, the weights, or the measure."""
    source = measured.info.measure.source
    return measured.path / source.word if isinstance(source, Combination) else measured.path


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
