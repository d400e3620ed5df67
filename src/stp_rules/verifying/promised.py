"""What a promise speaks of: which inputs move, how each moves, and which move breaks it."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import Any

from attrs import field, frozen

from stp_rules.checking.directions import directions
from stp_rules.engine.inputs import admitted
from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.language.conditions import comparisons_in
from stp_rules.language.values import State
from stp_rules.verifying.claims import RejectedError
from stp_rules.verifying.sources import conditions
from stp_rules.verifying.spans import ABOVE, ANYWHERE, Move, Span, at, moved, possible

HAIR = Fraction(1, 10**30)
"""Two numbers that are no further apart lie on both sides of one edge, or of none.

Where no two of them make a jump, no edge does.
"""


@frozen
class Promised:
    """A promise of a ruleset: its kind, and how many categories a jump has."""

    plan: Plan
    kind: str
    excepted: Sequence[str] = ()
    jump: int = 2
    signs: Mapping[str, int] = field(init=False)

    @signs.default
    def _signs(self) -> Mapping[str, int]:
        return directions(self.plan.ruleset)

    @property
    def targets(self) -> list[str]:
        """The measures of which the promise speaks."""
        result = self.plan.ruleset.result
        if self.kind == "better_never_hurts":
            return [
                it.info.measure.name
                for it in self.plan.measures
                if self.signs[it.info.measure.name]
            ]
        if self.kind == "withholding_never_pays" and not self.signs[result]:
            raise RejectedError("nothing says which way the result is better")
        return [result]

    @property
    def moving(self) -> list[str]:
        """The inputs that the promise moves, each by itself, and on which a target rests."""
        if self.kind == "total":
            return []
        wires, targets = wiring(self.plan), set(self.targets)
        asked = [it for it in self.plan.inputs if it not in self.excepted]
        if self.kind == "better_never_hurts":
            asked = [it for it in asked if self.signs[it]]
        if self.kind == "no_cliffs":
            asked = [it for it in asked if self.plan.lenses[it].kind.type != "label"]
        asked = [it for it in asked if targets & wires.resting(it)]
        return [it for it in asked if any(self.moves(it, ()))]

    def moves(self, name: str, claimed: Sequence[Move]) -> Iterator[Move]:
        """Give every move of an input by the promise, its values cut where the claim cuts them."""
        known = self.known(name, claimed)
        if self.kind == "withholding_never_pays":
            silent = [
                it for it in self.states(name) if it.state in (State.MISSING, State.SUPPRESSED)
            ]
            yield from (moved(cell, state) for cell in known for state in silent)
            return
        near = self.kind == "no_cliffs"
        sign, categories = self.signs[name], bool(self.plan.lenses[name].categories)
        way = Span(-HAIR, HAIR) if near else ABOVE if sign > 0 else -ABOVE
        ordered = known if near or (sign > 0) is not categories else known[::-1]
        for position, cell in enumerate(ordered):
            for other in ordered[
                position : position + 2 if near and not isinstance(cell, Span) else None
            ]:
                if isinstance(cell, Span):
                    yield from possible(_close(cell, other, way))
                elif cell is not other:
                    yield moved(cell, other)

    def broken(self, name: str, move: Move) -> bool:
        """Tell whether a move of a measure may break the promise."""
        before, after = move[:2]
        if isinstance(before, Unknown) or isinstance(after, Unknown) or name not in self.targets:
            return False
        if move.by is None:
            if not self.plan.lenses[name].categories:
                return False
            gain = at(int(before) - int(after))  # type: ignore[arg-type]  # places on a scale
        else:
            gain = move.by * at(self.signs[name])
        if self.kind == "no_cliffs":
            return gain.high >= self.jump or -gain.low >= self.jump
        return gain.low < 0 if self.kind == "better_never_hurts" else gain.high > 0

    def states(self, name: str) -> list[Unknown]:
        """Return the states of an input that the method tells apart: one where it tells none."""
        missing = [it.info.measure.missing for it in self.plan.measures]
        alike = all(len({it.get(state) for state in State}) == 1 for it in missing)
        rollup = self.plan.inputs[name].entry.members
        weighed = [State.NOT_RATED] if rollup and rollup.how == "mean" else []
        states = [State.MISSING, State.SUPPRESSED, State.NOT_APPLICABLE, *weighed]
        return [Unknown(it, "") for it in (states[:1] if alike else states)]

    def known(self, name: str, claimed: Sequence[Move]) -> list[Any]:
        """Return all values of an input, in order: the best category first, numbers in spans."""
        kind, sides = self.plan.lenses[name].kind.type, [it for move in claimed for it in move[:2]]
        if kind == "category":
            return list(range(len(self.plan.lenses[name].categories)))
        if kind == "boolean":
            return [False, True]
        if kind == "label":
            named = {*self.labels(), *(it for it in sides if isinstance(it, str))}
            values = self.plan.inputs[name].entry.values
            return list(values or [*sorted(named), "something else", "another"])
        parts = self.admitted(name).cut(end for move in claimed for end in move.ends)
        return sorted(parts, key=lambda it: (it.low, it.high))

    def admitted(self, name: str) -> Span:
        """Return the numbers that an input can be."""
        span = ANYWHERE
        for test, edge in admitted(self.plan.inputs, name):
            end, is_open = edge.fraction, test in ("above", "below")
            upwards = test in ("at_least", "above")
            span = span.meet(Span(end, inf, is_open) if upwards else Span(-inf, end, True, is_open))
        return span

    def labels(self) -> set[str]:
        """Return the labels that some rule names."""
        asked = [it for plan in self.plan.measures for it in conditions(plan)]
        bounds = [it for when in asked for test in comparisons_in(when) for it in test.bounds]
        return {it for it in bounds if isinstance(it, str)}


def _close(cell: Span, other: Span, way: Span) -> Iterator[Move]:
    """Give the move of numbers one way, from those and to those that can make one."""
    before, after = cell.meet(other - way), other.meet(cell + way)
    move = moved(before, after, way)
    if not (before.empty or after.empty or move.still):
        yield move
