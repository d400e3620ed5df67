"""`quantile_bands:` between the cohort's quantiles."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text, number_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.cohorts import Keys, Relative, Summary, firsts
from stp_rules.language.fields import number, option
from stp_rules.language.word import Amounts, Sign
from stp_rules.paths import Path
from stp_rules.phrases import listed, words

QuantileDefinition = Literal[
    "inverted_cdf",
    "averaged_inverted_cdf",
    "closest_observation",
    "interpolated_inverted_cdf",
    "hazen",
    "weibull",
    "linear",
    "median_unbiased",
    "normal_unbiased",
]


@frozen(kw_only=True)
class QuantileBands(Relative):
    """The number of the band, from 1 for the lowest, between the cohort's quantiles.

    `on_cut` says which of two bands owns the cut between them.
    """

    word = "quantile_bands"

    cuts: tuple[Fraction, ...] = number(gathers=True)
    definition: QuantileDefinition = option(gathers=True)
    on_cut: Literal["upper", "lower"]

    def figure(self) -> str:
        """Write the cuts, and by which definition."""
        shares = listed(map(amount_text, self.cuts))
        how = f"{words(self.definition)}; {self.on_cut} on a cut"
        return f"band between the quantiles {shares} ({how})"

    def beside(self, value: Value, summary: Summary, arithmetic: Arithmetic) -> Value:
        """One more than the number of cuts that the value has passed."""
        passed = bisect_right if self.on_cut == "upper" else bisect_left
        return arithmetic.number(passed(summary.cuts, value) + 1)

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Keep the cut points."""
        ordered = sorted(firsts(keys))
        cuts = tuple(quantile(ordered, cut, self.definition) for cut in self.cuts)
        return Summary(len(keys), cuts=cuts)

    def parts(self) -> int:
        """Return the number of bands."""
        return len(self.cuts) + 1

    def direction(self) -> Sign:
        """Tell that more gives more, or the same, beside any cohort."""
        return 1

    def suits(self, summary: Summary) -> bool:
        """Tell whether as many cut points were kept, and nothing else."""
        bare = summary == Summary(summary.count, cuts=summary.cuts)
        return bare and len(summary.cuts) == len(self.cuts)

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:  # noqa: ARG002 - one shape for all
        """Say which cuts are no shares, or not in order."""
        at = path / "cuts"
        for position, cut in enumerate(self.cuts):
            if not 0 < cut < 1:
                hint = "write a share between 0 and 1, such as 1/4 for the first quarter"
                message = f"{number_text(cut)} does not divide a cohort"
                yield Problem("cuts", message, at / position, hint)
        for position, (before, cut) in enumerate(pairwise(self.cuts), 1):
            if cut <= before:
                message = f"{number_text(cut)} stands after {number_text(before)}"
                hint = "put the cuts in rising order, each once"
                yield Problem("cuts", message, at / position, hint)


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
