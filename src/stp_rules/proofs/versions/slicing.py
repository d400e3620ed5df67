"""Where two versions differ: the backward slice of what they give that may differ by itself.

A measure that gives the same from every value of what it reads gives the same to every subject, as
long as what it reads is the same. Measures come after what they read; so what rests on no measure
that may differ by itself is the same for every subject, in every cohort.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from attrs import evolve

from stp_rules.engine.cohort import Beside
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import DecideSource, FromSource, compared_with
from stp_rules.engine.values import Lens, Raw
from stp_rules.engine.wiring import given_by, wiring
from stp_rules.language.conditions import Comparison, Condition, comparisons_in
from stp_rules.language.expressions import Name
from stp_rules.language.kind import BOOLEAN, NUMBER
from stp_rules.language.values import State
from stp_rules.language.words.sources.from_ import From
from stp_rules.proofs.domain.cells import SOMETHING_ELSE
from stp_rules.proofs.domain.moves import UNKNOWN, cell_of, raw_of
from stp_rules.proofs.domain.ruled import cuts_of, transfer_of
from stp_rules.proofs.versions.sayings import canonical, rules
from stp_rules.readings.exact import measure_of
from stp_rules.readings.spans import pieces

MOST = 20_000
"""How many combinations of what a measure reads are gone through at the most."""

_VALUE = "the value so far"
"""The name of a measure's value before its first step that differs; no ruleset can give it."""

_ALONE = Beside(EXACT, {})


def changed(one: Plan, other: Plan) -> frozenset[str]:
    """Return the inputs and measures that are not written alike, nor as good as alike."""
    mine, theirs = canonical(one.ruleset), canonical(other.ruleset)
    names = mine.keys() | theirs.keys()
    if rules(one.ruleset.scales) != rules(other.ruleset.scales):
        return frozenset(names)
    return frozenset(name for name in names if mine.get(name) != theirs.get(name))


def resting_on(plan: Plan, names: frozenset[str]) -> frozenset[str]:
    """Return the forward slice of some names: they, and all that rests on any of them."""
    wires = wiring(plan)
    given = {it for name in names for it in (name, *wires.given.get(name, ()))}
    return frozenset().union(*map(wires.resting, given))


def measures_alike(one: Plan, other: Plan, name: str) -> bool:
    """Tell whether both have a measure that gives the same from every value of what it reads.

    Then it cannot differ by itself, though it is not written alike.
    """
    if rules(one.ruleset.scales) != rules(other.ruleset.scales):
        return False
    first, second = (wiring(it).measures.get(name) for it in (one, other))
    if first is None or second is None:
        return False
    read = wiring(one).reads[name] | wiring(other).reads[name]
    named = {*given_by(first), *given_by(second), *read}
    if any(one.lenses.get(it) != other.lenses.get(it) for it in named):
        return False
    if _parameters(one, first) != _parameters(other, second):
        return False
    return alike(first, second, {**one.lenses, **other.lenses})


def _parameters(plan: Plan, measure: MeasurePlan) -> dict[str, Raw]:
    """Return the parameters that a measure looks up by name as it looks up inputs: their numbers.

    All others have had their numbers put in.
    """
    tested = (test.name for it in _conditions(measure) for test in comparisons_in(it))
    looked_up = {*measure.source.names, *tested}
    return {name: plan.constants[name] for name in looked_up & plan.constants.keys()}


def alike(one: MeasurePlan, other: MeasurePlan, lenses: Mapping[str, Lens]) -> bool:
    """Tell whether two measures give the same from every value of what they read.

    Where both have the same source, every value that can come of it is taken on its own; or every
    value after some steps that both do first, where those before are too many.
    Lacks nothing, because a value that nobody has is gone through as well as one that somebody has.
    """
    if one.parts or other.parts or set(given_by(one)) != set(given_by(other)):
        return False
    if _source(one) != _source(other):
        cases = _tested(one, other, lenses) if _decides(one) and _decides(other) else None
        return cases is not None and _few(cases) and _alike_in(cases, one, other)
    shared = _alike_from_the_start(one.steps, other.steps)
    if shared == len(one.steps) == len(other.steps):
        return True
    for done in range(shared + 1):
        first, second = (_without(it, done) for it in (one, other))
        values = _values(_lens_after(one, done), first.steps, second.steps)
        cases = _tested(first, second, lenses)
        if values and cases is not None and _few(cases | {_VALUE: values}):
            return _alike_in(cases | {_VALUE: values}, first, second)
    return False


Choices = dict[str, Sequence[Raw]]
"""Values of names, one for each cell that rules tell apart."""


def _few(cases: Choices) -> bool:
    return prod(map(len, cases.values())) <= MOST


def _alike_in(cases: Choices, one: MeasurePlan, other: MeasurePlan) -> bool:
    """Tell whether two measures give the same in every case."""
    every = (dict(zip(cases, it, strict=True)) for it in product(*cases.values()))
    return all(_outcome(one, case) == _outcome(other, case) for case in every)


def _source(plan: MeasurePlan) -> Any:
    """Return all that decides what a measure has before its first step."""
    return rules((plan.source, plan.need, plan.info.source, plan.info.members))


def _alike_from_the_start(one: Sequence[StepPlan], other: Sequence[StepPlan]) -> int:
    """Return how many steps both have first."""
    both = enumerate(zip(one, other, strict=False))
    at = (at for at, (first, second) in both if _step(first) != _step(second))
    return next(at, min(len(one), len(other)))


def _step(step: StepPlan) -> Any:
    return rules((step.args, step.when, step.info.step.name, step.info.after))


def _lens_after(plan: MeasurePlan, done: int) -> Lens:
    return plan.steps[done - 1].info.after if done else plan.info.source


def _without(plan: MeasurePlan, done: int) -> MeasurePlan:
    """Return the rest of a measure, which takes the value that it had before."""
    return evolve(plan, source=FromSource(From(_VALUE), {}), need=None, steps=plan.steps[done:])


def _decides(plan: MeasurePlan) -> bool:
    """Tell whether a measure gives constants, and asks nothing but conditions."""
    if not isinstance(plan.source, DecideSource) or (plan.need and not plan.need.condition):
        return False
    return not any(isinstance(it, Name) for it in plan.source.outcomes)


def _values(lens: Lens, *steps: Sequence[StepPlan]) -> list[Raw] | None:
    """Return a value for each cell that steps tell apart; `None` where one value does not do.

    What is not known passes by every step as it is, so it needs no case.
    """
    if lens.kind != NUMBER:
        return _known(lens, ())
    first = [it[0] for it in steps if it]
    if len(first) < len(steps) or any(it.site or it.when for it in first):
        return None
    if not all(transfer_of(it).stepwise for it in first):
        return None
    edges = {edge for it in first for edge in cuts_of(it)}
    return [raw_of(it) for it in pieces(edges)]


def _known(lens: Lens, tests: Sequence[Comparison]) -> list[Raw] | None:
    """Return a value for each cell of a kind that tests tell apart; `None` of labels in general."""
    if lens.categories:
        return list(range(len(lens.categories)))
    if lens.kind == BOOLEAN:
        return [False, True]
    bounds = [it for test in tests for it in test.bounds]
    if lens.kind == NUMBER:
        edges = {it.fraction for it in bounds if isinstance(it, Exact)}
        return [raw_of(it) for it in pieces(edges)]
    labels = dict.fromkeys(it for it in bounds if isinstance(it, str))
    return [*labels, SOMETHING_ELSE] if tests else None


def _tested(one: MeasurePlan, other: MeasurePlan, lenses: Mapping[str, Lens]) -> Choices | None:
    """Return values of all names that conditions test; `None` where names are compared.

    Conditions cannot tell why a value is not known, so that one state stands for all.
    """
    tests = [test for it in (*_conditions(one), *_conditions(other)) for test in comparisons_in(it)]
    if any(True for test in tests for _ in compared_with(test)):
        return None
    found: Choices = {}
    own = {step.info.step.name for plan in (one, other) for step in plan.steps}
    for name in dict.fromkeys(test.name for test in tests if test.name not in own):
        known = _known(lenses[name], [it for it in tests if it.name == name])
        if known is None:
            return None
        found[name] = [*known, UNKNOWN[State.MISSING]]
    return found


def _conditions(plan: MeasurePlan) -> Iterator[Condition]:
    if isinstance(plan.source, DecideSource):
        yield from (it for it in plan.source.conditions if it)
    if plan.need and plan.need.condition:
        yield plan.need.condition
    yield from (step.when for step in plan.steps if step.when)


def _outcome(plan: MeasurePlan, values: dict[str, Raw]) -> dict[str, Any]:
    """Return what a measure and its named steps are by the evaluator, reasons left out."""
    given = dict(values)
    measure_of(plan, given, _ALONE)
    names = {plan.info.measure.name, *(it.info.step.name for it in plan.steps)} - {None}
    return {str(it): _typed(cell_of(given[str(it)])) for it in names}


def _typed(cell: Any) -> tuple[type, Any]:
    return type(cell), cell
