"""Conditions, in three-valued logic: a test of what is not known is undecided."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from attrs import field, frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import Data, outcome, read_outcome
from stp_rules.language.values import Outcome
from stp_rules.paths import Path


@frozen
class Comparison:
    """One test of one name against a bound: `{staffing: {at_least: 4}}`."""

    name: str
    test: str
    bound: Outcome | tuple[Outcome, ...] = outcome()

    @property
    def bounds(self) -> tuple[Any, ...]:
        """What the name is tested against: one bound, or several."""
        return self.bound if isinstance(self.bound, tuple) else (self.bound,)

    @property
    def sides(self) -> "tuple[Comparison, ...]":
        """The tests that must all hold: two of `between`, else this one."""
        return tuple(Comparison(self.name, *side) for side in sides(self.test, self.bound))


@frozen
class AllOf:
    """Every part holds; `together` where they stand in one mapping, without the word `all`."""

    parts: "tuple[Condition, ...]"
    together: bool = field(default=False, eq=False)


@frozen
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"


@frozen
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Comparison | AllOf | AnyOf | Not


def sides(test: str, bound: Any) -> tuple[tuple[str, Any], ...]:
    """Return a test of a number by tests of one side: `between` counts both its ends."""
    if test != "between":
        return ((test, bound),)
    return tuple(zip(("at_least", "at_most"), bound, strict=True))


def comparisons_at(condition: Condition, path: Path) -> Iterator[tuple[Path, Comparison]]:
    """Give every comparison of a condition with its address, in order."""
    match condition:
        case Comparison(name, test):
            yield path / name / test, condition
        case AllOf(parts, together):
            for position, part in enumerate(parts):
                yield from comparisons_at(part, path if together else path / "all" / position)
        case AnyOf(parts):
            for position, part in enumerate(parts):
                yield from comparisons_at(part, path / "any" / position)
        case Not(part):
            yield from comparisons_at(part, path / "not")


def comparisons_in(condition: Condition) -> Iterator[Comparison]:
    """Give every comparison of a condition, in order."""
    return (comparison for _, comparison in comparisons_at(condition, Path()))


def read_condition(data: Mapping[str, Any]) -> Condition:
    """Read a condition; several names, and several tests of one, must all hold."""
    parts = [_part(name, value) for name, value in data.items()]
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts), together=True)


def _part(name: str, value: Any) -> Condition:
    match name:
        case "all":
            return AllOf(tuple(read_condition(part) for part in value))
        case "any":
            return AnyOf(tuple(read_condition(part) for part in value))
        case "not":
            return Not(read_condition(value))
    tests = tuple(Comparison(name, test, read_bound(at)) for test, at in value.items())
    return tests[0] if len(tests) == 1 else AllOf(tests, together=True)


def read_bound(value: Any) -> Outcome | tuple[Outcome, ...]:
    """Read what a test compares with."""
    return (
        tuple(read_outcome(item) for item in value)
        if isinstance(value, list)
        else read_outcome(value)
    )


def written_bound(value: Any) -> Any:
    """Write what a test compares with."""
    return list(value) if isinstance(value, tuple) else value


def written_condition(item: Condition) -> Data:
    """Write a condition."""
    match item:
        case Comparison(name, test, value):
            return {name: {test: written_bound(value)}}
        case AllOf(parts, together=True):
            return _together(parts)
        case AllOf(parts):
            return {"all": [written_condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [written_condition(part) for part in parts]}
        case Not(part):
            return {"not": written_condition(part)}


def _together(parts: tuple[Condition, ...]) -> Data:
    merged: Data = {}
    for name, tests in (item for part in parts for item in written_condition(part).items()):
        merged[name] = {**merged[name], **tests} if name in merged else tests
    return merged


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

Beside these stand `known`, `in`, which is several `is`, and `between`, which is two.
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
