"""Subjects rated in order, from what is delivered for each, or from plain mappings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from stp_rules.engine.belonging import refuse_foreign
from stp_rules.engine.cohort import Beside, Reference
from stp_rules.engine.delivery import Delivery, received
from stp_rules.engine.plan import Plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.rollup import Member, with_members
from stp_rules.errors import InputError, Problem
from stp_rules.readings.exact import ALONE, gather, measured_beside

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


def rate(
    plan: Plan, deliveries: Iterable[Delivery], reference: Reference | None = None
) -> Iterator[Rating]:
    """Rate subjects in order, beside a reference or, without one, beside each other.

    Wrong inputs are not raised: such a rating has problems and no measures, and its subject is
    not in the cohort. Raises InputError for a reference that is not one of this method.
    """
    if reference:
        refuse_foreign(plan, reference)
    read = (received(plan, delivery) for delivery in deliveries)
    if reference is None and any(measure.parts for measure in plan.measures):
        yield from _together(plan, list(read))
        return
    cohort = Beside.of(reference or ALONE, plan.arithmetic)
    for rating in read:
        measures = {} if rating.problems else measured_beside(plan, rating.raw_inputs, cohort)
        yield evolve(rating, measures=measures, reference=reference)


def _together(plan: Plan, ratings: list[Rating]) -> Iterator[Rating]:
    cohort = [rating.raw_inputs for rating in ratings if not rating.problems]
    reference, traces = gather(plan, cohort)
    traced = iter(traces)
    for rating in ratings:
        measures = {} if rating.problems else next(traced)
        yield evolve(rating, measures=measures, reference=reference)
