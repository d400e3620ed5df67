"""Whether conditions can come about: a search for values under which they do.

The values of a name fall into a few classes between which no test tells apart: between two
neighbouring edges, each category, true and false. One value of each class is tried. A measure
that is computed from few enough categories and truths is not tried but computed from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise, product
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.evaluation import measured
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import Plan
from stp_rules.engine.sources import holds
from stp_rules.engine.values import Raw, Unknown
from stp_rules.kinds import BOOLEAN, NUMBER, dependencies, names_read
from stp_rules.model import (
    Condition,
    Name,
    State,
    comparisons_in,
    number_text,
)
from stp_rules.operations.conditions import Truth
from stp_rules.operations.converting import EDGES

MOST = 20_000
"""How many combinations of values are tried."""

Values = Mapping[str, Raw]


@frozen
class Search:
    """What came of a search: the values found, how many were tried, and whether that is all.

    `found` holds the values of the names that were varied; `complete` is false where there were
    too many combinations, or where a name is compared with another name.
    """

    found: tuple[Values, ...]
    tried: int
    complete: bool


def search(
    plan: Plan, conditions: Iterable[Condition], wanted: Callable[[list[Truth]], bool]
) -> Search:
    """Look for values under which the truths of the conditions are as wanted."""
    sought = list(conditions)
    names = dict.fromkeys(test.name for it in sought for test in comparisons_in(it))
    varied, computed = _varied(plan, list(names))
    choices = {name: _choices(plan, name, sought) for name in varied}
    total = 1
    for choice in choices.values():
        total *= len(choice)
    simple = not any(isinstance(at, Name) for it in sought for at in _bounds(it))
    if total > MOST or not simple:
        return Search((), 0, complete=False)
    found = []
    for values in _combinations(choices):
        known = {**values, **computed(values)}
        if wanted([holds(it, known, plan.arithmetic) for it in sought]):
            found.append(values)
    return Search(tuple(found), total, complete=True)


def _combinations(choices: Mapping[str, list[Raw]]) -> Iterator[Values]:
    for values in product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


def _bounds(condition: Condition) -> Iterator[Any]:
    for test in comparisons_in(condition):
        yield from test.bound if isinstance(test.bound, tuple) else (test.bound,)


def _varied(plan: Plan, names: list[str]) -> tuple[list[str], Callable[[Values], dict[str, Raw]]]:
    """Return the names to vary, and how the others are computed from them."""
    roots = _roots(plan)
    finite = [name for name in names if name in roots and _finite(plan, roots[name])]
    inputs = [root for name in finite for root in sorted(roots[name])]
    varied = [*(name for name in names if name not in finite), *inputs]
    needed = {it for name in finite for it in _ancestors(plan, name)}
    part = evolve(
        plan, measures=tuple(it for it in plan.measures if it.info.measure.name in needed)
    )

    def computed(values: Values) -> dict[str, Raw]:
        if not finite:
            return {}
        traced = measured(part, values)
        steps = [step for it in traced.values() for step in it.steps]
        named = {s.info.step.name: s.raw_after for s in steps if s.info.step.name}
        return {**named, **{name: it.raw for name, it in traced.items()}}

    return list(dict.fromkeys(varied)), computed


def _roots(plan: Plan) -> dict[str, frozenset[str]]:
    """Return for each measure and named step the inputs that it depends on."""
    kinds = {name: lens.kind for name, lens in plan.lenses.items()}
    roots: dict[str, frozenset[str]] = {name: frozenset({name}) for name in plan.inputs}
    roots |= dict.fromkeys(plan.constants, frozenset())
    for it in plan.measures:
        measure = it.info.measure
        own = {step.name for step in measure.steps}
        read = [name for name in names_read(measure, kinds) if name not in own]
        found = frozenset().union(*(roots[name] for name in read))
        roots |= {name: found for name in (measure.name, *own) if name}
    return {name: found for name, found in roots.items() if name not in plan.inputs}


def _ancestors(plan: Plan, name: str) -> set[str]:
    kinds = {it: lens.kind for it, lens in plan.lenses.items()}
    needs = dependencies(plan.ruleset, kinds)
    owner = {s.name: m.name for _, m in plan.ruleset.measures() for s in m.steps if s.name}
    found: set[str] = set()
    waiting = [owner.get(name, name)]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(needs[current])
    return found


def _finite(plan: Plan, inputs: Iterable[str]) -> bool:
    size = 1
    for name in inputs:
        choices = _listed(plan, name)
        if choices is None:
            return False
        size *= len(choices)
    return size <= MOST


def _listed(plan: Plan, name: str) -> list[Raw] | None:
    """Return all values of a name that has few: categories, truths, labels that are listed."""
    lens = plan.lenses[name]
    if lens.categories:
        return list(range(len(lens.categories)))
    if lens.kind == BOOLEAN:
        return [True, False]
    entry = plan.ruleset.inputs.get(name)
    return list(entry.values) if entry and entry.values else None


def _choices(plan: Plan, name: str, conditions: list[Condition]) -> list[Raw]:
    tests = [test for it in conditions for test in comparisons_in(it) if test.name == name]
    bounds = [at for test in tests if test.test != "known" for at in _bounds(test)]
    values = _listed(plan, name)
    if values is None and plan.lenses[name].kind == NUMBER:
        values = _between(plan, name, {at.fraction for at in bounds if isinstance(at, Exact)})
    elif values is None:
        values = [*dict.fromkeys(bounds), "something else"]
    asked = any(test.test == "known" for test in tests)
    return [*values, *([Unknown(State.MISSING, f"{name} is missing")] if asked else [])]


def _between(plan: Plan, name: str, edges: set[Fraction]) -> list[Raw]:
    """Return each edge, a number between each two, and one beyond each end, within the range."""
    entry = plan.inputs.get(name)
    limits = {test: at.fraction for test, at in entry.limits} if entry else {}
    ordered = sorted(edges | set(limits.values())) or [Fraction(0)]
    middles = [(one + other) / 2 for one, other in pairwise(ordered)]
    candidates = sorted({*ordered, *middles, ordered[0] - 1, ordered[-1] + 1})
    inside = [it for it in candidates if all(EDGES[t](it, at) for t, at in limits.items())]
    return [plan.arithmetic.number(value) for value in inside]


def described(plan: Plan, found: Iterable[Values], most: int = 3) -> str:
    """Write a few of the values found, the plainest first, each kind of mixture once."""
    plainest = sorted(found, key=lambda values: len(set(map(str, values.values()))))
    mixtures: dict[tuple[str, ...], Values] = {}
    for values in plainest:
        mixtures.setdefault(tuple(sorted(map(str, values.values()))), values)
    return "; or ".join(
        ", ".join(f"{name} = {_shown(plan, name, raw)}" for name, raw in values.items())
        for values in islice(mixtures.values(), most)
    )


def _shown(plan: Plan, name: str, raw: Raw) -> str:
    seen = plan.lenses[name].seen(raw)
    if isinstance(seen, Unknown):
        return "missing"
    if isinstance(seen, bool):
        return str(seen).lower()
    return number_text(seen) if isinstance(seen, Fraction) else seen
