"""What is kept of a cohort, and what every step relative to a cohort may say.

A summary is made once, of the known values of a cohort. What a value becomes depends on the
summary alone, so that a subject can be rated beside a cohort that is long gone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any, ClassVar, Literal

from attrs import fields, frozen

from stp_rules.figures import number_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import name
from stp_rules.language.kind import Kind
from stp_rules.language.values import Itself
from stp_rules.language.word import Conversion, Sign, Wording
from stp_rules.phrases import words

Ties = Literal["lowest", "highest", "mean", "dense"]
End = Literal["highest", "lowest"]

NO_SPREAD = "the cohort has no spread"

Keys = tuple[Value, ...]
"""A value, then what breaks ties, as far as it is known; smaller is better, or lower."""


@frozen
class Summary:
    """What is kept of a cohort: how many values, and what a step reads of them.

    `mean` and `squares` (the sum of squared deviations), `low` and `high`, `ordered` (all
    values with their tie-break keys, in order) with `untold` (the keys, in order, of those for
    whom a tie-break is not known), or `cuts`; the others are empty. All are where a number among
    them is `too_long` to be kept.
    """

    count: int
    mean: Value = None
    squares: Value = None
    low: Value = None
    high: Value = None
    ordered: tuple[Keys, ...] = ()
    untold: tuple[Keys, ...] = ()
    cuts: tuple[Value, ...] = ()
    too_long: bool = False


@frozen(kw_only=True)
class Relative(Conversion):
    """A step relative to a cohort: the whole, or the peer group of the subject's own `within`.

    `need` is the least number of subjects with a value.
    """

    in_cohort = True

    within: str | None = name(default=None, gathers=True)
    need: int | None = None

    keyed: ClassVar[bool] = False
    """Whether it compares values with their tie-breaks, and not values alone."""

    ahead: ClassVar[str] = "lower"
    """What those of the cohort are who stand before a subject."""

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the figure, in which cohort it is, and how many that must have at least."""
        group = f" of the same {self.within}" if self.within else ""
        need = f", if at least {self.need} have a value" if self.need else ""
        return f"{self.figure()} in the cohort{group}{need}"

    def figure(self) -> str:
        """Write what a value becomes, wherever it stands in its cohort."""
        return words(self.word)

    def beside(self, value: Value, summary: Summary, arithmetic: Arithmetic) -> Value:
        """Return what the step makes of a value beside a cohort."""
        raise NotImplementedError

    def direction(self) -> Sign:
        """Tell which way it goes beside any cohort; 0 unless the word knows that it goes one."""
        return 0

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Return what the step keeps of a cohort, of which there is at least one value."""
        raise NotImplementedError

    def suits(self, summary: Summary) -> bool:
        """Tell whether a summary is of the form that is kept for the step."""
        raise NotImplementedError

    def order(self) -> tuple[End | None, Mapping[str, End]]:
        """Return which end of the values comes first, and of those that break ties."""
        return None, {}


def gathered_by(part: Any) -> str:
    """Write what of a part's options decides what is gathered for it.

    It is part of the address in a reference, so that a step never reads what was gathered for
    another.
    """
    given = {it.name: getattr(part, it.name) for it in fields(type(part)) if _gathers(it)}
    return ", ".join(f"{name} {_option(it)}" for name, it in given.items() if it)


def _gathers(declared: Any) -> bool:
    return bool(declared.metadata.get("gathers"))


def _option(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{end} {name}" for name, end in value.items())
    if isinstance(value, tuple):
        return " ".join(map(number_text, value))
    return str(value)


def firsts(keys: Sequence[Keys]) -> list[Fraction]:
    """Return the values without what breaks ties."""
    return [key[0] for key in keys]


def mean_of(keys: Sequence[Keys]) -> Summary:
    """Keep the mean."""
    return Summary(len(keys), mean=sum(firsts(keys), Fraction(0)) / len(keys))


def order_of(keys: Sequence[Keys], length: int = 1) -> Summary:
    """Keep all values with their tie-break keys, in order; `length` is that of keys all known."""
    whole, untold = (
        tuple(sorted(key for key in keys if (len(key) == length) is known))
        for known in (True, False)
    )
    return Summary(len(keys), ordered=whole, untold=untold)


def tied(keys: Keys, summary: Summary) -> bool:
    """Tell whether keys that are not all known leave open who of several comes first.

    Keys like these that stand in the cohort once are taken for the subject's own.
    """
    whole, untold = (bisect_left(them, keys) for them in (summary.ordered, summary.untold))
    own = summary.untold[untold : untold + 1] == (keys,)
    nearest = (
        *summary.ordered[whole : whole + 1],
        *summary.untold[untold + own : untold + own + 1],
    )
    return any(it[: len(keys)] == keys for it in nearest)


def standing(keys: Keys, ties: Ties, summary: Summary) -> tuple[int, int, int]:
    """Return how many stand before, how many before or beside, and how many there are.

    Whose tie-break is not known stands behind all that are equal as far as it is.
    """
    ordered, *untold = _lists(Itself(summary), dense=ties == "dense")
    behind = sum(bisect_left(them, keys[: len(them[0])]) for them in untold)
    count = len(ordered) + sum(map(len, untold))
    return bisect_left(ordered, keys) + behind, bisect_right(ordered, keys) + behind, count


@lru_cache(maxsize=64)
def _lists(summary: Itself, *, dense: bool) -> tuple[Sequence[Keys], ...]:
    """Return the keys that are all known, then those that are not, by how many are known."""
    by_length = sorted(summary.value.untold, key=len)
    lists = [summary.value.ordered, *(list(them) for _, them in groupby(by_length, key=len))]
    return tuple([key for key, _ in groupby(them)] if dense else them for them in lists)
