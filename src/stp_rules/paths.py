"""The one address of everything in a ruleset: in problems, traces, differences and evidence."""

import re
from collections.abc import Iterator

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class Path(tuple[str | int, ...]):
    """Where something stands in a ruleset: names of mappings and positions in lists.

    `Path.parse("levels.overall.rating.steps[1].bands[0]")` and `str()` are inverse for names
    without dots and brackets. The empty path is the whole ruleset.
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Path":
        """Read an address such as `levels.overall.score.mean.finance`."""
        return cls(int(at) if at else name for at, name in _PART.findall(text))

    def __truediv__(self, part: str | int) -> "Path":
        """Return the path one step further down."""
        return Path((*self, part))

    def __str__(self) -> str:
        """Write the address as people read it; the whole ruleset is the empty text."""
        return "".join(
            f"[{part}]" if isinstance(part, int) else f".{part}" for part in self
        ).removeprefix(".")

    def __repr__(self) -> str:
        """Show the address between quotes."""
        return f"Path({str(self)!r})"

    def upwards(self) -> Iterator["Path"]:
        """Give this path, then each enclosing one, down to the empty path."""
        for length in range(len(self), -1, -1):
            yield Path(self[:length])
