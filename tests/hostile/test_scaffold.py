"""What is written for people: a family of any name works, and no example hides another."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from stp_rules.cli import cli


@pytest.mark.parametrize(
    "family",
    ["1", "no", "n", "on", "true", "null", "2017-07-21", "1e5", "007", "0x1", "a/1", "y/no"],
)
def test_a_family_may_be_called_like_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, family: str
) -> None:
    """A name that YAML takes for a number, a truth or a day is a name; what is written holds."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["init", family]).exit_code == 0
    for command in ("check", "test"):
        done = CliRunner().invoke(cli, [command, family])
        assert done.exit_code == 0, done.output


RULES = """\
language: 1
id: {}
version: 1.0.0
inputs: {{x: {{range: [0, 100], better: higher}}}}
levels:
  overall:
    score:
      from: x
      better: higher
      steps: [bands: [{{at_least: {}, is: 1}}, {{at_least: 2, is: 2}}, {{is: 0}}]]
"""


@pytest.mark.parametrize("families", [("own", "own"), ("a/b", "a-b")])
def test_examples_of_versions_called_alike_stand_beside_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, families: tuple[str, str]
) -> None:
    """Each file that is to be repeated is there, with values of its own."""
    monkeypatch.chdir(tmp_path)
    for edge, family in zip((3, 60), families, strict=True):
        Path(f"{edge}.yaml").write_text(RULES.format(family, edge), encoding="utf-8")
    line = ["prove", "3.yaml", "60.yaml", "--promise", "better_never_hurts"]
    done = CliRunner().invoke(cli, [*line, "--save-examples", "saved"])
    assert done.exit_code == 1, done.output
    told = [it.split()[-1] for it in done.stdout.splitlines() if "to repeat it:" in it]
    assert len(set(told)) == len(told) == 4
    values = [json.loads(Path(it).read_text(encoding="utf-8"))[0]["x"] for it in told]
    first, second = values[:2], values[2:]
    for edge, (before, after) in ((3, first), (60, second)):
        assert float(before) < edge <= float(after)
