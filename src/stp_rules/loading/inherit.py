"""A version that extends another: both documents in one, with the places of both."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve

from stp_rules.errors import Places, Problem, RulesetError
from stp_rules.loading.document import Document
from stp_rules.paths import Path

Parent = Callable[[str, Document], Document]
"""Finds the `family@version` that a document extends; RulesetError where there is none."""

LONGEST = 100
"""How many versions may extend each other."""

_NAME = r"[a-z0-9][a-z0-9-]*"
_VERSION = r"[0-9]{1,18}\.[0-9]{1,18}\.[0-9]{1,18}(-[0-9A-Za-z.-]+)?"
_FORM = re.compile(rf"{_NAME}(/{_NAME})*@{_VERSION}")
"""The form of `family@version`, as the schema says it: nothing else is ever made a path."""

OWN = ("extends", "version", "status", "effective")
"""What a version says of itself and does not hand on."""


def inherited(document: Document, parent: Parent, line: tuple[str, ...] = ()) -> Document:
    """Return a document with all that it starts from.

    Mappings merge key by key, lists and scalars replace, `null` removes. What a problem is about
    is looked for in the document first, then in those that it extends. Raises RulesetError where
    a parent cannot be read, and where a version extends itself.
    """
    data = document.data
    extends = data.get("extends") if isinstance(data, Mapping) else None
    if not isinstance(extends, str) or not _FORM.fullmatch(extends):
        return document
    if extends in (*line, f"{data.get('id')}@{data.get('version')}"):
        raise RulesetError([_circle(extends).located(document.places)])
    if len(line) == LONGEST:
        raise RulesetError([_too_long(extends).located(document.places)])
    base = inherited(_found(parent, extends, document), parent, (*line, extends))
    if not isinstance(base.data, Mapping):
        raise RulesetError([_empty(extends).located(document.places)])
    kept = {key: value for key, value in base.data.items() if key not in OWN}
    own = {key: value for key, value in data.items() if key != "extends"}
    problems = [*document.problems, *base.problems, *_idle(kept, own, Path())]
    places = evolve(document.places, under=_without(base.places, set(_replacing(own, Path()))))
    located = tuple(problem.located(document.places) for problem in problems)
    return Document(_merged(kept, own), places, located)


def _found(parent: Parent, extends: str, document: Document) -> Document:
    try:
        return parent(extends, document)
    except RulesetError as error:
        where = Path(("extends",))
        found = [evolve(it, path=it.path if it.place else where) for it in error.problems]
        raise RulesetError(it.located(document.places) for it in found) from None


def _empty(extends: str) -> Problem:
    hint = "extend a version that says something"
    return Problem("empty-parent", f"`{extends}` is no ruleset", Path(("extends",)), hint)


def _circle(extends: str) -> Problem:
    hint = "extend an earlier version"
    return Problem("circle", f"`{extends}` extends itself", Path(("extends",)), hint)


def _too_long(extends: str) -> Problem:
    message = f"`{extends}` is more than {LONGEST} versions away from the first"
    return Problem("too-deep", message, Path(("extends",)), "write one of them out in full")


def _merged(base: Any, change: Any) -> Any:
    if not (isinstance(base, Mapping) and isinstance(change, Mapping)):
        return change
    kept = {key: value for key, value in base.items() if change.get(key, "") is not None}
    changed = {key: _merged(base.get(key), it) for key, it in change.items() if it is not None}
    return {**kept, **changed}


def _replacing(change: Any, path: Path) -> Iterator[Path]:
    """Give the addresses whose whole value is another than below."""
    if not isinstance(change, Mapping):
        yield path
        return
    for key, value in change.items():
        yield from _replacing(value, path / key)


def _without(places: Places, replaced: set[Path]) -> Places:
    """Forget what stands inside replaced values."""

    def stands(path: Path) -> bool:
        return replaced.isdisjoint(Path(path[:length]) for length in range(1, len(path)))

    keys = {path: span for path, span in places.keys.items() if stands(path)}
    values = {path: span for path, span in places.values.items() if stands(path)}
    return evolve(places, keys=keys, values=values)


def _idle(base: Mapping[str, Any], change: Mapping[str, Any], path: Path) -> list[Problem]:
    """Find each `null` that removes nothing."""
    found: list[Problem] = []
    for key, value in change.items():
        below = base.get(key)
        if value is None and key not in base:
            hint = "remove this line, or correct the name"
            message = f"there is no `{key}` to remove"
            found.append(Problem("nothing-to-remove", message, path / key, hint, at_key=True))
        elif isinstance(value, Mapping):
            found += _idle(below if isinstance(below, Mapping) else {}, value, path / key)
    return found
