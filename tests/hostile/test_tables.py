"""Texts in tables start no formula, forge no row and drive no terminal; problems stay short."""

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.display import lines_text, one_line, shown
from stp_rules.errors import Place, Problem, problems_text
from stp_rules.render.text import table_text
from stp_rules.tables.results import Sheet, to_csv

ACTS = ["=1+1", "+1", "-x", "@SUM(1)", "\tx", "\rx", "\nx", "  =1", "\uff1d1", "\u200b=1"]


def sheet(text: str) -> Sheet:
    """Return a table of one text and one number."""
    return Sheet(("key", "score"), ({"key": text, "score": Fraction(-5, 2)},))


@pytest.mark.parametrize("text", ACTS)
def test_a_text_that_starts_a_formula_gets_an_apostrophe(text: str) -> None:
    """In CSV and on terminals, unless it is wanted raw; a number has none."""
    _, row = csv.reader(io.StringIO(to_csv(sheet(text)), newline=""))
    assert row == [f"'{text}", "-2.5"]
    _, row = csv.reader(io.StringIO(to_csv(sheet(text), raw=True), newline=""))
    assert row == [text, "-2.5"]
    assert table_text(sheet(text)).splitlines()[1].startswith("'")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_in_a_table_forges_no_row(text: str) -> None:
    """It is read as the one cell that it is, and a terminal is sent two lines."""
    _, row = csv.reader(io.StringIO(to_csv(sheet(text), raw=True), newline=""))
    assert row == [text, "-2.5"]
    assert len(table_text(sheet(text)).splitlines()) == 2


@given(st.text())
def test_what_is_shown_is_one_line_of_what_can_be_seen(text: str) -> None:
    """No control, no direction, no width of nothing, no break reaches a terminal."""
    assert shown(text) == shown(shown(text))
    assert len(shown(text).splitlines()) <= 1
    assert not set(shown(text)) & set("\x1b\x07\x9b\u202e\u2066\u200f\u061c\u200b\u2028\ufeff\n\r")
    assert len(one_line(text)) <= 1000


def test_lines_are_as_many_as_were_written() -> None:
    """A line break in one of them makes none."""
    assert lines_text(["a\nb", "\x1b[31m"]) == "a\\nb\n\\x1b[31m\n"


@pytest.mark.parametrize("column", [1, 50, 30_000, 60_000])
def test_an_excerpt_is_cut_around_its_caret(column: int) -> None:
    """The caret stands under the same character as in the whole line."""
    text = "".join(chr(ord("a") + at % 26) for at in range(60_000))
    _, line, caret = Place("x.yaml", 1, column, 3, text).excerpt().splitlines()
    assert len(line) < 220
    assert line[caret.index("^")] == text[column - 1]


def test_many_long_problems_are_shortly_said() -> None:
    """The first hundred are written, the others counted, none of them at length."""
    place = Place("x.yaml", 1, 1, 60_000, "x" * 60_000)
    found = [Problem("tag", "9" * 10**6, hint="h" * 10**6, place=place)] * 3160
    said = problems_text(found)
    assert said.endswith("\nand 3,060 more problems")
    assert len(said) < 100 * 1500
