"""What a formula makes of moves: its range, and its slope in each name over all that lies between.

A formula is a curve without jumps wherever it has a value. So it moves by its slope in each name,
somewhere between before and after, times the move of that name.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import reduce
from math import inf
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.intervals import bounds_of
from stp_rules.language.expressions import Call, Name
from stp_rules.language.words.sources.formula import inexact
from stp_rules.verifying.spans import (
    ANYWHERE,
    RISING,
    ZERO,
    Move,
    Span,
    at,
    moved,
    possible,
    signed,
)
from stp_rules.verifying.steps import NOT_RATED, CannotFollowError


@frozen
class _Curve:
    """Where a formula lies over a box, and its slopes; it `fails` where it may have no value.

    That is on account of the names in `failing`.
    """

    span: Span
    slopes: Mapping[str, Span]
    failing: frozenset[str] = frozenset()
    fails: bool = False


def followed(expression: Any, moves: Mapping[str, Move]) -> Iterator[Move]:
    """Give the moves of a formula whose names are all numbers before and after."""
    sides: Any = [{name: it[side] for name, it in moves.items()} for side in (0, 1)]
    before, after = (_curve(expression, it) for it in sides)
    whole = _curve(expression, {name: sides[0][name].join(sides[1][name]) for name in moves})
    by = ZERO
    for name, slope in whole.slopes.items():
        by = by + slope * (moves[name].by or ANYWHERE)
    if inexact(expression):
        before, after, by = _rounded(before), _rounded(after), signed(by, 1)
    known = not whole.fails or all(it.still for it in moves.values())
    yield from possible([moved(before.span, after.span, by if known else None)])
    if before.fails or after.fails:
        yield Move(NOT_RATED, NOT_RATED)
        if not all(moves[name].still for name in whole.failing):
            yield Move(before.span, NOT_RATED)
            yield Move(NOT_RATED, after.span)


def _rounded(curve: _Curve) -> _Curve:
    """Allow for the one rounding, to fifty digits."""

    def out(end: Any, side: int) -> Any:
        return end if isinstance(end, float) else end + side * abs(end) / 10**49

    span = curve.span
    return evolve(curve, span=Span(out(span.low, -1), out(span.high, 1)))


def _curve(expression: Any, box: Mapping[str, Span]) -> _Curve:
    match expression:
        case Exact():
            return _Curve(at(expression.fraction), {})
        case Name(name):
            return _Curve(box[name], {name: at(1)})
        case Call(function, arguments):
            parts = [_curve(it, box) for it in arguments]
            made = reduce(_TWO[function], parts) if function in _TWO else _one(function, *parts)
            failing = frozenset().union(*(it.failing for it in parts))
            return evolve(
                made,
                failing=failing | made.failing,
                fails=made.fails or any(it.fails for it in parts),
            )
    raise CannotFollowError("a formula")


def _sloping(span: Span, *parts: tuple[_Curve, Span]) -> _Curve:
    """Return a curve from those of its parts, each with the slope in it."""
    slopes: dict[str, Span] = {}
    for part, factor in parts:
        for name, slope in part.slopes.items():
            slopes[name] = slopes.get(name, ZERO) + slope * factor
    return _Curve(span, slopes)


def _divided(one: _Curve, other: _Curve) -> _Curve:
    inverse = other.span.inverse()
    quotient = one.span * inverse
    made = _sloping(quotient, (one, inverse), (other, -quotient * inverse))
    return _failing(made, other) if other.span.meet(ZERO) == ZERO else made


def _failing(made: _Curve, part: _Curve) -> _Curve:
    return evolve(made, fails=True, failing=frozenset(part.slopes))


def _chosen(one: _Curve, other: _Curve, least: bool) -> _Curve:  # noqa: FBT001
    """Return the least or the greatest of two, which has the slopes of the one or of the other."""
    first, second = (one, other) if least else (other, one)
    if first.span.high <= second.span.low or second.span.high <= first.span.low:
        low, high = (one, other) if one.span.high <= other.span.low else (other, one)
        return low if least else high
    pick = min if least else max
    span = Span(pick(one.span.low, other.span.low), pick(one.span.high, other.span.high))
    names = {*one.slopes, *other.slopes}
    return _Curve(
        span,
        {name: one.slopes.get(name, ZERO).join(other.slopes.get(name, ZERO)) for name in names},
    )


_TWO = {
    "+": lambda one, other: _sloping(one.span + other.span, (one, at(1)), (other, at(1))),
    "-": lambda one, other: _sloping(one.span - other.span, (one, at(1)), (other, at(-1))),
    "*": lambda one, other: _sloping(one.span * other.span, (one, other.span), (other, one.span)),
    "/": _divided,
    "min": lambda one, other: _chosen(one, other, least=True),
    "max": lambda one, other: _chosen(one, other, least=False),
}


def _one(function: str, part: _Curve) -> _Curve:
    span = part.span
    match function:
        case "abs":
            negative = _sloping(-span, (part, at(-1)))
            return _chosen(part, negative, least=False)
        case "log" | "sqrt":
            bottom = Fraction(0)
            made = _sloping(_between(function, span), (part, RISING))
            lacks = span.low < bottom or (
                function == "log" and span.low == bottom and not span.low_open
            )
            return _failing(made, part) if lacks else made
        case "exp":
            return _sloping(_between(function, span), (part, RISING))
    raise CannotFollowError(f"`{function}` in a formula")


def _between(function: str, span: Span) -> Span:
    """Return where a function that rises lies, from what it makes of both ends."""
    least = {"log": -inf, "sqrt": Fraction(0), "exp": Fraction(0)}[function]

    def end(number: Any, side: int) -> Any:
        if function != "exp" and number <= 0:
            return least
        if isinstance(number, float):
            return inf if number > 0 else least
        return bounds_of(function, Exact.of(number))[side]

    return Span(end(span.low, 0), end(span.high, 1))
