"""Texts of strangers as people are shown them: nothing acts, nothing hides, nothing is endless."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 1000
"""How many characters of a message are shown."""

LONGEST_WORD = 200
"""How many characters are shown of a stretch without spaces, such as a name or a number."""

_ENDLESS_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def shown(text: str) -> str:
    r"""Write each character that would act instead of being seen as an escape, such as `\x1b`.

    These are control characters, line breaks, marks of direction, and what has no width. The text
    that comes of it is one line.
    """
    if text.isprintable():
        return text
    return "".join(it if _is_seen(it) else _escape(it) for it in text)


_JOINING = "\u0620-\u06ff\u0700-\u077f\u0870-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af"
"""The letters and marks of scripts that are written joined: Arabic and Syriac, those of India and
Sri Lanka, Myanmar, Khmer and Mongolian."""

_JOINER = re.compile(rf"((?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}]))")
"""What says, between two such letters, whether they are joined: without width, and no disguise."""


def shown_joined(text: str) -> str:
    """Write a text as `shown` does, but leave the joiners of scripts that are spelt with them."""
    parts = _JOINER.split(text)
    return "".join(it if at % 2 else shown(it) for at, it in enumerate(parts))


def _is_seen(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def cut(text: str, longest: int) -> str:
    """Leave out the middle of a text that is longer than a number of characters."""
    if len(text) <= longest:
        return text
    end = longest // 4
    return f"{text[: longest - end - 1]}…{text[-end:]}"


def one_line(text: str) -> str:
    """Write a message as one line that can be read: shown, long words cut, and cut as a whole."""
    words = _ENDLESS_WORD.sub(lambda word: cut(word[0], LONGEST_WORD), text)
    return cut(shown(cut(words, LONGEST)), LONGEST)


def lines_text(lines: Iterable[str]) -> str:
    """Write lines, each as one line, whatever it holds."""
    return "".join(f"{shown(line.rstrip())}\n" for line in lines)


def page(text: str) -> str:
    """Write a text of several lines, each character shown but its own line breaks."""
    return "\n".join(map(shown, text.split("\n")))
