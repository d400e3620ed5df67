"""Markdown in which only what the writer says is markup; texts of people stay texts.

They stay so for CommonMark and for what GitHub adds to it: tables, footnotes, struck out words,
mathematics, and addresses that become links by themselves. Addresses of mail, and names behind an
`@`, are written as code, since no escape keeps sites from linking them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from stp_rules.display import shown, shown_joined

Row = Sequence[str]


class Markup(str):
    """A piece of Markdown that is ready. Every other text is escaped before it is written."""

    __slots__ = ()


_ENTITIES = {"<": "&lt;", ">": "&gt;", "|": "&#124;"}

_ACTS = re.compile(
    r"""
    (?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]*+@[A-Za-z0-9][A-Za-z0-9_./-]*  # mail, a mention
    | [<|\\`*\[\]#~$@]              # markup wherever it stands
    | &(?=\#?\w+;)                  # the start of an entity
    | (?<![^\W_])_ | _(?![^\W_])    # emphasis, unless inside a word
    | !(?=\[) | (?<=\])\(           # an image, the target of a link
    | (?<=\S):(?=[^\s\d])           # an address with a scheme
    | (?<=\w)\.(?=[^\W\d_])         # an address without one
    | ^> | ^[-+](?=[\s-]|$)         # a quotation, a list, a rule
    """,
    re.VERBOSE,
)

_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")

_ADDRESS = re.compile(r"https?://[^\s<>|\\`\"]+", re.IGNORECASE)

_CODE = re.compile(r"(?! )[ -~]+(?<! )")

_NO_CODE = re.compile(r"[`|<>&\\]")


def one_line(text: str) -> str:
    """Write a text on one line, with one space where there was space, and nothing that acts."""
    return shown_joined(" ".join(text.split()))


def plain(text: str) -> Markup:
    """Write a text of people as itself, on one line."""
    return Markup(_NUMBERED.sub(r"\1\\\2", _ACTS.sub(_inert, one_line(text))))


def _inert(match: re.Match[str]) -> str:
    mark = match[0]
    if mark[1:] and "@" in mark:
        return f"`{mark}`"
    return "&amp;" if mark == "&" else _ENTITIES.get(mark, f"\\{mark}")


def code(text: str) -> Markup:
    """Write a name as code; as plain text where it has characters that no name has."""
    is_code = _CODE.fullmatch(text) and not _NO_CODE.search(text)
    return Markup(f"`{text}`") if is_code else plain(text)


def link(address: str) -> Markup:
    """Write an address as a link; as plain text unless it is one of the web."""
    if _ADDRESS.fullmatch(address) and shown(address) == address:
        return Markup(f"<{address}>")
    return plain(address)


def written(text: str) -> Markup:
    """Return a text as Markdown, unless it is already."""
    return text if isinstance(text, Markup) else plain(text)


def joined(*parts: str) -> Markup:
    """Put pieces behind each other."""
    return Markup("".join(map(written, parts)))


def heading(level: int, *parts: str) -> Iterator[str]:
    """Give the lines of a heading."""
    yield from ("", f"{'#' * level} {joined(*parts)}")


def paragraph(*parts: str) -> Iterator[str]:
    """Give the lines of a paragraph."""
    yield from ("", joined(*parts))


def bullets(items: Iterable[str]) -> Iterator[str]:
    """Give the lines of a list."""
    yield from ("", *(f"- {written(it)}" for it in items))


def table(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Give the lines of a table, none where there are no rows."""
    found = [list(map(written, row)) for row in rows]
    if found:
        yield ""
        yield f"| {' | '.join(header)} |"
        yield f"|{' --- |' * len(header)}"
        yield from (f"| {' | '.join(row)} |" for row in found)
