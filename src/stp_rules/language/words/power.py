"""`power:` the number times itself."""

from functools import reduce
from operator import mul

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import Data, option
from stp_rules.language.kind import Kind
from stp_rules.language.word import Adjustment, Drawing, Wording


@frozen
class Power(Adjustment):
    """Multiply the number by itself until it stands `to` times."""

    word = "power"
    changes = "{before} {written} is {after}"

    to: int = option()

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw a small exponent."""
        return {cls.word: {"to": drawing.pick([2, 2, 3])}}

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the exponent."""
        return f"to the power of {self.to}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Multiply as often as it says."""
        return reduce(mul, [value] * self.to)
