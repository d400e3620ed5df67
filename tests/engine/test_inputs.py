"""What is delivered is read as a value, or refused; it never ends in anything else."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from stp_rules import InputError, State, evaluate, loads
from stp_rules.engine.result import Rating

HEAD = "language: 1\nid: toy/one\nversion: 1.0.0\n"


class Text(str):
    """A text of another library's kind."""

    __slots__ = ()


def rated(entry: str, delivered: Any, reads: str = "{}") -> Rating:
    """Rate by a single input, as it was delivered."""
    text = f"{HEAD}reads: {reads}\nscales: {{one_two: [1, 2]}}\ninputs:\n  a: {entry}\n"
    if "scale" not in entry:
        text = text.replace("scales: {one_two: [1, 2]}\n", "")
    return evaluate(loads(f"{text}levels: {{one: {{it: {{from: a}}}}}}"), {"a": delivered})


def refusal(entry: str, delivered: Any, reads: str = "{}") -> str:
    """Deliver what cannot be read, and return what is said."""
    with pytest.raises(InputError) as refused:
        rated(entry, delivered, reads)
    (problem,) = refused.value.problems
    return f"{problem.message}; {problem.hint}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-.5", Fraction(-1, 2)),
        ("+5", Fraction(5)),
        ("5.", Fraction(5)),
        ("1.5e-3", Fraction(3, 2000)),
        ("1e999", Fraction(10**999)),
        (Text(" 7 "), Fraction(7)),
    ],
)
def test_numbers_in_text(text: str, value: Fraction) -> None:
    """A number is what its digits say."""
    assert rated("{}", text).value == value


@pytest.mark.parametrize("text", [".-5", "\uff15", "--5", "1.2.3", ".", "1e", "1_000"])
def test_no_numbers(text: str) -> None:
    """Other signs, and digits of other scripts, are no number."""
    assert "is not a number" in refusal("{}", text)


@pytest.mark.parametrize(
    "value",
    [
        10**5000,
        Fraction(1, 10**1000),
        "1" * 1001,
        "1e1000",
        Decimal("1e-1000"),
        Decimal("12e999"),
    ],
    ids=["int", "fraction", "digits", "exponent", "small", "decimal"],
)
def test_one_bound_for_all_numbers(value: Any) -> None:
    """No kind of number may have more than a thousand digits."""
    assert refusal("{}", value).startswith("a: this number has more than 1000 digits")


@pytest.mark.parametrize("value", [Decimal("sNaN"), Decimal("Infinity"), float("inf"), True])
def test_what_is_no_number(value: Any) -> None:
    """It is refused, also where Python cannot compare it."""
    assert "is not a number" in refusal("{}", value)


@pytest.mark.parametrize("value", [None, float("nan"), Decimal("NaN"), State.MISSING])
def test_what_is_missing(value: Any) -> None:
    """Nothing, and what libraries write for it."""
    assert rated("{}", value).reasons == ("a is missing",)


@pytest.mark.parametrize("value", [State.NOT_RATED, {"state": "not_rated"}, {"a": 1, "b": 2}, [1]])
def test_what_is_no_value(value: Any) -> None:
    """An input is never not rated; a list and a mapping are no values."""
    assert "is not a value; write a value, or {state: missing}" in refusal("{}", value)


@pytest.mark.parametrize("value", [1, 1.0, "1", "1.0", Decimal("1.0"), Fraction(1), Text("1 ")])
def test_a_category_that_is_a_number(value: Any) -> None:
    """However the number is delivered."""
    assert rated("{scale: one_two}", value).value == "1"


@pytest.mark.parametrize("entry", ["{scale: one_two}", "{type: label, values: [1, 2]}"])
def test_a_truth_is_no_name(entry: str) -> None:
    """The names that are known are listed."""
    assert refusal(entry, True).startswith("a: `true` is not one of 1, 2")


def test_a_text_of_another_kind_is_looked_up() -> None:
    """It is trimmed and read like any text."""
    assert rated("{reads: {none: 0}}", Text(" none ")).value == 0


def test_a_read_is_trimmed_like_what_is_delivered() -> None:
    """Blanks around what suppliers write do not matter."""
    assert rated("{reads: {' - ': suppressed}}", "-").reasons == ("a is suppressed",)


def test_a_shared_read_holds_where_its_value_can() -> None:
    """`Yes` is a truth where one is wanted, and a label where that is."""
    reads = "{'Yes': true, '-': missing}"
    assert rated("{type: boolean}", "Yes", reads).value is True
    assert rated("{type: label, values: ['Yes', other]}", "Yes", reads).value == "Yes"
    assert rated("{type: label, values: ['Yes', other]}", "-", reads).reasons == ("a is missing",)


@pytest.mark.parametrize(
    ("entry", "value", "hint"),
    [
        ("{range: [0, 5]}", 6, "correct the value, or the range in the ruleset"),
        ("{range: [0, 1]}", 6, "is it a percentage? 0.06 would be in range"),
        ("{range: [1, 100]}", "0.5", "is it a fraction? 50 would be in range"),
        ("{range: [1, 60], unit: percent}", "0.5", "is it a fraction? 50 would be in range"),
    ],
)
def test_a_factor_of_a_hundred(entry: str, value: Any, hint: str) -> None:
    """It is suspected only where the range itself suggests it."""
    assert refusal(entry, value).endswith(hint)


def test_what_is_no_subject_leaves_the_others() -> None:
    """Among many, it is refused."""
    parts = "subject: {key: k}\ninputs: {a: {}}\nlevels: {one: {it: {from: a}}}\n"
    ruleset = loads(f"{HEAD}{parts}")
    first, second, third = evaluate(ruleset, [None, {"a": 1}, "a"])  # type: ignore[list-item]
    assert first.reasons == third.reasons == ("a subject is a mapping from input to value",)
    assert first.problems[0].about == "subject 1"
    assert second.value == 1
