"""What a word of the language is: its values, and what is true of them in every reading.

A word is a class in a file of its own. Its fields are what an author writes behind the word, and
its `body` is its meaning, written once over ordinary arithmetic and comparison and the few choices
that an `Arithmetic` makes.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, ClassVar, Literal

from stp_rules.language.arithmetic import Arithmetic, Value

Takes = Literal["number", "category", "either"]
Sign = int
"""1 where more of the argument gives more, -1 where it gives less, 0 where neither is certain.

"More" of a category is a better one.
"""


class Operation:
    """What a step does.

    `takes` and `gives` name the kind of value before and after (`either` and `same`: it stays
    what it was; where the step names a scale, it gives a category). A step that `converts` bears
    no condition. One `in_cohort` has its body in `beside`, which takes a summary of
    the cohort too.
    """

    __slots__ = ()

    word: ClassVar[str]
    takes: ClassVar[Takes] = "number"
    gives: ClassVar[Literal["number", "same"]] = "number"
    converts: ClassVar[bool]
    in_cohort: ClassVar[bool] = False

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Return what the step makes of a value."""
        raise NotImplementedError

    def direction(self) -> Sign:
        """Tell the direction from the step's own numbers, as Fractions."""
        return 1


class Conversion(Operation):
    """What it takes and what it gives never depends on a condition."""

    __slots__ = ()

    converts = True


class Adjustment(Operation):
    """Number to number, or category to category of the same scale.

    A category is its position on the scale, 0 for the best, so that "no better than" is "not
    below".
    """

    __slots__ = ()

    gives = "same"
    converts = False


class SourceWord:
    """Where the first value of a measure comes from.

    `policies` are what may become of a value that is not known.
    """

    __slots__ = ()

    word: ClassVar[str]
    policies: ClassVar[tuple[str, ...]] = ("fill", "not_rated")


def trend(values: Iterable[Any]) -> Sign:
    """Tell whether values rise, fall, or do neither (or both: all the same)."""
    signs = {(after > before) - (after < before) for before, after in pairwise(values)} - {0}
    return signs.pop() if len(signs) == 1 else 0
