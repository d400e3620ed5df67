"""The one call: a chosen ruleset applied to the inputs of one subject, or of many."""

from collections.abc import Iterable, Mapping
from pathlib import Path as File
from typing import Any, overload

from stp_rules.engine.evaluation import rate, refuse
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.errors import InputError, Problem
from stp_rules.library import load
from stp_rules.model import Ruleset

Inputs = Mapping[str, Any]


@overload
def evaluate(ruleset: str | File | Ruleset, inputs: Inputs) -> Rating: ...
@overload
def evaluate(ruleset: str | File | Ruleset, inputs: Iterable[Inputs]) -> Ratings: ...
def evaluate(ruleset: str | File | Ruleset, inputs: Inputs | Iterable[Inputs]) -> Rating | Ratings:
    """Rate one subject, or many.

    `ruleset` is a path, an id (`nhs-england/stp-progress`, also `...@2017.1.0`) or a Ruleset.
    `inputs` is one mapping from input to value, which gives a Rating, or several, which give
    Ratings in the same order; none give empty Ratings.

    A value is a number (an int, a Fraction, a Decimal, a float read as it is written, or a text
    that says one), a truth, a category by its id or label, or a label. An input that is absent,
    `None` or NaN is missing; `State.SUPPRESSED` and `State.NOT_APPLICABLE` say what else it is.
    The subject's key and label columns may stand beside the inputs.

    Raises RulesetError where the ruleset cannot be used. Inputs that cannot be read raise
    InputError for one subject, with every problem; among many, they leave that subject refused,
    with its problems, and the others rated.
    """
    plan = make_plan(load(ruleset))
    if isinstance(inputs, Mapping):
        rating = rate(plan, inputs)
        if rating.problems:
            raise InputError(rating.problems)
        return rating
    return Ratings(_rated(plan, given, f"subject {at}") for at, given in enumerate(inputs, 1))


def _rated(plan: Plan, given: Any, about: str) -> Rating:
    """Rate one of many; what is no subject at all is refused like one that cannot be read."""
    if not isinstance(given, Mapping):
        message, hint = "a subject is a mapping from input to value", "write {input: value}"
        return refuse(plan, {}, [Problem("not-a-subject", message, hint=hint, about=about)])
    return rate(plan, given, "" if given.get(plan.ruleset.subject.key or "") else about)
