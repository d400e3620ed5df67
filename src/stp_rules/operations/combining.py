"""Sources that combine members into one number. There is at least one member."""

from collections.abc import Sequence
from functools import reduce
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
    for last in range(len(values) - 1, 0, -1):
        for at in range(last):
            one, other = values[at], values[at + 1]
            values[at] = smaller(one, other, arithmetic)
            values[at + 1] = larger(one, other, arithmetic)
    return values
