"""What proofs have a rule for: a method that uses anything else is undecided, by its name."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from stp_rules import model
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.kinds import comparisons_of, conditions_of
from stp_rules.model import Call, Combination, Count, Expression, Formula, comparisons_in
from stp_rules.operations.table import STEPS

COHORT_STEPS = (
    model.ZScore,
    model.MinMax,
    model.Percentile,
    model.Rank,
    model.QuantileBands,
    model.Clusters,
)
Shape = Literal["constant", "straight", "curved", "rounded", "apart"]
"""Between its edges a step gives one value, is straight, rises or falls, or goes in small steps.

What is apart takes categories, each of which is tried by itself.
"""

SHAPES: Mapping[type, Shape] = {
    model.Bands: "constant",
    model.Points: "straight",
    model.Goalposts: "straight",
    model.Round: "rounded",
    model.Add: "straight",
    model.Multiply: "straight",
    model.Limit: "straight",
    model.Force: "constant",
    model.Scores: "apart",
    model.Cap: "apart",
    model.Floor: "apart",
    model.Shift: "apart",
}
"""How each step behaves that reads no cohort; goalposts along a logarithm are curved."""


SOURCES = (model.From, model.Formula, model.Combination, model.Count, model.Decide)
COMBINATIONS = ("mean", "geometric_mean", "sum", "min", "max", "median")
FUNCTIONS = ("+", "-", "*", "/", "min", "max", "abs", "log", "exp", "sqrt")
TESTS = (
    "known",
    "in",
    "is",
    "is_not",
    "at_least",
    "above",
    "at_most",
    "below",
    "better_than",
    "worse_than",
    "no_better_than",
    "no_worse_than",
)
ROLLUPS = ("sum", "mean", "count", "any", "best", "worst")


class UnknownRuleError(LookupError):
    """A method uses what proofs have no rule for; the message names it."""


def shape_of(args: Any) -> Shape:
    """Return how a step behaves between its edges; UnknownRuleError where nothing says so."""
    if isinstance(args, model.Goalposts) and args.curve == "log":
        return "curved"
    if type(args) not in SHAPES:
        raise UnknownRuleError(f"`{STEPS[type(args)].word}` has no rule in proofs")
    return SHAPES[type(args)]


def require_rules(plan: Plan) -> None:
    """Raise UnknownRuleError where proofs have no rule for something that a plan uses."""
    for what, path in _lacking(plan):
        raise UnknownRuleError(f"`{what}` has no rule in proofs ({path})")


def _lacking(plan: Plan) -> Iterator[tuple[str, object]]:
    for name, entry in plan.inputs.items():
        rollup = entry.entry.members
        if rollup and rollup.how not in ROLLUPS:
            yield rollup.how, f"inputs.{name}.members"
    for measure in plan.measures:
        yield from ((what, measure.info.path) for what in _lacking_in(measure))


def _lacking_in(plan: MeasurePlan) -> Iterator[str]:
    measure = plan.info.measure
    match measure.source:
        case Formula(_, expression):
            yield from (it for it in _functions(expression) if it not in FUNCTIONS)
        case Combination(kind):
            yield from (it for it in (kind,) if it not in COMBINATIONS)
        case source:
            yield from (type(it).__name__.lower() for it in (source,) if type(it) not in SOURCES)
    tests = [test for condition in conditions_of(measure) for test in comparisons_in(condition)]
    tests += comparisons_of(measure.source) if isinstance(measure.source, Count) else []
    yield from (it.test for it in tests if it.test not in TESTS)
    yield from (step.kind.word for step in plan.steps if not _ruled(step))


def _functions(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Call):
        yield expression.function
        for argument in expression.arguments:
            yield from _functions(argument)


def _ruled(step: StepPlan) -> bool:
    return type(step.args) in SHAPES or isinstance(step.args, COHORT_STEPS)
