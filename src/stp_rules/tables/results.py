"""Ratings as rows: the subject, a column for each measure, the state and the reasons."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import repeat
from typing import Any
from unicodedata import normalize

from attrs import frozen

from stp_rules.engine.result import Rating
from stp_rules.engine.values import Seen, Unknown
from stp_rules.errors import InputError, Problem
from stp_rules.figures import plain_text, short_text
from stp_rules.language.ruleset import Ruleset

Row = dict[str, Any]


def result_names(ruleset: Ruleset) -> list[str]:
    """Return the names of all outputs in order; a named step as `measure.step`."""
    names = []
    for _, measure in ruleset.measures():
        steps = [f"{measure.name}.{step.name}" for step in measure.steps if step.name]
        names += [*steps, measure.name]
    return names


@frozen
class Sheet:
    """Rows under the names of their columns; a gap is `None`."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def result_sheet(
    ruleset: Ruleset,
    ratings: Iterable[Rating],
    names: Sequence[str] | None = None,
    ranks: Sequence[int | None] | None = None,
) -> Sheet:
    """Return one row for each rating: subject, outputs, state and reasons.

    `names` chooses among the outputs; without it all are there. Where there are `ranks`, one for
    each rating, they stand first. Raises InputError where two columns would have one name.
    """
    subject = ruleset.subject
    outputs = result_names(ruleset) if names is None else names
    identity = [subject.key or "subject", *([subject.label] if subject.label else [])]
    rank = [] if ranks is None else ["rank"]
    columns = [*rank, *identity, *outputs, "state", "reasons"]
    _refuse_twice(columns)
    places = ([place] for place in ranks) if ranks is not None else repeat([])
    return Sheet(
        tuple(columns),
        tuple(
            dict(zip(columns, [*place, *_cells(rating, len(identity), outputs)], strict=True))
            for place, rating in zip(places, ratings, strict=False)
        ),
    )


def _refuse_twice(columns: Sequence[str]) -> None:
    """Raise InputError for names that two columns would have: one would hide the other."""
    hint = "call the measure otherwise, or the subject's key or label, or choose the columns"
    problems = [
        Problem("defined-twice", f"two columns would be called `{name}`", hint=hint)
        for name, times in Counter(columns).items()
        if times > 1
    ]
    if problems:
        raise InputError(problems)


def _cells(rating: Rating, identity: int, outputs: Iterable[str]) -> list[Any]:
    named = (rating.key, rating.label)[:identity]
    known = (_known(rating, name) for name in outputs)
    return [*named, *known, rating.state, "; ".join(rating.reasons)]


def _known(rating: Rating, name: str) -> Seen | None:
    if rating.problems:
        return None
    value = rating[name]
    return None if isinstance(value, Unknown) else value


def cell(value: Seen | int | None) -> str:
    """Write a value as a cell of a table; what is not known is empty."""
    match value:
        case None:
            return ""
        case Fraction():
            return short_text(value)
    return plain_text(value)


def inert(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    Such a text begins with `=`, `+`, `-` or `@`, also full width and behind space, or with a tab or
    a line break.
    """
    first = normalize("NFKC", text.lstrip(_SPACE)[:1])
    return f"'{text}" if first in _FORMULA or text.startswith(_BREAKS) else text


def written(value: Any, text: str, *, raw: bool) -> str:
    """Return how a value stands in a cell: only a text can look like a formula, no number."""
    return inert(text) if isinstance(value, str) and not raw else text


_SPACE = " \t\r\n\x0b\x0c\xa0\u200b\u3000\ufeff"
_BREAKS = ("\t", "\r", "\n")
_FORMULA = frozenset("=+-@")


class _Rows(io.StringIO):
    """Takes rows that end as the format wants it, whose cells thus keep quotes round any break."""

    def write(self, row: str) -> int:
        """Take a row."""
        return super().write(row.removesuffix("\r\n") + "\n")


def to_csv(sheet: Sheet, *, raw: bool = False) -> str:
    """Write a sheet as CSV; the header stands there without rows too.

    What a spreadsheet would take for a formula gets an apostrophe, unless the texts are wanted raw.
    """
    text = _Rows(newline="")
    writer = csv.writer(text)
    for row in (sheet.columns, *(row.values() for row in sheet.rows)):
        writer.writerow([written(value, cell(value), raw=raw) for value in row])
    return text.getvalue()


def to_json(sheet: Sheet) -> str:
    """Write a sheet as a JSON list of rows.

    Numbers that a float holds are JSON numbers, whole ones exact and others with the digits that
    CSV has; others are texts.
    """
    rows = [",\n    ".join(_pairs(row)) for row in sheet.rows]
    if not rows:
        return "[]\n"
    return "[\n" + ",\n".join(f"  {{\n    {row}\n  }}" for row in rows) + "\n]\n"


def to_json_lines(sheet: Sheet) -> str:
    """Write a sheet as JSON, one row to a line, with numbers as in `to_json`."""
    return "".join(f"{{{', '.join(_pairs(row))}}}\n" for row in sheet.rows)


def _pairs(row: Row) -> Iterator[str]:
    return (f"{_json(name)}: {_json(value)}" for name, value in row.items())


def _json(value: Any) -> str:
    if not isinstance(value, Fraction):
        return json.dumps(value, ensure_ascii=False)
    short = short_text(value)
    if "E" in short:
        return json.dumps(short)
    return str(value.numerator) if value.denominator == 1 else short
