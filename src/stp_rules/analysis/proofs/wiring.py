"""Which measure reads what."""

from functools import lru_cache

from attrs import field, frozen

from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.kinds import names_read
from stp_rules.model import Itself


@frozen
class Wiring:
    """The names that each measure reads, parameters and its own steps left out."""

    plan: Plan
    reads: dict[str, frozenset[str]] = field(init=False)
    owners: dict[str, str] = field(init=False)

    @owners.default
    def _owners(self) -> dict[str, str]:
        return {name: it.info.measure.name for it in self.plan.measures for name in given_by(it)}

    @reads.default
    def _reads(self) -> dict[str, frozenset[str]]:
        kinds = {name: lens.kind for name, lens in self.plan.lenses.items()}
        return {
            it.info.measure.name: frozenset(names_read(it.info.measure, kinds))
            - set(given_by(it))
            - set(self.plan.constants)
            for it in self.plan.measures
        }

    def readers(self, name: str) -> list[str]:
        """Return the measures that read a name themselves."""
        return [measure for measure, read in self.reads.items() if name in read]

    def resting(self, name: str) -> set[str]:
        """Return a name with all measures and named steps that rest on it."""
        found = {name}
        for it in self.plan.measures:
            if found & self.reads[it.info.measure.name]:
                found |= set(given_by(it))
        return found

    def behind(self, name: str) -> set[str]:
        """Return a name with all inputs, measures and named steps that it rests on."""
        found = {name, self.owners.get(name, name)}
        for it in reversed(self.plan.measures):
            if it.info.measure.name in found:
                read = self.reads[it.info.measure.name]
                found |= read | {self.owners.get(other, other) for other in read}
        return found


def given_by(plan: MeasurePlan) -> list[str]:
    """Return the names that a measure gives: its own, and those of its steps."""
    measure = plan.info.measure
    return [measure.name, *(step.name for step in measure.steps if step.name)]


def wiring(plan: Plan) -> Wiring:
    """Return the wiring of a plan."""
    return _wired(Itself(plan))


@lru_cache(maxsize=16)
def _wired(plan: Itself) -> Wiring:
    return Wiring(plan.value)
