"""Where subjects are tried: what a method makes of them, and pairs that break a promise."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice

from attrs import evolve, frozen

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.cohort import Reference
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import Plan
from stp_rules.engine.wiring import wiring
from stp_rules.proofs.domain.cells import Cells
from stp_rules.proofs.domain.harms import Traces, Wrong
from stp_rules.proofs.domain.moves import Origin, Table
from stp_rules.proofs.search.delivering import showable
from stp_rules.proofs.search.drawing import Drawing, largest_need, seeded
from stp_rules.proofs.search.pairs import Pair, between
from stp_rules.proofs.search.samples import Values, ends, some_of
from stp_rules.readings.exact import gather, measured, measured_anew

PART = Fraction(41, 99)
"""Where a step is divided: nearly in the middle, yet seldom on an edge between plain numbers."""

HALVINGS = 110
"""How often a step is halved, to see that what it shows comes of one value on the way.

That is far below what any method tells apart, and above where roots and logarithms are rounded.
"""


@frozen
class Bench(Drawing):
    """Where subjects are tried: a plan, and the reference beside which they stand.

    `cohort` are the subjects of whom the reference is gathered.
    """

    reference: Reference
    deadline: Deadline = NEVER
    cohort: tuple[Values, ...] = ()

    @classmethod
    def of(cls, plan: Plan, deadline: Deadline = NEVER) -> "Bench":
        """Make a bench; where a cohort is read, the reference is that of some plain subjects."""
        bench = cls(plan, Cells((plan,)), Reference(), deadline)
        if not any(measure.parts for measure in plan.measures):
            return bench
        return bench.beside(tuple(bench.company(seeded(), 11 + largest_need(plan))))

    def beside(self, cohort: tuple[Values, ...]) -> "Bench":
        """Return the same bench beside the reference of some subjects."""
        return evolve(self, reference=gather(self.plan, cohort)[0], cohort=cohort)

    # What a method makes of subjects

    def trace(self, values: Values) -> Traces:
        """Compute every measure of a subject."""
        return measured(self.plan, dict(values), self.reference)

    def retrace(self, traces: Traces, name: str, values: Values) -> Traces:
        """Compute what rests on an input of a subject who differs in it alone from one traced."""
        resting = wiring(self.plan).resting(name)
        kept = {it: found for it, found in traces.items() if it not in resting}
        return measured_anew(self.plan, dict(values), self.reference, kept)

    def traces(self, pair: Pair) -> tuple[Traces, Traces]:
        """Compute every measure of both subjects."""
        before = self.trace(pair.before)
        return before, self.retrace(before, pair.name, pair.after)

    def shows(self, pair: Pair, wrong: Wrong) -> bool:
        """Tell whether a pair is a counterexample, and can be delivered."""
        before, after = self.traces(pair)
        found = wrong(before, after) and showable(self.plan, [pair.before, pair.after])
        return found and (not wrong.abrupt or self.jumps(pair, wrong))

    def jumps(self, pair: Pair, wrong: Wrong) -> bool:
        """Tell whether what a pair shows comes about however often the step is halved.

        Only numbers can be halved; there is nothing between two categories that are next.
        """
        if not isinstance(pair.sides[0], Exact):
            return True
        low, high = (end.fraction for end in pair.sides)
        first, last = self.traces(pair)
        for _ in range(HALVINGS):
            middle = low + (high - low) * PART
            moved = {**pair.before, pair.name: Exact.of(middle)}
            halfway = self.retrace(first, pair.name, moved)
            if wrong(first, halfway):
                high, last = middle, halfway
            elif wrong(halfway, last):
                low, first = middle, halfway
            else:
                return False
        return True

    # Pairs that may break a promise

    def concrete(self, name: str, origin: Origin, tries: int) -> Iterator[Pair]:
        """Give pairs of subjects that lie in the cells of an origin."""
        random, known = seeded(), dict(origin)
        move = known.get(name)
        for at in range(tries if move else 0):
            base = self.anybody(random, gaps=0.5 if at % 2 else 0)
            base |= {it: random.choice(some_of(found.before)) for it, found in known.items()}
            yield from islice(between(name, move, base), 2)  # type: ignore[arg-type]

    def random(self, name: str, moves: Table, tries: int) -> Iterator[Pair]:
        """Give pairs at random: some with gaps, some with all at one end."""
        random, options = seeded(), list(moves)
        for at in range(tries if options else 0):
            sides = list(ends(random.choice(options)))
            base = self.drawn(random, at)
            if sides:
                yield Pair.of(name, random.choice(sides), base)

    def found(self, pairs: Iterable[Pair], wrong: Wrong) -> Pair | None:
        """Return the first counterexample."""
        watched = self.deadline.watch(pairs)
        return next((pair for pair in watched if self.shows(pair, wrong)), None)
