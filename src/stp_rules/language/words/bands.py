"""`bands:` number to number, or to category."""

from typing import Any

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.conditions import EDGES
from stp_rules.language.values import (
    NOBODY_NEARER,
    Amount,
    EdgeTest,
    Outcome,
    Says,
    amount,
    outcome,
)
from stp_rules.language.word import Conversion, Sign, trend


@frozen
class Band:
    """One band; the edge (`test`, `edge`) is `None` on the last, which takes the rest."""

    test: EdgeTest | None
    edge: Amount | None = amount()
    value: Outcome = outcome()
    says: Says = NOBODY_NEARER


@frozen
class Bands(Conversion):
    """Number to number, or to category where `scale` is given."""

    word = "bands"

    bands: tuple[Band, ...]
    scale: str | None = None

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Give what the first band holds whose edge the value meets; the last takes the rest."""
        *edged, rest = self.bands
        chosen: Value = rest.value
        for band in reversed(edged):
            chosen = arithmetic.where(EDGES[band.test](value, band.edge), band.value, chosen)
        return chosen

    def direction(self) -> Sign:
        """Tell whether the bands' values rise with their edges."""
        outcomes: list[Any] = [band.value for band in self.bands]
        falling_edges = self.bands[0].test in ("at_least", "above")
        rising = trend(reversed(outcomes) if falling_edges else outcomes)
        return -rising if self.scale else rising
