"""Members combined, by hand."""

from fractions import Fraction
from itertools import product
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT
from stp_rules.language.arithmetic import Undefined
from stp_rules.language.catalogue import COMBINATIONS
from stp_rules.language.values import FrozenMap


def combined(kind: Any, values: list[Any], weights: list[Any] | None = None, **options: Any) -> Any:
    """Combine numbers under weights of 1 unless others are given."""
    exact, weighing = (
        tuple(Exact.of(Fraction(it)) for it in them)
        for them in (values, weights or [1] * len(values))
    )
    word = COMBINATIONS[kind](FrozenMap(), **options)
    return word.body(exact, weighing, EXACT).fraction


@pytest.mark.parametrize(
    ("kind", "values", "weights", "expected"),
    [
        ("mean", [1, 2, 4], [1, 1, 1], "7/3"),
        ("mean", [1, 4], [2, 1], 2),
        ("mean", [1, 4], ["1/3", "1/6"], 2),
        ("mean", [6, 1], [2, -1], 11),
        ("sum", [1, 4], [2, -1], -2),
        ("min", [3, -1, 2], None, -1),
        ("max", [3, -1, 2], None, 3),
        ("median", [9, 1, 4], None, 4),
        ("median", [9, 1, 4, 2], None, 3),
        ("median", [5], None, 5),
        ("median", [2, 2, 9, 1], None, 2),
        ("geometric_mean", [1, 1, 8], None, 2),
        ("geometric_mean", [1, 16], [3, 1], 2),
        ("geometric_mean", ["1/7"] * 3, None, "0." + "142857" * 8 + "14"),
    ],
)
def test_by_hand(kind: str, values: list[Any], weights: Any, expected: Any) -> None:
    """One seventh is no decimal, so even the mean of three of it is rounded to 50 digits."""
    assert combined(kind, values, weights) == Fraction(expected)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=70))
def test_a_median_is_the_one_that_python_finds(values: list[int]) -> None:
    """Of few and of many members, equal ones among them."""
    assert combined("median", values) == median(map(Fraction, values))


@pytest.mark.parametrize("count", range(1, 11))
def test_every_row_of_zeros_and_ones_comes_in_order(count: int) -> None:
    """What puts these in order by fixed exchanges does so with all numbers (Knuth 5.3.4, Z)."""
    for values in product((0, 1), repeat=count):
        middle = sorted(values)[(count - 1) // 2 : count // 2 + 1]
        assert combined("median", list(values)) == Fraction(sum(middle), len(middle))


def test_a_geometric_mean_of_zero() -> None:
    """Is zero, or nothing, as the ruleset says."""
    assert combined("geometric_mean", [4, 0], zero="is_zero") == 0
    assert combined("geometric_mean", [4, -2], zero="is_zero") == 0
    with pytest.raises(Undefined, match="above zero"):
        combined("geometric_mean", [4, 0])


def test_a_mean_whose_weights_vanish_has_no_value() -> None:
    """Left over of a mean with a negative weight where others are ignored."""
    with pytest.raises(Undefined, match="zero"):
        combined("mean", [1, 2], [1, -1])


MEMBERS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 4), st.booleans()), min_size=1, max_size=6
).filter(lambda members: any(counts for _, _, counts in members))


@pytest.mark.parametrize("kind", [it for it, word in COMBINATIONS.items() if word.left_out])
@given(members=MEMBERS)
def test_who_is_left_out_is_nobody(kind: str, members: list[tuple[int, int, bool]]) -> None:
    """All members, read as the word reads one that does not count, give what those give who do."""
    word = COMBINATIONS[kind](FrozenMap())
    numbers = [(Exact(value), Exact(weight), counts) for value, weight, counts in members]
    read = word.left_out(*zip(*numbers, strict=True), EXACT)
    counting = zip(*[(value, weight) for value, weight, counts in numbers if counts], strict=True)
    assert word.body(*read, EXACT) == word.body(*counting, EXACT)
