"""Two plans that end in what is compared, and the subjects that both can read."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.cohort import Reference
from stp_rules.engine.inputs import InputPlan
from stp_rules.engine.plan import Plan
from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import Lens, Raw, Seen, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.proofs.domain.cells import Cells
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.cohorts import taken
from stp_rules.proofs.search.delivering import Given, delivered, deliveries
from stp_rules.proofs.search.samples import Values
from stp_rules.proofs.versions.outputs import seen_of, towards
from stp_rules.proofs.versions.slicing import changed, measures_alike, resting_on
from stp_rules.readings.exact import measured, measured_anew

Both = tuple[Seen | None, Seen | None]
"""An output by the first and by the second; `None` where it has no value."""


@frozen(slots=False)
class Sides:
    """Two versions, and the subjects that both can read.

    `whole` are the versions of which these are parts.
    """

    one: Plan
    other: Plan
    whole: "Sides | None" = None

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """Both plans."""
        return self.one, self.other

    def towards(self, output: str) -> "Sides":
        """Return both plans up to an output; without a name, each up to its result."""
        one, other = (towards(it, output or it.ruleset.result) for it in self.plans)
        return Sides(one, other, self)

    @cached_property
    def changed(self) -> frozenset[str]:
        """The inputs and measures that are not written alike, nor as good as alike."""
        return self.among(self.whole.changed) if self.whole else changed(*self.plans)

    @cached_property
    def differing(self) -> frozenset[str]:
        """The inputs and measures that may differ by themselves.

        Of a measure that is gone through no further than to a named step, less may differ.
        """
        names = self.among(self.whole.differing) if self.whole else self.changed
        return frozenset(it for it in names if self.kept(it) or not measures_alike(*self.plans, it))

    def kept(self, name: str) -> bool:
        """Tell whether a measure goes as far as in the versions of which these are parts."""
        if self.whole is None:
            return False
        pairs = zip(self.plans, self.whole.plans, strict=True)
        return all(wiring(a).measures.get(name) is wiring(b).measures.get(name) for a, b in pairs)

    def among(self, names: frozenset[str]) -> frozenset[str]:
        """Return those of some names that are measures of these, or that they read."""
        wires = [wiring(it) for it in self.plans]
        return names & frozenset().union(
            *(it.reads for it in wires), *(read for it in wires for read in it.reads.values())
        )

    @cached_property
    def touched(self) -> frozenset[str]:
        """All that rests on what may differ; the rest is the same by both."""
        return resting_on(self.one, self.differing) | resting_on(self.other, self.differing)

    @cached_property
    def lenses(self) -> dict[str, Lens]:
        """The lenses through which subjects are drawn."""
        return {**self.other.lenses, **self.one.lenses}

    @cached_property
    def inputs(self) -> dict[str, InputPlan]:
        """The inputs of either; one that both have lies in the range of both."""
        common = set(self.one.inputs) & set(self.other.inputs)
        limits = {name: self.other.inputs[name].limits for name in common}
        mine = {
            name: evolve(it, limits=it.limits + limits.get(name, ()))
            for name, it in self.one.inputs.items()
        }
        return {**self.other.inputs, **mine}

    @cached_property
    def cells(self) -> Cells:
        """The cells that either tells apart."""
        return Cells(tuple(evolve(plan, inputs=self.inputs) for plan in self.plans))

    @cached_property
    def bench(self) -> Bench:
        """Where subjects are drawn."""
        return Bench(evolve(self.one, inputs=self.inputs), self.cells, Reference())

    # Rating

    def traced(self, values: Values) -> tuple[Mapping[str, Measured], Mapping[str, Measured]]:
        """Compute every measure of a subject by both; what is the same by both, once.

        Lacks nothing, because what rests on nothing that may differ reads the same by both.
        """
        first = measured(self.one, self.held(0, values))
        theirs = {it.info.measure.name for it in self.other.measures} - self.touched
        kept = {name: it for name, it in first.items() if name in theirs}
        return first, measured_anew(self.other, self.held(1, values), Reference(), kept)

    def held(self, side: int, values: Values) -> dict[str, Raw]:
        """Return the values of a subject as one of both plans holds them."""
        return taken(self.plans[side], values, self.lenses)

    def results(self, values: Values) -> Both:
        """Return the results of a subject by both."""
        first, second = self.traced(values)
        return (
            known(first, self.one.ruleset.result),
            known(second, self.other.ruleset.result),
        )

    def differ(self, values: Values) -> bool:
        """Tell whether a subject has two results."""
        one, other = self.results(values)
        return one != other

    # Delivering

    def delivered(self, side: int, values: Values) -> Given | None:
        """Return how a subject comes: by members where only they can make its values."""
        found = deliveries(self.plans[side], [self.held(side, values)])
        return Given((found[0].values,), found[0].rows) if found else None

    def rated(self, side: int, values: Values, given: Given | None) -> Rating:
        """Rate a subject with the evaluator itself; what cannot be delivered as it stands."""
        plan = self.plans[side]
        if given:
            return given.rated(plan.ruleset)[0]
        own = self.held(side, values)
        return Rating(plan.ruleset, "", "", own, plan.lenses, measured(plan, own), ())

    def given(self, side: int, values: Values) -> dict[str, Any]:
        """Return the values of a subject as they would be delivered."""
        lenses = self.plans[side].lenses
        own = self.held(side, values)
        return {name: delivered(lenses[name].seen(raw)) for name, raw in own.items()}


def known(measures: Mapping[str, Measured], name: str) -> Seen | None:
    """Return the value of a measure or named step; `None` where there is none."""
    found = seen_of(measures, name)
    return None if isinstance(found, Unknown) else found
