"""Text to a file, and to what is none."""

import os
from pathlib import Path
from threading import Thread

from stp_rules.tables.files import write_text


def test_a_link_stays_one(tmp_path: Path) -> None:
    """The file that it names is written."""
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_text(str(link), "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_pipe_stays_one(tmp_path: Path) -> None:
    """Whoever reads at its end gets the text."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=write_text, args=(str(pipe), "text"), daemon=True)
    writer.start()
    assert pipe.read_text(encoding="utf-8") == "text"
    writer.join()
    assert pipe.is_fifo()
