"""Names: each defined once, and every use of one defined, used where it must be, in no circle."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Literal

from attrs import frozen

from stp_rules.errors import Problem, closest, nearest
from stp_rules.language.kind import Kinds
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.uses import Use, Wanted
from stp_rules.language.values import Says
from stp_rules.loading.causes import AGAIN
from stp_rules.paths import Path
from stp_rules.uses import dependencies, input_uses, measure_uses

SUGGESTED = 100
"""For how many names that are not defined another one is suggested."""

_DEFINE = "define it, or correct the spelling"

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)

RESERVED = ("all", "any", "not", "share", "otherwise")
Section = Literal["scales", "sources", "values"]

_WORDS: dict[Wanted, str] = {
    "value": "an input, a measure, a named step or a parameter",
    "outcome": "a number, an input, a measure, a named step or a parameter",
    "amount": "a number or a parameter",
    "band": "a number or a parameter",
    "scale": "one of the scales",
    "source": "one of the sources",
}


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
        yield from input_uses(entry, Path(("inputs", name)))
    for path, measure in ruleset.measures():
        yield from measure_uses(measure, path, known)
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
        for at, said in measure.source.claims():
            yield Path((*path, *at)), said
        for position, step in enumerate(measure.steps):
            yield path / "steps" / position / "source", step.says
            for at, said in step.operation.claims():
                yield Path((*path, "steps", position, step.operation.word, *at)), said


def name_problems(ruleset: Ruleset, known: Kinds, broken: frozenset[str]) -> Iterator[Problem]:
    """Give every problem with names; `broken` ones are known to be defined but not how."""
    found = list(uses(ruleset, known))
    checking = _Names(ruleset, broken)
    twice, circles = list(checking.defined_twice()), list(_circles(ruleset, known))
    yield from twice
    spaces = {role: checking.known(role) for role in {use.role for use in found}}
    undefined = [use for use in found if use.name not in spaces[use.role]]
    yield from checking.undefined(checking.untold(undefined, len(twice)))
    yield from checking.unknown_result()
    if not (broken or twice or circles or undefined):
        yield from checking.unused({(_section(use.role), use.name) for use in found})
    yield from circles
    yield from _later_steps(ruleset, known)


@frozen
class _Names:
    ruleset: Ruleset
    broken: frozenset[str]

    def known(self, role: Wanted) -> frozenset[str]:
        match role:
            case "scale":
                return self.broken.union(self.ruleset.scales)
            case "source":
                return self.broken.union(self.ruleset.sources)
            case "amount" | "band":
                return self.broken.union(self.ruleset.parameters)
        return self.broken.union(_values(self.ruleset))

    def defined_twice(self) -> Iterator[Problem]:
        first: dict[str, Path] = {}
        for name, path in definitions(self.ruleset):
            at_key = path[-1] == name
            if name in RESERVED:
                message, hint = f"`{name}` is a word of the language", "choose another name"
                yield Problem("name", message, path, hint, at_key=at_key)
            elif name in first:
                message, hint = f"`{name}` is defined twice", "choose another name for one of them"
                yield Problem(
                    "defined-twice", message, path, hint, at_key=at_key, other=first[name]
                )
            first.setdefault(name, path)

    def untold(self, undefined: Sequence[Use], twice: int) -> list[Use]:
        """Leave out the uses that follow from how a name is defined.

        Where a name is defined twice, one of the two was meant to be another name, which is then
        not defined; and a name in a form that is none is not found by its uses.
        """
        names = {use.name for use in undefined}
        nameless = twice + sum(1 for name in self.broken if name.endswith(AGAIN))
        lost = names if len(names) <= nameless else set()
        malformed = frozenset(
            it for it in self.broken if not _NAME.fullmatch(it) and AGAIN not in it
        )
        return [
            use
            for use in undefined
            if use.name not in lost and not (malformed and closest(use.name, malformed))
        ]

    def undefined(self, uses: Iterable[Use]) -> Iterator[Problem]:
        """Say what is not defined; of several categories without a scale, the first.

        So of several scales or sources where there are none at all.
        """
        said: dict[Any, str] = {}
        for use in uses:
            group: Any = use.path[:-2] if use.role in ("outcome", "band") else use
            there = use.role not in ("scale", "source") or self.known(use.role)
            group = group if there else use.role
            if group not in said:
                message = f"`{use.name}` is not {_WORDS[use.role]}"
                said[group] = self.hint(use) if len(said) < SUGGESTED else _DEFINE
                yield use.problem("unknown-name", message, said[group])

    def hint(self, use: Use) -> str:
        if near := nearest(use.name, self.known(use.role)):
            return near
        if use.role == "amount" and use.name in _values(self.ruleset):
            return "it differs between subjects; compute with it in a `formula`"
        if use.name in {level.name for level in self.ruleset.levels}:
            return "this is a level; name one of its measures"
        if use.role in ("outcome", "band"):
            scale = next(self.scales_of(use.name), "NAME")
            return f"for categories, name their scale beside this: `scale: {scale}`"
        return _DEFINE

    def scales_of(self, category: str) -> Iterator[str]:
        scales = self.ruleset.scales.items()
        return (name for name, scale in scales if category in scale.categories)

    def unknown_result(self) -> Iterator[Problem]:
        measures = [measure.name for _, measure in self.ruleset.measures()]
        result = self.ruleset.result
        if result and result not in self.broken.union(measures):
            hint = nearest(result, measures) or "name a measure"
            yield Problem("unknown-name", f"`{result}` is not a measure", Path(("result",)), hint)

    def unused(self, used: Container[tuple[Section, str]]) -> Iterator[Problem]:
        for section in ("inputs", "parameters", "scales", "sources"):
            space = section if section in ("scales", "sources") else "values"
            for name in getattr(self.ruleset, section):
                if (space, name) not in used and name != self.ruleset.subject.key:
                    message = f"nothing uses the {section[:-1]} `{name}`"
                    path = Path((section, name))
                    yield Problem("unused", message, path, "use it, or remove it", at_key=True)


def _section(role: Wanted) -> Section:
    """Return the name space of a use: scales and sources have their own."""
    match role:
        case "scale":
            return "scales"
        case "source":
            return "sources"
    return "values"


def _values(ruleset: Ruleset) -> set[str]:
    """Return the names that stand for a value."""
    return {name for name, _ in definitions(ruleset)} - {level.name for level in ruleset.levels}


def _circles(ruleset: Ruleset, known: Kinds) -> Iterator[Problem]:
    paths = {measure.name: path for path, measure in ruleset.measures()}
    order = {name: at for at, name in enumerate(paths)}
    graph = dependencies(ruleset, known)
    for name in {*ruleset.inputs, *ruleset.parameters}.intersection(graph):
        del graph[name]
    for circle in _apart(graph):
        way = " reads ".join(f"`{name}`" for name in (*circle, circle[0]))
        hint = "a measure cannot depend on itself; read an earlier one"
        path = paths[min(circle, key=order.__getitem__)]
        yield Problem("circle", f"a circle: {way}", path, hint, at_key=True)


def _apart(graph: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Give circles that have no measure in common, until there is none without these."""
    settled: set[str] = set()
    for start in graph:
        way: dict[str, Iterator[str]] = {}
        following: str | None = start
        while following is not None:
            if following in way:
                circle = _since(way, following)
                yield circle
                settled.update(circle)
                for name in circle:
                    del way[name]
            elif following not in settled and following in graph:
                way[following] = iter(sorted(graph[following]))
            following = _onwards(way, settled)


def _since(way: dict[str, Any], start: str) -> list[str]:
    """Return the end of a way, from one of its names on."""
    back = takewhile(lambda name: name != start, reversed(way))
    return [start, *reversed([*back])]


def _onwards(way: dict[str, Iterator[str]], settled: set[str]) -> str | None:
    """Return what is read next on a way, and leave what reads nothing more."""
    while way:
        name = next(reversed(way))
        for read in way[name]:
            if read not in settled:
                return read
        settled.add(name)
        del way[name]
    return None


def _later_steps(ruleset: Ruleset, known: Kinds) -> Iterator[Problem]:
    """Say where a measure reads one of its own steps that comes later."""
    for path, measure in ruleset.measures():
        named = {step.name: at for at, step in enumerate(measure.steps) if step.name}
        for use in measure_uses(measure, path, known):
            if named.get(use.name, -1) >= _position(use.path, path):
                message = f"`{use.name}` is not known yet: a later step gives it"
                yield use.problem("circle", message, "read what an earlier step gives")


def _position(use: Path, measure: Path) -> int:
    """Return the position of the step that a use stands in; before the first it is 0."""
    inside = use[len(measure) :]
    return int(inside[1]) if inside[:1] == ("steps",) else 0
