"""`clusters:` the best division of the cohort."""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.cohorts import Keys, Relative, Summary, firsts
from stp_rules.language.fields import option
from stp_rules.language.word import Sign


@frozen(kw_only=True)
class Clusters(Relative):
    """The number of the cluster, from 1 for the lowest, of the best division into `count`."""

    word = "clusters"

    count: int = option(gathers=True)

    def figure(self) -> str:
        """Write how many there are."""
        return f"cluster of {self.count}"

    def beside(self, value: Value, summary: Summary, arithmetic: Arithmetic) -> Value:
        """One more than the number of cuts below the value."""
        return arithmetic.number(bisect_left(summary.cuts, value) + 1)

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Keep the cut points halfway between the clusters with the least sum of squares.

        Exact, so it needs no seed: the best division of values in order into the first k clusters
        is found from the best divisions into k - 1 (Wang and Song, Ckmeans.1d.dp, 2011), with the
        beginnings of clusters found by halving (Song and Zhong, 2020). Equal values stay together;
        where there are fewer different values than clusters, each is one.
        """
        ordered = sorted(firsts(keys))
        different = [(value, len(list(same))) for value, same in groupby(ordered)]
        starts = _division(different, min(self.count, len(different)))
        cuts = [(different[at - 1][0] + different[at][0]) / 2 for at in starts]
        return Summary(len(keys), cuts=tuple(cuts))

    def parts(self) -> int:
        """Return the number of clusters."""
        return self.count

    def direction(self) -> Sign:
        """Tell that more gives more, or the same, beside any cohort."""
        return 1

    def suits(self, summary: Summary) -> bool:
        """Tell whether few enough cut points were kept, and nothing else."""
        bare = summary == Summary(summary.count, cuts=summary.cuts)
        return bare and len(summary.cuts) < min(self.count, summary.count)


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
