"""Two plans laid side by side, so that one walk goes through both."""

from collections.abc import Container
from difflib import SequenceMatcher
from typing import Any

from attrs import evolve

from stp_rules.engine.plan import EXACT, MeasurePlan, Plan, StepPlan
from stp_rules.language.kind import NUMBER
from stp_rules.language.ruleset import Step
from stp_rules.language.words.add import Add
from stp_rules.language.words.shift import Shift


def paired(
    one: Plan, other: Plan, differing: Container[str]
) -> list[tuple[MeasurePlan, MeasurePlan]] | None:
    """Put measures of the same name together; `None` where they are not of one kind.

    One that cannot differ by itself stands beside itself.
    """
    if one.ruleset.result != other.ruleset.result or not _alike(one, other):
        return None
    mine = {it.info.measure.name: it for it in one.measures}
    pairs = []
    for second in other.measures:
        name = second.info.measure.name
        first = mine.get(name, second) if name in differing else second
        padded = _padded(first, second)
        if padded is None:
            return None
        pairs.append(padded)
    return pairs


def _alike(one: Plan, other: Plan) -> bool:
    """Tell whether what both have is of one kind, and the second lacks no measure of the first."""
    common = set(one.lenses) & set(other.lenses)
    lenses = all(one.lenses[name] == other.lenses[name] for name in common)
    ours = {it.info.measure.name for it in one.measures}
    return lenses and ours <= {it.info.measure.name for it in other.measures}


def _padded(one: MeasurePlan, other: MeasurePlan) -> tuple[MeasurePlan, MeasurePlan] | None:
    """Put idle steps where only one of two measures has a step."""
    if one == other:
        return one, one
    same = type(one.source) is type(other.source)
    members = [[name for name, _, _ in it.info.members] for it in (one, other)]
    if not same or members[0] != members[1] or one.info.source != other.info.source:
        return None
    mine, theirs = [[step.info.word for step in it.steps] for it in (one, other)]
    first: list[StepPlan] = []
    second: list[StepPlan] = []
    for _, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        left, right = list(one.steps[a:b]), list(other.steps[c:d])
        if mine[a:b] != theirs[c:d]:
            if any(step.args.converts for step in (*left, *right)):
                return None
            paired = min(len(left), len(right))
            extra = left[paired:], right[paired:]
            left, right = (
                [*left, *map(_idle, extra[1])],
                [*right[:paired], *map(_idle, extra[0]), *extra[1]],
            )
        first += left
        second += [mine if mine == it else it for mine, it in zip(left, right, strict=True)]
    return evolve(one, steps=tuple(first)), evolve(other, steps=tuple(second))


def _idle(step: StepPlan) -> StepPlan:
    """Return a step that changes nothing, in place of one that the other method has."""
    number = step.info.before.kind == NUMBER
    last = len(step.info.before.categories) - 1
    zero: Any = EXACT.number(0)
    args: Any = Add(zero) if number else Shift("worse", 0, last)
    info = evolve(step.info, word=args.word, step=Step(args))
    return StepPlan(info, args, None, None)
