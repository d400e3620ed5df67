"""Small changes of the rules of a measure, as plain data in and plain data out.

Each function takes one part of a measure as it stands in a file, and gives the part as it is after
each change that can be made in it. What stands around it is put back on the way out.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from stp_rules.loading.build import EDGES
from stp_rules.loading.dump import Data, flow_text
from stp_rules.loading.scalars import number
from stp_rules.model import number_text
from stp_rules.operations.table import STEPS
from stp_rules.paths import Path

FLIPPED = {
    "at_least": "above",
    "at_most": "below",
    "better_than": "no_worse_than",
    "worse_than": "no_better_than",
    "is": "is_not",
}
FLIPPED |= {after: before for before, after in FLIPPED.items()}
"""Each test with the one that differs from it on the bound alone; `is` with its opposite."""

_DROPPED = {kind.word for kind in STEPS.values() if not kind.converts} | {"round"}


@frozen
class Variant:
    """A part after one change, the way from it down to the change, and what is said of it."""

    data: Any
    before: str
    after: str
    path: Path = Path()


def _in(node: Any, key: Any, variants: Iterable[Variant]) -> Iterator[Variant]:
    """Put the variants of one item of a list or mapping back in its place."""
    for it in variants:
        data = node.copy()
        data[key] = it.data
        yield evolve(it, data=data, path=Path((key, *it.path)))


def _without(node: Any, key: Any, before: str, after: str = "gone") -> Variant:
    """Leave out one item of a list or mapping."""
    data = node.copy()
    del data[key]
    return Variant(data, before, after, Path((key,)))


def _said(key: str, value: Any) -> str:
    return f"{key} {flow_text(value)}"


def _renamed(node: Data, key: str, new: str) -> Data:
    return {new if name == key else name: value for name, value in node.items()}


# Numbers ----------------------------------------------------------------------------------------


def moved(value: Any) -> Iterator[Variant]:
    """Move a number up and down by one in its last digit; a quotient by a hundredth."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        step = _last_digit(Fraction(value))
        for after in (value + step, value - step):
            yield Variant(type(value)(after), flow_text(value), flow_text(after))


def _last_digit(value: Fraction) -> Fraction:
    text = number_text(value)
    return Fraction(1, 100) if "/" in text else Fraction(1, 10 ** len(text.partition(".")[2]))


def numbers(node: Any) -> Iterator[Variant]:
    """Move every number in a part, however deep."""
    if isinstance(node, dict | list):
        items: Any = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            yield from _in(node, key, numbers(value))
    yield from moved(node)


def _weights(members: Data) -> Iterator[Variant]:
    for name, weight in members.items():
        if isinstance(weight, int | Fraction) and weight:
            doubled = Variant(weight * 2, flow_text(weight), flow_text(weight * 2))
            yield from _in(members, name, [doubled])


def _shares(members: Data) -> Iterator[Variant]:
    """Double each weight of a mean; that of a single member plays no part."""
    return _weights(members) if len(members) > 1 else iter(())


# Conditions -------------------------------------------------------------------------------------


def _tests(tests: Data) -> Iterator[Variant]:
    for test, bound in tests.items():
        flipped = FLIPPED.get(test)
        if flipped and flipped not in tests:
            said = _said(test, bound), _said(flipped, bound)
            yield Variant(_renamed(tests, test, flipped), *said, Path((test,)))
        if test == "known":
            turned = Variant(not bound, flow_text(bound), flow_text(not bound))
            yield from _in(tests, test, [turned])
        yield from _in(tests, test, numbers(bound))


def _condition(data: Data) -> Iterator[Variant]:
    for name, value in data.items():
        found: Iterator[Variant]
        match name:
            case "all" | "any":
                found = (it for at in range(len(value)) for it in _item(value, at, _condition))
            case "not":
                found = _condition(value)
            case _:
                found = _tests(value)
        yield from _in(data, name, found)


def _item(node: Any, key: Any, change: "Change") -> Iterator[Variant]:
    return _in(node, key, change(node[key]))


# Sources ----------------------------------------------------------------------------------------


def _count(data: Data) -> Iterator[Variant]:
    return _item(data, "that_are", _tests)


def _lines(lines: list[Data]) -> Iterator[Variant]:
    """Drop each line of a decision, and change its condition."""
    for at, line in enumerate(lines):
        if "when" in line:
            yield _without(lines, at, _said("then", line["then"]))
            yield from _in(lines, at, _item(line, "when", _condition))


def _policy(value: Any) -> Iterator[Variant]:
    """Put another policy for missing values in place of each."""
    if isinstance(value, dict) and "fill" not in value:
        for state in value:
            yield from _item(value, state, _policy)
        return
    other = "ignore" if value == "not_rated" else "not_rated"
    yield Variant(other, flow_text(value), other)
    yield from numbers(value)


def _need(value: Any) -> Iterator[Variant]:
    if isinstance(value, int):
        return (it for it in moved(value) if it.data > 0)
    return numbers(value) if "share" in value else _condition(value)


# Steps ------------------------------------------------------------------------------------------


def _bands(lines: list[Data]) -> Iterator[Variant]:
    for at, line in enumerate(lines):
        edge = {test: value for test, value in line.items() if test in EDGES}
        rest = {name: value for name, value in line.items() if name not in EDGES}
        yield from _in(lines, at, (evolve(it, data=it.data | rest) for it in _tests(edge)))


def _points(points: Data) -> Iterator[Variant]:
    taken = set(map(number, points))
    for place in points:
        for it in moved(number(place)):
            if it.data not in taken:
                data = _renamed(points, place, it.after)
                yield Variant(data, it.before, it.after, Path((place,)))
        yield from _item(points, place, moved)


def _shift(data: Data) -> Iterator[Variant]:
    for way, places in data.items():
        further = Variant(places + 1, flow_text(places), flow_text(places + 1))
        yield from _in(data, way, [further])


def _cuts(data: Data) -> Iterator[Variant]:
    owner = "lower" if data["on_cut"] == "upper" else "upper"
    yield from _in(data, "on_cut", [Variant(owner, data["on_cut"], owner)])
    yield from _item(data, "cuts", numbers)


def _ends(data: Data) -> Iterator[Variant]:
    return _item(data, "to", numbers)


def _steps(steps: list[Data]) -> Iterator[Variant]:
    """Change the numbers and the condition of each step, and let the condition go."""
    for at, step in enumerate(steps):
        word = next(iter(step))
        yield from _in(steps, at, _item(step, word, _STEPS.get(word, _nothing)))
        if "when" in step:
            always = _without(step, "when", _said("when", step["when"]), "always")
            yield from _in(steps, at, [always, *_item(step, "when", _condition)])


def _dropped(steps: list[Data], anything: str) -> Iterator[Variant]:
    """Drop each step that adjusts or rounds; one with a name stays, and never applies."""
    never = {"all": [{anything: {"known": True}}, {anything: {"known": False}}]}
    for at, step in enumerate(steps):
        word = next(iter(step))
        gone = _without(steps, at, _said(word, step[word]))
        if word in _DROPPED and "as" not in step:
            yield gone
        elif word in _DROPPED:
            yield evolve(gone, data=[*steps[:at], {**step, "when": never}, *steps[at + 1 :]])


def _nothing(_: Any) -> Iterator[Variant]:
    return iter(())


Change = Callable[[Any], Iterator[Variant]]

_STEPS: dict[str, Change] = {
    "bands": _bands,
    "points": _points,
    "goalposts": numbers,
    "scores": numbers,
    "add": numbers,
    "multiply": numbers,
    "limit": numbers,
    "set": numbers,
    "shift": _shift,
    "min_max": _ends,
    "quantile_bands": _cuts,
}
"""What is changed in a step, under its word."""

_PARTS: dict[str, Change] = {
    "mean": _shares,
    "geometric_mean": _shares,
    "sum": _weights,
    "count": _count,
    "decide": _lines,
    "missing": _policy,
    "need": _need,
    "steps": _steps,
}
"""What is changed in a measure, under its key."""


def variants(measure: Data, anything: str) -> Iterator[Variant]:
    """Give a measure after each change; `anything` is a name that every measure may read.

    Each edge, bound and number is moved up and down by one in its last digit, each weight is
    doubled, each test turned round; steps that adjust or round, lines of decisions, conditions and
    needs are dropped, and policies for missing values replaced. Not all of these can be used.
    """
    for part, change in _PARTS.items():
        if part in measure:
            yield from _item(measure, part, change)
    if "need" in measure:
        yield _without(measure, "need", _said("need", measure["need"]))
    if "steps" in measure:
        yield from _in(measure, "steps", _dropped(measure["steps"], anything))
