"""Text to files, all of it or none."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import combinations
from pathlib import Path as File

from stp_rules.errors import InputError, Problem
from stp_rules.reading import resolved, shown, was_read
from stp_rules.tables.temporary import temporary


def write_text(file: str, text: str) -> None:
    """Write a file in one piece, or standard output for `-`.

    Whoever reads the file meets the old content or the new, never a part. Raises InputError
    where it cannot be written, or where the command has read it; the old content then stands.
    """
    write_texts([(file, text)])


def write_texts(texts: Sequence[tuple[str, str]]) -> None:
    """Write several files as `write_text` does, once it is sure that each is one of its own."""
    refused = [*_read_before(texts), *_twice(texts)]
    if refused:
        raise InputError(refused)
    for file, text in texts:
        if file == "-":
            sys.stdout.write(text)
            continue
        try:
            _write(resolved(file), text)
        except (OSError, ValueError) as error:
            raise InputError([_unwritable(file, error)]) from None


_OWN = "give the output a name of its own"


def _read_before(texts: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    for file, _ in texts:
        if file != "-" and was_read(file):
            message = f"{shown(file)} would be overwritten with its own results"
            yield Problem("same-file", message, hint=_OWN)


def _twice(texts: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    for first, second in combinations([file for file, _ in texts], 2):
        if first == second == "-":
            message = "standard output cannot take two files"
            yield Problem("same-file", message, hint="name a file for one of them")
        elif "-" not in (first, second) and _same(first, second):
            message = f"{shown(first)} and {shown(second)} are one file, and two are to be written"
            yield Problem("same-file", message, hint="give each output a name of its own")


def _same(first: str, second: str) -> bool:
    with suppress(OSError, ValueError):
        return File(first).samefile(second)
    with suppress(OSError):
        return resolved(first) == resolved(second)
    return False


def make_folder(folder: File) -> None:
    """Make a folder where there is none. Raises InputError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise InputError([_unwritable(str(folder), error)]) from None


def write_new(files: Mapping[File, str]) -> None:
    """Write files that are not there yet, with the folders that hold them: all or none.

    Raises InputError with each file that is there already, or where one cannot be written.
    """
    there = [file for file in files if os.path.lexists(file)]
    if there:
        hint = "remove it, or choose another name"
        raise InputError(
            Problem("file-exists", f"{file} is there already", hint=hint) for file in there
        )
    with ExitStack() as undoing:
        for file, text in files.items():
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open(
                    "x", encoding="utf-8", errors="backslashreplace", newline=""
                ) as stream:
                    undoing.callback(file.unlink)
                    stream.write(text)
            except OSError as error:
                raise InputError([_unwritable(str(file), error)]) from None
        undoing.pop_all()


def _unwritable(file: str, error: Exception) -> Problem:
    said = getattr(error, "strerror", None) or str(error)
    message = f"{shown(file)} cannot be written: {said}"
    return Problem("unwritable", message, hint="check the folder and its rights")


def _write(target: File, text: str) -> None:
    """Replace a file; what is none, such as a pipe, takes the text as it comes."""
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            stream.write(text)
    else:
        _replace(target, text)


def _replace(target: File, text: str) -> None:
    handle, made = temporary(target)
    try:
        with os.fdopen(
            handle, "w", encoding="utf-8", errors="backslashreplace", newline=""
        ) as stream:
            stream.write(text)
        if target.exists():
            made.chmod(target.stat().st_mode)
        else:
            made.chmod(0o666 & ~_umask())
        made.replace(target)
    except BaseException:
        with suppress(OSError):
            made.unlink()
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
