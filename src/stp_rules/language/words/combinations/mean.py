"""`mean:` the weighted arithmetic mean."""

from functools import reduce
from operator import add, mul

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.combination import Combination, Values, weighing_nothing


@frozen
class Mean(Combination):
    """The weighted arithmetic mean of the members."""

    word = "mean"
    weighs = True
    left_out = staticmethod(weighing_nothing(0))

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Weighted arithmetic mean: the sum of w x over the sum of w."""
        return reduce(add, map(mul, values, weights)) / reduce(add, weights)
