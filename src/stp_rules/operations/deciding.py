"""Sources that decide and count, over truths."""

from collections.abc import Sequence
from functools import reduce
from operator import add

from stp_rules.operations.arithmetic import Arithmetic, Value
from stp_rules.operations.conditions import Truth


def reached(truths: Sequence[Truth], arithmetic: Arithmetic) -> Value:
    """Return the position of the first truth that does not fail; past the end where all do.

    A decision that reaches an undecided branch has no outcome: nothing is guessed.
    """
    chosen: Value = len(truths)
    for position in range(len(truths) - 1, -1, -1):
        chosen = arithmetic.where(truths[position].fails, chosen, position)
    return chosen


def count(truths: Sequence[Truth], arithmetic: Arithmetic) -> Value:
    """Count the truths that hold."""
    one, zero = arithmetic.number(1), arithmetic.number(0)
    return reduce(add, (arithmetic.where(truth.holds, one, zero) for truth in truths), zero)
