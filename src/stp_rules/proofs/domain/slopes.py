"""Which way a formula goes that is made of parts that go different ways: by the sign of its slope.

The slope is followed over boxes of the numbers that the formula reads, which are halved until each
shows one sign. A formula whose slope nowhere falls below zero does not fall.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, reduce
from math import inf
from typing import Any, NamedTuple

from stp_rules.language.expressions import Call, Name
from stp_rules.language.values import Itself
from stp_rules.language.word import Sign
from stp_rules.proofs.domain.moves import Move
from stp_rules.readings.functions import rising
from stp_rules.readings.spans import ZERO, End, Span, endless, hull

BOXES = 400
"""How many boxes are looked at."""

Box = tuple[tuple[str, Span], ...]
ONE = Span.at(Fraction(1))


class Slope(NamedTuple):
    """Where a value lies in a box, and how steep it is there along one name."""

    value: Span
    steep: Span


class _NoSlopeError(ArithmeticError):
    """A formula has no value, or no slope, somewhere in a box."""


def way_of(expression: Any, moves: Mapping[str, Move]) -> Sign | None:
    """Tell whether a formula never falls (1) or never rises (-1) by moves that each go one way."""
    ways = {name: _way(move) for name, move in moves.items()}
    if None in ways.values() or not any(ways.values()):
        return None
    box = tuple((name, _whole(move)) for name, move in moves.items())
    towards = tuple((name, way) for name, way in ways.items() if way)
    return _found(Itself(expression), box, towards)


def _way(move: Move) -> Sign | None:
    by = move.by
    if by is None or (by.low < 0 < by.high):
        return None
    return 0 if by == ZERO else 1 if by.high > 0 else -1


def _whole(move: Move) -> Span:
    return hull(cell for cell in move[:2] if isinstance(cell, Span))


@lru_cache(maxsize=4096)
def _found(expression: Itself, box: Box, towards: tuple[tuple[str, Sign], ...]) -> Sign | None:
    ways: tuple[Sign, Sign] = (1, -1)
    return next((way for way in ways if _goes(expression.value, box, towards, way)), None)


def _goes(expression: Any, box: Box, towards: tuple[tuple[str, Sign], ...], way: Sign) -> bool:
    """Tell whether along each name that moves the slope has the sign that leads one way."""
    return all(_signed(expression, box, name, own * way) for name, own in towards)


def held(expression: Any, low: Any, high: Any) -> Any:
    """Return a formula that is held between two numbers, either of which may be `None`."""
    if low is not None:
        expression = Call("max", (low, expression))
    return expression if high is None else Call("min", (high, expression))


def _signed(expression: Any, box: Box, name: str, sign: int) -> bool:
    """Tell whether the slope along a name nowhere has the other sign.

    Boxes are halved until each shows it. Where one number of the box shows the other sign, none is.
    """
    if any(_against(expression, it, name, sign) for it in _corners(box)):
        return False
    left = [box]
    for _ in range(BOXES):
        if not left:
            return True
        now = left.pop()
        try:
            steep = _slope(expression, dict(now), name).steep
        except _NoSlopeError:
            steep = None
        if steep is not None and (steep.low >= 0 if sign > 0 else steep.high <= 0):
            continue
        halves = list(_halved(now))
        if not halves or (steep is not None and (steep.high < 0 if sign > 0 else steep.low > 0)):
            return False
        left += halves
    return False


def _against(expression: Any, box: Box, name: str, sign: int) -> bool:
    """Tell whether the slope certainly has the other sign."""
    try:
        steep = _slope(expression, dict(box), name).steep
    except _NoSlopeError:
        return False
    return steep.high < 0 if sign > 0 else steep.low > 0


def _corners(box: Box) -> Iterator[Box]:
    """Give a few points of a box: all names at one end, and one of them at the other."""
    ends = {name: span.samples() for name, span in box}
    for at, to in ((0, -1), (-1, 0)):
        for turned in (None, *ends):
            yield tuple(
                (name, Span.at(some[to if name == turned else at])) for name, some in ends.items()
            )


def _halved(box: Box) -> Iterator[Box]:
    """Give a box in two parts, cut along its widest side; one without an end is cut far out."""
    name, span = max(box, key=lambda it: _width(it[1]))
    if span.point:
        return
    at = _middle(span)
    for part in (Span(span.low, at, span.low_open), Span(at, span.high, high_open=span.high_open)):
        yield tuple((own, part if own == name else it) for own, it in box)


def _width(span: Span) -> Fraction | float:
    return inf if endless(span.low) or endless(span.high) else Fraction(span.high) - span.low


def _middle(span: Span) -> Fraction:
    if endless(span.low) and endless(span.high):
        return Fraction(0)
    if endless(span.high):
        return max(2 * Fraction(span.low), Fraction(1))
    if endless(span.low):
        return min(2 * Fraction(span.high), Fraction(-1))
    return (Fraction(span.low) + Fraction(span.high)) / 2


def _slope(expression: Any, box: Mapping[str, Span], name: str) -> Slope:
    match expression:
        case Name(own):
            return Slope(box[own], ONE if own == name else ZERO)
        case Call(function, arguments):
            factors = _factors(expression)
            if factors:
                found = _product_held(*(_slope(it, box, name) for it in factors))
                if found:
                    return found
            parts = [_slope(argument, box, name) for argument in arguments]
            if function in _OPERATORS:
                found = reduce(_OPERATORS[function], parts)
                rest = _rest(expression)
                return _share(found, _slope(rest, box, name), parts[1]) if rest else found
            return _extreme(function, parts) if function in _EXTREMES else _CURVES[function](*parts)
    return Slope(Span.at(expression.fraction), ZERO)


def _added(one: Slope, other: Slope) -> Slope:
    return Slope(one.value + other.value, one.steep + other.steep)


def _taken(one: Slope, other: Slope) -> Slope:
    return Slope(one.value - other.value, one.steep - other.steep)


def _multiplied(one: Slope, other: Slope) -> Slope:
    steep = _times(one.steep, other.value) + _times(one.value, other.steep)
    return Slope(one.value * other.value, steep)


def _divided(one: Slope, other: Slope) -> Slope:
    """Divide: the slope of u/v is (u' - u/v v')/v."""
    if Fraction(0) in other.value:
        raise _NoSlopeError
    value = one.value / other.value
    return Slope(value, (one.steep - _times(value, other.steep)) / other.value)


def _factors(expression: Call) -> tuple[Any, Any] | None:
    """Return the factors of a product that is held at zero or above: a and b of max(0, a * b)."""
    match expression:
        case Call("max", (low, Call("*", (one, other)))) if _is_zero(low):
            return one, other
    return None


def _is_zero(expression: Any) -> bool:
    return not isinstance(expression, Call | Name) and expression.fraction == 0


def _product_held(one: Slope, other: Slope) -> Slope | None:
    """Know more of a product held above zero one of whose factors never lies below it.

    It is that factor times the other one held: max(0, a * b) = a * max(0, b) where a >= 0.
    """
    for sure, held_one in ((one, other), (other, one)):
        if sure.value.low >= 0:
            return _multiplied(sure, _extreme("max", [Slope(ZERO, ZERO), held_one]))
    return None


def _rest(expression: Call) -> Any:
    """Return what is left of a whole without the part that is divided by it: b of a / (a + b)."""
    match expression:
        case Call("/", (part, Call("+", (one, other)))) if part in (one, other):
            return other if part == one else one
    return None


def _share(found: Slope, rest: Slope, whole: Slope) -> Slope:
    """Know more of the share of a whole: it is one less the share of the rest."""
    other = _divided(rest, whole)
    return Slope(found.value.meet(ONE - other.value), found.steep.meet(-other.steep))


def _times(one: Span, other: Span) -> Span:
    return ZERO if ZERO in (one, other) else one * other


_OPERATORS: Mapping[str, Callable[[Slope, Slope], Slope]] = {
    "+": _added,
    "-": _taken,
    "*": _multiplied,
    "/": _divided,
}
_EXTREMES: Mapping[str, Callable[[Iterable[End]], End]] = {"min": min, "max": max}


def _extreme(function: str, parts: list[Slope]) -> Slope:
    """Take the least or the greatest, which goes as one of the parts does that it may be."""
    choose = _EXTREMES[function]
    value = Span(choose(it.value.low for it in parts), choose(it.value.high for it in parts))
    return Slope(
        value,
        hull(it.steep for it in parts if it.value.low <= value.high and it.value.high >= value.low),
    )


def _absolute(part: Slope) -> Slope:
    if part.value.low >= 0:
        return part
    if part.value.high <= 0:
        return Slope(-part.value, -part.steep)
    furthest = max(-part.value.low, part.value.high)
    return Slope(Span(Fraction(0), furthest), hull([part.steep, -part.steep]))


def _logarithm(part: Slope) -> Slope:
    if part.value.low < 0 or Fraction(0) in part.value:
        raise _NoSlopeError
    return Slope(rising("log", part.value), part.steep / part.value)


def _root(part: Slope) -> Slope:
    if part.value.low < 0:
        raise _NoSlopeError
    value = rising("sqrt", part.value)
    return Slope(value, part.steep / value.scaled(2))


def _power(part: Slope) -> Slope:
    value = rising("exp", part.value)
    return Slope(value, _times(value, part.steep))


_CURVES: Mapping[str, Callable[[Slope], Slope]] = {
    "abs": _absolute,
    "log": _logarithm,
    "sqrt": _root,
    "exp": _power,
}
