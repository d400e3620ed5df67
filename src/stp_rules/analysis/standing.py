"""A rated subject as the engine holds it: all that its rules may read, and the cohort beside it."""

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen

from stp_rules.engine.cohort import Beside
from stp_rules.engine.plan import EXACT, MeasurePlan, Plan, make_plan
from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import Raw
from stp_rules.engine.wiring import wiring
from stp_rules.language.values import Itself
from stp_rules.readings.exact import ALONE


@frozen
class Standing:
    """Where a subject stands: every value that a rule may read, and what was read of the cohort."""

    plan: Plan
    values: Mapping[str, Raw]
    beside: Beside

    @classmethod
    def of(cls, rating: Rating) -> "Standing":
        """Return where a subject stands that has been rated."""
        plan, measures = make_plan(rating.ruleset), rating.measures.values()
        steps = {it.name: it.raw_after for found in measures for it in found.steps if it.name}
        own = {it.name: it.raw for it in measures}
        values = {**plan.constants, **rating.raw_inputs, **steps, **own}
        return cls(plan, values, _beside(Itself(rating.reference or ALONE)))

    def planned(self, measured: Measured) -> MeasurePlan:
        """Return the plan of a measure."""
        return self.plans[measured.name]

    @property
    def plans(self) -> Mapping[str, MeasurePlan]:
        """The plans of all measures by their names."""
        return wiring(self.plan).measures


@lru_cache(maxsize=16)
def _beside(reference: Itself) -> Beside:
    """Make a reference ready to be read, once for all subjects that stand beside it."""
    return Beside.of(reference.value, EXACT)
