"""Subjects tried on two versions: drawn once and rated once by both, whichever output is asked for.

They are aimed: first at what differs by itself, then at where a rating turns on the way from the
worst subject to the best, then at random.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, cached_property
from itertools import count, islice
from random import Random
from typing import Any

from attrs import evolve, field, frozen

from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Seen
from stp_rules.engine.wiring import wiring
from stp_rules.proofs.domain.moves import COARSE, Origin
from stp_rules.proofs.questions.prover import AIMED
from stp_rules.proofs.search.aiming import subjects_at_places
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.drawing import seeded
from stp_rules.proofs.search.samples import Values, some_of
from stp_rules.proofs.search.turning import sort_of
from stp_rules.proofs.versions.sides import Both, Sides, known
from stp_rules.proofs.versions.walking import apart, related
from stp_rules.proofs.walk.walk import Walk
from stp_rules.readings.exact import measured

SUBJECTS = 1_500
"""How many subjects are drawn."""

ORIGINS, BASES, WAYS = 60, 4, 4
"""From how many moves that differ subjects are made, how many of each, and for how many of them the
ways from the worst subject to the best are gone."""


@frozen
class Trial:
    """A subject, the outputs that differ by both, and those that it has by both."""

    values: Values
    differing: frozenset[str]
    rated: frozenset[str]


@frozen(slots=False)
class Trials:
    """Subjects, rated when they are first asked for.

    `sides` are two versions with all that their outputs rest on, and `outputs` the names that may
    differ, each as it is called by the first and by the second.
    """

    sides: Sides
    outputs: dict[str, tuple[str, str]]
    rated: list[Trial] = field(init=False, factory=list)

    @classmethod
    def of(cls, sides: Sides, outputs: dict[str, tuple[str, str]]) -> "Trials":
        """Make trials of no more measures than the outputs rest on."""
        named = list(zip(*outputs.values(), strict=True))
        one, other = (_behind(it, names) for it, names in zip(sides.plans, named, strict=True))
        return cls(Sides(one, other, sides), outputs)

    @cached_property
    def walk(self) -> Walk | None:
        """The walk with few moves kept apart, which says how and where the two differ."""
        return related(self.sides, COARSE)

    def differing(self, output: str) -> Values | None:
        """Return a subject of whom an output differs.

        One that has it by both tells more than one that has it by one.
        """
        found = (it for it in self.trials() if output in it.differing)
        first = next(found, None)
        if first is None or output in first.rated:
            return first.values if first else None
        return next((it.values for it in found if output in it.rated), first.values)

    def trials(self) -> Iterator[Trial]:
        """Give all subjects, those first that have been rated already."""
        for at in count():
            if at == len(self.rated):
                values = next(self.drawn, None)
                if values is None:
                    return
                self.rated.append(self.trial(values))
            yield self.rated[at]

    def trial(self, values: Values) -> Trial:
        """Rate a subject by both."""
        pairs = self.values(values)
        return Trial(
            values,
            frozenset(name for name, (one, other) in pairs.items() if one != other),
            frozenset(name for name, pair in pairs.items() if None not in pair),
        )

    def values(self, values: Values) -> dict[str, Both]:
        """Return every output of a subject by both."""
        first, second = self.sides.traced(values)
        return {
            name: (known(first, one), known(second, other))
            for name, (one, other) in self.outputs.items()
        }

    @cached_property
    def drawn(self) -> Iterator[Values]:
        """Give subjects that may be told apart, and then any."""
        random = seeded()
        yield from self.suggested()
        for at in range(SUBJECTS):
            yield self.sides.bench.drawn(random, at)

    def suggested(self) -> Iterator[Values]:
        """Give subjects of whom something differs by itself, and ways on which a rating turns."""
        names = self.sides.differing if self.walk else ()
        origins = list(islice(_origins(self.walk, names), ORIGINS)) if self.walk else []
        yield from made(self.sides.bench, origins)
        random = seeded()
        for origin in origins[:WAYS]:
            fixed = {name: random.choice(some_of(it.before)) for name, it in origin}
            yield from turns(self.sides.bench, fixed, random, self.sort)

    def sort(self, values: Values) -> Any:
        """Return every output by both, but for its number."""
        return {name: tuple(map(_rough, pair)) for name, pair in self.values(values).items()}


def _behind(plan: Plan, names: Sequence[str]) -> Plan:
    """Return a plan with all that some names rest on."""
    wires = wiring(plan)
    needed = set().union(*map(wires.behind, names))
    kept = tuple(it for it in plan.measures if it.info.measure.name in needed)
    return evolve(plan, measures=kept)


def _origins(walk: Walk, names: Iterable[str]) -> Iterator[Origin]:
    """Give from which inputs comes what differs by itself."""
    for name, table in walk.tables.items():
        if name in names:
            yield from (found.origin for move, found in table.items() if apart(move))


def made(bench: Bench, origins: Iterable[Origin]) -> Iterator[Values]:
    """Give subjects that lie in the cells of some origins, with gaps and without."""
    random = seeded()
    for origin in origins:
        for at in range(BASES):
            base = bench.anybody(random, gaps=0.5 if at % 2 else 0)
            yield base | {name: random.choice(some_of(it.before)) for name, it in origin}


def turns(
    bench: Bench, fixed: Values, random: Random, sort: Callable[[Values], Any]
) -> Iterator[Values]:
    """Give subjects on both sides of each turn on the way from the worst subject to the best.

    One value after the other goes from the worst to the best, but for those that are fixed. So
    what is made of many values passes each edge in small steps.
    """
    names = [name for name in bench.choices if name not in fixed]
    random.shuffle(names)
    way = [(at, raw) for at, name in enumerate(names) for raw in bench.choices[name]]

    def subject(place: int) -> Values:
        at, raw = way[place]
        ends = {name: bench.choices[name][-1 if it < at else 0] for it, name in enumerate(names)}
        return {**ends, names[at]: raw, **fixed}

    for place in halved(len(way), cache(lambda it: sort(subject(it)))):
        yield subject(place)


def halved(size: int, sort: Callable[[int], Any]) -> Iterator[int]:
    """Give the places on both sides of each turn that halving a way finds."""
    left = [(0, size - 1)]
    while left:
        first, last = left.pop()
        if first >= last or sort(first) == sort(last):
            continue
        if last - first == 1:
            yield from (first, last)
            continue
        middle = (first + last) // 2
        left += [(middle, last), (first, middle)]


def _rough(value: Seen | None) -> Any:
    return None if isinstance(value, Fraction) else (value,)


def at_places(sides: Sides) -> Values | None:
    """Return a subject whose results differ at a place where either method turns."""

    def treated(values: Values) -> Any:
        plans = enumerate(sides.plans)
        return tuple(sort_of(measured(plan, sides.held(at, values))) for at, plan in plans)

    drawn = subjects_at_places(sides.bench, AIMED, treated)
    return next((it for it in drawn if sides.differ(it)), None)
