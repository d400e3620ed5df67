"""Which subjects lie exactly on an edge, and how far each is from another rating."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from stp_rules.analysis.meetings import is_numbered
from stp_rules.analysis.nearest import Moving, Turn
from stp_rules.analysis.standing import Standing
from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.plan import MeasurePlan, StepPlan
from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import Raw, Seen, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.language.kind import BOOLEAN
from stp_rules.paths import Path


@frozen
class OnLine:
    """A subject whose value lies exactly on the edge of a band, or on a cut point of the cohort."""

    path: Path
    measure: str
    edge: Fraction
    cut: bool = False


@frozen
class OneStep:
    """An input that gives another result if it alone moves so far, the cohort as it stands.

    `to` is the nearest number, or category, for that. Where it is `reached` the result is the other
    one there already, else just beyond it. A number that is not `exact` lies beyond the true one,
    which is no quotient of short numbers, by a part of 10 to the -15 of the distance. Where it is
    `higher`, it lies above the value, or is the value itself and what counts is above; a category
    that is higher stands behind, nearer the worst.
    """

    name: str
    value: Seen
    to: Seen
    result: Seen
    higher: bool
    reached: bool = True
    exact: bool = True
    places: int = 1

    @property
    def distance(self) -> Fraction:
        """How far that is: of numbers their difference, of categories the places between."""
        if isinstance(self.to, Fraction) and isinstance(self.value, Fraction):
            return abs(self.to - self.value)
        return Fraction(self.places)


@frozen
class Near:
    """A subject, and an input that would give it another result.

    `part` is the distance as a part of what the input ranges over among the subjects, of categories
    as a part of the scale: by it, steps of different inputs can be put in order.
    """

    rating: Rating
    step: OneStep
    part: Fraction


@frozen
class Nearness:
    """What was found of some subjects: who lies on a line, and the steps, the nearest first.

    `late` are the subjects that time ran out for.
    """

    lines: tuple[tuple[Rating, OnLine], ...]
    steps: tuple[Near, ...]
    late: tuple[Rating, ...] = ()


def nearness(ratings: Sequence[Rating], deadline: Deadline = NEVER) -> Nearness:
    """Return who lies on a line, and what would change each rating, the nearest first."""
    looked = [(rating, one_step(rating)) for rating in deadline.soft(ratings)]
    lines = [(rating, line) for rating, _ in looked for line in on_lines(rating)]
    spread = _spread(ratings)
    steps = [Near(it, step, _part(it, step, spread)) for it, found in looked for step in found]
    return Nearness(
        tuple(lines),
        tuple(sorted(steps, key=lambda near: near.part)),
        tuple(ratings[len(looked) :]),
    )


def _spread(ratings: Iterable[Rating]) -> dict[str, Fraction]:
    """Return how far the numbers of each input lie apart among the subjects."""
    found: dict[str, list[Fraction]] = {}
    for rating in ratings:
        for name, value in rating.inputs.items():
            if isinstance(value, Fraction):
                found.setdefault(name, []).append(value)
    return {name: max(values) - min(values) for name, values in found.items()}


def _part(rating: Rating, step: OneStep, spread: dict[str, Fraction]) -> Fraction:
    if isinstance(step.value, Fraction):
        whole = spread[step.name] or abs(step.value)
    else:
        whole = Fraction(max(len(rating.lenses[step.name].categories) - 1, 1))
    return step.distance / (whole or 1)


def on_lines(rating: Rating) -> list[OnLine]:
    """Return every edge, and every cut point of the cohort, on which a value lies exactly.

    The number of a quantile band or a cluster says nothing of how near its cuts are, and is on no
    edge.
    """
    standing = Standing.of(rating)
    return [
        found
        for measured in rating.measures.values()
        for found in _on_lines(standing, standing.planned(measured), measured)
    ]


def _on_lines(standing: Standing, plan: MeasurePlan, measured: Measured) -> Iterator[OnLine]:
    for at, (step, traced) in enumerate(zip(plan.steps, measured.steps, strict=True)):
        path = step.info.path / step.info.word
        if not is_numbered(standing.plan, plan, at):
            for position, (edges, _) in enumerate(step.info.bands):
                on = [edge for edge in edges if traced.before == edge]
                yield from (OnLine(path / position, measured.name, edge) for edge in on)
        if traced.raw_before in cuts_of(standing, step) and isinstance(traced.before, Fraction):
            yield OnLine(path, measured.name, traced.before, cut=True)


def cuts_of(standing: Standing, step: StepPlan) -> Sequence[Raw]:
    """Return the cut points of the cohort that a step reads for a subject; none for most steps."""
    if step.site is None or not step.args.parts():
        return ()
    summary = standing.beside.summary(step.site, standing.values)
    return () if isinstance(summary, Unknown) else summary.cuts


def one_step(rating: Rating) -> list[OneStep]:
    """Return for every input the nearest values, down and up, that would change the result.

    All else is held, and the cohort stays as it is. A result that is a number is changed where it
    jumps, and not where it moves with the input. A subject whose inputs were refused, or that is
    not rated, has none.
    """
    if not rating.rated:
        return []
    standing = Standing.of(rating)
    behind = wiring(standing.plan).behind(rating.ruleset.result)
    names = [name for name in rating.raw_inputs if name in behind]
    return [step for name in names for step in _steps(rating, standing, name)]


def _steps(rating: Rating, standing: Standing, name: str) -> Iterator[OneStep]:
    result, lens = rating.ruleset.result, rating.lenses[name]
    moving = Moving.of(standing, name, result)
    course = moving.course(lambda trace: trace.values[result])
    if course:
        for turn in course.turns():
            yield _turned(rating, name, turn)
    elif lens.categories or lens.kind == BOOLEAN:
        yield from _chosen(rating, moving)


def _turned(rating: Rating, name: str, turn: Turn) -> OneStep:
    result = rating.lenses[rating.ruleset.result].seen(turn.trace.values[rating.ruleset.result])
    value = rating.lenses[name].seen(rating.raw_inputs[name])
    return OneStep(name, value, turn.at, result, turn.higher, turn.reached, turn.exact)


def _chosen(rating: Rating, moving: Moving) -> Iterator[OneStep]:
    """Give the nearest category on either side, or the other truth."""
    lens, result = rating.lenses[moving.name], rating.lenses[rating.ruleset.result]
    now, values = moving.now, list(range(len(lens.categories))) or [False, True]
    if isinstance(now, Unknown):
        return
    at = values.index(now)
    for higher, side in enumerate((values[:at][::-1], values[at + 1 :])):
        for places, raw in enumerate(side, 1):
            found = result.seen(moving.trace(raw).values[rating.ruleset.result])
            if found != rating.value:
                ends = lens.seen(now), lens.seen(raw), found
                yield OneStep(moving.name, *ends, higher=bool(higher), places=places)
                break
