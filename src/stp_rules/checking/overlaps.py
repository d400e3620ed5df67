"""Overrides that can hold together and disagree, and decisions that may reach no line."""

from collections.abc import Iterator
from itertools import accumulate, combinations
from typing import Any

from stp_rules.checking.witness import Search, Witnesses, described
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import DecideSource
from stp_rules.errors import Problem
from stp_rules.model import Cap, Floor, Force, Limit


def overlap_problems(plan: Plan) -> Iterator[Problem]:
    """Give a problem for each two overrides that disagree and can hold at once."""
    witnesses = Witnesses(plan)
    for measure in plan.measures:
        for first, second in _side_by_side(measure):
            if _disagree(first, second):
                yield from _together(witnesses, first, second)


def _side_by_side(measure: MeasurePlan) -> Iterator[tuple[StepPlan, StepPlan]]:
    """Give each two adjusting steps between which nothing converts the value."""
    conversions = accumulate(step.kind.converts for step in measure.steps)
    every = zip(conversions, measure.steps, strict=True)
    placed = [it for it in every if isinstance(it[1].args, Force | Cap | Floor | Limit)]
    for (before, first), (after, second) in combinations(placed, 2):
        if before == after:
            yield first, second


def _disagree(first: StepPlan, second: StepPlan) -> bool:
    match first.args, second.args:
        case Force(value), Force(other):
            return value is not other and value != other
        case (Cap(cap), Floor(floor)) | (Floor(floor), Cap(cap)):
            return _above(cap, floor)
        case Limit() as one, Limit() as other:
            return _above(one.at_least, other.at_most) or _above(other.at_least, one.at_most)
    return False


def _above(one: Any, other: Any) -> bool:
    """Compare numbers, or positions in a scale, of which a higher one is a worse category."""
    return one is not None and other is not None and bool(one > other)


def _together(witnesses: Witnesses, first: StepPlan, second: StepPlan) -> Iterator[Problem]:
    conditions = [step.when for step in (first, second) if step.when]
    outcome = witnesses.search(conditions, lambda truths: all(truth.holds for truth in truths))
    if outcome.complete and not outcome.found:
        return
    path, other = second.info.path / second.info.word, first.info.path / first.info.word
    message = f"this can hold together with the `{first.info.word}` before it, and they disagree"
    if not outcome.complete:
        message = (
            f"this and the `{first.info.word}` before it disagree, "
            "and it could not be shown that they never hold together"
        )
    example = described(witnesses.plan, outcome.found, 1)
    hint = f"{_where(outcome)} {example}; " if example else ""
    hint += "say in their conditions which one gives way"
    yield Problem("conflict", message, path, hint, at_key=True, other=other)


def _where(outcome: Search) -> str:
    return "for example, where" if outcome.complete else "perhaps where"


def gap_problems(plan: Plan) -> Iterator[Problem]:
    """Give a problem for each decision that may reach no line."""
    witnesses = Witnesses(plan)
    for measure, source in _decisions(plan):
        if source.conditions[-1] is not None:
            outcome = _unreached(witnesses, source)
            if outcome.found or not outcome.complete:
                yield _gap(plan, measure, outcome)


def otherwise_notes(plan: Plan) -> Iterator[Problem]:
    """Give a note for each `otherwise` that can be reached, with values that reach it."""
    witnesses = Witnesses(plan)
    for measure, source in _decisions(plan):
        if source.conditions[-1] is None and len(source.conditions) > 1:
            outcome = _unreached(witnesses, source)
            if outcome.found:
                last = len(source.conditions) - 1
                path = measure.info.path / "decide" / last
                message = (
                    "no other line holds for "
                    f"{len(outcome.found)} of {outcome.tried} combinations of values"
                )
                example = described(plan, outcome.found)
                hint = f"{_where(outcome)} {example}" if example else ""
                yield Problem("otherwise", message, path, hint, severity="note")


def _decisions(plan: Plan) -> Iterator[tuple[MeasurePlan, DecideSource]]:
    for measure in plan.measures:
        if isinstance(measure.source, DecideSource):
            yield measure, measure.source


def _unreached(witnesses: Witnesses, source: DecideSource) -> Search:
    conditions = [when for when in source.conditions if when]
    return witnesses.search(conditions, lambda truths: all(truth.fails for truth in truths))


def _gap(plan: Plan, measure: MeasurePlan, outcome: Search) -> Problem:
    path = measure.info.path / "decide"
    hint = "add a last line: {otherwise: ...}"
    example = described(plan, outcome.found)
    if not outcome.complete:
        message = "it could not be shown that one of these lines always holds"
        hint = f"perhaps none does where {example}; {hint}" if example else hint
    elif example:
        message = f"no line holds where, for example, {example}"
    else:
        message = "no line ever holds"
    return Problem("gap", message, path, hint, at_key=True)
