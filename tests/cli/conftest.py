"""A ruleset for wards that can be rated by hand, and the command run in an empty folder."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import stp_rules
from stp_rules.cli import cli

WARDS = """\
language: 1
id: toy/wards
version: 1.0.0
title: Wards
subject: {key: ward, label: ward_name}
reads: {'': missing, 'Yes': true, 'No': false}
scales:
  stars: {three: Three stars, two: Two stars, one: One star}
  staffing: {full: Full, short: Short}
inputs:
  seen: {title: Patients seen in time, unit: percent, range: [0, 100], better: higher}
  staff: {title: Staffing, scale: staffing}
  safe: {title: The ward is safe, type: boolean, better: true, column: is_safe}
  beds: {title: Beds, better: neither}
levels:
  scores:
    seen_score:
      from: seen
      steps:
        - bands: [{at_least: 95, is: 4}, {at_least: 85, is: 2}, {is: 1}]
    staff_score:
      from: staff
      steps:
        - scores: {full: 3, short: 1}
    bed_score: {from: beds}
  overall:
    score: {title: Score, mean: {seen_score: 2, staff_score: 1}}
    stars:
      title: Stars
      from: score
      steps:
        - bands: [{at_least: 3, is: three}, {at_least: 2, is: two}, {is: one}]
          scale: stars
          as: before_cap
        - no_better_than: two
          when: {safe: {is: false}}
          because: an unsafe ward has at most two stars
"""

HEADER = "ward,ward_name,seen,staff,is_safe,beds\n"
ROWS = "A,Ash,96,Full,Yes,20\nB,Birch,96,Full,No,20\nC,Cedar,90,Short,Yes,20\n"
"""Ash scores (2 x 4 + 3) / 3 = 11/3, Birch the same and is capped, Cedar (2 x 2 + 1) / 3 = 5/3."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a ruleset, wards.yaml, and its inputs, wards.csv."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(stp_rules.__file__).parents[1]))
    (tmp_path / "wards.yaml").write_text(WARDS, encoding="utf-8")
    (tmp_path / "wards.csv").write_text(HEADER + ROWS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command in this process; whatever it raises, but for its exit, is raised."""

    def run(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)

    return run


@pytest.fixture
def rate_text(folder: Path, run: Callable[..., Result]) -> Callable[..., Result]:
    """Rate wards that are written as CSV."""

    def rate_text(text: str | bytes, *options: str) -> Result:
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "given.csv").write_bytes(data)
        return run("rate", "wards.yaml", "given.csv", *options)

    return rate_text


@pytest.fixture
def command() -> list[str]:
    """Give the words that start the command in a process of its own."""
    return [sys.executable, "-m", "stp_rules.cli"]
