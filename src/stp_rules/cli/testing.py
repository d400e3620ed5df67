"""`stp-rules test`."""

from pathlib import Path as File

import click

from stp_rules.cli.answers import FINDINGS, UNUSABLE, answering, counted
from stp_rules.errors import ProblemsError
from stp_rules.loading.digests import shipped
from stp_rules.testing.cases import case_files, read_cases, run_cases
from stp_rules.testing.coverage import coverage, coverage_text
from stp_rules.testing.mutation import trial_text, tried


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--coverage", is_flag=True, help="Show which rules no case touches.")
@click.option("--mutate", is_flag=True, help="Show which changes of the ruleset no case notices.")
@click.option("--fail-under", type=float, metavar="PERCENT", help="Fail where fewer are noticed.")
@answering
def test(
    targets: tuple[str, ...], *, coverage: bool, mutate: bool, fail_under: float | None
) -> int:
    """Run the worked examples of rulesets, of files of cases, or of all in a folder."""
    files = [file for target in targets or (str(shipped()),) for file in case_files(target)]
    if mutate:
        return max(_mutate_one(file, fail_under) for file in dict.fromkeys(files))
    if coverage:
        return max(_cover_one(file) for file in dict.fromkeys(files))
    counts = [_test_one(file) for file in dict.fromkeys(files)]
    passed, failed = (sum(numbers) for numbers in zip(*filter(None, counts), (0, 0), strict=True))
    click.echo(f"{counted(passed, 'case')} passed, {failed} failed")
    if None in counts:
        return UNUSABLE
    return FINDINGS if failed else 0


def _mutate_one(file: File, fail_under: float | None) -> int:
    cases = read_cases(file)
    trial = tried(cases)
    click.echo(trial_text(trial, cases))
    return FINDINGS if fail_under is not None and trial.percent < fail_under else 0


def _cover_one(file: File) -> int:
    cases = read_cases(file)
    ratings = [rating for result in run_cases(cases) for rating in result.ratings]
    click.echo(coverage_text(coverage(cases.ruleset, ratings)))
    return 0


def _test_one(file: File) -> tuple[int, int] | None:
    """Run a file of cases: how many pass and how many fail, `None` if it cannot be used."""
    try:
        results = list(run_cases(read_cases(file)))
    except ProblemsError as error:
        click.echo(str(error), err=True)
        return None
    failed = [result for result in results if result.failures]
    for result in failed:
        click.echo("\n  ".join([f"{file}: {result.case}", *map(str, result.failures)]))
    return len(results) - len(failed), len(failed)
