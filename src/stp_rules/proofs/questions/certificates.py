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
            return args.lemma + also
        case CountSource():
            return "each member was tested before and after"
        case DecideSource(conditions):
            return f"each of {len(conditions)} lines was set against each other"


def _step(step: StepPlan) -> Lemma:
    path = step.info.path / step.info.word
    if step.site:
        return Lemma(path, "beside a reference that is held fixed, it moves as the value moves")
    also = "; whether it applies was tried before and after" if step.when else ""
    return Lemma(path, step.args.lemma + also)
