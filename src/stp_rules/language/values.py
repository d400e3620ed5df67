"""The values that a ruleset is made of: amounts, outcomes, categories, states, frozen mappings."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self, TypeVar

from attrs import frozen

from stp_rules.figures import amount_text

K = TypeVar("K")
V = TypeVar("V")

Amount = Fraction | str
"""A number, or the name of a parameter."""

Outcome = Fraction | bool | str
"""A number, a truth, or a name: of a category, a label, a parameter, an input or a measure.

Which of these a name is depends on the kind of the value beside it and is settled by the plan.
"""


def category_id(outcome: "Outcome") -> str:
    """Return the id of a category, which may be written as a number."""
    return amount_text(outcome)


class State(StrEnum):
    """Why a value is not known. The first three come from an input; the last from a measure."""

    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_RATED = "not_rated"


class FrozenMap(Mapping[K, V]):
    """An ordered mapping that cannot change; equal to any mapping with the same items."""

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Any = ()) -> None:
        """Take whatever `dict` takes."""
        self._items: dict[K, V] = dict(items)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        """Return the value under `key`; KeyError where there is none."""
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        """Give the keys in order."""
        return iter(self._items)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._items)

    def __hash__(self) -> int:
        """Hash by content, whatever the order."""
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __repr__(self) -> str:
        """Show the content as a dict does."""
        return f"FrozenMap({self._items!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the content alone."""
        return FrozenMap, (self._items,)


@frozen(eq=False)
class Itself:
    """Stands in a cache for that very value, and not for its equals.

    Equal rulesets may come from different texts, and what is computed of one names its places.
    """

    value: Any

    def __eq__(self, other: object) -> bool:
        """Tell whether both stand for one and the same value."""
        return isinstance(other, Itself) and self.value is other.value

    def __hash__(self) -> int:
        """Hash by identity."""
        return id(self.value)


def typed(outcome: Any) -> Any:
    """Tell a truth from a number that equals it, also in a tuple or a mapping."""
    if isinstance(outcome, tuple):
        return tuple(map(typed, outcome))
    if isinstance(outcome, Mapping):
        return frozenset((name, typed(item)) for name, item in outcome.items())
    return type(outcome), outcome


@frozen
class Says:
    """Who says so: evidence, source and note; each `None` where a wider one holds."""

    evidence: str | None = None
    source: str | None = None
    note: str | None = None


NOBODY_NEARER = Says()


def read_says(data: Mapping[str, Any]) -> Says:
    """Read who says so."""
    return Says(data.get("evidence"), data.get("source"), data.get("note"))


class Category(str):
    """A category of one scale: equal to its id, and it bears the label that its scale prints."""

    __slots__ = ("label",)

    label: str

    def __new__(cls, name: str, label: str) -> Self:
        """Make the category of an id and a label."""
        category = super().__new__(cls, name)
        category.label = label
        return category

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle id and label."""
        return Category, (str(self), self.label)
