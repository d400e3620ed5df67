"""The options for members, long tables, periods, references, days, progress and documents."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from stp_rules.library import editions, load

Run = Callable[..., Result]

AREAS = """\
language: 1
id: toy/areas
version: 1.0.0
title: Areas
subject: {key: area, member: trust}
reads: {'': missing}
parameters:
  bonus: {value: {2016-04-01: 0, 2018-04-01: 1}, evidence: assumed}
inputs:
  surplus: {title: Surplus, better: higher, members: sum}
  income: {title: Income, members: sum}
levels:
  overall:
    margin: {title: Margin, better: higher, formula: 100 * surplus / income + bonus}
    place:
      title: Place
      from: margin
      steps:
        - min_max: {to: [0, 10]}
          evidence: published
"""
WIDE = "area,surplus,income\nA,1,10\nB,2,10\nC,5,10\n"
LONG = "area,metric,value\n" + "".join(
    f"{area},surplus,{surplus}\n{area},income,10\n"
    for area, surplus in (("A", 1), ("B", 2), ("C", 5))
)
MEMBERS = "area,trust,surplus,income\nA,a1,0,4\nA,a2,1,6\nB,b1,2,10\nC,c1,4,5\nC,c2,1,5\n"
EXPECTED = {"A": "0", "B": "2.5", "C": "10"}
"""Margins of 10, 20 and 50 percent: B lies a quarter of the way from A to C."""


@pytest.fixture(autouse=True)
def areas(folder: Path) -> Path:
    """Write the same areas as a wide table, a long one, and as rows of members."""
    periods = "period,area,surplus,income\n2016,A,9,10\n2016,B,9,10\n"
    rows = "".join(f"2017,{line}\n" for line in WIDE.splitlines()[1:])
    for name, text in {
        "areas.yaml": AREAS,
        "wide.csv": WIDE,
        "long.csv": LONG,
        "members.csv": MEMBERS,
        "keys.csv": "area\nA\nB\nC\n",
        "later.csv": WIDE.replace("B,2", "B,3").replace("C,5", "C,2"),
        "periods.csv": periods + rows,
        "trusts.csv": "period," + MEMBERS.replace("\n", "\n2017,")[:-5] + "2016,A,a1,9,10\n",
        "years.csv": "period,area\n2016,A\n2017,A\n2017,B\n2017,C\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def places(result: Result) -> dict[str, str]:
    """Read the place of each area out of CSV."""
    assert result.exit_code == 0, result.stderr
    header, *lines = (line.split(",") for line in result.stdout.splitlines())
    return {line[header.index("area")]: line[header.index("place")] for line in lines}


@pytest.mark.parametrize(
    "arguments",
    [
        ["wide.csv"],
        ["long.csv", "--long", "metric,value"],
        ["keys.csv", "--members", "members.csv"],
        ["periods.csv", "--period", "period=2017"],
        ["keys.csv", "--members", "trusts.csv", "--period", "period=2017"],
        ["years.csv", "--members", "members.csv", "--period", "period=2017"],
        ["years.csv", "--members", "trusts.csv", "--period", "period=2017"],
        ["wide.csv", "--as-of", "2018-04-01"],
    ],
    ids=" ".join,
)
def test_the_same_areas_in_each_layout(run: Run, arguments: list[str]) -> None:
    """Wide, long, from members and from one period; a bonus for all moves nobody."""
    assert places(run("rate", "areas.yaml", *arguments)) == EXPECTED


def test_a_period_that_no_file_has(run: Run) -> None:
    """Neither the areas nor their members have the column, and both are named; or not the year."""
    neither = run(
        "rate", "areas.yaml", "keys.csv", "--members", "members.csv", "--period", "year=1"
    )
    assert neither.exit_code == 2
    assert "keys.csv has no column `year`" in neither.stderr
    assert "members.csv has no column `year`" in neither.stderr
    late = run(
        "rate", "areas.yaml", "keys.csv", "--members", "trusts.csv", "--period", "period=2018"
    )
    assert late.exit_code == 2
    assert "trusts.csv has no rows of `2018` in the column `period`" in late.stderr


def test_a_day_chooses_the_parameter(run: Run) -> None:
    """The bonus is one percent from April 2018; before April 2016 there is none."""
    rate = ("rate", "areas.yaml", "wide.csv", "--columns", "margin", "--format", "json")
    margins = [
        [it["margin"] for it in json.loads(run(*rate, "--as-of", day).stdout)]
        for day in ("2018-03-31", "2018-04-01")
    ]
    assert margins == [[10, 20, 50], [11, 21, 51]]
    early = run(*rate, "--as-of", "2016-03-31")
    assert (early.exit_code, early.stdout) == (2, "")
    assert "error[undated]" in early.stderr


def test_a_saved_reference_is_rated_beside(areas: Path, run: Run) -> None:
    """One area alone, and a newcomer, have the place that they would have had in the cohort."""
    run("rate", "areas.yaml", "wide.csv", "--save-reference", "cohort.json")
    (areas / "alone.csv").write_text("area,surplus,income\nB,2,10\nD,3,10\n", encoding="utf-8")
    found = places(run("rate", "areas.yaml", "alone.csv", "--reference", "cohort.json"))
    assert found == {"B": "2.5", "D": "5"}


def test_a_ruleset_without_cohort_steps_has_no_reference(areas: Path, run: Run) -> None:
    """There is nothing to save, and no file."""
    result = run("rate", "wards.yaml", "wards.csv", "--save-reference", "cohort.json")
    assert result.exit_code == 2
    assert "error[no-reference]" in result.stderr
    assert not (areas / "cohort.json").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--long", "metric"], "write METRIC,VALUE"),
        (["--long", "metric,values"], "no column `values`"),
        (["--period", "2017"], "write COLUMN=PERIOD"),
        (["--period", "area=Z"], "no rows of `Z`"),
        (["--as-of", "1 April"], "write a date such as 2017-07-21"),
        (["--members", "nowhere.csv"], "nowhere.csv"),
        (["--members", "keys.csv"], "no columns `surplus`, `income`"),
        (["--long", "metric,value", "--reference", "wide.csv"], "wide.csv: error[reference]"),
        (["--long", "metric,value", "--reference", "nowhere.json"], "nowhere.json"),
    ],
    ids=lambda it: "=".join(it) if isinstance(it, list) else "",
)
def test_an_option_that_cannot_be_used(run: Run, options: list[str], message: str) -> None:
    """Is refused with what to write, and nothing is rated."""
    result = run("rate", "areas.yaml", "long.csv", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_members_that_nothing_reads_are_refused(areas: Path, run: Run) -> None:
    """Whoever gives them expects them to count, and they would not."""
    (areas / "plain.yaml").write_text(
        "language: 1\nid: toy/plain\nversion: 1.0.0\nsubject: {key: area}\n"
        "inputs: {income: {}}\nlevels: {overall: {score: {from: income}}}\n",
        encoding="utf-8",
    )
    result = run("rate", "plain.yaml", "wide.csv", "--members", "members.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[members]: no input of toy/plain@1.0.0 is rolled up from members" in result.stderr


def test_a_homeless_member_is_a_finding(areas: Path, run: Run) -> None:
    """The areas are rated all the same."""
    (areas / "members.csv").write_text(f"{MEMBERS}Z,z1,1,1\n", encoding="utf-8")
    result = run("rate", "areas.yaml", "keys.csv", "--members", "members.csv")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 4
    assert "no subject has the key `Z`" in result.stderr


def test_progress_is_beside_the_first_period(run: Run) -> None:
    """B goes from 20 to 30 percent and C from 50 to 20, between the 10 and 50 of before."""
    result = run("progress", "areas.yaml", "wide.csv", "later.csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "B: 2.5 to 5 (better, by 2.5)",
        "  margin: 21 to 31 (better, by 10)",
        "C: 10 to 2.5 (worse, by 7.5)",
        "  margin: 51 to 21 (worse, by 30)",
        "same: 1, better: 1, worse: 1",
    ]


def test_progress_of_everyone(run: Run) -> None:
    """With --all those that have not moved are there as well."""
    result = run("progress", "areas.yaml", "wide.csv", "later.csv", "--all")
    assert result.stdout.splitlines()[0] == "A: 0 to 0 (same, by 0)"


def test_progress_reports_what_it_could_not_use(areas: Path, run: Run) -> None:
    """A refused area is a finding."""
    (areas / "later.csv").write_text(WIDE.replace("A,1", "A,lots"), encoding="utf-8")
    result = run("progress", "areas.yaml", "wide.csv", "later.csv")
    assert result.exit_code == 1
    assert "`lots`" in result.stderr


def test_show_evidence(run: Run) -> None:
    """Every number under who says so, what nobody says first."""
    lines = run("show", "areas.yaml", "--evidence", "--as-of", "2018-04-01").stdout.splitlines()
    assert lines == [
        "assumed (2)",
        "  parameters.bonus.value.2016-04-01 0",
        "  parameters.bonus.value.2018-04-01 1",
        "",
        "published (2)",
        "  levels.overall.place.steps[0].min_max.to[0] 0",
        "  levels.overall.place.steps[0].min_max.to[1] 10",
    ]


@pytest.mark.parametrize(("shape", "start"), [("markdown", "# Areas"), ("html", "<!doctype html>")])
def test_show_the_method_as_a_document(run: Run, shape: str, start: str) -> None:
    """With every title that the ruleset has."""
    text = run("show", "areas.yaml", "--format", shape).stdout
    assert text.lower().startswith(start.lower())
    assert all(title in text for title in ("Areas", "Surplus", "Income", "Margin", "Place"))


def test_show_writes_a_file(areas: Path, run: Run) -> None:
    """The same document, and nothing on standard output."""
    shown = run("show", "areas.yaml", "--format", "markdown").stdout
    assert run("show", "areas.yaml", "--format", "markdown", "-o", "areas.md").stdout == ""
    assert (areas / "areas.md").read_text(encoding="utf-8") == shown


def test_list_on_a_day(run: Run) -> None:
    """Only what is in force on it: the index of 2010 began in 2010, and long before nothing had."""
    day = load("undp/hdi@2010.1.0").effective.start
    _, *lines = run("list", "--on", day.isoformat()).stdout.splitlines()
    expected = [f"{it.family}@{it.version}" for it in editions() if day in load(it.file).effective]
    assert [line.split()[0] for line in lines] == expected
    assert "undp/hdi@2010.1.0" in expected
    assert "undp/hdi@2023.0.0" not in expected
