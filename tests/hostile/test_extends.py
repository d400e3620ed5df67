"""What a stranger's `extends` reaches: nothing outside its library, and no line of another file."""

import os
from pathlib import Path

import pytest

from stp_rules.errors import RulesetError
from stp_rules.library import load

BODY = "inputs: {x: {}}\nlevels: {overall: {score: {from: x}}}\n"
SECRET = "hunter2"  # noqa: S105 - stands for somebody's own
HEAD = "language: 1\nid: toy/own\nversion: 2.0.0\n"


def written(folder: Path, name: str, text: str) -> Path:
    """Write a file, with its folders."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refused(file: Path) -> str:
    """Return what is said of a ruleset that cannot be used."""
    with pytest.raises(RulesetError) as caught:
        load(file)
    return str(caught.value)


@pytest.mark.parametrize(
    "extends",
    [
        "sec@conf",
        "../sec@1.0.0",
        "../../sec@1.0.0",
        "sec@../sec/1.0.0",
        "a@../../../../../etc/passwd",
        "/etc@1.0.0",
        "sec@1.0.0/x",
        "sec/@1.0.0",
        "sec@1.0.0\\n",
        "sec\\0@1.0.0",
    ],
)
def test_what_is_no_id_and_version_is_never_looked_for(tmp_path: Path, extends: str) -> None:
    """It is refused by its form, though a file lies where it leads."""
    for name in ("sec/conf.yaml", "sec/1.0.0.yaml", "up/sec/1.0.0.yaml"):
        written(tmp_path, name, f"version: 1.0.0\npassword: {SECRET}: x\n")
    file = written(tmp_path, "up/own.yaml", f'{HEAD}extends: "{extends}"\n{BODY}')
    said = refused(file)
    assert "error[value]" in said
    assert SECRET not in said


@pytest.mark.parametrize("text", [f"password: {SECRET}: x\n", f"- {SECRET}\n", f"{SECRET}"])
def test_no_line_of_another_file_is_shown(tmp_path: Path, text: str) -> None:
    """Even where it lies exactly where the version would."""
    written(tmp_path, "sec/1.0.0.yaml", text)
    file = written(tmp_path, "own.yaml", f"{HEAD}extends: sec@1.0.0\n{BODY}")
    assert SECRET not in refused(file)


def test_the_folders_around_a_library_are_not_searched(tmp_path: Path) -> None:
    """A ruleset two folders up is another library's."""
    written(tmp_path, "base/1.0.0.yaml", f"language: 1\nid: base\nversion: 1.0.0\n{BODY}")
    text = "language: 1\nid: own\nversion: 1.0.0\nextends: base@1.0.0\n"
    assert "unknown-ruleset" in refused(written(tmp_path, "a/b/own.yaml", text))
    beside = written(tmp_path, "own/1.0.0.yaml", text)
    assert load(beside).id == "own"


def test_a_link_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    """What it leads to is no version of the family."""
    there = written(tmp_path, "out/1.0.0.yaml", f"language: 1\nid: base\nversion: 1.0.0\n{BODY}")
    (tmp_path / "lib/base").mkdir(parents=True)
    (tmp_path / "lib/base/1.0.0.yaml").symlink_to(there)
    text = f"{HEAD}extends: base@1.0.0\n"
    assert "unknown-ruleset" in refused(written(tmp_path, "lib/own.yaml", text))


def test_a_long_chain_is_a_problem(tmp_path: Path) -> None:
    """1,200 versions that extend each other are one sentence, not a crash."""
    written(tmp_path, "own/0.0.0.yaml", f"language: 1\nid: own\nversion: 0.0.0\n{BODY}")
    for at in range(1, 1201):
        text = f"language: 1\nid: own\nversion: 0.0.{at}\nextends: own@0.0.{at - 1}\n"
        written(tmp_path, f"own/0.0.{at}.yaml", text)
    assert "error[too-deep]" in refused(tmp_path / "own/0.0.1200.yaml")
    assert load(tmp_path / "own/0.0.90.yaml").version == "0.0.90"


@pytest.mark.parametrize("kind", ["fifo", "endless", "folder", "sparse", "long", "nul"])
def test_what_is_no_file_of_bounded_size_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    """A device, a pipe, a folder, a file of a terabyte, a path that no system takes."""
    file = tmp_path / "own.yaml"
    if kind == "fifo":
        os.mkfifo(file)
    elif kind == "endless":
        file.symlink_to("/dev/zero")
    elif kind == "folder":
        file.mkdir()
    elif kind == "sparse":
        with file.open("wb") as stream:
            stream.truncate(2**40)
    else:
        file = Path("x" * 5000 + ".yaml") if kind == "long" else Path("x\0.yaml")
    said = refused(file)
    assert ("error[too-large]" if kind == "sparse" else "error[unreadable]") in said
    assert len(said) < 1000
