"""`max:` the largest member."""

from functools import reduce

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value, larger
from stp_rules.language.combination import Combination, Values, repeating


@frozen
class Max(Combination):
    """The largest member."""

    word = "max"
    lemma = "the greatest rises with any member, or stays"
    phrase = "the highest"
    left_out = staticmethod(repeating)

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Return the largest member."""
        return reduce(lambda one, other: larger(one, other, arithmetic), values)
