"""Steps that convert: what they take and what they give never depends on a condition."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import ge, gt, le, lt
from typing import Any

from stp_rules.model import Bands, Beyond, Goalposts, Points, Round, Scores
from stp_rules.operations.arithmetic import Arithmetic, Real, Value, between, either

EDGES: Mapping[Any, Callable[[Value, Value], Value]] = {
    "at_least": ge,
    "above": gt,
    "at_most": le,
    "below": lt,
}
_HALF = Fraction(1, 2)


def bands(value: Value, args: Bands, arithmetic: Arithmetic) -> Value:
    """Give what the first band holds whose edge the value meets; the last takes the rest."""
    *edged, rest = args.bands
    chosen = rest.value
    for band in reversed(edged):
        chosen = arithmetic.where(EDGES[band.test](value, band.edge), band.value, chosen)
    return chosen


def points(value: Value, args: Points, arithmetic: Arithmetic) -> Value:
    """Interpolate between the two points around the value: y0 + (x - x0)(y1 - y0)/(x1 - x0)."""
    places: Sequence[tuple[Value, Value]] = args.points
    value = _within(value, places[0][0], places[-1][0], args.beyond, arithmetic)
    pieces = [
        (end[0], start[1] + (value - start[0]) * (end[1] - start[1]) / (end[0] - start[0]))
        for start, end in pairwise(places)
    ]
    chosen = pieces[-1][1]
    for end, piece in reversed(pieces[:-1]):
        chosen = arithmetic.where(value < end, piece, chosen)
    return chosen


def goalposts(value: Value, args: Goalposts, arithmetic: Arithmetic) -> Value:
    """Place the value between worst and best: low + (x - worst)(high - low)/(best - worst).

    With `curve: log` the same over logarithms (the income index of the Human Development Index).
    """
    worst: Value = args.worst
    best: Value = args.best
    low, high = (worst, best) if worst < best else (best, worst)
    value = _within(value, low, high, args.beyond, arithmetic)
    if args.curve == "linear":
        return _placed(value, worst, best, args.low, args.high)
    return arithmetic.once(_on_a_log_curve, value, worst, best, args.low, args.high)


def _on_a_log_curve(real: Real, value: Value, worst: Value, best: Value, *ends: Value) -> Value:
    return _placed(real.log(value), real.log(worst), real.log(best), *ends)


def _placed(value: Value, worst: Value, best: Value, low: Value, high: Value) -> Value:
    return low + (value - worst) * (high - low) / (best - worst)


def _within(value: Value, low: Value, high: Value, beyond: Beyond, arithmetic: Arithmetic) -> Value:
    if beyond == "hold":
        return between(value, low, high, arithmetic)
    if beyond == "extend":
        return value
    outside = either(value < low, value > high, arithmetic)
    return arithmetic.unless(outside, "the value lies beyond the ends", value)


def scores(value: Value, args: Scores, arithmetic: Arithmetic) -> Value:
    """Give the number of the category."""
    *others, (_, chosen) = args.scores.items()
    for category, score in others:
        chosen = arithmetic.where(value == category, score, chosen)
    return chosen


def rounding(value: Value, args: Round, arithmetic: Arithmetic) -> Value:
    """Go to a multiple of `to`: the one that half or toward names."""
    unit = arithmetic.number(args.to)
    multiples = value / unit
    below = arithmetic.floor(multiples)
    up = _goes_up(multiples, below, args, arithmetic)
    return arithmetic.where(up, below + arithmetic.number(1), below) * unit


def _goes_up(  # noqa: PLR0911 - one for each way of rounding
    value: Value, below: Value, args: Round, arithmetic: Arithmetic
) -> Value:
    zero, half = arithmetic.number(0), arithmetic.number(_HALF)
    rest = value - below
    match args.toward or args.half:
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
