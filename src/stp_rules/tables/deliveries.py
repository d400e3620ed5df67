"""The rows of a table to the inputs of subjects: columns mapped, keys single."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.cohort import Reference
from stp_rules.engine.evaluation import Delivery, rate
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Rating
from stp_rules.errors import InputError, Problem, nearest
from stp_rules.model import Ruleset
from stp_rules.tables.records import Record, Table

NOT_DELIVERED = ""
"""The column to map an input to that nobody delivers: it is then missing for every subject."""


@frozen
class Columns:
    """Which column holds what; `inputs` leaves out the inputs that nobody delivers."""

    inputs: Mapping[str, str]
    key: str | None
    label: str | None


def map_columns(ruleset: Ruleset, table: Table, mapping: Mapping[str, str]) -> Columns:
    """Find the column of every input: by `mapping`, else its `column:`, else its name.

    Raises InputError with every column that is not there, unless the table has no columns at
    all: a JSON list without subjects.
    """
    problems = [_not_an_input(name, ruleset) for name in mapping if name not in ruleset.inputs]
    inputs = {
        name: mapping.get(name, entry.column or name) for name, entry in ruleset.inputs.items()
    }
    wanted = {name: column for name, column in inputs.items() if column != NOT_DELIVERED}
    present = set(table.columns)
    absent = {name: column for name, column in wanted.items() if column not in present}
    if absent and table.columns:
        problems.append(_absent(absent, table))
    if problems:
        raise InputError(problems)
    subject = ruleset.subject
    key = subject.key if subject.key in present else None
    label = subject.label if subject.label in present else None
    return Columns(wanted, key, label)


def _not_an_input(name: str, ruleset: Ruleset) -> Problem:
    hint = nearest(name, ruleset.inputs) or f"inputs: {', '.join(ruleset.inputs)}"
    return Problem("unknown-input", f"`{name}` is not an input", hint=hint)


def _absent(absent: Mapping[str, str], table: Table) -> Problem:
    """Name every absent column, and suggest those that are written in another way."""
    columns = [
        f"`{column}`" + f" (input {name})" * (column != name) for name, column in absent.items()
    ]
    message = (
        f"{table.file} has no {'column' if len(absent) == 1 else 'columns'} {', '.join(columns)}"
    )
    alike = {_bare(column): column for column in table.columns}
    found = {name: get_close_matches(_bare(column), alike, n=1) for name, column in absent.items()}
    maps = [f'--map {name}="{alike[close[0]]}"' for name, close in found.items() if close]
    hint = "--map INPUT=COLUMN names a column, --map INPUT= says that nobody delivers the input"
    return Problem(
        "absent-column", message, hint=f"{hint}; perhaps {' '.join(maps)}" if maps else hint
    )


def _bare(column: str) -> str:
    return "".join(filter(str.isalnum, column.lower()))


def rate_table(
    ruleset: Ruleset,
    table: Table,
    mapping: Mapping[str, str] | None = None,
    reference: Reference | None = None,
) -> Iterator[Rating]:
    """Rate every row of a table, in order; a row that cannot be used is refused with its reasons.

    Raises InputError where a column is not there.
    """
    columns = map_columns(ruleset, table, mapping or {})
    for rating in rate(make_plan(ruleset), _deliveries(ruleset, table, columns), reference):
        yield _with_columns(rating, columns)


def _deliveries(ruleset: Ruleset, table: Table, columns: Columns) -> Iterator[Delivery]:
    first: dict[str, str] = {}
    for record in table.records:
        problems = (*record.problems, *_identity_problems(record, columns, first))
        yield Delivery(_delivered(record, columns, ruleset), record.about, problems)


def _delivered(record: Record, columns: Columns, ruleset: Ruleset) -> dict[str, Any]:
    found = {
        name: record.values[column]
        for name, column in columns.inputs.items()
        if column in record.values
    }
    for name, column in (
        (ruleset.subject.key, columns.key),
        (ruleset.subject.label, columns.label),
    ):
        if name and column in record.values:
            found.setdefault(name, record.values[column])
    return found


def _identity_problems(
    record: Record, columns: Columns, first: dict[str, str]
) -> Iterator[Problem]:
    if columns.key is None:
        return
    value = record.values.get(columns.key)
    key = "" if value is None else str(value).strip()
    if not key:
        hint = f"every row needs a value in the column {columns.key}"
        yield Problem("no-key", "the subject has no key", hint=hint, about=record.about)
    elif key in first:
        hint = f"the first is {first[key]}; keep one row for each subject"
        yield Problem("repeated-key", f"`{key}` stands twice", hint=hint, about=record.about)
    first.setdefault(key, record.about)


def _with_columns(rating: Rating, columns: Columns) -> Rating:
    """Name the column in problems where it is not called like the input."""
    if not rating.problems:
        return rating
    return evolve(rating, problems=tuple(_in_column(it, columns) for it in rating.problems))


def _in_column(problem: Problem, columns: Columns) -> Problem:
    if len(problem.path) < 2:  # noqa: PLR2004 - ("inputs", name)
        return problem
    name = str(problem.path[1])
    column = columns.inputs.get(name, name)
    return problem if column == name else evolve(problem, about=f"{problem.about}, column {column}")
