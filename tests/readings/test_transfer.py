"""What is read off the body of a step holds for every number: tried against the evaluator."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import inf
from typing import Any, NamedTuple

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from stp_rules import loads
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, StepPlan, make_plan
from stp_rules.engine.values import Unknown
from stp_rules.readings.exact import attempted
from stp_rules.readings.functions import Curve, Line, NotFollowedError, Staircase
from stp_rules.readings.piecewise import NOTHING, read
from stp_rules.readings.spans import Span, endless
from stp_rules.readings.transfer import Transfer, strays, transfer, which

HEAD = "language: 1\nid: toy/step\nversion: 1.0.0\n"
TINY = Fraction(1, 10**20)


def step(written: str) -> StepPlan:
    """Return a step made ready."""
    text = f"inputs: {{a: {{}}}}\nlevels: {{overall: {{r: {{from: a, steps: [{{{written}}}]}}}}}}\n"
    return make_plan(loads(HEAD + text)).measures[0].steps[0]


numbers = st.integers(-40, 40).map(lambda it: Fraction(it, 4)).map(float)
positive = st.integers(1, 40).map(lambda it: it / 4)


@st.composite
def rising(draw: st.DrawFn, least: int = 2, most: int = 5) -> list[float]:
    """Draw different numbers in rising order."""
    return sorted(draw(st.sets(numbers, min_size=least, max_size=most)))


@st.composite
def bands(draw: st.DrawFn) -> str:
    """Draw bands from either end, with edges that count and edges that do not."""
    edges = draw(rising(1))
    falling = draw(st.booleans())
    tests = ["at_least", "above"] if falling else ["at_most", "below"]
    lines = [
        f"{{{draw(st.sampled_from(tests))}: {edge}, is: {draw(numbers)}}}"
        for edge in (reversed(edges) if falling else edges)
    ]
    return f"bands: [{', '.join(lines)}, {{is: {draw(numbers)}}}]"


@st.composite
def points(draw: st.DrawFn) -> str:
    """Draw points, with each way of going on beyond them."""
    places = ", ".join(f"{at}: {draw(numbers)}" for at in draw(rising()))
    return f"points: {{{places}}}, beyond: {draw(BEYOND)}"


BEYOND = st.sampled_from(["hold", "extend", "not_rated"])


@st.composite
def goalposts(draw: st.DrawFn) -> str:
    """Draw goalposts along a line or a logarithm, either way round."""
    curve = draw(st.sampled_from(["linear", "log"]))
    two = st.sets(positive if curve == "log" else numbers, min_size=2, max_size=2)
    worst, best = draw(two.flatmap(lambda it: st.permutations(sorted(it))))
    low, high = draw(numbers), draw(numbers)
    to = f"to: [{low}, {high}], " if low != high else ""
    return (
        f"goalposts: {{worst: {worst}, best: {best}, {to}curve: {curve}, beyond: {draw(BEYOND)}}}"
    )


@st.composite
def rounds(draw: st.DrawFn) -> str:
    """Draw a rounding."""
    ways = ["half: up", "half: down", "half: even", "half: away"]
    ways += ["toward: zero", "toward: floor", "toward: ceiling"]
    unit = draw(st.sampled_from(["1", "0.5", "0.1", "3", "2.5"]))
    return f"round: {{to: {unit}, {draw(st.sampled_from(ways))}}}"


@st.composite
def limits(draw: st.DrawFn) -> str:
    """Draw a limit on one side or both."""
    low, high = draw(rising(2, 2))
    ends = [f"at_least: {low}", f"at_most: {high}"]
    return f"limit: {{{', '.join(draw(st.sampled_from([ends, ends[:1], ends[1:]])))}}}"


steps = st.one_of(
    bands(),
    points(),
    goalposts(),
    rounds(),
    limits(),
    numbers.map(lambda it: f"add: {it}"),
    numbers.map(lambda it: f"multiply: {it}"),
    numbers.map(lambda it: f"set: {it}"),
).map(step)


class Probe(NamedTuple):
    """A number, the piece that holds it, and what the evaluator makes of it."""

    x: Fraction
    at: int
    value: Any


def inside(over: Span) -> list[Fraction]:
    """Return numbers of a span: its ends where they count, hard by them, and between."""
    low = Fraction(over.high) - 50 if endless(over.low) and not endless(over.high) else over.low
    low = Fraction(-31, 7) if endless(low) else Fraction(low)
    high = low + 60 if endless(over.high) else Fraction(over.high)
    parts = [low + (high - low) * Fraction(at, 13) for at in range(14)]
    tried = [low - 1000, low - TINY, *parts, low + TINY, high - TINY, high + TINY, high + 1000]
    return sorted({it for it in tried if it in over})


@frozen
class Body:
    """A step of which nothing is known but its body."""

    compute: Callable[[Any, Any], Any]

    def body(self, value: Any, arithmetic: Any) -> Any:
        """Return what it makes of a value."""
        return self.compute(value, arithmetic)


def probes(args: Any, found: Transfer) -> list[Probe]:
    """Return numbers of every piece with what the evaluator makes of them."""
    return [
        Probe(x, at, attempted(args.body, Exact.of(x), EXACT))
        for at, piece in enumerate(found.pieces)
        for x in inside(piece.over)
    ]


def agree(args: Any, found: Transfer) -> None:
    """Hold every claim of a transfer function against the evaluator."""
    tried = probes(args, found)
    for one, other in pairwise(found.pieces):
        assert one.over.high == other.over.low
        assert one.over.high_open is not other.over.low_open
    for probe in tried:
        holds_at(probe, found)
    known = [it for it in tried if isinstance(it.value, Exact)]
    for one, other in combinations(known, 2):
        holds_between(one, other, found)
    for at in range(len(known) - 2):
        holds_over(known[at : at + 3], found)


def holds_at(probe: Probe, found: Transfer) -> None:
    """Hold what is claimed of one number."""
    claimed = found.pieces[probe.at]
    if claimed.value is NOTHING:
        assert isinstance(probe.value, Unknown)
    elif isinstance(claimed.value, Line | Staircase | Curve):
        value = probe.value.fraction
        assert value in claimed.value.out(claimed.over)
        assert value in claimed.value.out(Span(probe.x, probe.x))
        if isinstance(claimed.value, Line):
            assert value == claimed.value.at(probe.x)
        if isinstance(claimed.value, Staircase):
            assert value - claimed.value.line.at(probe.x) in claimed.value.strays
    else:
        assert probe.value == claimed.value


def holds_between(one: Probe, other: Probe, found: Transfer) -> None:
    """Hold what is claimed of the way from one number to a greater one."""
    run = found.run(one.at, other.at)
    rise, apart = other.value.fraction - one.value.fraction, other.x - one.x
    if run.way is not None:
        assert rise * run.way > 0 or rise == 0
        assert run.way or rise == 0
    if run.slopes is not None:
        assert min(run.slopes) * apart <= rise <= max(run.slopes) * apart
    if run.line is not None:
        sides = [strays(found.pieces[it.at].value) for it in (one, other)]
        assert rise - run.line.slope * apart in sides[1] - sides[0]
    if run.continuous and apart <= 2 * TINY:
        assert abs(rise) < Fraction(1, 10**9)
    if one.at == other.at:
        value = found.pieces[one.at].value
        assert rise or not value.strict


def holds_over(around: Sequence[Probe], found: Transfer) -> None:
    """Hold what is claimed of a part of a piece against a number within it."""
    first, middle, last = around
    if first.at == last.at:
        part = Span(first.x, last.x, low_open=True, high_open=True)
        assert middle.value.fraction in found.pieces[middle.at].value.out(part)


@given(steps)
def test_what_is_read_of_a_step_is_what_the_evaluator_does(drawn: StepPlan) -> None:
    """Where it lies, which way it goes, how steep it is, where it joins: for every kind of step."""
    agree(drawn.args, transfer(drawn))


@given(bands().map(step), numbers)
def test_which_bands_a_number_meets(drawn: StepPlan, x: float) -> None:
    """One number meets one band, and that is the one which the evaluator says fires."""
    at = Fraction(x)
    fired = drawn.ranked.body(Exact.of(at), EXACT)
    assert list(which(drawn, Span.at(at))) == [fired]


BODIES: dict[str, Callable[..., Any]] = {
    "a square": lambda x, _: x * x,
    "a cube": lambda x, _: x * x * x,
    "a parabola": lambda x, a: (x - a.number(1)) * (x - a.number(3)),
    "a reciprocal": lambda x, a: a.number(1) / x,
    "a hyperbola": lambda x, a: x / (x - a.number(2)),
    "a square over a square": lambda x, a: (x * x) / (x * x + a.number(1)),
    "the rest of rounding down": lambda x, a: x - a.floor(x),
    "halves of whole numbers": lambda x, a: a.floor(a.floor(x) / a.number(2)),
    "stairs that go down": lambda x, a: a.number(3) - a.floor(a.number(-2) * x) * a.number(-1),
    "stairs upon a slope": lambda x, a: a.floor(x) + x * a.number(2),
    "two stairs": lambda x, a: a.floor(x) + a.floor(x / a.number(3)),
    "a tent": lambda x, a: a.where(x < a.number(1), x, a.number(2) - x),
    "a square that is cut": lambda x, a: a.where(x > a.number(2), a.number(4), x * x),
    "a square root": lambda x, a: a.once(lambda real, y: real.sqrt(y), x),
    "a logarithm of a falling number": lambda x, a: a.once(
        lambda real, y: real.log(y), a.number(3) - x
    ),
    "a choice that cannot be followed": lambda x, a: a.where(x * x > x + x, x, a.number(0) - x),
    "the larger rest": lambda x, a: a.where(
        x - a.floor(x) > a.number(Fraction(1, 3)), a.floor(x) + a.number(1), x
    ),
    "a step back": lambda x, a: a.where(x < a.number(1), x, x - a.number(Fraction(1, 2))),
    "stairs times a number": lambda x, a: a.floor(x) * x,
    "what is nothing beyond": lambda x, a: a.unless(x > a.number(1), "too much", x),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_read_of_a_body_that_no_step_has(name: str) -> None:
    """A body that is added is read as it is: a square falls and rises."""
    found = Transfer(read(Body(BODIES[name])))
    agree(Body(BODIES[name]), found)


def ways(name: str) -> list[tuple[Any, Any, Any]]:
    """Return where the pieces of a body begin and end, and which way each goes."""
    found = Transfer(read(Body(BODIES[name])))
    return [
        (it.over.low, it.over.high, None if it.value is NOTHING else it.value.way)
        for it in found.pieces
    ]


def test_a_square_falls_then_rises() -> None:
    """By hand: -2x and 2x; at zero it is zero."""
    assert ways("a square") == [(-inf, 0, -1), (0, 0, 0), (0, inf, 1)]


def test_a_cube_rises() -> None:
    """By hand: 3x² is nowhere negative."""
    assert ways("a cube") == [(-inf, 0, 1), (0, 0, 0), (0, inf, 1)]
    found = Transfer(read(Body(BODIES["a cube"])))
    assert found.way(0, 2) == 1


def test_a_reciprocal_falls_on_both_sides_of_zero_and_has_no_value_there() -> None:
    """By hand: -1/x² is negative, and 1/x jumps from below all to above all."""
    assert ways("a reciprocal") == [(-inf, 0, -1), (0, 0, None), (0, inf, -1)]
    assert Transfer(read(Body(BODIES["a reciprocal"]))).way(0, 2) is None


@pytest.mark.parametrize("way", ["half: up", "half: even", "half: away", "toward: zero"])
def test_rounding_never_falls(way: str) -> None:
    """It is read off the body, which rounds down and then looks at the rest."""
    found = transfer(step(f"round: {{to: 0.5, {way}}}"))
    assert found.way(0, len(found.pieces) - 1) == 1


def test_rounding_towards_zero_is_cut_there() -> None:
    """On one side it goes up, on the other down, by less than a unit."""
    found = transfer(step("round: {to: 0.5, toward: zero}"))
    assert [it.over.low for it in found.pieces] == [-inf, 0]
    below, above = (it.value.strays for it in found.pieces)
    half = Fraction(1, 2)
    assert below == Span(Fraction(0), half, high_open=True)
    assert above == Span(-half, Fraction(0), low_open=True)


def test_what_is_rounded_once_may_reach_an_end_before_the_end() -> None:
    """By 50 digits, a logarithm hard by the best goalpost is its own."""
    found = transfer(step("goalposts: {worst: 1, best: 10, curve: log}"))
    (curve,) = (it.value for it in found.pieces if isinstance(it.value, Curve))
    part = Span(Fraction(9), Fraction(10), low_open=True, high_open=True)
    assert Fraction(1) in curve.out(part)


REFUSED: dict[str, Callable[..., Any]] = {
    "a function that no reading has": lambda x, a: a.once(lambda real, y: real.sine(y), x),
    "a choice without `where`": lambda x, a: x if x > a.number(0) else a.number(0) - x,
    "what is no arithmetic": lambda x, _: x**2,
    "a method that no arithmetic has": lambda x, a: a.nearest(x),
    "an undecided category": lambda x, a: a.where(x * x > x + x, 0, 1),
    "a division by what may be zero": lambda x, _: x / (x * x - x - x),
    "a logarithm of what may have none": lambda x, a: a.once(
        lambda real, y: real.log(y), x * x - x
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_body_that_cannot_be_followed_is_refused(name: str) -> None:
    """Nothing is assumed of it."""
    with pytest.raises(NotFollowedError):
        read(Body(REFUSED[name]))
