"""Subjects traced again and again: no measure is computed twice from the same values.

A measure is a function of the values that it reads, and of the reference, which is one here. So a
measure whose values have been seen together before need not be computed again. Values are told
apart by which objects they are, not by what they are equal to: equal ones may bear other reasons,
and are then computed anew.
"""

from typing import NamedTuple

from attrs import field, frozen

from stp_rules.engine.cohort import Beside, Reference
from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.result import Measured
from stp_rules.engine.values import Raw
from stp_rules.engine.wiring import Wiring, wiring
from stp_rules.proofs.domain.harms import Traces
from stp_rules.proofs.search.samples import Values
from stp_rules.readings.exact import measure_of

MOST_REMEMBERED = 500_000
"""How many values and steps are remembered; then all are forgotten, so that memory has an end."""


class Subject(NamedTuple):
    """A subject that has been traced."""

    values: Values
    traces: Traces


@frozen
class _Remembering:
    """A measure with the names that it reads, and what came of the values it has been given.

    `steps` are the positions of its named steps, and their names. Each entry of `known` holds the
    values that were read too: as long as an object is held, no other one has its identity.
    """

    plan: MeasurePlan
    name: str
    reads: tuple[str, ...]
    steps: tuple[tuple[int, str], ...]
    known: dict[tuple[int, ...], tuple[list[Raw], Measured]] = field(init=False, factory=dict)

    @classmethod
    def of(cls, plan: MeasurePlan, wires: Wiring) -> "_Remembering":
        """Remember nothing yet of a measure."""
        name = plan.info.measure.name
        steps = enumerate(step.name for step in plan.info.measure.steps)
        return cls(plan, name, tuple(wires.reads[name]), tuple((at, it) for at, it in steps if it))

    def enter(self, made: Measured, values: dict[str, Raw]) -> None:
        """Enter the values of the measure and of its named steps."""
        for at, name in self.steps:
            values[name] = made.steps[at].raw_after
        values[self.name] = made.raw


@frozen
class _Resting:
    """The measures that rest on an input, in order, and the other measures that these read."""

    measures: tuple[_Remembering, ...]
    others: tuple[_Remembering, ...]


@frozen
class Tracer:
    """Computes subjects by a plan, beside a reference."""

    plan: Plan
    reference: Reference
    beside: Beside = field(init=False)
    measures: tuple[_Remembering, ...] = field(init=False)
    resting: dict[str, _Resting] = field(init=False, factory=dict)
    size: list[int] = field(init=False, factory=lambda: [0])

    @beside.default
    def _beside(self) -> Beside:
        return Beside.of(self.reference, self.plan.arithmetic)

    @measures.default
    def _measures(self) -> tuple[_Remembering, ...]:
        wires = wiring(self.plan)
        return tuple(_Remembering.of(it, wires) for it in self.plan.measures)

    def trace(self, inputs: Values) -> dict[str, Measured]:
        """Compute every measure of a subject."""
        values = {**self.plan.constants, **inputs}
        return {it.name: self._measured(it, values) for it in self.measures}

    def retrace(self, traces: Traces, name: str, inputs: Values) -> dict[str, Measured]:
        """Compute what rests on an input of a subject who differs in it alone from one traced."""
        resting = self._resting(name)
        values = {**self.plan.constants, **inputs}
        for other in resting.others:
            other.enter(traces[other.name], values)
        return {**traces, **{it.name: self._measured(it, values) for it in resting.measures}}

    def _resting(self, name: str) -> _Resting:
        if name not in self.resting:
            wires = wiring(self.plan)
            measures = tuple(it for it in self.measures if it.name in wires.resting(name))
            own = {it.name for it in measures}
            read = {wires.owners.get(it) for measure in measures for it in measure.reads} - own
            others = tuple(it for it in self.measures if it.name in read)
            self.resting[name] = _Resting(measures, others)
        return self.resting[name]

    def _measured(self, measure: _Remembering, values: dict[str, Raw]) -> Measured:
        """Return what comes of a measure, and enter it among the values."""
        read = [values[name] for name in measure.reads]
        key = tuple(map(id, read))
        known = measure.known.get(key)
        if known:
            measure.enter(known[1], values)
            return known[1]
        made = measure_of(measure.plan, values, self.beside)
        self._make_room(len(read) + len(made.steps) + 1)
        measure.known[key] = read, made
        return made

    def _make_room(self, more: int) -> None:
        """Forget all where there would be too much to remember."""
        if self.size[0] + more > MOST_REMEMBERED:
            self.size[0] = 0
            for it in self.measures:
                it.known.clear()
        self.size[0] += more
