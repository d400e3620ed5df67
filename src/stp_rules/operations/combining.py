"""Sources that combine members into one number. There is at least one member."""

from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import add, mul

from stp_rules.model import Combination
from stp_rules.operations.arithmetic import Arithmetic, Real, Value, larger, smaller

Values = Sequence[Value]


def mean(values: Values, weights: Values, args: Combination, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Weighted arithmetic mean: the sum of w x over the sum of w."""
    return reduce(add, map(mul, values, weights)) / reduce(add, weights)


def total(values: Values, weights: Values, args: Combination, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Sum of w x; the weights are factors."""
    return reduce(add, map(mul, values, weights))


def geometric_mean(
    values: Values, weights: Values, args: Combination, arithmetic: Arithmetic
) -> Value:
    """Weighted geometric mean: exp of the weighted mean of logarithms, rounded once."""
    zero, one = arithmetic.number(0), arithmetic.number(1)
    vanishes = reduce(lambda one, other: smaller(one, other, arithmetic), values) <= zero
    positive = [arithmetic.where(vanishes, one, value) for value in values]
    product = arithmetic.once(_geometric, *positive, *weights)
    if args.zero == "is_zero":
        return arithmetic.where(vanishes, zero, product)
    return arithmetic.unless(vanishes, "a geometric mean needs values above zero", product)


def _geometric(real: Real, *values_and_weights: Value) -> Value:
    middle = len(values_and_weights) // 2
    values, weights = values_and_weights[:middle], values_and_weights[middle:]
    return real.exp(reduce(add, map(mul, map(real.log, values), weights)) / reduce(add, weights))


def minimum(values: Values, weights: Values, args: Combination, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Return the smallest member."""
    return reduce(lambda one, other: smaller(one, other, arithmetic), values)


def maximum(values: Values, weights: Values, args: Combination, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Return the largest member."""
    return reduce(lambda one, other: larger(one, other, arithmetic), values)


def median(values: Values, weights: Values, args: Combination, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
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
