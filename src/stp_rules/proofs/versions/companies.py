"""Cohorts tried on two versions: drawn whole, and rated once for whichever output is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count

from attrs import evolve, field, frozen

from stp_rules.engine.result import Measured, Rating
from stp_rules.proofs.search.cohorts import COHORTS, Cohort, cohorts
from stp_rules.proofs.search.delivering import Given
from stp_rules.proofs.search.shrinking import fewer, plain_cohort
from stp_rules.proofs.versions.meaning import Meaning, verdict
from stp_rules.proofs.versions.sides import Sides, known
from stp_rules.readings.exact import gather

Traces = Sequence[Mapping[str, Measured]]


@frozen
class Outcome:
    """What came of a cohort: which subject differs, if any, and how many have both results."""

    differs: int | None
    rated: int


@frozen(slots=False)
class Companies:
    """Cohorts, rated when they are first asked for.

    `outputs` are the names that may differ, each as it is called by the first and by the second.
    """

    sides: Sides
    outputs: dict[str, tuple[str, str]]
    rated: list[tuple[Cohort, dict[str, Outcome]]] = field(init=False, factory=list)

    def settled(self, output: str) -> Meaning:
        """Settle an output of subjects who stand beside each other, as far as examples do."""
        rated = 0
        for cohort, outcomes in self.companies():
            if outcomes[output].differs is not None:
                return self.shown(cohort, output)
            rated += outcomes[output].rated
        tried = f"{COHORTS} cohorts were drawn, {rated} of their subjects rated by both and alike"
        return verdict(equal=None, by=tried)

    def companies(self) -> Iterator[tuple[Cohort, dict[str, Outcome]]]:
        """Give all cohorts, those first that have been rated already."""
        for at in count():
            if at == len(self.rated):
                cohort = next(self.drawn, None)
                if cohort is None:
                    return
                traces = self.traced(cohort)
                self.rated.append((cohort, {it: self.outcome(traces, it) for it in self.outputs}))
            yield self.rated[at]

    @cached_property
    def drawn(self) -> Iterator[Cohort]:
        """The cohorts that are not rated yet."""
        return cohorts(self.sides.bench)

    def traced(self, cohort: Cohort) -> tuple[Traces, Traces]:
        """Compute every measure of a cohort by both."""
        one, other = (
            gather(plan, [self.sides.held(side, values) for values in cohort])[1]
            for side, plan in enumerate(self.sides.plans)
        )
        return one, other

    def outcome(self, traces: tuple[Traces, Traces], output: str) -> Outcome:
        """Tell who differs; a subject that has both results tells more than one with one."""
        one, other = self.outputs[output]
        pairs = [(known(a, one), known(b, other)) for a, b in zip(*traces, strict=True)]
        both = [at for at, pair in enumerate(pairs) if None not in pair]
        differing = [at for at, (mine, theirs) in enumerate(pairs) if mine != theirs]
        chosen = next((at for at in differing if at in both), differing[0] if differing else None)
        return Outcome(chosen, len(both))

    def differs(self, cohort: Cohort, output: str) -> int | None:
        """Return the subject of a cohort who differs, if any does."""
        return self.outcome(self.traced(cohort), output).differs

    # Showing

    def shown(self, cohort: Cohort, output: str) -> Meaning:
        """Show a cohort in which a subject's results differ, as small as it can be."""
        small = self.smallest(cohort, output)
        given = [Given(tuple(self.sides.given(side, it) for it in small)) for side in (0, 1)]
        plans = self.sides.plans
        sides = [it.rated(plan.ruleset) for it, plan in zip(given, plans, strict=True)]
        pairs: tuple[tuple[Rating, Rating], ...] = tuple(zip(*sides, strict=True))
        before, after = pairs[self.differs(small, output) or 0]
        found = verdict(equal=False, by="an example")
        return evolve(found, before=before, after=after, cohort=pairs, given=tuple(given))

    def smallest(self, cohort: Cohort, output: str) -> Cohort:
        """Leave out subjects, then what is known of them, as long as results differ."""

        def keeps(less: Cohort) -> bool:
            return self.differs(less, output) is not None

        return plain_cohort(self.sides.bench, fewer(cohort, keeps), keeps)
