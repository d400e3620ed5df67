"""How `check`, `test` and `prove` report: to people while they look, or to machines at the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any

import click
from attrs import frozen

from stp_rules.cli.answers import (
    FINDINGS,
    INTERRUPTED,
    UNDECIDED,
    UNUSABLE,
    Command,
)
from stp_rules.cli.options import output
from stp_rules.display import page
from stp_rules.errors import Problem, ProblemsError, problems_text
from stp_rules.reading import working_folder
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
    """What came of looking at a file: said to people, and as entries; or why it cannot be used."""

    text: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


@frozen
class Reporter:
    """How a command reports: what it is called, in which shape and where to.

    What cannot be used is one more entry, and the other files are looked at.
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
            return [Target(name, error.problems)]

    def looks(self, targets: Iterable[Target], look: Callable[[str], Look]) -> Iterator[Look]:
        """Look at one file after the other."""
        return self.views(targets, lambda name: iter([look(name)]))

    def views(
        self, targets: Iterable[Target], views: Callable[[str], Iterator[Look]]
    ) -> Iterator[Look]:
        """Look at one file after the other, at each in several looks."""
        for target in targets:
            if target.problems:
                yield self.refused(target)
                continue
            try:
                yield from views(target.name)
            except ProblemsError as error:
                yield self.refused(Target(target.name, error.problems))

    def refused(self, target: Target) -> Look:
        """Return the look at what cannot be used."""
        return Look("", (unusable(target.name, self.command, target.problems),), target.problems)

    def answer(self, looks: Iterable[Look]) -> int:
        """Report what came of looking, and return the exit code.

        Interrupted, it says what it has come to; a report that is not whole is not written.
        """
        found: list[Look] = []
        try:
            for look in looks:
                found.append(look)
                self._say(look)
        except KeyboardInterrupt:
            click.echo(_interrupted(found), err=True)
            return INTERRUPTED
        return self._reported(found)

    def _say(self, look: Look) -> None:
        """Say to people what came of a look as soon as it is there, unless all goes to a file."""
        if self.to_people and look.problems:
            click.echo(problems_text(look.problems), err=True)
        if self.to_people and self.output == "-":
            click.echo(page(look.text), nl=False)

    def _reported(self, looks: Sequence[Look]) -> int:
        """Write what goes to a file or to machines, and return the exit code."""
        entries = [entry for look in looks for entry in look.entries]
        if not self.to_people:
            # it brings the reading of mail, for a version that only reports to machines name
            from importlib.metadata import version  # noqa: PLC0415

            folder = working_folder()
            seen = tuple(seen_from(folder, it) if folder else it for it in entries)
            report = Report(self.command, version("stp-rules"), seen)
            write_text(self.output, WRITERS[self.shape](report))
        elif self.output != "-" and not any(look.problems for look in looks):
            write_text(self.output, "".join(look.text for look in looks))
        return _CODES[worst(entries)]


def _interrupted(looks: Iterable[Look]) -> str:
    entries = [entry for look in looks for entry in look.entries]
    settled = "".join(f"\n  {it.suite}: {it.name}: {it.outcome}" for it in entries)
    return f"interrupted; settled before:{settled or ' nothing'}"


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
