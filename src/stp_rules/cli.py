"""The command: parse, call, render, exit code.

Exit codes: 0 fine; 1 findings (problems in a ruleset, cases that fail, subjects refused); 2 wrong
usage, or a file that cannot be used.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path as File
from typing import Any

import click

from stp_rules.errors import InputError, Problem, ProblemsError, RulesetError, nearest
from stp_rules.model import Ruleset

FINDINGS = 1
UNUSABLE = 2

Command = Callable[..., int | None]


def main() -> None:
    """Run the command `stp-rules`."""
    cli(prog_name="stp-rules")


def answering(command: Command) -> Command:
    """Turn what a command returns, or raises, into its exit code."""

    @wraps(command)
    def answered(*args: Any, **options: Any) -> None:
        try:
            code = command(*args, **options) or 0
        except ProblemsError as error:
            click.echo(str(error), err=True)
            code = UNUSABLE
        except BrokenPipeError:
            sys.stderr.close()
            code = 0
        raise SystemExit(code)

    return answered


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

    given = [file for name in rulesets for file in _rulesets_in(name)] or list(all_files())
    found = [_check_one(str(name)) for name in given]
    return FINDINGS if any(found) else 0


def _rulesets_in(name: str) -> list[File | str]:
    folder = File(name)
    if not folder.is_dir():
        return [name]
    files = sorted(folder.rglob("*.yaml"))
    return [file for file in files if not file.name.endswith(".cases.yaml")]


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
        click.option("--encoding", default="utf-8-sig", help="The encoding of the file."),
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
    help="The measures to show in a table; all are written to CSV and JSON.",
)
@answering
def rate(ruleset: str, file: str, **options: Any) -> int:
    """Rate every subject of FILE: CSV, JSON or JSON lines, or - for standard input."""
    from stp_rules.engine.result import Ratings
    from stp_rules.library import load
    from stp_rules.tables.deliveries import rate_table
    from stp_rules.tables.files import write_text
    from stp_rules.tables.records import read_table
    from stp_rules.tables.results import result_rows

    chosen = load(ruleset)
    table = read_table(file, options["wanted"], options["encoding"])
    rated = rate_table(chosen, table, options["mapping"])
    ratings = Ratings(_progress(rated, len(table.records)))
    ranks = None
    shown: Iterable[Any] = ratings
    if options["rank_by"]:
        from stp_rules.analysis.ranking import rank

        ranked = rank(ratings, options["rank_by"])
        ranks, shown = [place for place, _ in ranked], [rating for _, rating in ranked]
    rows = result_rows(chosen, shown, ranks)
    shape = options["shape"] or _shape(options["output"])
    write_text(options["output"], _written(chosen, rows, shape, options))
    _report(chosen, ratings, to_error=shape != "table" or options["output"] != "-")
    return FINDINGS if ratings.problems else 0


def _progress(ratings: Iterator[Any], total: int) -> Iterator[Any]:
    """Show progress on a terminal and nothing elsewhere."""
    if not sys.stderr.isatty() or total < 1000:  # noqa: PLR2004 - less is over in a moment
        yield from ratings
        return
    with click.progressbar(ratings, length=total, label="rating", file=sys.stderr) as bar:
        yield from bar


def _shape(output: str) -> str:
    from stp_rules.tables.records import format_of

    if output == "-":
        return "table" if sys.stdout.isatty() else "csv"
    return format_of(output)


def _written(ruleset: Ruleset, rows: list[dict[str, Any]], shape: str, options: Any) -> str:
    from stp_rules.tables import results

    if shape != "table":
        writers = {"csv": results.to_csv, "json": results.to_json, "jsonl": results.to_json_lines}
        return writers[shape](rows)
    from stp_rules.render.text import league_rows, table_text
    from stp_rules.render.words import labels_of

    last = [measure.name for measure in ruleset.levels[-1].measures]
    names = options["columns"] or list(dict.fromkeys([*options["rank_by"], *last]))
    unknown = [name for name in names if name not in results.result_names(ruleset)]
    if unknown:
        known = results.result_names(ruleset)
        raise InputError(
            Problem("unknown-measure", f"`{name}` is not a measure", hint=nearest(name, known))
            for name in unknown
        )
    return table_text(league_rows(rows, ruleset, names), labels_of(ruleset))


def _report(ruleset: Ruleset, ratings: Any, *, to_error: bool) -> None:
    from stp_rules.render.text import counts_text
    from stp_rules.render.words import labels_of

    for problem in ratings.problems:
        click.echo(str(problem), err=True)
    if ratings:
        click.echo(counts_text(ratings.counts, labels_of(ruleset)), err=to_error)


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
    from stp_rules.tables.deliveries import rate_table
    from stp_rules.tables.records import read_table

    chosen = load(ruleset)
    table = read_table(file, options["wanted"], options["encoding"])
    rating = _one(list(rate_table(chosen, table, options["mapping"])), subject)
    if rating.problems:
        raise InputError(rating.problems)
    measures = [it.name for _, it in chosen.measures()]
    if measure and measure not in measures:
        message = f"`{measure}` is not a measure"
        hint = nearest(measure, measures) or f"measures: {', '.join(measures)}"
        raise InputError([Problem("unknown-measure", message, hint=hint)])
    click.echo(explanation_text(explanation.explain(rating, measure)), nl=False)
    return 0


def _one(ratings: list[Any], subject: str | None) -> Any:
    found = [rating for rating in ratings if subject in (None, rating.key)]
    if len(found) == 1:
        return found[0]
    keys = [rating.key for rating in ratings]
    if subject is None:
        few = ", ".join(keys[:5])
        message, hint = f"there are {len(keys)} subjects", f"choose one with --subject, such as {few}"
    else:
        message = f"no subject has the key `{subject}`"
        hint = nearest(subject, keys) or f"keys: {', '.join(keys[:5])}, ..."
    raise InputError([Problem("unknown-subject", message, hint=hint)])


@cli.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@answering
def test(targets: tuple[str, ...]) -> int:
    """Run the worked examples of rulesets, of files of cases, or of all in a folder."""
    from stp_rules.library import shipped
    from stp_rules.testing.cases import case_files, read_cases, run_cases

    files = [file for target in targets or (str(shipped()),) for file in case_files(target)]
    passed, failed = 0, 0
    for file in files:
        for result in run_cases(read_cases(file)):
            passed, failed = passed + (not result.failures), failed + bool(result.failures)
            if result.failures:
                click.echo(f"{file}: {result.case}")
            for failure in result.failures:
                click.echo(f"  {failure}")
    click.echo(f"{_counted(passed, 'case')} passed, {failed} failed")
    return FINDINGS if failed else 0


@cli.command()
@click.option("--cases", is_flag=True, help="The schema of files of cases.")
@answering
def schema(*, cases: bool) -> None:
    """Print the JSON Schema (draft 7) of rulesets, for editors."""
    from stp_rules.loading.schema import CASES, RULESET, schema_text

    click.echo(schema_text(CASES if cases else RULESET), nl=False)


if __name__ == "__main__":
    main()
