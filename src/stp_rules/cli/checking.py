"""`stp-rules check`."""

from pathlib import Path as File

import click

from stp_rules.analysis.versions import bump_problem
from stp_rules.checking.ruleset import notes
from stp_rules.cli.answers import answering, counted
from stp_rules.cli.reports import Look, Reporter, reporting
from stp_rules.cli.targets import or_shipped, rulesets_in
from stp_rules.errors import Problem, RulesetError
from stp_rules.library import is_file, load, locate, predecessor
from stp_rules.model import Ruleset
from stp_rules.render.findings import Entry, finding


@click.command()
@click.argument("rulesets", nargs=-1, metavar="RULESET...")
@reporting
@answering
def check(rulesets: tuple[str, ...], reporter: Reporter) -> int:
    """Check rulesets, or all in a folder: every problem, with its place and what to do."""
    targets = reporter.targets(or_shipped(rulesets), rulesets_in)
    return reporter.answer(reporter.looks(targets, _look))


def _look(name: str) -> Look:
    file = locate(name)
    if not is_file(file):
        load(name)
    found = _found(name, file)
    wrong = sum(it.severity == "error" for it in found)
    lines = [*found, f"{name}: {counted(wrong, 'problem') if wrong else 'no problems'}"]
    entry = Entry(
        str(file), "check", "failed" if wrong else "passed", tuple(finding(it) for it in found)
    )
    return Look("".join(f"{line}\n" for line in lines), (entry,))


def _found(name: str, file: File) -> tuple[Problem, ...]:
    try:
        ruleset = load(name)
    except RulesetError as error:
        return error.problems
    wrong = _wrong_bump(ruleset, file)
    return (*notes(ruleset), *([wrong] if wrong else []))


def _wrong_bump(ruleset: Ruleset, file: File) -> Problem | None:
    """Return what is wrong with the version number of a ruleset that follows another."""
    before = predecessor(ruleset, file)
    wrong = bump_problem(before, ruleset) if before else None
    return wrong and wrong.located(ruleset.places)
