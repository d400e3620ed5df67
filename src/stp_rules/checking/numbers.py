"""Numbers that go together: bands without gaps, points in order, goalposts apart, weights."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import admitted
from stp_rules.engine.plan import Plan
from stp_rules.errors import Problem
from stp_rules.figures import amount_text, number_text
from stp_rules.kinds import members
from stp_rules.language.conditions import EDGES
from stp_rules.model import (
    Amount,
    Band,
    Bands,
    Combination,
    Decide,
    Formula,
    Goalposts,
    Limit,
    Limits,
    Measure,
    MinMax,
    Need,
    Operation,
    Period,
    Points,
    QuantileBands,
    Round,
    Ruleset,
    Source,
)
from stp_rules.paths import Path

_DOWNWARDS = ("at_least", "above")
_UPWARDS = ("at_most", "below")


def number_problems(ruleset: Ruleset) -> Iterator[Problem]:
    """Give a problem for numbers that do not go together."""
    numbers = _Numbers(ruleset)
    yield from _period(ruleset.effective)
    for name, entry in ruleset.inputs.items():
        yield from numbers.limits(entry.limits, Path(("inputs", name, "range")))
    for path, measure in ruleset.measures():
        yield from numbers.measure(measure, path)


@frozen
class _Numbers:
    ruleset: Ruleset

    def value(self, amount: Amount | None) -> Fraction | None:
        if isinstance(amount, str):
            parameter = self.ruleset.parameters.get(amount)
            return parameter.value if parameter else None
        return amount

    def limits(self, limits: Limits | Limit, path: Path) -> Iterator[Problem]:
        edges = {test: self.value(getattr(limits, test, None)) for test in EDGES}
        for low, high in product(_DOWNWARDS, _UPWARDS):
            lower, upper = edges[low], edges[high]
            if lower is None or upper is None or lower < upper:
                continue
            if lower > upper or (low, high) != ("at_least", "at_most"):
                message = f"nothing lies between {number_text(lower)} and {number_text(upper)}"
                hint = "write the lower number first"
                if lower == upper:
                    hint = "include both ends, with `at_least` and `at_most`, or move them apart"
                yield Problem("empty-range", message, path, hint)

    def measure(self, measure: Measure, path: Path) -> Iterator[Problem]:
        if isinstance(measure.source, Combination):
            yield from self.weights(measure.source, path / measure.source.kind)
        if measure.need:
            yield from self.need(measure.need, measure.source, path / "need")
        for position, step in enumerate(measure.steps):
            yield from self.operation(step.operation, path / "steps" / position)

    def operation(self, operation: Operation, path: Path) -> Iterator[Problem]:
        match operation:
            case Bands(bands):
                yield from self.bands(bands, path / "bands")
            case Points() as points:
                yield from self.points(points, path / "points")
            case Goalposts() as goalposts:
                yield from self.goalposts(goalposts, path / "goalposts")
            case MinMax() as stretch:
                yield from self.stretch(stretch, path / "min_max")
            case QuantileBands(cuts=cuts):
                yield from _cuts(cuts, path / "quantile_bands" / "cuts")
            case Limit() as limit:
                yield from self.limits(limit, path / "limit")
            case Round(to) if to <= 0:
                message = f"nothing can be rounded to a multiple of {number_text(to)}"
                yield Problem("round", message, path / "round" / "to", "write a number above 0")

    def need(self, need: Need, source: Source, path: Path) -> Iterator[Problem]:
        if need.share is not None and not 0 < need.share <= 1:
            hint = "write a share above 0 and at most 1, such as 2/3"
            yield Problem("need", f"{number_text(need.share)} is not a share", path, hint)
        if need.condition or isinstance(source, Decide):
            return
        there = len(self.counted(source))
        if not there:
            message = "there are no members to count: nothing here can be missing"
            yield Problem("need", message, path, "write a condition, or remove `need`")
        elif need.known and need.known > there:
            message = f"this asks for more members than there are: {need.known} of {there}"
            yield Problem("need", message, path, f"write a number up to {there}")

    def counted(self, source: Source) -> set[str]:
        """Return the members that a need counts: the parameters of a formula are no members."""
        fixed = self.ruleset.parameters if isinstance(source, Formula) else ()
        return set(members(source)).difference(fixed)

    def weights(self, source: Combination, path: Path) -> Iterator[Problem]:
        values = {name: self.value(weight) for name, weight in source.weights.items()}
        for name, value in values.items():
            if value == 0:
                hint = "remove the member, or give it a weight"
                yield Problem("weight", f"`{name}` weighs nothing", path / name, hint)
            elif value is not None and value < 0 and source.kind == "geometric_mean":
                message = f"the weight of `{name}` is negative"
                hint = "a geometric mean has weights above zero"
                yield Problem("weight", message, path / name, hint)
        numbers = [value for value in values.values() if value]
        if source.kind == "mean" and len(numbers) == len(values) and not sum(numbers):
            hint = "a mean divides by the sum of its weights; use `sum`"
            yield Problem("weight", "the weights add up to nothing", path, hint)

    def bands(self, bands: tuple[Band, ...], path: Path) -> Iterator[Problem]:
        *edged, rest = bands
        early = [position for position, band in enumerate(edged) if band.test is None]
        if early:
            message = "a band without an edge takes all, and nothing after it is reached"
            yield Problem("bands", message, path / early[0], "put it last, or give it an edge")
            return
        for position, (before, band) in enumerate(pairwise(edged + [rest] * bool(rest.test)), 1):
            yield from self.neighbours(before, band, path / position)
        if rest.test:
            message = f"these bands leave a gap: nothing is said of what is not {_edge(rest)}"
            hint = "add a last band without an edge, {is: ...}"
            yield Problem("bands", message, path / len(edged), hint)

    def neighbours(self, before: Band, band: Band, path: Path) -> Iterator[Problem]:
        downwards = before.test in _DOWNWARDS
        if downwards != (band.test in _DOWNWARDS):
            message = f"`{before.test}` and `{band.test}` cut in opposite directions"
            hint = "use at_least and above, or at_most and below, all through"
            yield Problem("bands", message, path, hint)
        elif self.covers(before, band):
            order = "highest edge first" if downwards else "lowest edge first"
            taken = f"the one before takes all that is {_edge(band)}"
            message = f"nothing is left for this band: {taken}"
            yield Problem("bands", message, path, f"put the {order}")

    def covers(self, before: Band, band: Band) -> bool:
        """Tell whether a band takes all that the next one, with an edge alike, would take."""
        first, second = self.value(before.edge), self.value(band.edge)
        if first is None or second is None:
            return False
        if first == second:
            return (before.test, band.test) not in (("above", "at_least"), ("below", "at_most"))
        return (second > first) == (before.test in _DOWNWARDS)

    def points(self, points: Points, path: Path) -> Iterator[Problem]:
        for (one, _), (other, _) in pairwise(points.points):
            before, after = self.value(one), self.value(other)
            if before is not None and after is not None and after <= before:
                message = f"{number_text(after)} stands after {number_text(before)}"
                word = amount_text(other)
                hint = "put the points in rising order, each once"
                yield Problem("points", message, path / word, hint, at_key=True)

    def goalposts(self, goalposts: Goalposts, path: Path) -> Iterator[Problem]:
        worst, best = self.value(goalposts.worst), self.value(goalposts.best)
        if worst is not None and worst == best:
            hint = "worst and best must differ"
            yield Problem("goalposts", "there is nothing between the goalposts", path, hint)
        for post, value in (("worst", worst), ("best", best)):
            if goalposts.curve == "log" and value is not None and value <= 0:
                message = f"{number_text(value)} has no logarithm"
                hint = "write a number above 0, or leave `curve: log` out"
                yield Problem("goalposts", message, path / post, hint)

    def stretch(self, stretch: MinMax, path: Path) -> Iterator[Problem]:
        low = self.value(stretch.low)
        if low is not None and low == self.value(stretch.high):
            message = "the lowest and the highest become the same"
            yield Problem("min-max", message, path / "to", "write two numbers that differ")


def _cuts(cuts: tuple[Fraction, ...], path: Path) -> Iterator[Problem]:
    for position, cut in enumerate(cuts):
        if not 0 < cut < 1:
            hint = "write a share between 0 and 1, such as 1/4 for the first quarter"
            message = f"{number_text(cut)} does not divide a cohort"
            yield Problem("cuts", message, path / position, hint)
    for position, (before, cut) in enumerate(pairwise(cuts), 1):
        if cut <= before:
            message = f"{number_text(cut)} stands after {number_text(before)}"
            hint = "put the cuts in rising order, each once"
            yield Problem("cuts", message, path / position, hint)


def _edge(band: Band) -> str:
    edge = amount_text(band.edge or Fraction(0))
    return f"{str(band.test).replace('_', ' ')} {edge}"


def _period(effective: Period) -> Iterator[Problem]:
    if effective.start and effective.end and effective.end < effective.start:
        message = f"no day lies between {effective.start} and {effective.end}"
        yield Problem("empty-range", message, Path(("effective",)), "write the earlier day first")


def date_notes(ruleset: Ruleset) -> Iterator[Problem]:
    """Give a note for each parameter whose first date comes after the version is in force."""
    start = ruleset.effective.start
    for name, it in ruleset.parameters.items():
        if start and it.dated and start < it.dated[0][0]:
            first = it.dated[0][0]
            message = f"the version is in force from {start} on, and `{name}` has no value then"
            hint = f"date it from {start} on, or let `effective` begin on {first}"
            path = Path(("parameters", name))
            yield Problem("undated", message, path, hint, at_key=True, severity="note")


def edge_notes(plan: Plan) -> Iterator[Problem]:
    """Give a note for each edge of a band that lies outside of what the banded input can be."""
    for measure in plan.measures:
        first = measure.steps[0].args if measure.steps else None
        name = getattr(measure.info.measure.source, "name", "")
        if name in plan.inputs and isinstance(first, Bands):
            limits = admitted(plan.inputs, name)
            for at, band in enumerate(first.bands):
                edge: Any = band.edge
                if edge is not None and not _inside(edge.fraction, limits):
                    message = (
                        f"the edge {number_text(edge.fraction)} lies outside the range of the input"
                    )
                    where = measure.info.path / "steps" / 0 / "bands" / at / str(band.test)
                    hint = "are both written in the same unit? 95 per cent is 95 or 0.95"
                    yield Problem("edge", message, where, hint, severity="note")


def _inside(number: Fraction, limits: Iterable[tuple[str, Exact]]) -> bool:
    """Tell whether a number lies in a range, its ends included."""
    return all(
        at.fraction <= number if test in _DOWNWARDS else number <= at.fraction
        for test, at in limits
    )
