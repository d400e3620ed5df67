"""`geometric_mean:` the weighted geometric mean."""

from collections.abc import Iterator
from functools import reduce
from operator import add, mul
from typing import Literal

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.language.arithmetic import Arithmetic, Real, Value, smaller
from stp_rules.language.combination import Combination, Values, weighing_nothing
from stp_rules.language.word import Amounts
from stp_rules.paths import Path


@frozen
class GeometricMean(Combination):
    """The weighted geometric mean; `zero` says what a value at or below zero makes of it."""

    word = "geometric_mean"
    lemma = "a geometric mean rises with its members"
    phrase = "the geometric mean"
    shares = True
    weighs = True
    left_out = staticmethod(weighing_nothing(1))

    zero: Literal["not_rated", "is_zero"] = "not_rated"

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:
        """Weighted geometric mean: exp of the weighted mean of logarithms, rounded once."""
        zero, one = arithmetic.number(0), arithmetic.number(1)
        vanishes = reduce(lambda one, other: smaller(one, other, arithmetic), values) <= zero
        positive = [arithmetic.where(vanishes, one, value) for value in values]
        product = arithmetic.once(_geometric, *positive, *weights)
        if self.zero == "is_zero":
            return arithmetic.where(vanishes, zero, product)
        return arithmetic.unless(vanishes, "a geometric mean needs values above zero", product)

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say where members weigh nothing, or less."""
        yield from super().disagreements(path, number)
        for name, weight in self.weights.items():
            value = number(weight)
            if value is not None and value < 0:
                message = f"the weight of `{name}` is negative"
                hint = "a geometric mean has weights above zero"
                yield Problem("weight", message, path / self.word / name, hint)


def _geometric(real: Real, *values_and_weights: Value) -> Value:
    middle = len(values_and_weights) // 2
    values, weights = values_and_weights[:middle], values_and_weights[middle:]
    return real.exp(reduce(add, map(mul, map(real.log, values), weights)) / reduce(add, weights))
