"""Tests and conditions in three-valued logic: a test of what is not known is undecided."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from stp_rules.model import AllOf, AnyOf, Comparison, Condition, Not
from stp_rules.operations.arithmetic import Arithmetic, Value


class Truth(NamedTuple):
    """Whether something holds and whether it fails; undecided where it does neither."""

    holds: Value
    fails: Value


UNDECIDED = Truth(holds=False, fails=False)

TESTS: dict[str, Callable[[Value, Value], Value]] = {
    "is": eq,
    "is_not": ne,
    "at_least": ge,
    "above": gt,
    "at_most": le,
    "below": lt,
    "better_than": lt,
    "worse_than": gt,
    "no_better_than": ge,
    "no_worse_than": le,
}
"""The tests of two known values. A category is its position, 0 for the best.

Beside these stand `known`, and `in`, which is several `is`.
"""


def decided(holds: Value, arithmetic: Arithmetic) -> Truth:
    """Return the truth of a test of known values."""
    return Truth(holds, arithmetic.where(holds, False, True))


def opposite(truth: Truth) -> Truth:
    """Not."""
    return Truth(truth.fails, truth.holds)


def every(truths: Iterable[Truth], arithmetic: Arithmetic) -> Truth:
    """All: holds where all hold, fails where any fails."""
    where = arithmetic.where
    return reduce(
        lambda one, other: Truth(
            where(one.holds, other.holds, False), where(one.fails, True, other.fails)
        ),
        truths,
    )


def some(truths: Iterable[Truth], arithmetic: Arithmetic) -> Truth:
    """Any: holds where any holds, fails where all fail."""
    return opposite(every(map(opposite, truths), arithmetic))


def truth(
    condition: Condition, compare: Callable[[Comparison], Truth], arithmetic: Arithmetic
) -> Truth:
    """Return the truth of a condition, given the truth of each comparison in it."""
    match condition:
        case Comparison():
            return compare(condition)
        case Not(part):
            return opposite(truth(part, compare, arithmetic))
        case AllOf(parts):
            return every((truth(part, compare, arithmetic) for part in parts), arithmetic)
        case AnyOf(parts):
            return some((truth(part, compare, arithmetic) for part in parts), arithmetic)
