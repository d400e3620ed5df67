"""The text of a ruleset to a Ruleset: as much of it as can be built, and all that is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from stp_rules.errors import Places, Problem, RulesetError, ordered
from stp_rules.loading.build import build
from stp_rules.loading.digests import is_recorded
from stp_rules.loading.document import read_document
from stp_rules.loading.expansion import expanded, level_names
from stp_rules.loading.inherit import Parent, inherited
from stp_rules.loading.schema import form_problems
from stp_rules.model import Ruleset
from stp_rules.paths import Path

_NEEDED = ("inputs", "levels")
_SHARED = (*_NEEDED, "parameters", "scales", "sources")
_REFUSED = {"anchor", "tag", "key", "surprise"}


@frozen
class Draft:
    """What could be built of a text, what is wrong with its form, and the names left unbuilt."""

    ruleset: Ruleset
    places: Places
    problems: tuple[Problem, ...]
    broken: frozenset[str]


def read_ruleset(text: str, file: str, parent: Parent) -> Draft:
    """Read the text of a ruleset, with what it extends, which `parent` finds.

    Parts whose form is wrong are left out, so that the rest can still be checked. Raises
    RulesetError where nothing can be built: the text is not YAML, or has no inputs or levels.
    """
    own = read_document(text, file)
    document = inherited(own, parent)
    found = list(document.problems)
    if document is not own or not is_recorded(text):
        found += form_problems(document.data)
    causes = [problem.located(document.places) for problem in causes_of(found)]
    levels = level_names(document.data)
    broken = _leave_out(document.data, found)
    if broken.intersection(_SHARED) or not _buildable(document.data, broken):
        raise RulesetError(ordered(causes))
    data, repeats = expanded(document.data, levels)
    causes += [problem.located(document.places) for problem in repeats]
    return Draft(build(data, document.places), document.places, tuple(causes), broken)


def causes_of(found: Sequence[Problem]) -> Iterator[Problem]:
    """Leave out what only follows from another problem."""
    refused = {it.path for it in found if it.code in _REFUSED}
    around = {enclosing for path in refused for enclosing in path.upwards()}
    misspelt = {Path(it.path[:-1]) for it in found if _is_misspelt(it)}
    for problem in found:
        lacking = problem.code in ("missing-key", "one-of") and problem.path in misspelt
        inside = not refused.isdisjoint(problem.path.upwards())
        echo = problem.code not in _REFUSED and (
            inside or (problem.code == "value" and problem.path in around)
        )
        if not (lacking or echo):
            yield problem


def _is_misspelt(problem: Problem) -> bool:
    return problem.code == "unknown-key" and problem.hint.startswith("did you mean")


def _leave_out(data: Any, found: Iterable[Problem]) -> frozenset[str]:
    """Remove what has problems, and return the names that are defined there.

    An unknown key goes alone; else the whole input, measure or other part around the problem.
    """
    names: set[str] = set()
    for problem in found:
        alone = problem.code in ("unknown-key", "duplicate-key") and _has_neighbours(data, problem)
        path = problem.path if alone else _part_around(problem.path)
        removed = _remove(data, path) if path else None
        names.update(() if alone else _names(path, removed))
    return frozenset(names)


_DEPTHS = {"levels": 3, "promises": 1}
"""How deep the parts of a section stand; a list has none, since its items are known by place."""


def _part_around(path: Path) -> Path:
    return Path(path[: _DEPTHS.get(str(path[0]), 2) if path else 0])


def _at(data: Any, path: Path) -> Any:
    """Return what stands at an address; `None` where nothing does."""
    for part in path:
        try:
            data = data[part]
        except (LookupError, TypeError):
            return None
    return data


def _has_neighbours(data: Any, problem: Problem) -> bool:
    """Tell whether a part still says something without a key; an input need not say anything."""
    *outside, key = problem.path
    around = _at(data, Path(outside))
    return bool(around) and (list(around) != [key] or outside[:1] == ["inputs"])


def _remove(data: Any, path: Path) -> Any:
    """Remove what stands at an address, and return it; `None` where nothing does."""
    around = _at(data, Path(path[:-1]))
    return around.pop(path[-1], None) if isinstance(around, dict) else None


def _names(path: Path, removed: Any) -> Iterator[str]:
    """Give the names that a part defines: its own, those of its measures, and each `as`."""
    yield str(path[-1]) if path else ""
    measures = removed.items() if isinstance(removed, Mapping) else ()
    if path[:1] == ("levels",) and len(path) == 2:  # noqa: PLR2004 - a level
        yield from (str(name) for name, _ in measures)
    yield from _named_steps(removed)


def _named_steps(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        if isinstance(data.get("as"), str):
            yield data["as"]
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _named_steps(item)


def _buildable(data: Any, broken: frozenset[str]) -> bool:
    """Tell whether there are inputs and levels, or were inputs that are broken."""
    if not isinstance(data, dict) or not data.get("levels"):
        return False
    return bool(data.get("inputs") or (broken and data.get("inputs") == {}))
