"""Files read within a bound: regular files, and streams only where they are asked for."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path as File

from stp_rules.errors import Problem, ProblemsError

MIB = 1024 * 1024
DATA = 256 * MIB
"""How many bytes a file of data, of members or of a cohort may have."""

_seen: ContextVar[set[tuple[int, int]] | None] = ContextVar("seen", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember each file that is read, so that `was_read` tells it; elsewhere none is."""
    token = _seen.set(set())
    try:
        yield
    finally:
        _seen.reset(token)


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
    try:
        standard = streams and str(file) == "-"
        data = _standard_input(largest) if standard else _read(file, largest, streams=streams)
    except (OSError, ValueError) as cause:
        said = getattr(cause, "strerror", None) or str(cause)
        hint = "check the path" if isinstance(cause, OSError) else "give a regular file"
        problem = Problem("unreadable", f"{shown(file)} cannot be read: {said}", hint=hint)
        raise error([problem]) from None
    if len(data) > largest:
        name = "standard input" if str(file) == "-" else shown(file)
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
    return sys.stdin.buffer.read(largest + 1)


def _read(file: str | File, largest: int, *, streams: bool) -> bytes:
    """Open a file without waiting for a writer, and read it where it is of the right kind."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(file, flags)
    with os.fdopen(handle, "rb") as stream:
        kind = os.fstat(handle).st_mode
        note(handle)
        if streams and stat.S_ISFIFO(kind) and str(file).startswith(_HANDED):
            os.set_blocking(handle, True)
        elif stat.S_ISDIR(kind):
            raise ValueError("it is a folder")
        elif not stat.S_ISREG(kind):
            raise ValueError("it is a device or a pipe")
        return stream.read(largest + 1)
