"""Tables with a row for each subject and metric, and tables with several periods."""

from collections.abc import Container, Iterable, Sequence
from shlex import quote

from attrs import evolve, frozen

from stp_rules.errors import InputError, Problem, nearest
from stp_rules.tables.names import name_problems
from stp_rules.tables.records import Record, Table


@frozen
class Long:
    """The columns of a long table: whose the row is, what it measures, and the value."""

    key: str
    metric: str
    value: str


def all_of_period(tables: Iterable[Table], column: str, period: str) -> list[Table]:
    """Keep the rows of one period in each table that has the column; another is for all periods.

    Raises InputError where no table has such a column, or one that has it no row of that period.
    """
    found = list(tables)
    absent = [problem for table in found for problem in _absent(table, (column,))]
    if len(absent) == len(found):
        raise InputError(absent)
    return [of_period(it, column, period) if column in it.columns else it for it in found]


def of_period(table: Table, column: str, period: str) -> Table:
    """Keep the rows of one period.

    Raises InputError where there is no such column, or no row of that period.
    """
    _need_columns(table, (column,))
    kept = tuple(it for it in table.records if _text(it, column) == period or _broken(it, column))
    if not kept:
        periods = sorted({_text(it, column) for it in table.records})
        hint = nearest(period, periods) or f"periods: {', '.join(periods)}"
        message = f"{table.file} has no rows of `{period}` in the column `{column}`"
        raise InputError([Problem("no-period", message, hint=hint)])
    return evolve(table, records=kept)


def period_hint(table: Table, one_by: Sequence[str], used: Container[str]) -> str:
    """Suggest the column that tells rows apart that are otherwise one; empty where there is none.

    `one_by` are the columns by which there should be one row, and `used` what is no period. Most
    subjects have a row for most periods.
    """
    rows = [tuple(_text(it, column) for column in one_by) for it in table.records]
    ones = len(set(rows))
    for column in table.columns if ones < len(rows) else ():
        if column in used or column in one_by:
            continue
        periods = [_text(it, column) for it in table.records]
        apart = len(set(zip(rows, periods, strict=True))) == len(rows)
        if apart and len(rows) * 2 >= len(set(periods)) * ones and periods[-1]:
            return f"`{column}` tells the rows apart: choose one with --period " + quote(
                f"{column}={periods[-1]}"
            )
    return ""


def _broken(record: Record, column: str) -> bool:
    """Tell whether nobody can say what stands in a column, since the row cannot be read."""
    return bool(record.problems) and column not in record.values


def widened(table: Table, long: Long) -> Table:
    """Return a table with a row for each subject and a column for each metric.

    What else a subject's first row holds is kept. A metric that stands twice for a subject is
    the subject's problem; InputError is raised where a column is not there.
    """
    _need_columns(table, (long.key, long.metric, long.value))
    found: dict[str, Record] = {}
    hint = period_hint(table, (long.key, long.metric), (long.value,))
    hint = hint or "keep one row for each subject and metric"
    for record in table.records:
        key = _text(record, long.key)
        found[key] = _with_metric(found.get(key) or _first(record, long), record, long, hint)
    metrics = dict.fromkeys(_text(it, long.metric) for it in table.records)
    kept = [name for name in table.columns if name not in (long.metric, long.value)]
    return Table(table.file, (*kept, *metrics), tuple(found.values()))


def _first(record: Record, long: Long) -> Record:
    kept = {name: it for name, it in record.values.items() if name not in (long.metric, long.value)}
    return Record(kept, record.about)


def _with_metric(subject: Record, record: Record, long: Long, once: str) -> Record:
    metric = _text(record, long.metric)
    unnamed = name_problems(record, long.metric, told=True)
    problems = [*subject.problems, *record.problems, *unnamed]
    if metric in ("", "None"):
        hint = f"every row needs a value in the column {long.metric}"
        problems.append(Problem("no-metric", "no metric", hint=hint, about=record.about))
    if metric in subject.values:
        message = f"`{metric}` stands twice for {_text(record, long.key)}"
        problems.append(Problem("repeated-metric", message, hint=once, about=record.about))
    values = {metric: record.values.get(long.value), **subject.values}
    return Record(values, subject.about, tuple(problems))


def _text(record: Record, column: str) -> str:
    return str(record.values.get(column, "")).strip()


def _need_columns(table: Table, columns: tuple[str, ...]) -> None:
    problems = _absent(table, columns)
    if problems:
        raise InputError(problems)


def _absent(table: Table, columns: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(
            "absent-column",
            f"{table.file} has no column `{column}`",
            hint=nearest(column, table.columns) or f"columns: {', '.join(table.columns)}",
        )
        for column in columns
        if column not in table.columns
    ]
