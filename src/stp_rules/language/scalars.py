"""What a plain word in a ruleset means, and back; YAML's surprises are refused, never guessed."""

import json
import re
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import frozen

from stp_rules.figures import plain_text

Scalar = bool | int | Fraction | str | None

_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
LONGEST = 400
"""How many characters a number may have."""

_SHORT = rf"(?=.{{1,{LONGEST}}}\Z)"
_NUMBER = re.compile(rf"{_SHORT}-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_QUOTIENT = re.compile(rf"{_SHORT}-?[0-9]+/[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_ ./()+*'-]*[A-Za-z0-9_./()+*'-])?")
"""Texts that need no quotes anywhere in YAML, unless they mean something else."""
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What cannot stand in a line of YAML, or would end it."""

_SURPRISES = {
    re.compile(rf"(?!{_SHORT})-?[0-9]+([./][0-9]+)?"): (
        "this number is too long to compute with",
        "write it with fewer digits",
    ),
    re.compile(r"y|n|yes|no|on|off|true|false|null", re.IGNORECASE): (
        "some readers of YAML take this word for a truth value",
        "write true or false, or put the word between quotes",
    ),
    re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)[eE][-+]?\d+"): (
        "some readers of YAML take this for text and others for a number",
        "write the number out, such as 1000 for 1e3, or put it between quotes",
    ),
    re.compile(r"[-+]?\d+(:[0-5]?\d)+(\.\d*)?"): (
        "some readers of YAML take this for a number in base sixty",
        "put it between quotes",
    ),
    re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE): (
        "this is not a finite number",
        "leave the edge or the limit out where there is none",
    ),
    re.compile(r"\d{4}-\d\d?-\d\d?([Tt ].*)?|0\d\.\d\d?\.\d{4}"): (
        "this looks like a date or a time, but not one written as 2017-07-21",
        "write the year, two digits of the month and two of the day; or put it between quotes",
    ),
    re.compile(
        r"[-+]?0x[\da-f_]+|[-+]?0o[0-7_]+|[-+]?0b[01_]+|[-+]?0\d[\d_.]*|[-+]?\d+_[\d_]*"
        r"|\+\d*\.?\d+|-?\.\d+|-?\d+\.",
        re.IGNORECASE,
    ): (
        "readers of YAML differ on what this number is",
        "write plain digits, such as 0.5, 8 or -1; or put it between quotes",
    ),
}


_NO_TEXT = re.compile(
    "|".join(
        f"(?{'i' * bool(it.flags & re.IGNORECASE)}:{it.pattern})"
        for it in (_NUMBER, _QUOTIENT, _DATE, *_SURPRISES)
    )
)
"""What is no text, or not for all: most words of a ruleset are told by this alone."""


class DateText(str):
    """A date as it was written; whether a date is meant there is checked later."""

    __slots__ = ()


@frozen
class Surprise:
    """A word that readers of YAML understand in different ways."""

    reason: str
    remedy: str


def plain(text: str) -> Scalar | Surprise:
    """Read a word that stands without quotes: a truth, an exact number, nothing, or text."""
    if text in _WORDS:
        return _WORDS[text]
    return _meant(text) if _NO_TEXT.fullmatch(text) else text


_CURLY = re.compile(r"[\u2018-\u201f\u2039\u203a«»].*[\u2018-\u201f\u2039\u203a«»]")


def quoted(name: str) -> Scalar | Surprise:
    """Read a name that stands without quotes; those of a word processor would be a part of it."""
    if _CURLY.fullmatch(name):
        return Surprise("these quotes are a part of the name", "write straight ones, or none")
    return plain(name)


def _meant(text: str) -> Scalar | Surprise:
    if _NUMBER.fullmatch(text):
        return Fraction(text) if "." in text else int(text)
    if _QUOTIENT.fullmatch(text):
        return quotient(text)
    if _DATE.fullmatch(text):
        return DateText(text)
    for pattern, (reason, remedy) in _SURPRISES.items():
        if pattern.fullmatch(text):
            return Surprise(reason, remedy)
    return text


def quotient(text: str) -> Fraction | Surprise:
    """Read `1/3` as one third."""
    above, below = map(int, text.split("/"))
    if below == 0:
        return Surprise("nothing can be divided by zero", "write another number below the line")
    return Fraction(above, below)


def number(text: str) -> Fraction | None:
    """Read a text that should be a number; `None` where it is not written as one."""
    value = plain(text)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return Fraction(value)


def scalar_text(value: Any) -> str:
    """Write a value so that it is read back as it is; a text has quotes only where it must."""
    match value:
        case bool() | int() | Fraction():
            return plain_text(value)
        case date():
            return value.isoformat()
    return key_text(value)


def key_text(text: str) -> str:
    """Write a text, or a name before a colon, of which a number is one too."""
    meant = plain(text)
    if _PLAIN.fullmatch(text) and meant == text and not isinstance(meant, DateText):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign.group()):04x}", quoted)


def flow_text(value: Any) -> str:
    """Write plain data on one line."""
    match value:
        case dict():
            inside = ", ".join(f"{key_text(name)}: {flow_text(it)}" for name, it in value.items())
            return f"{{{inside}}}"
        case list():
            return f"[{', '.join(map(flow_text, value))}]"
    return scalar_text(value)
