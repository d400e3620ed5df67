"""`shift:` along the scale."""

from typing import Literal

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value, between
from stp_rules.language.word import Adjustment


@frozen
class Shift(Adjustment):
    """Move along the scale; its ends hold. The plan fills in `last`, the scale's last position."""

    word = "shift"
    takes = "category"

    towards: Literal["better", "worse"]
    places: int
    last: int | None = None

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Move along the scale as far as its end."""
        places = self.places if self.towards == "worse" else -self.places
        return between(value + places, 0, self.last, arithmetic)
