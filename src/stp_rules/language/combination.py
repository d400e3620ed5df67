"""What every way of combining has: members, each with a weight."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import amount
from stp_rules.language.values import Amount, FrozenMap
from stp_rules.language.word import SourceWord

Values = Sequence[Value]


class LeftOut(Protocol):
    """Reads members of which it is not known beforehand who counts as members who all count."""

    def __call__(
        self, values: Values, weights: Values, counted: Values, arithmetic: Arithmetic
    ) -> tuple[Values, Values]:
        """Return values and weights that combine to the same as those of the members that count.

        At least one counts.
        """


def weighing_nothing(stand_in: int) -> LeftOut:
    """Give a member that does not count a weight of zero, and a number that does no harm."""

    def left_out(
        values: Values, weights: Values, counted: Values, arithmetic: Arithmetic
    ) -> tuple[Values, Values]:
        where = arithmetic.where
        nothing, harmless = arithmetic.number(0), arithmetic.number(stand_in)
        pairs = list(zip(values, weights, counted, strict=True))
        return (
            [where(counts, value, harmless) for value, _, counts in pairs],
            [where(counts, weight, nothing) for _, weight, counts in pairs],
        )

    return left_out


def repeating(
    values: Values, weights: Values, counted: Values, arithmetic: Arithmetic
) -> tuple[Values, Values]:
    """Put the first member that counts in the place of each that does not."""
    pairs = list(zip(values, counted, strict=True))
    first = values[-1]
    for value, counts in reversed(pairs[:-1]):
        first = arithmetic.where(counts, value, first)
    return [arithmetic.where(counts, value, first) for value, counts in pairs], weights


@frozen
class Combination(SourceWord):
    """Measures or inputs combined into one number.

    `weights` gives each member its weight (1 for each member of a list). A way that `weighs` lets
    one member count for more than another; of the others all weights are 1. `left_out` says what
    a member that does not count is to the body; where there is no such thing it is `None`, and
    every choice of members is combined by itself.
    """

    policies = ("fill", "ignore", "not_rated")
    weighs: ClassVar[bool] = False
    left_out: ClassVar[LeftOut | None] = None

    weights: FrozenMap[str, Amount] = amount()

    @property
    def kind(self) -> str:
        """The word."""
        return self.word

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:
        """Combine the values of members, of which there is at least one."""
        raise NotImplementedError
