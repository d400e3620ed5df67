"""How `check`, `test` and `prove` report: to people while they look, or to machines at the end."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from importlib.metadata import version
from pathlib import Path as File
from typing import Any

import click
from attrs import frozen

from stp_rules.cli.answers import FINDINGS, UNDECIDED, UNUSABLE, Command
from stp_rules.cli.options import output
from stp_rules.errors import Problem, ProblemsError
from stp_rules.render.findings import Entry, Outcome, Report, seen_from, unusable, worst
from stp_rules.render.reports import WRITERS
from stp_rules.tables.files import write_text

_CODES: dict[Outcome, int] = {
    "passed": 0,
    "failed": FINDINGS,
    "unusable": UNUSABLE,
    "undecided": UNDECIDED,
}


@frozen
class Target:
    """A file to look at; or a name that stands for none, and why."""

    name: str
    problems: tuple[Problem, ...] = ()


@frozen
class Look:
    """What came of looking at a file: said to people, and as entries."""

    text: str
    entries: tuple[Entry, ...] = ()


@frozen
class Reporter:
    """How a command reports: what it is called, in which shape and where to.

    What cannot be used ends a command that speaks to people. To machines it is one more entry, and
    the other files are looked at.
    """

    command: str
    shape: str
    output: str

    @property
    def to_people(self) -> bool:
        """Whether people read it."""
        return self.shape == "text"

    def targets(
        self, names: Iterable[str], files_of: Callable[[str], Iterable[str]]
    ) -> list[Target]:
        """Return every file that the names stand for."""
        return [target for name in names for target in self._targets(name, files_of)]

    def _targets(self, name: str, files_of: Callable[[str], Iterable[str]]) -> list[Target]:
        try:
            return [Target(file) for file in files_of(name)]
        except ProblemsError as error:
            if self.to_people:
                raise
            return [Target(name, error.problems)]

    def looks(self, targets: Iterable[Target], look: Callable[[str], Look]) -> Iterator[Look]:
        """Look at one file after the other."""
        for target in targets:
            yield self.refused(target) if target.problems else self._look(target, look)

    def _look(self, target: Target, look: Callable[[str], Look]) -> Look:
        try:
            return look(target.name)
        except ProblemsError as error:
            if self.to_people:
                raise
            return self.refused(Target(target.name, error.problems))

    def refused(self, target: Target) -> Look:
        """Return the look at what cannot be used."""
        return Look("", (unusable(target.name, self.command, target.problems),))

    def answer(self, looks: Iterable[Look]) -> int:
        """Report what came of looking, and return the exit code."""
        entries = self._said(looks) if self.to_people else self._written(looks)
        return _CODES[worst(entries)]

    def _said(self, looks: Iterable[Look]) -> list[Entry]:
        """Say each text as soon as it is there, unless all go to a file."""
        texts, entries = [], list[Entry]()
        for look in looks:
            if self.output == "-":
                click.echo(look.text, nl=False)
            texts.append(look.text)
            entries += look.entries
        if self.output != "-":
            write_text(self.output, "".join(texts))
        return entries

    def _written(self, looks: Iterable[Look]) -> list[Entry]:
        entries = [seen_from(File.cwd(), entry) for look in looks for entry in look.entries]
        report = Report(self.command, version("stp-rules"), tuple(entries))
        write_text(self.output, WRITERS[self.shape](report))
        return entries


def reporting(command: Command) -> Command:
    """Add the options that say how a command reports, and hand it a reporter."""

    @wraps(command)
    def handed(*args: Any, shape: str, output: str, **options: Any) -> int | None:
        return command(*args, reporter=Reporter(command.__name__, shape, output), **options)

    option = click.option(
        "-f",
        "--format",
        "shape",
        type=click.Choice(["text", *WRITERS]),
        default="text",
        help="How to report: to people, or to a machine.",
    )
    return option(output(handed))
