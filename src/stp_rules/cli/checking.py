"""`stp-rules check`."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path as File

import click
from attrs import evolve

from stp_rules.analysis.versions import wrong_bump
from stp_rules.checking.ruleset import notes
from stp_rules.cli.answers import answering, counted
from stp_rules.cli.reports import Look, Reporter, reporting
from stp_rules.cli.targets import or_shipped, rulesets_in
from stp_rules.display import shown
from stp_rules.errors import Problem, RulesetError, problems_text
from stp_rules.language.ruleset import Ruleset
from stp_rules.library import (
    Claim,
    Edition,
    claims,
    is_file,
    load,
    locate,
    predecessor,
    version_place,
)
from stp_rules.paths import Path
from stp_rules.render.findings import Entry, finding
from stp_rules.render.versions import bump_problem


@click.command()
@click.argument("rulesets", nargs=-1, metavar="RULESET...")
@reporting
@answering
def check(rulesets: tuple[str, ...], reporter: Reporter) -> int:
    """Check rulesets, or all in a folder: every problem, with its place and what to do."""
    targets = reporter.targets(or_shipped(rulesets), rulesets_in)
    known = claims(File(it.name) for it in targets if len(targets) > 1 and is_file(File(it.name)))
    folders = [File(it).resolve() for it in rulesets if os.path.isdir(it)]  # noqa: PTH112 - no name is too long
    return reporter.answer(reporter.looks(targets, partial(_look, known=known, folders=folders)))


def _look(name: str, known: Sequence[Claim], folders: Sequence[File]) -> Look:
    file = locate(name)
    if not is_file(file):
        load(name)
    found = _found(name, file, known, folders)
    wrong = sum(it.severity == "error" for it in found)
    said = [problems_text(_told_once(found))] if found else []
    lines = [*said, f"{shown(name)}: {counted(wrong, 'problem') if wrong else 'no problems'}"]
    entry = Entry(
        str(file), "check", "failed" if wrong else "passed", tuple(finding(it) for it in found)
    )
    return Look("".join(f"{line}\n" for line in lines), (entry,))


def _told_once(found: Sequence[Problem]) -> list[Problem]:
    """Put the notes on every `otherwise` into one: most are meant, and none is wrong."""
    notes = [it for it in found if it.code == "otherwise"]
    others = [it for it in found if it.code != "otherwise"]
    if not notes[1:]:
        return list(found)
    lines = ", ".join(str(it.place.line) for it in notes if it.place)
    message = f"{len(notes)} decisions reach their `otherwise`: lines {lines}"
    hint = "nothing need be done where that is meant; --format json gives values that reach each"
    about = notes[0].place.file if notes[0].place else ""
    return [*others, Problem("otherwise", message, about=about, hint=hint, severity="note")]


def _found(
    name: str, file: File, known: Sequence[Claim], folders: Sequence[File]
) -> tuple[Problem, ...]:
    try:
        ruleset = load(name)
    except RulesetError as error:
        return error.problems
    near = [it for it in known if _in_one(file, it.edition.file, folders)]
    wrong = _twin(ruleset, file, near) or _wrong_bump(ruleset, file, known)
    return (*notes(ruleset), *([wrong] if wrong else []))


def _says_the_same(other: File, ruleset: Ruleset) -> bool:
    """Tell whether another file is a copy of a ruleset; of one with problems nothing is said."""
    try:
        return load(other).digest == ruleset.digest
    except RulesetError:
        return True


def _in_one(file: File, other: File, folders: Sequence[File]) -> bool:
    """Tell whether two files lie in one of the folders that are checked."""
    both = [it.resolve() for it in (file, other)]
    return any(all(it.is_relative_to(folder) for it in both) for folder in folders)


def _twin(ruleset: Ruleset, file: File, known: Sequence[Claim]) -> Problem | None:
    """Return that an earlier file is the same version of the same method with other rules."""
    itself = Edition(ruleset.id, ruleset.version, file)
    alike = (it.edition.file for it in known if evolve(it.edition, file=file) == itself)
    other = next(alike, file)
    if other.resolve() == file.resolve() or _says_the_same(other, ruleset):
        return None
    message = f"two files are {ruleset.reference}: {shown(str(file))} and {shown(str(other))}"
    hint = "give one of them another version or another id, or remove it"
    problem = Problem("same-version", message, Path(("version",)), hint)
    where = version_place(other)
    return evolve(problem.located(ruleset.places), other_place=where)


def _wrong_bump(ruleset: Ruleset, file: File, known: Sequence[Claim]) -> Problem | None:
    """Return what is wrong with the version number of a ruleset that follows another."""
    try:
        edition = predecessor(ruleset, file, known)
    except RulesetError as error:
        return error.problems[0].located(ruleset.places)
    if edition is None:
        return None
    try:
        wrong = wrong_bump(load(edition.file), ruleset)
    except RulesetError:
        message = f"it cannot be compared with {edition.version}, the version before it"
        hint = f"mend {edition.file} first, which has problems"
        problem = Problem("wrong-bump", message, Path(("version",)), hint)
        return problem.located(ruleset.places)
    return bump_problem(wrong).located(ruleset.places) if wrong else None
