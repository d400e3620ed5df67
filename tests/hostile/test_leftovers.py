"""What a run that was killed leaves, and what the next run makes of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stp_rules.tables.files import write_text
from stp_rules.tables.temporary import SUFFIX, temporary

WRITER = """
import os, sys
from pathlib import Path
from stp_rules.tables.temporary import temporary
handle, name = temporary(Path(sys.argv[1]))
os.write(handle, b"half")
print(name, flush=True)
sys.stdin.read()
"""


def writer(target: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start a process that is in the middle of writing a file."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(it.name for it in folder.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="nothing is killed so on Windows")
def test_what_a_killed_run_left_is_removed_and_a_living_one_is_let_be(tmp_path: Path) -> None:
    """By the next run that writes the same output."""
    target = tmp_path / "o.csv"
    killed, left = writer(target)
    alive, held = writer(target)
    try:
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        assert left.exists()
        write_text(str(target), "whole")
        assert (left.exists(), held.exists()) == (False, True)
        assert target.read_text(encoding="utf-8") == "whole"
    finally:
        alive.communicate()
    write_text(str(target), "again")
    assert names(tmp_path) == ["o.csv"]


@pytest.mark.parametrize(
    "other",
    [
        f".p.csv.aaaaaaaa{SUFFIX}",
        f".o.csv{SUFFIX}",
        ".o.csv.bak",
        ".o.csv.abcdefgh",
        f".o.csv.x.abcdefgh{SUFFIX}",
        f"o.csv.x{SUFFIX}",
    ],
)
def test_nothing_else_is_removed(tmp_path: Path, other: str) -> None:
    """Neither another output's file, nor what people have named alike."""
    (tmp_path / other).write_text("mine", encoding="utf-8")
    write_text(str(tmp_path / "o.csv"), "text")
    assert names(tmp_path) == sorted([other, "o.csv"])


def test_a_link_and_a_folder_named_so_are_let_be(tmp_path: Path) -> None:
    """They are none that a run has made."""
    (tmp_path / "kept").write_text("mine", encoding="utf-8")
    (tmp_path / f".o.csv.aaaaaaaa{SUFFIX}").mkdir()
    (tmp_path / f".o.csv.bbbbbbbb{SUFFIX}").symlink_to(tmp_path / "kept")
    write_text(str(tmp_path / "o.csv"), "text")
    assert len(names(tmp_path)) == 4


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """The file that was made for it is removed."""
    handle, made = temporary(tmp_path / "o.csv")
    os.close(handle)
    with pytest.raises(TypeError):
        write_text(str(tmp_path / "o.csv"), None)  # type: ignore[arg-type]
    assert not made.exists()
    assert names(tmp_path) == []
