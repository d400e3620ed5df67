"""What is kept of a cohort, and what a value is beside it: by hand, by brute force, by NumPy."""

import statistics
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.engine.exact import ExactArithmetic
from stp_rules.language.cohorts import order_of
from stp_rules.language.words.cohort.clusters import Clusters
from stp_rules.language.words.cohort.percentile import Percentile
from stp_rules.language.words.cohort.quantile_bands import QuantileBands, quantile
from stp_rules.language.words.cohort.rank import Rank

EXACT = ExactArithmetic()
SHARES = [Fraction(it) for it in ("1/8", "1/4", "1/2", "3/4", "15/16")]

# numpy.quantile([1, 2, 4, 7, 11, 13], share, method=...) and of [3, 1, 4, 1, 5, 9, 2], NumPy 2.4.6;
# 1.91666... and the like are written as the fractions that they are.
NUMPY = {
    "inverted_cdf": ("1 2 4 11 13", "1 1 3 5 9"),
    "averaged_inverted_cdf": ("1 2 5.5 11 13", "1 1 3 5 9"),
    "closest_observation": ("1 2 4 7 13", "1 1 3 4 9"),
    "interpolated_inverted_cdf": ("1 1.5 4 9 12.25", "1 1 2.5 4.25 7.25"),
    "hazen": ("1.25 2 5.5 11 13", "1 1.25 3 4.75 9"),
    "weibull": ("1 1.75 5.5 11.5 13", "1 1 3 5 9"),
    "linear": ("1.625 2.5 5.5 10 12.375", "1 1.5 3 4.5 7.5"),
    "median_unbiased": ("1.125 23/12 5.5 67/6 13", "1 7/6 3 29/6 9"),
    "normal_unbiased": ("1.15625 1.9375 5.5 11.125 13", "1 1.1875 3 4.8125 9"),
}
whole = st.integers(-9, 9).map(Fraction)


def fractions(values: Sequence[int]) -> list[Fraction]:
    """Return whole numbers as the exact numbers that summaries are made of."""
    return [Fraction(value) for value in values]


def keys_of(values: Sequence[Fraction]) -> list[tuple[Fraction]]:
    """Return values as they are gathered, without tie-breaks."""
    return [(value,) for value in values]


@pytest.mark.parametrize("definition", NUMPY)
def test_a_quantile_is_that_of_numpy(definition: str) -> None:
    """Each of the nine definitions, of an even and of an odd number of values, with ties."""
    for values, expected in zip(
        ([1, 2, 4, 7, 11, 13], [1, 1, 2, 3, 4, 5, 9]), NUMPY[definition], strict=True
    ):
        found = [quantile(fractions(values), share, definition) for share in SHARES]
        assert found == [Fraction(it) for it in expected.split()]


@pytest.mark.parametrize(
    ("definition", "method"), [("weibull", "exclusive"), ("linear", "inclusive")]
)
@given(st.lists(whole, min_size=4, max_size=9))
def test_quartiles_are_those_of_the_standard_library(
    definition: str, method: str, values: list[Fraction]
) -> None:
    """Python's statistics module, reckoning in fractions too; with four values it stays inside."""
    found = [quantile(sorted(values), Fraction(at, 4), definition) for at in (1, 2, 3)]
    assert found == statistics.quantiles(values, n=4, method=method)


@pytest.mark.parametrize(("on_cut", "expected"), [("upper", [1, 2, 3, 3]), ("lower", [1, 1, 2, 3])])
def test_a_value_on_the_cut_belongs_where_the_ruleset_says(
    on_cut: str, expected: list[int]
) -> None:
    """The median of 1, 2, 3 is 2, their upper quarter begins at 2.5: so say both definitions."""
    args = QuantileBands(cuts=(Fraction(1, 2), Fraction(3, 4)), definition="linear", on_cut=on_cut)
    summary = args.summary(keys_of(fractions([1, 2, 3])))
    assert summary.cuts == (2, Fraction(5, 2))
    values = [Fraction(1), Fraction(2), Fraction(5, 2), Fraction(3)]
    assert [args.beside(it, summary, EXACT).fraction for it in values] == expected


def squares(parts: Sequence[Sequence[Fraction]]) -> Fraction:
    """Return the sum of squared deviations within the parts, from their means."""
    return sum(((it - statistics.mean(part)) ** 2 for part in parts for it in part), Fraction(0))


def divisions(values: Sequence[Fraction], count: int) -> list[list[Sequence[Fraction]]]:
    """Return every division of values in order into so many parts."""
    ends = combinations(range(1, len(values)), count - 1)
    return [[values[a:b] for a, b in pairwise((0, *end, len(values)))] for end in ends]


@given(st.lists(whole, min_size=1, max_size=8), st.integers(2, 4))
def test_no_division_is_better_than_the_clusters(values: list[Fraction], count: int) -> None:
    """Among all divisions into as many clusters there is none with a smaller sum of squares."""
    args = Clusters(count=count)
    summary = args.summary(keys_of(values))
    placed: dict[Fraction, list[Fraction]] = {}
    for value in values:
        placed.setdefault(args.beside(value, summary, EXACT).fraction, []).append(value)
    wanted = min(count, len(set(values)))
    assert sorted(placed) == list(range(1, wanted + 1))
    best = min(map(squares, divisions(sorted(values), wanted)))
    assert squares(list(placed.values())) == best


def test_clusters_by_hand() -> None:
    """1 1 2 | 9 10 | 30: the cuts lie halfway between neighbours, at 5.5 and 20."""
    summary = Clusters(count=3).summary(keys_of(fractions([10, 1, 30, 2, 9, 1])))
    assert summary.cuts == (Fraction(11, 2), 20)


@pytest.mark.parametrize(
    ("ties", "ranks", "percentiles"),
    [
        ("lowest", "1 2 2 4", "0 25 25 75"),
        ("highest", "1 3 3 4", "25 75 75 100"),
        ("mean", "1 5/2 5/2 4", "25/2 50 50 175/2"),
        ("dense", "1 2 2 3", "0 100/3 100/3 200/3"),
    ],
)
def test_equal_values_get_what_the_ruleset_says(ties: str, ranks: str, percentiles: str) -> None:
    """Of 5, 7, 7 and 9, by hand; a percentile is the share of the cohort that is passed."""
    keys = [(Fraction(it),) for it in (5, 7, 7, 9)]
    summary = order_of(keys)
    by_rank = [Rank(best="lowest", ties=ties).beside(key, summary, EXACT) for key in keys]
    by_percentile = [Percentile(ties=ties).beside(key, summary, EXACT) for key in keys]
    assert [it.fraction for it in by_rank] == [Fraction(it) for it in ranks.split()]
    assert [it.fraction for it in by_percentile] == [Fraction(it) for it in percentiles.split()]


@pytest.mark.parametrize("ties", ["lowest", "highest", "mean", "dense"])
def test_an_outsider_ranks_after_those_that_are_better(ties: str) -> None:
    """6 beside 5, 7, 7, 9 has one better value, so it is second whatever the rule for ties."""
    summary = order_of([(Fraction(it),) for it in (5, 7, 7, 9)])
    found = Rank(best="lowest", ties=ties).beside((Fraction(6),), summary, EXACT)
    assert found.fraction == 2
