"""Parts of a ruleset that stand too far to the right or to the left of where they belong."""

from collections.abc import Iterator, Mapping
from typing import Any

from stp_rules.errors import Problem
from stp_rules.language.catalogue import SOURCES
from stp_rules.loading.causes import NEEDED
from stp_rules.loading.schema import keys_of
from stp_rules.paths import Path

SECTIONS = (
    "inputs",
    "levels",
    "parameters",
    "promises",
    "reads",
    "scales",
    "sources",
    "subject",
)
"""The sections of a ruleset that hold something by name."""

_SOURCES = frozenset(SOURCES)


def misplaced(data: Any) -> Iterator[Problem]:
    """Give what stands in a section, a level or a measure where it does not belong.

    All that is wrong within it follows from that.
    """
    if not isinstance(data, Mapping):
        return
    for outer, held in data.items():
        for inner, it in held.items() if isinstance(held, Mapping) else ():
            if inner in SECTIONS and inner not in data and (inner in NEEDED or it is None):
                yield _inside(Path((outer, inner)))
    yield from _at_the_margin(data)
    levels = data.get("levels")
    if isinstance(levels, Mapping):
        yield from _in_levels(levels)


def _at_the_margin(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what stands outside of the section that it belongs to."""
    known, before = keys_of("ruleset"), ""
    for name, held in data.items():
        emptied = before in SECTIONS and data[before] is None
        if name not in known and (emptied or _holds_measures(held)):
            outer = before if emptied else "levels"
            hint = f"begin its line further to the right than `{outer}`"
            message = f"`{name}` stands outside `{outer}`"
            yield Problem("misplaced", message, Path((name,)), hint, at_key=True)
        before = name


def _in_levels(levels: Mapping[str, Any]) -> Iterator[Problem]:
    measures = [name for name, held in levels.items() if _is_measure(held)]
    if measures:
        more = f" and {len(measures) - 1} more" if len(measures) > 1 else ""
        message = f"`{measures[0]}`{more}: a measure stands where a level should"
        hint = "put it under the name of a level, further to the right"
        yield Problem("misplaced", message, Path(("levels", measures[0])), hint, at_key=True)
    for level, held in levels.items():
        if level in measures:
            continue
        before = ""
        for name, it in held.items() if isinstance(held, Mapping) else ():
            path = Path(("levels", level, name))
            if _holds_measures(it):
                yield _inside(path)
            elif before and name in keys_of("measure") and not _has_source(it):
                hint = f"begin its line further to the right than `{before}`"
                message = f"`{name}` stands outside `{before}`"
                yield Problem("misplaced", message, path, hint, at_key=True)
            before = name


def _inside(path: Path) -> Problem:
    outer, inner = path[-2:]
    hint = f"begin its line as far to the left as `{outer}`, and move what it holds with it"
    return Problem("misplaced", f"`{inner}` stands inside `{outer}`", path, hint, at_key=True)


def _has_source(held: Any) -> bool:
    return isinstance(held, Mapping) and not _SOURCES.isdisjoint(held)


def _is_measure(held: Any) -> bool:
    """Tell whether what should be a level has a source, and holds no measures."""
    return _has_source(held) and not _holds_measures(held)


def _holds_measures(held: Any) -> bool:
    """Tell whether something is a level: all that it holds has a source."""
    return isinstance(held, Mapping) and bool(held) and all(map(_has_source, held.values()))
