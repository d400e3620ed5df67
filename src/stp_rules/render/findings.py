"""What a command looked at and what it found, as values of which every format is written."""

from collections.abc import Iterable, Mapping
from pathlib import Path as File
from typing import Any, Literal

from attrs import evolve, frozen

from stp_rules.display import one_line
from stp_rules.errors import Place, Problem

Level = Literal["error", "warning", "note"]

Outcome = Literal["passed", "undecided", "failed", "unusable"]

OUTCOMES: tuple[Outcome, ...] = ("passed", "undecided", "failed", "unusable")
"""What can come of a look, the worst last."""


@frozen
class Finding:
    """One thing that was found: under which code, how bad, where, and what to do about it.

    `place` is `None` where it is about a file as a whole; `other_place` is that of what it has to
    do with. `details` are the lines that lead to it, and `example` is plain data that shows it.
    """

    code: str
    level: Level
    message: str
    place: Place | None = None
    other_place: Place | None = None
    hint: str = ""
    details: tuple[str, ...] = ()
    example: Mapping[str, Any] | None = None

    def lines(self) -> list[str]:
        """Give what there is to read: the message, what leads to it, and what to do."""
        help_ = [f"help: {self.hint}"] if self.hint else []
        return [one_line(line) for line in (self.message, *self.details, *help_)]


@frozen
class Entry:
    """One thing that was looked at: the check, a promise or a case, by its name, of a file.

    `suite` is the file, or the name under which it was asked for where there is none. `notes` are
    worth knowing and nothing that was found.
    """

    suite: str
    name: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class Report:
    """All that a command of some version looked at."""

    command: str
    version: str
    entries: tuple[Entry, ...]


def finding(problem: Problem) -> Finding:
    """Return a problem as a finding; without a place, its message says what it is about."""
    about = "" if problem.place else problem.subject
    return Finding(
        problem.code,
        problem.severity,
        f"{about}: {problem.message}" if about else problem.message,
        problem.place,
        problem.other_place,
        problem.hint,
    )


def unusable(suite: str, name: str, problems: Iterable[Problem]) -> Entry:
    """Return the entry of a file that cannot be used."""
    return Entry(suite, name, "unusable", tuple(map(finding, problems)))


def worst(entries: Iterable[Entry]) -> Outcome:
    """Return the outcome of all together."""
    return max((entry.outcome for entry in entries), key=OUTCOMES.index, default="passed")


def seen_from(folder: File, entry: Entry) -> Entry:
    """Name the files below a folder as they are seen from there, and all with slashes."""
    found = [
        evolve(
            it,
            place=_seen_place(folder, it.place),
            other_place=_seen_place(folder, it.other_place),
        )
        for it in entry.findings
    ]
    return evolve(entry, suite=_seen(folder, entry.suite), findings=tuple(found))


def _seen_place(folder: File, place: Place | None) -> Place | None:
    return place and evolve(place, file=_seen(folder, place.file))


def _seen(folder: File, file: str) -> str:
    path = File(file)
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()
