"""What a change of a ruleset makes of subjects: an example, or a proof that all is the same.

What comes out of a ruleset is its result, and every other measure that no measure reads.
"""

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from attrs import evolve, frozen

from stp_rules.analysis.proofs.cells import Cells
from stp_rules.analysis.proofs.meaning import compared
from stp_rules.analysis.proofs.pairs import SEED, Bench, Values
from stp_rules.analysis.proofs.wiring import wiring
from stp_rules.checking.ruleset import problems
from stp_rules.engine.cohort import Reference
from stp_rules.engine.evaluation import measured
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.values import Seen, Unknown, beside_text, seen_text
from stp_rules.model import FrozenMap, Ruleset

SUBJECTS = 300
"""How many subjects are tried before a proof."""


@frozen
class Difference:
    """A subject that two rulesets tell apart: what has to be known of it, and one measure by both.

    What `inputs` does not name is missing.
    """

    inputs: Mapping[str, Seen]
    measure: str
    before: Seen
    after: Seen

    def __str__(self) -> str:
        """Write the subject, and what each makes of it."""
        given = ", ".join(f"{name} {seen_text(it)}" for name, it in self.inputs.items())
        before, after = beside_text(self.before, self.after)
        whose = given or "nothing known"
        return f"for example {whose}: `{self.measure}` is {before}, and with the change {after}"


def difference(before: Ruleset, after: Ruleset) -> Difference | None:
    """Return a subject whose outcomes differ; `None` where none of many does.

    The rulesets have the same inputs and measures, and are free of problems. Nobody stands beside
    the subject, so that what reads a cohort has no value.
    """
    sides = _Sides(make_plan(before), make_plan(after))
    random = Random(SEED)  # noqa: S311 - nothing is kept secret
    ends, changed = sides.ends(), sides.changed()
    bench = Bench(sides.one, Cells((sides.one, sides.other)), Reference())
    for at in range(SUBJECTS if ends else 0):
        values = bench.drawn(random, at)
        if sides.differing(values, ends):
            return sides.shown(bench, values, changed)
    return None


def alike(before: Ruleset, after: Ruleset) -> bool:
    """Tell whether it is proved that every outcome of every subject is the same.

    Either what was changed is the same, or all that comes out of it. Neither is ever proved where
    it reads a cohort.
    """
    sides = _Sides(make_plan(before), make_plan(after))
    return any(
        all(_same(_behind(before, name), _behind(after, name)) for name in names)
        for names in (sides.changed(), sides.ends())
    )


def _same(before: Ruleset, after: Ruleset) -> bool:
    cohort = any(it.parts for it in make_plan(after).measures)
    return not cohort and compared(before, after).equal is True


def _behind(ruleset: Ruleset, name: str) -> Ruleset:
    """Return a ruleset whose result is a measure, with no more in it than that rests on."""
    names = wiring(make_plan(ruleset)).behind(name)
    levels = [
        evolve(level, measures=tuple(it for it in level.measures if it.name in names))
        for level in ruleset.levels
    ]
    kept = tuple(level for level in levels if level.measures)
    small = evolve(ruleset, levels=kept, result=name, promises=())
    while unused := [it.path for it in problems(small) if it.code == "unused"]:
        for section, item in unused:
            there = getattr(small, str(section)).items()
            rest: Any = FrozenMap({key: it for key, it in there if key != item})
            small = evolve(small, **{str(section): rest})
    return small


@frozen
class _Sides:
    one: Plan
    other: Plan

    def changed(self) -> list[str]:
        """Return the measures that are not the same."""
        after = {it.info.measure.name: it for it in self.other.measures}
        before = {it.info.measure.name: it for it in self.one.measures}
        return [name for name, it in before.items() if it != after[name]]

    def ends(self) -> list[str]:
        """Return what comes out and rests on something that is not the same."""
        wires, changed = wiring(self.one), set(self.changed())
        names = [it.info.measure.name for it in self.one.measures]
        out = [it for it in names if it == self.one.ruleset.result or not wires.readers(it)]
        return [it for it in out if wires.behind(it) & changed]

    def differing(self, values: Values, names: Iterable[str]) -> list[str]:
        """Return the measures that a subject has two values of; one without a value has none."""
        sides = [measured(plan, dict(values)) for plan in (self.one, self.other)]
        pairs = {name: [_known(side[name].value) for side in sides] for name in names}
        return [name for name, (one, other) in pairs.items() if one != other]

    def shown(self, bench: Bench, values: Values, changed: Iterable[str]) -> Difference:
        """Return the first measure that differs, with no more known than that takes."""
        name, *_ = self.differing(values, changed)
        values = bench.simplified(values, lambda less: bool(self.differing(less, [name])))
        known = {it: self.one.lenses[it].seen(raw) for it, raw in values.items()}
        before, after = (measured(it, dict(values))[name].value for it in (self.one, self.other))
        given = {it: value for it, value in known.items() if not isinstance(value, Unknown)}
        return Difference(given, name, before, after)


def _known(value: Seen) -> Seen | None:
    return None if isinstance(value, Unknown) else value
