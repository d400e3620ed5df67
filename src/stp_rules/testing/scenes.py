"""Subjects to be rated together, as a case holds them: with their members, on a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import attrs
from attrs import evolve, field, frozen

from stp_rules.api.rating import evaluate
from stp_rules.engine.result import Rating
from stp_rules.engine.values import seen_text
from stp_rules.errors import ProblemsError
from stp_rules.language.cohorts import Relative
from stp_rules.language.ruleset import Limits, Ruleset
from stp_rules.language.values import State
from stp_rules.proofs.search.bench import Bench

Inputs = Mapping[str, Any]

LARGEST = 40
"""How many subjects a cohort has at most."""

BY_MEMBERS = 0.7
"""How often inputs that members may deliver come from them, and not from the subjects."""


@frozen
class Scene:
    """Subjects that are rated together; an input that is not named is missing."""

    subjects: tuple[Inputs, ...]
    members: tuple[Inputs, ...] = ()
    day: date | None = None

    def rated(self, ruleset: Ruleset) -> list[Rating] | None:
        """Rate the subjects; `None` where the whole is refused."""
        try:
            return list(evaluate(ruleset, self.subjects, members=self.members, as_of=self.day))
        except ProblemsError:
            return None

    def smaller(self) -> Iterator["Scene"]:
        """Give scenes with one subject, one member or one input less."""
        for less in _shorter(self.subjects, least=1):
            yield evolve(self, subjects=less)
        for less in _shorter(self.members):
            yield evolve(self, members=less)
        for at, inputs in enumerate(self.subjects):
            for name in inputs:
                poorer = {it: value for it, value in inputs.items() if it != name}
                yield evolve(self, subjects=(*self.subjects[:at], poorer, *self.subjects[at + 1 :]))


def _shorter(items: tuple[Inputs, ...], least: int = 0) -> Iterator[tuple[Inputs, ...]]:
    """Leave out each item, if more than the least remain."""
    for at in range(len(items) if len(items) > least else 0):
        yield (*items[:at], *items[at + 1 :])


def text(inputs: Inputs) -> str:
    """Write what is known of a subject, or why it is not."""
    return ", ".join(f"{name} {seen_text(it)}" for name, it in inputs.items()) or "nothing known"


@frozen
class Stage:
    """Where scenes for two versions of a ruleset are drawn."""

    bench: Bench
    before: Ruleset
    after: Ruleset
    day: date | None
    pools: Mapping[str, list[Any]] = field(init=False)

    @pools.default
    def _pools(self) -> dict[str, list[Any]]:
        """List values of each input: those of note, the ends of both ranges, and words read."""
        plan = self.bench.plan
        seen = {
            name: [plan.lenses[name].seen(raw) for raw in choices]
            for name, choices in self.bench.choices.items()
        }
        return {name: [*values, *self._odd(name)] for name, values in seen.items()}

    def _odd(self, name: str) -> Iterator[Any]:
        """Give what only one of the versions may accept, or read as it does."""
        for it in (self.before, self.after):
            yield from _ends(it, it.inputs[name].limits)
        if self.before.inputs[name].reads != self.after.inputs[name].reads:
            yield from (*self.before.inputs[name].reads, *self.after.inputs[name].reads)
        if self.before.reads != self.after.reads:
            yield from (*self.before.reads, *self.after.reads)

    def drawn(self, random: Random, at: int) -> Scene:
        """Draw a scene: alone, or a cohort large enough for any need, with ties."""
        size = 1 if at % 4 == 0 or not self.relative else min(self.need + at % 4, LARGEST)
        pools = {name: self._few(name, pool, random) for name, pool in self.pools.items()}
        gaps = random.choice((0.0, 0.0, 0.1, 0.3))
        rolled = [name for name, it in self.before.inputs.items() if it.members]
        rolled = rolled if random.random() < BY_MEMBERS else []
        key = self.before.subject.key or "key"
        subjects, members = [], []
        for place in range(size):
            own = _picked(
                {it: pool for it, pool in pools.items() if it not in rolled}, random, gaps
            )
            subjects.append({key: f"s{place + 1}", **own} if rolled else own)
            for _ in range(random.randint(1, 3) if rolled else 0):
                row = _picked({it: pools[it] for it in rolled}, random, gaps)
                members.append({key: f"s{place + 1}", **row})
        return Scene(tuple(subjects), tuple(members), self.day)

    def _few(self, name: str, pool: list[Any], random: Random) -> list[Any]:
        """Keep few values, so that there are ties, and mostly one peer group."""
        if self.before.inputs[name].type == "label" and random.random() < 0.6:  # noqa: PLR2004
            return [random.choice(pool)]
        return random.sample(pool, min(len(pool), random.choice((2, 3, 5, 9))))

    @property
    def relative(self) -> bool:
        """Whether a measure reads the cohort."""
        return any(it.parts for it in self.bench.plan.measures)

    @property
    def need(self) -> int:
        """The most that a cohort step needs, and two at the least."""
        return max((2, *needs(self.before), *needs(self.after)))


def _picked(pools: Mapping[str, list[Any]], random: Random, gaps: float) -> dict[str, Any]:
    """Draw a value of each input, or with some probability why there is none, mostly missing."""
    found = {
        name: random.choice(pool if random.random() >= gaps else _SILENCES)
        for name, pool in pools.items()
    }
    return {name: value for name, value in found.items() if value is not None}


_SILENCES = (None, None, State.SUPPRESSED, State.NOT_APPLICABLE)


def _ends(ruleset: Ruleset, limits: Limits) -> Iterator[Fraction]:
    for it in attrs.astuple(limits):
        if it is not None:
            yield ruleset.parameters[it].value if isinstance(it, str) else it


def needs(ruleset: Ruleset) -> Iterator[int]:
    """Give how many subjects the steps of a ruleset need."""
    for _, measure in ruleset.measures():
        for step in measure.steps:
            if isinstance(step.operation, Relative) and step.operation.need:
                yield step.operation.need
