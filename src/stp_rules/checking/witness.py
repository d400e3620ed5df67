"""Whether conditions can come about: a search for values under which they do.

The values of a name fall into a few classes between which no test tells apart: between two
neighbouring edges, each category, true and false. One value of each class is tried. At first
every name that is tested varies freely: what does not come about then never does. What does
is tried again with the measures computed from their inputs, where these have few classes.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise, product, repeat
from math import prod
from typing import Any

from attrs import evolve, field, frozen

from stp_rules.checking.listing import Listing
from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import admitted
from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.sources import (
    CountSource,
    DecideSource,
    FromSource,
)
from stp_rules.engine.values import Raw, Unknown
from stp_rules.figures import plain_text
from stp_rules.kinds import members
from stp_rules.language.arithmetic import Arithmetic
from stp_rules.language.conditions import Comparison, Condition, Truth, comparisons_in
from stp_rules.language.edges import EDGES, Edge
from stp_rules.language.expressions import Name
from stp_rules.language.kind import NUMBER
from stp_rules.language.values import Itself, State
from stp_rules.readings.exact import holds, measured
from stp_rules.uses import dependencies, names_read

MOST = 20_000
"""How many combinations of values are tried, times the measures computed for each."""

Values = Mapping[str, Raw]
Wanted = Callable[[tuple[Truth, ...]], bool]
Choices = Mapping[str, list[Raw]]


@frozen
class Search:
    """What came of a search: the values found, how many were tried, and whether that is all.

    `found` holds the values of the names that were varied; `complete` is false where there were
    too many combinations, where a name is compared with another name, or where the values found
    are those of a measure that may never take them.
    """

    found: tuple[Values, ...]
    tried: int
    complete: bool


@frozen
class _Table:
    """Values that were varied, all that is known with each, and which conditions then hold."""

    varied: Sequence[Values]
    known: Sequence[Values]
    truths: dict[Condition, list[Truth]] = field(init=False, factory=dict)

    def search(self, sought: list[Condition], wanted: Wanted, arithmetic: Arithmetic) -> Search:
        """Try every row."""
        for it in sought:
            if it not in self.truths:
                self.truths[it] = [holds(it, known, arithmetic) for known in self.known]
        truths = zip(*(self.truths[it] for it in sought), strict=True) if sought else repeat(())
        pairs = zip(self.varied, truths, strict=False)
        found = tuple(varied for varied, these in pairs if wanted(these))
        return Search(found, len(self.varied), complete=True)


_NOT_SHOWN = Search((), 0, complete=False)


@frozen
class Witnesses:
    """The searches in one plan; what is computed for one of them serves the others."""

    plan: Plan
    listing: Listing = field(init=False)
    tables: dict[Any, _Table] = field(init=False, factory=dict)

    @listing.default
    def _listing(self) -> Listing:
        return Listing(self.plan)

    @property
    def needs(self) -> "_Needs":
        """What each measure rests on; most rulesets are searched without it."""
        return _needs(Itself(self.plan))

    def search(self, conditions: Iterable[Condition], wanted: Wanted) -> Search:
        """Look for values under which the truths of the conditions are as wanted."""
        sought = list(conditions)
        tests = [test for it in sought for test in comparisons_in(it)]
        if any(isinstance(at, Name) for test in tests for at in test.bounds):
            return _NOT_SHOWN
        names = dict.fromkeys(test.name for test in tests if test.name not in self.plan.constants)
        computed = [name for name in names if name not in self.plan.inputs]
        freely = self.freely(list(names), tests)
        apart = _size(freely) <= MOST
        if apart:
            found = self.table((), freely).search(sought, wanted, self.plan.arithmetic)
            if not computed or not found.found:
                return found
        together = self.together(list(names), tests)
        if together is not None:
            return together.search(sought, wanted, self.plan.arithmetic)
        return evolve(found, complete=False) if apart else _NOT_SHOWN

    def freely(self, names: Iterable[str], tests: list[Comparison]) -> Choices:
        """Return the values to try for each name by itself."""
        asked = {test.name for test in tests if test.test == "known"}
        return self.classes(names, tests, asked)

    def classes(
        self, names: Iterable[str], tests: Iterable[Comparison], asked: Container[str]
    ) -> Choices:
        """Return for each name a value of each class that the tests tell apart."""
        own: dict[str, list[Comparison]] = {name: [] for name in names}
        for test in tests:
            if test.name in own and test.test != "known":
                own[test.name].append(test)
        return {name: self.choices(name, it, asked) for name, it in own.items()}

    def together(self, names: list[str], tests: list[Comparison]) -> _Table | None:
        """Try all inputs that the names rest on, and compute the names.

        None if there are too many, or where a measure reads the cohort.
        """
        needed = self.needs.measures(names)
        rest_on = self.needs.roots(names)
        roots = [name for name in self.plan.inputs if name in rest_on]
        tests = [*tests, *(test for it in needed for test in _tests(it))]
        alone = not any(measure.parts for measure in needed)
        if not alone or any(not self.has_classes(name, needed) for name in roots):
            return None
        asked = self.needs.roots(test.name for test in tests if test.test == "known")
        lenient = [it.info.measure.name for it in needed if it.info.measure.missing]
        asked |= self.needs.roots(lenient)
        choices = self.classes(roots, tests, asked)
        if _size(choices) * (1 + len(needed)) > MOST:
            return None
        return self.table(needed, choices)

    def has_classes(self, name: str, needed: Iterable[MeasurePlan]) -> bool:
        """Tell whether the values of an input fall into classes for all that reads it."""
        return self.listing.values(name) is not None or all(
            _only_cut(name, measure) for measure in needed
        )

    def table(self, needed: tuple[MeasurePlan, ...], choices: Choices) -> _Table:
        """Return every combination of values with what is computed from it, once for all."""
        key = (
            tuple(it.info.measure.name for it in needed),
            tuple((name, tuple(values)) for name, values in choices.items()),
        )
        if key not in self.tables:
            part = evolve(self.plan, measures=needed)
            varied = [dict(zip(choices, row, strict=True)) for row in product(*choices.values())]
            self.tables[key] = _Table(varied, [_known(part, values) for values in varied])
        return self.tables[key]

    def choices(self, name: str, own: list[Comparison], asked: Container[str]) -> list[Raw]:
        """Return a value of each class that a name's tests tell apart, and missing where asked."""
        bounds = [at for test in own for at in test.bounds]
        values = self.listing.values(name)
        if values is None and self.plan.lenses[name].kind == NUMBER:
            edges = {at.fraction for at in bounds if isinstance(at, Exact)}
            values = _between(self.plan, name, edges)
        elif values is None:
            values = [*dict.fromkeys(bounds), "something else"]
        missing = Unknown(State.MISSING, f"{name} is missing")
        return [*values, *([missing] if name in asked else [])]


@frozen
class _Needs:
    """What each measure and named step of a plan rests on."""

    plan: Plan
    needed: Mapping[str, frozenset[str]]
    inputs: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, plan: Plan) -> "_Needs":
        """Follow the measures in the order in which they are computed."""
        kinds = {name: lens.kind for name, lens in plan.lenses.items()}
        direct = dependencies(plan.ruleset, kinds)
        needed: dict[str, frozenset[str]] = {}
        inputs = {name: frozenset({name}) for name in plan.inputs}
        for it in plan.measures:
            measure = it.info.measure
            own = measure.defines
            read = set(names_read(measure, kinds)).difference(own)
            before = frozenset({measure.name}).union(*(needed[name] for name in direct[own[0]]))
            roots = frozenset[str]().union(*(inputs.get(name, ()) for name in read))
            needed |= dict.fromkeys(own, before)
            inputs |= dict.fromkeys(own, roots)
        return cls(plan, needed, inputs)

    def measures(self, names: Iterable[str]) -> tuple[MeasurePlan, ...]:
        """Return the measures to compute for the names, in order."""
        needed = {it for name in names for it in self.needed.get(name, ())}
        return tuple(it for it in self.plan.measures if it.info.measure.name in needed)

    def roots(self, names: Iterable[str]) -> set[str]:
        """Return the inputs that the names rest on; an input rests on itself."""
        return {root for name in names for root in self.inputs.get(name, ())}


@lru_cache(maxsize=8)
def _needs(plan: Itself) -> _Needs:
    return _Needs.of(plan.value)


def _size(choices: Choices) -> int:
    return prod(map(len, choices.values()))


def _known(part: Plan, values: Values) -> Values:
    traced = measured(part, values)
    steps = [step for it in traced.values() for step in it.steps]
    named = {step.info.step.name: step.raw_after for step in steps if step.info.step.name}
    computed = {name: it.raw for name, it in traced.items()}
    return {**part.constants, **values, **named, **computed}


def _tests(measure: MeasurePlan) -> Iterator[Comparison]:
    """Give all that a measure tests, the edges of bands on what it reads among them."""
    for condition in _conditions(measure):
        yield from comparisons_in(condition)
    if isinstance(measure.source, FromSource):
        for edge in _first_edges(measure):
            yield Comparison(measure.source.args.name, edge.test, edge.number)


def _conditions(measure: MeasurePlan) -> Iterator[Condition]:
    match measure.source:
        case DecideSource(conditions):
            yield from (condition for condition in conditions if condition)
        case CountSource(_, tests):
            yield from tests
    if measure.need and measure.need.condition:
        yield measure.need.condition
    yield from (step.when for step in measure.steps if step.when)


def _first_edges(measure: MeasurePlan) -> list[Edge]:
    lines = measure.steps[0].args.edges() if measure.steps else ()
    return [edge for line in lines for edge in line]


def _only_cut(name: str, measure: MeasurePlan) -> bool:
    """Tell whether a measure puts a name to tests and bands alone, with numbers for edges."""
    tests = [test for condition in _conditions(measure) for test in comparisons_in(condition)]
    if any(isinstance(at, Name) and name in (at.name, t.name) for t in tests for at in t.bounds):
        return False
    if isinstance(measure.source, CountSource) or name not in members(measure.info.measure.source):
        return True
    return isinstance(measure.source, FromSource) and bool(_first_edges(measure))


def _between(plan: Plan, name: str, edges: set[Fraction]) -> list[Raw]:
    """Return each edge, a number between each two, and one beyond each end, within the range."""
    edges_of_it = admitted(plan.inputs, name) if name in plan.inputs else ()
    limits = {test: at.fraction for test, at in edges_of_it}
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
    return plain_text(seen)
