"""`median:` the middle member."""

from functools import lru_cache

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value, larger, smaller
from stp_rules.language.combination import Combination, Values


@frozen
class Median(Combination):
    """The middle member."""

    word = "median"
    lemma = "the middle rises with any member, or stays"
    phrase = "the median"

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Return the middle member, or the mean of the two in the middle."""
        ordered = _ordered(list(values), arithmetic)
        middle = len(ordered) // 2
        if len(ordered) % 2:
            return ordered[middle]
        return (ordered[middle - 1] + ordered[middle]) / arithmetic.number(2)


def _ordered(values: list[Value], arithmetic: Arithmetic) -> list[Value]:
    """Put values in rising order by exchanging pairs, the same pairs whatever the values are."""
    for at, then in _exchanges(len(values)):
        one, other = values[at], values[then]
        values[at] = smaller(one, other, arithmetic)
        values[then] = larger(one, other, arithmetic)
    return values


@lru_cache(maxsize=64)
def _exchanges(count: int) -> tuple[tuple[int, int], ...]:
    """Return the pairs of an odd-even merge sort (Batcher, 1968; Knuth 5.2.2, algorithm M)."""
    return tuple(
        (at, at + apart)
        for merged in _halves(1 << count.bit_length())[::-1]
        for apart in _halves(merged)
        for start in range(apart % merged, count - apart, 2 * apart)
        for at in range(start, min(start + apart, count - apart))
        if at // (2 * merged) == (at + apart) // (2 * merged)
    )


def _halves(number: int) -> list[int]:
    """Return a power of two, its half, the half of that, and so on."""
    return [number >> by for by in range(number.bit_length())]
