"""YAML text to plain data, and for every address its place in the text."""

from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import yaml
from attrs import field, frozen

from stp_rules.errors import Places, Problem, RulesetError
from stp_rules.loading.scalars import Surprise, plain
from stp_rules.paths import Path

LARGEST = 1024 * 1024
DEEPEST = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REMEDIES = {
    "mapping values are not allowed": "put a text that holds a colon between quotes",
    "\\t": "indent with spaces, not with tabs",
    "did not find expected": "look for a missing comma, bracket, quote or dash, here or just above",
    "could not find expected ':'": "a colon and a space are missing after the name",
    "block mapping": "check that this line is indented like its neighbours",
    "undefined alias": "a text that begins with * must stand between quotes",
    "anchor": "a text that begins with & must stand between quotes",
    "alias": "a text that begins with * must stand between quotes",
    "special characters": "remove the character that cannot be printed",
}


@frozen
class Document:
    """Plain data with exact numbers, where each address stands, and what was refused."""

    data: Any
    places: Places
    problems: tuple[Problem, ...]


def read_document(text: str, file: str) -> Document:
    """Read one YAML document.

    Raises RulesetError where the text is too large or is not YAML; everything else that is
    refused (duplicate keys, anchors, surprising words) is listed in the document's problems.
    """
    lines = tuple(text.splitlines()) or ("",)
    if len(text.encode()) > LARGEST:
        raise RulesetError([Problem("too-large", f"{file} is larger than 1 MiB")])
    reader = _Reader(lines)
    try:
        data = reader.document(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        raise RulesetError([_syntax_problem(error, file, lines)]) from None
    except yaml.YAMLError as error:
        raise RulesetError([Problem("syntax", f"{file}: {error}")]) from None
    places = Places(file, lines, reader.keys, reader.values)
    return Document(data, places, tuple(problem.located(places) for problem in reader.problems))


def read_text(file: File) -> str:
    """Read a file as UTF-8; RulesetError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise RulesetError([Problem("unreadable", message, hint="check the path")]) from None
    except UnicodeDecodeError:
        message = f"{file} is not a text in UTF-8"
        hint = "save it with the encoding UTF-8"
        raise RulesetError([Problem("unreadable", message, hint=hint)]) from None


def _syntax_problem(error: yaml.MarkedYAMLError, file: str, lines: tuple[str, ...]) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = " ".join(filter(None, [error.context, error.problem])) or "this is not YAML"
    hint = next((remedy for words, remedy in _REMEDIES.items() if words in said), "")
    line = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[line])) if mark else 0
    places = Places(file, lines, {}, {Path(): (line, column, 1)})
    return Problem("syntax", said, hint=hint).located(places)


@frozen
class _Reader:
    """Turns YAML's events into data; remembers places and collects what is refused."""

    lines: tuple[str, ...]
    keys: dict[Path, tuple[int, int, int]] = field(factory=dict)
    values: dict[Path, tuple[int, int, int]] = field(factory=dict)
    problems: list[Problem] = field(factory=list)

    def document(self, events: Iterator[Any]) -> Any:
        """Read the first document; another one is a problem."""
        data: Any = None
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                value = self.node(next(events), events, Path() if seen == 1 else Path((seen,)))
                data = value if seen == 1 else data
        if seen > 1:
            self.refuse("documents", "a file holds one document", Path(), "remove the line ---")
        return data

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        """Read the value that begins with `event`."""
        self.values[path] = self.span(event)
        if len(path) == DEEPEST:
            self.refuse("too-deep", f"this is nested over {DEEPEST} levels", path)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            hint = "write the value out; a text that begins with & or * needs quotes"
            self.refuse("anchor", "anchors and aliases are not part of the language", path, hint)
        if isinstance(event, yaml.AliasEvent):
            return None
        if event.tag and event.tag != "!":
            self.refuse("tag", f"the tag {event.tag} is not part of the language", path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.scalar(event, path)

    def mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        """Read a mapping; of a key that stands twice the first counts."""
        data: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.key(event, events, path)
            twice = key in data
            place = path / f"{key} again" if twice else path / key
            self.keys[place] = self.span(event)
            value = self.node(next(events), events, place)
            if twice:
                hint = f"the first stands on line {self.keys[path / key][0] + 1}; keep one"
                self.refuse("duplicate-key", f"`{key}` stands twice", place, hint, at_key=True)
            else:
                data[key] = value
        return data

    def key(self, event: Any, events: Iterator[Any], path: Path) -> str:
        """Read a key as it is written, numbers too."""
        if not isinstance(event, yaml.ScalarEvent):
            hint = "write a name before the colon"
            self.refuse("key", "a list or a mapping cannot be a name", path, hint)
            self.node(event, events, path / "?")
            return "?"
        place = path / event.value
        self.keys[place] = self.values[place] = self.span(event)
        if event.value == "<<":
            self.refuse("anchor", "merge keys are not part of the language", place, at_key=True)
        elif event.implicit[0]:
            self.refuse_surprise(plain(event.value), event.value, place, at_key=True)
        return str(event.value)

    def sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        """Read a list."""
        data: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            data.append(self.node(event, events, path / len(data)))
        return data

    def scalar(self, event: Any, path: Path) -> Any:
        """Read a word; between quotes it is text."""
        if not event.implicit[0]:
            return event.value
        value = plain(event.value)
        self.refuse_surprise(value, event.value, path)
        return event.value if isinstance(value, Surprise) else value

    def refuse_surprise(self, value: Any, text: str, path: Path, *, at_key: bool = False) -> None:
        """Refuse a word that readers of YAML understand in different ways."""
        if isinstance(value, Surprise):
            message = f"`{text}`: {value.reason}"
            self.refuse("surprise", message, path, value.remedy, at_key=at_key)

    def refuse(
        self, code: str, message: str, path: Path, hint: str = "", *, at_key: bool = False
    ) -> None:
        """Note a problem at `path`."""
        self.problems.append(Problem(code, message, path, hint, at_key=at_key))

    def span(self, event: Any) -> tuple[int, int, int]:
        """Give line, column and width, in characters, of what `event` begins."""
        start, end = event.start_mark, event.end_mark
        line = min(start.line, len(self.lines) - 1)
        width = end.column - start.column if end.line == start.line else len(self.lines[line])
        return line, start.column, max(width, 1)
