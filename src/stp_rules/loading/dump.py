"""A Ruleset to plain data, and to YAML text in canonical form: the inverse of build."""

import json
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

from attrs import define, field

from stp_rules.figures import number_text
from stp_rules.language.conditions import written_condition
from stp_rules.language.edges import EDGES
from stp_rules.language.ruleset import (
    Fill,
    Input,
    Limits,
    Measure,
    Need,
    Parameter,
    Period,
    Policy,
    Promise,
    Publication,
    Rollup,
    Ruleset,
    Step,
    Subject,
)
from stp_rules.language.scalars import flow_text, key_text
from stp_rules.language.values import Says, State
from stp_rules.language.word import Operation

WIDTH = 100
"""How wide a line may become before what it holds is written one below the other."""

_LEVEL = "  "
"""The margin of a level's name; it and the sections above it are always written as blocks."""

Data = dict[str, Any]


def dumps(ruleset: Ruleset) -> str:
    """Write a ruleset as YAML text, from which `loads` reads an equal one.

    Notations that mean the same are written in one way: a level's name in a list of members is
    written out, and every number is exact. What the checks refuse is written all the same.
    """
    return written(plain_data(ruleset))


def written(data: Data) -> str:
    """Write the plain data of a ruleset as YAML text."""
    return "".join(f"{line}\n" for line in _block(data, ""))


@define(eq=False)
class Stamp:
    """Takes the digest of a ruleset when it is first asked for, and keeps it."""

    ruleset: Ruleset
    text: str = field(init=False, default="")

    def __call__(self) -> str:
        """Return the digest."""
        if not self.text:
            self.text = digest(self.ruleset)
        return self.text


def digest(ruleset: Ruleset) -> str:
    """Return the SHA-256 of a ruleset's canonical form: equal rulesets have the same.

    The form is the plain data as JSON: mappings by their keys, scales and levels in their order,
    numbers exact.
    """
    data = plain_data(ruleset)
    data["scales"] = {name: list(it.items()) for name, it in data.get("scales", {}).items()}
    data["levels"] = [(name, list(it.items())) for name, it in data["levels"].items()]
    text = json.dumps(data, sort_keys=True, default=_canonical, separators=(",", ":"))
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _canonical(value: Any) -> Any:
    return ["number", number_text(value)] if isinstance(value, Fraction) else value.isoformat()


def plain_data(ruleset: Ruleset) -> Data:
    """Return a ruleset as mappings, lists, numbers and texts, as they stand in its file."""
    return {
        "language": 1,
        **_given(ruleset, "id", "version", "title", "status"),
        **_filled(effective=period(ruleset.effective)),
        **says(ruleset.says),
        **_filled(
            evidence_for=_each(ruleset.evidence_for, says),
            sources=_each(ruleset.sources, publication),
            subject=subject_columns(ruleset.subject),
            reads=reads(ruleset.reads),
            scales=_each(ruleset.scales, lambda scale: dict(scale.labels)),
            parameters=_each(ruleset.parameters, parameter),
        ),
        "inputs": _each(ruleset.inputs, entry),
        "levels": {it.name: {m.name: measure(m) for m in it.measures} for it in ruleset.levels},
        "result": ruleset.result,
        **_filled(promises=[promise(it) for it in ruleset.promises]),
    }


def _each(items: Mapping[str, Any], write: Callable[[Any], Any]) -> Data:
    return {name: write(item) for name, item in items.items()}


def _filled(**options: Any) -> Data:
    """Keep the options that say something."""
    return {name: value for name, value in options.items() if value not in (None, "", (), {}, [])}


def subject_columns(subject: Subject) -> dict[str, Any]:
    """Write the columns of a subject; that of shares only where it has a name of its own."""
    named = subject.share != Subject().share
    return _given(subject, "key", "label", "member", *(["share"] if named else []))


def _given(item: Any, *names: str) -> Data:
    return _filled(**{name: getattr(item, name, None) for name in names})


def says(item: Says) -> Data:
    """Write who says so."""
    return _given(item, "evidence", "source", "note")


def period(item: Period) -> Data:
    """Write the days of a period."""
    return _filled(**{"from": item.start, "to": item.end})


def publication(item: Publication) -> Data:
    """Write a document that says so."""
    return {"title": item.title, **_given(item, "publisher", "date", "url")}


def reads(items: Mapping[str, Any]) -> Data:
    """Write what suppliers write."""
    return _each(items, lambda value: value.value if isinstance(value, State) else value)


def promise(item: Promise) -> Any:
    """Write a promise: its word, with its options where there are any."""
    options = _filled(
        **{"except": list(item.excepted)}, of=item.of, inside=item.inside, because=item.because
    )
    return {item.kind: options} if options else item.kind


def parameter(item: Parameter) -> Any:
    """Write a number with a name."""
    around = {**_given(item, "title"), **says(item.says)}
    value = {day.isoformat(): it for day, it in item.dated} or item.value
    return {"value": value, **around} if around else value


def limits(item: Limits) -> Any:
    """Write a range, as a pair where it has both ends."""
    edges = _filled(**{edge: getattr(item, edge, None) for edge in EDGES})
    pair = set(edges) == {"at_least", "at_most"}
    return list(edges.values()) if pair else edges


def entry(item: Input) -> Data:
    """Write an input."""
    return {
        **_given(item, "title"),
        **({"scale": item.scale} if item.scale else {"type": item.type}),
        **_filled(values=list(item.values), unit=item.unit, range=limits(item.limits)),
        **_given(item, "better", "column"),
        **_filled(reads=reads(item.reads), members=rollup(item.members)),
        **says(item.says),
    }


def rollup(item: Rollup | None) -> Any:
    """Write how members' values become one."""
    if item and item.weight:
        return {item.how: item.weight}
    return item and item.how


def missing(policies: Mapping[State, Policy]) -> Any:
    """Write the policies for missing values: once where they are all the same."""
    written = {state.value: policy(it) for state, it in policies.items()}
    alike = len(written) == len(State) and len(set(policies.values())) == 1
    return next(iter(written.values())) if alike else written


def policy(item: Policy) -> Any:
    """Write what becomes of a value that is not known."""
    if not isinstance(item, Fill):
        return item
    return {"fill": "mean" if item.number is None else item.number, **_given(item, "within")}


def need(item: Need | None) -> Any:
    """Write what must be known."""
    if item is None or item.known:
        return item and item.known
    return written_condition(item.condition) if item.condition else {"share": item.share}


def operation(item: Operation) -> Data:
    """Write an operation with what stands beside it."""
    return {item.word: item.written(), **item.around()}


def step(item: Step) -> Data:
    """Write a step."""
    when = written_condition(item.when) if item.when else None
    around = _filled(**{"when": when, "as": item.name, "because": item.because})
    return {**operation(item.operation), **around, **says(item.says)}


def measure(item: Measure) -> Data:
    """Write a measure."""
    return {
        **_given(item, "title", "unit"),
        **item.source.written(),
        **_filled(missing=missing(item.missing), need=need(item.need), better=item.better),
        **_filled(steps=[step(it) for it in item.steps]),
        **says(item.says),
    }


# Text -------------------------------------------------------------------------------------------


def _block(data: Data, margin: str) -> Iterator[str]:
    """Write a mapping, each name on a line of its own."""
    for name, value in data.items():
        yield from _entry(f"{margin}{key_text(name)}:", value, margin)


def _entry(head: str, value: Any, margin: str) -> Iterator[str]:
    """Write a value behind its name where it fits, and below it where it does not."""
    line = f"{head} {flow_text(value)}"
    if not isinstance(value, dict | list) or (len(line) <= WIDTH and _is_small(value, margin)):
        yield line
        return
    yield head
    if isinstance(value, dict):
        yield from _block(value, f"{margin}  ")
    for item in value if isinstance(value, list) else ():
        yield from _dashed(item, f"{margin}  ")


def _dashed(item: Any, margin: str) -> Iterator[str]:
    line = f"{margin}- {flow_text(item)}"
    if not isinstance(item, dict) or (len(line) <= WIDTH and len(item) > 1 and _is_flat(item)):
        yield line
        return
    first, *more = _block(item, f"{margin}  ")
    yield f"{margin}- {first.strip()}"
    yield from more


def _is_small(value: Any, margin: str) -> bool:
    """Tell whether a value reads well on one line: a table of words and numbers."""
    items = _items(value)
    deep = len(margin) > len(_LEVEL)
    return all(map(_is_flat, items)) and (deep or not any(isinstance(it, dict) for it in items))


def _is_flat(value: Any) -> bool:
    return not any(isinstance(item, dict | list) for item in _items(value))


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
