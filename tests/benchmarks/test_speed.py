"""How long things take. `pytest tests/benchmarks --benchmark-enable` measures.

On a quiet machine of two slow cores: an evaluation with its full trace in 250 microseconds,
loading and checking in 60 ms, the import in 100 ms beyond the interpreter's own start, and the
129 trusts rated from the command line in half a second.
"""

import csv
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import stp_rules
from floats import FloatArithmetic, as_floats
from stp_rules.engine.plan import make_plan
from stp_rules.readings.exact import measured

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
PROGRESS = RULES / "nhs-england/stp-progress/2017.1.0.yaml"
TRUSTS = RULES / "nhs-england/oversight-framework/q3_2025_26_acute.csv"


@pytest.fixture(scope="module")
def progress() -> stp_rules.Ruleset:
    """Load a ruleset of 17 indicators."""
    return stp_rules.load(PROGRESS)


@pytest.fixture(scope="module")
def area(progress: stp_rules.Ruleset) -> dict[str, Any]:
    """Read the inputs of one area, with numbers as floats."""
    file = ROOT / "examples/stp_2017_illustrative.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        row = next(csv.DictReader(lines))
    columns = {name: entry.column or name for name, entry in progress.inputs.items()}
    return {name: delivered(row[column]) for name, column in columns.items() if column in row}


def delivered(text: str) -> float | str:
    """Read a number as programs deliver it."""
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.benchmark(group="one area")
def test_evaluate(
    benchmark: BenchmarkFixture, progress: stp_rules.Ruleset, area: dict[str, Any]
) -> None:
    """Reading the inputs, exact numbers, and the trace of every step."""
    rating = benchmark(stp_rules.evaluate, progress, area)
    assert rating.rated


@pytest.mark.benchmark(group="one area")
def test_evaluate_exactly_without_reading(
    benchmark: BenchmarkFixture, progress: stp_rules.Ruleset, area: dict[str, Any]
) -> None:
    """What the exact engine takes by itself."""
    inputs = dict(stp_rules.evaluate(progress, area).raw_inputs)
    assert benchmark(measured, make_plan(progress), inputs)


@pytest.mark.benchmark(group="one area")
def test_evaluate_in_floats_without_reading(
    benchmark: BenchmarkFixture, progress: stp_rules.Ruleset, area: dict[str, Any]
) -> None:
    """The same plan with floats: what exactness costs is the difference."""
    inputs = as_floats(dict(stp_rules.evaluate(progress, area).raw_inputs))
    assert benchmark(measured, make_plan(progress, FloatArithmetic()), inputs)


@pytest.mark.benchmark(group="inexact functions")
def test_human_development(benchmark: BenchmarkFixture) -> None:
    """A logarithm and a geometric mean to 50 digits, for 193 countries."""
    ruleset = stp_rules.load(RULES / "undp/hdi/2023.0.0.yaml")
    with (RULES / "undp/hdi/hdi_2022.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = {name: entry.column or name for name, entry in ruleset.inputs.items()}
    countries = [{name: row[column] for name, column in columns.items()} for row in rows]
    ratings = benchmark.pedantic(stp_rules.evaluate, (ruleset, countries), rounds=3)
    assert len(ratings) == 193


@pytest.mark.benchmark(group="a ruleset")
def test_load_and_check(benchmark: BenchmarkFixture) -> None:
    """From the text to a ruleset that is known to be sound, with nothing remembered."""
    text, numbers = PROGRESS.read_text(encoding="utf-8"), count()

    def another() -> tuple[tuple[str], dict[str, Any]]:
        return (text.replace("id: nhs-england/stp-progress", f"id: another/{next(numbers)}"),), {}

    ruleset = benchmark.pedantic(stp_rules.loads, setup=another, rounds=20)
    assert ruleset.id.startswith("another/")


@pytest.mark.benchmark(group="a process")
@pytest.mark.parametrize("statement", ["pass", "import stp_rules"])
def test_import(benchmark: BenchmarkFixture, statement: str) -> None:
    """The import, beside an interpreter that does nothing."""
    benchmark.pedantic(run, (statement,), rounds=5)


@pytest.mark.benchmark(group="a process")
def test_rate_129_trusts(benchmark: BenchmarkFixture) -> None:
    """The command line, from its start to the table."""
    statement = "from stp_rules.cli import main; main()"
    arguments = ("rate", "nhs-england/oversight-framework", str(TRUSTS))
    printed = benchmark.pedantic(run, (statement, *arguments), rounds=5)
    with TRUSTS.open(encoding="utf-8", newline="") as lines:
        codes = [next(iter(row.values())) for row in csv.DictReader(lines)]
    assert len(codes) == 129
    assert all(code in printed for code in codes)


def run(statement: str, *arguments: str) -> str:
    """Run a statement in a new interpreter."""
    command = [sys.executable, "-c", statement, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
