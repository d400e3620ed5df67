"""Which edges of bands are met exactly by a value that can come about."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import define, frozen

from stp_rules.deadline import NEVER, Deadline, OutOfTimeError
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan, make_plan
from stp_rules.engine.sources import FromSource
from stp_rules.engine.wiring import wiring
from stp_rules.language.ruleset import Ruleset
from stp_rules.paths import Path
from stp_rules.proofs.domain.cells import Cells
from stp_rules.proofs.domain.moves import FINE, Found, Move, Table, still
from stp_rules.proofs.domain.ruled import UnknownRuleError, require_rules
from stp_rules.proofs.walk.walk import Walk, constants
from stp_rules.readings.spans import Span, endless


@frozen
class Meeting:
    """An edge that a value may lie on: the band that owns it, and the edge.

    `measure` is the measure whose value is put into bands. `of` tells how many different values it
    can have; it is `None` where they were not told apart, as they are without gaps or too many.
    Then the edge lies among them, and it is not certain that one of them is the edge.
    """

    path: Path
    measure: str
    edge: Fraction
    of: int | None


@frozen
class Meetings:
    """What became of the edges of a ruleset.

    `found` are those that are met or may be, in the order of the measures. `numbered` are the
    measures that put the number of a quantile band or of a cluster into bands, which says nothing
    of how near its cuts are. `late` are those that time ran out for. `unknown` says what stands in
    the way of looking at all: something in the ruleset of which proofs know nothing.
    """

    found: tuple[Meeting, ...]
    numbered: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    unknown: str = ""


def meetings(ruleset: Ruleset, deadline: Deadline = NEVER) -> Meetings:
    """Return every edge that a reachable value meets exactly, or may meet.

    An edge that is not among them is met by nobody, unless its measure is `numbered` or `late`. A
    value counts as reachable where each name that it is made of can have its part, though two that
    rest on one input may not have them together.
    """
    plan = make_plan(ruleset)
    try:
        require_rules(plan)
    except UnknownRuleError as unknown:
        return Meetings((), unknown=str(unknown))
    cells = Cells((plan,))
    tables = {name: cells.table(name) for name in plan.inputs}
    walk = _Multiples(FINE, {**constants((plan, plan)), **tables}, deadline=deadline)
    found: list[Meeting] = []
    numbered, late = [], []
    for measure in plan.measures:
        name = measure.info.measure.name
        try:
            walk.measure(measure, measure)
            found += _meetings(walk, plan, measure)
        except OutOfTimeError:
            late += [name] * any(step.ranked for step in measure.steps)
        numbered += [name] * any(is_numbered(plan, measure, at) for at in _banded(measure))
    return Meetings(tuple(found), tuple(numbered), tuple(late))


def is_numbered(plan: Plan, measure: MeasurePlan, at: int) -> bool:
    """Tell whether the value before a step is made of the number of a quantile band or a cluster.

    It is where only steps stand between, and no other value has a part in it.
    """
    if any(step.args.parts() for step in measure.steps[:at]):
        return True
    source = measure.source
    made = wiring(plan).made(source.args.name) if isinstance(source, FromSource) else None
    return made is not None and is_numbered(plan, *made)


def _banded(measure: MeasurePlan) -> Iterator[int]:
    """Give the positions of the steps that put numbers into bands."""
    return (at for at, step in enumerate(measure.steps) if step.ranked)


@define
class _Multiples(Walk):
    """A walk in which the numbers after a rounding are told apart where they are not too many."""

    def step(self, one: StepPlan, other: StepPlan, table: Table) -> Iterator[tuple[Move, Found]]:
        """Give the moves after a step."""
        for move, found in super().step(one, other, table):
            apart = _multiples(one, move, self.resolution.moves)
            yield from ((it, found) for it in self.deadline.watch(apart))


def _multiples(step: StepPlan, move: Move, most: int) -> list[Move]:
    """Return a move for each multiple in what a rounding gives, or the move as it is."""
    span, unit = move.before, step.args.unit()
    if not unit or not isinstance(span, Span) or span.point:
        return [move]
    if endless(span.low) or endless(span.high) or (span.high - span.low) / unit >= most:
        return [move]
    first, last = -(-Fraction(span.low) // unit), Fraction(span.high) // unit
    points = (Span.at(unit * at) for at in range(first, last + 1))
    return [still(it) for it in points if Fraction(it.low) in span]


def _meetings(walk: Walk, plan: Plan, measure: MeasurePlan) -> Iterator[Meeting]:
    for at in _banded(measure):
        if is_numbered(plan, measure, at):
            continue
        step = measure.steps[at]
        cells = {it.before for it in walk.before(measure, at) if isinstance(it.before, Span)}
        points = {cell.low for cell in cells if cell.point}
        spans = [cell for cell in cells if not cell.point]
        lines = enumerate(step.info.bands)
        for position, edge in ((at, edge) for at, (edges, _) in lines for edge in edges):
            path = step.info.path / step.info.word / position
            if edge in points or any(edge in span for span in spans):
                of = len(points) if edge in points and not spans else None
                yield Meeting(path, measure.info.measure.name, edge, of)
