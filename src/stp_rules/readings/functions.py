"""What a number is on one piece of the line: a function of the input, as far as it is known.

It is straight, or it climbs in stairs, or it is a curve of which is known where it lies and which
way it goes. Curves say too much rather than too little: what is not known of one is left open.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import inf
from typing import NamedTuple

from attrs import field, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.intervals import bounds_of
from stp_rules.language.arithmetic import Undefined
from stp_rules.language.word import Sign
from stp_rules.readings.spans import End, Span, endless, hull, pieces

ONE = Fraction(1)
NOUGHT = Fraction(0)
POSITIVE = Span(NOUGHT, inf, low_open=True, high_open=True)
NEGATIVE = -POSITIVE
UNIT = Span(NOUGHT, ONE, high_open=True)

Test = Callable[[int], bool]
"""Tells of the sign of a difference, -1, 0 or 1, whether a comparison holds."""


class NotFollowedError(ArithmeticError):
    """A body does what this reading does not follow; the message says what."""


@frozen
class Line:
    """A straight line: `slope * x + offset`."""

    slope: Fraction
    offset: Fraction

    @property
    def way(self) -> Sign:
        """Whether it rises (1), falls (-1) or is constant (0)."""
        return (self.slope > 0) - (self.slope < 0)

    @property
    def strict(self) -> bool:
        """Whether it is never constant."""
        return self.slope != 0

    def at(self, x: Fraction) -> Fraction:
        """Return its value at a number."""
        return self.slope * x + self.offset if self.slope else self.offset

    def root(self) -> Fraction | None:
        """Return where it crosses zero, if it does so once."""
        return -self.offset / self.slope if self.slope else None

    def plus(self, other: "Line") -> "Line":
        """Add a line."""
        slope = (
            self.slope + other.slope if self.slope and other.slope else self.slope or other.slope
        )
        return Line(slope, self.offset + other.offset)

    def minus(self, other: "Line") -> "Line":
        """Subtract a line."""
        slope = self.slope - other.slope if other.slope else self.slope
        return Line(slope, self.offset - other.offset)

    def times(self, factor: Fraction) -> "Line":
        """Multiply."""
        return Line(self.slope and self.slope * factor, self.offset * factor)

    def out(self, over: Span) -> Span:
        """Return where its values lie over a part of the line."""
        if not self.slope or over.point:
            return Span.at(self.at(over.sample() if over.point else NOUGHT))
        return over.scaled(self.slope) + Span.at(self.offset)


class Tread(NamedTuple):
    """One part of a unit: there the value is `slope * r` and a number of `at`."""

    over: Span
    slope: Fraction
    at: Span

    def out(self) -> Span:
        """Return where the values lie."""
        return Line(self.slope, NOUGHT).out(self.over) + self.at


@frozen
class Staircase:
    """What comes of rounding down: `m = base(x)` is a whole number `n` and a rest `r` below one.

    With each unit of `m` the value climbs by `rise`; within a unit the treads say what it is. So
    `value = rise * n + tread(r)`, and it keeps to the line `rise * m`, from which it strays.
    """

    base: Line
    rise: Fraction
    treads: tuple[Tread, ...]
    strict: bool = field(default=False, init=False)

    at = None
    """It jumps, so that no value at an end is a limit."""

    @property
    def line(self) -> Line:
        """The line that it keeps to."""
        return self.base.times(self.rise)

    @property
    def flat(self) -> bool:
        """Whether it is constant within each tread."""
        return all(tread.over.point or not tread.slope for tread in self.treads)

    @property
    def strays(self) -> Span:
        """How far it lies from that line."""
        return hull(Tread(over, slope - self.rise, at).out() for over, slope, at in self.treads)

    @property
    def way(self) -> Sign | None:
        """Whether it never falls (1) or never rises (-1)."""
        outs = [tread.out() for tread in self.treads]
        for sign in (1, -1):
            turned = [it.scaled(sign) for it in (*outs, outs[0] + Span.at(self.rise))]
            climbs = all(one.high <= other.low for one, other in pairwise(turned))
            if climbs and all(_goes(tread, sign) for tread in self.treads):
                return sign * self.base.way
        return None

    def out(self, over: Span) -> Span:
        """Return where its values lie over a part of the line.

        What goes one way lies between its values, or its limits, at both ends.
        """
        found = self.line.out(over) + self.strays
        if self.way is None:
            return found
        for end, is_open, side in ((over.low, over.low_open, 1), (over.high, over.high_open, -1)):
            if not endless(end):
                limit = self.limit(Fraction(end), side if is_open else 0)
                above = side * self.line.way > 0
                bound = Span(limit.low, inf) if above else Span(-inf, limit.high)
                found = found.meet(bound)
        return found

    def limit(self, x: Fraction, side: int) -> Span:
        """Return the value at a number, or what it comes to from above (1) or from below (-1)."""
        units = self.base.at(x)
        towards = side * self.base.way
        whole = -(-units // 1) - 1 if towards < 0 else units // 1
        rest = units - whole
        tread = next(it for it in self.treads if _reaches(it.over, rest, towards))
        return Span.at(tread.slope * rest + self.rise * whole) + tread.at

    def times(self, factor: Fraction) -> "Staircase":
        """Multiply by a number that is not zero."""
        treads = tuple(Tread(r, factor * slope, at.scaled(factor)) for r, slope, at in self.treads)
        return Staircase(self.base, self.rise * factor, treads)

    def plus(self, other: "Staircase") -> "Line | Staircase":
        """Add one over the same base."""
        treads = tuple(
            Tread(over, one.slope + two.slope, one.at + two.at)
            for over, one, two in overlapping(self.treads, other.treads)
        )
        rise = self.rise + other.rise
        only = treads[0]
        if len(treads) == 1 and only.slope == rise and only.at.point:
            return self.base.times(rise).plus(Line(NOUGHT, only.at.sample()))
        return Staircase(self.base, rise, treads)


def _reaches(part: Span, rest: Fraction, towards: int) -> bool:
    """Tell whether a part of a unit holds a rest, or numbers just above or just below it."""
    if towards > 0:
        return part.low <= rest < part.high
    return part.low < rest <= part.high if towards < 0 else rest in part


def _goes(tread: Tread, sign: int) -> bool:
    """Tell whether a value goes one way within a tread."""
    return tread.over.point or (tread.at.point and tread.slope * sign >= 0)


@frozen(eq=False)
class Curve:
    """A function of which is known where it lies, and perhaps which way it goes.

    `at` computes its value at a number, on the ends of the piece too, or `None` where that has no
    exact value; where it is absent, the function may jump. `strict` says that it goes its way and
    is nowhere constant.
    """

    span: Span
    way: Sign | None = None
    at: Callable[[Fraction], Fraction | None] | None = None
    strict: bool = False

    def out(self, over: Span) -> Span:
        """Return where its values lie over a part of the line.

        What is continuous and goes one way lies between its values at both ends.
        """
        if self.way is None or self.at is None:
            return self.span
        ends = self.end(over.low, over.low_open), self.end(over.high, over.high_open)
        (low, low_open), (high, high_open) = ends if self.way >= 0 else reversed(ends)
        found = self.span
        if low is not None:
            found = found.meet(Span(low, inf, low_open, high_open=True))
        if high is not None:
            found = found.meet(Span(-inf, high, low_open=True, high_open=high_open))
        return found

    def end(self, x: End, is_open: bool) -> tuple[Fraction | None, bool]:  # noqa: FBT001 - as a span has it
        """Return the value at an end, and whether it is only approached there."""
        value = self.at(Fraction(x)) if self.at and not endless(x) else None
        return value, is_open and self.strict


Number = Line | Staircase | Curve


@frozen
class Recurring:
    """A truth that comes again with each unit of a base; `None` where it is undecided."""

    base: Line
    parts: tuple[tuple[Span, bool | None], ...]


Truth = bool | Recurring | None


def constant(value: Fraction | int) -> Line:
    """Return a number that is the same everywhere."""
    return Line(NOUGHT, Fraction(value))


def overlapping(one: tuple, other: tuple) -> Iterator[tuple]:  # type: ignore[type-arg]  # of pieces of one kind
    """Give the parts of two divisions of a line, each with what stands there in both."""
    if len(one) == 1 or len(other) == 1:
        whole, many = (one[0], other) if len(one) == 1 else (other[0], one)
        for it in many:
            yield (it[0], whole, it) if many is other else (it[0], it, whole)
        return
    left = right = 0
    while left < len(one) and right < len(other):
        over = one[left][0].meet(other[right][0])
        if not over.empty:
            yield over, one[left], other[right]
        ends = [(it[0].high, not it[0].high_open) for it in (one[left], other[right])]
        left += ends[0] <= ends[1]
        right += ends[1] <= ends[0]


def added(one: Number, other: Number, over: Span) -> Number:
    """Return the sum of two functions."""
    if isinstance(one, Line) and isinstance(other, Line):
        return one.plus(other)
    stairs = _stairs(one, other)
    if stairs:
        return stairs[0].plus(stairs[1])
    ways = {one.way, other.way} - {0}
    way = ways.pop() if len(ways) == 1 else None if ways else 0
    span = one.out(over) + other.out(over)
    return Curve(span, way, _both(one, other, Fraction.__add__), one.strict or other.strict)


def subtracted(one: Number, other: Number, over: Span) -> Number:
    """Return the difference of two functions."""
    if isinstance(one, Line) and isinstance(other, Line):
        return one.minus(other)
    return added(one, scaled(other, -ONE), over)


def multiplied(one: Number, other: Number, over: Span) -> Iterator[tuple[Span, Number]]:
    """Give the product of two functions, cut where a straight one crosses zero."""
    for factor, value in ((one, other), (other, one)):
        if isinstance(factor, Line) and not factor.slope:
            yield over, scaled(value, factor.offset)
            return
    roots = [it.root() for it in (one, other) if isinstance(it, Line)]
    for part in pieces([root for root in roots if root is not None], over):
        yield part, _product(one, other, part)


def scaled(value: Number, factor: Fraction) -> Number:
    """Return a function times a number."""
    if factor == 0:
        return constant(0)
    if not isinstance(value, Curve):
        return value.times(factor)
    way = value.way and value.way * (1 if factor > 0 else -1)
    at = value.at
    times = None if at is None else lambda x: _times(at(x), factor)
    return Curve(value.span.scaled(factor), way, times, value.strict)


def reciprocal(value: Number, over: Span) -> Number:
    """Return one divided by a function that is nowhere zero."""
    at = value.at

    def inverse(x: Fraction) -> Fraction | None:
        found = at(x) if at else None
        return 1 / found if found else None

    span = Span.at(ONE) / value.out(over)
    return Curve(span, value.way and -value.way, inverse if at else None, value.strict)


def _product(one: Number, other: Number, over: Span) -> Number:
    """Return the product of two functions on a piece where a straight one does not cross zero."""
    first, second = one.out(over), other.out(over)
    at = _both(one, other, Fraction.__mul__)
    known = at(over.sample()) if at and over.point else None
    if known is not None:
        return constant(known)
    ways = {_turned(one.way, second), _turned(other.way, first)} - {0}
    way = ways.pop() if len(ways) == 1 else None if ways else 0
    strict = (one.strict or other.strict) and NOUGHT not in first and NOUGHT not in second
    return Curve(_products(first, second), way, at, strict and way is not None)


def _turned(way: Sign | None, factor: Span) -> Sign | None:
    """Return which way a function goes that is multiplied by a factor of one sign."""
    if not way:
        return way
    if factor.low >= 0:
        return way
    return -way if factor.high <= 0 else None


def _products(one: Span, other: Span) -> Span:
    """Return where products lie; unlike `*`, tell whether the ends of two signed spans are open."""
    if one.high <= 0 and not one.point:
        return -_products(-one, other)
    if other.high <= 0 and not other.point:
        return -_products(one, -other)
    found = one * other
    if one.low < 0 or other.low < 0 or one.point or other.point:
        return found
    nothing = (one.low == 0 and not one.low_open) or (other.low == 0 and not other.low_open)
    low_open = (one.low_open or other.low_open) and not nothing
    return Span(found.low, found.high, low_open, one.high_open or other.high_open)


def floored(value: Number, over: Span) -> Number:
    """Return the largest whole number that is not above a function."""
    if isinstance(value, Line):
        if not value.slope:
            return constant(value.offset // 1)
        return Staircase(value, ONE, (Tread(UNIT, NOUGHT, Span.at(NOUGHT)),))
    return Curve(value.out(over) + Span(-ONE, NOUGHT, low_open=True), value.way)


def compared(one: Number, other: Number, over: Span, test: Test) -> Iterator[tuple[Span, Truth]]:
    """Give where a comparison holds, where it fails, and where that is not known."""
    difference = subtracted(one, other, over)
    if isinstance(difference, Line):
        yield from _signs(difference, over, test)
    elif isinstance(difference, Staircase) and not difference.rise:
        yield over, _recurring(difference, test)
    else:
        yield over, _decided(difference.out(over), test)


def _signs(line: Line, over: Span, test: Test) -> Iterator[tuple[Span, bool]]:
    root = line.root()
    if root is None:
        yield over, test((line.offset > 0) - (line.offset < 0))
        return
    if root in over:
        sides = [Span(over.low, root, over.low_open, high_open=True), Span.at(root)]
        sides.append(Span(root, over.high, low_open=True, high_open=over.high_open))
        signs = zip(sides, (-line.way, 0, line.way), strict=True)
        yield from ((side, test(sign)) for side, sign in signs if not side.empty)
    else:
        yield over, test(line.way if over.low >= root else -line.way)


def _recurring(stairs: Staircase, test: Test) -> Truth:
    """Return a truth that hangs on the rest alone."""
    parts: list[tuple[Span, bool | None]] = []
    for over, slope, at in stairs.treads:
        if at.point:
            parts += _signs(Line(slope, at.sample()), over, test)
        else:
            parts.append((over, _decided(Line(slope, NOUGHT).out(over) + at, test)))
    truths = {truth for _, truth in parts}
    return truths.pop() if len(truths) == 1 else Recurring(stairs.base, tuple(parts))


def _decided(where: Span, test: Test) -> bool | None:
    """Tell whether a comparison holds of all numbers of a span, or of none."""
    signs = [(-1, NEGATIVE), (0, Span.at(NOUGHT)), (1, POSITIVE)]
    found = {test(sign) for sign, side in signs if not where.meet(side).empty}
    return found.pop() if len(found) == 1 else None


def chosen(truth: Truth, yes: object, no: object, over: Span) -> object:
    """Return what is chosen where a truth is neither true nor false throughout."""
    if yes == no and type(yes) is type(no):
        return yes
    if isinstance(truth, Recurring):
        return _recurring_choice(truth, yes, no, over)
    if isinstance(yes, Line | Staircase | Curve) and isinstance(no, Line | Staircase | Curve):
        return Curve(hull([yes.out(over), no.out(over)]))
    if _is_truth(yes) and _is_truth(no):
        return None
    raise NotFollowedError("an undecided choice between what are no numbers")


def _is_truth(value: object) -> bool:
    return value is None or isinstance(value, bool | Recurring)


def _recurring_choice(truth: Recurring, yes: object, no: object, over: Span) -> object:
    if _is_truth(yes) and _is_truth(no):
        sides = [_parts(it, truth.base) for it in (yes, no)]
        return None if None in sides else _recurring_truth(truth, *sides)  # type: ignore[arg-type]
    stairs = _stairs(yes, no, truth.base)
    if stairs is None or stairs[0].rise != stairs[1].rise:
        return chosen(None, yes, no, over)
    treads: list[Tread] = []
    for part, (_, holds), one, other in _threefold(truth.parts, stairs[0].treads, stairs[1].treads):
        both = [Tread(part, *it[1:]) for it in (one, other)]
        treads.append(_either(*both) if holds is None else both[0 if holds else 1])
    return Staircase(truth.base, stairs[0].rise, tuple(treads))


def _recurring_truth(truth: Recurring, yes: tuple, no: tuple) -> Truth:  # type: ignore[type-arg]  # parts
    parts = [
        (part, (one if one == other else None) if holds is None else one if holds else other)
        for part, (_, holds), (_, one), (_, other) in _threefold(truth.parts, yes, no)
    ]
    return Recurring(truth.base, tuple(parts))


def _threefold(first: tuple, second: tuple, third: tuple) -> Iterator[tuple]:  # type: ignore[type-arg]  # parts
    """Give the parts of three divisions of a unit."""
    both = tuple((over, one, two) for over, one, two in overlapping(second, third))
    for over, one, (_, two, three) in overlapping(first, both):
        yield over, one, two, three


def _parts(truth: object, base: Line) -> tuple[tuple[Span, bool | None], ...] | None:
    if isinstance(truth, Recurring):
        return truth.parts if truth.base == base else None
    return ((UNIT, truth),)  # type: ignore[return-value]  # a truth


def _either(one: Tread, other: Tread) -> Tread:
    """Return a tread that may be one or the other."""
    if one.slope == other.slope:
        return Tread(one.over, one.slope, hull([one.at, other.at]))
    return Tread(one.over, NOUGHT, hull([one.out(), other.out()]))


def _stairs(
    one: object, other: object, base: Line | None = None
) -> tuple[Staircase, Staircase] | None:
    """Return two functions as staircases over the same base, where they are such."""
    base = base or next((it.base for it in (one, other) if isinstance(it, Staircase)), None)
    if base is None:
        return None
    found = [_over_base(it, base) for it in (one, other)]
    return (found[0], found[1]) if found[0] and found[1] else None


def _over_base(value: object, base: Line) -> Staircase | None:
    if isinstance(value, Line):
        slope = value.slope / base.slope
        offset = value.offset - slope * base.offset
        return Staircase(base, slope, (Tread(UNIT, slope, Span.at(offset)),))
    return value if isinstance(value, Staircase) and value.base == base else None


def _both(
    one: Number, other: Number, combine: Callable[[Fraction, Fraction], Fraction]
) -> Callable[[Fraction], Fraction | None] | None:
    """Return what computes a sum or product at a number, where both are continuous."""
    first, second = one.at, other.at
    if first is None or second is None:
        return None

    def at(x: Fraction) -> Fraction | None:
        values = first(x), second(x)
        return None if None in values else combine(*values)  # type: ignore[arg-type]  # both known

    return at


def _times(value: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if value is None else value * factor


_LEAST = {
    "log": POSITIVE,
    "sqrt": POSITIVE.join(Span.at(NOUGHT)),
    "exp": Span(-1000 * ONE, 1000 * ONE),
}
"""Where functions have a value that can be written."""


def curved(function: str, value: Number, over: Span) -> Number:
    """Return `log`, `exp` or `sqrt` of a function: each rises, and is continuous."""
    out = value.out(over)
    if out.meet(_LEAST[function]) != out:
        raise NotFollowedError(f"`{function}` of what may have none")
    at = None if value.at is None else lambda _: None
    return Curve(rising(function, out), value.way, at, value.strict)


def defined(function: str) -> Span:
    """Return where a function has a value."""
    return _LEAST[function]


def rising(function: str, span: Span) -> Span:
    """Return where `log`, `exp` or `sqrt` of a span lies."""
    lowest = -inf if function == "log" else NOUGHT
    low, _ = _bounds(function, span.low, lowest)
    _, high = _bounds(function, span.high, inf)
    return Span(low, high)


def _bounds(function: str, end: End, limit: End) -> tuple[End, End]:
    """Return two numbers around the value at an end, or the limit where there is none."""
    if isinstance(end, float):
        return limit, limit
    try:
        return bounds_of(function, Exact.of(end))
    except Undefined:
        return limit, limit


_LAST = Fraction(1, 10**49)


def rounded(span: Span) -> Span:
    """Return where numbers of a span lie after they have been rounded to 50 digits."""
    return Span(_moved(span.low, -_LAST), _moved(span.high, _LAST))


def _moved(end: End, by: Fraction) -> End:
    return end if isinstance(end, float) else end + abs(end) * by
