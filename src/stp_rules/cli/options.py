"""Options that several commands take."""

from collections.abc import Callable
from datetime import date
from math import isnan
from typing import Any

import click

from stp_rules.cli.answers import Command
from stp_rules.deadline import TIME_LIMIT


def day(_: click.Context, __: click.Parameter, given: str | None) -> date | None:
    """Read a day."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise click.BadParameter("write a date such as 2017-07-21") from None


def mapping(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read which column holds which input."""
    pairs = [item.partition("=") for item in given]
    if any(not separator for _, separator, _ in pairs):
        raise click.BadParameter("write INPUT=COLUMN")
    return {name.strip(): column.strip() for name, _, column in pairs}


def names(_: click.Context, __: click.Parameter, given: str | None) -> list[str]:
    """Read names with commas between, each once."""
    found = [name.strip() for name in (given or "").split(",")]
    return list(dict.fromkeys(filter(None, found)))


class Number(click.FloatRange):
    """A number of at least zero; what is not a number could be held to no limit."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        found: float = super().convert(value, param, ctx)
        return self.fail("write a number", param, ctx) if isnan(found) else found


NUMBER = Number(min=0)


as_of = click.option(
    "--as-of",
    callback=day,
    metavar="DATE",
    help="The day whose version, and whose dated parameters, count.",
)


def seconds(_: click.Context, __: click.Parameter, given: float) -> float | None:
    """Read a number of seconds; 0 is no limit."""
    return given or None


def time_limit(of: str) -> Callable[[Command], Command]:
    """Make the option that says how long something may take."""
    return click.option(
        "--time-limit",
        type=NUMBER,
        callback=seconds,
        default=TIME_LIMIT,
        show_default=True,
        metavar="SECONDS",
        help=f"How long {of} may take; 0 is as long as it takes.",
    )


output = click.option(
    "-o", "--output", default="-", help="The file to write; - is standard output."
)


def reading(command: Command) -> Command:
    """Add the options that say how a file of subjects is read."""
    for option in (
        click.option(
            "--map",
            "mapping",
            multiple=True,
            callback=mapping,
            metavar="INPUT=COLUMN",
            help="The column that holds an input; nothing after the = where nobody delivers it.",
        ),
        click.option(
            "--from",
            "wanted",
            type=click.Choice(["csv", "json", "jsonl"]),
            help="The format of the file, where its name does not say.",
        ),
        click.option(
            "--encoding",
            default="utf-8-sig",
            help="The encoding of the file, where it is not UTF-8.",
        ),
        click.option(
            "--long",
            metavar="METRIC,VALUE",
            help="The columns of metric and value, where each has a row of its own.",
        ),
        click.option(
            "--period",
            metavar="COLUMN=PERIOD",
            help="The column of the period, and the period whose rows count, of members too.",
        ),
        click.option(
            "--members", "members_file", metavar="FILE", help="The rows of the subjects' members."
        ),
        click.option(
            "--reference",
            "reference_file",
            metavar="FILE",
            help="The saved cohort to rate beside, instead of the subjects of FILE.",
        ),
        as_of,
    ):
        command = option(command)
    return command
