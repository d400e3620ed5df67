"""The text of a ruleset to a Ruleset: as much of it as can be built, and all that is wrong."""

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from stp_rules.errors import Places, Problem, RulesetError
from stp_rules.loading.build import build
from stp_rules.loading.document import Document, read_document
from stp_rules.loading.schema import form_problems
from stp_rules.model import Ruleset
from stp_rules.paths import Path

_NEEDED = ("inputs", "levels")


@frozen
class Draft:
    """What could be built of a text, what is wrong with its form, and the names left unbuilt."""

    ruleset: Ruleset
    places: Places
    problems: tuple[Problem, ...]
    broken: frozenset[str]


def read_ruleset(text: str, file: str) -> Draft:
    """Read the text of a ruleset.

    Parts whose form is wrong are left out, so that the rest can still be checked. Raises
    RulesetError where nothing can be built: the text is not YAML, or has no inputs or levels.
    """
    document = read_document(text, file)
    found = [*document.problems, *form_problems(document.data)]
    located = [problem.located(document.places) for problem in found]
    data, broken = _usable(document, located)
    if data is None:
        raise RulesetError(located)
    ruleset, more = build(data, document.places)
    located += [problem.located(document.places) for problem in more]
    return Draft(ruleset, document.places, tuple(located), broken)


def _usable(document: Document, problems: Iterable[Problem]) -> tuple[Any, frozenset[str]]:
    """Leave out what has problems: an unknown key, else the input, measure or part around it."""
    data = document.data
    if not isinstance(data, dict):
        return None, frozenset()
    broken = set()
    for problem in problems:
        path = problem.path if problem.code in _KEYS else _part_around(problem.path)
        if path and problem.code not in _HARMLESS:
            _remove(data, path)
            broken.add(str(path[-1]))
    if any(not isinstance(data.get(key), dict) or not data[key] for key in _NEEDED):
        return None, frozenset()
    return data, frozenset(broken)


_KEYS = {"unknown-key", "not-supported-yet", "option"}
_HARMLESS = {"duplicate-key", "missing-key"}


def _part_around(path: Path) -> Path:
    return Path(path[: 3 if path[:1] == ("levels",) else 2])


def _remove(data: Any, path: Path) -> None:
    for part in path[:-1]:
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return
    if isinstance(data, dict):
        data.pop(path[-1], None)
