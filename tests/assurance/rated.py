"""Rate subjects, cohorts and members by `evaluate` alone, many at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any, NamedTuple

from assurance.methods import DATE, Method, Spots
from stp_rules import Rating, Reference, RulesetError, State, evaluate

UNKNOWN = (None, State.SUPPRESSED)
GAPS = (*UNKNOWN, State.NOT_APPLICABLE)

Slot = tuple[int | None, str]
"""Who delivers a value, the subject itself or one of its members, and of which input."""

Subject = Mapping[Slot, Any]

SHARES = (Fraction(1), Fraction(1, 2))
"""How much of each member counts for the subject, where the ruleset reads shares."""


class Setting(NamedTuple):
    """What subjects are rated by and beside: method, day, frozen cohort, and how many rows each."""

    method: Method
    day: date | None = None
    reference: Reference | None = None
    rows: int = 0

    @property
    def slots(self) -> dict[Slot, Spots]:
        """What is delivered for one subject."""
        found: dict[Slot, Spots] = {}
        for name, spots in self.method.spots.items():
            by = range(self.rows) if self.rows and name in self.method.rolled else (None,)
            found |= {(member, name): spots for member in by}
        return found

    def rate(self, subjects: Sequence[Subject]) -> list[Rating]:
        """Rate subjects, each beside the reference, or where there is none all as one cohort."""
        if not subjects:
            return []
        delivered = [self._own(at, subject) for at, subject in enumerate(subjects)]
        rows = [row for at, it in enumerate(subjects) for row in self._rows(at, it)]
        members = {"members": rows} if self.rows else {}
        options: dict[str, Any] = {"reference": self.reference, "as_of": self.day, **members}
        return list(evaluate(self.method.ruleset, delivered, **options))

    def _own(self, at: int, subject: Subject) -> dict[str, Any]:
        own = {name: value for (member, name), value in subject.items() if member is None}
        key = self.method.said.get("subject", {}).get("key")
        return own | ({key: f"s{at}"} if key else {})

    def _rows(self, at: int, subject: Subject) -> Iterator[dict[str, Any]]:
        named = self.method.said.get("subject", {})
        for member in sorted({it for it, _ in subject if it is not None}):
            row = {name: value for (it, name), value in subject.items() if it == member}
            row |= {named["key"]: f"s{at}", named["member"]: f"m{member} of s{at}"}
            if "share" in named:
                row[named["share"]] = SHARES[member] if member < len(SHARES) else 1
            yield row


class Line(NamedTuple):
    """One subject, moved along one input: the worst value first, then the unknown ones."""

    setting: Setting
    slot: Slot
    known: tuple[tuple[Any, Rating], ...]
    unknown: tuple[tuple[Any, Rating], ...]
    others: Subject


def settings(method: Method) -> Iterator[Setting]:
    """Give all days, and both ways to deliver what members have; no reference yet."""
    for day in days(method):
        if not _only_by_rows(method):
            yield Setting(method, day)
        for rows in (1, len(SHARES)) if method.rolled else ():
            yield Setting(method, day, rows=rows)


def _only_by_rows(method: Method) -> bool:
    """Whether a whole has another kind of value than its members, or is made with weights."""
    return any(isinstance(it, dict) or it == "count" for it in method.rolled.values())


def days(method: Method) -> list[date | None]:
    """Return the days on which dated numbers change, and those before; `None` without any."""
    texts = DATE.findall(method.entry.rules)
    if not method.ruleset.days:
        return [None]
    named = {date.fromisoformat(it) for it in texts}
    tried = sorted(named | {it - timedelta(days=1) for it in named})
    return [it for it in tried if it in method.ruleset.effective and _holds(method, it)]


def _holds(method: Method, day: date) -> bool:
    try:
        evaluate(method.ruleset, [{}], as_of=day)
    except RulesetError:
        return False
    return True


def lines(setting: Setting, random: Random, effort: int) -> Iterator[Line]:
    """Give lines along every input, from all that can be delivered or from some of it."""
    slots = setting.slots
    for slot, spots in slots.items():
        moved = [*spots.values, *UNKNOWN]
        room = max(4, effort // (len(slots) * len(moved)))
        bases = list(_bases({it: slots[it] for it in slots if it != slot}, random, room))
        rated = iter(setting.rate([{**base, slot: it} for base in bases for it in moved]))
        for base in bases:
            along = [(it, next(rated)) for it in moved]
            known, unknown = along[: len(spots.values)], along[len(spots.values) :]
            yield Line(setting, slot, tuple(known), tuple(unknown), base)


def _bases(others: Mapping[Slot, Spots], random: Random, room: int) -> Iterator[Subject]:
    """Give what stands still: everything where that is few, else as many as there is room for."""
    every = [[*it.values, *GAPS] for it in others.values()]
    size = 1
    for it in every:
        size *= len(it)
    if size <= room:
        yield from (dict(zip(others, it, strict=True)) for it in product(*every))
        return
    for at in range(room):
        gaps = 0 if at % 2 else 0.25
        yield {slot: drawn(it, random, gaps) for slot, it in others.items()}


def drawn(spots: Spots, random: Random, gaps: float) -> Any:
    """Draw one value of an input; now and then it is not known."""
    return random.choice(GAPS if random.random() < gaps else spots.values)


def cohorts(setting: Setting, random: Random, number: int) -> Iterator[list[Subject]]:
    """Give small cohorts, whose subjects often have the same values."""
    for _ in range(number):
        slots = setting.slots
        few = {
            slot: it._replace(values=tuple(random.sample(it.values, min(4, len(it.values)))))
            for slot, it in slots.items()
        }
        gaps = random.choice((0, 0, 0.2))
        size = random.randint(1, 5)
        yield [{it: drawn(few[it], random, gaps) for it in slots} for _ in range(size)]


def beside(setting: Setting, random: Random, number: int) -> Iterator[Setting]:
    """Give the setting beside frozen cohorts where the method reads one, or as it is."""
    if not setting.method.relative:
        yield setting
        return
    for cohort in cohorts(setting, random, number):
        yield setting._replace(reference=setting.rate(cohort)[0].reference)


def delivered(rating: Rating) -> dict[str, Any]:
    """Return the inputs of a rating as they can be delivered once more."""
    return {name: getattr(it, "state", it) for name, it in rating.inputs.items()}


def again(
    setting: Setting, before: Rating, after: Rating
) -> tuple[Setting, tuple[Subject, Subject]]:
    """Deliver anew, as wholes or by rows, two subjects that somebody claims to have rated."""
    wholes = [delivered(it) for it in (before, after)]
    found = [{(None, name): it for name, it in whole.items()} for whole in wholes]
    if any(it.problems for it in setting.rate(found)):
        found = [_split(setting.method, it, wholes[0]) for it in wholes]
        setting = setting._replace(rows=len(MANY))
    return setting, (found[0], found[1])


def by_rows(setting: Setting, given: Sequence[Any]) -> tuple[Setting, list[Subject]]:
    """Deliver anew the rows of members that an example shows."""
    named = setting.method.rolled
    found: list[Subject] = []
    for it in given:
        own = {(None, name): value for name, value in it.subjects[0].items() if name not in named}
        rows = dict(zip(MANY, it.members, strict=False))
        found.append(
            {slot: value for slot, value in own.items() if slot[1] in setting.method.spots}
            | {(at, name): row.get(name) for at, row in rows.items() for name in named}
        )
    return setting._replace(rows=len(MANY)), found


MANY = range(10, 18)
"""The members by which a whole is delivered that no single one could have; each counts in full."""


def _split(method: Method, whole: Mapping[str, Any], start: Mapping[str, Any]) -> Subject:
    """Deliver rolled-up values by members: an equal part of each sum, the same of all else.

    What a sum has more than at the start is delivered by the first member.
    """
    subject: dict[Slot, Any] = {}
    for name, value in whole.items():
        rolled = method.rolled.get(name)
        if rolled is None:
            subject[None, name] = value
        for at, member in enumerate(MANY if rolled else ()):
            subject[member, name] = _part(rolled, (start[name], value), at)
    return subject


def _part(rolled: Any, values: tuple[Any, Any], at: int) -> Any:
    start, value = values
    if rolled == "sum" and isinstance(value, Fraction) and isinstance(start, Fraction):
        return start / len(MANY) + (0 if at else value - start)
    if rolled == "count" and isinstance(value, Fraction):
        return at < value
    return value
