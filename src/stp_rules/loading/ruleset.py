"""The text of a ruleset to a Ruleset: as much of it as can be built, and all that is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from stp_rules.errors import Places, Problem, RulesetError, ordered
from stp_rules.language.ruleset import Ruleset
from stp_rules.loading.build import build
from stp_rules.loading.causes import AGAIN, NEEDED, causes_of
from stp_rules.loading.digests import is_recorded
from stp_rules.loading.document import read_document
from stp_rules.loading.expansion import expanded, level_names
from stp_rules.loading.inherit import Parent, inherited
from stp_rules.loading.placing import misplaced
from stp_rules.loading.schema import form_problems
from stp_rules.paths import Path

_SHARED = (*NEEDED, "parameters", "scales", "sources")


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
        if strayed := [it.located(document.places) for it in misplaced(document.data)]:
            raise RulesetError(ordered(strayed))
        found += form_problems(document.data)
    causes = [problem.located(document.places) for problem in causes_of(found)]
    levels, result = level_names(document.data), _result(document.data)
    broken = _leave_out(document.data, found)
    whole_lost = any(it.code == "duplicate-key" and _holds_names(it.path) for it in found)
    if whole_lost or broken.intersection(_SHARED) or not _buildable(document.data, broken):
        raise RulesetError(ordered(causes))
    data, repeats = expanded(document.data, levels)
    if result in broken:
        data = {**data, "result": result}
    causes += [problem.located(document.places) for problem in repeats]
    return Draft(build(data, document.places), document.places, tuple(causes), broken)


def _result(data: Any) -> Any:
    """Return the name of the result, as it is said or because it comes last."""
    if not isinstance(data, Mapping) or data.get("result"):
        return None
    levels = data.get("levels")
    measures = list(levels.values())[-1] if isinstance(levels, Mapping) and levels else None
    return list(measures)[-1] if isinstance(measures, Mapping) and measures else None


def _holds_names(path: Path) -> bool:
    """Tell whether what stands at an address defines names: a section, or a level."""
    return len(path) == 1 or (path[0] == "levels" and len(path) == 2)  # noqa: PLR2004 - a level


def _leave_out(data: Any, found: Iterable[Problem]) -> frozenset[str]:
    """Remove what has problems, and return the names that are defined there.

    That is the whole input, measure or other part around a problem: without the step or the edge
    that cannot be read, it would say something else. Of what stands twice the first is left; the
    second, or what it was meant to be a part of, has a name that is not known.
    """
    names: set[str] = set()
    for problem in found:
        path = _part_around(problem.path)
        if _hides_name(problem, path):
            names.add(f"{problem.path}{AGAIN}")
        if path and (problem.code != "duplicate-key" or path[0] == "scales"):
            names.update(_names(path, _remove(data, path)))
        if problem.code == "unknown-key":
            names.add(str(problem.path[-1]))
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


def _remove(data: Any, path: Path) -> Any:
    """Remove what stands at an address, and return it; `None` where nothing does."""
    around = _at(data, Path(path[:-1]))
    return around.pop(path[-1], None) if isinstance(around, dict) else None


def _hides_name(problem: Problem, part: Path) -> bool:
    """Tell whether a part stands twice, or was probably meant to be two: it has two sources."""
    twice = problem.code == "duplicate-key"
    return (twice and problem.path == part) or (
        (twice or problem.code == "one-of") and Path(problem.path[:-1]) == part
    )


def _names(path: Path, removed: Any) -> Iterator[str]:
    """Give the names that a part defines: its own, those of its measures, and each `as`."""
    yield str(path[-1]) if path else ""
    if _holds_names(path) and isinstance(removed, Mapping):
        yield from map(str, removed)
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
