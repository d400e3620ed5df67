"""Steps that convert, at their edges, by hand."""

from fractions import Fraction
from typing import Any

import pytest

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT
from stp_rules.language.arithmetic import Undefined
from stp_rules.language.values import FrozenMap
from stp_rules.language.words.bands import Band, Bands
from stp_rules.language.words.goalposts import Goalposts
from stp_rules.language.words.points import Points
from stp_rules.language.words.round import Round
from stp_rules.language.words.scores import Scores

TIES = ("-2.5", "-1.5", "-0.5", "0.5", "1.5", "2.5")


def exact(written: Any) -> Exact:
    """Write an exact number."""
    return Exact.of(Fraction(written))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ({"half": "up"}, (-2, -1, 0, 1, 2, 3)),
        ({"half": "down"}, (-3, -2, -1, 0, 1, 2)),
        ({"half": "away"}, (-3, -2, -1, 1, 2, 3)),
        ({"half": "even"}, (-2, -2, 0, 0, 2, 2)),
        ({"toward": "zero"}, (-2, -1, 0, 0, 1, 2)),
        ({"toward": "floor"}, (-3, -2, -1, 0, 1, 2)),
        ({"toward": "ceiling"}, (-2, -1, 0, 1, 2, 3)),
    ],
)
def test_ties_go_where_the_mode_says(mode: dict[str, Any], expected: tuple[int, ...]) -> None:
    """From -2.5 to 2.5: up and down are towards the infinities, away and zero by the sign."""
    args = Round(Fraction(1), **mode)
    assert tuple(args.body(exact(it), EXACT).fraction for it in TIES) == expected


@pytest.mark.parametrize("toward", ["zero", "floor", "ceiling"])
@pytest.mark.parametrize("value", [-3, -2, -1, 0, 1, 2])
def test_a_whole_number_stays_wherever_all_others_go(toward: Any, value: int) -> None:
    """Below zero too: toward zero, -2 is -2 and not -1."""
    assert Round(Fraction(1), toward=toward).body(exact(value), EXACT) == exact(value)


@pytest.mark.parametrize("half", ["up", "down", "even", "away"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [("2.4999999999999999999", 2), ("2.5000000000000000001", 3), ("-2.5000000000000000001", -3),
     ("-2.4999999999999999999", -2), ("7", 7), ("-7", -7), ("0", 0)],
)  # fmt: skip
def test_beside_a_tie_all_modes_agree(half: Any, value: str, expected: int) -> None:
    """The mode matters at the half alone, and a whole number stays."""
    assert Round(Fraction(1), half=half).body(exact(value), EXACT) == exact(expected)


@pytest.mark.parametrize(
    ("to", "value", "expected"),
    [("0.01", "1.005", "1.01"), ("0.01", "-1.005", "-1"), ("0.5", "0.75", "1"),
     ("0.5", "0.74", "0.5"), ("10", "15", "20"), ("10", "-15", "-10"), ("1/3", "1/2", "2/3")],
)  # fmt: skip
def test_half_up_to_any_unit(to: str, value: str, expected: str) -> None:
    """1.005 is exactly a half, as no float is."""
    assert Round(Fraction(to), half="up").body(exact(value), EXACT) == exact(expected)


@pytest.mark.parametrize(
    ("test", "inside", "outside"),
    [("at_least", (5, 6), (4,)), ("above", (6,), (5, 4)),
     ("at_most", (5, 4), (6,)), ("below", (4,), (5, 6))],
)  # fmt: skip
def test_an_edge_says_who_owns_it(
    test: Any, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    """The value 5 at an edge of 5."""
    args = Bands((Band(test, exact(5), "in"), Band(None, None, "out")))  # type: ignore[arg-type]
    assert {args.body(exact(value), EXACT) for value in inside} == {"in"}
    assert {args.body(exact(value), EXACT) for value in outside} == {"out"}


LINE = tuple((exact(x), exact(y)) for x, y in ((0, 0), (10, 1), (20, 4)))


@pytest.mark.parametrize(
    ("beyond", "value", "expected"),
    [("hold", -5, 0), ("hold", 0, 0), ("hold", 5, "1/2"), ("hold", 10, 1), ("hold", 15, "5/2"),
     ("hold", 20, 4), ("hold", 25, 4), ("extend", -5, "-1/2"), ("extend", 25, "11/2"),
     ("not_rated", 0, 0), ("not_rated", 20, 4)],
)  # fmt: skip
def test_points(beyond: Any, value: int, expected: Any) -> None:
    """Straight lines between (0, 0), (10, 1) and (20, 4)."""
    args = Points(LINE, beyond)  # type: ignore[arg-type]
    assert args.body(exact(value), EXACT) == exact(expected)


@pytest.mark.parametrize(
    ("value", "expected"), [(15, "5/2"), (20, 4), (25, 3), (30, 2), (35, 7), (40, 12)]
)
def test_four_and_more_points(value: int, expected: Any) -> None:
    """Each piece between its own two points, the last among them."""
    args = Points((*LINE, (exact(30), exact(2)), (exact(40), exact(12))))  # type: ignore[arg-type]
    assert args.body(exact(value), EXACT) == exact(expected)


@pytest.mark.parametrize("value", ["-0.001", "20.001"])
def test_beyond_the_points_there_may_be_no_value(value: str) -> None:
    """With `beyond: not_rated`."""
    with pytest.raises(Undefined, match="beyond the ends"):
        Points(LINE, "not_rated").body(exact(value), EXACT)  # type: ignore[arg-type]


def posts(worst: Any, best: Any, to: tuple[Any, Any] = (0, 1), **options: Any) -> Goalposts:
    """Write goalposts with exact numbers."""
    return Goalposts(*map(exact, (worst, best, *to)), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("args", "value", "expected"),
    [(posts(20, 85), 20, 0), (posts(20, 85), 85, 1), (posts(20, 85), 90, 1), (posts(20, 85), 0, 0),
     (posts(20, 85), 55, "7/13"), (posts(10, 0), 1, "9/10"), (posts(0, 10, (100, 0)), 1, 90),
     (posts(0, 10, beyond="extend"), 15, "3/2"), (posts(1, 100, curve="log"), 10, "1/2"),
     (posts(1, 1024, (0, 10), curve="log"), 8, 3), (posts(100, 1, curve="log"), 10, "1/2"),
     (posts(100, 75000, curve="log"), 75000, 1), (posts(100, 75000, curve="log"), 99, 0)],
)  # fmt: skip
def test_goalposts(args: Goalposts, value: Any, expected: Any) -> None:
    """Worst becomes the first number and best the second, along a line or a logarithm."""
    assert args.body(exact(value), EXACT) == exact(expected)


def test_a_log_curve_extends_to_above_zero_and_no_further() -> None:
    """Extended down to nothing there is no logarithm."""
    args = posts(1, 10, curve="log", beyond="extend")
    assert args.body(exact("0.1"), EXACT) == exact(-1)
    with pytest.raises(Undefined, match="logarithm"):
        args.body(exact(0), EXACT)


def test_scores() -> None:
    """A category, by its position, becomes its number."""
    args = Scores(FrozenMap({0: exact(4), 1: exact(1), 2: exact(0)}))  # type: ignore[arg-type]
    assert [args.body(place, EXACT) for place in (0, 1, 2)] == [exact(4), exact(1), exact(0)]
    assert args.listed() == {0: exact(4), 1: exact(1), 2: exact(0)}
