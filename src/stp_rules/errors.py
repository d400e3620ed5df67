"""Problems as values; the sentence comes last."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import count
from typing import Literal

from attrs import evolve, field, frozen

from stp_rules.paths import Path

Severity = Literal["error", "note"]


@frozen
class Place:
    """A stretch of one line of a text file; line and column count from 1."""

    file: str
    line: int
    column: int
    width: int
    text: str

    def __str__(self) -> str:
        """Write the place as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"

    def excerpt(self) -> str:
        """Show the line with a caret under the place."""
        margin = " " * len(str(self.line))
        room = max(1, min(self.width, len(self.text) - self.column + 1))
        return (
            f"{margin} |\n{self.line} | {self.text}\n"
            f"{margin} | {' ' * (self.column - 1)}{'^' * room}"
        )


@frozen
class Places:
    """Where each address of a document stands in its text."""

    file: str
    lines: tuple[str, ...] = field(repr=False)
    keys: Mapping[Path, tuple[int, int, int]] = field(repr=False)
    values: Mapping[Path, tuple[int, int, int]] = field(repr=False)

    def find(self, path: Path, *, key: bool = False) -> Place | None:
        """Return the place of `path`, or of the nearest address that encloses it."""
        spans = self.keys if key else self.values
        for enclosing in path.upwards():
            span = spans.get(enclosing) or self.values.get(enclosing) or self.item(enclosing)
            if span:
                line, column, width = span
                return Place(self.file, line + 1, column + 1, width, self.lines[line])
        return None

    def item(self, path: Path) -> tuple[int, int, int] | None:
        """Find the item of a list that is the last name of the path: `[a, b]` for `mean.b`."""
        *around, name = path or ("",)
        for position in count():
            span = self.values.get(Path((*around, position)))
            if span is None:
                return None
            line, column, width = span
            if self.lines[line][column : column + width].strip("'\"") == str(name):
                return span
        return None


@frozen
class Problem:
    """One thing that is wrong, or worth knowing, and what to do about it.

    `path` is an address in a ruleset; `about` says whose input it is, where it is about inputs;
    `at_key` asks for the place of the name instead of the value. `hint` may be empty.
    """

    code: str
    message: str
    path: Path = Path()
    hint: str = ""
    at_key: bool = False
    about: str = ""
    severity: Severity = "error"
    place: Place | None = None

    def located(self, places: Places | None) -> "Problem":
        """Return the problem with its place looked up, unless it has one already."""
        if places is None or self.place:
            return self
        return evolve(self, place=places.find(self.path, key=self.at_key))

    def __str__(self) -> str:
        """Write the problem for people: where, what, the line itself, and what to do."""
        where = self.place or self.about or self.path
        head = f"{where}: " if str(where) else ""
        lines = [f"{head}{self.severity}[{self.code}]: {self.message}"]
        if self.place:
            lines.append(self.place.excerpt())
        if self.hint:
            lines.append(f"  help: {self.hint}")
        return "\n".join(lines)


class ProblemsError(ValueError):
    """Something could not be used; `problems` holds every reason found, likeliest cause first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep all problems; the message is all of them, written out."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RulesetError(ProblemsError):
    """A ruleset cannot be used."""


class InputError(ProblemsError):
    """The inputs of a subject, or a file of inputs, cannot be used."""


class MissingExtraError(ImportError):
    """An optional part is not installed; the message names the extra to install."""


def nearest(name: object, known: Iterable[str]) -> str:
    """Give the hint `did you mean ...?` for a misspelt name, or an empty text."""
    close = get_close_matches(str(name), list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""
