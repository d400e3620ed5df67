"""`from:` the value of another name."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from attrs import frozen

from stp_rules.language.fields import Data
from stp_rules.language.kind import Kind, Kinds
from stp_rules.language.word import Source


@frozen
class From(Source):
    """The value of an input or of another measure."""

    word = "from"

    name: str

    @classmethod
    def read(cls, measure: Mapping[str, Any]) -> Self:
        """Read the name."""
        return cls(measure[cls.word])

    def written(self) -> Data:
        """Write the name."""
        return {self.word: self.name}

    def given(self, known: Kinds) -> Kind | None:
        """Return the kind of what is named."""
        return known.get(self.name)

    def members(self) -> Iterable[str]:
        """Return the name."""
        return (self.name,)
