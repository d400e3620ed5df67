"""All the values that a name can take, where these are few: each is tried by itself."""

from collections.abc import Mapping

from attrs import field, frozen

from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import (
    CohortMean,
    CountSource,
    DecideSource,
    FromSource,
    SourcePlan,
)
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.expressions import Name
from stp_rules.language.kind import BOOLEAN
from stp_rules.language.ruleset import Fill
from stp_rules.readings.exact import attempted

FEW = 100
"""How many values of a measure are listed."""


@frozen
class Listing:
    """The values of the names of a plan, each found when it is first asked for."""

    plan: Plan
    owners: Mapping[str, MeasurePlan] = field(init=False)
    found: dict[str, list[Raw] | None] = field(init=False, factory=dict)

    @owners.default
    def _owners(self) -> Mapping[str, MeasurePlan]:
        return {name: it for it in self.plan.measures for name in it.info.measure.defines}

    def values(self, name: str) -> list[Raw] | None:
        """Return all values of a name that has few: categories, truths, counts, bands, labels."""
        way = [name]
        while (read := self.reads(way[-1])) and read not in self.found:
            way.append(read)
        for it in reversed(way):
            self.found[it] = self.found[it] if it in self.found else self.listed(it)
        return self.found[name]

    def reads(self, name: str) -> str | None:
        """Return the one input or measure that the measure of a name takes its value from."""
        owner = self.owners.get(name)
        source = owner.source if owner else None
        if isinstance(source, FromSource) and source.args.name not in self.plan.constants:
            return source.args.name
        return None

    def listed(self, name: str) -> list[Raw] | None:
        """Return the values of a name, those of what its measure reads being known."""
        lens, owner = self.plan.lenses[name], self.owners.get(name)
        if lens.categories:
            return list(range(len(lens.categories)))
        if lens.kind == BOOLEAN:
            return [True, False]
        if owner is None:
            return list(self.plan.inputs[name].entry.values) or None
        values = self.of_source(owner.source)
        for step in owner.steps:
            values = self.after(step, values)
            if step.info.step.name == name:
                break
        return values

    def of_source(self, source: SourcePlan) -> list[Raw] | None:
        """Return all values that a source can give, if they are few."""
        match source:
            case CountSource(args):
                return [self.plan.arithmetic.number(number) for number in range(len(args.of) + 1)]
            case DecideSource(outcomes=outcomes):
                named = any(isinstance(outcome, Name) for outcome in outcomes)
                return None if named else list(dict.fromkeys(outcomes))
            case FromSource(args, policies) if args.name not in self.plan.constants:
                if any(isinstance(it, CohortMean) for it in policies.values()):
                    return None
                fills = [it.number for it in policies.values() if isinstance(it, Fill)]
                values = self.found[args.name]
                return None if values is None else list(dict.fromkeys([*values, *fills]))
        return None

    def after(self, step: StepPlan, values: list[Raw] | None) -> list[Raw] | None:
        """Return all values that a step can leave, if they are few."""
        given = step.args.given()
        if given is not None and not step.when:
            return list(given)
        if step.site or values is None or len(values) > FEW:
            return None
        arithmetic = self.plan.arithmetic
        changed = [attempted(step.args.body, it, arithmetic) for it in values]
        kept = values if step.when else []
        return [it for it in dict.fromkeys([*kept, *changed]) if not isinstance(it, Unknown)]
