"""Values, conditions and operations in words."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import Factory, field, frozen

from stp_rules.engine.values import Seen, Unknown
from stp_rules.figures import amount_text, plain_text, readable_text
from stp_rules.kinds import kinds
from stp_rules.language.cohorts import Relative
from stp_rules.language.conditions import AllOf, AnyOf, Comparison, Condition, Not
from stp_rules.language.expressions import Name
from stp_rules.language.kind import Kind, Kinds
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import Category, category_id
from stp_rules.language.word import Operation
from stp_rules.language.words.add import Add
from stp_rules.language.words.bands import Band, Bands
from stp_rules.language.words.cohort.clusters import Clusters
from stp_rules.language.words.cohort.min_max import MinMax
from stp_rules.language.words.cohort.percentile import Percentile
from stp_rules.language.words.cohort.quantile_bands import QuantileBands
from stp_rules.language.words.cohort.rank import Rank
from stp_rules.language.words.cohort.z_score import ZScore
from stp_rules.language.words.goalposts import Goalposts
from stp_rules.language.words.limit import Limit
from stp_rules.language.words.multiply import Multiply
from stp_rules.language.words.no_better_than import Cap
from stp_rules.language.words.no_worse_than import Floor
from stp_rules.language.words.points import Points
from stp_rules.language.words.round import Round
from stp_rules.language.words.scores import Scores
from stp_rules.language.words.set import Force
from stp_rules.language.words.shift import Shift


def words(name: str) -> str:
    """Write a word of the language without its underscores."""
    return name.replace("_", " ")


def value_text(value: Seen | None) -> str:
    """Write a value: a category by its label, a truth as yes or no, a gap by its state."""
    match value:
        case Unknown(state):
            return words(state)
        case Category():
            return value.label
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return readable_text(value)
    return str(value)


def listed(items: Iterable[str], last: str = "and") -> str:
    """Write `a, b and c`."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end


@frozen
class Wording:
    """Writes the parts of one ruleset, each category by the label of its own scale."""

    ruleset: Ruleset
    known: Kinds = field(default=Factory(lambda self: kinds(self.ruleset), takes_self=True))

    def constant(self, written: Any, kind: Kind | None) -> str:
        """Write a constant that stands beside a value of a kind; a name stays as it is."""
        if kind and kind.scale:
            category = category_id(written)
            return self.ruleset.scales[kind.scale].labels.get(category, category)
        match written:
            case Name(name):
                return name
        return plain_text(written)

    def condition(self, condition: Condition) -> str:
        """Write a condition as a clause."""
        match condition:
            case Comparison(name, test, bound):
                return f"{name} {self.test(test, bound, self.known.get(name), 'is')}"
            case Not(part):
                return f"not ({self.condition(part)})"
            case AllOf(parts):
                return " and ".join(map(self._part, parts))
            case AnyOf(parts):
                return " or ".join(map(self._part, parts))

    def _part(self, condition: Condition) -> str:
        text = self.condition(condition)
        return f"({text})" if isinstance(condition, AllOf | AnyOf) else text

    def test(self, test: str, bound: Any, kind: Kind | None, verb: str) -> str:
        """Write a test after its subject: `is at least 3`, `are known`."""
        if test == "known":
            return f"{verb} known" if bound else f"{verb} not known"
        asked = {"is": "", "in": "", "is_not": "not "}.get(test, f"{words(test)} ")
        bounds = bound if isinstance(bound, tuple) else (bound,)
        return f"{verb} {asked}{listed((self.constant(it, kind) for it in bounds), 'or')}"

    def operation(self, operation: Operation, before: Kind, after: Kind) -> str:
        """Write an operation, between a value of one kind and a value of another."""
        match operation:
            case Bands(bands):
                return "bands: " + "; ".join(self._band(band, after) for band in bands)
            case Scores(scores):
                items = (f"{self.constant(it, before)} is {at}" for it, at in _written(scores))
                return f"scores: {', '.join(items)}"
            case Points(points, beyond):
                marks = ", ".join(f"{amount_text(x)} is {amount_text(y)}" for x, y in points)
                return f"points: {marks}{_beyond(beyond)}"
            case Goalposts(worst, best, low, high, curve, beyond):
                ends = ((worst, low), (best, high))
                marks = ", ".join(f"{amount_text(x)} is {amount_text(y)}" for x, y in ends)
                along = ", along the logarithm" if curve == "log" else ""
                return f"goalposts: {marks}{along}{_beyond(beyond)}"
            case Cap(value) | Floor(value) | Force(value):
                return f"{_VERBS[type(operation)]} {self.constant(value, after)}"
        return _arithmetic(operation)

    def _band(self, band: Band, kind: Kind) -> str:
        edge = f"{words(band.test)} {amount_text(band.edge)}" if band.test else "else"
        return f"{edge} is {self.constant(band.value, kind)}"


_VERBS: dict[type, str] = {Cap: "no better than", Floor: "no worse than", Force: "set to"}


def by_date(dated: Iterable[tuple[date, Fraction]]) -> str:
    """Write dated numbers, each with the day from which it holds."""
    return ", ".join(f"{amount_text(value)} from {day}" for day, value in dated)


def _written(amounts: Any) -> Iterable[tuple[Any, str]]:
    return ((name, amount_text(amount)) for name, amount in amounts.items())


def _beyond(beyond: str) -> str:
    return "" if beyond == "hold" else f"; beyond them: {words(beyond)}"


def _arithmetic(operation: Operation) -> str:
    match operation:
        case Add(term):
            return f"plus {amount_text(term)}"
        case Multiply(factor):
            return f"times {amount_text(factor)}"
        case Shift(towards, places):
            return f"shift {places} {towards}"
        case Round(to, half, toward):
            way = f"half {half}" if half else f"toward {toward}"
            return f"round to {amount_text(to)}, {way}"
        case Limit(at_least, at_most):
            edges = (("at least", at_least), ("at most", at_most))
            return "hold to " + listed(
                f"{w} {amount_text(it)}" for w, it in edges if it is not None
            )
        case Relative():
            return _relative(operation)
    raise TypeError(operation)


def _relative(step: Relative) -> str:
    group = f" of the same {step.within}" if step.within else ""
    need = f", if at least {step.need} have a value" if step.need else ""
    return f"{_beside(step)} in the cohort{group}{need}"


def _beside(step: Relative) -> str:
    match step:
        case ZScore(deviation=deviation):
            return f"z-score ({deviation} deviation)"
        case MinMax(low=low, high=high):
            return f"from the lowest as {amount_text(low)} to the highest as {amount_text(high)}"
        case Percentile(ties=ties):
            return f"percentile (ties: {ties})"
        case Rank(best=best, ties=ties, tie_break=tie_break):
            breaks = "".join(f", then {end} {name}" for name, end in tie_break.items())
            return f"rank, {best} first{breaks} (ties: {ties})"
        case QuantileBands(cuts=cuts, definition=definition, on_cut=on_cut):
            shares = listed(map(amount_text, cuts))
            return f"band between the quantiles {shares} ({words(definition)}; {on_cut} on a cut)"
        case Clusters(count=count):
            return f"cluster of {count}"
    raise TypeError(step)
