"""What proofs have a rule for: a method that uses anything else is undecided, by its name."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from stp_rules import model
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.kinds import comparisons_of, conditions_of
from stp_rules.language.words.combinations.geometric_mean import GeometricMean
from stp_rules.model import Call, Combination, Count, Expression, Formula, comparisons_in

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
POLICIES = ("not_rated", "ignore", model.Fill)
BEYOND = ("hold", "extend", "not_rated")
TIES = ("lowest", "highest", "mean", "dense")
ENDS = ("highest", "lowest")

CHOICES: Mapping[type, Mapping[str, tuple[str | None, ...]]] = {
    model.Points: {"beyond": BEYOND},
    model.Goalposts: {"curve": ("linear", "log"), "beyond": BEYOND},
    model.Round: {
        "half": ("up", "down", "even", "away", None),
        "toward": ("zero", "floor", "ceiling", None),
    },
    model.Shift: {"towards": ("better", "worse")},
    model.ZScore: {"deviation": ("sample", "population")},
    model.Percentile: {"ties": TIES},
    model.Rank: {"best": ENDS, "ties": TIES, "tie_break": ENDS},
    model.QuantileBands: {
        "definition": get_args(model.QuantileDefinition),
        "on_cut": ("upper", "lower"),
    },
    GeometricMean: {"zero": ("not_rated", "is_zero")},
}
"""The words that a step or a combination may say, each of which proofs know.

Of the definitions of a quantile they use only that it gives numbers from 1 on, in order.
"""

ROLLUPS = ("sum", "mean", "count", "any", "best", "worst")


class UnknownRuleError(LookupError):
    """A method uses what proofs have no rule for; the message names it."""


def shape_of(args: Any) -> Shape:
    """Return how a step behaves between its edges; UnknownRuleError where nothing says so."""
    if isinstance(args, model.Goalposts) and args.curve == "log":
        return "curved"
    if type(args) not in SHAPES:
        raise UnknownRuleError(f"`{args.word}` has no rule in proofs")
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
        case Combination(kind=kind) as combination:
            yield from (it for it in (kind,) if it not in COMBINATIONS)
            yield from _words_of(combination)
        case source:
            yield from (type(it).__name__.lower() for it in (source,) if type(it) not in SOURCES)
    for policy in measure.missing.values():
        if policy not in POLICIES and type(policy) not in POLICIES:
            yield str(policy)
    tests = [test for condition in conditions_of(measure) for test in comparisons_in(condition)]
    tests += comparisons_of(measure.source) if isinstance(measure.source, Count) else []
    yield from (it.test for it in tests if it.test not in TESTS)
    yield from (step.args.word for step in plan.steps if not _ruled(step))
    yield from (word for step in plan.steps for word in _words_of(step.args))


def _words_of(args: Any) -> Iterator[str]:
    """Give the words of a step or a combination that proofs do not know."""
    for name, known in CHOICES.get(type(args), {}).items():
        said = getattr(args, name)
        words = said.values() if isinstance(said, Mapping) else (said,)
        yield from (f"{name}: {word}" for word in words if word not in known)


def _functions(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Call):
        yield expression.function
        for argument in expression.arguments:
            yield from _functions(argument)


def _ruled(step: StepPlan) -> bool:
    return type(step.args) in SHAPES or isinstance(step.args, COHORT_STEPS)
