"""The name of a level stands for all its measures, wherever a list of names is wanted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import getitem
from typing import Any

from stp_rules.errors import Problem
from stp_rules.language.catalogue import SOURCES
from stp_rules.paths import Path

Levels = Mapping[str, tuple[str, ...]]


def level_names(data: Any) -> Levels:
    """Return the names of the measures of each level, as far as there are any."""
    levels = data.get("levels") if isinstance(data, Mapping) else None
    found = levels.items() if isinstance(levels, Mapping) else ()
    return {name: tuple(it) for name, it in found if isinstance(it, Mapping) and it}


def expanded(data: Mapping[str, Any], levels: Levels) -> tuple[dict[str, Any], list[Problem]]:
    """Put its measures in place of each level's name; a member that stands twice is a problem."""
    found: list[Problem] = []
    written = {
        level: {name: _measure(it, levels) for name, it in measures.items()}
        for level, measures in data["levels"].items()
    }
    for level, measures in data["levels"].items():
        for name, measure in measures.items():
            found += _repeats(measure, levels, Path(("levels", level, name)))
    return {**data, "levels": written}, found


def _measure(measure: Mapping[str, Any], levels: Levels) -> dict[str, Any]:
    way = _listed(measure)
    return _put(measure, way, levels) if way else dict(measure)


def _listed(measure: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the way to the list of a measure's members, if it has one."""
    word = next(word for word in SOURCES if word in measure)
    listed = SOURCES[word].listed
    return () if listed is None else (word, *listed)


def _put(node: Any, way: tuple[str, ...], levels: Levels) -> Any:
    if not way:
        return _members(node, levels)
    first, *rest = way
    return {**node, first: _put(node[first], tuple(rest), levels)}


def _members(members: Any, levels: Levels) -> Any:
    if isinstance(members, list):
        return _names(members, levels)
    return {name: weight for key, weight in members.items() for name in levels.get(key, (key,))}


def _names(members: Iterable[str], levels: Levels) -> list[str]:
    return [name for key in members for name in levels.get(key, (key,))]


def _repeats(measure: Mapping[str, Any], levels: Levels, path: Path) -> Iterator[Problem]:
    way = _listed(measure)
    members: Any = reduce(getitem, way, measure) if way else ()
    for name, times in Counter(_names(members, levels)).items():
        if times > 1:
            message = f"`{name}` is a member twice: by its name and by that of a level"
            hint = "name the members singly, each once"
            yield Problem("repeated-member", message, Path((*path, *way)), hint)
