"""Names that meet in a table, and options that say nothing: refused, and nothing is shifted."""

import csv
import io
import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stp_rules.cli import cli
from stp_rules.testing.cases import read_cases, run_cases

NAMES = ["state", "reasons", "rank", "subject", "k", "l"]
"""What the columns of results are called, beside the measures."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with data."""
    monkeypatch.chdir(tmp_path)
    Path("d.csv").write_text("k,l,x\na,A,7\nb,B,8\n", encoding="utf-8")
    return tmp_path


def rated(subject: str, names: Iterable[str], *options: str) -> list[dict[str, Any]] | None:
    """Rate by measures of some names, each a number of its own; `None` where that is refused."""
    measures = ", ".join(
        f"{name}: {{formula: x + {at}00, better: higher}}" for at, name in enumerate(names, 1)
    )
    Path("r.yaml").write_text(
        f"language: 1\nid: own\nversion: 1.0.0\nresult: {list(names)[-1]}\n"
        f"subject: {{{subject}}}\ninputs: {{x: {{}}}}\nlevels: {{overall: {{{measures}}}}}\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(cli, ["rate", "r.yaml", "d.csv", *options])
    if done.exit_code == 2:
        assert "error[defined-twice]" in done.stderr, done.stderr
        return None
    assert done.exit_code == 0, done.output
    header, *rows = csv.reader(io.StringIO(done.stdout))
    assert len(set(header)) == len(header)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("subject", ["key: k, label: l", "key: k", ""])
@pytest.mark.parametrize("ranked", [False, True])
def test_each_number_stands_under_its_own_name(subject: str, *, ranked: bool) -> None:
    """Of any two measures, whatever they are called; or nothing is written."""
    there = {"key: k, label: l": {"k", "l"}, "key: k": {"k"}, "": {"subject"}}[subject]
    taken = there | {"state", "reasons"} | ({"rank"} if ranked else set())
    for names in itertools.permutations([*NAMES, "score"], 2):
        options = ["--rank-by", names[0]] if ranked else []
        rows = rated(subject, names, *options)
        assert (rows is None) is bool(taken & set(names)), names
        for row in rows or ():
            first, second = (int(row[name]) for name in names)
            assert (first // 100, second // 100, second - first) == (1, 2, 100)


def test_a_key_that_is_the_label_too_is_refused() -> None:
    """One column cannot be both."""
    assert rated("key: k, label: k", ["score"]) is None


def test_a_column_asked_for_twice_is_written_once() -> None:
    """Every row has as many cells as the header."""
    rows = rated("key: k", ["score", "other"], "--columns", "other,score,other")
    assert rows is not None
    assert list(rows[0]) == ["k", "other", "score", "state", "reasons"]


@pytest.mark.parametrize(
    "line",
    [
        ["prove", "r.yaml", "--time-limit"],
        ["show", "r.yaml", "--weights", "--time-limit"],
        ["test", "r.yaml", "--mutate", "--time-limit"],
        ["test", "r.yaml", "--mutate", "--fail-under"],
    ],
)
@pytest.mark.parametrize("given", ["nan", "-nan", "NaN", "-1", "-inf"])
def test_what_is_no_limit_is_wrong_usage(line: list[str], given: str) -> None:
    """Nothing could ever go beyond it."""
    rated("key: k", ["score"])
    Path("r.cases.yaml").write_text(
        "cases: [{case: a, inputs: {x: 1}, expect: {score: 101}}]", encoding="utf-8"
    )
    assert CliRunner().invoke(cli, [*line, "1"]).exit_code in (0, 3)
    assert CliRunner().invoke(cli, [*line, given]).exit_code == 2


CELLS: list[tuple[Any, list[str]]] = [
    (0, ["zero"]),
    (0.0, ["zero"]),
    ("0", ["zero"]),
    (7, ["seven"]),
    (700e-2, ["seven"]),
    ("7.0", ["seven"]),
    (1e999, []),
    (-0.0, ["zero"]),
    (None, ["unknown"]),
    ("", ["unknown"]),
    (" ", ["unknown"]),
    ([], []),
    ({}, []),
    (False, []),
    (True, []),
    ([7], []),
]
"""What is published in a cell of JSON, and whose value that is."""


@pytest.mark.parametrize(("cell", "right"), CELLS)
def test_a_published_cell_is_what_it_says(cell: object, right: list[str]) -> None:
    """Zero is no empty cell, and an empty cell is no zero; what is neither is no value."""
    values = {"zero": 0, "seven": 7, "unknown": None}
    rows = [{"k": name, "x": value, "said": cell} for name, value in values.items()]
    Path("d.json").write_text(json.dumps(rows), encoding="utf-8")
    Path("r.cases.yaml").write_text(
        "cases: [{case: a, data: d.json, expect: {score: {column: said}}}]", encoding="utf-8"
    )
    Path("r.yaml").write_text(
        "language: 1\nid: own\nversion: 1.0.0\nsubject: {key: k}\ninputs: {x: {}}\n"
        "levels: {overall: {score: {from: x}}}\n",
        encoding="utf-8",
    )
    (result,) = run_cases(read_cases(Path("r.cases.yaml")))
    assert [name for name in values if name not in {it.subject for it in result.failures}] == right
    assert "Decimal" not in "".join(map(str, result.failures))
