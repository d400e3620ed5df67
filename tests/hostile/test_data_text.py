"""What was delivered, as a message shows it: as JSON has it, and never as Python does."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stp_rules.strict_json import data_text, parse_json

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**9)
PLAIN = st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"]))
DATA = st.recursive(PLAIN, lambda it: st.lists(it) | st.dictionaries(st.text("ab"), it))


@given(st.lists(DATA) | st.dictionaries(st.text("abc"), DATA))
def test_what_is_shown_is_the_json_that_was_read(data: object) -> None:
    """Another reader of JSON makes the same of it."""
    shown = data_text(data, longest=10**6)
    assert json.loads(shown, parse_float=Decimal, parse_int=Decimal) == data
    assert parse_json(shown) == data


def test_a_text_by_itself_stands_without_quotes() -> None:
    """It is cut off where it is long."""
    assert data_text("n/a") == "n/a"
    assert data_text("x" * 60) == "x" * 40


def test_half_a_character_is_an_escape() -> None:
    """So the message can be written anywhere."""
    assert data_text({"a": "\ud800"}) == '{"a": "\\ud800"}'


def test_a_list_that_holds_itself_is_shown_by_its_type() -> None:
    """It has no text."""
    endless: list[object] = []
    endless.append(endless)
    assert data_text(endless) == "list"
