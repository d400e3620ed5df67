"""Files to rows: whatever reads a table meets the same thing."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from stp_rules.errors import InputError
from stp_rules.tables.records import Table, format_of, read_table

Read = Callable[[str, str], Table]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a file and read it as a table."""

    def read(name: str, text: str) -> Table:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8", newline="")
        return read_table(str(file))

    return read


@pytest.mark.parametrize(
    ("file", "wanted", "found"),
    [
        ("a.csv", None, "csv"),
        ("a.JSON", None, "json"),
        ("a.ndjson", None, "jsonl"),
        ("a.jsonl", None, "jsonl"),
        ("a.txt", None, "csv"),
        ("-", None, "csv"),
        ("-", "jsonl", "jsonl"),
        ("a.csv", "json", "json"),
    ],
)
def test_the_format_is_told_by_the_name(file: str, wanted: str | None, found: str) -> None:
    """What is asked for goes before what the name says."""
    assert format_of(file, wanted) == found


def test_csv_json_and_json_lines_give_the_same_rows(read: Read) -> None:
    """The values differ in type alone: a cell of CSV is text."""
    tables = [
        read("t.csv", "a,b\r\n1,x\r\n2,y\r\n"),
        read("t.json", '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]'),
        read("t.jsonl", '{"a": 1, "b": "x"}\n\n{"a": 2, "b": "y"}\n'),
    ]
    assert [table.columns for table in tables] == [("a", "b")] * 3
    rows = [
        [{name: str(it) for name, it in row.values.items()} for row in t.records] for t in tables
    ]
    assert rows == [[{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]] * 3


def test_each_row_knows_where_it_stands(read: Read) -> None:
    """By its first line in CSV and JSON lines, by its number in JSON."""
    places = [
        [row.about.rpartition("t.")[2] for row in read(name, text).records]
        for name, text in (
            ("t.csv", 'a\n\n"1\n2"\n3\n'),
            ("t.jsonl", '\n{"a": 1}\n\n{"a": 2}'),
            ("t.json", '[{"a": 1}, {"a": 2}]'),
        )
    ]
    assert places[1:] == [["jsonl:2", "jsonl:4"], ["json #1", "json #2"]]
    assert places[0][-1] == "csv:5"


def test_columns_of_json_are_all_that_occur(read: Read) -> None:
    """A key that the first object lacks is a column too."""
    assert read("t.json", '[{"a": 1}, {"b": 2}]').columns == ("a", "b")


def test_a_number_of_json_is_what_is_written(read: Read) -> None:
    """Not the nearest binary fraction."""
    (row,) = read("t.json", '{"a": 0.1}').records
    assert row.values["a"] == Decimal("0.1")


def test_a_row_with_too_few_cells_keeps_what_it_has(read: Read) -> None:
    """Its key can then still be told."""
    (row,) = read("t.csv", "a,b,c\n1,2\n").records
    assert row.values == {"a": "1", "b": "2"}
    (problem,) = row.problems
    assert (problem.code, problem.message) == ("row", "2 cells under 3 columns")


def test_all_repeated_columns_are_named(read: Read) -> None:
    """One message for a header with two faults."""
    with pytest.raises(InputError, match="the name `a`, `b`"):
        read("t.csv", "a,b,a,b,,\n1,2,3,4,,\n")


def test_a_long_number_loses_no_other_row(read: Read) -> None:
    """Whether it can be used is told when it is read as an input."""
    first, second = read("t.json", f'[{{"a": {"9" * 5000}}}, {{"a": 1}}]').records
    assert first.values["a"] == Decimal("9" * 5000)
    assert second.values["a"] == 1


def test_a_deep_text_is_refused(read: Read) -> None:
    """Alone in a file, or as one line of many."""
    with pytest.raises(InputError, match="nested too deep"):
        read("t.json", "[" * 100_000)
    first, second = read("t.jsonl", "[" * 100_000 + '\n{"a": 1}').records
    assert first.problems[0].message == "this is nested too deep"
    assert not second.problems


def test_a_name_that_stands_twice(read: Read) -> None:
    """Neither value wins: the row is refused, and no other."""
    first, second = read("t.json", '[{"a": 1, "a": 2}, {"a": 3}]').records
    assert first.problems[0].message == "a name stands twice in this"
    assert not second.problems


def test_lines_end_at_line_feeds_alone(read: Read) -> None:
    """Other signs that may end a line stand inside a text."""
    (row,) = read("t.jsonl", '{"a": "x\u2028y\u0085z"}\r\n').records
    assert row.values == {"a": "x\u2028y\u0085z"}
