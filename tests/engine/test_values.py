"""Values as people read them."""

from fractions import Fraction

import pytest

from stp_rules.engine.values import beside_text
from stp_rules.language.values import Category

THIRD = Fraction(333333333333333333, 10**18)


@pytest.mark.parametrize(
    ("one", "other", "texts"),
    [
        (THIRD, Fraction(1, 3), ("0.333333…", "1/3")),
        (-2 - THIRD, Fraction(29, 15), ("-2.333333…", "29/15")),
        (Fraction(1234567890123), Fraction("0.99999999999"), ("1234567890123", "0.999999…")),
        (True, Category("good", "Good"), ("true", "good")),
    ],
)
def test_values_side_by_side_are_brief(one: object, other: object, texts: tuple[str, str]) -> None:
    """A long fraction is cut off, and never rounded up to an edge; whole numbers are whole."""
    assert beside_text(one, other) == texts


def test_values_that_are_alike_to_six_decimals_are_exact() -> None:
    """Cut off, both would be 0.333333."""
    assert beside_text(THIRD, THIRD + Fraction(1, 10**18)) == (
        "0.333333333333333333",
        "0.333333333333333334",
    )
