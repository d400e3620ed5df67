"""Numbers that go together: bands without gaps, points in order, goalposts apart, weights."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.inputs import admitted
from stp_rules.engine.plan import Plan
from stp_rules.errors import Problem
from stp_rules.figures import number_text
from stp_rules.kinds import conditions_at
from stp_rules.language.conditions import comparisons_at
from stp_rules.language.edges import DOWNWARDS, EDGES, range_problems
from stp_rules.language.ruleset import Limits, Measure, Need, Period, Ruleset
from stp_rules.language.values import Amount
from stp_rules.language.word import Source
from stp_rules.paths import Path


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

    def limits(self, limits: Limits, path: Path) -> Iterator[Problem]:
        edges = {test: self.value(getattr(limits, test)) for test in EDGES}
        return range_problems(edges, path)

    def measure(self, measure: Measure, path: Path) -> Iterator[Problem]:
        yield from measure.source.disagreements(path, self.value)
        yield from self.tests(measure, path)
        if measure.need:
            yield from self.need(measure.need, measure.source, path / "need")
        for position, step in enumerate(measure.steps):
            word = step.operation
            yield from word.disagreements(path / "steps" / position / word.word, self.value)

    def tests(self, measure: Measure, path: Path) -> Iterator[Problem]:
        """Say where nothing lies between the two numbers of a test."""
        tests = [(Path((*path, *at)), test) for at, test in measure.source.tests()]
        for where, condition in conditions_at(measure, path):
            tests += comparisons_at(condition, where)
        for at, test in tests:
            edges = {it.test: self.known(it.bound) for it in test.sides}
            yield from range_problems(edges, at)

    def known(self, bound: Any) -> Fraction | None:
        """Return the number of a bound, if it has one that stands in the ruleset."""
        return self.value(bound) if isinstance(bound, str | Fraction) else None

    def need(self, need: Need, source: Source, path: Path) -> Iterator[Problem]:
        if need.share is not None and not 0 < need.share <= 1:
            hint = "write a share above 0 and at most 1, such as 2/3"
            yield Problem("need", f"{number_text(need.share)} is not a share", path, hint)
        if need.condition or not source.countable:
            return
        there = len(source.counted(self.ruleset.parameters))
        if not there:
            message = "there are no members to count: nothing here can be missing"
            yield Problem("need", message, path, "write a condition, or remove `need`")
        elif need.known and need.known > there:
            message = f"this asks for more members than there are: {need.known} of {there}"
            yield Problem("need", message, path, f"write a number up to {there}")


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
        if name in plan.inputs and first:
            limits = admitted(plan.inputs, name)
            lines = enumerate(first.edges())
            for line, edge in ((line, edge) for line, edges in lines for edge in edges):
                number = edge.number.fraction
                if not _inside(number, limits):
                    message = f"the edge {number_text(number)} lies outside the range of the input"
                    banded = measure.info.path / "steps" / 0 / first.word
                    where = Path((*banded, line, *edge.at))
                    hint = "are both written in the same unit? 95 per cent is 95 or 0.95"
                    yield Problem("edge", message, where, hint, severity="note")


def _inside(number: Fraction, limits: Iterable[tuple[str, Exact]]) -> bool:
    """Tell whether a number lies in a range, its ends included."""
    return all(
        at.fraction <= number if test in DOWNWARDS else number <= at.fraction for test, at in limits
    )
