"""Ratings to rows, and numbers to text and back."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.api.rating import evaluate
from stp_rules.engine.result import Ratings
from stp_rules.figures import number_text, short_text
from stp_rules.library import loads
from stp_rules.tables.results import (
    Sheet,
    cell,
    result_names,
    result_sheet,
    to_csv,
    to_json,
)

RULES = """\
language: 1
id: toy/one
version: 1.0.0
inputs:
  a: {better: higher}
levels:
  one:
    double: {from: a, steps: [{multiply: 2, as: doubled}, {add: 1, as: more}]}
    half: {formula: a / 2}
"""


@pytest.fixture
def ratings() -> Ratings:
    """Rate three subjects without keys: known, missing, and refused."""
    return evaluate(loads(RULES), [{"a": 3}, {}, {"a": "x"}])


def test_outputs_are_named_in_order(ratings: Ratings) -> None:
    """A named step stands before its measure."""
    assert result_names(ratings[0].ruleset) == ["double.doubled", "double.more", "double", "half"]


def test_a_sheet_has_a_row_for_each_rating(ratings: Ratings) -> None:
    """What is not known is a gap; without a key column, the subject's position is none."""
    sheet = result_sheet(ratings[0].ruleset, ratings)
    assert sheet.columns == (
        "subject", "double.doubled", "double.more", "double", "half", "state", "reasons",
    )  # fmt: skip
    assert [list(row.values()) for row in sheet.rows] == [
        ["", 6, 7, 7, Fraction(3, 2), "rated", ""],
        ["", None, None, None, None, "not_rated", "a is missing"],
        ["", None, None, None, None, "refused", "a: `x` is not a number"],
    ]


def test_ranks_stand_first_and_names_choose(ratings: Ratings) -> None:
    """The columns are then those that were asked for."""
    sheet = result_sheet(ratings[0].ruleset, ratings, ["half"], [1, None, None])
    assert to_csv(sheet) == (
        "rank,subject,half,state,reasons\n"
        "1,,1.5,rated,\n"
        ",,,not_rated,a is missing\n"
        ",,,refused,a: `x` is not a number\n"
    )


def test_no_ratings_give_a_header(ratings: Ratings) -> None:
    """Whoever reads the file meets its columns."""
    sheet = result_sheet(ratings[0].ruleset, [], ["half"])
    assert to_csv(sheet) == "subject,half,state,reasons\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.33333333333333333333"),
        (Fraction(200, 3), "66.666666666666666667"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(10**25), "10000000000000000000000000"),
        (Fraction(1, 10**9), "0.000000001"),
        (Fraction(7), "7"),
    ],
)
def test_numbers_are_written_out(value: Any, text: str) -> None:
    """Exactly where twenty digits suffice, without an exponent in any case."""
    assert short_text(value) == text


@given(st.fractions())
def test_a_written_number_is_close_to_its_value(value: Any) -> None:
    """To twenty significant digits, and the same where it needs no more."""
    written = Fraction(short_text(value))
    assert abs(written - value) <= abs(value) / 10**19


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_a_decimal_survives(value: Any) -> None:
    """A table that is written and read again holds the same number."""
    assert Fraction(short_text(Fraction(value))) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (True, "true"), (False, "false"), (3, "3"), ("good", "good")]
)
def test_cells_are_plain(value: Any, text: str) -> None:
    """A gap is an empty cell, a truth a word."""
    assert cell(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(10**5994), "1E+5994"),
        (Fraction(10**400, 3), "3.3333333333333333333E+399"),
        (Fraction(1, 3 * 10**400), "3.3333333333333333333E-401"),
    ],
)
def test_numbers_that_no_float_holds(value: Any, text: str) -> None:
    """They have an exponent, and are text in JSON."""
    sheet = Sheet(("a",), ({"a": value},))
    assert Fraction(short_text(value)) == Fraction(text)
    assert "E" in to_csv(sheet).splitlines()[1]
    assert Fraction(json.loads(to_json(sheet))[0]["a"]) == Fraction(text)


def test_a_long_number_is_written_exactly() -> None:
    """Whatever Python bounds the digits of its own texts to."""
    assert number_text(Fraction(10**6000)) == "1" + "0" * 6000
    assert number_text(Fraction(10**6000, 3)) == "1" + "0" * 6000 + "/3"
