"""Words of the language, and lists, as people write them."""

from collections.abc import Iterable


def words(name: str) -> str:
    """Write a word of the language without its underscores."""
    return name.replace("_", " ")


def listed(items: Iterable[str], last: str = "and") -> str:
    """Write `a, b and c`."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end
