"""`from:` the value of another name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from attrs import frozen

from stp_rules.language.fields import Data
from stp_rules.language.kind import Kind, Kinds
from stp_rules.language.word import Source, Wording


@frozen
class From(Source):
    """The value of an input or of another measure."""

    word = "from"

    name: str

    def lines(self, wording: Wording, known: Kinds) -> Iterator[str]:  # noqa: ARG002 - one shape for all
        """Write the name."""
        yield f"from {self.name}"

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
