"""Which measure reads what."""

from functools import lru_cache

from attrs import field, frozen

from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.language.values import Itself
from stp_rules.uses import names_read


@frozen
class Wiring:
    """The names that each measure reads, parameters and its own steps left out."""

    plan: Plan
    reads: dict[str, frozenset[str]] = field(init=False)
    owners: dict[str, str] = field(init=False)
    given: dict[str, list[str]] = field(init=False)
    read_by: dict[str, list[str]] = field(init=False)
    measures: dict[str, MeasurePlan] = field(init=False)
    rested: dict[str, frozenset[str]] = field(init=False, factory=dict)

    @given.default
    def _given(self) -> dict[str, list[str]]:
        return {it.info.measure.name: given_by(it) for it in self.plan.measures}

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

    @read_by.default
    def _read_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for measure, read in self.reads.items():
            for name in read:
                found.setdefault(name, []).append(measure)
        return found

    @measures.default
    def _measures(self) -> dict[str, MeasurePlan]:
        return {it.info.measure.name: it for it in self.plan.measures}

    def made(self, name: str) -> tuple[MeasurePlan, int] | None:
        """Return the measure that gives a name, and after how many of its steps; none of others."""
        owner = self.measures.get(self.owners.get(name, ""))
        if owner is None:
            return None
        named = [step.name for step in owner.info.measure.steps]
        return owner, named.index(name) + 1 if name in named else len(named)

    def readers(self, name: str) -> list[str]:
        """Return the measures that read a name themselves."""
        return self.read_by.get(name, [])

    def resting(self, name: str) -> frozenset[str]:
        """Return a name with all measures and named steps that rest on it; it is remembered."""
        if name not in self.rested:
            self.rested[name] = frozenset(self._resting(name))
        return self.rested[name]

    def _resting(self, name: str) -> set[str]:
        found, waiting = {name}, [name]
        while waiting:
            for measure in self.readers(waiting.pop()):
                if measure not in found:
                    found.update(self.given[measure])
                    waiting.extend(self.given[measure])
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
    return [*plan.info.measure.defines]


def wiring(plan: Plan) -> Wiring:
    """Return the wiring of a plan."""
    return _wired(Itself(plan))


@lru_cache(maxsize=16)
def _wired(plan: Itself) -> Wiring:
    return Wiring(plan.value)
