"""Ratings as rows: the subject, a column for each measure, the state and the reasons."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from stp_rules.engine.result import Rating
from stp_rules.engine.values import Seen, Unknown
from stp_rules.model import Ruleset, number_text

LONGEST = 20
"""How many significant digits a number in a table has at the most."""

Row = dict[str, Any]


def result_names(ruleset: Ruleset) -> list[str]:
    """Return the names of all outputs in order; a named step as `measure.step`."""
    names = []
    for _, measure in ruleset.measures():
        steps = [f"{measure.name}.{step.name}" for step in measure.steps if step.name]
        names += [*steps, measure.name]
    return names


def result_rows(
    ruleset: Ruleset, ratings: Iterable[Rating], ranks: Sequence[int | None] | None = None
) -> list[Row]:
    """Return one row for each rating, with its rank where there are ranks; a gap is `None`."""
    if ranks is None:
        return [_row(ruleset, rating, {}) for rating in ratings]
    pairs = zip(ratings, ranks, strict=True)
    return [_row(ruleset, rating, {"rank": rank}) for rating, rank in pairs]


def _row(ruleset: Ruleset, rating: Rating, first: Row) -> Row:
    subject = ruleset.subject
    row: Row = {**first, subject.key or "subject": rating.key}
    if subject.label:
        row[subject.label] = rating.label
    row |= {name: _known(rating, name) for name in result_names(ruleset)}
    return {**row, "state": rating.state, "reasons": "; ".join(rating.reasons)}


def _known(rating: Rating, name: str) -> Seen | None:
    if rating.problems:
        return None
    value = rating[name]
    return None if isinstance(value, Unknown) else value


def short_number(value: Fraction) -> str:
    """Write a number exactly, or to 20 significant digits where it has more or no end."""
    text = number_text(value)
    if "/" not in text and sum(character.isdigit() for character in text) <= LONGEST:
        return text
    rounded = Context(prec=LONGEST).divide(Decimal(value.numerator), Decimal(value.denominator))
    return format(rounded, "f")


def cell(value: Seen | int | None) -> str:
    """Write a value as a cell of a table; what is not known is empty."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Fraction():
            return short_number(value)
    return str(value)


def to_csv(rows: Sequence[Row]) -> str:
    """Write rows as CSV with a header."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def to_json(rows: Sequence[Row]) -> str:
    """Write rows as a JSON list; numbers are JSON numbers."""
    return json.dumps([_jsonable(row) for row in rows], indent=2, ensure_ascii=False) + "\n"


def to_json_lines(rows: Iterable[Row]) -> str:
    """Write rows as JSON, one to a line."""
    return "".join(json.dumps(_jsonable(row), ensure_ascii=False) + "\n" for row in rows)


def _jsonable(row: Row) -> Row:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value
