"""Formulas over moves: where the value lies before and after, and by how much it moves."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT
from stp_rules.language.expressions import Call, Name
from stp_rules.language.words.sources.formula import inexact
from stp_rules.proofs.domain.moves import Move, moved, plain
from stp_rules.proofs.domain.stretches import has_limit_but, signed
from stp_rules.readings.functions import rising
from stp_rules.readings.spans import NEARLY, ZERO, End, Span, hull


@frozen
class Line:
    """A formula's number before and after.

    `may_fail` where it may have no value; `apart` where it may have one before and none after.
    """

    before: Span
    after: Span
    by: Span
    may_fail: bool = False
    apart: bool = False

    @classmethod
    def of(cls, move: Move) -> "Line":
        """Take the move of a number."""
        before, after, by = move
        if not isinstance(before, Span) or not isinstance(after, Span):
            raise TypeError("a formula takes numbers")
        return cls(before, after, by or after - before)

    @property
    def move(self) -> Move:
        """The move, as far as there are values."""
        return moved(self.before, self.after, self.by)

    @property
    def whole(self) -> Span:
        """All that lies before, after or between."""
        return hull([self.before, self.after])

    def failing(self, *parts: "Line") -> "Line":
        """Return the line with what may fail in its parts."""
        may_fail = self.may_fail or any(part.may_fail for part in parts)
        return evolve(self, may_fail=may_fail, apart=any(part.apart for part in (self, *parts)))


class NoValueError(ArithmeticError):
    """A formula has no value, whichever of the numbers it reads it is."""


def line(expression: Any, moves: Mapping[str, Move]) -> Line:
    """Follow an expression whose names are all known; one that is inexact is rounded once."""
    found = _line(expression, moves)
    return _rounded(found) if inexact(expression) else found


def _rounded(found: Line) -> Line:
    """Round a value once: what rises does not fall by it, but how far it moves may change."""
    before, after = rounded_once(found.before), rounded_once(found.after)
    by = ZERO if found.by == ZERO else signed(found.by, 1) or after - before
    by = found.by if found.by.near else by
    return evolve(found, before=before, after=after, by=by)


def rounded_once(span: Span) -> Span:
    """Return where the numbers of a span lie when they are rounded to 50 digits."""

    def end(value: End) -> End:
        if isinstance(value, float):
            return value
        return EXACT.once(lambda _, it: it, Exact.of(value)).fraction

    return Span(end(span.low), end(span.high))


def _line(expression: Any, moves: Mapping[str, Move]) -> Line:
    match expression:
        case Name(name):
            return Line.of(moves[name])
        case Call(function, arguments):
            parts = [_line(argument, moves) for argument in arguments]
            return (
                reduce(_OPERATORS[function], parts)
                if function in _OPERATORS
                else _call(function, parts)
            )
    return Line.of(plain(expression.fraction))


def _added(one: Line, other: Line) -> Line:
    added = Line(one.before + other.before, one.after + other.after, one.by + other.by)
    return added.failing(one, other)


def _taken(one: Line, other: Line) -> Line:
    return _added(one, Line(-other.before, -other.after, -other.by).failing(other))


def _multiplied(one: Line, other: Line) -> Line:
    """Multiply: a'b' - ab = a'(b' - b) + b(a' - a)."""
    by = one.after * other.by + other.before * one.by
    by = _nearly(one.by, other.by) or by
    return Line(one.before * other.before, one.after * other.after, by).failing(one, other)


def _divided(one: Line, other: Line) -> Line:
    """Divide: a'/b' - a/b = (a' - a)/b' - a(b' - b)/(b b')."""
    if ZERO in (other.before, other.after):
        raise NoValueError
    before, after = one.before / other.before, one.after / other.after
    turn = ZERO if other.by == ZERO else one.before * other.by / (other.before * other.after)
    by = (ZERO if one.by == ZERO else one.by / other.after) - turn
    apart = other.by == ZERO or has_limit_but(Fraction(0), other.by.near, other.whole)
    by = (_nearly(one.by, other.by) if apart else None) or by
    zero = any(Fraction(0) in it for it in (other.before, other.after))
    found = Line(before, after, by, may_fail=zero, apart=zero and other.by != ZERO)
    return found.failing(one, other)


def _nearly(*moves: Span) -> Span | None:
    """Return the move of what is continuous in what all moves by as little as one likes."""
    near = min(by.vanishing for by in moves)
    if not near or all(by == ZERO for by in moves):
        return None
    return Span(-NEARLY, NEARLY, near=near)


_OPERATORS = {"+": _added, "-": _taken, "*": _multiplied, "/": _divided}


def _call(function: str, parts: list[Line]) -> Line:
    if function in ("min", "max"):
        return _extreme(min if function == "min" else max, parts)
    (part,) = parts
    return _absolute(part) if function == "abs" else _curve(function, part)


def _extreme(choose: Callable[[Iterable[End]], End], parts: list[Line]) -> Line:
    """Choose the least or the greatest: it moves by no less and no more than one of its parts."""

    def side(spans: list[Span]) -> Span:
        return Span(choose(it.low for it in spans), choose(it.high for it in spans))

    before, after = side([it.before for it in parts]), side([it.after for it in parts])
    return Line(before, after, hull(it.by for it in parts)).failing(*parts)


def _absolute(part: Line) -> Line:
    def side(span: Span) -> Span:
        if span.low >= 0:
            return span
        return -span if span.high <= 0 else Span(0 * part.by.sample(), max(-span.low, span.high))

    if part.before.low >= 0 and part.after.low >= 0:
        return part
    if part.before.high <= 0 and part.after.high <= 0:
        return Line(-part.before, -part.after, -part.by).failing(part)
    by = ZERO if part.by == ZERO else hull([part.by, -part.by])
    return Line(side(part.before), side(part.after), by).failing(part)


def _curve(function: str, part: Line) -> Line:
    """Follow `log`, `exp` or `sqrt`: each rises wherever it has a value."""
    if any(_lacks(function, it) for it in (part.before, part.after)):
        raise NoValueError
    before, after = rising(function, part.before), rising(function, part.after)
    by = ZERO if part.by == ZERO else signed(part.by, 1) or after - before
    if function != "log" or has_limit_but(Fraction(0), part.by.near, part.whole):
        by = _nearly(part.by) or by
    fails = any(_may_lack(function, it) for it in (part.before, part.after))
    found = Line(before, after, by, may_fail=fails, apart=fails and part.by != ZERO)
    return found.failing(part)


_LEAST = {"log": 0, "exp": -1_000, "sqrt": 0}
"""Below which a function may have no value; a logarithm has none at zero."""

_MOST = 1_000
"""Above which `exp` may have none that can be written."""


def _lacks(function: str, span: Span) -> bool:
    return (function == "log" and span.high <= 0) or (function == "sqrt" and span.high < 0)


def _may_lack(function: str, span: Span) -> bool:
    least = _LEAST[function]
    zero = function == "log" and Fraction(0) in span
    return span.low < least or zero or span.high > _MOST
