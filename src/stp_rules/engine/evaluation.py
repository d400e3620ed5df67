"""One subject through a plan: every measure, every step, before and after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import compress
from typing import Any

from attrs import evolve, field, frozen

from stp_rules.engine.belonging import refuse_foreign
from stp_rules.engine.cohort import Beside, Groups, Reference, Site, summarised, summariser
from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import read_inputs, unknown_names
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.result import Measured, MeasureInfo, Rating, TracedStep
from stp_rules.engine.sources import Values, attempted, holds, undecided
from stp_rules.engine.values import Raw, Unknown, not_rated
from stp_rules.errors import Problem
from stp_rules.language.arithmetic import Arithmetic, Undefined
from stp_rules.model import FrozenMap, Need
from stp_rules.strict_json import data_text

ALONE = Reference()
"""The reference of a subject that stands beside nobody."""


@frozen
class Delivery:
    """What is delivered for one subject; `about` says where it comes from.

    `problems` are those that were found before the inputs were read; `rolled` holds inputs that
    have been rolled up from the rows of members.
    """

    values: Mapping[str, Any]
    about: str = ""
    problems: tuple[Problem, ...] = ()
    rolled: Mapping[str, Raw] = field(factory=dict)


def rate(
    plan: Plan, deliveries: Iterable[Delivery], reference: Reference | None = None
) -> Iterator[Rating]:
    """Rate subjects in order, beside a reference or, without one, beside each other.

    Wrong inputs are not raised: such a rating has problems and no measures, and its subject is
    not in the cohort. Raises InputError for a reference that is not one of this method.
    """
    if reference:
        refuse_foreign(plan, reference)
    read = (_read(plan, delivery) for delivery in deliveries)
    if reference is None and any(measure.parts for measure in plan.measures):
        yield from _together(plan, list(read))
        return
    beside = Beside.of(reference or ALONE, plan.arithmetic)
    for rating in read:
        traced = {} if rating.problems else _measured(plan, rating.raw_inputs, beside)
        yield evolve(rating, measures=traced, reference=reference)


def _together(plan: Plan, ratings: list[Rating]) -> Iterator[Rating]:
    cohort = [rating.raw_inputs for rating in ratings if not rating.problems]
    reference, traces = gather(plan, cohort)
    traced = iter(traces)
    for rating in ratings:
        measures = {} if rating.problems else next(traced)
        yield evolve(rating, measures=measures, reference=reference)


def _read(plan: Plan, delivery: Delivery) -> Rating:
    """Return a rating with its inputs read and nothing computed yet."""
    key, label, given = _identified(plan, delivery.values)
    about = delivery.about or key
    problems = list(delivery.problems)
    values: Values = {}
    if not problems:
        inputs = {name: it for name, it in plan.inputs.items() if name not in delivery.rolled}
        values, problems = read_inputs(inputs, given, about)
        values |= delivery.rolled
        problems.extend(unknown_names(plan.inputs, given, about))
    return Rating(plan.ruleset, key, label, values, plan.lenses, {}, tuple(problems))


def identity(plan: Plan, delivered: Mapping[str, Any]) -> str:
    """Return the key of the subject that is delivered; empty where there is none."""
    return _identified(plan, delivered)[0]


def _identified(plan: Plan, delivered: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Return the subject's key and label, and what is delivered beside them."""
    given = dict(delivered)
    columns = (plan.ruleset.subject.key, plan.ruleset.subject.label)
    key, label = (_identity(given, column, plan) for column in columns)
    return key, label, given


def _identity(given: dict[str, Any], column: str | None, plan: Plan) -> str:
    if column is None or column not in given:
        return ""
    value = given[column] if column in plan.inputs else given.pop(column)
    if isinstance(value, dict | list | bool):  # it names nobody, and its row is refused
        return data_text(value)
    return "" if value is None else str(value).strip()


def measured(plan: Plan, inputs: Values, reference: Reference = ALONE) -> dict[str, Measured]:
    """Compute every measure from known inputs, beside a reference."""
    return _measured(plan, inputs, Beside.of(reference, plan.arithmetic))


def measured_anew(
    plan: Plan, inputs: Values, reference: Reference, kept: Mapping[str, Measured]
) -> dict[str, Measured]:
    """Compute the measures that are not kept; a kept one reads nothing that has changed."""
    beside = Beside.of(reference, plan.arithmetic)
    values, found = {**plan.constants, **inputs}, {}
    for measure in plan.measures:
        name = measure.info.measure.name
        if name in kept:
            found[name] = kept[name]
            values |= {step.name: step.raw_after for step in kept[name].steps if step.name}
            values[name] = kept[name].raw
        else:
            found[name] = measure_of(measure, values, beside)
    return found


def _measured(plan: Plan, inputs: Values, beside: Beside) -> dict[str, Measured]:
    values = {**plan.constants, **inputs}
    return {it.info.measure.name: measure_of(it, values, beside) for it in plan.measures}


def gather(plan: Plan, cohort: Sequence[Values]) -> tuple[Reference, list[dict[str, Measured]]]:
    """Compute every measure of a cohort, and the reference that its cohort steps make.

    Measure by measure: what a cohort step reads of the cohort is gathered from all subjects
    before it is computed for any.
    """
    beside = Beside(plan.arithmetic, {})
    subjects = [{**plan.constants, **inputs} for inputs in cohort]
    traces: list[dict[str, Measured]] = [{} for _ in subjects]
    sites: dict[str, Groups] = {}
    for measure in plan.measures:
        for part in measure.parts:
            before = [measure_of(part.measure, values, beside).raw for values in subjects]
            pairs = zip(before, subjects, strict=True)
            groups = summarised(part.site, summariser(part.args), pairs, plan.arithmetic)
            beside.add(part.site.address, groups)
            sites[part.site.address] = groups
        for values, trace in zip(subjects, traces, strict=True):
            trace[measure.info.measure.name] = measure_of(measure, values, beside)
    return Reference(plan.ruleset.reference, FrozenMap(sites)), traces


def measure_of(plan: MeasurePlan, values: dict[str, Raw], beside: Beside) -> Measured:
    """Compute one measure, and add its value and those of its named steps to the others."""
    source, read, fired = plan.source.value(values, beside)
    value = source
    if plan.need:
        value = needed(plan.info, plan.need, read, values, beside.arithmetic) or value
    steps = []
    for step in plan.steps:
        traced = _step(step, value, values, beside)
        value = traced.raw_after
        if traced.info.step.name:
            values[traced.info.step.name] = value
        steps.append(traced)
    if type(value) is Exact:
        try:
            value = value.reduced()
        except Undefined as beyond:
            value = not_rated(str(beyond))
    values[plan.info.measure.name] = value
    return Measured(plan.info, source, value, tuple(steps), read, fired)


def _step(plan: StepPlan, value: Raw, values: Values, beside: Beside) -> TracedStep:
    arithmetic = beside.arithmetic
    if isinstance(value, Unknown):
        return TracedStep(plan.info, value, value, None)
    if plan.when:
        truth = holds(plan.when, values, arithmetic)
        if truth.fails:
            return TracedStep(plan.info, value, value, fired=False)
        if not truth.holds:
            what = f"whether `{plan.info.word}` applies"
            because = undecided(plan.when, values, what, arithmetic)
            return TracedStep(plan.info, value, because, None)
    if plan.ranked:
        fired = plan.ranked.body(value, arithmetic)
        return TracedStep(plan.info, value, plan.args.bands[fired].value, fired)
    if plan.site:
        after = _relative(plan, plan.site, value, values, beside)
        return TracedStep(plan.info, value, after, fired=True)
    after = attempted(lambda: plan.args.body(value, arithmetic))
    return TracedStep(plan.info, value, after, fired=True)


def _relative(plan: StepPlan, site: Site, value: Raw, values: Values, beside: Beside) -> Raw:
    """Return what a value is beside its cohort, or why that cannot be said."""
    summary = beside.summary(site, values)
    if isinstance(summary, Unknown):
        return summary
    compared: Any = value
    if summary.ordered or summary.untold:
        compared = site.keys(value, values, beside.arithmetic)
        if untold := site.tied(compared, summary, values):
            return untold
    return attempted(lambda: plan.args.beside(compared, summary, beside.arithmetic))


def needed(
    info: MeasureInfo, need: Need, read: tuple[Raw, ...], values: Values, arithmetic: Arithmetic
) -> Unknown | None:
    """Return why a measure is not rated where what it needs is not known."""
    if need.condition:
        truth = holds(need.condition, values, arithmetic)
        if truth.fails:
            return not_rated("what is needed does not hold")
        what = "what is needed"
        return None if truth.holds else undecided(need.condition, values, what, arithmetic)
    known = [type(value) is not Unknown for value in read]
    if all(known) and need.known is None:
        return None
    if need.known is not None:
        lacking = sum(known) < need.known
        return not_rated(f"{need.known} must be known and {sum(known)} are") if lacking else None
    return _short_share(info, need, known)


def _short_share(info: MeasureInfo, need: Need, known: list[bool]) -> Unknown | None:
    weights = [Fraction(1) if weight is None else abs(weight) for _, _, weight in info.members]
    share = sum(compress(weights, known), Fraction(0)) / sum(weights)
    if need.share is None or share >= need.share:
        return None
    return not_rated(f"{need.share} of the weight must be known and {share} is")
