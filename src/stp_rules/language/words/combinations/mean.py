"""`mean:` the weighted arithmetic mean."""

from collections.abc import Iterator
from functools import reduce
from operator import add, mul

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.combination import Combination, Values, weighing_nothing
from stp_rules.language.word import Amounts
from stp_rules.paths import Path


@frozen
class Mean(Combination):
    """The weighted arithmetic mean of the members."""

    word = "mean"
    lemma = "a mean moves with its members: weights are the same before and after"
    phrase = "the mean"
    shares = True
    weighs = True
    left_out = staticmethod(weighing_nothing(0))

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Weighted arithmetic mean: the sum of w x over the sum of w."""
        return reduce(add, map(mul, values, weights)) / reduce(add, weights)

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say where members weigh nothing, or their weights add up to nothing."""
        yield from super().disagreements(path, number)
        weights = [number(it) for it in self.weights.values()]
        known = [it for it in weights if it]
        if len(known) == len(weights) and not sum(known):
            hint = "a mean divides by the sum of its weights; use `sum`"
            at = path / self.word
            yield Problem("weight", "the weights add up to nothing", at, hint)
