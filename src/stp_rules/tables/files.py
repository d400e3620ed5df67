"""Text to a file, all of it or none."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path as File

from stp_rules.errors import InputError, Problem


def write_text(file: str, text: str) -> None:
    """Write a file in one piece, or standard output for `-`.

    Whoever reads the file meets the old content or the new, never a part. Raises InputError
    where it cannot be written; the old content then stands.
    """
    if file == "-":
        sys.stdout.write(text)
        return
    try:
        _write(File(file).resolve(), text)
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}"
        hint = "check the folder and its rights"
        raise InputError([Problem("unwritable", message, hint=hint)]) from None


def _write(target: File, text: str) -> None:
    """Replace a file; what is none, such as a pipe, takes the text as it comes."""
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
    else:
        _replace(target, text)


def _replace(target: File, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        if target.exists():
            File(name).chmod(target.stat().st_mode)
        else:
            File(name).chmod(0o666 & ~_umask())
        File(name).replace(target)
    except BaseException:
        with suppress(OSError):
            File(name).unlink()
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
