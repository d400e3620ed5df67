"""Formulas to expressions, and back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.language.expressions import Call, Expression, Name
from stp_rules.language.formulas import LARGEST, FormulaError, formula_text, parse_formula

numbers = st.decimals(0, 1000, places=3).map(Fraction)
leaves = numbers | st.sampled_from("abc").map(Name)


def calls(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Apply operators and functions to parts."""
    operators = st.builds(Call, st.sampled_from("+-*/"), st.tuples(parts, parts))
    single = st.builds(Call, st.sampled_from(["abs", "log", "exp", "sqrt"]), st.tuples(parts))
    many = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return operators | single | st.builds(Call, st.sampled_from(["min", "max"]), many)


@given(st.recursive(leaves, calls, max_leaves=12))
def test_written_and_read_again(expression: Expression) -> None:
    """The text of an expression is read as that expression."""
    assert parse_formula(formula_text(expression)) == expression


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("a-b-c", "a - b - c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a*b)/(c*2)", "a * b / (c * 2)"),
        ("-a", "0 - a"),
        ("  max( a,1 ) ", "max(a, 1)"),
    ],
)
def test_brackets_only_where_they_count(text: str, again: str) -> None:
    """Multiplication binds before addition, and what is alike from the left."""
    assert formula_text(parse_formula(text)) == again


def test_decimals_are_exact() -> None:
    """0.1 is one tenth."""
    assert parse_formula("0.1 + a") == Call("+", (Fraction(1, 10), Name("a")))


@pytest.mark.parametrize("text", ["+".join(["a"] * LARGEST), "(" * 300 + "a" + ")" * 300])
def test_too_long(text: str) -> None:
    """A formula that would exhaust the machine is refused."""
    with pytest.raises(FormulaError):
        parse_formula(text)


def test_too_deep() -> None:
    """So is one whose parts are nested too deep; a hundred is too many."""
    with pytest.raises(FormulaError, match="too long"):
        parse_formula("-" * 450 + "a")
    assert formula_text(parse_formula("-" * 50 + "a")).count("0 - ") == 50


@given(st.characters(min_codepoint=128))
def test_only_plain_letters_name_anything(sign: str) -> None:
    """A letter that Python takes for a plain one, such as one of full width, names nothing."""
    with pytest.raises(FormulaError):
        parse_formula(f"a + {sign}")
    with pytest.raises(FormulaError):
        parse_formula(f"a{sign} + 1")


@pytest.mark.parametrize("text", ["2a", "1if a", "0xfor", "1.5waits + 2", "a * 3 or 1or a"])
def test_a_number_runs_into_no_word(text: str, recwarn: pytest.WarningsRecorder) -> None:
    """It is said what to write, and nothing of Python's own is printed."""
    with pytest.raises(FormulaError):
        parse_formula(text)
    assert not recwarn.list


def test_digits_in_a_name_and_an_exponent_are_no_product() -> None:
    """A name may hold digits; of an exponent it is said that plain digits are to be written."""
    assert parse_formula("a1b2 + 0.25") == Call("+", (Name("a1b2"), Fraction(1, 4)))
    with pytest.raises(FormulaError, match="`1e3` is not a number"):
        parse_formula("1e3 * a")
