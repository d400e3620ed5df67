"""What is written, and where: nothing that was read, and never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from stp_rules.cli import cli, main

COMMAND = [sys.executable, "-m", "stp_rules.cli"]
BASE = """\
language: 1
id: own
version: 1.0.0
subject: {key: k, label: l}
inputs: {x: {}}
levels: {overall: {score: {from: x, steps: [z_score: {deviation: sample}]}}}
"""
CHILD = "language: 1\nid: own\nversion: 2.0.0\nextends: own@1.0.0\n"
FILES = {
    "1.0.0.yaml": BASE,
    "2.0.0.yaml": CHILD,
    "2.0.0.cases.yaml": "cases:\n  - {case: it, inputs: {x: 1}, expect: {score: {known: false}}}\n",
    "d.csv": "k,l,x\na,\u0639\u0644\u064a,1\nb,\xe9\U0001f600,2\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a version that extends another, its cases, data and a reference."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    CliRunner().invoke(cli, ["rate", "1.0.0.yaml", "d.csv", "--save-reference", "ref.json"])
    return tmp_path


RATE = ["rate", "2.0.0.yaml", "d.csv", "--reference", "ref.json", "--format", "csv"]


@pytest.mark.parametrize("link", [None, os.symlink, os.link], ids=["itself", "symbolic", "hard"])
@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        (RATE, "1.0.0.yaml 2.0.0.yaml d.csv ref.json"),
        (["check", "2.0.0.yaml"], "1.0.0.yaml 2.0.0.yaml"),
        (["check", "2.0.0.yaml", "-f", "json"], "1.0.0.yaml 2.0.0.yaml"),
        (["prove", "2.0.0.yaml"], "1.0.0.yaml 2.0.0.yaml"),
        (["show", "2.0.0.yaml"], "1.0.0.yaml 2.0.0.yaml"),
        (["test", "2.0.0.yaml"], "1.0.0.yaml 2.0.0.yaml 2.0.0.cases.yaml"),
    ],
    ids=["rate", "check", "check json", "prove", "show", "test"],
)
def test_nothing_that_is_read_is_written(
    folder: Path, arguments: list[str], read: str, link: object
) -> None:
    """By no name that leads to it; all of it stays as it was."""
    before = {name: (folder / name).read_bytes() for name in read.split()}
    options = ["-o", *(["--save-reference"] if arguments is RATE else [])]
    for name in before:
        target = name
        if callable(link):
            target = f"link-{name}"
            link(name, target)
        for option in options:
            done = CliRunner().invoke(cli, [*arguments, option, target])
            assert (done.exit_code, "error[same-file]" in done.output) == (2, True), done.output
    assert before == {name: (folder / name).read_bytes() for name in before}


@pytest.mark.parametrize("second", ["new.csv", "./new.csv"])
def test_two_outputs_share_no_file(folder: Path, second: str) -> None:
    """Neither is written."""
    done = CliRunner().invoke(
        cli, ["rate", "2.0.0.yaml", "d.csv", "-o", "new.csv", "--save-reference", second]
    )
    assert done.exit_code == 2
    assert not (folder / "new.csv").exists()


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command by a shell, which closes and redirects."""
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {line}', "sh", *COMMAND, *RATE[:3]],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("> /dev/full", {2}),
        ("-o /dev/full", {2}),
        ("2> /dev/full", {0, 2}),
        (">&-", {2}),
        ("2>&-", {0}),
        ("<&-", {0}),
    ],
)
def test_a_full_or_closed_stream_is_no_crash(line: str, codes: set[int]) -> None:
    """It ends with a documented exit code and without a traceback."""
    done = shell(line)
    assert done.returncode in codes, done
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_a_limited_code_page_gets_escapes(encoding: str) -> None:
    """A name that it lacks is written by its code points."""
    done = shell("", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert b"\\u0639\\u0644\\u064a" in done.stdout
    text = shell("--format json", PYTHONIOENCODING=encoding).stdout.decode(encoding)
    assert [row["l"] for row in json.loads(text)] == ["\u0639\u0644\u064a", "\xe9\U0001f600"]


def test_what_is_unforeseen_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any exception becomes two sentences and exit code 4; the variable shows it."""
    for error in (KeyError("x"), RecursionError("deep"), MemoryError()):

        def broken(error: Exception = error, **_: object) -> None:
            raise error

        monkeypatch.setattr("stp_rules.cli.cli", broken)
        monkeypatch.delenv("STP_RULES_TRACEBACK", raising=False)
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 4
        assert "please report it" in capsys.readouterr().err
        monkeypatch.setenv("STP_RULES_TRACEBACK", "1")
        with pytest.raises(type(error)):
            main()


SPITEFUL = "\x1b[31mred\u202e"


@pytest.mark.parametrize(
    "arguments",
    [
        [SPITEFUL],
        [f"--{SPITEFUL}"],
        ["rate", f"--{SPITEFUL}"],
        ["rate", "1.0.0.yaml", "d.csv", SPITEFUL],
        ["rate", "1.0.0.yaml", "d.csv", "--from", SPITEFUL],
        ["prove", "1.0.0.yaml", "--time-limit", SPITEFUL],
        ["prove", "1.0.0.yaml", "--promise", SPITEFUL],
        ["test", "--fail-under", SPITEFUL],
    ],
    ids=" ".join,
)
def test_what_was_typed_wrongly_is_shown(arguments: list[str]) -> None:
    """A message about the use of the command repeats what was given, and nothing of it acts."""
    found = CliRunner().invoke(cli, arguments)
    assert found.exit_code == 2
    assert "\x1b" not in found.output
    assert "\u202e" not in found.output
    assert "red" in found.output


def test_the_last_net_shows_what_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The text of an exception may be that of a file."""

    def broken(**_: object) -> None:
        raise KeyError(SPITEFUL)

    monkeypatch.setattr("stp_rules.cli.cli", lambda **_: broken())
    monkeypatch.delenv("STP_RULES_TRACEBACK", raising=False)
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().err
    assert "red" in said
    assert not {"\x1b", "\u202e"}.intersection(said)
