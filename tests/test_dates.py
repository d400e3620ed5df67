"""A day chooses the version in force and the values of dated parameters."""

from datetime import date
from pathlib import Path

import pytest

import stp_rules
from stp_rules import RulesetError
from stp_rules.library import editions, find, on

DATED = """\
language: 1
id: toy/dated
version: 1.0.0
effective: {from: 2016-04-01}
parameters:
  balance: {2018-04-01: 1, 2016-04-01: 0}
  part: {value: {2017-01-01: 1/3}, title: A share}
inputs:
  x: {better: higher}
levels:
  overall:
    score:
      from: x
      steps:
        - add: balance
        - add: part
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 1, 1), "1/3"),
        (date(2018, 3, 31), "1/3"),
        (date(2018, 4, 1), "4/3"),
        (date(2030, 1, 1), "4/3"),
    ],
)
def test_the_value_that_holds_on_the_day(day: date, expected: str) -> None:
    """From its first day to the eve of the next, in whatever order they are written."""
    rating = stp_rules.evaluate(stp_rules.loads(DATED), {"x": 0}, as_of=day)
    assert str(rating["score"]) == expected


def test_before_its_first_day_a_parameter_has_no_value() -> None:
    """The share is dated later than the ruleset."""
    with pytest.raises(RulesetError) as refused:
        stp_rules.evaluate(stp_rules.loads(DATED), {"x": 0}, as_of=date(2016, 12, 31))
    (problem,) = refused.value.problems
    assert problem.code == "undated"
    assert problem.message == "toy/dated@1.0.0: `part` has no value before 2017-01-01"


def test_without_a_day_an_ended_ruleset_holds_as_on_its_last() -> None:
    """It ended before the second value began."""
    ended = DATED.replace("{from: 2016-04-01}", "{from: 2016-04-01, to: 2018-03-31}")
    assert str(stp_rules.evaluate(stp_rules.loads(ended), {"x": 0})["score"]) == "1/3"


def test_a_ruleset_on_a_day_has_plain_parameters() -> None:
    """It is the ruleset that somebody would have written on that day."""
    found = on(stp_rules.loads(DATED), date(2018, 4, 1))
    assert found.days == ()
    assert found.parameters["balance"].value == 1


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Write three versions of a family: two in force one after the other, and a draft."""
    folder = tmp_path / "toy" / "dated"
    folder.mkdir(parents=True)
    for version, span in {
        "1.0.0": "{from: 2016-04-01, to: 2017-03-31}",
        "2.0.0": "{from: 2017-04-01}",
        "3.0.0-draft": "{from: 2020-04-01}",
    }.items():
        text = DATED.replace("1.0.0", version).replace("{from: 2016-04-01}", span)
        (folder / f"{version}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2016, 4, 1), "1.0.0"),
        (date(2017, 3, 31), "1.0.0"),
        (date(2017, 4, 1), "2.0.0"),
        (date(2021, 1, 1), "2.0.0"),
        (None, "2.0.0"),
    ],
)
def test_the_version_in_force(library: Path, day: date | None, version: str) -> None:
    """Both ends of a period belong to it; a draft stands behind."""
    assert find("toy/dated", library, day).version == version


def test_before_the_first_version_nothing_is_in_force(library: Path) -> None:
    """The message says from when."""
    with pytest.raises(RulesetError) as refused:
        find("toy/dated", library, date(2016, 3, 31))
    (problem,) = refused.value.problems
    assert problem.message == "no version of toy/dated is in force on 2016-03-31"
    assert "1.0.0 from 2016-04-01" in problem.hint


def test_a_version_that_is_named_stays_named(library: Path) -> None:
    """The day does not choose another."""
    found = find("toy/dated@1.0.0", library, date(2021, 1, 1))
    assert found in editions(library)
    assert found.version == "1.0.0"
