"""Steps that adjust, by hand. A category is its position; 0 is the best of four here."""

from fractions import Fraction
from typing import Any

import pytest

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT
from stp_rules.language.words.limit import Limit
from stp_rules.language.words.no_better_than import NoBetterThan
from stp_rules.language.words.no_worse_than import NoWorseThan
from stp_rules.language.words.set import Set
from stp_rules.language.words.shift import Shift


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (NoBetterThan(2), [2, 2, 2, 3]),  # type: ignore[arg-type]
        (NoWorseThan(2), [0, 1, 2, 2]),  # type: ignore[arg-type]
        (Set(1), [1, 1, 1, 1]),  # type: ignore[arg-type]
        (Shift("worse", 1, last=3), [1, 2, 3, 3]),
        (Shift("better", 2, last=3), [0, 0, 0, 1]),
        (Shift("worse", 9, last=3), [3, 3, 3, 3]),
    ],
)
def test_steps_on_categories(args: Any, expected: list[int]) -> None:
    """Caps and floors hold, and a scale has ends."""
    assert [args.body(place, EXACT) for place in range(4)] == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 4, [1, 1, 3, 4, 4]),
        (1, None, [1, 1, 3, 4, 9]),
        (None, 4, [0, 1, 3, 4, 4]),
        (3, 3, [3] * 5),
    ],
)
def test_limits(low: int | None, high: int | None, expected: list[int]) -> None:
    """Of 0, 1, 3, 4 and 9."""
    ends = [None if it is None else EXACT.number(it) for it in (low, high)]
    args = Limit(*ends)  # type: ignore[arg-type]
    found = [args.body(Exact(value), EXACT) for value in (0, 1, 3, 4, 9)]
    assert [it.fraction for it in found] == list(map(Fraction, expected))
