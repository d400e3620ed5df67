"""`round:` to a multiple of a number."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, Self, get_args

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.figures import number_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import Data, number
from stp_rules.language.kind import Kind
from stp_rules.language.variants import Variant, numbers, said
from stp_rules.language.word import Amounts, Choices, Conversion, Drawing, Wording
from stp_rules.paths import Path

Half = Literal["up", "down", "even", "away"]
Toward = Literal["zero", "floor", "ceiling"]

_MODES = [*(("half", it) for it in get_args(Half)), *(("toward", it) for it in get_args(Toward))]
"""Where a rounding goes: by its halves, or all of it."""
_HALF = Fraction(1, 2)


@frozen
class Round(Conversion):
    """To a multiple of `to`; either `half` says where halves go, or `toward` where all goes."""

    word = "round"
    lemma = "rounding never turns the order"
    changes = "{before} is rounded to {after}"
    droppable = True

    to: Fraction = number()
    half: Half | None = None
    toward: Toward | None = None

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write to what, and where halves or all of it go."""
        way = f"half {self.half}" if self.half else f"toward {self.toward}"
        return f"round to {number_text(self.to)}, {way}"

    @classmethod
    def read(cls, written: Any, step: Mapping[str, Any]) -> Self:
        """Read `{digits: 2, half: up}` or `{to: 0.5, toward: floor}`."""
        digits = {"to": Fraction(10) ** -written["digits"]} if "digits" in written else {}
        return super().read({**written, **digits}, step)

    def written(self) -> Data:
        """Write what is rounded to by digits where it is a power of ten."""
        digits = next((n for n in range(-12, 13) if Fraction(10) ** -n == self.to), None)
        to: Data = {} if digits is None else {"digits": digits}
        return to | {key: it for key, it in super().written().items() if key != "to" or not to}

    def unit(self) -> Fraction:
        """Return what is rounded to."""
        return self.to

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:  # noqa: ARG002 - one shape for all
        """Say where there is no multiple to go to."""
        if self.to <= 0:
            message = f"nothing can be rounded to a multiple of {number_text(self.to)}"
            yield Problem("round", message, path / "to", "write a number above 0")

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

    @classmethod
    def variants(cls, written: Any, choices: Choices) -> Iterator[Variant]:  # noqa: ARG003 - one shape for all
        """Round in each other way, and to more and fewer digits."""
        for key in ("half", "toward"):
            for mode, way in _MODES if key in written else ():
                if (mode, way) != (key, written[key]):
                    rest = {name: it for name, it in written.items() if name != key}
                    now, then = said(key, written[key]), said(mode, way)
                    yield Variant({**rest, mode: way}, now, then, Path((key,)))
        yield from numbers(written)

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw digits, or what is rounded to, and where it goes."""
        units = [{"digits": 0}, {"digits": 1}, {"digits": -1}, {"to": Fraction(1, 2)}]
        way, mode = drawing.pick(_MODES)
        return {cls.word: {**drawing.pick(units), way: mode}}
