"""Overrides that can hold together and disagree, and decisions that may reach no line."""

from collections.abc import Iterator
from itertools import combinations

from stp_rules.checking.witness import Search, described, search
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import DecideSource
from stp_rules.errors import Problem
from stp_rules.model import Cap, Floor, Force, Limit


def overlap_problems(plan: Plan) -> Iterator[Problem]:
    """Give a problem for each two overrides that disagree and can hold at once."""
    for measure in plan.measures:
        for first, second in combinations(measure.steps, 2):
            if _disagree(first, second):
                yield from _together(plan, first, second)


def _disagree(first: StepPlan, second: StepPlan) -> bool:
    one, other = first.args, second.args
    match one, other:
        case Force(), Force():
            return bool(one.value != other.value)
        case (Cap(), Floor()):
            return bool(one.category > other.category)
        case (Floor(), Cap()):
            return bool(other.category > one.category)
        case Limit(), Limit():
            return _apart(one, other) or _apart(other, one)
    return False


def _apart(one: Limit, other: Limit) -> bool:
    if one.at_least is None or other.at_most is None:
        return False
    return bool(one.at_least > other.at_most)  # type: ignore[operator]


def _together(plan: Plan, first: StepPlan, second: StepPlan) -> Iterator[Problem]:
    conditions = [step.when for step in (first, second) if step.when]
    outcome = search(plan, conditions, lambda truths: all(truth.holds for truth in truths))
    if outcome.complete and not outcome.found:
        return
    path, other = second.info.path / second.info.word, first.info.path
    place = plan.ruleset.place(other / first.info.word)
    where = f"line {place.line}" if place else str(other)
    message = f"this and the `{first.info.word}` of {where} can hold at once, and they disagree"
    example = described(plan, outcome.found, 1)
    hint = f"for example: {example}; " if example else ""
    hint += "say in their conditions which one gives way"
    yield Problem("conflict", message, path, hint, at_key=True)


def gap_problems(plan: Plan) -> Iterator[Problem]:
    """Give a problem for each decision that may reach no line."""
    for measure, source in _decisions(plan):
        if source.conditions[-1] is not None:
            outcome = _unreached(plan, source)
            if outcome.found or not outcome.complete:
                yield _gap(plan, measure, outcome)


def otherwise_notes(plan: Plan) -> Iterator[Problem]:
    """Give a note for each `otherwise` that can be reached, with values that reach it."""
    for measure, source in _decisions(plan):
        if source.conditions[-1] is None and len(source.conditions) > 1:
            outcome = _unreached(plan, source)
            if outcome.found:
                last = len(source.conditions) - 1
                path = measure.info.path / "decide" / last
                message = (
                    "no other line holds for "
                    f"{len(outcome.found)} of {outcome.tried} combinations of values"
                )
                hint = f"for example: {described(plan, outcome.found)}"
                yield Problem("otherwise", message, path, hint, severity="note")


def _decisions(plan: Plan) -> Iterator[tuple[MeasurePlan, DecideSource]]:
    for measure in plan.measures:
        if isinstance(measure.source, DecideSource):
            yield measure, measure.source


def _unreached(plan: Plan, source: DecideSource) -> Search:
    conditions = [when for when in source.conditions if when]
    return search(plan, conditions, lambda truths: all(truth.fails for truth in truths))


def _gap(plan: Plan, measure: MeasurePlan, outcome: Search) -> Problem:
    path = measure.info.path / "decide"
    hint = "add a last line: {otherwise: ...}"
    if not outcome.found:
        message = "it could not be shown that one of these lines always holds"
    else:
        message = f"no line holds, for example, for {described(plan, outcome.found)}"
    return Problem("gap", message, path, hint, at_key=True)
