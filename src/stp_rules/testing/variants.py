"""Plain data after one small change: of a number, a word, or what is listed.

What stands around a change is put back on the way out, so that each variant is whole.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, get_args

from attrs import evolve, frozen

from stp_rules.figures import number_text
from stp_rules.language.arithmetic import Beyond
from stp_rules.language.cohorts import End, Ties
from stp_rules.language.expressions import Call, Expression
from stp_rules.language.formulas import formula_text, parse_formula
from stp_rules.language.words.cohort.quantile_bands import QuantileDefinition
from stp_rules.language.words.round import Half, Toward
from stp_rules.loading.dump import Data, flow_text
from stp_rules.paths import Path


@frozen
class Variant:
    """A part after one change, the way from it down to the change, and what is said of it."""

    data: Any
    before: str
    after: str
    path: Path = Path()


Change = Callable[[Any], Iterator[Variant]]
"""Gives the variants of a part."""

OPTIONS: dict[str, tuple[str, ...]] = {
    "beyond": get_args(Beyond),
    "curve": ("linear", "log"),
    "zero": ("not_rated", "is_zero"),
    "ties": get_args(Ties),
    "best": get_args(End),
    "definition": get_args(QuantileDefinition),
    "deviation": ("sample", "population"),
    "on_cut": ("upper", "lower"),
}
"""The words of which one is chosen, under the key that chooses."""

MODES = [
    *(("half", it) for it in get_args(Half)),
    *(("toward", it) for it in get_args(Toward)),
]
"""Where a rounding goes: by its halves, or all of it."""

OPERATORS = (("+", "-"), ("*", "/"), ("min", "max"))
"""Operators and functions of formulas that are mistaken for each other."""


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


def options(data: Data) -> Iterator[Variant]:
    """Choose each other word where a key of a mapping chooses one of several."""
    for key in data.keys() & OPTIONS.keys():
        yield from placed(data, key, instead(data[key], OPTIONS[key]))


def rounding(data: Data) -> Iterator[Variant]:
    """Round in each other way, and to more and fewer digits."""
    for key in ("half", "toward"):
        for mode, way in MODES if key in data else ():
            if (mode, way) != (key, data[key]):
                changed = {**{name: it for name, it in data.items() if name != key}, mode: way}
                yield Variant(changed, said(key, data[key]), said(mode, way), Path((key,)))
    yield from numbers(data)


def days(data: Data) -> Iterator[Variant]:
    """Let each dated value begin a day later, and a day earlier."""
    for day in data:
        for by in (1, -1):
            other = (date.fromisoformat(day) + timedelta(days=by)).isoformat()
            if other not in data:
                yield Variant(
                    renamed(data, day, other), f"from {day}", f"from {other}", Path((day,))
                )


# Formulas ---------------------------------------------------------------------------------------


def formula(text: str) -> Iterator[Variant]:
    """Move each number of a formula, and put each operator's opposite in its place."""
    for other in _others(parse_formula(text)):
        yield Variant(formula_text(other), text, formula_text(other))


def _others(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Fraction():
            yield from (it.data for it in moved(expression))
        case Call(function, arguments):
            for pair in OPERATORS:
                if function in pair:
                    yield Call(pair[pair.index(function) - 1], arguments)
            for at, argument in enumerate(arguments):
                for other in _others(argument):
                    yield Call(function, (*arguments[:at], other, *arguments[at + 1 :]))
