"""How long the exact values of a method can become: one that is too long is not rated.

That is a way not to be rated which no walk sees, so a method in which it can happen is not proved.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from itertools import pairwise
from operator import add, mul, or_, truediv
from typing import Any

from attrs import evolve, frozen

from stp_rules.engine.exact import LONGEST, Exact
from stp_rules.engine.intervals import DIGITS
from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.sources import (
    CombinationSource,
    DecideSource,
    FormulaSource,
    FromSource,
)
from stp_rules.language.expressions import Call, Name
from stp_rules.language.ruleset import Fill
from stp_rules.language.words.add import Add
from stp_rules.language.words.bands import Bands
from stp_rules.language.words.cohort.min_max import MinMax
from stp_rules.language.words.goalposts import Goalposts
from stp_rules.language.words.limit import Limit
from stp_rules.language.words.multiply import Multiply
from stp_rules.language.words.points import Points
from stp_rules.language.words.round import Round
from stp_rules.language.words.scores import Scores
from stp_rules.language.words.set import Force

WRITTEN = 30
"""How many digits an input has before and after the point, in what is proved."""


@frozen
class Length:
    """Bounds on a number: digits before the point, after it, and of what else it is divided by."""

    whole: int = 0
    places: int = 0
    below: int = 0

    @property
    def digits(self) -> int:
        """How many digits it has above or below the line at the most."""
        return self.whole + self.places + self.below

    @property
    def rounded(self) -> "Length":
        """The bounds once it is rounded to so many significant digits."""
        return Length(self.whole, self.places + self.below + DIGITS)

    def __add__(self, other: "Length") -> "Length":
        """Return the bounds of sums and differences."""
        whole, places = max(self.whole, other.whole) + 1, max(self.places, other.places)
        return Length(whole, places, self.below + other.below)

    def __mul__(self, other: "Length") -> "Length":
        """Return the bounds of products."""
        whole, places = self.whole + other.whole, self.places + other.places
        return Length(whole, places, self.below + other.below)

    def __truediv__(self, other: "Length") -> "Length":
        """Return the bounds of quotients; a divisor is at least one part of what divides it."""
        return self * Length(other.places + other.below, 0, other.digits)

    def __or__(self, other: "Length") -> "Length":
        """Return bounds that hold for both."""
        whole, places = max(self.whole, other.whole), max(self.places, other.places)
        return Length(whole, places, max(self.below, other.below))


SHORT = Length(WRITTEN, WRITTEN)
_OPERATORS: Mapping[str, Callable[[Length, Length], Length]] = {
    "+": add,
    "-": add,
    "*": mul,
    "/": truediv,
}


def too_long(plan: Plan) -> str:
    """Return the first measure of which a value may be too long to be kept; empty if none.

    It is said of subjects whose inputs have at most 30 digits before and after the point.
    """
    known = dict.fromkeys(plan.inputs, SHORT) | dict.fromkeys(plan.constants, SHORT)
    for measure in plan.measures:
        for length in _through(measure, known):
            if length.digits > LONGEST:
                return measure.info.measure.name
    return ""


def _through(plan: MeasurePlan, known: dict[str, Length]) -> Iterable[Length]:
    """Give the bounds after the source and after each step, and keep those that have names."""
    length = _source(plan, known)
    yield length
    for step in plan.steps:
        after = _step(step.args, length)
        length = length | after if step.when else after
        yield length
        if step.info.step.name:
            known[step.info.step.name] = length
    known[plan.info.measure.name] = length


def _source(plan: MeasurePlan, known: Mapping[str, Length]) -> Length:
    match plan.source:
        case FromSource(args, policies):
            return _either([known[args.name], *map(_constant, policies.values())])
        case FormulaSource(expression, _, policies):
            return _either([_formula(expression, known), *map(_constant, policies.values())])
        case CombinationSource() as source:
            return _combined(source, known)
        case DecideSource(outcomes=outcomes):
            return _either(
                known[it.name] if isinstance(it, Name) else _constant(it) for it in outcomes
            )
    return SHORT


def _either(lengths: Iterable[Length]) -> Length:
    return reduce(or_, lengths)


def _constant(value: Any) -> Length:
    """Return the bounds of a number of the ruleset; what is none needs no digits."""
    if isinstance(value, Fill):
        value = value.number
    if not isinstance(value, Exact):
        return Length()
    written = value.fraction
    whole, below = len(str(abs(written.numerator))), len(str(written.denominator))
    decimal = 10**below % written.denominator == 0
    return Length(whole, below, 0) if decimal else Length(whole, 0, below)


def _formula(expression: Any, known: Mapping[str, Length]) -> Length:
    match expression:
        case Name(name):
            return known[name]
        case Call(function, arguments):
            parts = [_formula(it, known) for it in arguments]
            if function in _OPERATORS:
                return reduce(_OPERATORS[function], parts)
            return _either(parts) if function in ("min", "max", "abs") else parts[0].rounded
    return _constant(expression)


def _combined(source: CombinationSource, known: Mapping[str, Length]) -> Length:
    fills = [_constant(it) for it in source.policies.values()]
    lengths = [_either([known[name], *fills]) for name in source.names]
    weights = [_constant(it) for it in source.weights]
    kind = source.args.kind
    if kind in ("mean", "sum"):
        total: Length = reduce(add, map(mul, lengths, weights))
        return total if kind == "sum" else total / reduce(add, weights)
    if kind == "median":
        return _either(lengths) + _either(lengths)
    return _either(lengths).rounded if kind == "geometric_mean" else _either(lengths)


def _step(args: Any, before: Length) -> Length:  # noqa: C901, PLR0911 - one for each step
    """Return the bounds after a step; what ranks and places in a cohort give is short.

    A number that is rounded is a multiple of what it is rounded to, and hardly longer before the
    point than it was.
    """
    match args:
        case Bands(bands):
            return _either(_constant(it.value) for it in bands)
        case Scores(scores):
            return _either(map(_constant, scores.values()))
        case Round(to=to):
            unit = _constant(Exact.of(to))
            return evolve(unit, whole=before.whole + unit.whole + 1)
        case Add(term):
            return before + _constant(term)
        case Multiply(factor):
            return before * _constant(factor)
        case Limit(low, high):
            return before | _constant(low) | _constant(high)
        case Force(value):
            return _constant(value)
        case Goalposts(worst, best, low, high):
            return _placed(before, _constant(worst) + _constant(best), low, high)
        case MinMax(low=low, high=high):
            return _placed(before, before + before, low, high)
        case Points(points):
            return _either(
                _placed(before, _constant(one) + _constant(other), low, high)
                for (one, low), (other, high) in pairwise(points)
            )
    return SHORT.rounded


def _placed(before: Length, apart: Length, low: Any, high: Any) -> Length:
    ends: Length = _constant(low) + _constant(high)
    moved: Length = (before + apart) * ends / apart
    return ends + moved
