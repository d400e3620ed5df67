"""A name where it stands in a ruleset, and what it is wanted for."""

from typing import Literal

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.paths import Path

Wanted = Literal["value", "outcome", "amount", "band", "scale", "source"]


@frozen
class Use:
    """A name where it stands, and what it is wanted for.

    Outcomes of decisions and bands are apart from other values and amounts because a category
    may be meant. `at_key` where the name is that of a mapping's value.
    """

    path: Path
    name: str
    role: Wanted
    at_key: bool = False

    def problem(self, code: str, message: str, hint: str) -> Problem:
        """Return a problem with this name."""
        word = "" if self.at_key else self.name
        return Problem(code, message, self.path, hint, at_key=self.at_key, word=word)
