"""One more reading of the bodies: numbers as functions of what comes to the step, by pieces.

A function is a division of the line into pieces, with a `Number`, a truth or a category on each.
Comparing cuts the line, and `where` chooses piece by piece; so what a body does between its edges
is read off the body. Of what cannot be followed the reading says too much, never too little, or it
is refused with NotFollowedError.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, Never

from attrs import frozen

from stp_rules.engine.exact import Exact, ExactArithmetic
from stp_rules.language.arithmetic import Value
from stp_rules.language.fields import changed
from stp_rules.readings.functions import (
    NOUGHT,
    ONE,
    Curve,
    Line,
    NotFollowedError,
    Number,
    Staircase,
    Test,
    added,
    chosen,
    compared,
    constant,
    curved,
    defined,
    floored,
    multiplied,
    overlapping,
    reciprocal,
    rounded,
    scaled,
    subtracted,
)
from stp_rules.readings.spans import ANYWHERE, Span, pieces


class Nothing(Enum):
    """The absence of a value on a piece."""

    HERE = "no value"


NOTHING = Nothing.HERE


class Piece(NamedTuple):
    """A part of the line, and what stands there: a number, a truth, a category or nothing."""

    over: Span
    value: Any


Combine = Callable[[Any, Any, Span], Iterable[tuple[Span, Any]]]


@frozen(eq=False)
class Function:
    """A value that depends on one input; its pieces stand in order and are all of the line."""

    pieces: tuple[Piece, ...]
    arithmetic: "PiecewiseArithmetic"

    def __add__(self, other: Any) -> "Function":
        """Add."""
        return self.combined(other, lambda one, two, over: [(over, added(one, two, over))])

    def __sub__(self, other: Any) -> "Function":
        """Subtract."""
        return self.combined(other, lambda one, two, over: [(over, subtracted(one, two, over))])

    def __mul__(self, other: Any) -> "Function":
        """Multiply."""
        return self.combined(other, multiplied)

    def __truediv__(self, other: Any) -> "Function":
        """Divide; where the divisor is zero, there is no value."""
        return self.combined(other, self.arithmetic.divided)

    def __lt__(self, other: Any) -> "Function":
        """Compare."""
        return self.compared(other, lambda sign: sign < 0)

    def __le__(self, other: Any) -> "Function":
        """Compare."""
        return self.compared(other, lambda sign: sign <= 0)

    def __gt__(self, other: Any) -> "Function":
        """Compare."""
        return self.compared(other, lambda sign: sign > 0)

    def __ge__(self, other: Any) -> "Function":
        """Compare."""
        return self.compared(other, lambda sign: sign >= 0)

    def __eq__(self, other: object) -> "Function":  # type: ignore[override]
        """Compare."""
        return self.compared(other, lambda sign: sign == 0)

    def __ne__(self, other: object) -> "Function":  # type: ignore[override]
        """Compare."""
        return self.compared(other, lambda sign: sign != 0)

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        """Tell whether what is the same everywhere is true."""
        if len(self.pieces) == 1 and isinstance(self.pieces[0].value, bool):
            return self.pieces[0].value
        raise NotFollowedError("a decision by what varies, without `where`")

    def compared(self, other: Any, test: Test) -> "Function":
        """Return where a comparison holds."""

        def compare(one: Any, two: Any, over: Span) -> Iterable[tuple[Span, Any]]:
            if _is_number(one) and _is_number(two):
                return compared(one, two, over, test)
            return [(over, test((one > two) - (one < two)))]

        found = self.combined(other, compare)
        return Function(tuple(_joined(found.pieces)), self.arithmetic)

    def combined(self, other: Any, combine: Combine) -> "Function":
        """Return what comes of two functions on each piece that both have in common."""
        both = overlapping(self.pieces, self.arithmetic.lifted(other).pieces)
        found = [
            Piece(*part) for over, one, two in both for part in combine(one.value, two.value, over)
        ]
        return Function(tuple(found), self.arithmetic)

    def within(self, over: Span) -> Sequence[Piece]:
        """Return its pieces over a part of the line.

        Only the first and the last are cut, so only they can become empty.
        """
        first = bisect_right(self.pieces, (over.low, over.low_open), key=_start) - 1
        last = bisect_left(self.pieces, (over.high, not over.high_open), key=_start)
        found = list(self.pieces[max(first, 0) : max(last, first + 1)])
        for at in sorted({0, len(found) - 1}, reverse=True):
            found[at] = found[at]._replace(over=found[at].over.meet(over))
            if found[at].over.empty:
                del found[at]
        return found


def _start(piece: Piece) -> tuple[Any, bool]:
    return piece.over.low, piece.over.low_open


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Give pieces; where the same stands on neighbours, they are one."""
    last: Piece | None = None
    for piece in found:
        if last and type(last.value) is type(piece.value) and last.value == piece.value:
            last = Piece(last.over.join(piece.over), last.value)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _is_number(value: Any) -> bool:
    return isinstance(value, Line | Staircase | Curve)


_ITSELF = (Piece(ANYWHERE, Line(ONE, NOUGHT)),)


class PiecewiseArithmetic:
    """The reading whose numbers are functions; `failing` gathers where a body has no value."""

    def __init__(self) -> None:
        """Begin a body."""
        self.failing: list[Function] = []

    def number(self, value: Fraction | int) -> Function:
        """Return a constant."""
        return self.lifted(constant(value))

    def taken(self, value: Any) -> Any:
        """Return what an option of a step holds: of an exact number, the constant."""
        return self.number(value.fraction) if isinstance(value, Exact) else value

    def lifted(self, value: Any) -> Function:
        """Return a value as a function."""
        if isinstance(value, Function):
            return value
        return Function((Piece(ANYWHERE, value),), self)

    def where(self, condition: Value, yes: Value, no: Value) -> Value:
        """Choose, piece by piece."""
        if isinstance(condition, bool):
            return yes if condition else no
        sides = self.lifted(yes), self.lifted(no)
        found: list[Piece] = []
        for over, truth in condition.pieces:
            if isinstance(truth, bool):
                found += sides[0 if truth else 1].within(over)
                continue
            both = overlapping(*(tuple(side.within(over)) for side in sides))
            for part, one, two in both:
                found.append(Piece(part, chosen(truth, one.value, two.value, part)))
        return Function(tuple(found), self)

    def floor(self, value: Function) -> Function:
        """Return the largest whole number that is not above the value."""
        return value.combined(0, lambda one, _, over: [(over, floored(one, over))])

    def unless(self, failure: Value, reason: str, value: Value) -> Value:  # noqa: ARG002 - one shape for all
        """Return the value, and note where there is none."""
        self.failing.append(self.lifted(failure))
        return value

    def divided(self, one: Number, other: Number, over: Span) -> Iterator[tuple[Span, Number]]:
        """Give the quotient of two functions; there is none where the divisor is zero."""
        if isinstance(other, Line) and not other.slope and other.offset:
            yield over, scaled(one, 1 / other.offset)
            return
        root = other.root() if isinstance(other, Line) else None
        for part in pieces([] if root is None else [root], over):
            if other.out(part) == Span.at(NOUGHT):
                yield part, self.failed(part)
            elif NOUGHT in other.out(part):
                raise NotFollowedError("a division by what may be zero")
            else:
                yield from multiplied(one, reciprocal(other, part), part)

    def failed(self, over: Span) -> Line:
        """Note that there is no value on a part of the line; what is returned is of no matter."""
        before = Span(ANYWHERE.low, over.low, low_open=True, high_open=not over.low_open)
        after = Span(over.high, ANYWHERE.high, not over.high_open, high_open=True)
        parts = [Piece(before, False), Piece(over, True), Piece(after, False)]
        kept = tuple(it for it in parts if not it.over.empty)
        self.failing.append(Function(kept, self))
        return constant(0)

    def once(self, body: Callable[..., Value], *values: Value) -> Function:
        """Return `body(real, *values)`, rounded once: it goes the same way as before rounding."""
        inputs = self.lifted(())
        for value in values:
            inputs = inputs.combined(value, lambda one, two, over: [(over, (*one, two))])
        found = self.lifted(body(_Curves(self), *values))
        return inputs.combined(
            found, lambda one, two, over: [(over, self.settled(body, one, two, over))]
        )

    def settled(
        self, body: Callable[..., Value], inputs: Sequence[Number], found: Number, over: Span
    ) -> Number:
        """Return what is known of a number that is rounded once, from what is read on a piece.

        Its ends are computed exactly. What is made of continuous functions is continuous.
        """
        ends = [it.at for it in inputs]

        def at(x: Fraction) -> Fraction | None:
            values = [end(x) if end else None for end in ends]
            return None if None in values else _rounded_once(body, values)

        if all(isinstance(it, Line) and not it.slope for it in inputs):
            value = at(NOUGHT)
            return self.failed(over) if value is None else constant(value)
        return Curve(rounded(found.out(over)), found.way, at if all(ends) else None)

    def __getattr__(self, name: str) -> Never:
        """Refuse what else a body asks for."""
        raise NotFollowedError(f"`{name}`")


class _Curves:
    """The functions that have no exact value."""

    def __init__(self, arithmetic: PiecewiseArithmetic) -> None:
        self.arithmetic = arithmetic

    def __getattr__(self, function: str) -> Callable[[Value], Function]:
        if function not in ("log", "exp", "sqrt"):
            raise NotFollowedError(f"`{function}`")
        return lambda value: self.arithmetic.lifted(value).combined(
            0, lambda one, _, over: self.curved(function, one, over)
        )

    def curved(self, function: str, value: Number, over: Span) -> Iterator[tuple[Span, Number]]:
        root = value.root() if isinstance(value, Line) else None
        for part in pieces([] if root is None else [root], over):
            if value.out(part).meet(defined(function)).empty:
                yield part, self.arithmetic.failed(part)
            else:
                yield part, curved(function, value, part)


def _rounded_once(body: Callable[..., Value], values: Sequence[Any]) -> Fraction | None:
    try:
        return ExactArithmetic.once(body, *map(Exact.of, values)).fraction
    except ArithmeticError:
        return None


def read(args: Any) -> tuple[Piece, ...]:
    """Return what a step does to a number, from its body alone, piece by piece.

    NotFollowedError where the body does what this reading does not follow.
    """
    return _read(args)


@lru_cache(maxsize=4096)
def _read(args: Any) -> tuple[Piece, ...]:
    arithmetic = PiecewiseArithmetic()
    value = Function(_ITSELF, arithmetic)
    try:
        found = changed(args, lambda _, it: arithmetic.taken(it)).body(value, arithmetic)
        for failure in arithmetic.failing:
            found = arithmetic.where(failure, NOTHING, found)
    except (AttributeError, TypeError) as unknown:
        raise NotFollowedError(str(unknown)) from unknown
    return tuple(_joined(arithmetic.lifted(found).pieces))
