"""`count:` how many members pass some tests."""

from collections.abc import Sequence
from functools import reduce
from operator import add

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.conditions import Truth
from stp_rules.language.fields import outcome
from stp_rules.language.values import FrozenMap, Outcome
from stp_rules.language.word import SourceWord


@frozen
class Count(SourceWord):
    """How many members pass the tests."""

    word = "count"
    policies = ("ignore", "not_rated")

    of: tuple[str, ...]
    that_are: FrozenMap[str, Outcome | tuple[Outcome, ...]] = outcome()


def count(truths: Sequence[Truth], arithmetic: Arithmetic) -> Value:
    """Count the truths that hold."""
    one, zero = arithmetic.number(1), arithmetic.number(0)
    return reduce(add, (arithmetic.where(truth.holds, one, zero) for truth in truths), zero)
