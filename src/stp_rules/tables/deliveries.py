"""The rows of a table to the inputs of subjects: columns mapped, keys single."""

from collections.abc import Container, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any
from unicodedata import normalize

from attrs import evolve, frozen

from stp_rules.engine.cohort import Reference
from stp_rules.engine.delivery import Delivery
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.rollup import Member, with_members
from stp_rules.errors import InputError, Problem, nearest_of
from stp_rules.language.ruleset import Ruleset, Subject
from stp_rules.readings.subjects import rate
from stp_rules.tables.long import period_hint
from stp_rules.tables.names import name_problems
from stp_rules.tables.records import Record, Table

SUGGESTED = 20
"""For how many absent columns another one is suggested."""

ALIKE = 0.7
"""How alike two names of columns are, of 1, where one is suggested for the other."""

NOT_DELIVERED = ""
"""The column to map an input to that nobody delivers: it is then missing for every subject."""


@frozen
class Columns:
    """Which column holds what; `inputs` leaves out the inputs that nobody delivers."""

    inputs: Mapping[str, str]
    key: str | None
    label: str | None


def map_columns(
    ruleset: Ruleset, table: Table, mapping: Mapping[str, str], rolled: Container[str] = ()
) -> Columns:
    """Find the column of every input: by `mapping`, else its `column:`, else its name.

    The mapping may also say which columns hold the subject's key and label. `rolled` names the
    inputs that come from the rows of members instead. Raises InputError with every column that
    is not there, unless the table has no columns at all: a JSON list without subjects.
    """
    subject = ruleset.subject
    problems = [
        _not_an_input(name, ruleset)
        for name in mapping
        if name not in ruleset.inputs and name not in (subject.key, subject.label)
    ]
    inputs = {name: it.column or name for name, it in ruleset.inputs.items() if name not in rolled}
    wanted = {name: mapping.get(name, column) for name, column in inputs.items()}
    key, label = (name and mapping.get(name, name) for name in (subject.key, subject.label))
    needed = {**wanted, **({subject.key: key} if subject.key and key else {})}
    there = frozenset(table.columns)
    absent = {
        name: column
        for name, column in needed.items()
        if column != NOT_DELIVERED and column not in there
    }
    if absent and table.columns:
        problems.append(_absent(absent, table, {*wanted.values(), key, label}))
    if problems:
        raise InputError(problems)
    delivered = {name: column for name, column in wanted.items() if column != NOT_DELIVERED}
    return Columns(delivered, key or None, label if label in table.columns else None)


def _not_an_input(name: str, ruleset: Ruleset) -> Problem:
    hint = nearest_of(name, ruleset.inputs, "inputs")
    return Problem("unknown-input", f"`{name}` is not an input", hint=hint)


def _absent(absent: Mapping[str, str], table: Table, taken: Container[str | None]) -> Problem:
    """Name every absent column, and suggest those that are written in another way.

    What is `taken` holds something else already and is not suggested.
    """
    columns = [
        f"`{column}`" + f" (input {name})" * (column != name) for name, column in absent.items()
    ]
    message = (
        f"{table.file} has no {'column' if len(absent) == 1 else 'columns'} {', '.join(columns)}"
    )
    alike = {_bare(column): column for column in table.columns if column not in taken}
    first = islice(absent.items(), SUGGESTED)
    found = {name: get_close_matches(_bare(column), alike, 1, ALIKE) for name, column in first}
    maps = [f'--map {name}="{alike[close[0]]}"' for name, close in found.items() if close]
    hint = "--map INPUT=COLUMN names a column, --map INPUT= says that nobody delivers the input"
    return Problem(
        "absent-column", message, hint=f"{hint}; perhaps {' '.join(maps)}" if maps else hint
    )


def _bare(column: str) -> str:
    return "".join(filter(str.isalnum, column.lower()))


@frozen
class Batch:
    """The subjects of a table, ready to be rated.

    `unplaced` are the problems of rows of members that belong to no subject.
    """

    plan: Plan
    columns: Columns
    deliveries: Iterable[Delivery]
    unplaced: tuple[Problem, ...] = ()

    def ratings(self, reference: Reference | None = None) -> Iterator[Rating]:
        """Rate every row in order; one that cannot be used is refused, with its reasons."""
        for rating in rate(self.plan, self.deliveries, reference):
            yield _with_columns(rating, self.columns)


def batch(
    ruleset: Ruleset,
    table: Table,
    mapping: Mapping[str, str] | None = None,
    members: Iterable[Member] | None = None,
) -> Batch:
    """Make the subjects of a table ready, with what the rows of their members make of them.

    Raises InputError where a column is not there.
    """
    plan = make_plan(ruleset)
    rolled = () if members is None else plan.member_inputs
    columns = map_columns(ruleset, table, mapping or {}, rolled)
    found = _deliveries(ruleset, table, columns)
    if members is None:
        return Batch(plan, columns, found)
    return Batch(plan, columns, *with_members(plan, found, members))


def member_rows(ruleset: Ruleset, table: Table, mapping: Mapping[str, str]) -> list[Member]:
    """Return the rows of members, with their inputs under their names.

    Raises InputError where no input is rolled up, or where the column of a rolled-up input, of the
    subject's key, or of the member and the share that the ruleset names, is not there.
    """
    rolled = {name: it for name, it in ruleset.inputs.items() if it.members}
    if not rolled:
        message = f"no input of {ruleset.reference} is rolled up from members"
        hint = "say `members:` of an input in the ruleset, or leave the rows of members out"
        raise InputError([Problem("members", message, hint=hint)])
    columns = {name: mapping.get(name, it.column or name) for name, it in rolled.items()}
    subject = ruleset.subject
    own = [name for name in (subject.key, subject.member) if name]
    own += [subject.share] if subject.share != Subject().share else []
    columns |= {name: mapping.get(name, name) for name in own}
    absent = {name: it for name, it in columns.items() if it not in table.columns}
    if absent:
        raise InputError([_absent(absent, table, columns.values())])
    told = [columns[name] for name in (subject.key, subject.member) if name]
    return [
        Member(_member(record, columns), record.about, _member_problems(record, told))
        for record in table.records
    ]


def _member_problems(record: Record, told: Iterable[str]) -> tuple[Problem, ...]:
    unnamed = (name_problems(record, column, told=True) for column in told)
    return (*record.problems, *chain.from_iterable(unnamed))


def _member(record: Record, columns: Mapping[str, str]) -> dict[str, Any]:
    return {**record.values, **{name: record.values.get(it) for name, it in columns.items()}}


def _deliveries(ruleset: Ruleset, table: Table, columns: Columns) -> Iterator[Delivery]:
    first: dict[str, str] = {}
    once = _once(table, columns)
    for record in table.records:
        problems = (*record.problems, *_identity_problems(record, columns, first, once))
        yield Delivery(_delivered(record, columns, ruleset), record.about, problems)


def _once(table: Table, columns: Columns) -> str:
    """Say what to do where a key stands twice."""
    used = [*columns.inputs.values(), *filter(None, [columns.key, columns.label])]
    hint = period_hint(table, [columns.key], used) if columns.key else ""
    return hint or "keep one row for each subject"


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
    record: Record, columns: Columns, first: dict[str, str], once: str
) -> Iterator[Problem]:
    if columns.label:
        yield from name_problems(record, columns.label)
    if columns.key is None:
        return
    yield from name_problems(record, columns.key, told=True)
    value = record.values.get(columns.key)
    key = "" if value is None else str(value).strip()
    same = normalize("NFC", key)  # one letter may be written in two ways
    if not key:
        hint = f"every row needs a value in the column {columns.key}"
        yield Problem("no-key", "the subject has no key", hint=hint, about=record.about)
    elif same in first:
        hint = f"the first is {first[same]}; {once}"
        yield Problem("repeated-key", f"`{key}` stands twice", hint=hint, about=record.about)
    first.setdefault(same, record.about)


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
