"""The values that an input can have, in as few cells as the method tells apart."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import InputPlan, admitted
from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.sources import CountSource, DecideSource, FromSource
from stp_rules.language.conditions import Comparison, Condition, comparisons_in
from stp_rules.language.kind import BOOLEAN, NUMBER
from stp_rules.language.values import State
from stp_rules.proofs.domain.moves import UNKNOWN, Cell, Found, Move, Table, still
from stp_rules.proofs.domain.ruled import cuts_of
from stp_rules.readings.ranges import within
from stp_rules.readings.spans import Span, pieces

SOMETHING_ELSE, ANOTHER = "something else", "another"
"""Two labels that no rule names; rules compare labels with what they name, or group by them."""


@frozen
class Cells:
    """The cells of every input of a plan, or of two plans that are compared."""

    plans: tuple[Plan, ...]
    edges: Mapping[str, set[Fraction]] = field(init=False)
    handing: Mapping[str, list[MeasurePlan]] = field(init=False)

    @edges.default
    def _edges(self) -> Mapping[str, set[Fraction]]:
        """Return the numbers that each name is compared with."""
        found: dict[str, set[Fraction]] = {}
        for test in self.tests():
            numbers = (at.fraction for at in test.bounds if isinstance(at, Exact))
            found.setdefault(test.name, set()).update(numbers)
        return found

    @handing.default
    def _handing(self) -> Mapping[str, list[MeasurePlan]]:
        """Return the measures that hand each name on."""
        found: dict[str, list[MeasurePlan]] = {}
        for plan in self.plans:
            for it in plan.measures:
                if isinstance(it.source, FromSource):
                    found.setdefault(it.source.args.name, []).append(it)
        return found

    def known(self, name: str) -> list[Cell]:
        """Return the cells of an input that is known: numbers in order, the best category first."""
        entry = self.plans[0].inputs[name]
        if entry.lens.categories:
            return list(range(len(entry.lens.categories)))
        if entry.lens.kind == BOOLEAN:
            return [False, True]
        if entry.lens.kind == NUMBER:
            return list(pieces(self.cuts(name), admissible(self.plans[0], name)))
        return list(entry.entry.values) or [*self.labels(), SOMETHING_ELSE, ANOTHER]

    def unknown(self, name: str) -> Sequence[Cell]:
        """Return the states of an input that the method tells apart: one for all treated alike.

        A mean of members is not rated where their weights add up to nothing.
        """
        apart = any(_apart(measure) for plan in self.plans for measure in plan.measures)
        states = [*_REPORTED, *([State.NOT_RATED] if _may_divide_by_zero(self, name) else [])]
        return [UNKNOWN[it] for it in states if apart or it is State.MISSING]

    def table(self, name: str) -> Table:
        """Return the moves of an input that stands still."""
        return as_table(name, map(still, [*self.known(name), *self.unknown(name)]))

    def cuts(self, name: str) -> set[Fraction]:
        """Return the numbers between which no rule tells values of a name apart."""
        found: set[Fraction] = set()
        waiting, seen = [name], {name}
        while waiting:
            handed = waiting.pop()
            found |= self.edges.get(handed, set())
            for measure in self.handing.get(handed, ()):
                own = measure.info.measure.name
                if measure.steps:
                    found |= cuts_of(measure.steps[0])
                elif own not in seen:
                    seen.add(own)
                    waiting.append(own)
        return found

    def labels(self) -> list[str]:
        """Return the labels that any rule names, for a label may be handed on to what it tests."""
        found = (at for test in self.tests() for at in test.bounds if isinstance(at, str))
        return list(dict.fromkeys(found))

    def asked_whether_known(self) -> set[str]:
        """Return the names of which a condition asks whether they are known."""
        return {test.name for test in self.tests() if test.test == "known"}

    def tests(self) -> Iterator[Comparison]:
        """Give every test."""
        for plan in self.plans:
            for measure in plan.measures:
                for condition in conditions(measure):
                    yield from comparisons_in(condition)


def as_table(name: str, moves: Iterator[Move] | Sequence[Move]) -> Table:
    """Return the moves of an input, each its own origin."""
    return {move: Found(1, ((name, move),)) for move in moves}


def conditions(measure: MeasurePlan) -> Iterator[Condition]:
    """Give every condition that a measure puts to names, those of a count among them."""
    match measure.source:
        case DecideSource(branches):
            yield from (condition for condition in branches if condition)
        case CountSource(_, tests):
            yield from tests
    if measure.need and measure.need.condition:
        yield measure.need.condition
    yield from (step.when for step in measure.steps if step.when)


def _apart(measure: MeasurePlan) -> bool:
    """Tell whether a measure treats one state differently from another."""
    policies = measure.info.measure.missing
    return bool(policies) and len({policies.get(state) for state in State}) > 1


_REPORTED = (State.MISSING, State.SUPPRESSED, State.NOT_APPLICABLE)
"""The states that can be reported of an input."""


def _may_divide_by_zero(cells: Cells, name: str) -> bool:
    """Tell whether an input is a mean of members, which has no value where they weigh nothing."""
    rollup = cells.plans[0].inputs[name].entry.members
    return bool(rollup and rollup.how == "mean")


def admissible(plan: Plan, name: str) -> Span:
    """Return the numbers that an input can be, as it is delivered or made of its members."""
    return within(admitted(plan.inputs, name))


def declared(entry: InputPlan) -> Span:
    """Return the numbers in the range of an input: of one member's value where it has members."""
    return within(entry.limits)
