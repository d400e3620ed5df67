"""Where subjects are tried: what a method makes of them, and pairs that break a promise."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice, pairwise
from random import Random

from attrs import evolve, field, frozen

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.cohort import Reference
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import Plan
from stp_rules.proofs.domain.cells import Cells
from stp_rules.proofs.domain.harms import Traces, Wrong
from stp_rules.proofs.domain.moves import Origin, Table
from stp_rules.proofs.search.delivering import showable
from stp_rules.proofs.search.drawing import Drawing, largest_need, seeded
from stp_rules.proofs.search.pairs import Pair, between
from stp_rules.proofs.search.samples import Values, ends, some_of
from stp_rules.proofs.search.tracing import Subject, Tracer
from stp_rules.readings.exact import gather

PART = Fraction(41, 99)
"""Where a step is divided: nearly in the middle, yet seldom on an edge between plain numbers."""

POOL = 150
"""How many subjects drawn at random serve all questions."""

TELLING = 12
"""How many subjects by which a question has been refuted are remembered."""

HALVINGS = 110
"""How often a step is halved, to see that what it shows comes of one value on the way.

That is far below what any method tells apart, and above where roots and logarithms are rounded.
"""


@frozen
class Bench(Drawing):
    """Where subjects are tried: a plan, and the reference beside which they stand.

    `cohort` are the subjects of whom the reference is gathered. Subjects that serve many questions
    are traced once: the `pool` drawn at random, those on `ways` from the worst to the best, and the
    `telling` ones, by which some question has been refuted.
    """

    reference: Reference
    deadline: Deadline = NEVER
    cohort: tuple[Values, ...] = ()
    tracer: Tracer = field(init=False)
    pool: list[Subject] = field(init=False, factory=list)
    ways: dict[tuple[int, int], Subject] = field(init=False, factory=dict)
    telling: list[Subject] = field(init=False, factory=list)

    @tracer.default
    def _tracer(self) -> Tracer:
        return Tracer(self.plan, self.reference)

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
        return self.tracer.trace(values)

    def retrace(self, traces: Traces, name: str, values: Values) -> Traces:
        """Compute what rests on an input of a subject who differs in it alone from one traced."""
        return self.tracer.retrace(traces, name, values)

    def traced(self, values: Values) -> Subject:
        """Return a subject with its traces."""
        return Subject(values, self.trace(values))

    def traces(self, pair: Pair) -> tuple[Traces, Traces]:
        """Compute every measure of both subjects."""
        if pair.base is None:
            before = self.trace(pair.before)
        else:
            before = self.retrace(pair.base, pair.name, pair.before)
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

        def traced(number: Fraction) -> Traces:
            return self.retrace(first, pair.name, {**pair.before, pair.name: Exact.of(number)})

        if self.jumps_at_a_cut(pair, traced, wrong):
            return True
        for _ in range(HALVINGS):
            middle = low + (high - low) * PART
            halfway = traced(middle)
            if wrong(first, halfway):
                high, last = middle, halfway
            elif wrong(halfway, last):
                low, first = middle, halfway
            else:
                return False
        return True

    def jumps_at_a_cut(
        self, pair: Pair, traced: Callable[[Fraction], Traces], wrong: Wrong
    ) -> bool:
        """Tell whether what is wrong comes about at a number that the ruleset names for an input.

        That lacks no certainty: the step to it, or from it, is as small as halving would make it.
        """
        ends = [end.fraction for end in pair.sides]
        low, high = sorted(ends)
        step = (high - low) * (1 - PART) ** HALVINGS
        for cut in sorted(self.cells.cuts(pair.name)):
            if low <= cut <= high:
                numbers = [it for it in (cut - step, cut, cut + step) if low <= it <= high]
                sides = [traced(it) for it in sorted(numbers, reverse=ends[0] > ends[1])]
                if any(wrong(*side) for side in pairwise(sides)):
                    return True
        return False

    # Pairs that may break a promise

    def concrete(self, name: str, origin: Origin, tries: int) -> Iterator[Pair]:
        """Give pairs of subjects that lie in the cells of an origin."""
        random, known = seeded(), dict(origin)
        move = known.get(name)
        for at in range(tries if move else 0):
            base = self.left_open(random, at)
            base |= {it: random.choice(some_of(found.before)) for it, found in known.items()}
            yield from islice(between(name, move, base), 2)  # type: ignore[arg-type]

    def random(self, name: str, moves: Table, tries: int) -> Iterator[Pair]:
        """Give pairs at random: some with gaps, some with all at one end."""
        random, options = seeded(), list(moves)
        for at in range(tries if options else 0):
            sides = list(ends(random.choice(options)))
            if sides:
                yield Pair.of(name, random.choice(sides), *self.base(random, at))

    def base(self, random: Random, at: int) -> tuple[Values, Traces | None]:
        """Return a subject of the pool, or draw one where the pool is no longer filled."""
        if at >= POOL:
            return self.drawn(random, at), None
        while len(self.pool) <= at:
            number = len(self.pool)
            self.pool.append(self.traced(self.drawn(seeded(number), number)))
        return self.pool[at]

    def moved_on(self, bases: Iterable[Subject], name: str, moves: Table) -> Iterator[Pair]:
        """Give pairs that make the moves of an input on subjects that have been traced."""
        for base in bases:
            for move in moves:
                yield from (Pair.of(name, sides, *base) for sides in islice(ends(move), 1))

    def beside_telling(self, name: str, moves: Table) -> Iterator[Pair]:
        """Give pairs on subjects by which a question has been refuted.

        Such a subject stands where the method turns, and other inputs often turn it there too.
        """
        return self.moved_on(reversed(self.telling), name, moves)

    def tells(self, pair: Pair) -> None:
        """Remember the subjects of a pair that has refuted a question."""
        sides = zip((pair.before, pair.after), self.traces(pair), strict=True)
        self.telling.extend(Subject(*side) for side in sides)
        del self.telling[:-TELLING]

    def subject_of(self, origin: Origin) -> Subject:
        """Return a subject whose values lie in the cells of an origin."""
        values = self.anybody(seeded(), gaps=0)
        return self.traced({**values, **{name: some_of(it.before)[-1] for name, it in origin}})

    def on_a_way(self, order: Sequence[str], number: int, at: int) -> Subject:
        """Return a subject on a way from the worst to the best, input by input in an order.

        There is one for each of the values that each input takes when its turn has come.
        """
        if (number, at) not in self.ways:
            left = at
            place = 0
            while left >= len(self.choices[order[place]]):
                left -= len(self.choices[order[place]])
                place += 1
            values = {
                name: self.choices[name][0 if here > place else -1]
                for here, name in enumerate(order)
            }
            values[order[place]] = self.choices[order[place]][left]
            self.ways[number, at] = self.traced(values)
        return self.ways[number, at]

    def found(self, pairs: Iterable[Pair], wrong: Wrong) -> Pair | None:
        """Return the first counterexample."""
        watched = self.deadline.watch(pairs)
        return next((pair for pair in watched if self.shows(pair, wrong)), None)
