"""Plain data after one small change: of a number, a word, or what is listed.

What stands around a change is put back on the way out, so that each variant is whole.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from stp_rules.figures import number_text
from stp_rules.language.fields import Data
from stp_rules.language.scalars import flow_text
from stp_rules.paths import Path

TURNED = {
    "worse": "better",
    "highest": "lowest",
    "higher": "lower",
    "true": "false",
}
TURNED |= {after: before for before, after in TURNED.items()}
"""Each way with the one against it."""


@frozen
class Variant:
    """A part after one change, the way from it down to the change, and what is said of it."""

    data: Any
    before: str
    after: str
    path: Path = Path()


Change = Callable[[Any], Iterator[Variant]]
"""Gives the variants of a part."""

# What stands around -----------------------------------------------------------------------------


def placed(node: Any, key: Any, variants: Iterable[Variant]) -> Iterator[Variant]:
    """Put the variants of one item of a list or mapping back in its place."""
    for it in variants:
        data = node.copy()
        data[key] = it.data
        yield evolve(it, data=data, path=Path((key, *it.path)))


def item(node: Any, key: Any, change: Change) -> Iterator[Variant]:
    """Change one item of a list or mapping, if it is there."""
    there = key in node if isinstance(node, dict) else True
    return placed(node, key, change(node[key])) if there else iter(())


def without(node: Any, key: Any, before: str, after: str = "gone") -> Variant:
    """Leave out one item of a list or mapping."""
    data = node.copy()
    del data[key]
    return Variant(data, before, after, Path((key,)))


def each_gone(node: Any) -> Iterator[Variant]:
    """Leave out each item of a list or mapping that has several."""
    if len(node) > 1:
        for key in node if isinstance(node, dict) else range(len(node)):
            before = said(key, node[key]) if isinstance(node, dict) else flow_text(node[key])
            yield without(node, key, before)


def said(key: Any, value: Any) -> str:
    """Write an item with its key."""
    return f"{key} {flow_text(value)}"


def renamed(node: Data, key: str, new: str) -> Data:
    """Put another key in place of one."""
    return {new if name == key else name: value for name, value in node.items()}


def instead(before: Any, afters: Iterable[Any]) -> Iterator[Variant]:
    """Put each of some values in place of one."""
    return (Variant(it, flow_text(before), flow_text(it)) for it in afters if it != before)


# Numbers ----------------------------------------------------------------------------------------


def moved(value: Any) -> Iterator[Variant]:
    """Move a number up and down by one in its last digit; a quotient by a hundredth."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        step = _last_digit(Fraction(value))
        yield from instead(value, [type(value)(value + step), type(value)(value - step)])


def _last_digit(value: Fraction) -> Fraction:
    text = number_text(value)
    return Fraction(1, 100) if "/" in text else Fraction(1, 10 ** len(text.partition(".")[2]))


def numbers(node: Any) -> Iterator[Variant]:
    """Move every number in a part, however deep."""
    if isinstance(node, dict | list):
        items: Any = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            yield from placed(node, key, numbers(value))
    yield from moved(node)


def counted(value: Any) -> Iterator[Variant]:
    """Move a number of things, of which there is at least one."""
    return (it for it in moved(value) if it.data > 0)


# Words ------------------------------------------------------------------------------------------


def turned(way: str) -> Iterator[Variant]:
    """Turn a way round, if there is one against it."""
    return instead(way, [TURNED[way]] if way in TURNED else [])
