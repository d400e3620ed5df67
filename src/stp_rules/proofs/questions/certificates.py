"""Why a promise holds, line by line, for a person to check."""

from collections.abc import Iterator, Sequence

from stp_rules.engine.plan import MeasurePlan, StepPlan
from stp_rules.engine.sources import (
    CombinationSource,
    CountSource,
    DecideSource,
    FormulaSource,
    FromSource,
)
from stp_rules.proofs.questions.prover import Answer, Prover
from stp_rules.proofs.questions.verdicts import Lemma

_COMBINED = {
    "mean": "a mean moves with its members: weights are the same before and after",
    "sum": "a sum moves with its members, by their weights",
    "geometric_mean": "a geometric mean rises with its members",
    "min": "the least rises with any member, or stays",
    "max": "the greatest rises with any member, or stays",
    "median": "the middle rises with any member, or stays",
}
_STEPS = {
    "bands": "each band was set against each other: none turns the order",
    "points": "straight between points, and continuous: it moves as they do",
    "goalposts": "moves evenly from worst to best, and is held beyond",
    "scores": "each category was set against each other",
    "round": "rounding never turns the order",
    "add": "what is added is the same before and after",
    "multiply": "what it is multiplied by is the same before and after",
    "limit": "limits never turn the order",
    "set": "the value that is set was set against each other",
    "no_better_than": "a cap never turns the order",
    "no_worse_than": "a floor never turns the order",
    "shift": "a shift never turns the order",
}
_READ = "what it does to numbers was read off its body, piece by piece, and set against each other"


def certificate(prover: Prover, answers: Sequence[Answer]) -> Iterator[Lemma]:
    """Give, for each measure that rests on what was moved, why it does no harm."""
    composed = [it.question.name for it in answers if it.by == "composition"]
    resting = set().union(*(prover.wires.resting(name) for name in composed)) if composed else ()
    for measure in prover.plan.measures:
        if measure.info.measure.name in resting:
            yield Lemma(measure.info.path, _source(measure))
            yield from (_step(step) for step in measure.steps)
    for by in dict.fromkeys(it.by for it in answers if it.by != "composition"):
        names = ", ".join(f"`{it.question.name}`" for it in answers if it.by == by)
        yield Lemma(prover.plan.measures[-1].info.path, _OTHERWISE[by].format(names))


_OTHERWISE = {
    "enumeration": "for {0} all values that rules tell apart were gone through",
    "solver": "for {0} the solver z3 found no subject, among all that can be, that shows a harm",
    "cases": "for {0} case by case: names that are read along several ways were held fixed",
}


def _source(measure: MeasurePlan) -> str:
    match measure.source:
        case FromSource(args):
            return f"takes `{args.name}` as it is"
        case FormulaSource():
            return "the slopes of the formula in each of its names keep their sign"
        case CombinationSource(args, _, _, policies):
            lenient = "ignore" in policies.values()
            also = "; what is left out is the same before and after" if lenient else ""
            return _COMBINED[args.kind] + also
        case CountSource():
            return "each member was tested before and after"
        case DecideSource(conditions):
            return f"each of {len(conditions)} lines was set against each other"


def _step(step: StepPlan) -> Lemma:
    path = step.info.path / step.info.word
    if step.site:
        return Lemma(path, "beside a reference that is held fixed, it moves as the value moves")
    also = "; whether it applies was tried before and after" if step.when else ""
    return Lemma(path, _STEPS.get(step.info.word, _READ) + also)
