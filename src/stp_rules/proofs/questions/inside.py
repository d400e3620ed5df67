"""Inside a cohort that the subject itself shifts: does a better input ever hurt who has it?

Here a value moves those of others: a mean rises, a spread widens, a rank is lost. So what is known
of a measure is how the value of the subject moves, and how those of all others do.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.kind import NUMBER
from stp_rules.language.word import trend
from stp_rules.language.words.cohort.min_max import MinMax
from stp_rules.language.words.cohort.percentile import Percentile
from stp_rules.language.words.cohort.quantile_bands import QuantileBands
from stp_rules.language.words.cohort.rank import Rank
from stp_rules.language.words.cohort.z_score import ZScore
from stp_rules.proofs.domain.cells import admissible
from stp_rules.proofs.domain.harms import Question
from stp_rules.proofs.domain.moves import COARSE, Move, Table
from stp_rules.proofs.domain.stretches import signed
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.search.delivering import whole
from stp_rules.proofs.search.drawing import largest_need, seeded
from stp_rules.proofs.search.samples import Values, missing
from stp_rules.proofs.search.shrinking import fewer, plainest
from stp_rules.proofs.walk.relative import apart, shifted
from stp_rules.proofs.walk.walk import Relate, Walk
from stp_rules.readings.exact import gather
from stp_rules.readings.spans import ZERO, Span

Way = Span | None
"""How a value moves: `ZERO`, `RISING`, `FALLING`, or `None` where that is not known."""

TRIES = 1_500
"""How many cohorts are tried."""

_WHOLE = tuple(range(-10, 11))
MOSTLY = 0.7
"""How often a number is a small whole one."""


@frozen
class Cohorts:
    """The same question put to subjects that are rated together."""

    prover: Prover

    def harmless(self, question: Question) -> bool:
        """Tell whether a better input is shown never to hurt, by how each step moves values."""
        plan = self.prover.plan
        rest = self.prover.still(COARSE).tables
        resting = self.prover.wires.resting(question.name)
        ways: dict[str, tuple[Way, Way]] = {}
        deadline = self.prover.deadline
        moving = {**rest, question.name: question.moves}
        own = Walk(COARSE, moving, beside=_by(ways, 0), deadline=deadline)
        others = Walk(COARSE, dict(rest), beside=_by(ways, 1), deadline=deadline)
        for measure in (it for it in plan.measures if it.info.measure.name in resting):
            for step in measure.steps:
                if step.site:
                    before = _way(measure, step, own), _way(measure, step, others)
                    ways[step.site.address] = _after(step, *before)
            own.measure(measure, measure)
            others.measure(measure, measure)
        return not _fills(plan) and self.prover.clean(question, own)

    def found(self, question: Question, tries: int = TRIES) -> "Shifted | None":
        """Look for a cohort in which a subject is hurt."""
        random = seeded()
        for _ in self.prover.deadline.watch(range(tries)):
            shifted_ = self.draw(question, random)
            if shifted_ and self.shows(question, shifted_):
                return self.smallest(question, shifted_)
        return None

    def draw(self, question: Question, random: Random) -> "Shifted | None":
        """Draw a small cohort, and a better value for its first subject."""
        size = random.choice((1, 2, 2, 3)) + largest_need(self.prover.plan)
        cohort = [self.subject(random) for _ in range(size)]
        values = [self.value(question.name, random) for _ in range(2)]
        for before, after in (values, values[::-1]):
            if _goes(question, before, after):
                first = {**cohort[0], question.name: before}
                return Shifted(question.name, after, (first, *cohort[1:]))
        return None

    def subject(self, random: Random) -> dict[str, Raw]:
        """Draw one subject of a cohort."""
        gap = random.choice((0, 0, 0, 0.1))
        names = self.prover.plan.inputs
        return {
            name: missing() if random.random() < gap else self.value(name, random) for name in names
        }

    def value(self, name: str, random: Random) -> Raw:
        """Draw a value: of a number mostly a small whole one."""
        entry = self.prover.plan.inputs[name]
        whole = random.choice(_WHOLE)
        if (
            entry.lens.kind == NUMBER
            and random.random() < MOSTLY
            and Fraction(whole) in admissible(self.prover.plan, name)
        ):
            return Exact(whole)
        return random.choice(self.prover.bench.choices[name])

    def shows(self, question: Question, shifted_: "Shifted") -> bool:
        """Tell whether the first subject is hurt."""
        plan = self.prover.plan
        before = gather(plan, shifted_.before)[1][0]
        found = question.wrong(before, gather(plan, shifted_.after)[1][0])
        return found and all(whole(plan, values) for values in (*shifted_.before, *shifted_.after))

    def smallest(self, question: Question, shifted_: "Shifted") -> "Shifted":
        """Leave out subjects, and put plainer values, as long as the first is still hurt."""
        first, *others = shifted_.before

        def with_it(*cohort: Values) -> Shifted:
            return evolve(shifted_, before=cohort)

        rest = fewer(others, lambda less: self.shows(question, with_it(first, *less)), least=0)
        shifted_ = with_it(first, *rest)
        for position in range(len(shifted_.before)):
            for name in self.prover.plan.inputs:
                shifted_ = self.plainer(question, shifted_, position, name)
        return shifted_

    def plainer(self, question: Question, old: "Shifted", position: int, name: str) -> "Shifted":
        """Put the plainest value that will do in one place."""
        if position == 0 and name == question.name:
            return old
        entry, span = self.prover.plan.inputs[name], admissible(self.prover.plan, name)
        whole = [Exact(it) for it in (0, 1, 2, 3) if Fraction(it) in span]
        options = whole if entry.lens.kind == NUMBER else self.prover.bench.choices[name][:1]

        def with_it(raw: Raw) -> Shifted:
            changed = {**old.before[position], name: raw}
            return evolve(
                old, before=(*old.before[:position], changed, *old.before[position + 1 :])
            )

        now = old.before[position][name]
        return with_it(plainest(options, now, lambda it: self.shows(question, with_it(it))))


@frozen
class Shifted:
    """A cohort, and the better value that its first subject then has."""

    name: str
    better: Raw
    before: tuple[Values, ...]

    @property
    def after(self) -> tuple[Values, ...]:
        """The cohort in which the first subject is better."""
        first = {**self.before[0], self.name: self.better}
        return (first, *self.before[1:])


def _goes(question: Question, before: Raw, after: Raw) -> bool:
    """Tell whether one value is better than another as the moves of a question say."""
    if before == after:
        return False
    if not isinstance(after, Exact):
        return any((move.before, move.after) == (before, after) for move in question.moves)
    apart = after.fraction - before.fraction
    return any(move.by is not None and apart in move.by for move in question.moves)


def _fills(plan: Plan) -> bool:
    """Tell whether anything is filled with a mean of the cohort, which a better value shifts."""
    gathered = sum(len(it.parts) for it in plan.measures)
    return gathered > sum(1 for it in plan.measures for step in it.steps if step.site)


def _by(ways: Mapping[str, tuple[Way, Way]], side: int) -> Relate:
    """Return how a walk takes a cohort step: the value after it moves in a way that is known."""

    def beside(step: StepPlan, move: Move, _: Mapping[str, Table]) -> Iterator[Move]:
        site: Any = step.site
        changing = isinstance(step.args, MinMax | ZScore) or bool(site.tie_break)
        return shifted(step, move, ways[site.address][side], comes_and_goes=changing)

    return beside


def _way(measure: MeasurePlan, step: StepPlan, walk: Walk) -> Way:
    """Return how values move before a cohort step reads them, with what breaks their ties."""
    site: Any = step.site
    before = walk.before(measure, measure.steps.index(step))
    moves = [signed_by(move, site.sign) for move in before]
    for name, sign in site.tie_break:
        moves += [signed_by(move, sign) for move in walk.tables[name]]
    if site.within:
        moves += [ZERO if move.still else None for move in walk.tables[site.within]]
    return joined(moves)


def signed_by(move: Move, sign: int) -> Way:
    """Return which way a value goes; knowing it only before or only after is not known."""
    if isinstance(move.before, Unknown) and isinstance(move.after, Unknown):
        return ZERO
    by = apart(move)
    return ZERO if by == ZERO else signed(by, sign)


def joined(ways: Sequence[Way]) -> Way:
    """Return the way that all go."""
    found = {way for way in ways if way != ZERO}
    if not found:
        return ZERO
    return found.pop() if len(found) == 1 else None


def _after(step: StepPlan, own: Way, others: Way) -> tuple[Way, Way]:
    """Return how the value of the subject, and those of others, move by a cohort step.

    A rank, a percentile, a band between quantiles and a place between the extremes rise with the
    value where no other rises; all others then fall or stay, unless they moved before. A z-score
    rises with the value where no other moves: with d the distance from the mean of the n - 1
    others and v their variance, it is proportional to d / sqrt(v + d * d / n). A dense rank rises
    where no other moves, for the different values above it are then among those that were. A dense
    percentile rises too: one more value below of one more in all is no less a share. Those of
    others may rise or fall with how many values there are.
    """
    args: Any = step.args
    if own == ZERO and others == ZERO:
        return ZERO, ZERO
    if (
        own is None
        or others is None
        or own == others
        or (isinstance(args, ZScore) and others != ZERO)
    ):
        return None, None
    if not isinstance(args, Rank | Percentile | QuantileBands | MinMax | ZScore):
        return None, None
    if getattr(args, "ties", "") == "dense":
        return (own if isinstance(args, Rank | Percentile) and others == ZERO else None), None
    way = own if own != ZERO else -others
    if isinstance(args, MinMax) and trend([args.low, args.high]) < 0:
        way = -way
    alone = others == ZERO and not isinstance(args, ZScore)
    return way, -way if alone else None
