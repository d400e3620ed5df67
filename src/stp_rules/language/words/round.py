"""`round:` to a multiple of a number."""

from fractions import Fraction
from typing import Literal

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.word import Conversion

Half = Literal["up", "down", "even", "away"]
Toward = Literal["zero", "floor", "ceiling"]
_HALF = Fraction(1, 2)


@frozen
class Round(Conversion):
    """To a multiple of `to`; either `half` says where halves go, or `toward` where all goes."""

    word = "round"

    to: Fraction
    half: Half | None = None
    toward: Toward | None = None

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Go to a multiple of `to`: the one that half or toward names."""
        unit = arithmetic.number(self.to)
        multiples = value / unit
        below = arithmetic.floor(multiples)
        up = self._goes_up(multiples, below, arithmetic)
        return arithmetic.where(up, below + arithmetic.number(1), below) * unit

    def _goes_up(  # noqa: PLR0911 - one for each way of rounding
        self, value: Value, below: Value, arithmetic: Arithmetic
    ) -> Value:
        zero, half = arithmetic.number(0), arithmetic.number(_HALF)
        rest = value - below
        match self.toward or self.half:
            case "floor":
                return rest < zero
            case "ceiling":
                return rest > zero
            case "zero":
                return arithmetic.where(value < zero, rest > zero, rest < zero)
            case "up":
                return rest >= half
            case "down":
                return rest > half
            case "away":
                return arithmetic.where(value < zero, rest > half, rest >= half)
        odd = below * half > arithmetic.floor(below * half)
        return arithmetic.where(rest == half, odd, rest > half)
