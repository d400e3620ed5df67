"""JSON text to plain data, of which no two readers could make different things."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

DEEPEST = 100
"""How many brackets may stand inside each other."""

_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_HALF = re.compile("[\ud800-\udfff]")


class JsonError(ValueError):
    """A text is not JSON, or is nested too deep; `line` and `column` count from 1, or are 0."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        """Keep where it goes wrong."""
        super().__init__(message)
        self.line = line
        self.column = column


class Repeating(dict[str, Any]):
    """An object in which a name stands twice."""


class Word(str):
    """A word that Python writes for what JSON has no number for: NaN, Infinity or -Infinity."""

    __slots__ = ()


def parse_json(text: str) -> Any:
    """Read JSON; every number is a Decimal, exactly as it is written.

    Raises JsonError where the text is not JSON or is nested over 100 levels, which is counted
    before anything is read. What else is wrong with the data `faults` tells, so that of many rows
    one can be refused.
    """
    if _depth(text) > DEEPEST:
        raise JsonError("this is nested too deep")
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=Word,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise JsonError(f"this is not JSON: {error.msg}", error.lineno, error.colno) from None
    except ArithmeticError:
        raise JsonError("this is not JSON: a number is too large") from None


def faults(data: Any) -> Iterator[str]:
    """Say what in data could be read in two ways: a name that stands twice, half a character."""
    if isinstance(data, str):
        if _HALF.search(data):
            yield "a text holds half of a character (a lone surrogate)"
    elif isinstance(data, dict):
        if isinstance(data, Repeating):
            yield "a name stands twice in this"
        for name, value in data.items():
            yield from faults(name)
            yield from faults(value)
    elif isinstance(data, list):
        for value in data:
            yield from faults(value)


def data_text(data: Any, longest: int = 40) -> str:
    """Write data for a message as JSON has it, a text by itself without quotes, cut off if long.

    Half a character is written as an escape. What cannot be written, such as a list that holds
    itself, is shown by its type.
    """
    try:
        text = data if isinstance(data, str) else _inner(data)
    except (RecursionError, ValueError):
        text = type(data).__name__
    return text[:longest].encode("utf-8", "backslashreplace").decode()


def _inner(data: Any) -> str:
    match data:
        case dict():
            return f"{{{', '.join(f'{_inner(name)}: {_inner(it)}' for name, it in data.items())}}}"
        case list():
            return f"[{', '.join(map(_inner, data))}]"
        case Word() | Decimal():
            return str(data)
        case str() | bool() | None:
            return json.dumps(data, ensure_ascii=False)
    return str(data)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeating(found)


def _depth(text: str) -> int:
    deepest = depth = 0
    for bracket in _BRACKET.findall(_TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
