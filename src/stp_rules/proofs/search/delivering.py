"""Subjects as they can be delivered: as a whole, or by the rows of their members.

What is rolled up may lie beyond the range of one member. Then members are sought that give it, so
that whoever doubts a counterexample can rate it; where none are found, it is no example.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import frozen

from stp_rules.engine.cohort import Reference
from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import InputPlan
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.rollup import Member, roll_up
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.kind import BOOLEAN, NUMBER
from stp_rules.language.ruleset import Ruleset, Subject
from stp_rules.language.values import State
from stp_rules.library import load, on
from stp_rules.proofs.domain.cells import declared
from stp_rules.readings.spans import endless
from stp_rules.readings.subjects import rate_many, rate_one

Values = Mapping[str, Raw]
Row = dict[str, Any]

KEY = "subject"
"""The key of a subject whose members are made up."""

MOST = 12
"""How many members a subject is given at the most."""


@frozen
class Delivered:
    """The values of a subject, and the rows of its members; without any, it comes as a whole."""

    values: Row
    rows: tuple[Row, ...] = ()

    def rated(self, plan: Plan, reference: Reference | None = None) -> Rating:
        """Rate the subject with the evaluator itself."""
        return rate_one(plan, self.values, self.rows, reference)


@frozen
class Given:
    """All that is rated at once, so that whoever doubts a rating can repeat it.

    These are the subjects that are rated together, the rows of their members, the cohort whose
    reference they stand beside, and the day that counts; each is empty where nothing rests on it.
    An input that is not named is missing.
    """

    subjects: tuple[Row, ...]
    members: tuple[Row, ...] = ()
    beside: tuple[Row, ...] = ()
    day: date | None = None

    def reference(self, ruleset: Ruleset) -> Reference | None:
        """Return what the subjects stand beside; `None` where that is themselves, or nothing."""
        if not self.beside:
            return None
        return rate_many(self._plan(ruleset), self.beside).reference

    def rated(self, ruleset: Ruleset) -> Ratings:
        """Rate the subjects with the evaluator itself."""
        plan = self._plan(ruleset)
        return rate_many(plan, self.subjects, self.members, self.reference(ruleset))

    def _plan(self, ruleset: Ruleset) -> Plan:
        return make_plan(on(load(ruleset), self.day))


def deliveries(plan: Plan, subjects: Sequence[Values]) -> list[Delivered] | None:
    """Return how subjects can be delivered, all in the same way; `None` where no way is found."""
    if all(whole(plan, values) for values in subjects):
        return [Delivered(written(plan, values)) for values in subjects]
    for count in range(1, MOST + 1):
        found = [_by_members(plan, values, count) for values in subjects]
        if None not in found:
            return found  # type: ignore[return-value]
    opposed = list(_by_opposed(plan, subjects))
    return opposed if opposed and None not in opposed else None  # type: ignore[return-value]


def delivered(value: Any) -> Any:
    """Return a value as it would be delivered."""
    return value.state if isinstance(value, Unknown) else value


def written(plan: Plan, values: Values) -> Row:
    """Return the values of a subject as they would be delivered."""
    return {name: delivered(plan.lenses[name].seen(raw)) for name, raw in values.items()}


def whole(plan: Plan, values: Values) -> bool:
    """Tell whether all that is rolled up can as well be delivered for the subject."""
    return all(_in_range(plan.inputs[name], values[name]) for name in plan.member_inputs)


def _in_range(entry: InputPlan, raw: Raw) -> bool:
    if isinstance(raw, Unknown):
        return raw.state is not State.NOT_RATED
    return not isinstance(raw, Exact) or raw.fraction in declared(entry)


def _by_members(plan: Plan, values: Values, count: int) -> Delivered | None:
    """Return a subject with so many members, all alike but for what is counted."""
    columns = {name: list(_column(plan, name, values[name], count)) for name in plan.member_inputs}
    return _in_rows(plan, values, columns, count)


def _by_opposed(plan: Plan, subjects: Sequence[Values]) -> Iterator[Delivered | None]:
    """Give subjects with two members each, of whom the second weighs less than nothing.

    Only so a mean can lie beyond the range of its members. The members weigh the same in every
    subject, and the second stands at one end of the range, so that only the first of them moves.
    """
    for name, entry in plan.inputs.items():
        how = entry.entry.members
        means = [it[name] for it in subjects]
        beyond = [it.fraction for it in means if isinstance(it, Exact) and not _in_range(entry, it)]
        if how and how.how == "mean" and how.weight and beyond:
            furthest = max(beyond, key=lambda it: abs(it - declared(entry).sample()))
            yield from (_opposed(plan, it, name, how.weight, furthest) for it in subjects)
            return


def _opposed(
    plan: Plan, values: Values, name: str, weight: str, beyond: Fraction
) -> Delivered | None:
    """Return a subject with two members of whom the first can take the mean as far as `beyond`.

    With h the end of the range that it is beyond and l the other, the first has the part
    (beyond - l)/(h - l) of the weight, and at l + (m - l)/part gives the mean m.
    """
    span, whole_weight, raw = declared(plan.inputs[name]), values[weight], values[name]
    if endless(span.low) or endless(span.high) or not isinstance(whole_weight, Exact):
        return None
    low, high = Fraction(span.low), Fraction(span.high)
    far, near = (low, high) if beyond > high else (high, low)
    part = (beyond - far) / (near - far)
    columns = {it: list(_column(plan, it, values[it], 2)) for it in plan.member_inputs}
    columns[weight] = [whole_weight.fraction * it for it in (part, 1 - part)]
    if isinstance(raw, Exact):
        columns[name] = [far + (raw.fraction - far) / part, far]
    return _in_rows(plan, values, columns, 2)


def _in_rows(
    plan: Plan, values: Values, columns: Mapping[str, Sequence[Any]], count: int
) -> Delivered | None:
    """Return a subject by the rows of its members; `None` where they do not give its values."""
    subject = plan.ruleset.subject
    rows = tuple(
        {
            **({subject.key: KEY} if subject.key else {}),
            **({subject.member: f"member {at + 1}"} if subject.member else {}),
            **({subject.share: 1} if subject.share != Subject().share else {}),
            **{name: column[at] for name, column in columns.items()},
        }
        for at in range(count)
    )
    own = {name: raw for name, raw in values.items() if name not in plan.member_inputs}
    found = Delivered({**({subject.key: KEY} if subject.key else {}), **written(plan, own)}, rows)
    return found if _gives(plan, rows, values) else None


def _column(plan: Plan, name: str, raw: Raw, count: int) -> Iterator[Any]:
    """Give the value of one input for each of so many members."""
    entry, how = plan.member_inputs[name], plan.inputs[name].entry.members
    for at in range(count):
        if isinstance(raw, Unknown):
            yield None if raw.state is State.NOT_RATED else raw.state
        elif how and how.how == "count" and entry.lens.kind == BOOLEAN:
            yield isinstance(raw, Exact) and at < raw.fraction
        elif how and how.how == "count":
            yield _something(entry)
        elif how and how.how == "sum" and isinstance(raw, Exact):
            yield raw.fraction / count
        else:
            yield delivered(plan.lenses[name].seen(raw))


def _something(entry: InputPlan) -> Any:
    """Return any value of one member."""
    if entry.lens.kind == NUMBER:
        return declared(entry).sample()
    return next(iter([*entry.lens.categories, *entry.entry.values, "any"]))


def _gives(plan: Plan, rows: Sequence[Row], values: Values) -> bool:
    """Tell whether rows are read without a problem, and roll up to the values of a subject."""
    key = KEY if plan.ruleset.subject.key else ""
    rolled = roll_up(plan, [Member(row) for row in rows], [key])
    alike = all(_alike(rolled.values[key][name], values[name]) for name in plan.member_inputs)
    return alike and not rolled.problems and not rolled.unplaced


def _alike(one: Raw, other: Raw) -> bool:
    if isinstance(one, Unknown) and isinstance(other, Unknown):
        return one.state is other.state
    return type(one) is type(other) and one == other


def showable(plan: Plan, subjects: Sequence[Values]) -> bool:
    """Tell whether subjects can be delivered so that a reader can rate them."""
    return not plan.member_inputs or deliveries(plan, subjects) is not None
