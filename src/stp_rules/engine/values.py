"""Values of a subject: how the engine holds them and how people see them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.figures import brief_text, plain_text
from stp_rules.language.arithmetic import Arithmetic
from stp_rules.language.kind import Kind
from stp_rules.language.ruleset import Scale
from stp_rules.language.values import Category, Outcome, State, category_id


@frozen
class Unknown:
    """A value that is not known: in which state, why, and what caused it."""

    state: State
    reason: str
    cause: "Unknown | None" = None

    def __str__(self) -> str:
        """Write the reason, and the reason of the reason."""
        return f"{self.reason}: {self.cause}" if self.cause else self.reason


Raw = Any
"""A value inside the engine: a number, a truth, a label, a category's position, or `Unknown`."""

Seen = Fraction | bool | str | Unknown
"""A value as people see it: a category by its id, which bears its label."""


def not_rated(reason: str, cause: Unknown | None = None) -> Unknown:
    """Say that a measure has no value, and why."""
    return Unknown(State.NOT_RATED, reason, cause)


def because_of(name: str, value: Unknown) -> Unknown:
    """Say that a measure has no value because another name has none."""
    if value.state is State.NOT_RATED:
        return not_rated(f"{name} is not rated", value)
    return not_rated(str(value))


@frozen
class Lens:
    """Turns values of one kind between how people write them and how the engine holds them."""

    kind: Kind
    categories: tuple[Category, ...] = ()

    @classmethod
    def of(cls, kind: Kind, scales: Mapping[str, Scale]) -> "Lens":
        """Make the lens for a kind."""
        return cls(kind, scales[kind.scale].categories if kind.scale else ())

    def seen(self, raw: Raw) -> Seen:
        """Return a value as people see it."""
        if isinstance(raw, Unknown):
            return raw
        if self.categories:
            return self.categories[raw]
        return raw.fraction if isinstance(raw, Exact) else raw

    def held(self, written: Outcome, arithmetic: Arithmetic) -> Raw:
        """Return a constant of a ruleset as the engine holds it."""
        if self.categories:
            return self.categories.index(category_id(written))
        return arithmetic.number(written) if isinstance(written, Fraction) else written


def seen_text(value: Any) -> str:
    """Write a value for people: exactly, and what is not known, or delivered so, by its state."""
    state = value.state if isinstance(value, Unknown) else value
    if isinstance(state, State):
        return state.replace("_", " ")
    return plain_text(value)


def beside_text(one: Any, other: Any) -> tuple[str, str]:
    """Write two values side by side: briefly, but where that does not tell them apart exactly."""
    brief = _brief(one), _brief(other)
    return brief if brief[0] != brief[1] else (seen_text(one), seen_text(other))


def _brief(value: Any) -> str:
    return brief_text(value) if isinstance(value, Fraction) else seen_text(value)
