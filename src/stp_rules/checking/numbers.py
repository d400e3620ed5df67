"""Numbers that go together: bands without gaps, points in order, goalposts apart, weights."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.model import (
    Amount,
    Band,
    Bands,
    Combination,
    Goalposts,
    Limit,
    Limits,
    Measure,
    Need,
    Points,
    Ruleset,
    number_text,
)
from stp_rules.paths import Path

_DOWNWARDS = ("at_least", "above")


def number_problems(ruleset: Ruleset) -> Iterator[Problem]:
    """Give a problem for numbers that do not go together."""
    numbers = _Numbers(ruleset)
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
        lower = self.value(limits.at_least)
        upper = self.value(limits.at_most)
        if isinstance(limits, Limits):
            lower = self.value(limits.above) if lower is None else lower
            upper = self.value(limits.below) if upper is None else upper
        if lower is not None and upper is not None and lower > upper:
            message = f"nothing lies between {number_text(lower)} and {number_text(upper)}"
            yield Problem("empty-range", message, path, "write the lower number first")

    def measure(self, measure: Measure, path: Path) -> Iterator[Problem]:
        if isinstance(measure.source, Combination):
            yield from self.weights(measure.source, path / measure.source.kind)
        if measure.need:
            yield from _need(measure.need, measure, path / "need")
        for position, step in enumerate(measure.steps):
            at = path / "steps" / position
            match step.operation:
                case Bands(bands):
                    yield from self.bands(bands, at / "bands")
                case Points() as points:
                    yield from self.points(points, at / "points")
                case Goalposts() as goalposts:
                    yield from self.goalposts(goalposts, at / "goalposts")
                case Limit() as limit:
                    yield from self.limits(limit, at / "limit")

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
        if None not in values.values() and not sum(filter(None, values.values())):
            if source.kind == "mean" and any(values.values()):
                hint = "a mean divides by the sum of its weights; use `sum`"
                yield Problem("weight", "the weights add up to nothing", path, hint)

    def bands(self, bands: tuple[Band, ...], path: Path) -> Iterator[Problem]:
        *edged, rest = bands
        for position, band in enumerate(edged):
            if band.test is None:
                message = "a band without an edge takes all, and nothing after it is reached"
                yield Problem("bands", message, path / position, "put it last, or give it an edge")
        if rest.test is not None:
            hint = f"add a last band without an edge: {{is: ...}}, for what is not {_edge(rest)}"
            message = "these bands leave a gap: the last one has an edge"
            yield Problem("bands", message, path / len(edged), hint)
        ordered = [(at, band) for at, band in enumerate(bands) if band.test]
        for (_, before), (at, band) in pairwise(ordered):
            yield from self.neighbours(before, band, path / at)

    def neighbours(self, before: Band, band: Band, path: Path) -> Iterator[Problem]:
        downwards = before.test in _DOWNWARDS
        if downwards != (band.test in _DOWNWARDS):
            message = f"`{before.test}` and `{band.test}` cut in opposite directions"
            hint = "use at_least and above, or at_most and below, all through"
            yield Problem("bands", message, path, hint)
            return
        first, second = self.value(before.edge), self.value(band.edge)
        if first is None or second is None:
            return
        widening = {"at_least": "above", "at_most": "below"}
        touching = first == second and widening.get(str(band.test)) == before.test
        if not touching and (second >= first if downwards else second <= first):
            order = "highest edge first" if downwards else "lowest edge first"
            message = f"{_edge(band)} never applies: the band before it takes all of it"
            yield Problem("bands", message, path, f"put the {order}")

    def points(self, points: Points, path: Path) -> Iterator[Problem]:
        places = [self.value(x) for x, _ in points.points]
        for before, after in pairwise(places):
            if before is not None and after is not None and after <= before:
                message = f"{number_text(after)} stands after {number_text(before)}"
                yield Problem("points", message, path, "put the points in rising order")

    def goalposts(self, goalposts: Goalposts, path: Path) -> Iterator[Problem]:
        worst, best = self.value(goalposts.worst), self.value(goalposts.best)
        if worst is not None and worst == best:
            hint = "worst and best must differ"
            yield Problem("goalposts", "there is nothing between the goalposts", path, hint)
        elif goalposts.curve == "log" and any(it is not None and it <= 0 for it in (worst, best)):
            hint = "a logarithm needs numbers above zero"
            yield Problem("goalposts", "a goalpost at or below zero on a log curve", path, hint)


def _edge(band: Band) -> str:
    edge = band.edge if isinstance(band.edge, str) else number_text(band.edge or Fraction(0))
    return f"{str(band.test).replace('_', ' ')} {edge}"


def _need(need: Need, measure: Measure, path: Path) -> Iterator[Problem]:
    if need.share is not None and not 0 < need.share <= 1:
        hint = "write a share above 0 and at most 1, such as 2/3"
        yield Problem("need", f"{number_text(need.share)} is not a share", path, hint)
    members = len(getattr(measure.source, "weights", getattr(measure.source, "of", ())))
    if need.known and members and need.known > members:
        message = f"{need.known} members are needed and there are {members}"
        yield Problem("need", message, path, "need no more members than there are")
