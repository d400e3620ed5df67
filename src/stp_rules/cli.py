"""The command: parse, call, render, exit code.

Exit codes: 0 fine; 1 findings (problems in a ruleset, cases that fail, subjects refused); 2 wrong
usage, or a file that cannot be used.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import click

from stp_rules.errors import InputError, Problem, ProblemsError, RulesetError, nearest

if TYPE_CHECKING:
    from stp_rules.engine.result import Rating, Ratings
    from stp_rules.model import Ruleset
    from stp_rules.tables.results import Sheet

FINDINGS = 1
UNUSABLE = 2

WORTH_WATCHING = 1000
"""How many subjects take long enough for a progress bar."""

FEW = 12
"""How many of the possible names a hint gives."""

MANY = 20
"""How many problems are shown; the output has them all."""

Command = Callable[..., int | None]


def main() -> None:
    """Run the command `stp-rules`."""
    cli(prog_name="stp-rules")


def answering(command: Command) -> Command:
    """Turn what a command returns, or raises, into its exit code."""

    @wraps(command)
    def answered(*args: Any, **options: Any) -> None:
        code = 0
        try:
            code = _code(command, *args, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(code)

    return answered


def _code(command: Command, *args: Any, **options: Any) -> int:
    try:
        return command(*args, **options) or 0
    except ProblemsError as error:
        click.echo(str(error), err=True)
        return UNUSABLE


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(package_name="stp-rules")
def cli() -> None:
    """Rate organisations by a method that is written as data, and explain each rating.

    RULESET is the path of a YAML file, or an id such as nhs-england/stp-progress, also with a
    version: nhs-england/stp-progress@2017.1.0.
    """


@cli.command("list")
@answering
def list_() -> None:
    """List the rulesets that come with the package."""
    from stp_rules.library import editions, load

    for edition in editions():
        ruleset = load(edition.file)
        click.echo(f"{ruleset.reference:<44} {ruleset.status:<10} {ruleset.title}")


@cli.command()
@click.argument("ruleset")
@answering
def show(ruleset: str) -> None:
    """Show a ruleset as the method that it is."""
    from stp_rules.library import load
    from stp_rules.render.text import ruleset_text

    click.echo(ruleset_text(load(ruleset)), nl=False)


@cli.command()
@click.argument("rulesets", nargs=-1, metavar="RULESET...")
@answering
def check(rulesets: tuple[str, ...]) -> int:
    """Check rulesets, or all in a folder: every problem, with its place and what to do."""
    from stp_rules.library import all_files

    given = [file for name in rulesets for file in _rulesets_in(name)] if rulesets else all_files()
    found = [_check_one(str(name)) for name in given]
    return FINDINGS if any(found) else 0


def _rulesets_in(name: str) -> list[str]:
    folder = File(name)
    if not folder.is_dir():
        return [name]
    files = (file for ending in ("yaml", "yml") for file in folder.rglob(f"[!.]*.{ending}"))
    found = sorted(str(file) for file in files if ".cases." not in file.name)
    if not found:
        raise RulesetError([Problem("no-rulesets", f"there is no ruleset in {name}")])
    return found


def _check_one(name: str) -> int:
    from stp_rules.checking.ruleset import notes
    from stp_rules.library import load, locate

    file = locate(name)
    if not file.is_file():
        load(name)
    try:
        ruleset = load(name)
    except RulesetError as error:
        click.echo(f"{error}\n{name}: {_counted(len(error.problems), 'problem')}")
        return len(error.problems)
    for note in notes(ruleset):
        click.echo(str(note))
    click.echo(f"{name}: no problems")
    return 0


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _mapping(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [item.partition("=") for item in given]
    if any(not separator for _, separator, _ in pairs):
        raise click.BadParameter("write INPUT=COLUMN")
    return {name.strip(): column.strip() for name, _, column in pairs}


def _names(_: click.Context, __: click.Parameter, given: str | None) -> list[str]:
    return [name.strip() for name in (given or "").split(",") if name.strip()]


def reading(command: Command) -> Command:
    """Add the options that say how a file of subjects is read."""
    for option in (
        click.option(
            "--map",
            "mapping",
            multiple=True,
            callback=_mapping,
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
    ):
        command = option(command)
    return command


@cli.command()
@click.argument("ruleset")
@click.argument("file")
@reading
@click.option("-o", "--output", default="-", help="The file to write; - is standard output.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json", "jsonl"]),
    help="How to write: by the output's name, else a table on a terminal and CSV elsewhere.",
)
@click.option(
    "--rank-by",
    "rank_by",
    callback=_names,
    metavar="MEASURE,...",
    help="Put the best first by these measures, and give each its rank.",
)
@click.option(
    "--columns",
    callback=_names,
    metavar="MEASURE,...",
    help="The measures to write: without it all, and on a terminal those of the last level.",
)
@answering
def rate(
    ruleset: str,
    file: str,
    output: str,
    shape: str | None,
    **options: Any,
) -> int:
    """Rate every subject of FILE: CSV, JSON or JSON lines, or - for standard input."""
    from stp_rules.engine.result import Ratings
    from stp_rules.library import load
    from stp_rules.tables.files import write_text
    from stp_rules.tables.results import result_sheet

    _keep_apart(file, output)
    chosen = load(ruleset)
    shape, rank_by = shape or _shape(output), options["rank_by"]
    names = _chosen(chosen, options["columns"], rank_by, shape)
    ratings, ranks = Ratings(_rated(chosen, file, options)), None
    if rank_by:
        ratings, ranks = _ranked(ratings, rank_by)
    write_text(output, _written(result_sheet(chosen, ratings, names, ranks), shape))
    _report(ratings, to_error=shape != "table" or output != "-")
    return FINDINGS if ratings.problems else 0


def _rated(ruleset: "Ruleset", file: str, options: Mapping[str, Any]) -> "Iterator[Rating]":
    from stp_rules.tables.deliveries import rate_table
    from stp_rules.tables.records import read_table

    table = read_table(file, options["wanted"], options["encoding"])
    return _progress(rate_table(ruleset, table, options["mapping"]), len(table.records))


def _progress(ratings: "Iterator[Rating]", total: int) -> "Iterator[Rating]":
    """Show progress on a terminal and nothing elsewhere."""
    if not sys.stderr.isatty() or total < WORTH_WATCHING:
        yield from ratings
        return
    with click.progressbar(ratings, length=total, label="rating", file=sys.stderr) as bar:
        yield from bar


def _ranked(ratings: "Ratings", names: list[str]) -> "tuple[Ratings, list[int | None]]":
    from stp_rules.analysis.ranking import rank

    ranked = rank(ratings, names)
    return type(ratings)(rating for _, rating in ranked), [place for place, _ in ranked]


def _keep_apart(file: str, output: str) -> None:
    """Refuse to write the results over the data."""
    if output != "-" and File(output).exists() and File(file).resolve() == File(output).resolve():
        hint = "give the output a name of its own"
        message = f"{output} would be overwritten with its own results"
        raise InputError([Problem("same-file", message, hint=hint)])


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


def _chosen(
    ruleset: "Ruleset", columns: list[str], rank_by: list[str], shape: str
) -> list[str] | None:
    """Return the measures to write; `None` for all."""
    from stp_rules.tables.results import result_names

    known = result_names(ruleset)
    _refuse_unknown("measure", columns, known)
    if columns or shape != "table":
        return columns or None
    return list(dict.fromkeys([*rank_by, *(it.name for it in ruleset.levels[-1].measures)]))


def _refuse_unknown(what: str, names: Iterable[str], known: Sequence[str]) -> None:
    problems = [
        Problem(
            f"unknown-{what}",
            f"`{name}` is not a {what}",
            hint=nearest(name, known) or f"there are: {_few(known)}",
        )
        for name in names
        if name not in known
    ]
    if problems:
        raise InputError(problems)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:FEW]) + ", ..." * (len(names) > FEW)


def _written(sheet: "Sheet", shape: str) -> str:
    from stp_rules.tables import results

    match shape:
        case "csv":
            return results.to_csv(sheet)
        case "json":
            return results.to_json(sheet)
        case "jsonl":
            return results.to_json_lines(sheet)
    from stp_rules.render.text import table_text

    return table_text(sheet)


def _report(ratings: "Ratings", *, to_error: bool) -> None:
    from stp_rules.render.text import counts_text

    problems = ratings.problems
    for problem in problems[:MANY]:
        click.echo(str(problem), err=True)
    if problems[MANY:]:
        click.echo(f"and {len(problems) - MANY} more problems: see the column reasons", err=True)
    click.echo(counts_text(ratings.counts), err=to_error)


@cli.command()
@click.argument("ruleset")
@click.argument("file")
@click.option("--subject", help="The key of the subject; not needed where the file holds one.")
@click.option("--measure", help="The measure to explain; without it, the result.")
@reading
@answering
def explain(
    ruleset: str, file: str, subject: str | None, measure: str | None, **options: Any
) -> int:
    """Explain the rating of one subject of FILE, down to its inputs."""
    from stp_rules.analysis import explanation
    from stp_rules.library import load
    from stp_rules.render.explanation import explanation_text
    from stp_rules.tables.results import result_names

    chosen = load(ruleset)
    if measure:
        _refuse_unknown("measure", [measure], result_names(chosen))
    rating = _one(list(_rated(chosen, file, options)), subject)
    if rating.problems:
        click.echo("\n".join(map(str, rating.problems)), err=True)
        return FINDINGS
    click.echo(explanation_text(explanation.explain(rating, measure)), nl=False)
    return 0


def _one(ratings: "list[Rating]", subject: str | None) -> "Rating":
    """Return the rating with a key, or the only one; of several rows with a key the first."""
    keys = list(dict.fromkeys(rating.key for rating in ratings if rating.key))
    if subject is not None:
        _refuse_unknown("subject", [subject], keys)
    elif len(ratings) != 1:
        hint = f"choose one with --subject: {_few(keys)}" if keys else ""
        message = f"there are {_counted(len(ratings), 'subject')}"
        raise InputError([Problem("unknown-subject", message, hint=hint)])
    return next(rating for rating in ratings if subject in (None, rating.key))


@cli.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@answering
def test(targets: tuple[str, ...]) -> int:
    """Run the worked examples of rulesets, of files of cases, or of all in a folder."""
    from stp_rules.loading.digests import shipped
    from stp_rules.testing.cases import case_files

    files = [file for target in targets or (str(shipped()),) for file in case_files(target)]
    counts = [_test_one(file) for file in dict.fromkeys(files)]
    passed, failed = (sum(numbers) for numbers in zip(*filter(None, counts), (0, 0), strict=True))
    click.echo(f"{_counted(passed, 'case')} passed, {failed} failed")
    if None in counts:
        return UNUSABLE
    return FINDINGS if failed else 0


def _test_one(file: File) -> tuple[int, int] | None:
    """Run a file of cases: how many pass and how many fail, `None` if it cannot be used."""
    from stp_rules.testing.cases import read_cases, run_cases

    try:
        results = list(run_cases(read_cases(file)))
    except ProblemsError as error:
        click.echo(str(error), err=True)
        return None
    failed = [result for result in results if result.failures]
    for result in failed:
        click.echo("\n  ".join([f"{file}: {result.case}", *map(str, result.failures)]))
    return len(results) - len(failed), len(failed)


@cli.command()
@click.option("--cases", is_flag=True, help="The schema of files of cases.")
@answering
def schema(*, cases: bool) -> None:
    """Print the JSON Schema (draft 7) of rulesets, for editors."""
    from stp_rules.loading.schema import CASES, RULESET, schema_text

    click.echo(schema_text(CASES if cases else RULESET), nl=False)


if __name__ == "__main__":
    main()
