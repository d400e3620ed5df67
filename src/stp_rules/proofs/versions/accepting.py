"""What two versions of a method read: of whom, in which columns, words, labels and ranges.

A version that refuses a value, or takes it for another, gives another answer to who delivers it,
however alike the rules are that come after.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import inf
from typing import Any, Literal

import attrs
from attrs import frozen

from stp_rules.engine.inputs import InputPlan, Refused
from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Unknown, seen_text
from stp_rules.figures import number_text
from stp_rules.language.kind import NUMBER
from stp_rules.language.ruleset import Subject
from stp_rules.readings.spans import Span

How = Literal["wider", "narrower", "otherwise"]


@frozen
class Reading:
    """One thing that two versions read differently.

    `wider` is what only the second reads, `narrower` what only the first does, and `otherwise` what
    is taken for something else or stands elsewhere. `where` is its address in a ruleset.
    """

    where: str
    how: How
    text: str


def readings(before: Plan, after: Plan) -> tuple[Reading, ...]:
    """Return what two plans read differently; empty where both read the same."""
    found = [*_of_subjects(before.ruleset.subject, after.ruleset.subject)]
    for name in dict.fromkeys([*before.inputs, *after.inputs]):
        one, other = before.inputs.get(name), after.inputs.get(name)
        if one is None or other is None:
            found.append(_in_one_alone(name, new=one is None))
        else:
            found += _of_input(one, other, before.member_inputs, after.member_inputs)
    return tuple(found)


def _of_subjects(before: Subject, after: Subject) -> Iterator[Reading]:
    for it in attrs.fields(Subject):
        one, other = getattr(before, it.name), getattr(after, it.name)
        if one != other:
            yield _elsewhere(f"subject.{it.name}", f"the column `{one}`", f"`{other}`")


def _elsewhere(where: str, before: str, after: str) -> Reading:
    text = f"it was {before}, and is now {after}".replace("the column `None`", "no column")
    return Reading(where, "otherwise", text.replace("`None`", "none"))


def _in_one_alone(name: str, *, new: bool) -> Reading:
    text = "only the second reads it" if new else "only the first reads it"
    return Reading(f"inputs.{name}", "wider" if new else "narrower", text)


def _of_input(
    one: InputPlan,
    other: InputPlan,
    mine: Mapping[str, InputPlan],
    theirs: Mapping[str, InputPlan],
) -> Iterator[Reading]:
    at = f"inputs.{one.name}"
    columns = [it.entry.column or it.name for it in (one, other)]
    if columns[0] != columns[1]:
        yield _elsewhere(f"{at}.column", f"the column `{columns[0]}`", f"`{columns[1]}`")
    if one.entry.members != other.entry.members:
        yield Reading(f"{at}.members", "otherwise", "its members make another value of it")
    first, second = mine.get(one.name, one), theirs.get(other.name, other)
    if first.lens.kind.type != second.lens.kind.type:
        yield Reading(f"{at}.type", "otherwise", "it is a value of another kind")
        return
    if first.lens.kind == NUMBER:
        yield from _of_ranges(f"{at}.range", _range(first), _range(second))
    yield from _of_words(at, first, second)


def _range(entry: InputPlan) -> Span:
    """Return the numbers that may be delivered."""
    span = Span(-inf, inf, low_open=True, high_open=True)
    for test, at in entry.limits:
        edge, is_open = at.fraction, test in ("above", "below")
        low = test in ("at_least", "above")
        ends = (edge, inf, is_open, True) if low else (-inf, edge, True, is_open)
        span = span.meet(Span(*ends))
    return span


def _of_ranges(where: str, before: Span, after: Span) -> Iterator[Reading]:
    for how, one, other in (("narrower", before, after), ("wider", after, before)):
        number = _outside(one, other)
        if number is not None:
            shown = number_text(number)
            was = f"{shown} was read, and is refused now"
            text = was if how == "narrower" else f"{shown} was refused, and is read now"
            yield Reading(where, how, text)  # type: ignore[arg-type]


def _outside(span: Span, other: Span) -> Fraction | None:
    """Return a number of one span that the other lacks; `None` where there is none."""
    below = Span(-inf, other.low, low_open=True, high_open=not other.low_open)
    above = Span(other.high, inf, not other.high_open, high_open=True)
    for rest in (span.meet(below), span.meet(above)):
        if not rest.empty:
            return rest.sample()
    return None


def _of_words(at: str, one: InputPlan, other: InputPlan) -> Iterator[Reading]:
    """Give the words that are read differently, each sort of difference once."""
    found: dict[How, str] = {}
    for word in _words(one, other):
        before, after = _read(one, word), _read(other, word)
        if before != after:
            how: How = "otherwise"
            how = "wider" if before is None else "narrower" if after is None else how
            shown = [seen_text(it) if it is not None else "" for it in (before, after)]
            was = f"`{word}` was refused" if before is None else f"`{word}` was {shown[0]}"
            now = "refused now" if after is None else f"{shown[1]} now"
            found.setdefault(how, f"{was}, and is {now}")
    yield from (Reading(at, how, text) for how, text in found.items())


ANY_WORD = "any other word"


def _words(one: InputPlan, other: InputPlan) -> list[str]:
    """Return all words that either knows, and one that neither does."""
    words: dict[str, None] = {}
    for it in (one, other):
        named = (*it.reads, *it.labels, *it.lens.categories, *it.entry.values)
        words |= dict.fromkeys(str(word) for word in named)
    return [*words, ANY_WORD]


def _read(entry: InputPlan, word: str) -> Any:
    """Return what a word is read as, seen from outside; `None` where it is refused."""
    try:
        seen = entry.lens.seen(entry.read(word))
    except Refused:
        return None
    return Unknown(seen.state, "") if isinstance(seen, Unknown) else seen
