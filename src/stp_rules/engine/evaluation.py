"""One subject through a plan: every measure, every step, before and after."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import compress
from typing import Any

from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import read_inputs, unknown_names
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.result import Measured, MeasureInfo, Rating, TracedStep
from stp_rules.engine.sources import Values, attempted, holds, undecided
from stp_rules.engine.values import Raw, Unknown, not_rated
from stp_rules.errors import Problem
from stp_rules.model import Need
from stp_rules.operations.arithmetic import Arithmetic


def rate(plan: Plan, delivered: Mapping[str, Any], about: str = "") -> Rating:
    """Rate one subject; `about` says in problems where its inputs come from.

    Wrong inputs are not raised: the rating then has problems and no measures.
    """
    key, label, given = _identified(plan, delivered)
    about = about or key
    values, problems = read_inputs(plan.inputs, given, about)
    problems.extend(unknown_names(plan.inputs, given, about))
    traced = {} if problems else measured(plan, values)
    return Rating(plan.ruleset, key, label, values, plan.lenses, traced, tuple(problems))


def refuse(plan: Plan, delivered: Mapping[str, Any], problems: Iterable[Problem]) -> Rating:
    """Return the rating of a subject whose inputs are wrong before they are read."""
    key, label, _ = _identified(plan, delivered)
    return Rating(plan.ruleset, key, label, {}, plan.lenses, {}, tuple(problems))


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
    return "" if value is None else str(value).strip()


def measured(plan: Plan, inputs: Values) -> dict[str, Measured]:
    """Compute every measure from known inputs."""
    values = {**plan.constants, **inputs}
    return {it.info.measure.name: _measure(it, values, plan.arithmetic) for it in plan.measures}


def _measure(plan: MeasurePlan, values: dict[str, Raw], arithmetic: Arithmetic) -> Measured:
    source, read, fired = plan.source.value(values, arithmetic)
    value = source
    if plan.need:
        value = _needed(plan.info, plan.need, read, values, arithmetic) or value
    steps = []
    for step in plan.steps:
        traced = _step(step, value, values, arithmetic)
        value = traced.raw_after
        if traced.info.step.name:
            values[traced.info.step.name] = value
        steps.append(traced)
    if type(value) is Exact:
        value = value.reduced()
    values[plan.info.measure.name] = value
    return Measured(plan.info, source, value, tuple(steps), read, fired)


def _step(plan: StepPlan, value: Raw, values: Values, arithmetic: Arithmetic) -> TracedStep:
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
        fired = plan.kind.body(value, plan.ranked, arithmetic)
        return TracedStep(plan.info, value, plan.args.bands[fired].value, fired)
    after = attempted(lambda: plan.kind.body(value, plan.args, arithmetic))
    return TracedStep(plan.info, value, after, fired=True)


def _needed(
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
