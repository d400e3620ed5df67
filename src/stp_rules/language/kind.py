"""What kind of value a name has."""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.figures import plain_text
from stp_rules.language.values import Outcome
from stp_rules.paths import Path


@frozen
class Kind:
    """A kind of value; `scale` names the scale of a category."""

    type: Literal["number", "boolean", "label", "category"]
    scale: str | None = None

    def __str__(self) -> str:
        """Write the kind for people."""
        words = {"boolean": "true or false", "category": f"a category of `{self.scale}`"}
        return words.get(self.type, f"a {self.type}")


NUMBER = Kind("number")
BOOLEAN = Kind("boolean")

Kinds = Mapping[str, Kind]


def outcome_kind(outcome: Outcome, known: Kinds) -> Kind | None:
    """Return the kind of an outcome that is no category: a number, a truth, or a name's kind."""
    if isinstance(outcome, str):
        return known.get(outcome)
    return BOOLEAN if isinstance(outcome, bool) else NUMBER


def misfit(outcome: Outcome, wanted: Kind, path: Path, hint: str) -> Problem:
    """Say that a constant is not of the kind that is wanted where it stands."""
    return Problem("kind", f"`{plain_text(outcome)}` is not {wanted}", path, hint)
