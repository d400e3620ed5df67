"""`sum:` each member times its weight, added up."""

from functools import reduce
from operator import add, mul

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.combination import Combination, Values, weighing_nothing


@frozen
class Sum(Combination):
    """The members, each times its weight, added up."""

    word = "sum"
    lemma = "a sum moves with its members, by their weights"
    phrase = "the sum"
    weighs = True
    left_out = staticmethod(weighing_nothing(0))

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Sum of w x; the weights are factors."""
        return reduce(add, map(mul, values, weights))
