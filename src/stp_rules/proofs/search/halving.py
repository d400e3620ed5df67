"""Places on a line of numbers found by halving: where something begins to hold, or a value lies."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil

LONGEST = 10**12
"""The largest denominator of a number at which a function is asked for its value."""

TURNS = 16
"""How often a function is asked: in turn where a straight one would have the value, and halfway."""


def halved(
    one: Fraction,
    other: Fraction,
    holds: Callable[[Fraction], bool],
    near: Callable[[Fraction, Fraction], bool],
) -> tuple[Fraction, Fraction]:
    """Return two numbers that are near each other; something holds at the second, not at the first.

    It holds at `other` and does not at `one`; of several places between, one is found.
    """
    while not near(one, other):
        middle = (one + other) / 2
        one, other = (one, middle) if holds(middle) else (middle, other)
    return one, other


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction from `low` to `high` with the least denominator."""
    whole = ceil(low)
    if whole <= high:
        return Fraction(whole)
    return whole - 1 + 1 / simplest(1 / (high - (whole - 1)), 1 / (low - (whole - 1)))


def solution(
    value: Callable[[Fraction], Fraction | None], wanted: Fraction, low: Fraction, high: Fraction
) -> Fraction | None:
    """Return where a function has a value, or comes close to it; `None` where it does not cross.

    Of a straight function that is exact.
    """
    ends = value(low), value(high)
    for turn in range(TURNS):
        one, other = ends
        if one is None or other is None or (one - wanted) * (other - wanted) > 0:
            return None
        if wanted in ends:
            return low if one == wanted else high
        middle = (low + high) / 2
        if turn % 2 == 0:
            middle = low + (wanted - one) * (high - low) / (other - one)
        middle = middle if middle.denominator <= LONGEST else middle.limit_denominator(LONGEST)
        at = value(middle)
        if at is None or at == wanted:
            return None if at is None else middle
        if (at > wanted) == (one > wanted):
            low, ends = middle, (at, other)
        else:
            high, ends = middle, (one, at)
    return low
