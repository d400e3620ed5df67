"""Certificates changed in one place each, and what is known of the pairs that they speak of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from math import inf
from typing import Any

from attrs import frozen

from stp_rules import Rating, Unknown

Data = dict[str, Any]

Told = dict[str, tuple[Any, Any]]
"""Of each name, and after each source and step, the value before and after, as people see them."""


NUMBER = re.compile(r"-?\d+(?:[./]\d+)?")


@frozen
class Change:
    """A certificate in which one claim of one argument was changed."""

    text: str
    certificate: Data
    argument: int
    claim: int

    @property
    def moved(self) -> tuple[str, ...]:
        """The inputs that its argument moves."""
        return tuple(self.certificate["arguments"][self.argument]["moved"])

    def lacks(self, pair: Told) -> bool:
        """Tell whether the claim lacks what a pair of subjects has."""
        claim = self.certificate["arguments"][self.argument]["claims"][self.claim]
        values = pair[claim.get("name") or claim["at"]]
        return not any(_admits(move, *values) for move in claim["moves"])


def changed(certificate: Data) -> Iterator[Change]:
    """Give certificates with one number, direction, state or move changed or left out."""
    for at, argument in enumerate(certificate["arguments"]):
        for position, claim in enumerate(argument["claims"]):
            what = claim.get("name") or claim["at"]
            for number, move in enumerate(claim["moves"]):
                place = ("arguments", at, "claims", position, "moves", number)
                yield Change(f"{what} without {move}", without(certificate, place), at, position)
                for other in moves_beside(move):
                    text = f"{what}: {move} as {other}"
                    yield Change(text, with_(certificate, place, other), at, position)


def moves_beside(move: Data) -> Iterator[Data]:
    """Give moves that differ in one number, in a direction, or in a state."""
    for side in ("before", "after", "by"):
        written = move.get(side)
        if isinstance(written, str):
            for found in NUMBER.finditer(written):
                for other in (Fraction(found[0]) + 1, Fraction(found[0]) - 1):
                    yield {
                        **move,
                        side: f"{written[: found.start()]}{other}{written[found.end() :]}",
                    }
        if isinstance(written, Mapping):
            yield {**move, side: {"state": "suppressed"}}
    turned = {"[0, inf)": "(-inf, 0]", "(-inf, 0]": "[0, inf)", "0": "[1, 2]"}
    if "by" in move:
        yield {**move, "by": "0" if move["by"] != "0" else "(0, inf)"}
        yield {**move, "by": turned.get(move["by"], "(-1, 0)")}


def without(certificate: Data, place: Iterable[Any]) -> Data:
    """Return a certificate without what stands at a place."""
    found = deepcopy(certificate)
    *path, last = place
    node: Any = found
    for it in path:
        node = node[it]
    del node[last]
    return found


def with_(certificate: Data, place: Iterable[Any], value: Any) -> Data:
    """Return a certificate with another value at a place."""
    found = deepcopy(certificate)
    *path, last = place
    node: Any = found
    for it in path:
        node = node[it]
    node[last] = value
    return found


def told(before: Rating, after: Rating) -> Told:
    """Return what two ratings have at each name and place of which certificates speak."""
    found = {name: (it, after.inputs[name]) for name, it in before.inputs.items()}
    for name, one in before.measures.items():
        other = after.measures[name]
        found[name] = (one.value, other.value)
        found[str(one.info.path)] = (one.source, other.source)
        for first, second in zip(one.steps, other.steps, strict=True):
            found[str(first.info.path)] = (first.after, second.after)
            if first.name:
                found[first.name] = (first.after, second.after)
    return found


def _admits(move: Data, before: Any, after: Any) -> bool:
    if not (_in(move["before"], before) and _in(move["after"], after)):
        return False
    numbers = isinstance(before, Fraction) and isinstance(after, Fraction)
    return not numbers or "by" not in move or _in(move["by"], after - before)


def _in(cell: Any, value: Any) -> bool:
    if isinstance(cell, Mapping):
        return isinstance(value, Unknown) and value.state == cell["state"]
    if not isinstance(value, Fraction):
        return bool(cell == value)
    if not cell.startswith(("[", "(")):
        return Fraction(cell) == value
    low, high = (float(it) if "inf" in it else Fraction(it) for it in cell[1:-1].split(", "))
    above = value > low or (cell[0] == "[" and value == low)
    return above and (value < high or (cell[-1] == "]" and value == high)) and inf > low
