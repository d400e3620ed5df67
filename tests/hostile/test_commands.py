"""Every command with every kind of broken file: words, a documented exit code, no traceback."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from stp_rules.cli import COMMANDS, cli, loaded

READ = {"ruleset", "rulesets", "file", "before", "after", "targets", "reference_file"}
READ |= {"members_file", "files"}
WRITTEN = {"output", "save_reference", "folder", "certificates"}
NO_FILE = {"as_of", "period", "long", "encoding", "mapping", "subject", "measure", "family", "day"}
NO_FILE |= {"kinds", "rank_by", "columns", "aspect"}
GOOD = """\
language: 1
id: own
version: 1.0.0
subject: {key: k}
inputs: {x: {}}
levels: {overall: {score: {from: x, steps: [rank: {best: highest, ties: lowest}]}}}
"""
BROKEN = {
    "binary": b"\x89PNG\r\n\x1a\n\0\0",
    "empty": b"",
    "deep": b"[" * 2000,
    "half": b'[{"k": "\\ud800", "k": 1}]',
    "text": b"what: is: this",
}


def free_texts() -> Iterator[tuple[str, click.Parameter]]:
    """Give the arguments and options of every command that take any text."""
    for name in COMMANDS:
        for it in loaded(name).params:
            if isinstance(it.type, click.types.StringParamType):
                yield name, it


def test_what_names_a_file_is_declared() -> None:
    """A new argument or option is said to be read, written, or no file."""
    found = {it.name for _, it in free_texts()}
    assert found == READ | WRITTEN | NO_FILE


def line(name: str, at: str, broken: str) -> list[str]:
    """Return a command with a broken file at one of its parameters, and good ones elsewhere."""
    words = [name]
    for it in loaded(name).params:
        given = "d.csv" if it.name == "file" or name == "progress" else "r.yaml"
        given = broken if it.name == at else given if it.name != "ruleset" else "r.yaml"
        if it.name == "ruleset" and at == "ruleset":
            given = broken
        if isinstance(it, click.Argument):
            words.append(given)
        elif it.name == at:
            words += [it.opts[0], broken]
    return [*words, "--subject", "a"] if name == "explain" else words


@pytest.mark.parametrize("kind", [*BROKEN, "absent", "folder", "long"])
@pytest.mark.parametrize(
    ("name", "at"), [(n, it.name) for n, it in free_texts() if it.name in READ]
)
def test_broken_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: str, kind: str
) -> None:
    """It ends with 1 or 2, in bounded words."""
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(GOOD, encoding="utf-8")
    Path("d.csv").write_text("k,x\na,1\n", encoding="utf-8")
    broken = "x" * 5000 + ".json" if kind == "long" else "broken.json"
    if kind in BROKEN:
        Path(broken).write_bytes(BROKEN[kind])
    elif kind == "folder":
        Path(broken).mkdir()
    done = CliRunner().invoke(cli, line(name, at, broken))
    assert isinstance(done.exception, SystemExit | None), done.exception
    unread = at == "members_file"  # a method without members has no use for a row of them
    assert done.exit_code in ((0, 1, 2) if unread else (1, 2)), done.output
    assert 0 < len(done.output) < 20_000
