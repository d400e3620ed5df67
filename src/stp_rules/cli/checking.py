"""`stp-rules check`."""

from pathlib import Path as File

import click

from stp_rules.analysis.versions import bump_problem
from stp_rules.checking.ruleset import notes
from stp_rules.cli.answers import FINDINGS, answering, counted
from stp_rules.cli.targets import rulesets_named
from stp_rules.errors import Problem, RulesetError
from stp_rules.library import load, locate, predecessor
from stp_rules.model import Ruleset


@click.command()
@click.argument("rulesets", nargs=-1, metavar="RULESET...")
@answering
def check(rulesets: tuple[str, ...]) -> int:
    """Check rulesets, or all in a folder: every problem, with its place and what to do."""
    found = [_check_one(name) for name in rulesets_named(rulesets)]
    return FINDINGS if any(found) else 0


def _check_one(name: str) -> int:
    file = locate(name)
    if not file.is_file():
        load(name)
    try:
        ruleset = load(name)
    except RulesetError as error:
        click.echo(f"{error}\n{name}: {counted(len(error.problems), 'problem')}")
        return len(error.problems)
    for note in notes(ruleset):
        click.echo(str(note))
    wrong = _wrong_bump(ruleset, file)
    click.echo(f"{wrong}\n{name}: 1 problem" if wrong else f"{name}: no problems")
    return 1 if wrong else 0


def _wrong_bump(ruleset: Ruleset, file: File) -> Problem | None:
    """Return what is wrong with the version number of a ruleset that follows another."""
    before = predecessor(ruleset, file)
    wrong = bump_problem(before, ruleset) if before else None
    return wrong and wrong.located(ruleset.places)
