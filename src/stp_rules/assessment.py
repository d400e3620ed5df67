"""The one call: a chosen ruleset applied to the inputs of one subject, or of many."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path as File
from typing import Any, overload

from stp_rules.engine.cohort import Reference
from stp_rules.engine.evaluation import Delivery, rate
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.rollup import Member, with_members
from stp_rules.errors import InputError, Problem
from stp_rules.library import load, on
from stp_rules.model import Ruleset

Inputs = Mapping[str, Any]


@overload
def evaluate(
    ruleset: str | File | Ruleset,
    inputs: Inputs,
    *,
    members: Iterable[Inputs] = (),
    reference: Reference | None = None,
    as_of: date | None = None,
) -> Rating: ...
@overload
def evaluate(
    ruleset: str | File | Ruleset,
    inputs: Iterable[Inputs],
    *,
    members: Iterable[Inputs] = (),
    reference: Reference | None = None,
    as_of: date | None = None,
) -> Ratings: ...
def evaluate(
    ruleset: str | File | Ruleset,
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
    if not isinstance(inputs, Mapping):
        return _ratings(plan, inputs, members, reference)
    ratings = _ratings(plan, [inputs], members, reference)
    if ratings.problems:
        raise InputError(ratings.problems)
    return ratings[0]


def _ratings(
    plan: Plan,
    subjects: Iterable[Inputs],
    members: Iterable[Inputs],
    reference: Reference | None,
) -> Ratings:
    deliveries = (_delivery(plan, given, at) for at, given in enumerate(subjects, 1))
    rows = [Member(row) for row in members]
    if not rows:
        return Ratings(rate(plan, deliveries, reference))
    together, unplaced = with_members(plan, deliveries, rows)
    return Ratings(rate(plan, together, reference), unplaced)


def _delivery(plan: Plan, given: Any, position: int) -> Delivery:
    """Take one of many; what is no subject at all is refused like one that cannot be read."""
    about = f"subject {position}"
    if isinstance(given, Mapping):
        return Delivery(given, "" if given.get(plan.ruleset.subject.key or "") else about)
    message, hint = "a subject is a mapping from input to value", "write {input: value}"
    return Delivery({}, about, (Problem("not-a-subject", message, hint=hint, about=about),))
