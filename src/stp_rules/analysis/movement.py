"""Progress between two periods: who moved, by how much, and through which measures."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from attrs import frozen

from stp_rules.checking.directions import directions
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.values import Seen, Unknown
from stp_rules.errors import InputError, Problem
from stp_rules.language.ruleset import Ruleset

Way = Literal["better", "worse", "same", "changed", "joined", "left", "rated", "not_rated"]
"""How a value moved. `changed` has no better; `joined` and `left` are subjects of one period
only; `rated` and `not_rated` say what a value has become.
"""


@frozen
class Change:
    """One measure before and after; `by` is the difference of numbers, or of places on a scale.

    A category's difference counts places towards the head of its scale.
    """

    name: str
    before: Seen | None
    after: Seen | None
    way: Way
    by: Fraction | None


@frozen
class Movement:
    """How one subject moved: its result, and every measure that is not the same."""

    key: str
    label: str
    result: Change
    through: tuple[Change, ...]


def movements(before: Ratings, after: Ratings) -> Iterator[Movement]:
    """Compare two sets of ratings by one ruleset, subject by subject, in the order of the first.

    Rate the second beside the reference of the first to see what the subjects did, rather than
    what their cohort did. Raises InputError where a subject has no key.
    """
    both = [*before, *after]
    if not both:
        return
    if not all(rating.key for rating in both):
        hint = "name the column of the key under `subject:` in the ruleset"
        raise InputError(
            [Problem("no-key", "subjects without a key cannot be compared", hint=hint)]
        )
    ruleset = both[0].ruleset
    compared = _Comparison(ruleset, directions(ruleset))
    later, earlier = after.by_key(), before.by_key()
    for key in dict.fromkeys([*earlier, *later]):
        yield compared.movement(earlier.get(key), later.get(key))


@frozen
class _Comparison:
    ruleset: Ruleset
    signs: Mapping[str, int]

    def movement(self, before: Rating | None, after: Rating | None) -> Movement:
        subject = after or before
        changes = [self.change(m.name, before, after) for _, m in self.ruleset.measures()]
        result = next(it for it in changes if it.name == self.ruleset.result)
        moved = tuple(it for it in changes if it.way != "same" and it is not result)
        return Movement(
            subject.key if subject else "", subject.label if subject else "", result, moved
        )

    def change(self, name: str, before: Rating | None, after: Rating | None) -> Change:
        earlier, later = _value(before, name), _value(after, name)
        if before is None or after is None:
            return Change(name, earlier, later, "joined" if after else "left", None)
        known = [value is not None and not isinstance(value, Unknown) for value in (earlier, later)]
        if not all(known):
            way: Way = "same" if not any(known) else "rated" if known[1] else "not_rated"
            return Change(name, earlier, later, way, None)
        by = self.difference(name, before, after)
        return Change(name, earlier, later, self.way(name, earlier, later, by), by)

    def difference(self, name: str, before: Rating, after: Rating) -> Fraction | None:
        earlier, later = before.measures[name], after.measures[name]
        if earlier.info.lens.categories:
            return Fraction(earlier.raw - later.raw)
        if isinstance(earlier.value, Fraction) and isinstance(later.value, Fraction):
            return later.value - earlier.value
        return None

    def way(self, name: str, before: object, after: object, by: Fraction | None) -> Way:
        if before == after:
            return "same"
        gain = (by or 0) * self.signs[name]
        return "better" if gain > 0 else "worse" if gain < 0 else "changed"


def _value(rating: Rating | None, name: str) -> Seen | None:
    return rating[name] if rating and not rating.problems else None


def counted(found: Iterable[Movement]) -> dict[Way, int]:
    """Count how many subjects' results moved in which way."""
    counts: dict[Way, int] = {}
    for movement in found:
        counts[movement.result.way] = counts.get(movement.result.way, 0) + 1
    return counts
