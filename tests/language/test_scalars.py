"""What a word without quotes means, and how values are written as words."""

from datetime import date
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.figures import number_text
from stp_rules.language.scalars import Scalar, Surprise, key_text, number, plain, scalar_text
from stp_rules.loading.document import read_document

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6).map(Fraction)
printable = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"))


@given(st.fractions() | decimals)
def test_numbers_are_written_and_read_exactly(value: Fraction) -> None:
    """The text of a number is read as that number."""
    read = plain(number_text(value))
    assert not isinstance(read, bool)
    assert read == value


@given(printable)
def test_texts_are_written_and_read_as_they_are(text: str) -> None:
    """A text stays a text, with quotes where it would mean something else."""
    document = read_document(f"{{{key_text(text)}: [{scalar_text(text)}]}}", "it")
    assert document.problems == ()
    assert document.data == {text: [text]}


@given(printable)
def test_texts_are_written_as_yaml(text: str) -> None:
    """Another reader of YAML takes a text for the same text."""
    assert yaml.safe_load(key_text(text)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (3, "3"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-5, 2), "-2.5"),
        (date(2017, 7, 21), "2017-07-21"),
        ("good", "good"),
        ("no", '"no"'),
        ("1", '"1"'),
        ("2017-07-21", '"2017-07-21"'),
    ],
)
def test_how_values_are_written(value: object, text: str) -> None:
    """Numbers and truths stand bare; a text that looks like one has quotes."""
    assert scalar_text(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("0.1", Fraction(1, 10)),
        ("100.0", Fraction(100)),
        ("-22/7", Fraction(-22, 7)),
        ("good", "good"),
        ("2017.1.0", "2017.1.0"),
        ("n/a", "n/a"),
    ],
)
def test_plain_words(text: str, value: Scalar) -> None:
    """Truths, exact numbers and nothing have a meaning; other words are text."""
    read = plain(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Yes",
        "ON",
        "True",
        "NULL",
        "n",
        "1e3",
        "1.5E-3",
        "12:30",
        "1:2:3",
        ".nan",
        "-.inf",
        "010",
        "0x1F",
        "0b1",
        "0o7",
        "1_000",
        "+5",
        ".5",
        "5.",
        "2017-7-1",
        "2017-07-21T10:00",
        "1/0",
    ],
)
def test_surprises(text: str) -> None:
    """A word that readers of YAML take differently has no meaning here."""
    read = plain(text)
    assert isinstance(read, Surprise)
    assert read.remedy


@pytest.mark.parametrize("text", ["true", "good", "", "1e3", "2017-07-21", "٣"])
def test_no_number(text: str) -> None:
    """Only plain digits are a number."""
    assert number(text) is None
