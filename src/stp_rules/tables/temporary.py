"""The files into which outputs are written before they take their name."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path as File

if sys.platform != "win32":
    import fcntl

SUFFIX = ".stp-rules"
_NAME = re.compile(r"[a-z0-9_]{8}" + re.escape(SUFFIX))


def temporary(target: File) -> tuple[int, File]:
    """Make a file beside a target, held as long as this process lives, and open it.

    What earlier runs that were killed have left beside the same target is removed.
    """
    for left in _left(target):
        with suppress(OSError):
            _remove(left)
    while True:
        handle, name = tempfile.mkstemp(SUFFIX, _prefix(target), target.parent)
        _hold(handle)
        if _leads_to(name, handle):
            return handle, File(name)
        os.close(handle)  # another run took it for one that was left, before it was held


_LONGEST = 200
"""How many bytes of a name leave room for more: systems take 255."""


def _prefix(target: File) -> str:
    """Begin the names of a target's files; one that is long is told by its digest."""
    name = os.fsencode(target.name)
    return f".{sha256(name).hexdigest()}." if len(name) > _LONGEST else f".{target.name}."


def _left(target: File) -> Iterator[File]:
    """Give the files beside a target that a run has made for it and not yet renamed."""
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            rest = entry.name.removeprefix(_prefix(target))
            ours = rest != entry.name and _NAME.fullmatch(rest)
            if ours and entry.is_file(follow_symlinks=False):
                yield File(entry.path)


def _remove(file: File) -> None:
    """Remove a file unless a run that is alive holds it; OSError where it does."""
    if sys.platform == "win32":
        file.unlink()  # nobody can remove there what is open
        return
    handle = os.open(file, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file.unlink()
    finally:
        os.close(handle)


def _hold(handle: int) -> None:
    if sys.platform != "win32":
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)


def _leads_to(name: str, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(name), os.fstat(handle))  # noqa: PTH116 - of a descriptor too
    except FileNotFoundError:
        return False
