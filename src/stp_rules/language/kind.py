"""What kind of value a name has."""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen


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
