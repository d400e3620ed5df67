"""Two versions of a method compared: the same answers, proved; or not, by a subject.

What may differ is settled output by output, by the first of these that decides. All but the last
two serve every output at once:

1. *slicing*: an output that rests on nothing that may differ by itself is alike;
2. *composition*: a walk through both that keeps few moves apart comes to no two values;
3. *trying*: subjects of whom something differs by itself are rated by both;
4. *enumeration*: a walk that keeps many moves apart, then case by case;
5. *the solver*: z3 reads both.
"""

from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from itertools import islice

from attrs import evolve, frozen

from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Seen
from stp_rules.engine.wiring import wiring
from stp_rules.language.ruleset import Ruleset
from stp_rules.proofs.domain.lengths import too_long
from stp_rules.proofs.domain.moves import Resolution
from stp_rules.proofs.domain.ruled import UnknownRuleError, require_rules
from stp_rules.proofs.search.samples import Values
from stp_rules.proofs.search.shrinking import plain_subject
from stp_rules.proofs.versions.companies import Companies
from stp_rules.proofs.versions.counting import counts
from stp_rules.proofs.versions.meaning import Counts, Meaning, verdict
from stp_rules.proofs.versions.outputs import outputs, seen_of
from stp_rules.proofs.versions.sayings import reading
from stp_rules.proofs.versions.sides import Sides
from stp_rules.proofs.versions.trying import Trials, at_places, made
from stp_rules.proofs.versions.walking import apart, clean, clean_case_by_case, related
from stp_rules.proofs.walk.walk import Walk

GONE_THROUGH = "going through all values"
"""By what is proved that a walk, or all that a measure reads, has come to nothing that differs."""

FINER = Resolution(moves=20_000, combinations=20_000)
"""How many moves a fine walk keeps apart, and how many combinations it goes through."""

SUGGESTED = 500
"""From how many moves that a fine walk suggests subjects are tried."""


def compared(before: Ruleset, after: Ruleset, *, output: str = "", solving: bool = True) -> Meaning:
    """Tell whether two rulesets, free of problems, give every subject the same output.

    The output is the result, or the measure or named step `output`. Subjects are those that both
    can read; an input that only one has is given as well, and left out for the other. Dated
    parameters count as they stand. Without `solving` the solver z3 is not asked.
    """
    return Versions.of(before, after).compared(output, solving=solving)


@frozen(slots=False)
class Versions:
    """Two versions of a method, and all that is computed once for every output."""

    sides: Sides

    @classmethod
    def of(cls, before: Ruleset, after: Ruleset) -> "Versions":
        """Make two rulesets ready that are free of problems."""
        return cls(Sides(make_plan(before), make_plan(after)))

    @property
    def rulesets(self) -> tuple[Ruleset, Ruleset]:
        """Both rulesets."""
        return self.sides.one.ruleset, self.sides.other.ruleset

    def compared(self, output: str = "", *, solving: bool = True) -> Meaning:
        """Tell whether both give every subject the same output; without a name, the result."""
        found = self.settled(output, solving=solving)
        one, other = self.rulesets
        long = found.by != "the same rules" and any(map(too_long, self.sides.plans))
        if found.equal and (long or reading(one) != reading(other)):
            return evolve(found, equal=None)
        return found

    def settled(self, output: str, *, solving: bool) -> Meaning:
        """Settle an output, as far as the rules of both are known."""
        if not self.may_differ(output, self.sides.changed):
            return verdict(equal=True, by="the same rules")
        if self.unruled:
            return verdict(equal=None, by=self.unruled)
        found = Comparison(self, self.sides.towards(output), output).settled(solving=solving)
        if found.before is None or found.after is None:
            return found
        values = self.beside(output, found.before, found.after)
        return evolve(found, values=values, output=self.differing(output))

    def may_differ(self, output: str, names: frozenset[str]) -> bool:
        """Tell whether an output rests on any of some names; or whether it is another one now."""
        one, other = self.named(output)
        behind = (
            wiring(it).behind(name) for it, name in zip(self.sides.plans, (one, other), strict=True)
        )
        return one != other or any(not names.isdisjoint(it) for it in behind)

    def named(self, output: str) -> tuple[str, str]:
        """Return how both call an output."""
        one, other = (output or it.result for it in self.rulesets)
        return one, other

    def beside(self, output: str, before: Rating, after: Rating) -> tuple[Seen, Seen]:
        """Return the output by both."""
        one, other = self.named(output)
        return seen_of(before.measures, one), seen_of(after.measures, other)

    def differing(self, output: str) -> str:
        """The name of what differs; nothing where it is the result, and has another name now."""
        one, other = self.named(output)
        return one if one == other else ""

    @cached_property
    def unruled(self) -> str:
        """What proofs have no rule for; an empty text where there is nothing."""
        try:
            for plan in self.sides.plans:
                require_rules(plan)
        except UnknownRuleError as unknown:
            return str(unknown)
        return ""

    @cached_property
    def outputs(self) -> dict[str, tuple[str, str]]:
        """The outputs of both that may differ, and how both call them."""
        one, other = self.rulesets
        common = ["", *(name for name in outputs(one) if name in set(outputs(other)))]
        names = [it for it in common if self.may_differ(it, self.sides.differing)]
        return {name: self.named(name) for name in names}

    @cached_property
    def trials(self) -> Trials:
        """The subjects that are tried for every output."""
        return Trials.of(self.sides, self.outputs)

    @cached_property
    def companies(self) -> Companies:
        """The cohorts that are tried for every output."""
        return Companies(self.sides, self.outputs)


@frozen(slots=False)
class Comparison:
    """One output of two versions that may differ; `sides` end in it."""

    versions: Versions
    sides: Sides
    output: str

    def settled(self, *, solving: bool) -> Meaning:
        """Settle whether it does."""
        proved = self.sliced or self.composed
        if self.relative:
            equal = verdict(equal=True, by=GONE_THROUGH)
            return equal if proved else self.versions.companies.settled(self.output)
        counted = counts(self.sides)
        if proved:
            return verdict(equal=True, by=GONE_THROUGH, counts=counted)
        found = self.versions.trials.differing(self.output)
        by = "" if found else self.enumerated
        found = found or (None if by else self.suggested())
        if not (found or by):
            solved = self.solved() if solving else None
            by = "the solver z3" if solved is False else ""
            told = solved if isinstance(solved, Mapping) and self.sides.differ(solved) else None
            found = None if by else told or at_places(self.sides)
        if found:
            return self.shown(self.smallest(found), counted)
        if by:
            return verdict(equal=True, by=by, counts=counted)
        asked = "; the solver z3 does not settle it" if solving and find_spec("z3") else ""
        return verdict(equal=None, by=f"{self.tried()}{asked}")

    @property
    def relative(self) -> bool:
        """Whether either reads a cohort."""
        return any(it.parts for plan in self.sides.plans for it in plan.measures)

    # Proving

    @property
    def sliced(self) -> bool:
        """Whether the output rests on nothing that may differ by itself."""
        one, other = self.versions.named(self.output)
        return one == other and not self.sides.differing

    @property
    def composed(self) -> bool:
        """Whether a walk that keeps few moves apart comes to no two values of the output."""
        one, other = self.versions.named(self.output)
        walk = self.versions.trials.walk
        return one == other and walk is not None and clean(walk, one)

    @cached_property
    def fine(self) -> Walk | None:
        """The walk that keeps many moves apart."""
        return related(self.sides, FINER)

    @property
    def enumerated(self) -> str:
        """By what going through values shows that no two results differ; or nothing."""
        if self.fine is None:
            return ""
        if clean(self.fine, self.result):
            return GONE_THROUGH
        by_case = clean_case_by_case(self.sides, FINER)
        return f"{GONE_THROUGH}, case by case" if by_case else ""

    @property
    def result(self) -> str:
        """The result of the second, under which a walk keeps that of both."""
        return self.sides.other.ruleset.result

    def solved(self) -> Values | bool | None:
        """Ask the solver for a subject whose results differ; `False` where there is none."""
        one, other = self.sides.plans
        lenses = [plan.lenses[plan.ruleset.result] for plan in (one, other)]
        common = set(one.inputs) & set(other.inputs)
        alike = all(one.lenses[it] == other.lenses[it] for it in common)
        if lenses[0] != lenses[1] or not alike or not find_spec("z3"):
            return None
        home = import_module("stp_rules.proofs.solving.solver")
        solver = home.Solver(evolve(one, inputs=self.sides.inputs), self.sides.cells)
        same = {it.info.measure.name for it in other.measures} - self.sides.touched
        found: Values | bool | None = solver.different(other, same)
        return found

    # Trying

    def suggested(self) -> Values | None:
        """Return a subject whose results differ, of those that a fine walk suggests."""
        if self.fine is None:
            return None
        table = self.fine.tables[self.result]
        origins = (found.origin for move, found in table.items() if apart(move))
        drawn = made(self.sides.bench, islice(origins, SUGGESTED))
        return next((it for it in drawn if self.sides.differ(it)), None)

    def tried(self) -> str:
        """Say how many subjects were drawn, and how many of them were rated."""
        rated = self.versions.trials.rated
        both = sum(self.output in it.rated for it in rated)
        return f"{len(rated)} subjects were drawn, {both} of them rated by both and alike"

    def smallest(self, values: Values) -> Values:
        """Leave out, or make plain, what the difference does not rest on."""
        twice = None not in self.sides.results(values)

        def keeps(less: Values) -> bool:
            one, other = self.sides.results(less)
            return one != other and (None not in (one, other)) >= twice

        return plain_subject(self.sides.bench, values, keeps)

    def shown(self, values: Values, counted: Counts | None) -> Meaning:
        """Show a subject whose results differ."""
        sides = self.versions.sides
        given = [sides.delivered(side, values) for side in (0, 1)]
        before, after = (sides.rated(side, values, it) for side, it in enumerate(given))
        found = verdict(equal=False, by="an example", counts=counted)
        return evolve(found, before=before, after=after, given=tuple(it for it in given if it))
