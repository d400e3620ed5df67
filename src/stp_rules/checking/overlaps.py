"""Overrides that can hold together and disagree, and decisions that may reach no line."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, groupby, islice
from operator import itemgetter
from typing import Any

from stp_rules.checking.exclusions import Exclusions
from stp_rules.checking.witness import Search, Witnesses, described
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import DecideSource
from stp_rules.errors import Problem
from stp_rules.language.word import Operation


def overlap_problems(plan: Plan) -> Iterator[Problem]:
    """Give a problem for each override that disagrees with one before it and can hold with it."""
    witnesses = Witnesses(plan)
    for measure in plan.measures:
        for stretch in _side_by_side(measure):
            yield from _conflicts(witnesses, stretch)


def _side_by_side(measure: MeasurePlan) -> Iterator[list[StepPlan]]:
    """Give the adjusting steps between which nothing converts the value, stretch by stretch."""
    conversions = accumulate(step.args.converts for step in measure.steps)
    every = zip(conversions, measure.steps, strict=True)
    placed = [it for it in every if _overrides(it[1].args)]
    for _, stretch in groupby(placed, key=itemgetter(0)):
        yield [step for _, step in stretch]


def _overrides(args: Operation) -> bool:
    """Tell whether a step gives a value of its own, or bounds it."""
    return not args.converts and bool(args.given() or args.leaves())


def _conflicts(witnesses: Witnesses, stretch: list[StepPlan]) -> Iterator[Problem]:
    """Give for each step a conflict with one before it, if there is any."""
    opposed = list(_opposed([step.args for step in stretch]))
    if not any(opposed):
        return
    exclusions = Exclusions(witnesses, [step.when for step in stretch])
    alike: dict[Any, list[int]] = {}
    for at, step in enumerate(stretch):
        if opposed[at] and not exclusions.alone[at]:
            groups = (it for args, it in alike.items() if _disagree(args, step.args))
            together = (it for it in chain.from_iterable(groups) if not exclusions.exclude(it, at))
            found = (_together(witnesses, stretch[it], step) for it in together)
            yield from islice(chain.from_iterable(found), 1)
        alike.setdefault(step.args, []).append(at)


def _opposed(overrides: Iterable[Any]) -> Iterator[bool]:
    """Tell of each override whether it disagrees with any before it."""
    values: set[Any] = set()
    lowest = highest = None
    for args in overrides:
        if args.given():
            yield bool(values.difference(args.given()))
            values.update(args.given())
        else:
            low, high = args.leaves()
            yield _above(low, highest) or _above(lowest, high)
            lowest = low if lowest is None or _above(low, lowest) else lowest
            highest = high if highest is None or _above(highest, high) else highest


def _disagree(one: Any, other: Any) -> bool:
    if one.given() or other.given():
        return bool(one.given() and other.given() and one.given() != other.given())
    (low, high), (lower, higher) = one.leaves(), other.leaves()
    return _above(low, higher) or _above(lower, high)


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
    """Give a note for each `otherwise` that can be reached, with values that reach it.

    Where it could not be shown that these values come about, nothing is noted.
    """
    witnesses = Witnesses(plan)
    for measure, source in _decisions(plan):
        if source.conditions[-1] is None and len(source.conditions) > 1:
            outcome = _unreached(witnesses, source)
            if outcome.found and outcome.complete:
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
