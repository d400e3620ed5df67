"""What every way of combining has: members, each with a weight."""

from collections.abc import Sequence
from typing import ClassVar

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.values import Amount, FrozenMap, amount
from stp_rules.language.word import SourceWord

Values = Sequence[Value]


@frozen
class Combination(SourceWord):
    """Measures or inputs combined into one number.

    `weights` gives each member its weight (1 for each member of a list). A way that `weighs` lets
    one member count for more than another; of the others all weights are 1.
    """

    policies = ("fill", "ignore", "not_rated")
    weighs: ClassVar[bool] = False

    weights: FrozenMap[str, Amount] = amount()

    @property
    def kind(self) -> str:
        """The word."""
        return self.word

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:
        """Combine the values of members, of which there is at least one."""
        raise NotImplementedError
