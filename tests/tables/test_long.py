"""Long tables and tables of several periods give what a wide table of one period gives."""

from collections.abc import Callable
from pathlib import Path

import pytest

import stp_rules
from stp_rules.engine.result import Ratings
from stp_rules.errors import InputError
from stp_rules.tables.deliveries import batch
from stp_rules.tables.long import Long, of_period, widened
from stp_rules.tables.records import Table, read_table

RULES = stp_rules.loads("""\
language: 1
id: toy/wards
version: 1.0.0
subject: {key: ward, label: name}
reads: {'': missing}
inputs:
  seen: {better: higher}
  staff: {better: higher, column: staff_score}
levels:
  overall:
    score: {mean: [seen, staff]}
""")
WIDE = "ward,name,seen,staff_score\nA,Ash,90,10\nB,Birch,80,\n"
LONG = """\
ward,name,metric,value
A,Ash,seen,90
B,Birch,staff_score,
A,Ash,staff_score,10
B,Birch,seen,80
"""
METRICS = Long("ward", "metric", "value")
Read = Callable[[str], Table]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write CSV and read it as a table."""

    def read(text: str) -> Table:
        file = tmp_path / "given.csv"
        file.write_text(text, encoding="utf-8")
        return read_table(str(file))

    return read


def rated(table: Table) -> Ratings:
    """Rate the subjects of a table."""
    return Ratings(batch(RULES, table).ratings())


def test_both_layouts_give_the_same_ratings(read: Read) -> None:
    """In whatever order the rows stand: 50 for Ash, and Birch is not rated."""
    wide, long = rated(read(WIDE)), rated(widened(read(LONG), METRICS))
    assert [(it.key, it.label, str(it.value)) for it in wide] == [
        ("A", "Ash", "50"),
        ("B", "Birch", "staff is missing"),
    ]
    assert [(it.key, it.label, str(it.value)) for it in long] == [
        (it.key, it.label, str(it.value)) for it in wide
    ]


def test_a_metric_that_a_subject_lacks_is_missing(read: Read) -> None:
    """The other subject has it, so there is a column."""
    found = rated(widened(read(LONG.replace("B,Birch,staff_score,\n", "")), METRICS))
    assert str(found[1].value) == "staff is missing"


def test_a_metric_that_stands_twice_refuses_its_subject(read: Read) -> None:
    """Nobody can say which counts; the other subject is rated."""
    table = widened(read(f"{LONG}A,Ash,seen,70\n"), METRICS)
    first, second = rated(table)
    (problem,) = first.problems
    assert (problem.code, problem.message) == ("repeated-metric", "`seen` stands twice for A")
    assert problem.about.endswith("given.csv:6")
    assert not second.problems


@pytest.mark.parametrize(
    ("long", "message", "hint"),
    [
        (Long("code", "metric", "value"), "has no column `code`", "columns: ward"),
        (Long("ward", "metrics", "value"), "has no column `metrics`", "did you mean `metric`?"),
    ],
)
def test_a_column_must_be_there(read: Read, long: Long, message: str, hint: str) -> None:
    """The nearest is named."""
    with pytest.raises(InputError) as refused:
        widened(read(LONG), long)
    (problem,) = refused.value.problems
    assert message in problem.message
    assert hint in problem.hint


PERIODS = "period,ward,name,seen,staff_score\n2016,A,Ash,90,10\n2017,A,Ash,100,20\n"


@pytest.mark.parametrize(("period", "expected"), [("2016", 50), ("2017", 60)])
def test_one_period_of_several(read: Read, period: str, expected: int) -> None:
    """Only its rows are rated, so no key stands twice."""
    (rating,) = rated(of_period(read(PERIODS), "period", period))
    assert rating.value == expected


def test_a_period_must_be_there(read: Read) -> None:
    """Else those that are there are named; and so must the column."""
    with pytest.raises(InputError) as refused:
        of_period(read(PERIODS), "period", "1999")
    assert "has no rows of `1999` in the column `period`" in str(refused.value)
    assert "periods: 2016, 2017" in str(refused.value)
    with pytest.raises(InputError, match="has no column `year`"):
        of_period(read(PERIODS), "year", "2016")


def hints(read: Read, *rows: str) -> set[str]:
    """Rate a table of which a subject has several rows, and return what to do about it."""
    table = read("\n".join([*rows, ""]))
    found = batch(stp_rules.loads(PLAIN), table).ratings()
    return {it.hint.partition("; ")[2] for rating in found for it in rating.problems}


PLAIN = """
language: 1
id: toy/plain
version: 1.0.0
subject: {key: code}
inputs: {a: {}}
levels: {l: {r: {from: a}}}
"""
ONCE = {"keep one row for each subject"}


def test_the_column_that_tells_periods_apart_is_named(read: Read) -> None:
    """Two quarters of two subjects: the option is there to be pasted, with the last of them."""
    rows = ("A,Q1 2020,1", "B,Q1 2020,2", "A,Q2 2020,3", "B,Q2 2020,4")
    assert hints(read, "code,quarter,a", *rows) == {
        "`quarter` tells the rows apart: choose one with --period 'quarter=Q2 2020'"
    }


@pytest.mark.parametrize(
    "rows",
    [
        ("A,x,1", "B,y,2", "A,x,3"),
        ("A,x,1", "B,y,2", "C,z,2", "D,w,2", "E,v,2", "A,u,3"),
        ("A,x,1", "A,,2"),
    ],
    ids=["it does not tell them apart", "hardly anybody has two", "the last has none"],
)
def test_what_is_no_period_is_not_named(read: Read, rows: tuple[str, ...]) -> None:
    """A row that was entered twice is not one of several periods."""
    assert hints(read, "code,region,a", *rows) == ONCE
