"""Names: each defined once, and every use of one defined, used where it must be, in no circle."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

from attrs import frozen

from stp_rules.errors import Problem, nearest
from stp_rules.kinds import Kinds, dependencies, members, names_read
from stp_rules.model import (
    Amount,
    Bands,
    Combination,
    Condition,
    Count,
    Decide,
    Fill,
    Force,
    Formula,
    From,
    Measure,
    MinMax,
    Rank,
    Relative,
    Ruleset,
    Says,
    Step,
    comparisons_at,
)
from stp_rules.operations.table import STEPS
from stp_rules.paths import Path

RESERVED = ("all", "any", "not", "share", "otherwise")
Role = Literal["value", "amount", "scale", "source"]


@frozen
class Use:
    """A name where it stands: for a value, for an amount, for a scale, or for a source."""

    path: Path
    name: str
    role: Role


def definitions(ruleset: Ruleset) -> Iterator[tuple[str, Path]]:
    """Give every name of the one name space with the address that defines it."""
    for section in ("inputs", "parameters"):
        for name in getattr(ruleset, section):
            yield name, Path((section, name))
    for level in ruleset.levels:
        yield level.name, Path(("levels", level.name))
    for path, measure in ruleset.measures():
        yield measure.name, path
        for position, step in enumerate(measure.steps):
            if step.name:
                yield step.name, path / "steps" / position / "as"


def uses(ruleset: Ruleset, known: Kinds) -> Iterator[Use]:
    """Give every use of a name."""
    for name, entry in ruleset.inputs.items():
        path = Path(("inputs", name))
        if entry.scale:
            yield Use(path / "scale", entry.scale, "scale")
        if entry.members and entry.members.weight:
            yield Use(path / "members" / "mean", entry.members.weight, "value")
        for edge in ("at_least", "above", "at_most", "below"):
            yield from _amount(getattr(entry.limits, edge), path / "range" / edge)
    for path, measure in ruleset.measures():
        yield from _source_uses(measure, path, known)
        yield from _policy_uses(measure, path)
        for position, step in enumerate(measure.steps):
            yield from _step_uses(step, path / "steps" / position)
        yield from _condition_uses(measure, path, known)
    for path, said in claims(ruleset):
        if said.source:
            yield Use(path, said.source, "source")


def claims(ruleset: Ruleset) -> Iterator[tuple[Path, Says]]:
    """Give everything that the ruleset says of who says so, with its address."""
    yield Path(("source",)), ruleset.says
    for section in ("inputs", "parameters"):
        for name, item in getattr(ruleset, section).items():
            yield Path((section, name, "source")), item.says
    for address, said in ruleset.evidence_for.items():
        yield Path(("evidence_for", address, "source")), said
    for path, measure in ruleset.measures():
        yield path / "source", measure.says
        if isinstance(measure.source, Decide):
            for position, branch in enumerate(measure.source.branches):
                yield path / "decide" / position / "source", branch.says
        for position, step in enumerate(measure.steps):
            yield path / "steps" / position / "source", step.says
            if isinstance(step.operation, Bands):
                for at, band in enumerate(step.operation.bands):
                    yield path / "steps" / position / "bands" / at / "source", band.says


def _amount(amount: Any, path: Path) -> Iterator[Use]:
    if isinstance(amount, str):
        yield Use(path, amount, "amount")


def _amounts(amounts: Mapping[str, Amount], path: Path) -> Iterator[Use]:
    for key, amount in amounts.items():
        yield from _amount(amount, path / key)


def _source_uses(measure: Measure, path: Path, known: Kinds) -> Iterator[Use]:
    match measure.source:
        case From(name):
            yield Use(path / "from", name, "value")
        case Formula() as formula:
            for name in members(formula):
                yield Use(path / "formula", name, "value")
        case Combination(kind, weights):
            for name in weights:
                yield Use(path / kind / name, name, "value")
            yield from _amounts(weights, path / kind)
        case Count(of):
            for name in of:
                yield Use(path / "count" / "of" / name, name, "value")
        case Decide(branches, scale):
            if scale:
                yield Use(path / "scale", scale, "scale")
            for position, branch in enumerate(branches):
                if isinstance(branch.then, str) and not scale:
                    word = "then" if branch.when else "otherwise"
                    yield Use(path / "decide" / position / word, branch.then, "value")
    for name in names_read(measure, known):
        if name not in members(measure.source) and name in known:
            yield Use(path, name, "value")


def _policy_uses(measure: Measure, path: Path) -> Iterator[Use]:
    for policy in set(measure.missing.values()):
        if isinstance(policy, Fill):
            yield from _amount(policy.number, path / "missing" / "fill")
            if policy.within:
                yield Use(path / "missing" / "within", policy.within, "value")


def _step_uses(step: Step, path: Path) -> Iterator[Use]:
    match step.operation:
        case Bands(bands, scale):
            if scale:
                yield Use(path / "scale", scale, "scale")
            for position, band in enumerate(bands):
                yield from _amount(band.edge, path / "bands" / position / str(band.test))
                if not scale:
                    yield from _amount(band.value, path / "bands" / position / "is")
        case Force():
            return
        case Relative() as relative:
            word = STEPS[type(relative)].word
            if relative.within:
                yield Use(path / word / "within", relative.within, "value")
            for name in relative.tie_break if isinstance(relative, Rank) else ():
                yield Use(path / word / "tie_break" / name, name, "value")
            if isinstance(relative, MinMax):
                yield from _amount(relative.low, path / word / "to" / 0)
                yield from _amount(relative.high, path / word / "to" / 1)
        case operation:
            for name, value in _amount_fields(operation):
                yield from _amount(value, path / name)


def _amount_fields(operation: Any) -> Iterator[tuple[str, Any]]:
    for field in operation.__attrs_attrs__:
        value = getattr(operation, field.name)
        if field.metadata.get("role") == "amount":
            items: Iterable[Any] = [value]
            if isinstance(value, Mapping):
                items = value.values()
            elif isinstance(value, tuple):
                items = (item for pair in value for item in pair)
            yield from ((field.name, item) for item in items)


def _condition_uses(measure: Measure, path: Path, known: Kinds) -> Iterator[Use]:
    for where, condition in conditions_at(measure, path):
        for at, comparison in comparisons_at(condition, where):
            yield Use(at, comparison.name, "value")


def conditions_at(measure: Measure, path: Path) -> Iterator[tuple[Path, Condition]]:
    """Give the conditions of a measure with their addresses."""
    if isinstance(measure.source, Decide):
        for position, branch in enumerate(measure.source.branches):
            if branch.when:
                yield path / "decide" / position / "when", branch.when
    if measure.need and measure.need.condition:
        yield path / "need", measure.need.condition
    for position, step in enumerate(measure.steps):
        if step.when:
            yield path / "steps" / position / "when", step.when


def name_problems(ruleset: Ruleset, known: Kinds, broken: frozenset[str]) -> Iterator[Problem]:
    """Give every problem with names; `broken` ones are known to be defined but not how."""
    yield from _defined_twice(ruleset)
    found = list(uses(ruleset, known))
    yield from _undefined(ruleset, found, broken)
    if not broken:
        yield from _unused(ruleset, found)
    yield from _circles(ruleset, known)


def _defined_twice(ruleset: Ruleset) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for name, path in definitions(ruleset):
        if name in RESERVED:
            hint = "choose another name"
            yield Problem("name", f"`{name}` is a word of the language", path, hint, at_key=True)
        elif name in first:
            hint = f"the other is {first[name]}; choose another name"
            yield Problem("defined-twice", f"`{name}` is defined twice", path, hint, at_key=True)
        first.setdefault(name, path)


def _undefined(ruleset: Ruleset, found: list[Use], broken: frozenset[str]) -> Iterator[Problem]:
    levels = {level.name for level in ruleset.levels}
    values = {name for name, _ in definitions(ruleset)} - levels | broken
    known: dict[Role, Iterable[str]] = {
        "value": values,
        "amount": set(ruleset.parameters) | broken,
        "scale": set(ruleset.scales) | broken,
        "source": set(ruleset.sources) | broken,
    }
    words = {
        "value": "an input, a measure, a named step or a parameter",
        "amount": "a number or a parameter",
        "scale": "one of the scales",
        "source": "one of the sources",
    }
    for use in found:
        if use.name not in known[use.role]:
            hint = nearest(use.name, known[use.role]) or _elsewhere(use, values)
            message = f"`{use.name}` is not {words[use.role]}"
            yield Problem("unknown-name", message, use.path, hint)
    if ruleset.result not in {m.name for _, m in ruleset.measures()} | broken:
        hint = nearest(ruleset.result, (m.name for _, m in ruleset.measures()))
        message = f"`{ruleset.result}` is not a measure"
        yield Problem("unknown-name", message, Path(("result",)), hint)


def _elsewhere(use: Use, values: set[str]) -> str:
    if use.role == "amount" and use.name in values:
        return "a number that differs between subjects cannot stand here; use a formula"
    return "define it, or correct the spelling"


def _unused(ruleset: Ruleset, found: list[Use]) -> Iterator[Problem]:
    used = {use.name for use in found}
    if ruleset.subject.key in ruleset.inputs:
        used.add(str(ruleset.subject.key))
    for section in ("inputs", "parameters", "scales", "sources"):
        for name in getattr(ruleset, section):
            if name not in used:
                message = f"nothing uses the {section[:-1]} `{name}`"
                hint = "use it, or remove it"
                yield Problem("unused", message, Path((section, name)), hint, at_key=True)


def _circles(ruleset: Ruleset, known: Kinds) -> Iterator[Problem]:
    paths = {measure.name: path for path, measure in ruleset.measures()}
    graph = dependencies(ruleset, known)
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1]
            way = " reads ".join(f"`{name}`" for name in reversed(circle))
            hint = "a measure cannot depend on itself; read an earlier one"
            path = paths[min(circle, key=list(paths).index)]
            yield Problem("circle", f"a circle: {way}", path, hint, at_key=True)
            for name in circle:
                graph.pop(name, None)
        else:
            return
