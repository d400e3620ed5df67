"""The numbers that a value can be, by the range of its input."""

from collections.abc import Iterable
from math import inf

from stp_rules.engine.exact import Exact
from stp_rules.readings.spans import ANYWHERE, Span


def within(limits: Iterable[tuple[str, Exact]]) -> Span:
    """Return the numbers within limits, each a test and an edge."""
    span = ANYWHERE
    for test, at in limits:
        edge, is_open = at.fraction, test in ("above", "below")
        if test in ("at_least", "above"):
            span = span.meet(Span(edge, inf, is_open, high_open=True))
        else:
            span = span.meet(Span(-inf, edge, low_open=True, high_open=is_open))
    return span
