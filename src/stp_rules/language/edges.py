"""Edges: where a line of numbers is cut in two, and to which side the number itself belongs."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any, Literal, NamedTuple

from stp_rules.errors import Problem
from stp_rules.figures import number_text
from stp_rules.language.arithmetic import Value
from stp_rules.language.conditions import TESTS
from stp_rules.paths import Path

EdgeTest = Literal["at_least", "above", "at_most", "below", "between"]
DOWNWARDS = ("at_least", "above")
"""The tests that all numbers above an edge pass."""
UPWARDS = ("at_most", "below")
"""The tests that all numbers below an edge pass."""


class Edge(NamedTuple):
    """A number that cuts the line, the side that is meant, and where it stands in its line."""

    test: str
    number: Any
    at: Path


EDGES: Mapping[Any, Callable[[Value, Value], Value]] = {
    edge: TESTS[edge] for edge in (*DOWNWARDS, *UPWARDS)
}


def range_problems(edges: Mapping[Any, Fraction | None], path: Path) -> Iterator[Problem]:
    """Give a problem for each two edges between which nothing lies."""
    for low, high in product(DOWNWARDS, UPWARDS):
        lower, upper = edges.get(low), edges.get(high)
        if lower is None or upper is None or lower < upper:
            continue
        if lower > upper or (low, high) != ("at_least", "at_most"):
            message = f"nothing lies between {number_text(lower)} and {number_text(upper)}"
            hint = "write the lower number first"
            if lower == upper:
                hint = "include both ends, with `at_least` and `at_most`, or move them apart"
            yield Problem("empty-range", message, path, hint)
