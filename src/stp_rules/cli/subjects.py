"""The subjects of a file as ratings, by the options that say how the file is read."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click
from attrs import evolve

from stp_rules.engine.cohort import Reference
from stp_rules.engine.result import Rating, Ratings
from stp_rules.errors import InputError, Problem
from stp_rules.language.ruleset import Ruleset
from stp_rules.library import load, on
from stp_rules.tables.deliveries import batch, member_rows
from stp_rules.tables.long import Long, all_of_period, widened
from stp_rules.tables.records import Table, read_table, read_text

WORTH_WATCHING = 1000
"""How many subjects take long enough for a progress bar."""


def chosen(name: str, options: Mapping[str, Any]) -> Ruleset:
    """Return a ruleset as it holds on the day that counts.

    Where the version that is named is not in force on the day that is named, people are told.
    """
    day = options["as_of"]
    ruleset = load(name, day)
    if day and day not in ruleset.effective:
        message = f"{ruleset.reference} is not in force on {day}, and is taken as it was asked for"
        click.echo(str(Problem("not-in-force", message, severity="note")), err=True)
    return on(ruleset, day)


def rated(
    ruleset: Ruleset, file: str, options: Mapping[str, Any], beside: Reference | None = None
) -> Ratings:
    """Rate the subjects of a file, beside a reference or beside each other."""
    table, *organisations = _tables(file, options)
    if options["long"]:
        table = widened(table, _long(ruleset, options))
    members = [row for it in organisations for row in member_rows(ruleset, it, options["mapping"])]
    found = batch(ruleset, table, options["mapping"], members if organisations else None)
    reference = beside or _saved_reference(options["reference_file"])
    return Ratings(_progress(found.ratings(reference), len(table.records)), found.unplaced)


def _tables(file: str, options: Mapping[str, Any]) -> list[Table]:
    """Read the subjects, and their members where there are any, of one period if one is chosen."""
    tables = [read_table(file, options["wanted"], options["encoding"])]
    if options["members_file"] is not None:
        tables.append(read_table(options["members_file"], encoding=options["encoding"]))
    if not options["period"]:
        return tables
    column, separator, period = options["period"].partition("=")
    if not separator:
        raise click.BadParameter("write COLUMN=PERIOD", param_hint="--period")
    return all_of_period(tables, column, period)


def _long(ruleset: Ruleset, options: Mapping[str, Any]) -> Long:
    metric, separator, value = options["long"].partition(",")
    if not separator:
        raise click.BadParameter("write METRIC,VALUE", param_hint="--long")
    key = ruleset.subject.key or ""
    return Long(options["mapping"].get(key, key), metric.strip(), value.strip())


def _saved_reference(file: str | None) -> Reference | None:
    if file is None:
        return None
    text = read_text(file, "utf-8")
    try:
        return Reference.from_json(text)
    except InputError as error:
        raise InputError(evolve(it, about=file) for it in error.problems) from None


def _progress(ratings: Iterator[Rating], total: int) -> Iterator[Rating]:
    """Show progress on a terminal and nothing elsewhere."""
    if not sys.stderr.isatty() or total < WORTH_WATCHING:
        yield from ratings
        return
    with click.progressbar(ratings, length=total, label="rating", file=sys.stderr) as bar:
        yield from bar
