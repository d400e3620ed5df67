"""Where a method turns along one number: the places at which it begins to do something else.

An edge that a value meets only after some steps lies nowhere in the ruleset: the income with which
a logarithm comes to 0.5, the number that a rounding lifts over an edge, the input with which a mean
is exactly 50. Whatever the steps are, halving comes as close to such a place as one likes, and of
the numbers that are left the plainest is nearly always the place itself.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil, floor
from typing import Any

from stp_rules.engine.result import Measured
from stp_rules.engine.values import Unknown
from stp_rules.proofs.domain.harms import Traces
from stp_rules.proofs.search.halving import halved, simplest

Sort = Callable[[Fraction], Any]
"""Tells numbers apart: two of which it gives the same are treated alike."""

HALVINGS = 80
"""How often the way between two numbers is halved until the place is known."""

PLACES = 12
"""How many places are sought along one input."""

DIGITS = (0, 1, 2, 3, 6, 9)
"""With how many decimals numbers beside a place are tried: the first that will do, and the last."""


def turning(numbers: Sequence[Fraction], sort: Sort) -> Iterator[tuple[Fraction, ...]]:
    """Give for each place that is found between some numbers: it, and numbers on both sides.

    Between two neighbours that are treated otherwise there is a place, and perhaps others beyond.
    """
    known = cache(sort)
    pairs = pairwise(sorted(set(numbers)))
    left = [(low, high) for low, high in pairs if known(low) != known(high)]
    for _ in range(PLACES):
        if not left:
            return
        low, high = left.pop(0)
        below, above = _closest(low, high, known)
        yield _around(below, above, known)
        if known(above) != known(high):
            left.append((above, high))


def _closest(low: Fraction, high: Fraction, sort: Sort) -> tuple[Fraction, Fraction]:
    """Return two numbers close together, of which one is treated as the lower end is."""
    first, least = sort(low), (high - low) / 2**HALVINGS
    return halved(low, high, lambda it: sort(it) != first, lambda one, it: it - one <= least)


def _around(below: Fraction, above: Fraction, sort: Sort) -> tuple[Fraction, ...]:
    """Return the plainest number at a place, and plain ones that are treated as its sides are."""
    at = simplest(below, above)
    lower = [Fraction(ceil(at * 10**digits) - 1, 10**digits) for digits in DIGITS]
    upper = [Fraction(floor(at * 10**digits) + 1, 10**digits) for digits in DIGITS]
    return tuple(sorted({at, *_treated_as(below, lower, sort), *_treated_as(above, upper, sort)}))


def _treated_as(end: Fraction, numbers: Sequence[Fraction], sort: Sort) -> Iterator[Fraction]:
    """Give the plainest and the nearest of some numbers that are treated as an end is, or it."""
    alike = [it for it in numbers if sort(it) == sort(end)]
    yield from (alike[0], alike[-1]) if alike else (end,)


def sort_of(traces: Traces) -> tuple[Any, ...]:
    """Return what a method did with a subject, but for its numbers."""
    return tuple(_sort_of(it) for it in traces.values())


def _sort_of(measured: Measured) -> tuple[Any, ...]:
    raw = measured.raw
    value = raw.state if isinstance(raw, Unknown) else raw if isinstance(raw, int | str) else None
    return value, measured.fired, tuple(step.fired for step in measured.steps)
