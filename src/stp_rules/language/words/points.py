"""`points:` straight lines between points."""

from itertools import pairwise

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Beyond, Value, within
from stp_rules.language.values import Amount, amount
from stp_rules.language.word import Conversion, Sign, trend


@frozen
class Points(Conversion):
    """Piecewise-linear between the points `(x, y)`, in order of x."""

    word = "points"

    points: tuple[tuple[Amount, Amount], ...] = amount()
    beyond: Beyond = "hold"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Interpolate between the points around the value: y0 + (x - x0)(y1 - y0)/(x1 - x0)."""
        places: tuple[tuple[Value, Value], ...] = self.points
        value = within(value, places[0][0], places[-1][0], self.beyond, arithmetic)
        pieces = [
            (end[0], start[1] + (value - start[0]) * (end[1] - start[1]) / (end[0] - start[0]))
            for start, end in pairwise(places)
        ]
        chosen = pieces[-1][1]
        for end, piece in reversed(pieces[:-1]):
            chosen = arithmetic.where(value < end, piece, chosen)
        return chosen

    def direction(self) -> Sign:
        """Tell whether the points rise."""
        return trend(y for _, y in self.points)
