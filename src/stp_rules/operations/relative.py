"""Steps relative to a cohort: what is kept of the cohort, and what a value is beside it.

A summary is made once, of the known values of a cohort. What a value becomes depends on the
summary alone, so that a subject can be rated beside a cohort that is long gone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from attrs import frozen

from stp_rules.model import Clusters, Itself, MinMax, Percentile, QuantileBands, Rank, Ties, ZScore
from stp_rules.operations.arithmetic import Arithmetic, Real, Undefined, Value

NO_SPREAD = "the cohort has no spread"

Keys = tuple[Value, ...]
"""A value, then what breaks ties, as far as it is known; smaller is better, or lower."""


@frozen
class Summary:
    """What is kept of a cohort: how many values, and what a step reads of them.

    `mean` and `squares` (the sum of squared deviations), `low` and `high`, `ordered` (all
    values with their tie-break keys, in order) with `untold` (the keys, in order, of those for
    whom a tie-break is not known), or `cuts`; the others are empty. All are where a number among
    them is `too_long` to be kept.
    """

    count: int
    mean: Value = None
    squares: Value = None
    low: Value = None
    high: Value = None
    ordered: tuple[Keys, ...] = ()
    untold: tuple[Keys, ...] = ()
    cuts: tuple[Value, ...] = ()
    too_long: bool = False


def mean_of(values: Sequence[Fraction]) -> Summary:
    """Keep the mean."""
    return Summary(len(values), mean=sum(values, Fraction(0)) / len(values))


def spread_of(values: Sequence[Fraction]) -> Summary:
    """Keep the mean and the sum of squared deviations from it."""
    mean = sum(values, Fraction(0)) / len(values)
    squares = sum(((value - mean) ** 2 for value in values), Fraction(0))
    return Summary(len(values), mean=mean, squares=squares)


def extremes_of(values: Sequence[Fraction]) -> Summary:
    """Keep the lowest and the highest."""
    return Summary(len(values), low=min(values), high=max(values))


def order_of(keys: Sequence[Keys], length: int = 1) -> Summary:
    """Keep all values with their tie-break keys, in order; `length` is that of keys all known."""
    whole, untold = (
        tuple(sorted(key for key in keys if (len(key) == length) is known))
        for known in (True, False)
    )
    return Summary(len(keys), ordered=whole, untold=untold)


def quantiles_of(values: Sequence[Fraction], args: QuantileBands) -> Summary:
    """Keep the cut points."""
    ordered = sorted(values)
    cuts = tuple(quantile(ordered, cut, args.definition) for cut in args.cuts)
    return Summary(len(values), cuts=cuts)


_PLOTTING = {
    "interpolated_inverted_cdf": (Fraction(0), Fraction(1)),
    "hazen": (Fraction(1, 2), Fraction(1, 2)),
    "weibull": (Fraction(0), Fraction(0)),
    "linear": (Fraction(1), Fraction(1)),
    "median_unbiased": (Fraction(1, 3), Fraction(1, 3)),
    "normal_unbiased": (Fraction(3, 8), Fraction(3, 8)),
}


def quantile(ordered: Sequence[Fraction], share: Fraction, definition: str) -> Fraction:
    """Return a quantile of values in order.

    The nine definitions are those of Hyndman and Fan, Sample quantiles in statistical packages,
    The American Statistician 50 (1996), under the names that NumPy gives them. `linear` is
    Excel's PERCENTILE.INC, `weibull` its PERCENTILE.EXC.
    """
    count = len(ordered)
    if definition in _PLOTTING:
        alpha, beta = _PLOTTING[definition]
        at = alpha + share * (count + 1 - alpha - beta)
        below = at.numerator // at.denominator
        return _between(ordered, below, at - below)
    at = count * share - (Fraction(1, 2) if definition == "closest_observation" else 0)
    below = at.numerator // at.denominator
    if at > below:
        return _at(ordered, below + 1)
    if definition == "averaged_inverted_cdf":
        return (_at(ordered, below) + _at(ordered, below + 1)) / 2
    if definition == "closest_observation" and below % 2:
        return _at(ordered, below + 1)
    return _at(ordered, below)


def _between(ordered: Sequence[Fraction], below: int, part: Fraction) -> Fraction:
    low, high = _at(ordered, below), _at(ordered, below + 1)
    return low + part * (high - low)


def _at(ordered: Sequence[Fraction], place: int) -> Fraction:
    """Return the value at a place counted from one; beyond the ends, the end."""
    return ordered[min(max(place, 1), len(ordered)) - 1]


def clusters_of(values: Sequence[Fraction], args: Clusters) -> Summary:
    """Keep the cut points halfway between the clusters with the least sum of squares.

    Exact, so it needs no seed: the best division of values in order into the first k clusters
    is found from the best divisions into k - 1 (Wang and Song, Ckmeans.1d.dp, 2011), with the
    beginnings of clusters found by halving (Song and Zhong, 2020). Equal values stay together;
    where there are fewer different values than clusters, each is one.
    """
    ordered = sorted(values)
    different = [(value, len(list(same))) for value, same in groupby(ordered)]
    starts = _division(different, min(args.count, len(different)))
    cuts = [(different[at - 1][0] + different[at][0]) / 2 for at in starts]
    return Summary(len(values), cuts=tuple(cuts))


def _division(weighted: Sequence[tuple[Fraction, int]], count: int) -> list[int]:
    """Return where all clusters but the first begin."""
    cost = _Costs.of(weighted)
    size = len(weighted)
    best = [cost.within(0, end) for end in range(1, size + 1)]
    begins: list[list[int]] = []
    for clusters in range(2, count + 1):
        best, begin = _next_row(cost, best, clusters)
        begins.append(begin)
    starts, end = [], size
    for begin in reversed(begins):
        end = begin[end - 1]
        starts.append(end)
    return starts[::-1]


def _next_row(
    cost: "_Costs", best: list[Fraction], clusters: int
) -> tuple[list[Fraction], list[int]]:
    """Return the least costs of one cluster more, and where its last one begins.

    Where the last cluster begins never falls as the end moves on, so the middle end settles what
    is left to try on both sides.
    """
    row, begin = list(best), [0] * len(best)
    spans = [(clusters, len(best), clusters - 1, len(best) - 1)]
    while spans:
        first, last, lowest, highest = spans.pop()
        if first > last:
            continue
        end = (first + last) // 2
        starts = range(lowest, min(highest, end - 1) + 1)
        choices = ((best[start - 1] + cost.within(start, end), start) for start in starts)
        row[end - 1], begin[end - 1] = min(choices)
        spans += [
            (first, end - 1, lowest, begin[end - 1]),
            (end + 1, last, begin[end - 1], highest),
        ]
    return row, begin


@frozen
class _Costs:
    counts: tuple[Fraction, ...]
    sums: tuple[Fraction, ...]
    squares: tuple[Fraction, ...]

    @classmethod
    def of(cls, weighted: Sequence[tuple[Fraction, int]]) -> "_Costs":
        totals = [(Fraction(0), Fraction(0), Fraction(0))]
        for value, weight in weighted:
            count, total, square = totals[-1]
            totals.append((count + weight, total + weight * value, square + weight * value**2))
        return cls(*zip(*totals, strict=True))

    def within(self, start: int, end: int) -> Fraction:
        """Return the sum of squared deviations of the values from start up to end."""
        count = self.counts[end] - self.counts[start]
        total = self.sums[end] - self.sums[start]
        return self.squares[end] - self.squares[start] - total**2 / count


def z_score(value: Value, args: ZScore, summary: Summary, arithmetic: Arithmetic) -> Value:
    """(x - mean) / deviation; the deviation divides by n, or by n - 1 for a sample."""
    divisor = summary.count - (args.deviation == "sample")
    zero = arithmetic.number(0)
    if divisor < 1 or not summary.squares > zero:
        raise Undefined(NO_SPREAD)
    squares = (summary.mean, summary.squares, arithmetic.number(divisor))
    return arithmetic.once(_standardised, value, *squares)


def _standardised(real: Real, value: Value, mean: Value, squares: Value, divisor: Value) -> Value:
    return (value - mean) / real.sqrt(squares / divisor)


def min_max(value: Value, args: MinMax, summary: Summary, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Low + (x - lowest)(high - low) / (highest - lowest); beyond them it goes straight on."""
    low: Value = args.low
    high: Value = args.high
    if not summary.high > summary.low:
        raise Undefined(NO_SPREAD)
    return low + (value - summary.low) * (high - low) / (summary.high - summary.low)


def percentile(value: Keys, args: Percentile, summary: Summary, arithmetic: Arithmetic) -> Value:
    """100 times the share of the cohort below, by the rule for ties."""
    below, above, count = _position(value, args.ties, summary)
    lower, upper = arithmetic.number(below), arithmetic.number(max(above, below))
    shares = {"lowest": lower, "dense": lower, "highest": upper}
    at = shares.get(args.ties, (lower + upper) / arithmetic.number(2))
    return arithmetic.number(100) * at / arithmetic.number(count)


def rank(value: Keys, args: Rank, summary: Summary, arithmetic: Arithmetic) -> Value:
    """One more than the number of better values, by the rule for ties."""
    better, through, _ = _position(value, args.ties, summary)
    first = arithmetic.number(better + 1)
    last = arithmetic.number(max(through, better + 1))
    ranks = {"lowest": first, "dense": first, "highest": last}
    return ranks.get(args.ties, (first + last) / arithmetic.number(2))


def tied(keys: Keys, summary: Summary) -> bool:
    """Tell whether keys that are not all known leave open who of several comes first.

    Keys like these that stand in the cohort once are taken for the subject's own.
    """
    whole, untold = (bisect_left(them, keys) for them in (summary.ordered, summary.untold))
    own = summary.untold[untold : untold + 1] == (keys,)
    nearest = (
        *summary.ordered[whole : whole + 1],
        *summary.untold[untold + own : untold + own + 1],
    )
    return any(it[: len(keys)] == keys for it in nearest)


def _position(keys: Keys, ties: Ties, summary: Summary) -> tuple[int, int, int]:
    """Return how many stand before, how many before or beside, and how many there are.

    Whose tie-break is not known stands behind all that are equal as far as it is.
    """
    ordered, *untold = _lists(Itself(summary), dense=ties == "dense")
    behind = sum(bisect_left(them, keys[: len(them[0])]) for them in untold)
    count = len(ordered) + sum(map(len, untold))
    return bisect_left(ordered, keys) + behind, bisect_right(ordered, keys) + behind, count


@lru_cache(maxsize=64)
def _lists(summary: Itself, *, dense: bool) -> tuple[Sequence[Keys], ...]:
    """Return the keys that are all known, then those that are not, by how many are known."""
    by_length = sorted(summary.value.untold, key=len)
    lists = [summary.value.ordered, *(list(them) for _, them in groupby(by_length, key=len))]
    return tuple([key for key, _ in groupby(them)] if dense else them for them in lists)


def quantile_bands(
    value: Value, args: QuantileBands, summary: Summary, arithmetic: Arithmetic
) -> Value:
    """One more than the number of cuts that the value has passed."""
    passed = bisect_right if args.on_cut == "upper" else bisect_left
    return arithmetic.number(passed(summary.cuts, value) + 1)


def clusters(value: Value, args: Clusters, summary: Summary, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """One more than the number of cuts below the value."""
    return arithmetic.number(bisect_left(summary.cuts, value) + 1)
