"""The one call: a chosen ruleset applied to the inputs of one subject, or of many."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, overload

from stp_rules.engine.cohort import Reference
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.library import Source, load, on
from stp_rules.readings.subjects import rate_many, rate_one

Inputs = Mapping[str, Any]


@overload
def evaluate(
    ruleset: Source,
    inputs: Inputs,
    *,
    members: Iterable[Inputs] = (),
    reference: Reference | None = None,
    as_of: date | None = None,
) -> Rating: ...
@overload
def evaluate(
    ruleset: Source,
    inputs: Iterable[Inputs],
    *,
    members: Iterable[Inputs] = (),
    reference: Reference | None = None,
    as_of: date | None = None,
) -> Ratings: ...
def evaluate(
    ruleset: Source,
    inputs: Inputs | Iterable[Inputs],
    *,
    members: Iterable[Inputs] = (),
    reference: Reference | None = None,
    as_of: date | None = None,
) -> Rating | Ratings:
    """Rate one subject, or many.

    `ruleset` is a path, an id (`nhs-england/stp-progress`, also `...@2017.1.0`) or a Ruleset.
    `inputs` is one mapping from input to value, which gives a Rating, or several, which give
    Ratings in the same order; none give empty Ratings.

    A value is a number (an int, a Fraction, a Decimal, a float read as it is written, or a text
    that says one), a truth, a category by its id or label, or a label. An input that is absent,
    `None` or NaN is missing; `State.SUPPRESSED` and `State.NOT_APPLICABLE` say what else it is.
    The subject's key and label columns may stand beside the inputs.

    Where the ruleset has steps relative to a cohort, the cohort is `reference`, or without one
    the subjects that are rated together; a single subject is then a cohort of one.
    `Ratings.reference` is what they were rated beside.

    `members` are the rows of the subjects' members, each with the key of its subject; without
    any, what would be rolled up is read from `inputs`. `as_of` is the day whose version (for an
    id without one) and whose dated parameters count: today, or the nearest day on which the
    ruleset is in force.

    Raises RulesetError where the ruleset cannot be used. Inputs that cannot be read raise
    InputError for one subject, with every problem; among many, they leave that subject refused,
    with its problems, and the others rated.
    """
    plan = make_plan(on(load(ruleset, as_of), as_of))
    if isinstance(inputs, Mapping):
        return rate_one(plan, inputs, members, reference)
    return rate_many(plan, inputs, members, reference)
