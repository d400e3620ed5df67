"""`min:` the smallest member."""

from functools import reduce

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value, smaller
from stp_rules.language.combination import Combination, Values, repeating


@frozen
class Min(Combination):
    """The smallest member."""

    word = "min"
    lemma = "the least rises with any member, or stays"
    phrase = "the lowest"
    left_out = staticmethod(repeating)

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Return the smallest member."""
        return reduce(lambda one, other: smaller(one, other, arithmetic), values)
