"""Exact numbers are the quotients they should be, and inexact functions are rounded once."""

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stp_rules.engine.exact import Exact, ExactArithmetic
from stp_rules.language.arithmetic import Undefined
from stp_rules.language.values import FrozenMap
from stp_rules.language.words.combinations.geometric_mean import GeometricMean
from stp_rules.language.words.goalposts import Goalposts

fractions = st.fractions(max_denominator=10**6)
positive = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6, max_denominator=10**6)


@pytest.mark.parametrize("operator", [add, sub, mul, truediv, lt, le, gt, ge, eq, ne])
@given(one=fractions, other=fractions)
def test_an_exact_number_computes_as_a_fraction_does(
    operator: Callable[..., Any], one: Fraction, other: Fraction
) -> None:
    """Sums, differences, products, quotients and comparisons."""
    assume(operator is not truediv or other)
    found = operator(Exact.of(one), Exact.of(other))
    assert (found.fraction if isinstance(found, Exact) else found) == operator(one, other)


@given(fractions, fractions)
def test_a_chain_stays_exact_and_its_divisor_positive(one: Fraction, other: Fraction) -> None:
    """Signs end above the line, so that comparison need not look for them."""
    assume(other)
    chain = (Exact.of(one) - Exact.of(other)) / Exact.of(other) * Exact.of(one)
    assert chain.fraction == (one - other) / other * one
    assert chain.below > 0


@given(fractions)
def test_equal_numbers_hash_alike(one: Fraction) -> None:
    """However they are written."""
    unreduced = Exact(one.numerator * 6, one.denominator * 6)
    assert unreduced == Exact.of(one)
    assert hash(unreduced) == hash(Exact.of(one))
    assert unreduced.reduced().fraction == one


@given(fractions)
def test_the_floor_is_the_whole_number_below(one: Fraction) -> None:
    """Below zero too."""
    assert ExactArithmetic.floor(Exact.of(one)).fraction == one // 1


def test_nothing_is_divided_by_zero() -> None:
    """It is a result of the method, with a reason."""
    with pytest.raises(Undefined, match="division by zero"):
        Exact(1) / Exact(0)


# Inexact functions ------------------------------------------------------------------------------

FIFTY = Context(prec=50, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX)


def rounded(value: mpmath.mpf) -> Fraction:
    """Round what mpmath gives with many digits to fifty, half to even."""
    return Fraction(FIFTY.create_decimal(mpmath.nstr(value, 250)))


def real(value: Fraction) -> mpmath.mpf:
    """Read a fraction at the working precision of mpmath."""
    return mpmath.mpf(value.numerator) / value.denominator


def once(function: str, value: Any) -> Fraction:
    """Apply one function to an exact number."""
    body = lambda real, it: getattr(real, function)(it)  # noqa: E731 - it is an argument
    return ExactArithmetic.once(body, Exact.of(Fraction(value))).fraction


@pytest.mark.parametrize("function", ["log", "exp", "sqrt"])
@given(value=positive)
def test_one_function_is_rounded_once(function: str, value: Fraction) -> None:
    """As mpmath with 300 digits has it."""
    assume(function != "exp" or value < 10**4)
    with mpmath.workdps(300):
        expected = rounded(getattr(mpmath, function)(real(value)))
    assert once(function, value) == expected


@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=5))
def test_a_geometric_mean_is_rounded_once(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """Logarithms, products, sum, quotient and power together, not each by itself."""
    values, weights = zip(*pairs, strict=True)
    with mpmath.workdps(300):
        total = sum(real(w) * mpmath.log(real(v)) for v, w in pairs)
        expected = rounded(mpmath.exp(total / real(sum(weights))))
    exact = [[Exact.of(it) for it in them] for them in (values, weights)]
    args = GeometricMean(FrozenMap())
    assert args.body(*exact, ExactArithmetic()).fraction == expected


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [("sqrt", "1/4", "1/2"), ("sqrt", 4, 2), ("sqrt", "1.44", "1.2"), ("sqrt", 0, 0),
     ("log", 1, 0), ("exp", 0, 1), ("sqrt", Fraction(10**80), 10**40)],
)  # fmt: skip
def test_what_can_be_written_exactly_stays_exact(function: str, value: Any, expected: Any) -> None:
    """And arithmetic after it is exact again."""
    assert once(function, value) == Fraction(expected)


@given(positive, st.integers(1, 6))
def test_the_geometric_mean_of_equal_values_is_that_value(value: Fraction, size: int) -> None:
    """Rounded to fifty digits where it has more."""
    args = GeometricMean(FrozenMap())
    values, weights = [Exact.of(value)] * size, [Exact(1)] * size
    found = args.body(values, weights, ExactArithmetic())
    expected = FIFTY.divide(Decimal(value.numerator), Decimal(value.denominator))
    assert found.fraction == Fraction(expected)


@pytest.mark.parametrize("best", ["1/3", "2", "10"])
def test_a_logarithmic_goalpost_at_one(best: str) -> None:
    """The logarithm of one is exactly zero, and so is what is worst."""
    args: Any = Goalposts(*(Exact.of(Fraction(it)) for it in (1, best, 0, 1)), curve="log")
    found = [args.body(Exact.of(Fraction(it)), ExactArithmetic()) for it in (1, best)]
    assert [it.fraction for it in found] == [0, 1]


@pytest.mark.parametrize(("tail", "even"), [(5, 0), (15, 20), (25, 20), (35, 40)])
def test_a_tie_goes_to_the_even_digit(tail: int, even: int) -> None:
    """The root of a square with 51 digits lies exactly between two numbers of 50."""
    root, expected = (1 + Fraction(it, 10**50) for it in (tail, even))
    assert once("sqrt", root * root) == expected


@pytest.mark.parametrize(("tail", "even"), [(5, 0), (15, 20)])
def test_a_tie_that_no_digits_reveal_ends(tail: int, even: int) -> None:
    """The cube root of a cube is found through logarithms, which never come out even."""
    root, expected = (1 + Fraction(it, 10**50) for it in (tail, even))
    args = GeometricMean(FrozenMap())
    values = [Exact.of(root**3), Exact(1), Exact(1)]
    assert args.body(values, [Exact(1)] * 3, ExactArithmetic()).fraction == expected


@pytest.mark.parametrize(
    ("function", "value", "reason"),
    [("log", 0, "no logarithm"), ("log", -1, "no logarithm"), ("sqrt", -1, "no square root"),
     ("exp", 10**6, "too large"), ("exp", -(10**6), "too close to zero")],
)  # fmt: skip
def test_what_has_no_value_says_why(function: str, value: int, reason: str) -> None:
    """Rather than a number that would be taken for one."""
    with pytest.raises(Undefined, match=reason):
        once(function, value)
