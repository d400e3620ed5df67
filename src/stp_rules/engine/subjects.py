"""Subjects as plain mappings, with the rows of their members, taken in and rated."""

from collections.abc import Iterable, Mapping
from typing import Any

from stp_rules.engine.cohort import Reference
from stp_rules.engine.evaluation import Delivery, rate
from stp_rules.engine.plan import Plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.rollup import Member, with_members
from stp_rules.errors import InputError, Problem

Row = Mapping[str, Any]


def rate_one(
    plan: Plan, subject: Row, members: Iterable[Row] = (), reference: Reference | None = None
) -> Rating:
    """Rate one subject, in a cohort of its own without a reference. Raises InputError."""
    ratings = rate_many(plan, [subject], members, reference)
    if ratings.problems:
        raise InputError(ratings.problems)
    return ratings[0]


def rate_many(
    plan: Plan,
    subjects: Iterable[Row],
    members: Iterable[Row] = (),
    reference: Reference | None = None,
) -> Ratings:
    """Rate subjects in order; one whose inputs cannot be read is refused, with its problems."""
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
