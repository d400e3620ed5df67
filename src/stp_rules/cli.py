"""The command: parse, call, render, exit code.

Exit codes: 0 fine; 1 findings (problems in a ruleset, cases that fail, subjects refused, promises
refuted); 2 wrong usage, or a file that cannot be used; 3 undecided.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import wraps
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, get_args

import click

from stp_rules.errors import (
    InputError,
    MissingExtraError,
    Problem,
    ProblemsError,
    RulesetError,
    nearest,
)

if TYPE_CHECKING:
    from stp_rules.engine.cohort import Reference
    from stp_rules.engine.result import Rating, Ratings
    from stp_rules.engine.rollup import Member
    from stp_rules.model import Ruleset
    from stp_rules.tables.records import Table
    from stp_rules.tables.results import Sheet

FINDINGS = 1
UNUSABLE = 2
UNDECIDED = 3

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
    except (ProblemsError, MissingExtraError) as error:
        click.echo(str(error), err=True)
        return UNUSABLE


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(package_name="stp-rules")
def cli() -> None:
    """Rate organisations by a method that is written as data, and explain each rating.

    RULESET is the path of a YAML file, or an id such as nhs-england/stp-progress, also with a
    version: nhs-england/stp-progress@2017.1.0.
    """


def _day(_: click.Context, __: click.Parameter, given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise click.BadParameter("write a date such as 2017-07-21") from None


as_of = click.option(
    "--as-of",
    callback=_day,
    metavar="DATE",
    help="The day whose version, and whose dated parameters, count.",
)


@cli.command("list")
@click.option("--on", "day", callback=_day, metavar="DATE", help="Only what is in force on a day.")
@answering
def list_(day: "date | None") -> None:
    """List the rulesets that come with the package, and from when to when they are in force."""
    from stp_rules.library import editions, load
    from stp_rules.render.text import listing

    found = [load(edition.file) for edition in editions()]
    kept = [it for it in found if day is None or day in it.effective]
    click.echo(listing(kept), nl=False)


@cli.command()
@click.argument("ruleset")
@as_of
@click.option("--evidence", is_flag=True, help="Every number with who says so, the weakest first.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown", "html"]),
    default="text",
    help="A short text, or the whole method as a document.",
)
@click.option("-o", "--output", default="-", help="The file to write; - is standard output.")
@answering
def show(ruleset: str, as_of: "date | None", *, evidence: bool, shape: str, output: str) -> None:
    """Show a ruleset as the method that it is."""
    from stp_rules.library import load, on
    from stp_rules.render.text import claims_text, ruleset_text
    from stp_rules.tables.files import write_text

    chosen = load(ruleset, as_of)
    if evidence:
        from stp_rules.analysis.evidence import numbers

        write_text(output, claims_text(numbers(chosen), chosen))
    elif shape == "text":
        write_text(output, ruleset_text(on(chosen, as_of)))
    else:
        write_text(output, _document(chosen, shape))


def _document(ruleset: "Ruleset", shape: str) -> str:
    from stp_rules.analysis.changes import diff
    from stp_rules.analysis.evidence import numbers
    from stp_rules.analysis.weights import effective_shares
    from stp_rules.library import previous
    from stp_rules.render.document import Method, document_html, document_markdown

    before = previous(ruleset)
    method = Method(
        ruleset,
        effective_shares(ruleset),
        numbers(ruleset),
        before.reference if before else "",
        diff(before, ruleset) if before else (),
    )
    return document_html(method) if shape == "html" else document_markdown(method)


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
    wrong = _wrong_bump(ruleset, file)
    click.echo(f"{wrong}\n{name}: 1 problem" if wrong else f"{name}: no problems")
    return 1 if wrong else 0


def _wrong_bump(ruleset: "Ruleset", file: File) -> Problem | None:
    """Return what is wrong with the version number of a ruleset that follows another."""
    from stp_rules.library import predecessor

    before = predecessor(ruleset, file)
    if before is None:
        return None
    from stp_rules.analysis.versions import bump_problem

    wrong = bump_problem(before, ruleset)
    return wrong and wrong.located(ruleset.places)


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
        click.option(
            "--long",
            metavar="METRIC,VALUE",
            help="The columns of metric and value, where each has a row of its own.",
        ),
        click.option(
            "--period",
            metavar="COLUMN=PERIOD",
            help="The column of the period, and the period whose rows count.",
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
    from stp_rules.tables.files import write_text
    from stp_rules.tables.results import result_sheet

    _keep_apart(file, output)
    chosen = _ruleset(ruleset, options)
    shape, rank_by = shape or _shape(output), options["rank_by"]
    names = _chosen(chosen, options["columns"], rank_by, shape)
    ratings, ranks = _rated(chosen, file, options), None
    if save_reference:
        write_text(save_reference, _reference_of(ratings).to_json())
    if rank_by:
        ratings, ranks = _ranked(ratings, rank_by)
    write_text(output, _written(result_sheet(chosen, ratings, names, ranks), shape))
    _report(ratings, to_error=shape != "table" or output != "-")
    return FINDINGS if ratings.problems else 0


def _ruleset(name: str, options: Mapping[str, Any]) -> "Ruleset":
    from stp_rules.library import load, on

    return on(load(name, options["as_of"]), options["as_of"])


def _rated(
    ruleset: "Ruleset", file: str, options: Mapping[str, Any], beside: "Reference | None" = None
) -> "Ratings":
    from stp_rules.engine.result import Ratings
    from stp_rules.tables.deliveries import batch

    table = _table(ruleset, file, options)
    members = _members(ruleset, options)
    found = batch(ruleset, table, options["mapping"], members)
    reference = beside or _saved_reference(options["reference_file"])
    return Ratings(_progress(found.ratings(reference), len(table.records)), found.unplaced)


def _table(ruleset: "Ruleset", file: str, options: Mapping[str, Any]) -> "Table":
    from stp_rules.tables.long import Long, of_period, widened
    from stp_rules.tables.records import read_table

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


def _members(ruleset: "Ruleset", options: Mapping[str, Any]) -> "list[Member] | None":
    from stp_rules.tables.deliveries import member_rows
    from stp_rules.tables.records import read_table

    file = options["members_file"]
    if file is None:
        return None
    table = read_table(file, encoding=options["encoding"])
    return member_rows(ruleset, table, options["mapping"])


def _saved_reference(file: str | None) -> "Reference | None":
    if file is None:
        return None
    from stp_rules.engine.cohort import Reference
    from stp_rules.tables.records import read_text

    return Reference.from_json(read_text(file, "utf-8"))


def _reference_of(ratings: "Ratings") -> "Reference":
    if ratings.reference is None:
        hint = "only steps relative to a cohort make a reference"
        message = "the ruleset reads no cohort, so there is nothing to save"
        raise InputError([Problem("no-reference", message, hint=hint)])
    return ratings.reference


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
    ordered = type(ratings)((rating for _, rating in ranked), ratings.unplaced)
    return ordered, [place for place, _ in ranked]


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
    others = f"there are: {_few(known)}" if known else f"there is no {what} with a name"
    problems = [
        Problem(
            f"unknown-{what}",
            f"`{name}` is not a {what}",
            hint=nearest(name, known) or others,
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
    from stp_rules.render.explanation import explanation_text
    from stp_rules.tables.results import result_names

    chosen = _ruleset(ruleset, options)
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
@click.argument("ruleset")
@click.argument("before")
@click.argument("after")
@click.option("--all", "everyone", is_flag=True, help="Those whose result has not moved as well.")
@reading
@answering
def progress(ruleset: str, before: str, after: str, *, everyone: bool, **options: Any) -> int:
    """Compare two files of subjects: who moved, by how much, and through which measures.

    AFTER is rated beside the cohort of BEFORE, so that only what the subjects did counts.
    """
    from stp_rules.analysis.movement import movements
    from stp_rules.render.movement import movements_text

    chosen = _ruleset(ruleset, options)
    first = _rated(chosen, before, options)
    second = _rated(chosen, after, options, first.reference)
    click.echo(movements_text(list(movements(first, second)), everyone=everyone), nl=False)
    problems = [*first.problems, *second.problems]
    click.echo("".join(f"{problem}\n" for problem in problems), err=True, nl=False)
    return FINDINGS if problems else 0


@cli.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--coverage", is_flag=True, help="Show which rules no case touches.")
@click.option("--mutate", is_flag=True, help="Show which changes of the ruleset no case notices.")
@click.option("--fail-under", type=float, metavar="PERCENT", help="Fail where fewer are noticed.")
@answering
def test(
    targets: tuple[str, ...], *, coverage: bool, mutate: bool, fail_under: float | None
) -> int:
    """Run the worked examples of rulesets, of files of cases, or of all in a folder."""
    from stp_rules.loading.digests import shipped
    from stp_rules.testing.cases import case_files

    files = [file for target in targets or (str(shipped()),) for file in case_files(target)]
    if mutate:
        return max(_mutate_one(file, fail_under) for file in dict.fromkeys(files))
    if coverage:
        return max(_cover_one(file) for file in dict.fromkeys(files))
    counts = [_test_one(file) for file in dict.fromkeys(files)]
    passed, failed = (sum(numbers) for numbers in zip(*filter(None, counts), (0, 0), strict=True))
    click.echo(f"{_counted(passed, 'case')} passed, {failed} failed")
    if None in counts:
        return UNUSABLE
    return FINDINGS if failed else 0


def _mutate_one(file: File, fail_under: float | None) -> int:
    from stp_rules.testing.cases import read_cases
    from stp_rules.testing.mutation import trial_text, tried

    cases = read_cases(file)
    trial = tried(cases)
    click.echo(trial_text(trial, cases))
    return FINDINGS if fail_under is not None and trial.percent < fail_under else 0


def _cover_one(file: File) -> int:
    from stp_rules.testing.cases import read_cases, run_cases
    from stp_rules.testing.coverage import coverage, coverage_text

    cases = read_cases(file)
    ratings = [rating for result in run_cases(cases) for rating in result.ratings]
    click.echo(coverage_text(coverage(cases.ruleset, ratings)))
    return 0


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


@cli.command("diff")
@click.argument("before")
@click.argument("after")
@click.option(
    "-f",
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to write what differs.",
)
@answering
def diff_(before: str, after: str, shape: str) -> int:
    """Compare two rulesets: what differs, and whether any subject is rated otherwise.

    Exit codes: 0 nothing differs, 1 something does.
    """
    from stp_rules.analysis.changes import diff
    from stp_rules.analysis.proofs.meaning import compared
    from stp_rules.library import load, on
    from stp_rules.render.changes import changes_json, changes_text

    one, other = load(before), load(after)
    changes, meaning = diff(one, other), compared(on(one), on(other))
    write = changes_json if shape == "json" else changes_text
    click.echo(write(changes, meaning), nl=shape == "json")
    return FINDINGS if changes else 0


@cli.command()
@click.argument("rulesets", nargs=-1, metavar="RULESET...")
@click.option(
    "--promise",
    "kinds",
    multiple=True,
    help="Only this promise, also one not made; may be repeated.",
)
@click.option("--certificate", is_flag=True, help="Why each promise holds, line by line.")
@as_of
@answering
def prove(
    rulesets: tuple[str, ...], kinds: tuple[str, ...], *, certificate: bool, as_of: "date | None"
) -> int:
    """Prove what rulesets promise, or refute it by an example.

    A ruleset without promises is asked for all that can be asked of any. Exit codes: 0 all is
    proved, 1 something is refuted, 3 something is undecided.
    """
    from stp_rules.library import all_files

    names = [file for name in rulesets for file in _rulesets_in(name)] if rulesets else all_files()
    codes = [_prove_one(str(name), kinds, as_of, certificate=certificate) for name in names]
    return FINDINGS if FINDINGS in codes else max(codes)


def _prove_one(
    name: str, kinds: tuple[str, ...], as_of: "date | None", *, certificate: bool
) -> int:
    from stp_rules.analysis.proofs.promises import chosen, outcome, prove
    from stp_rules.library import load, on
    from stp_rules.model import PromiseKind
    from stp_rules.render.proofs import verdicts_text

    ruleset = on(load(name, as_of), as_of)
    _refuse_unknown("promise", kinds, get_args(PromiseKind))
    verdicts = prove(ruleset, chosen(ruleset, kinds))
    click.echo(f"{name}\n{verdicts_text(verdicts, ruleset, certificates=certificate)}")
    return {"proved": 0, "refuted": FINDINGS, "undecided": UNDECIDED}[outcome(verdicts)]


@cli.command()
@click.argument("ruleset")
@click.argument("file", required=False)
@reading
@answering
def edges(ruleset: str, file: str | None, **options: Any) -> int:
    """Show which totals meet a line exactly; with FILE, which subjects lie on one or near.

    Near is who would be rated otherwise if one input moved across one edge.
    """
    from stp_rules.analysis.edges import meetings
    from stp_rules.render.edges import meetings_text, subjects_text

    chosen = _ruleset(ruleset, options)
    if file is None:
        click.echo(meetings_text(meetings(chosen), chosen), nl=False)
        return 0
    ratings = _rated(chosen, file, options)
    click.echo(subjects_text(ratings), nl=False)
    return FINDINGS if ratings.problems else 0


@cli.command()
@click.option("--cases", is_flag=True, help="The schema of files of cases.")
@answering
def schema(*, cases: bool) -> None:
    """Print the JSON Schema (draft 7) of rulesets, for editors."""
    from stp_rules.loading.schema import CASES, RULESET, schema_text

    click.echo(schema_text(CASES if cases else RULESET), nl=False)


if __name__ == "__main__":
    main()
