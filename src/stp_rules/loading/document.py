"""YAML text to plain data, and for every address its place in the text."""

import re
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import yaml
from attrs import evolve, field, frozen

from stp_rules.errors import Place, Places, Problem, RulesetError, Span
from stp_rules.language.scalars import Surprise, plain, quoted
from stp_rules.paths import Path
from stp_rules.reading import MIB, read_bytes, shown

LARGEST = MIB
DEEPEST = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile(
    r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_QUOTES = "put it between quotes"
_FAULTS = {
    "mapping values are not allowed": (
        "a colon where none is expected",
        "put a text that holds a colon between quotes; or look for a missing colon just above",
    ),
    "scanning a quoted scalar": ("this quote is not closed", "end the text with the same quote"),
    "flow sequence": ("this list is not closed", "look for a missing comma or ]"),
    "flow mapping": ("these braces are not closed", "look for a missing comma or }"),
    "expected ':'": ("there is no colon after this name", "write a colon and a space after it"),
    "expected key": (
        "this does not go on from what stands above",
        "indent the line like its neighbours; or look for a stray quote, bracket or brace",
    ),
    "block collection": (
        "this does not go on with the list above",
        "begin the line with a dash, or indent it like what it belongs to",
    ),
    "expected <document start>": (
        "this does not go on from what stands above",
        "a ruleset begins with names, such as language: 1",
    ),
    "alias": ("a text cannot begin with *", _QUOTES),
    "anchor": ("a text cannot begin with &", _QUOTES),
    "tag": ("a text cannot begin with !", _QUOTES),
    "directive": ("a line cannot begin with %", _QUOTES),
    "escape character": ("a backslash has a meaning between double quotes", "use single quotes"),
    "node content": ("a text cannot begin with this sign", _QUOTES),
    "cannot start any token": ("a text cannot begin with this sign", _QUOTES),
    "tab character": ("a tab indents this line", "indent with spaces"),
}
"""What the words of the parser mean, and what to do."""

_ONE_DOCUMENT = "a file holds one; remove the line ---, or make a file of what follows it"
_UNCLOSED = ("scanning a quoted scalar", "flow sequence", "flow mapping", "simple key")
"""What is shown where it began, since the parser notices only at the end."""


@frozen
class Document:
    """Plain data with exact numbers, where each address stands, and what was refused."""

    data: Any
    places: Places
    problems: tuple[Problem, ...]


def read_document(text: str, file: str) -> Document:
    """Read one YAML document.

    Raises RulesetError where the text is too large, too deep or not YAML; everything else that is
    refused (duplicate keys, anchors, surprising words) is listed in the document's problems.
    """
    reader = _Reader(file, tuple(text.splitlines()) or ("",))
    reader.refuse_unreadable(text)
    try:
        data = reader.document(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        problem, mark = _syntax_problem(error, reader.lines), _mark(error)
        begun = error.context_mark or mark
        raise reader.stopped(problem, mark.line, mark.column, begun) from None
    return Document(data, reader.places(), tuple(reader.located()))


def read_text(file: File) -> str:
    """Read a file of at most 1 MiB as UTF-8; RulesetError where it cannot be read."""
    try:
        data = read_bytes(file, LARGEST, RulesetError)
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        message = f"{shown(file)} is not a text in UTF-8"
        hint = "save it with the encoding UTF-8"
        raise RulesetError([Problem("unreadable", message, hint=hint)]) from None


def _syntax_problem(error: Any, lines: tuple[str, ...]) -> Problem:
    said = f"{error.context or ''} {error.problem}".strip()
    mark = error.problem_mark
    if mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
        said = "tab character"
    if "nesting depth" in said:
        return _too_deep()
    message, hint = next((it for words, it in _FAULTS.items() if words in said), (said, ""))
    return Problem("syntax", message, hint=hint)


def _too_deep() -> Problem:
    return Problem("too-deep", f"this is nested over {DEEPEST} levels")


def _is_before(problem: Problem, mark: Any) -> bool:
    place = problem.place
    return place is None or (place.line, place.column) < (mark.line + 1, mark.column + 1)


def _mark(error: Any) -> Any:
    """Return where to point: at an opening bracket or quote, unless its own line goes wrong."""
    begun, noticed = error.context_mark, error.problem_mark
    unclosed = begun and any(words in str(error.context) for words in _UNCLOSED)
    return begun if unclosed and begun.line < noticed.line else noticed


@frozen
class _Reader:
    """Turns YAML's events into data; remembers places and collects what is refused."""

    file: str
    lines: tuple[str, ...]
    keys: dict[Path, Span] = field(factory=dict)
    values: dict[Path, Span] = field(factory=lambda: {Path(): (0, 0, 0, 0)})
    problems: list[Problem] = field(factory=list)

    def places(self) -> Places:
        """Return where everything stands."""
        return Places(self.file, self.lines, self.keys, self.values)

    def located(self) -> Iterator[Problem]:
        """Give what was refused, with its places."""
        return (problem.located(self.places()) for problem in self.problems)

    def stopped(self, problem: Problem, line: int, column: int, begun: Any = None) -> RulesetError:
        """Return the error that ends the reading, with what was refused before.

        What was refused since `begun`, where a bracket was opened that is out of step, is left out:
        it only follows from that.
        """
        line = min(line, len(self.lines) - 1)
        text = self.lines[line]
        place = Place(self.file, line + 1, min(column, len(text)) + 1, 1, text)
        before = [it for it in self.located() if begun is None or _is_before(it, begun)]
        return RulesetError([*before, evolve(problem, place=place)])

    def refuse_unreadable(self, text: str) -> None:
        """Stop at a text that is too large, or that holds what cannot be printed."""
        if found := _UNPRINTABLE.search(text):
            before = f"{text[: found.start()]}|".splitlines()
            message = f"the character U+{ord(found.group()):04X} cannot be printed"
            problem = Problem("syntax", message, hint="remove it")
            raise self.stopped(problem, len(before) - 1, len(before[-1]) - 1)
        if len(text.encode()) > LARGEST:
            raise RulesetError([Problem("too-large", f"{self.file} is larger than 1 MiB")])

    def document(self, events: Iterator[Any]) -> Any:
        """Read the first document; another one is a problem."""
        starts: Iterator[Any] = (
            event for event in events if isinstance(event, yaml.DocumentStartEvent)
        )
        data = None
        for number, start in enumerate(starts):
            if number:
                problem = Problem("documents", "a second document begins here", hint=_ONE_DOCUMENT)
                raise self.stopped(problem, start.start_mark.line, start.start_mark.column)
            data = self.node(next(events), events, Path())
        return data

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        """Read the value that begins with `event`."""
        self.values[path] = self.span(event)
        if len(path) > DEEPEST:
            problem = _too_deep()
            raise self.stopped(problem, event.start_mark.line, event.start_mark.column)
        self.refuse_marks(event, path)
        match event:
            case yaml.AliasEvent():
                return None
            case yaml.MappingStartEvent():
                return self.mapping(events, path)
            case yaml.SequenceStartEvent():
                return self.sequence(events, path)
        return self.scalar(event, path)

    def refuse_marks(self, event: Any, path: Path) -> None:
        """Refuse what YAML can put before a value."""
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            hint = "write the value out; a text that begins with & or * needs quotes"
            self.refuse("anchor", "anchors and aliases are not part of the language", path, hint)
        elif event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse("tag", f"`{tag}`: tags are not part of the language", path, "remove it")

    def mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        """Read a mapping; of a key that stands twice the first counts."""
        data: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                self.end(event, path)
                break
            key = self.key(event, events, path)
            place = path / f"{key} again" if key in data else path / key
            self.keys[place] = self.values[place] = self.span(event)
            self.refuse_key(event, key, path, place)
            value = self.node(next(events), events, place)
            data.setdefault(key, value)
        return data

    def key(self, event: Any, events: Iterator[Any], path: Path) -> str:
        """Read a key as it is written, numbers too."""
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        self.node(event, events, path / "?")
        message = "a list or a mapping cannot be a name"
        self.refuse("key", message, path / "?", "write a name", at_key=True)
        return "?"

    def refuse_key(self, event: Any, key: str, path: Path, place: Path) -> None:
        """Refuse a key that stands twice, or that is more than a name."""
        if place != path / key:
            problem = Problem(
                "duplicate-key",
                f"`{key}` stands twice",
                place,
                "keep one",
                at_key=True,
                other=path / key,
            )
            self.problems.append(problem)
        elif key == "<<":
            hint = "write out what it would merge"
            message = "merge keys are not part of the language"
            self.refuse("anchor", message, place, hint, at_key=True)
        elif isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
            self.refuse_surprise(key, place, at_key=True)

    def sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        """Read a list."""
        data: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                self.end(event, path)
                break
            data.append(self.node(event, events, path / len(data)))
        return data

    def scalar(self, event: Any, path: Path) -> Any:
        """Read a word; between quotes it is text."""
        if not event.implicit[0]:
            return event.value
        return self.refuse_surprise(event.value, path)

    def refuse_surprise(self, text: str, path: Path, *, at_key: bool = False) -> Any:
        """Return what a word means, but refuse one that readers of YAML take differently."""
        value = quoted(text) if at_key else plain(text)
        if not isinstance(value, Surprise):
            return value
        self.refuse("surprise", f"`{text}`: {value.reason}", path, value.remedy, at_key=at_key)
        return text

    def refuse(
        self, code: str, message: str, path: Path, hint: str = "", *, at_key: bool = False
    ) -> None:
        """Note a problem at `path`."""
        self.problems.append(Problem(code, message, path, hint, at_key=at_key))

    def span(self, event: Any) -> Span:
        """Return where what begins with `event` stands, as far as it is known yet."""
        start, end = event.start_mark, event.end_mark
        return min(start.line, len(self.lines) - 1), start.column, end.line, end.column

    def end(self, event: Any, path: Path) -> None:
        """Note where a mapping or a list ends."""
        line, column, *_ = self.values[path]
        self.values[path] = (line, column, event.end_mark.line, event.end_mark.column)
