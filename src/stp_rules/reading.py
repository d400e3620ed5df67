"""Files read within a bound: regular files, and streams only where they are asked for."""

import errno
import os
import stat
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path as File

from stp_rules.errors import Problem, ProblemsError

MIB = 1024 * 1024
DATA = 256 * MIB
"""How many bytes a file of data, of members or of a cohort may have."""

Identity = tuple[int, int]
"""What tells one file, or one pipe, from all others: its device and its number there."""

_seen: ContextVar[set[Identity] | None] = ContextVar("seen", default=None)
_emptied: ContextVar[set[Identity | None] | None] = ContextVar("emptied", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember each file that is read, so that `was_read` tells it; elsewhere none is.

    A stream is empty once it has been read, so it is refused the second time.
    """
    seen, emptied = _seen.set(set()), _emptied.set(set())
    try:
        yield
    finally:
        _seen.reset(seen)
        _emptied.reset(emptied)


def note(file: str | File | int) -> None:
    """Remember a file as read, by its path or its descriptor."""
    seen = _seen.get()
    if seen is not None:
        with suppress(OSError, ValueError):
            found = os.stat(file)  # noqa: PTH116 - a descriptor too
            seen.update([(found.st_dev, found.st_ino)] if stat.S_ISREG(found.st_mode) else ())


def was_read(file: str | File) -> bool:
    """Tell whether a file was read, by this name or another that leads to it."""
    try:
        found = os.stat(file)  # noqa: PTH116 - as `note` does
    except (OSError, ValueError):
        return False
    return (found.st_dev, found.st_ino) in (_seen.get() or ())


def resolved(file: str | File) -> File:
    """Return where a path leads, links followed.

    Raises OSError where it leads nowhere: it goes round in a circle, or no system takes it.
    """
    try:
        target = File(os.path.realpath(file))
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error)) from None
    if target.is_symlink():  # realpath gives up in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def files_below(folder: str | File, error: type[ProblemsError]) -> list[File]:
    """Return every file in and below a folder, in order; links to folders are not followed.

    Raises `error` with each folder that cannot be read: what is in it would be left out.
    """
    unread: list[OSError] = []
    found = [
        File(where, name)
        for where, _, names in os.walk(folder, onerror=unread.append)
        for name in names
    ]
    if unread:
        raise error(_unread_folder(it) for it in unread)
    return sorted(found)


def _unread_folder(cause: OSError) -> Problem:
    message = f"the folder {shown(cause.filename)} cannot be read: {cause.strerror}"
    return Problem("unreadable", message, hint="check its rights, or name the files")


def entries(folder: File, *, below: bool) -> Iterator[File]:
    """Give the files and folders in a folder, and with `below` in those below it, nearest first.

    Links to folders are not followed, and what cannot be read is left out.
    """
    waiting = deque([folder])
    while waiting:
        with suppress(OSError), os.scandir(waiting.popleft()) as found:
            for entry in found:
                yield File(entry.path)
                if below and entry.is_dir(follow_symlinks=False):
                    waiting.append(File(entry.path))


def working_folder() -> File | None:
    """Return the folder in which the command works; `None` where it has been removed."""
    try:
        return File.cwd()
    except OSError:
        return None


_HANDED = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
"""Where the shell puts what it hands over, as in `rate RULESET <(COMMAND)`."""


def read_bytes(
    file: str | File, largest: int, error: type[ProblemsError], *, streams: bool = False
) -> bytes:
    """Read a regular file of at most `largest` bytes.

    With `streams`, `-` is standard input, and what the shell hands over as `/dev/fd/N` is read as
    well. Raises `error` with a problem where the file cannot be read: it is not there, is a
    folder, a device or a named pipe, or is larger. Of what is too large no more than one byte
    beyond the bound is read.
    """
    standard = streams and str(file) == "-"
    try:
        data = _standard_input(largest) if standard else _read(file, largest, streams=streams)
    except (OSError, ValueError) as cause:
        said = getattr(cause, "strerror", None) or str(cause)
        hint = "check the path" if isinstance(cause, OSError) else "give a regular file"
        name = "standard input" if standard else shown(file)
        problem = Problem("unreadable", f"{name} cannot be read: {said}", hint=hint)
        raise error([problem]) from None
    if len(data) > largest:
        name = "standard input" if standard else shown(file)
        raise error([Problem("too-large", f"{name} is larger than {largest // MIB} MiB")])
    return data


def shown(file: str | File) -> str:
    """Return a path as messages name it: a long one cut, and what is no character escaped."""
    text = str(file).encode("utf-8", "backslashreplace").decode()
    text = text.replace("\0", "\\x00")
    return text if len(text) <= 300 else f"{text[:200]}...{text[-50:]}"  # noqa: PLR2004 - some lines


def _standard_input(largest: int) -> bytes:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    with suppress(OSError, ValueError):
        note(sys.stdin.fileno())
    _empty(_identity_of_standard_input())
    return sys.stdin.buffer.read(largest + 1)


def _identity_of_standard_input() -> Identity | None:
    """Tell standard input from other streams; `None` where it has no descriptor."""
    with suppress(OSError, ValueError):
        found = os.fstat(sys.stdin.fileno())
        return found.st_dev, found.st_ino
    return None


def _empty(stream: Identity | None) -> None:
    """Remember that a stream is read; ValueError where it has been read before."""
    emptied = _emptied.get()
    if emptied is None:
        return
    if stream in emptied:
        raise ValueError("it has been read already, and nothing is left in it")
    emptied.add(stream)


def _read(file: str | File, largest: int, *, streams: bool) -> bytes:
    """Open a file without waiting for a writer, and read it where it is of the right kind."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(file, flags)
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(handle)
        kind = found.st_mode
        note(handle)
        if streams and stat.S_ISFIFO(kind) and str(file).startswith(_HANDED):
            os.set_blocking(handle, True)
            _empty((found.st_dev, found.st_ino))
        elif stat.S_ISDIR(kind):
            raise ValueError("it is a folder")
        elif not stat.S_ISREG(kind):
            raise ValueError("it is a device or a pipe")
        return stream.read(largest + 1)
