"""Names of files that lead nowhere, to one place twice, or to a stream: words, nothing lost."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from stp_rules.cli import cli
from stp_rules.errors import InputError
from stp_rules.tables.files import write_text
from stp_rules.testing.cases import read_cases, run_cases

RULES = """\
language: 1
id: toy/wards
version: 1.0.0
subject: {key: ward}
inputs: {seen: {members: sum}}
levels: {overall: {score: {from: seen, better: higher, steps: [z_score: {deviation: sample}]}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a ruleset, data, and links that go round in a circle."""
    work = tmp_path / "work"
    (work / "cases").mkdir(parents=True)
    monkeypatch.chdir(work)
    for name in ("r.yaml", "cases/wards.yaml"):
        Path(name).write_text(RULES, encoding="utf-8")
    Path("d.csv").write_text("ward,seen\nA,1\nB,2\n", encoding="utf-8")
    for where in (Path(), Path("cases")):
        (where / "itself").symlink_to("itself")
        (where / "there").symlink_to("back")
        (where / "back").symlink_to("there")
    return work


NOWHERE = ["itself", "there", "there/x.yaml", "itself/x.csv", "x" * 5000, "a\0b", "a\0b.yaml"]


@pytest.mark.parametrize("name", NOWHERE)
def test_an_output_that_leads_nowhere_is_a_problem(name: str) -> None:
    """It is said, and no link is replaced."""
    with pytest.raises(InputError, match="cannot be written"):
        write_text(name, "text")
    assert Path("itself").is_symlink()


CASES = {
    "ruleset": "ruleset: {}\ncases: [{{case: a, inputs: {{}}, expect: {{score: 1}}}}]",
    "data": "cases: [{{case: a, data: {}, expect: {{score: 1}}}}]",
    "members": "cases: [{{case: a, inputs: {{}}, members: {}, expect: {{score: 1}}}}]",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
@pytest.mark.parametrize("name", [*NOWHERE, "x" * 5000 + ".yaml", ".", "", "absent.yml", "no/id"])
def test_cases_that_name_what_leads_nowhere_are_refused_at_the_name(
    text: str, name: str, said: Callable[[str], str]
) -> None:
    """The problem stands at the place in the file of cases."""
    written = '"' + name.replace("\0", "\\0") + '"'
    text = text.format(written)
    told = said(text)
    assert told.startswith(f"cases/wards.cases.yaml:1:{text.index(written) + 1}: error[")


@pytest.mark.parametrize("key", ["data", "members"])
def test_cases_never_read_a_stream(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """What they call `-` is a file of that name."""
    monkeypatch.setattr("sys.stdin", None)
    Path("wards.yaml").write_text(RULES, encoding="utf-8")
    Path("wards.cases.yaml").write_text(CASES[key].format("'-'"), encoding="utf-8")
    with pytest.raises(InputError, match="- cannot be read: No such file"):
        list(run_cases(read_cases(Path("wards.cases.yaml"))))


@pytest.mark.parametrize("ending", [".yml", ".yaml"])
def test_a_ruleset_of_cases_is_sought_from_their_folder_alone(
    folder: Path, ending: str, said: Callable[[str], str]
) -> None:
    """A name that leads nowhere from there is not followed from the folder of work."""
    (folder.parent / f"secret{ending}").write_text("password: hunter2: x", encoding="utf-8")
    told = said(CASES["ruleset"].format(f"../secret{ending}"))
    assert "there is no ruleset" in told
    assert "hunter2" not in told


REMOVED = """
import os, sys, tempfile
os.chdir(tempfile.mkdtemp()); os.rmdir(os.getcwd())
from stp_rules.cli import main
main()
"""


@pytest.mark.parametrize("command", [["check"], ["check", "-f", "json"], ["test"]])
def test_a_folder_of_work_that_was_removed_is_not_needed(folder: Path, command: list[str]) -> None:
    """Files with their full paths are read."""
    (folder / "cases" / "wards.cases.yaml").write_text(
        "cases: [{case: a, inputs: {seen: 1}, expect: {score: {known: false}}}]", encoding="utf-8"
    )
    file = str(folder / "cases" / "wards.yaml")
    done = subprocess.run(
        [sys.executable, "-P", "-c", REMOVED, *command, file],  # as a script, not from a folder
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 0, done


def test_a_name_as_long_as_a_system_takes_is_written() -> None:
    """Also when it is there already."""
    name = f"{'é' * 125}x.csv"
    assert len(os.fsencode(name)) == 255
    for text in ("one", "two"):
        write_text(name, text)
        assert Path(name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["a\nb.yaml", "language: 1.yaml", "x.yaml: no problems\nx.yaml"])
def test_a_file_with_an_odd_name_is_read(name: str) -> None:
    """It is told of in one line."""
    odd = Path("odd", name)
    odd.parent.mkdir()
    odd.write_text(RULES, encoding="utf-8")
    done = CliRunner().invoke(cli, ["check", "odd"])
    assert (done.exit_code, len(done.output.splitlines())) == (0, 1), done.output


ROWS = '{"ward": "A", "seen": 1}\n'


@pytest.mark.parametrize(
    "line",
    [
        ["progress", "r.yaml", "-", "-", "--from", "jsonl"],
        ["rate", "r.yaml", "-", "--from", "jsonl", "--members", "-"],
        ["rate", "r.yaml", "-", "--from", "jsonl", "--reference", "-"],
        ["rate", "r.yaml", "/dev/stdin", "--from", "jsonl", "--members", "/dev/stdin"],
        ["rate", "r.yaml", "-", "--from", "jsonl", "--members", "/dev/stdin"],
    ],
)
def test_a_stream_that_has_been_read_is_not_taken_for_an_empty_file(line: list[str]) -> None:
    """It is refused the second time."""
    done = subprocess.run(
        [sys.executable, "-m", "stp_rules.cli", *line],
        input=ROWS,
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "has been read already" in done.stderr


def test_standard_output_takes_one_file() -> None:
    """Neither is written."""
    done = CliRunner().invoke(cli, ["rate", "r.yaml", "d.csv", "--save-reference", "-"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "error[same-file]" in done.stderr
