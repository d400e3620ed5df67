"""One subject through a plan: every measure, every step, before and after."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import read_inputs, unknown_names
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.result import Measured, Part, Rating, TracedStep
from stp_rules.engine.sources import Values, attempted, holds, undecided
from stp_rules.engine.values import Raw, Unknown, not_rated
from stp_rules.operations.arithmetic import Arithmetic


def rate(plan: Plan, delivered: Mapping[str, Any], number: int = 1) -> Rating:
    """Rate one subject; `number` names it in problems where it has no key.

    Wrong inputs are not raised: the rating then has problems and no measures.
    """
    subject = plan.ruleset.subject
    given = dict(delivered)
    key, label = (_identity(given, column, plan) for column in (subject.key, subject.label))
    about = key or f"subject {number}"
    values, problems = read_inputs(plan.inputs, given, about, plan.arithmetic)
    problems.extend(unknown_names(plan.inputs, given, about))
    traced = {} if problems else measured(plan, values)
    return Rating(plan.ruleset, key, label, values, plan.lenses, traced, tuple(problems))


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
    source, parts, fired = plan.source.value(values, arithmetic)
    value = source
    if plan.need:
        value = _needed(plan, parts, values, value, arithmetic)
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
    return Measured(plan.info, source, value, tuple(steps), parts, fired)


def _step(plan: StepPlan, value: Raw, values: Values, arithmetic: Arithmetic) -> TracedStep:
    if isinstance(value, Unknown):
        return TracedStep(plan.info, value, value, None)
    if plan.when:
        truth = holds(plan.when, values, arithmetic)
        if truth.fails:
            return TracedStep(plan.info, value, value, fired=False)
        if not truth.holds:
            because = undecided(plan.when, values, f"whether `{plan.info.word}` applies")
            return TracedStep(plan.info, value, because, None)
    if plan.ranked:
        fired = plan.kind.body(value, plan.ranked, arithmetic)
        return TracedStep(plan.info, value, plan.args.bands[fired].value, fired)
    after = attempted(lambda: plan.kind.body(value, plan.args, arithmetic))
    return TracedStep(plan.info, value, after, fired=True)


def _needed(
    plan: MeasurePlan, parts: tuple[Part, ...], values: Values, value: Raw, arithmetic: Arithmetic
) -> Raw:
    """Return the value, or why it is not rated: what must be known is not."""
    need = plan.need
    if need is None:
        return value
    if need.condition:
        truth = holds(need.condition, values, arithmetic)
        if truth.holds:
            return value
        unmet = undecided(need.condition, values, "what is needed")
        return not_rated("what is needed does not hold") if truth.fails else unmet
    lacking = next(_shortfalls(plan, parts), None)
    return value if lacking is None else not_rated(lacking)


def _shortfalls(plan: MeasurePlan, parts: tuple[Part, ...]) -> Iterator[str]:
    need, weights = plan.need, plan.needed_weights
    known = [part.name for part in parts if not isinstance(part.value, Unknown)]
    if need and need.known is not None and len(known) < need.known:
        yield f"{need.known} members must be known and {len(known)} are"
    if need and need.share is not None:
        share = sum((weights[name] for name in known), Fraction(0)) / sum(weights.values())
        if share < need.share:
            yield f"{need.share} of the weight must be known and {share} is"

