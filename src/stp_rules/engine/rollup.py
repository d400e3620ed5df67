"""Rows of members rolled up to their subjects, before anything else."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

from attrs import evolve, field, frozen

from stp_rules.engine.delivery import Delivery, identity
from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import Refused, exactly, read_inputs
from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Raw, Unknown
from stp_rules.errors import Problem, nearest
from stp_rules.figures import number_text
from stp_rules.language.arithmetic import Undefined
from stp_rules.language.kind import BOOLEAN
from stp_rules.language.ruleset import Input, Rollup
from stp_rules.language.values import State


@frozen
class Member:
    """One row: whose it is, what is delivered, and where it comes from.

    `problems` are those that were found before the row was read.
    """

    values: Mapping[str, Any]
    about: str = ""
    problems: tuple[Problem, ...] = ()


@frozen
class _Row:
    member: str
    share: Exact
    values: Mapping[str, Raw]


@frozen
class Rolled:
    """What comes of rolling up.

    `values` gives each subject's rolled-up inputs, `problems` those of its rows, under its key;
    `unplaced` are the problems of rows that belong to no subject, and of shares that do not add
    up to one.
    """

    values: dict[str, dict[str, Raw]] = field(factory=dict)
    problems: dict[str, list[Problem]] = field(factory=dict)
    unplaced: list[Problem] = field(factory=list)


def roll_up(plan: Plan, members: Iterable[Member], subjects: Iterable[str]) -> Rolled:
    """Roll up the rows of members to the subjects with the given keys.

    A member that serves several subjects has a row for each, with its share; the shares of a
    member add up to one. A value that is not known leaves the subject's unknown.
    """
    rolled = Rolled()
    rows: dict[str, list[_Row]] = {key: [] for key in subjects}
    for position, member in enumerate(members, 1):
        about = member.about or f"member {position}"
        key = str(member.values.get(plan.ruleset.subject.key or "") or "").strip()
        if key not in rows:
            rolled.unplaced.extend(member.problems or [_homeless(key, about, rows)])
            continue
        row, problems = _read(plan, member.values, about)
        rows[key].append(row)
        if problems or member.problems:
            rolled.problems.setdefault(key, []).extend([*member.problems, *problems])
    for key, own in rows.items():
        rolled.values[key] = {
            name: _rolled(name, it.entry, own) for name, it in plan.member_inputs.items()
        }
    rolled.unplaced.extend(_share_problems([row for own in rows.values() for row in own]))
    return rolled


def with_members(
    plan: Plan, deliveries: Iterable[Delivery], members: Iterable[Member]
) -> tuple[list[Delivery], tuple[Problem, ...]]:
    """Add what members make of each subject, and return the problems of unplaced rows."""
    found = list(deliveries)
    keys = [identity(plan, delivery.values) for delivery in found]
    rolled = roll_up(plan, members, keys)
    together = [
        evolve(
            delivery,
            rolled=rolled.values[key],
            problems=(*delivery.problems, *rolled.problems.get(key, ())),
        )
        for key, delivery in zip(keys, found, strict=True)
    ]
    return together, tuple(rolled.unplaced)


def _homeless(key: str, about: str, subjects: Iterable[str]) -> Problem:
    message = f"no subject has the key `{key}`" if key else "the member has no subject"
    hint = nearest(key, subjects) or "give the subject's key, and the subject's own row"
    return Problem("no-subject", message, hint=hint, about=about)


def _read(plan: Plan, values: Mapping[str, Any], about: str) -> tuple[_Row, list[Problem]]:
    subject = plan.ruleset.subject
    read, problems = read_inputs(plan.member_inputs, values, about)
    member = str(values.get(subject.member or "") or about).strip()
    try:
        share = exactly(values.get(subject.share, 1))
        if share < Exact(0):
            raise Refused("share", "a share is not negative")  # noqa: TRY301 - one way out
    except Refused as refused:
        message = f"{subject.share}: {refused}"
        problems.append(Problem(refused.code, message, hint=_PART, about=about))
        share = Exact(1)
    return _Row(member, share, read), problems


_PART = "write the part that counts for the subject, such as 0.5, or 1 for the whole"


def _share_problems(rows: Sequence[_Row]) -> Iterator[Problem]:
    totals: dict[str, Fraction] = {}
    for row in rows:
        totals[row.member] = totals.get(row.member, Fraction(0)) + row.share.fraction
    for member, total in totals.items():
        if total != 1:
            message = f"the shares of {member} add up to {number_text(total)}, not to 1"
            hint = "give each of its rows the part that counts for the subject"
            yield Problem("shares", message, hint=hint, about=member)


def _rolled(name: str, entry: Input, rows: Sequence[_Row]) -> Raw:
    how = entry.members or Rollup("sum")
    if not rows:
        return Unknown(State.MISSING, f"{name} is missing: there are no members")
    values = [_value(row, name) for row in rows]
    unknown = next(
        (_of(row, it) for it, row in zip(values, rows, strict=True) if isinstance(it, Unknown)),
        None,
    )
    if how.how == "any":
        return True if True in values else unknown or False
    if unknown:
        return unknown
    if how.how in ("best", "worst"):
        return _extreme(values, entry, how.how)
    try:
        return _WAYS[how.how](values, rows, how, entry)
    except Undefined as undefined:
        return Unknown(State.NOT_RATED, f"{name} of the members: {undefined}")


def _value(row: _Row, name: str) -> Raw:
    """Return what a row gives for an input; what could not be read there is missing."""
    return row.values.get(name, Unknown(State.MISSING, f"{name} is missing"))


def _of(row: _Row, unknown: Unknown) -> Unknown:
    return Unknown(unknown.state, f"{unknown.reason} for {row.member}")


def _extreme(values: Sequence[Raw], entry: Input, how: str) -> Raw:
    """Return the best or the worst; of categories the one nearer the head is better."""
    lower_is_better = entry.type == "scale" or entry.better in ("lower", "false")
    return min(values) if lower_is_better == (how == "best") else max(values)


def _sum(values: Sequence[Raw], rows: Sequence[_Row], how: Rollup, entry: Input) -> Raw:  # noqa: ARG001 - one shape for all
    parts = (value * row.share for value, row in zip(values, rows, strict=True))
    return reduce(add, parts).reduced()


def _count(values: Sequence[Raw], rows: Sequence[_Row], how: Rollup, entry: Input) -> Raw:  # noqa: ARG001 - one shape for all
    counted = [value is True if entry.type == BOOLEAN.type else True for value in values]
    shares = [row.share for row, counts in zip(rows, counted, strict=True) if counts]
    return reduce(add, shares, Exact(0))


def _mean(values: Sequence[Raw], rows: Sequence[_Row], how: Rollup, entry: Input) -> Raw:  # noqa: ARG001 - one shape for all
    weights = [_weight(row, how) for row in rows]
    unknown = next((it for it in weights if isinstance(it, Unknown)), None)
    if unknown:
        return unknown
    total = reduce(add, (value * it for value, it in zip(values, weights, strict=True)))
    whole = reduce(add, weights)
    if whole == Exact(0):
        raise Undefined("their weights add up to nothing")
    return (total / whole).reduced()


def _weight(row: _Row, how: Rollup) -> Raw:
    """Return what a row weighs in a mean: its share, times the weight where there is one."""
    weight = _value(row, how.weight) if how.weight else Exact(1)
    return _of(row, weight) if isinstance(weight, Unknown) else row.share * weight


_WAYS: dict[str, Callable[..., Raw]] = {"sum": _sum, "count": _count, "mean": _mean}
