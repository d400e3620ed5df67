"""Two subjects that differ in one input."""

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw
from stp_rules.proofs.domain.harms import Traces
from stp_rules.proofs.domain.moves import Move
from stp_rules.proofs.search.samples import Values, ends, plainness


@frozen
class Pair:
    """Values of all inputs before and after; they differ in `name` alone.

    `base` is what was traced of a subject who differs from both in `name` alone, where one was.
    """

    name: str
    before: Values
    after: Values
    base: Traces | None = field(default=None, eq=False, repr=False)

    @classmethod
    def of(
        cls, name: str, sides: tuple[Raw, Raw], base: Values, traces: Traces | None = None
    ) -> "Pair":
        """Return the pair that has two values of one input, and all else as a base has it."""
        return cls(name, {**base, name: sides[0]}, {**base, name: sides[1]}, traces)

    def sharing(self, name: str, raw: Raw) -> "Pair":
        """Return the pair with a value of another input, which both subjects have."""
        return Pair(self.name, {**self.before, name: raw}, {**self.after, name: raw})

    @property
    def sides(self) -> tuple[Any, Any]:
        """The two values in which the subjects differ."""
        return self.before[self.name], self.after[self.name]

    def upwards(self) -> "Pair":
        """Return the pair with the lower number first, where both sides are numbers."""
        one, other = self.sides
        falls = isinstance(one, Exact) and isinstance(other, Exact) and one > other
        return Pair(self.name, self.after, self.before) if falls else self

    @property
    def size(self) -> tuple[int, Any]:
        """How plain the two values are, and how far apart."""
        before, after = self.sides
        digits = plainness(before)[0] + plainness(after)[0]
        if isinstance(before, Exact) and isinstance(after, Exact):
            return digits, abs(after.fraction - before.fraction)
        if type(before) is int and type(after) is int:
            return digits, abs(after - before)
        return digits, plainness(before)[1]


def between(name: str, move: Move, base: Values) -> Iterator[Pair]:
    """Give pairs on one base that make a move."""
    return (Pair.of(name, sides, base) for sides in ends(move))
