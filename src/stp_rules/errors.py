"""Problems as values; the sentence comes last."""

import re
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import count, islice, product
from typing import Any, Literal

from attrs import evolve, field, frozen

from stp_rules.display import one_line, shown
from stp_rules.paths import Path

Severity = Literal["error", "note"]

EXCERPT = 200
"""How many characters of a line are shown around a place."""

MANY = 100
"""How many problems are written out; the others are counted."""


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

    def excerpt(self, remark: str = "") -> str:
        """Show the line with a caret under the place, and a remark behind the caret."""
        margin = " " * len(str(self.line))
        before, marked, after = self._around()
        caret = f"{' ' * len(before)}{'^' * max(1, len(marked))} {one_line(remark)}".rstrip()
        line = f"{self.line} | {before}{marked}{after}".rstrip()
        return f"{margin} |\n{line}\n{margin} | {caret}"

    def _around(self) -> tuple[str, str, str]:
        """Return the line before, in and behind the place; a long line is cut around it."""
        start, text = self.column - 1, self.text
        first = max(0, start - EXCERPT // 3) if len(text) > EXCERPT else 0
        last = min(first + EXCERPT, len(text))
        end = min(start + self.width, last)
        before = f"{'…' * (first > 0)}{shown(text[first:start])}"
        after = f"{shown(text[end:last])}{'…' * (last < len(text))}"
        return before, shown(text[start:end]), after


Span = tuple[int, int, int, int]
"""Line and column of the first character, and of the one after the last; they count from 0."""


@frozen
class Places:
    """Where each address of a document stands in its text: its name, and its value."""

    file: str
    lines: tuple[str, ...] = field(repr=False)
    keys: Mapping[Path, Span] = field(repr=False)
    values: Mapping[Path, Span] = field(repr=False)
    under: "Places | None" = None
    listed: dict[Path, dict[str, Span]] = field(init=False, eq=False, repr=False, factory=dict)

    def __contains__(self, path: Path) -> bool:
        """Tell whether there is something at an address."""
        return any(layer.span(path) for layer in self.layers())

    def layers(self) -> Iterator["Places"]:
        """Give these places, then those of what the document extends."""
        yield self
        if self.under:
            yield from self.under.layers()

    def span(self, path: Path, *, key: bool = False) -> Span | None:
        """Return where exactly `path` stands in the text itself."""
        named = self.keys.get(path) if key else None
        return named or self.values.get(path) or self._item(path)

    def find(self, path: Path, *, key: bool = False, word: str = "") -> Place | None:
        """Return the place of `path`, or of the nearest address that encloses it.

        With `key` it is the place of the name before the value; with `word`, that of the first
        such word in the value.
        """
        for enclosing, layer in product(path.upwards(), self.layers()):
            span = layer.span(enclosing, key=key)
            if span:
                return layer.place(span, word)
        return None

    def place(self, span: Span, word: str = "") -> Place:
        """Return a stretch of the text, or the first such word in it, as a place."""
        if word:
            span = self._word(word, span)
        line, column, last_line, end = span
        text = self.lines[line]
        width = (end if last_line == line else len(text)) - column
        return Place(self.file, line + 1, column + 1, max(width, 1), text)

    def _item(self, path: Path) -> Span | None:
        """Find the item of a list that is the last name of the path: `[a, b]` for `mean.b`."""
        around, name = Path(path[:-1]), str(path[-1]) if path else ""
        if around not in self.listed:
            self.listed[around] = {}
            for text, span in self._items(around):
                self.listed[around].setdefault(text, span)
        return self.listed[around].get(name)

    def _items(self, path: Path) -> Iterator[tuple[str, Span]]:
        """Give what stands in a list, without quotes, and where."""
        for position in count():
            span = self.values.get(path / position)
            if span is None:
                return
            line, column, _, end = span
            yield self.lines[line][column:end].strip("'\""), span

    def _word(self, word: str, span: Span) -> Span:
        """Find a word in a stretch of text; the whole stretch where it is not there."""
        line, column, last_line, end = span
        sought = re.compile(rf"(?<!\w(?=\w)){re.escape(word)}(?!(?<=\w)\w)")
        for at in range(line, min(last_line + 1, len(self.lines))):
            start = column if at == line else 0
            stop = end if at == last_line else len(self.lines[at])
            if match := sought.search(self.lines[at], start, stop):
                return at, match.start(), at, match.end()
        return span


@frozen
class Problem:
    """One thing that is wrong, or worth knowing, and what to do about it.

    `path` is an address in a ruleset; `about` says whose input it is, where it is about inputs.
    `at_key` asks for the place of the name instead of the value, `word` for that of a word in the
    value. `other` is the address of what the problem is with, if there is one. `hint` may be
    empty. Message and hint are one line each, without control characters, and cut where they are
    longer than a page.
    """

    code: str
    message: str = field(converter=one_line)
    path: Path = Path()
    hint: str = field(default="", converter=one_line)
    at_key: bool = False
    about: str = ""
    severity: Severity = "error"
    place: Place | None = None
    word: str = ""
    other: Path | None = None
    other_place: Place | None = None

    def located(self, places: Places | None) -> "Problem":
        """Return the problem with its places looked up, unless it has one already."""
        if places is None or self.place:
            return self
        place = places.find(self.path, key=self.at_key, word=self.word)
        other = None if self.other is None else places.find(self.other, key=True)
        return evolve(self, place=place, other_place=other)

    @property
    def subject(self) -> str:
        """What the problem is about where it has no place: whose input, or which address."""
        return one_line(str(self.about or self.path))

    def __str__(self) -> str:
        """Write the problem for people: where, what, the line itself, and what to do."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        where = shown(str(self.place)) if self.place else self.subject
        head = f"{where}: " if where else ""
        yield f"{head}{self.severity}[{self.code}]: {self.message}"
        if self.place:
            yield self.place.excerpt()
        if self.other_place:
            yield self.other_place.excerpt("the other")
        if self.hint:
            yield f"  help: {self.hint}"


def problems_text(problems: Sequence[Problem]) -> str:
    """Write problems for people: the first hundred, and how many more there are."""
    more = len(problems) - MANY
    rest = [f"and {more:,} more problem{'s' * (more > 1)}"] if more > 0 else []
    return "\n".join([*map(str, problems[:MANY]), *rest])


def ordered(found: Iterable[Problem]) -> list[Problem]:
    """Put problems in the order in which to mend them: by their place in the text."""
    return sorted(dict.fromkeys(found), key=_where)


def _where(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


class ProblemsError(ValueError):
    """Something could not be used; `problems` holds every reason found, likeliest cause first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep all problems; the message is the first hundred, written out."""
        self.problems = tuple(problems)
        super().__init__(problems_text(self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the problems; they say the message."""
        return type(self), (self.problems,)


class RulesetError(ProblemsError):
    """A ruleset cannot be used."""


class InputError(ProblemsError):
    """The inputs of a subject, or a file of inputs, cannot be used."""


class MissingExtraError(ImportError):
    """An optional part is not installed; the message names the extra to install."""


SEARCHED = 100
"""Among how many names one that is nearest to a misspelt one is sought, at the most."""


LISTED = 1000
"""How many names are listed in a hint, which is cut where it is longer than a page."""


def closest(name: object, known: Iterable[str]) -> str:
    """Return the name that a misspelt one was probably meant to be, or an empty text.

    Among many names it is sought only among those that begin, or end, most like it.
    """
    wanted = _plainly(str(name))
    # What keeps its hash, such as a frozen mapping, is put in order once for all its problems.
    kept = isinstance(known, Collection) and isinstance(known, Hashable)
    fixed: Any = known if kept else frozenset(known)
    plainly, forwards, backwards = _by_plain_name(fixed)
    names = forwards
    if len(forwards) > SEARCHED:
        ending = (it[::-1] for it in _around(wanted[::-1], backwards))
        names = [*dict.fromkeys([*_around(wanted, forwards), *ending])]
    close = get_close_matches(wanted, names, n=1, cutoff=0.7)
    return plainly[close[0]] if close else ""


def _around(wanted: str, names: list[str]) -> list[str]:
    """Return the names that stand nearest to one in an ordered list."""
    at, side = bisect_left(names, wanted), SEARCHED // 4
    return names[max(at - side, 0) : at + side]


@lru_cache(maxsize=16)
def _by_plain_name(known: Iterable[str]) -> tuple[dict[str, str], list[str], list[str]]:
    """Return names by how they are plainly written, and these in order from both ends."""
    plainly = {_plainly(it): it for it in sorted(known)}
    return plainly, sorted(plainly), sorted(it[::-1] for it in plainly)


def nearest(name: object, known: Iterable[str]) -> str:
    """Give the hint `did you mean ...?` for a misspelt name, or an empty text."""
    close = closest(name, known)
    return f"did you mean `{close}`?" if close else ""


def nearest_of(name: object, known: Iterable[str], what: str) -> str:
    """Give the hint `did you mean ...?` for a misspelt name, or else list what there is."""
    return nearest(name, known) or f"{what}: {', '.join(islice(known, LISTED))}"


def _plainly(name: str) -> str:
    return re.sub(r"[\s-]", "_", name.strip()).lower()
