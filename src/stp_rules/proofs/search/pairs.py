"""Two subjects that differ in one input: found, tried with the evaluator, and made small."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import Any

from attrs import evolve, field, frozen

from stp_rules.checking.directions import directions
from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.cohort import Reference, Site
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Raw, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.figures import number_text
from stp_rules.language.kind import NUMBER
from stp_rules.language.word import Sign
from stp_rules.model import State
from stp_rules.proofs.domain.cells import Cells, admissible, declared
from stp_rules.proofs.domain.harms import Traces, Wrong
from stp_rules.proofs.domain.moves import UNKNOWN, Cell, Move, Origin, Table
from stp_rules.proofs.search.delivering import showable
from stp_rules.readings.exact import gather, measured, measured_anew
from stp_rules.readings.spans import RISING, Span, plainest

Values = Mapping[str, Raw]

MISSING = Unknown(State.MISSING, "it is missing")

SILENT = (
    Unknown(State.SUPPRESSED, "it is suppressed"),
    Unknown(State.NOT_APPLICABLE, "it is not applicable"),
)

SEED = 20170721
"""Searches go the same way every time."""


@frozen
class Pair:
    """Values of all inputs before and after; they differ in `name` alone."""

    name: str
    before: Values
    after: Values

    def upwards(self) -> "Pair":
        """Return the pair with the lower number first, where both sides are numbers."""
        one, other = self.before[self.name], self.after[self.name]
        falls = isinstance(one, Exact) and isinstance(other, Exact) and one > other
        return Pair(self.name, self.after, self.before) if falls else self


PART = Fraction(41, 99)
"""Where a step is divided: nearly in the middle, yet seldom on an edge between plain numbers."""

HALVINGS = 110
"""How often a step is halved, to see that what it shows comes of one value on the way.

That is far below what any method tells apart, and above where roots and logarithms are rounded.
"""


OTHERWISE = 0.4
"""How many of the values that are not known are not missing, where that matters."""

AT_HOME = 0.8
"""How many of a cohort are of one peer group."""


@frozen
class Bench:
    """Where subjects are tried: a plan, and the reference beside which they stand.

    `cohort` are the subjects of whom the reference is gathered.
    """

    plan: Plan
    cells: Cells
    reference: Reference
    deadline: Deadline = NEVER
    cohort: tuple[Values, ...] = ()
    choices: Mapping[str, Sequence[Raw]] = field(init=False)
    silences: Mapping[str, Sequence[Raw]] = field(init=False)

    @classmethod
    def of(cls, plan: Plan, deadline: Deadline = NEVER) -> "Bench":
        """Make a bench; where a cohort is read, the reference is that of some plain subjects."""
        bench = cls(plan, Cells((plan,)), Reference(), deadline)
        if not any(measure.parts for measure in plan.measures):
            return bench
        random = Random(SEED)  # noqa: S311 - nothing is kept secret
        return bench.beside(tuple(bench.company(random, 11 + largest_need(plan))))

    def beside(self, cohort: tuple[Values, ...]) -> "Bench":
        """Return the same bench beside the reference of some subjects."""
        return evolve(self, reference=gather(self.plan, cohort)[0], cohort=cohort)

    @silences.default
    def _silences(self) -> dict[str, Sequence[Raw]]:
        apart = {name: self.cells.unknown(name) for name in self.plan.inputs}
        return {name: [it for it in SILENT if UNKNOWN[it.state] in apart[name]] for name in apart}

    @choices.default
    def _choices(self) -> dict[str, Sequence[Raw]]:
        signs = directions(self.plan.ruleset)
        return {name: self.values(name, signs.get(name, 0)) for name in self.plan.inputs}

    def values(self, name: str, sign: Sign) -> list[Raw]:
        """Return some values of an input from each of its cells, the worst first if any is."""
        found = [raw for cell in self.cells.known(name) for raw in some_of(cell)]
        falling = bool(self.plan.inputs[name].lens.categories)
        return found[::-1] if (sign < 0) is not falling else found

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
        ends: Any = pair.before[pair.name], pair.after[pair.name]
        if not isinstance(ends[0], Exact):
            return True
        low, high = (end.fraction for end in ends)
        first, last = self.traces(pair)
        for _ in range(HALVINGS):
            middle = low + (high - low) * PART
            moved = {**pair.before, pair.name: Exact.of(middle)}
            between = self.retrace(first, pair.name, moved)
            if wrong(first, between):
                high, last = middle, between
            elif wrong(between, last):
                low, first = middle, between
            else:
                return False
        return True

    def anybody(self, random: Random, gaps: float = 0.15) -> dict[str, Raw]:
        """Draw a subject."""
        return {
            name: self.silence(name, random) if random.random() < gaps else random.choice(choices)
            for name, choices in self.choices.items()
        }

    def silence(self, name: str, random: Random) -> Raw:
        """Draw how a value is not known: mostly missing, else in a state that is told apart."""
        apart = self.silences[name]
        return random.choice(apart) if apart and random.random() < OTHERWISE else missing()

    def somebody(self, random: Random) -> dict[str, Raw]:
        """Draw a subject without gaps, whose numbers do not lie at the ends."""
        found = self.anybody(random, gaps=0)
        for name, entry in self.plan.inputs.items():
            if entry.lens.kind == NUMBER:
                span = declared(entry).meet(admissible(self.plan, name))
                low, high = span.samples()[0], span.samples()[-1]
                found[name] = Exact.of(low + (high - low) * Fraction(random.randint(1, 99), 100))
        return found

    def company(self, random: Random, size: int) -> list[dict[str, Raw]]:
        """Draw a cohort of subjects without gaps, most of them in the peer group of the first."""
        first, *others = (self.somebody(random) for _ in range(size))
        home = {name: first[name] for name in peers(self.plan)}
        return [first, *(it | home if random.random() < AT_HOME else it for it in others)]

    # Searching

    def concrete(self, name: str, origin: Origin, tries: int) -> Iterator[Pair]:
        """Give pairs of subjects that lie in the cells of an origin."""
        random = Random(SEED)  # noqa: S311 - nothing is kept secret
        known = dict(origin)
        move = known.get(name)
        for at in range(tries if move else 0):
            base = self.anybody(random, gaps=0.5 if at % 2 else 0)
            base |= {it: random.choice(some_of(found.before)) for it, found in known.items()}
            yield from islice(self.between(name, move, base), 2)  # type: ignore[arg-type]

    def between(self, name: str, move: Move, base: Values) -> Iterator[Pair]:
        """Give pairs on one base that make a move."""
        return (_pair(name, ends, base) for ends in _ends(move))

    def random(self, name: str, moves: Table, tries: int) -> Iterator[Pair]:
        """Give pairs at random: some with gaps, some with all at one end."""
        random = Random(SEED)  # noqa: S311 - nothing is kept secret
        options = list(moves)
        for at in range(tries if options else 0):
            ends = list(_ends(random.choice(options)))
            base = self.drawn(random, at)
            if ends:
                yield _pair(name, random.choice(ends), base)

    def drawn(self, random: Random, at: int) -> dict[str, Raw]:
        """Draw subjects of several sorts in turn: at or near one end, without gaps, and with."""
        return self.corner(random) if at % 2 == 0 else self.anybody(random, (at % 3) * 0.2)

    def corner(self, random: Random) -> dict[str, Raw]:
        """Draw a subject all of whose values but a few are the worst, or the best, or missing."""
        end, gaps = random.choice((0, -1)), random.choice((0.0, 0.0, 0.9))
        away = random.sample(list(self.choices), min(random.randrange(4), len(self.choices)))
        return {
            name: random.choice(choices)
            if name in away
            else self.silence(name, random)
            if random.random() < gaps
            else choices[end]
            for name, choices in self.choices.items()
        }

    def found(self, pairs: Iterable[Pair], wrong: Wrong) -> Pair | None:
        """Return the first counterexample."""
        watched = self.deadline.watch(pairs)
        return next((pair for pair in watched if self.shows(pair, wrong)), None)

    # Making small

    def smallest(self, pair: Pair, moves: Table, wrong: Wrong) -> Pair:
        """Return a pair with as little in it as can be: few values, plain, and close together.

        It stays as it is from when the deadline has passed.
        """
        smaller = self.smaller(pair, moves, wrong)
        while smaller != pair:
            pair, smaller = smaller, self.smaller(smaller, moves, wrong)
        return pair

    def beside_fewer(self, pair: Pair, wrong: Wrong) -> "Bench":
        """Return the bench beside as few and as plain subjects as keep what a pair shows."""
        bench = self
        for at in self.deadline.soft(reversed(range(len(self.cohort)))):
            less = bench.beside((*bench.cohort[:at], *bench.cohort[at + 1 :]))
            if less.cohort and less.shows(pair, wrong):
                bench = less
        for at in self.deadline.soft(range(len(bench.cohort))):
            bench = bench.beside_plainer(pair, wrong, at)
        return bench

    def beside_plainer(self, pair: Pair, wrong: Wrong, at: int) -> "Bench":
        """Put plain values in place of those of one subject of the cohort."""
        bench = self

        def beside(values: Values) -> Bench:
            return bench.beside((*bench.cohort[:at], values, *bench.cohort[at + 1 :]))

        plain = self.simplified(self.cohort[at], lambda less: beside(less).shows(pair, wrong))
        return beside(plain)

    def smaller(self, pair: Pair, moves: Table, wrong: Wrong) -> Pair:
        """Go once through all inputs, the one that moves at last."""
        for name in self.deadline.soft(self.plan.inputs):
            if name != pair.name:
                pair = self.plainer(pair, name, wrong)
        for move in self.deadline.soft(moves):
            base = pair.before
            for other in self.between(pair.name, move, base):
                if _size(other) < _size(pair) and self.shows(other, wrong):
                    pair = other
        fewest = FINE_STEP if wrong.abrupt else 0
        plainer = (it for it in self.around(pair, fewest) if _size(it)[0] < _size(pair)[0])
        return next((it for it in plainer if self.shows(it, wrong)), pair)

    def around(self, pair: Pair, fewest: int) -> Iterator[Pair]:
        """Give pairs with the decimals next to both values, the fewest decimals first."""
        ends: Any = pair.before[pair.name], pair.after[pair.name]
        if not all(isinstance(it, Exact) for it in ends):
            return
        low, high = sorted(it.fraction for it in ends)
        span = admissible(self.plan, pair.name)
        for unit in (10**digits for digits in range(fewest, DECIMALS + 1)):
            outer = Fraction(low * unit // 1, unit), Fraction(-(-high * unit // 1), unit)
            if all(it in span for it in outer):
                first, last = outer if ends[0].fraction == low else outer[::-1]
                before = {**pair.before, pair.name: Exact.of(first)}
                yield Pair(pair.name, before, {**pair.after, pair.name: Exact.of(last)})

    def plainer(self, pair: Pair, name: str, wrong: Wrong) -> Pair:
        """Put the plainest value of one input in place of the one that both subjects have."""
        for raw in self.plain(name, pair.before[name]):
            if raw == pair.before[name]:
                return pair
            other = Pair(pair.name, {**pair.before, name: raw}, {**pair.after, name: raw})
            if self.shows(other, wrong):
                return other
        return pair

    def simplified(self, values: Values, keeps: Callable[[Values], bool]) -> Values:
        """Put the plainest value of each input that keeps what a subject shows."""
        for name in self.choices:
            for raw in self.plain(name, values[name]):
                less = {**values, name: raw}
                if raw == values[name] or keeps(less):
                    values = less
                    break
        return values

    def plain(self, name: str, now: Raw) -> list[Raw]:
        """Return values to put in place of one, the plainest first: missing, then by their digits.

        They are the choices of the input, and what the number is when it is rounded.
        """
        values = [*self.choices[name], *self.rounded(name, now)]
        return [missing(), *sorted(values, key=plainness)]

    def rounded(self, name: str, now: Raw) -> list[Raw]:
        """Return a number rounded to few decimals, as far as the input allows that."""
        if not isinstance(now, Exact):
            return []
        numbers = {Fraction(round(now.fraction, digits)) for digits in range(4)}
        return [Exact.of(it) for it in numbers if it in admissible(self.plan, name)]


def _ends(move: Move) -> Iterator[tuple[Raw, Raw]]:
    """Give values of an input before and after a move."""
    for before, after in product(some_of(move.before), some_of(move.after)):
        if goes(move, before, after):
            yield before, after
    if move.before == move.after and isinstance(move.before, Span) and move.by:
        step = _small(move)
        for before in some_of(move.before):
            after = Exact.of(before.fraction + step)
            if goes(move, before, after) and after.fraction in move.before:
                yield before, after


def _pair(name: str, ends: tuple[Raw, Raw], base: Values) -> Pair:
    return Pair(name, {**base, name: ends[0]}, {**base, name: ends[1]})


def largest_need(plan: Plan) -> int:
    """Return how many subjects with a value the steps of a plan need in their cohort."""
    return max((site.need for site in _sites(plan)), default=1)


def peers(plan: Plan) -> list[str]:
    """Return the inputs from which a peer group comes."""
    named = [site.within for site in _sites(plan) if site.within]
    behind = set().union(*(wiring(plan).behind(name) for name in named))
    return [name for name in plan.inputs if name in behind]


def _sites(plan: Plan) -> list[Site]:
    return [part.site for measure in plan.measures for part in measure.parts]


def missing() -> Unknown:
    """Return what stands for a value that is not reported."""
    return MISSING


def some_of(cell: Cell) -> list[Raw]:
    """Return a few values of a cell."""
    return [Exact.of(it) for it in cell.samples()] if isinstance(cell, Span) else [cell]


def goes(move: Move, before: Raw, after: Raw) -> bool:
    """Tell whether two values lie as far apart as a move says."""
    if move.by is None:
        return True
    return after.fraction - before.fraction in move.by


def _small(move: Move) -> Fraction:
    """Return a small step in the direction of a move, upwards where it may go both ways."""
    by: Any = move.by
    upwards = by.meet(RISING)
    if upwards.high <= 0:
        return -plainest(*_inner(-by))
    least, most = _inner(upwards)
    return plainest(least or most / 2, most)


def _inner(span: Span) -> tuple[Fraction, Fraction]:
    samples = span.samples()
    return samples[0], samples[-1]


FINE_STEP, DECIMALS = 6, 12
"""How many decimals stand for a number that has more, or no end: at least so many in a step that
should be seen to be small, and so many at the most."""

LAST_OF_ALL = 10_000
"""More digits than any number has that is tried."""


def plainness(raw: Raw) -> tuple[int, Any]:
    """Order values: the fewer digits the plainer; a quotient, which no table holds, comes last."""
    if isinstance(raw, Exact):
        number, text = raw.fraction, number_text(raw.fraction)
        return len(text) + LAST_OF_ALL * ("/" in text), abs(number)
    return 0, 0


def _size(pair: Pair) -> tuple[int, Any]:
    """Order pairs by how far apart and how plain the two values are."""
    before, after = pair.before[pair.name], pair.after[pair.name]
    digits = plainness(before)[0] + plainness(after)[0]
    if isinstance(before, Exact) and isinstance(after, Exact):
        return digits, abs(after.fraction - before.fraction)
    if type(before) is int and type(after) is int:
        return digits, abs(after - before)
    return digits, plainness(before)[1]
