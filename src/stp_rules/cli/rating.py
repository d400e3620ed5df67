"""`stp-rules rate`."""

import sys
from collections.abc import Callable
from pathlib import Path as File
from typing import Any

import click

from stp_rules.analysis.ranking import rank
from stp_rules.cli.answers import FINDINGS, answering, refuse_unknown
from stp_rules.cli.options import names, output, reading
from stp_rules.cli.subjects import chosen, rated
from stp_rules.engine.cohort import Reference
from stp_rules.engine.result import Ratings
from stp_rules.errors import InputError, Problem
from stp_rules.language.ruleset import Ruleset
from stp_rules.render.text import counts_text, table_text
from stp_rules.tables.files import write_texts
from stp_rules.tables.results import (
    result_names,
    result_sheet,
    to_csv,
    to_json,
    to_json_lines,
)

MANY = 20
"""How many problems are shown; the output has them all."""

WRITERS: dict[str, Callable[..., str]] = {
    "table": table_text,
    "csv": to_csv,
    "json": to_json,
    "jsonl": to_json_lines,
}

TEXTS = ("table", "csv")
"""What people open in a spreadsheet: texts that it would take for formulas are made harmless."""


@click.command()
@click.argument("ruleset")
@click.argument("file")
@reading
@output
@click.option(
    "--format",
    "shape",
    type=click.Choice(list(WRITERS)),
    help="How to write: by the output's name, else a table on a terminal and CSV elsewhere.",
)
@click.option(
    "--rank-by",
    "rank_by",
    callback=names,
    metavar="MEASURE,...",
    help="Put the best first by these measures, and give each its rank.",
)
@click.option(
    "--columns",
    callback=names,
    metavar="MEASURE,...",
    help="The measures to write: without it all, and on a terminal those of the last level.",
)
@click.option(
    "--raw",
    is_flag=True,
    help="Write texts as they are, also those that a spreadsheet takes for formulas.",
)
@click.option(
    "--save-reference", metavar="FILE", help="Save the cohort, to rate others beside it later."
)
@answering
def rate(
    ruleset: str,
    file: str,
    output: str,
    shape: str | None,
    save_reference: str | None,
    **options: Any,
) -> int:
    """Rate every subject of FILE: CSV, JSON or JSON lines, or - for standard input."""
    method = chosen(ruleset, options)
    shape, rank_by = shape or _shape(output), options["rank_by"]
    columns = _columns(method, options["columns"], rank_by, shape)
    ratings, ranks = rated(method, file, options), None
    saved = [(save_reference, _reference_of(ratings).to_json())] if save_reference else []
    if rank_by:
        ratings, ranks = _ranked(ratings, rank_by)
    sheet = result_sheet(method, ratings, columns, ranks)
    written = WRITERS[shape](sheet, **({"raw": options["raw"]} if shape in TEXTS else {}))
    write_texts([*saved, (output, written)])
    _report(ratings, to_error=shape != "table" or output != "-")
    return FINDINGS if ratings.problems else 0


def _shape(output: str) -> str:
    if output == "-":
        return "table" if sys.stdout.isatty() else "csv"
    ending = File(output).suffix.lower()
    shapes = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
    if ending not in ("", ".csv", ".txt", *shapes):
        hint = "name the output .csv, .json or .jsonl, or choose with --format"
        raise InputError(
            [Problem("unknown-format", f"{output}: {ending} is not a format", hint=hint)]
        )
    return shapes.get(ending, "csv")


def _columns(
    ruleset: Ruleset, columns: list[str], rank_by: list[str], shape: str
) -> list[str] | None:
    """Return the measures to write; `None` for all."""
    known = result_names(ruleset)
    refuse_unknown("measure", columns, known)
    if columns or shape != "table":
        return columns or None
    return list(dict.fromkeys([*rank_by, *(it.name for it in ruleset.levels[-1].measures)]))


def _reference_of(ratings: Ratings) -> Reference:
    if ratings.reference is None:
        hint = "only steps relative to a cohort make a reference"
        message = "the ruleset reads no cohort, so there is nothing to save"
        raise InputError([Problem("no-reference", message, hint=hint)])
    return ratings.reference


def _ranked(ratings: Ratings, rank_by: list[str]) -> tuple[Ratings, list[int | None]]:
    ranked = rank(ratings, rank_by)
    ordered = type(ratings)((rating for _, rating in ranked), ratings.unplaced)
    return ordered, [place for place, _ in ranked]


def _report(ratings: Ratings, *, to_error: bool) -> None:
    problems = ratings.problems
    for problem in problems[:MANY]:
        click.echo(str(problem), err=True)
    if problems[MANY:]:
        click.echo(f"and {len(problems) - MANY} more problems: see the column reasons", err=True)
    click.echo(counts_text(ratings.counts), err=to_error)
