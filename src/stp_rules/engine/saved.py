"""A saved cohort, which anybody may have changed, to summaries that hold together."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from stp_rules.language.cohorts import Summary
from stp_rules.strict_json import data_text, faults, parse_json

FORM = 1
"""The form in which references are written."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?(/\d+)?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_PARTS = {"reference", "ruleset", "sites"}
_NUMBERS = ("mean", "squares", "low", "high")
_KEPT = [
    set(),
    {"mean"},
    {"mean", "squares"},
    {"low", "high"},
    {"ordered"},
    {"untold"},
    {"ordered", "untold"},
    {"cuts"},
    {"too_long"},
]
"""What a summary holds beside its count, by the names of its fields."""

Sites = dict[str, dict[str, Summary]]


def read_saved(text: str) -> tuple[str, Sites]:
    """Return the ruleset of a saved cohort, and the summary of each group at each address.

    Raises ValueError, which says what is wrong, or ArithmeticError for a number without end.
    """
    data = parse_json(text)
    for fault in faults(data):
        raise ValueError(fault)
    parts = _object(data, "this")
    if set(parts) != _PARTS:
        raise ValueError(f"it has not the names {', '.join(sorted(_PARTS))}")
    if type(parts["reference"]) is not Decimal or parts["reference"] != FORM:
        raise ValueError(f"its form is {_shown(parts['reference'])}, not {FORM}")
    if not isinstance(parts["ruleset"], str):
        raise ValueError(f"{_shown(parts['ruleset'])} is not a ruleset")  # noqa: TRY004 - of the file, not of a call
    sites = _object(parts["sites"], "`sites`")
    return parts["ruleset"], {
        address: {name: _summary(it) for name, it in _object(groups, "a site").items()}
        for address, groups in sites.items()
    }


def _object(data: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ValueError(f"{what} is not an object")  # noqa: TRY004 - of the file, not of a call
    return data


def _list(data: Any) -> Sequence[Any]:
    if not isinstance(data, list):
        raise ValueError(f"{_shown(data)} is not a list")  # noqa: TRY004 - of the file, not of a call
    return data


def _summary(data: Any) -> Summary:
    given = {name: it for name, it in _object(data, "a summary").items() if name != "count"}
    if set(given) not in _KEPT:
        raise ValueError(f"{_shown(', '.join(data))} do not make a summary")
    fields: dict[str, Any] = {name: _fraction(given[name]) for name in _NUMBERS if name in given}
    for name in {"ordered", "untold"} & set(given):
        fields[name] = tuple(tuple(map(_key, _list(keys))) for keys in _list(given[name]))
    if "cuts" in given:
        fields["cuts"] = tuple(map(_fraction, _list(given["cuts"])))
    if given.get("too_long", True) is not True:
        raise ValueError(f"{_shown(given['too_long'])} stands for `too_long`")
    fields |= {"too_long": True} if "too_long" in given else {}
    summary = Summary(_count(data.get("count")), **fields)
    _refuse_contradiction(summary)
    return summary


def _refuse_contradiction(summary: Summary) -> None:
    """Raise ValueError where no cohort can be summarised so."""
    for listed in (summary.ordered, summary.untold, summary.cuts):
        if list(listed) != sorted(listed):
            raise ValueError("values are not in order")
    if not all((*summary.ordered, *summary.untold)):
        raise ValueError("an empty list stands where a value should")
    counted = len(summary.ordered) + len(summary.untold)
    if counted not in (0, summary.count):
        raise ValueError(f"{counted} values are of {summary.count} subjects")
    spread = 0 if summary.squares is None else summary.squares
    if summary.low is not None:
        spread = summary.high - summary.low
    if spread < 0:
        raise ValueError("the lowest stands above the highest, or a sum of squares is negative")
    if spread and summary.count == 1:
        raise ValueError("one subject is no spread")


def _count(value: Any) -> int:
    if type(value) is not Decimal or not _WHOLE.fullmatch(str(value)) or value < 1:
        raise ValueError(f"{_shown(value)} is not a number of subjects")
    return int(value)


def _key(value: Any) -> Any:
    """Return a number, or the place of a category on its scale."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal) and _WHOLE.fullmatch(str(value)):
        return int(value)
    return _fraction(value)


def _fraction(value: Any) -> Fraction:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError(f"{_shown(value)} is not a number as it is written here, such as '1/3'")
    return Fraction(value)


def _shown(value: Any) -> str:
    return f"`{data_text(value)}`"
