"""The subjects of a file as ratings, by the options that say how the file is read."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from stp_rules.engine.cohort import Reference
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.rollup import Member
from stp_rules.library import load, on
from stp_rules.model import Ruleset
from stp_rules.tables.deliveries import batch, member_rows
from stp_rules.tables.long import Long, of_period, widened
from stp_rules.tables.records import Table, read_table, read_text

WORTH_WATCHING = 1000
"""How many subjects take long enough for a progress bar."""


def chosen(name: str, options: Mapping[str, Any]) -> Ruleset:
    """Return a ruleset as it holds on the day that counts."""
    return on(load(name, options["as_of"]), options["as_of"])


def rated(
    ruleset: Ruleset, file: str, options: Mapping[str, Any], beside: Reference | None = None
) -> Ratings:
    """Rate the subjects of a file, beside a reference or beside each other."""
    table = _table(ruleset, file, options)
    members = _members(ruleset, options)
    found = batch(ruleset, table, options["mapping"], members)
    reference = beside or _saved_reference(options["reference_file"])
    return Ratings(_progress(found.ratings(reference), len(table.records)), found.unplaced)


def _table(ruleset: Ruleset, file: str, options: Mapping[str, Any]) -> Table:
    table = read_table(file, options["wanted"], options["encoding"])
    if options["period"]:
        column, separator, period = options["period"].partition("=")
        if not separator:
            raise click.BadParameter("write COLUMN=PERIOD", param_hint="--period")
        table = of_period(table, column, period)
    if not options["long"]:
        return table
    metric, separator, value = options["long"].partition(",")
    if not separator:
        raise click.BadParameter("write METRIC,VALUE", param_hint="--long")
    key = ruleset.subject.key or ""
    column = options["mapping"].get(key, key)
    return widened(table, Long(column, metric.strip(), value.strip()))


def _members(ruleset: Ruleset, options: Mapping[str, Any]) -> list[Member] | None:
    file = options["members_file"]
    if file is None:
        return None
    table = read_table(file, encoding=options["encoding"])
    return member_rows(ruleset, table, options["mapping"])


def _saved_reference(file: str | None) -> Reference | None:
    return None if file is None else Reference.from_json(read_text(file, "utf-8"))


def _progress(ratings: Iterator[Rating], total: int) -> Iterator[Rating]:
    """Show progress on a terminal and nothing elsewhere."""
    if not sys.stderr.isatty() or total < WORTH_WATCHING:
        yield from ratings
        return
    with click.progressbar(ratings, length=total, label="rating", file=sys.stderr) as bar:
        yield from bar
