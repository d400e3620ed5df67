"""How far a value is from the bands on both sides of the one that it met."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from stp_rules.analysis.facts import Edge
from stp_rules.analysis.nearest import Moving, Turn
from stp_rules.analysis.standing import Standing
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import MeasurePlan
from stp_rules.engine.result import Measured
from stp_rules.engine.sources import FromSource
from stp_rules.engine.values import Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.language.word import Operation
from stp_rules.readings.exact import measure_of

FURTHEST = 10
"""In how many measures behind a value is sought what it is made of by steps alone."""


@frozen
class _Root:
    """What a value is made of by steps alone: an input, or a measure from one of its steps on."""

    name: str
    at: int = 0
    between: tuple[Operation, ...] = ()


def edges_of(standing: Standing, measured: Measured, at: int) -> Iterator[Edge]:
    """Give the nearest other bands, above and below, of a step that puts a number into bands.

    Bands of the ruleset, quantile bands and clusters are such steps.
    """
    traced, plan = measured.steps[at], standing.planned(measured)
    args = plan.steps[at].args
    is_banded = args.edges() or args.parts()
    if not is_banded or isinstance(traced.raw_after, Unknown):
        return
    root = _root(standing, plan, at, FURTHEST)
    if all(map(_stretches, root.between)):
        root = _Root(measured.name, at)
    moving = Moving.of(standing, root.name, measured.name, root.at)
    skipped = root.at if root.name == measured.name else 0
    position = at - skipped
    course = moving.course(lambda trace: trace.measures[measured.name].steps[position].raw_after)
    if course is None:
        return
    held = any(it.in_cohort for it in (*root.between, args))
    rounded = all(it.unit() for it in root.between)
    found = [_edge(plan, turn, position, course.start) for turn in course.turns()]
    for edge in sorted(found, key=lambda it: (it.path, not it.higher)):
        of = root.name if root.between else ""
        yield evolve(edge, of=of, rounded=rounded and bool(of), held=held)


def _stretches(step: Operation) -> bool:
    """Tell whether a step moves and stretches the line of numbers, and does nothing else."""
    return not step.converts and step.given() is None and step.leaves() is None


def _edge(plan: MeasurePlan, turn: Turn, position: int, now: Fraction) -> Edge:
    measured = turn.trace.measures[plan.info.measure.name]
    step = measured.steps[position]
    return Edge(
        gives=step.after,
        edge=turn.at,
        now=now,
        higher=turn.higher,
        reached=turn.reached,
        path=step.path,
        becomes=measured.value,
        exact=turn.exact,
    )


def _root(standing: Standing, plan: MeasurePlan, at: int, left: int) -> _Root:
    """Return the furthest number behind a step of which its value is made by steps alone.

    It is sought in so many measures as are `left`.
    """
    before, between = _traced(standing, plan), _Root(plan.info.measure.name, at)
    while at and isinstance(before.steps[at - 1].raw_before, Exact):
        at -= 1
        between = _Root(between.name, at, (plan.steps[at].args, *between.between))
    source = plan.source
    if at or not left or not isinstance(source, FromSource):
        return between
    name = source.args.name
    if not isinstance(standing.values[name], Exact):
        return between
    behind = wiring(standing.plan).made(name)
    if behind is None:
        return evolve(between, name=name, at=0)
    further = _root(standing, *behind, left - 1)
    return evolve(further, between=(*further.between, *between.between))


def _traced(standing: Standing, plan: MeasurePlan) -> Measured:
    return measure_of(plan, dict(standing.values), standing.beside)
