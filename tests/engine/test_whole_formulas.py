"""A formula with logarithms, powers or roots is rounded once, whatever stands inside what."""

import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stp_rules
from stp_rules.engine.values import Unknown

FIFTY = Context(prec=50, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX)
NOISE, SMALL, LARGE = (mpmath.mpf(10) ** it for it in (-100, -20, 200))


def result(formula: str, **values: Any) -> Any:
    """Rate one subject by a formula over a and b."""
    ruleset = stp_rules.loads(
        "{language: 1, id: example, version: 1.0.0, inputs: {a: {}, b: {}}, "
        f"levels: {{all_of_it: {{seen: {{sum: [a, b]}}, r: {{formula: '{formula}'}}}}}}}}"
    )
    numbers = {name: Fraction(value) for name, value in {"a": 0, "b": 0, **values}.items()}
    return stp_rules.evaluate(ruleset, numbers)["r"]


@pytest.mark.parametrize(
    ("formula", "a", "b", "expected"),
    [
        ("exp(2 * log(a))", 3, 0, 9),
        ("exp(-2 * log(a))", 5, 0, "1/25"),
        ("exp(log(a) / 3)", 8, 0, 2),
        ("exp(log(a) / 3)", "27/8", 0, "3/2"),
        ("exp(2 / 3 * log(a))", "0.125", 0, "1/4"),
        ("exp(log(a) + log(b))", 6, 7, 42),
        ("exp(log(a) - log(b))", 6, 8, "3/4"),
        ("sqrt(a) * sqrt(a)", 2, 0, 2),
        ("sqrt(a) / sqrt(b)", 8, 2, 2),
        ("sqrt(sqrt(a) * sqrt(b))", 4, 4, 2),
        ("log(exp(a))", "1/4", 0, "1/4"),
        ("log(exp(a))", -5, 0, -5),
        ("log(a) / log(b)", 8, 2, 3),
        ("100 * (log(a) - log(100)) / (log(b) - log(100))", 75000, 75000, 100),
        ("log(a) - log(b)", "1/3", "1/3", 0),
        ("min(exp(log(a)), b)", 7, 7, 7),
        ("abs(log(a)) + log(a)", "1/2", 0, 0),
        ("3 * exp(log(a) - log(3))", 7, 0, 7),
        ("exp(a) - exp(a) + b", 900, 1, 1),
    ],
)
def test_what_fits_fifty_digits_is_exact(formula: str, a: Any, b: Any, expected: Any) -> None:
    """By hand: powers, products, quotients and their inverses."""
    assert result(formula, a=a, b=b) == Fraction(expected)


@pytest.mark.parametrize("formula", ["log(exp(a))", "sqrt(a) * sqrt(a)", "a + 0 * sqrt(2)"])
def test_what_does_not_fit_has_fifty_digits(formula: str) -> None:
    """A third, and nothing but a third."""
    assert result(formula, a=Fraction(1, 3)) == Fraction(int("3" * 50), 10**50)


@pytest.mark.parametrize(
    ("formula", "values", "reason"),
    [
        ("1 / (a - b) + log(a)", {"a": 2, "b": 2}, "division by zero"),
        ("1 / (log(a) - log(b))", {"a": 3, "b": 3}, "division by zero"),
        ("1 / (sqrt(a) * sqrt(a) - 2)", {"a": 2}, "division by zero"),
        ("log(a - b)", {"a": 2, "b": 2}, "no logarithm"),
        ("log(exp(log(a)) - a)", {"a": 3}, "no logarithm"),
        ("sqrt(log(a))", {"a": "0.999999999999999"}, "no square root"),
        ("exp(exp(a))", {"a": 100}, "too large"),
        ("exp(a) - exp(a)", {"a": 20000}, "1,000 digits do not tell the value"),
    ],
)
def test_what_has_no_value_says_why(formula: str, values: dict[str, Any], reason: str) -> None:
    """Zero is decided where it is exact, and where it is reached through inexact parts."""
    found = result(formula, **values)
    assert isinstance(found, Unknown)
    assert reason in str(found)


def test_a_square_root_of_what_cancels_to_zero_is_zero() -> None:
    """It is no square root of a number below zero by a last digit."""
    assert result("sqrt(sqrt(a) * sqrt(a) - 2)", a=2) == 0


def test_what_is_near_is_not_taken_for_equal() -> None:
    """1 / (log(1 + 10^-70) - log(1)) is 10^70 + 1/2, of which fifty digits are kept."""
    near = 1 + Fraction(1, 10**70)
    assert result("1 / (log(a) - log(b))", a=near, b=1) == 10**70


def texts(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw larger formulas of smaller ones."""
    pairs = st.tuples(parts, st.sampled_from("+-*/"), parts)
    calls = st.tuples(st.sampled_from(["log", "exp", "sqrt", "abs"]), parts)
    return pairs.map(lambda it: f"({it[0]} {it[1]} {it[2]})") | calls.map(
        lambda it: f"{it[0]}({it[1]})"
    )


FORMULAS = st.recursive(st.sampled_from(["a", "b", "2", "0.5"]), texts, max_leaves=6)
PLAIN = st.fractions(min_value=Fraction(1, 20), max_value=10, max_denominator=30)


def computed(formula: str, a: Fraction, b: Fraction, digits: int) -> mpmath.mpf:
    """Compute with mpmath; what is zero but for noise has no logarithm and no root here."""

    def above(function: Any) -> Any:
        return lambda value: function(value) if value > NOISE else mpmath.nan

    with mpmath.workdps(digits):
        one, two = (mpmath.mpf(it.numerator) / it.denominator for it in (a, b))
        names = {"a": one, "b": two, "exp": mpmath.exp, "abs": abs}
        names |= {"log": above(mpmath.log), "sqrt": above(mpmath.sqrt)}
        try:
            text = re.sub(r"\d[\d.]*", r"mpf('\g<0>')", formula)
            names["mpf"] = mpmath.mpf
            return mpmath.mpf(eval(text, {"__builtins__": {}}, names))  # noqa: S307 - drawn here
        except (ZeroDivisionError, OverflowError):
            return mpmath.nan


def witness(formula: str, a: Fraction, b: Fraction) -> Fraction | None:
    """Return what 120 digits give; `None` where other digits give another number, or none."""
    values = [computed(formula, a, b, digits) for digits in (120, 130)]
    if any(mpmath.isnan(it) or not SMALL < abs(it) < LARGE for it in values):
        return None
    with mpmath.workdps(120):
        if abs(values[0] - values[1]) > NOISE * abs(values[0]):
            return None
        return Fraction(FIFTY.create_decimal(mpmath.nstr(values[0], 90)))


@given(formula=FORMULAS, a=PLAIN, b=PLAIN)
def test_mpmath_with_120_digits_agrees(formula: str, a: Fraction, b: Fraction) -> None:
    """Wherever it has a value that is neither huge nor tiny."""
    expected = witness(formula, a, b)
    found = result(formula, a=a, b=b)
    if expected is None or not any(it in formula for it in ("log", "exp", "sqrt")):
        return
    assert found == expected
