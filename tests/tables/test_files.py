"""Text to a file, to what is none, and to files that are not there yet."""

import os
from pathlib import Path
from threading import Thread

import pytest

from stp_rules.errors import InputError
from stp_rules.tables.files import write_new, write_text


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


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    """Each has its text, as it was given."""
    file = tmp_path / "deep" / "down" / "a.txt"
    write_new({file: "one\ntwo\n", tmp_path / "b.txt": "ü"})
    assert file.read_bytes() == b"one\ntwo\n"
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "ü"


def test_what_is_there_is_named_and_left(tmp_path: Path) -> None:
    """Every file that exists is a problem, and none is written, not even those that do not."""
    for name in ("a", "c"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        write_new({tmp_path / name: "yours" for name in "abc"})
    assert [(it.code, it.message) for it in refusal.value.problems] == [
        ("file-exists", f"{tmp_path / name} is there already") for name in ("a", "c")
    ]
    assert sorted(it.name for it in tmp_path.iterdir()) == ["a", "c"]
    assert (tmp_path / "a").read_text(encoding="utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_there(tmp_path: Path) -> None:
    """It is not followed to a place that nobody has named."""
    (tmp_path / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="file-exists"):
        write_new({tmp_path / "a": "yours"})
    assert not (tmp_path / "elsewhere").exists()


def test_nothing_is_left_half_written(tmp_path: Path) -> None:
    """Where the second file cannot be written, the first goes as well."""
    (tmp_path / "taken").write_text("a file, and no folder", encoding="utf-8")
    with pytest.raises(InputError, match="unwritable"):
        write_new({tmp_path / "first": "", tmp_path / "taken" / "second": ""})
    assert [it.name for it in tmp_path.iterdir()] == ["taken"]


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """Here under a second name, when the look at what is there is over."""
    (tmp_path / "folder").mkdir()
    again = tmp_path / "folder" / ".." / "a"
    with pytest.raises(InputError, match="a cannot be written"):
        write_new({tmp_path / "a": "first", again: "second"})
    assert not again.exists()
