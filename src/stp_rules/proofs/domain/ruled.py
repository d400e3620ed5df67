"""What proofs have a rule for: a method that uses anything else is undecided, by its name."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar, get_args

from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.kinds import conditions_of
from stp_rules.language.combination import Combination
from stp_rules.language.conditions import comparisons_in
from stp_rules.language.expressions import Call, Expression
from stp_rules.language.kind import NUMBER
from stp_rules.language.ruleset import Fill
from stp_rules.language.words.cohort.clusters import Clusters
from stp_rules.language.words.cohort.min_max import MinMax
from stp_rules.language.words.cohort.percentile import Percentile
from stp_rules.language.words.cohort.quantile_bands import QuantileBands, QuantileDefinition
from stp_rules.language.words.cohort.rank import Rank
from stp_rules.language.words.cohort.z_score import ZScore
from stp_rules.language.words.combinations.geometric_mean import GeometricMean
from stp_rules.language.words.sources.count import Count
from stp_rules.language.words.sources.decide import Decide
from stp_rules.language.words.sources.formula import Formula
from stp_rules.language.words.sources.from_ import From
from stp_rules.readings.functions import NotFollowedError
from stp_rules.readings.transfer import Transfer, cuts, transfer

T = TypeVar("T")

COHORT_STEPS = (
    ZScore,
    MinMax,
    Percentile,
    Rank,
    QuantileBands,
    Clusters,
)
"""The steps relative to a cohort of which proofs know what they give and which way they go.

That stands in `walk.relative`, `questions.inside`, `domain.lengths` and, for the checker, in
`verifying.steps`: a new one is added there before it is listed here.
"""

SOURCES = (From, Formula, Combination, Count, Decide)
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
POLICIES = ("not_rated", "ignore", Fill)
TIES = ("lowest", "highest", "mean", "dense")
ENDS = ("highest", "lowest")

CHOICES: Mapping[type, Mapping[str, tuple[str | None, ...]]] = {
    ZScore: {"deviation": ("sample", "population")},
    Percentile: {"ties": TIES},
    Rank: {"best": ENDS, "ties": TIES, "tie_break": ENDS},
    QuantileBands: {
        "definition": get_args(QuantileDefinition),
        "on_cut": ("upper", "lower"),
    },
    GeometricMean: {"zero": ("not_rated", "is_zero")},
}
"""The words that a step relative to a cohort or a combination may say, each of which proofs know.

Of the definitions of a quantile they use only that it gives numbers from 1 on, in order.
"""

ROLLUPS = ("sum", "mean", "count", "any", "best", "worst")


class UnknownRuleError(LookupError):
    """A method uses what proofs have no rule for; the message names it."""


def transfer_of(step: StepPlan) -> Transfer:
    """Return what a step does to numbers; UnknownRuleError where its body cannot be followed."""
    return _followed(transfer, step)


def cuts_of(step: StepPlan) -> frozenset[Fraction]:
    """Return the numbers at which a step does something new; beside a cohort there are none."""
    return frozenset() if step.site else _followed(cuts, step)


def _followed(reading: Callable[[StepPlan], T], step: StepPlan) -> T:
    try:
        return reading(step)
    except NotFollowedError as lacking:
        raise UnknownRuleError(f"`{step.args.word}` has no rule in proofs") from lacking


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
        case Combination(word=kind) as combination:
            yield from (it for it in (kind,) if it not in COMBINATIONS)
            yield from _words_of(combination)
        case source:
            yield from (type(it).__name__.lower() for it in (source,) if type(it) not in SOURCES)
    for policy in measure.missing.values():
        if policy not in POLICIES and type(policy) not in POLICIES:
            yield str(policy)
    tests = [test for condition in conditions_of(measure) for test in comparisons_in(condition)]
    tests += [test for _, test in measure.source.tests()]
    yield from (side.test for it in tests for side in it.sides if side.test not in TESTS)
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
    """Tell whether proofs know what a step does.

    One beside a cohort, if it is listed. One on what is no number always, as each value is tried.
    One on numbers, if its body can be followed: else `transfer` refuses it.
    """
    if step.site:
        return isinstance(step.args, COHORT_STEPS)
    try:
        return step.info.before.kind != NUMBER or bool(transfer(step))
    except NotFollowedError:
        return False
