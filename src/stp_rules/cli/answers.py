"""What a command returns or raises as an exit code, and how it refuses."""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any

import click

from stp_rules.errors import InputError, MissingExtraError, Problem, ProblemsError, nearest
from stp_rules.reading import remembering

FINDINGS = 1
UNUSABLE = 2
UNDECIDED = 3
INTERRUPTED = 130

FEW = 12
"""How many of the possible names a hint gives."""

Command = Callable[..., int | None]


def answering(command: Command) -> Command:
    """Turn what a command returns, or raises, into its exit code."""

    @wraps(command)
    def answered(*args: Any, **options: Any) -> None:
        code = 0
        with remembering(), suppress(BrokenPipeError):
            code = _code(command, *args, **options)
            sys.stdout.flush()
        raise SystemExit(code)

    return answered


def _code(command: Command, *args: Any, **options: Any) -> int:
    try:
        return command(*args, **options) or 0
    except (ProblemsError, MissingExtraError) as error:
        click.echo(str(error), err=True)
        return UNUSABLE


def refuse_unknown(what: str, names: Iterable[str], known: Sequence[str]) -> None:
    """Raise InputError for names that are not known."""
    others = f"there are: {few(known)}" if known else f"there is no {what} with a name"
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


def few(names: Sequence[str]) -> str:
    """Write the first of some names."""
    return ", ".join(names[:FEW]) + ", ..." * (len(names) > FEW)


def counted(number: int, word: str) -> str:
    """Write how many there are."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
