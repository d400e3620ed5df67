"""`stp-rules prove` says what it has come to as it comes to it, whatever happens then."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stp_rules.cli import cli, proving
from stp_rules.language.ruleset import Promise, Ruleset
from stp_rules.proofs.questions.verdicts import Verdict

SOUND = """\
language: 1
id: toy/sound
version: 1.0.0
inputs: {waits: {range: [0, 100], better: lower}}
levels: {overall: {score: {from: waits}}}
promises: [better_never_hurts, total]
"""


def stopped(_: Ruleset, **__: Any) -> Iterator[Verdict]:
    """Settle one promise, and be interrupted in the next."""
    yield Verdict(Promise("better_never_hurts"), "proved", "composition")
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def ruleset(folder: Path) -> None:
    """Write a ruleset that keeps two promises."""
    (folder / "sound.yaml").write_text(SOUND, encoding="utf-8")


def test_interrupted_it_says_what_was_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was settled stands, and the exit code is that of an interruption."""
    monkeypatch.setattr(proving, "proving", stopped)
    result = CliRunner().invoke(cli, ["prove", "sound.yaml"])
    assert result.exit_code == 130
    assert result.stdout == "sound.yaml\nbetter_never_hurts: proved (by composition)\n"
    assert "interrupted; settled before:\n" in result.stderr
    assert "sound.yaml: better_never_hurts: passed" in result.stderr


def test_interrupted_no_part_of_a_report_is_written(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """A report that lacks promises would be read as one in which all is well."""
    monkeypatch.setattr(proving, "proving", stopped)
    result = CliRunner().invoke(cli, ["prove", "sound.yaml", "-f", "json", "-o", "report.json"])
    assert result.exit_code == 130
    assert not (folder / "report.json").exists()


def test_each_verdict_is_said_before_the_next_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads a pipe sees the first verdict while the second is being settled."""
    said: list[str] = []

    def slow(_: Ruleset, **__: Any) -> Iterator[Verdict]:
        yield Verdict(Promise("better_never_hurts"), "proved", "composition")
        said.append("second")
        yield Verdict(Promise("total"), "proved", "composition")

    def echo(text: str, **_: Any) -> None:
        said.append(text)

    monkeypatch.setattr(proving, "proving", slow)
    monkeypatch.setattr("click.echo", echo)
    assert CliRunner().invoke(cli, ["prove", "sound.yaml"]).exit_code == 0
    assert said.index("better_never_hurts: proved (by composition)\n") < said.index("second")


@pytest.mark.parametrize("names", [("gone.yaml", "sound.yaml"), ("wrong.yaml", "sound.yaml")])
def test_one_unusable_file_hides_no_verdict_of_another(
    folder: Path, names: tuple[str, ...]
) -> None:
    """The problem is told, the other is proved, and the exit code is that of the problem."""
    (folder / "wrong.yaml").write_text(
        SOUND.replace("from: waits", "from: waist"), encoding="utf-8"
    )
    result = CliRunner().invoke(cli, ["prove", *names])
    assert result.exit_code == 2
    assert "better_never_hurts: proved" in result.stdout
    assert "error[" in result.stderr


@pytest.mark.parametrize("given", ["-1", "soon"])
def test_a_time_limit_is_a_number_of_seconds(given: str) -> None:
    """Anything else is wrong usage."""
    assert CliRunner().invoke(cli, ["prove", "sound.yaml", "--time-limit", given]).exit_code == 2


def test_a_time_limit_of_next_to_nothing() -> None:
    """What is not settled in it is undecided, says why, and has the exit code of that."""
    result = CliRunner().invoke(cli, ["prove", "sound.yaml", "--time-limit", "1e-9"])
    assert result.exit_code == 3
    assert result.stdout.count("time ran out after 1e-09 seconds") == 2
