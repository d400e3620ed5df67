"""How long the exact values of a method can become: one that is too long is not rated.

That is a way not to be rated which no walk sees, so a method in which it can happen is not proved.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import reduce
from operator import add, mul, or_, truediv
from typing import Any

from attrs import frozen

from stp_rules.engine.exact import LONGEST, Exact
from stp_rules.engine.inputs import InputPlan
from stp_rules.engine.intervals import DIGITS
from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.sources import (
    CombinationSource,
    DecideSource,
    FormulaSource,
    FromSource,
)
from stp_rules.language.edges import DOWNWARDS, UPWARDS
from stp_rules.language.expressions import Call, Name
from stp_rules.language.fields import changed
from stp_rules.language.kind import NUMBER
from stp_rules.language.ruleset import Fill
from stp_rules.language.words.cohort.min_max import MinMax

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

    def __sub__(self, other: "Length") -> "Length":
        """Return the bounds of sums and differences."""
        return self + other

    def __lt__(self, other: "Length") -> bool:
        """Hold: which of two is larger is not known, and `where` takes either."""
        return True

    __gt__ = __le__ = __ge__ = __lt__

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
    known = {name: _delivered(entry) for name, entry in plan.inputs.items()}
    known |= dict.fromkeys(plan.constants, SHORT)
    for measure in plan.measures:
        for length in _through(measure, known):
            if length.digits > LONGEST:
                return measure.info.measure.name
    return ""


def _delivered(entry: InputPlan) -> Length:
    """Return the bounds of an input; a range bounds the digits before the point."""
    tests = {test for test, _ in entry.limits}
    if entry.entry.members or tests.isdisjoint(DOWNWARDS) or tests.isdisjoint(UPWARDS):
        return SHORT
    return Length(max(_constant(at).whole for _, at in entry.limits), WRITTEN)


def _through(plan: MeasurePlan, known: dict[str, Length]) -> Iterable[Length]:
    """Give the bounds after the source and after each step, and keep those that have names."""
    length = _source(plan, known)
    yield length
    for step in plan.steps:
        after = _step(step.args, length) if step.info.after.kind == NUMBER else Length()
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
            if function in ("min", "max", "abs"):
                return _either(parts)
            bounds: Length = getattr(_Reals(), function)(*parts)
            return bounds.rounded
    return _constant(expression)


def _combined(source: CombinationSource, known: Mapping[str, Length]) -> Length:
    fills = [_constant(it) for it in source.policies.values()]
    lengths = [_either([known[name], *fills]) for name in source.names]
    weights = [_constant(it) for it in source.weights]
    kind = source.args.word
    if kind in ("mean", "sum"):
        total: Length = reduce(add, map(mul, lengths, weights))
        return total if kind == "sum" else total / reduce(add, weights)
    if kind == "median":
        return _either(lengths) + _either(lengths)
    return _either(lengths).rounded if kind == "geometric_mean" else _either(lengths)


def _step(args: Any, before: Length) -> Length:
    """Return the bounds after a step.

    What one that reads the cohort gives is short, but for a place between two extremes. Of any
    other the body is read over lengths; what it gives whatever it takes is read too.
    """
    if isinstance(args, MinMax):
        ends: Length = _constant(args.low) + _constant(args.high)
        return ends + (before + before) * ends / (before + before)
    if args.in_cohort:
        return SHORT.rounded
    found: Length = changed(args, lambda _, it: _constant(it)).body(before, _Lengths())
    return found


_COUNTED = len(str(LONGEST))
"""From so many digits before the point on, what `exp` gives is too long."""


class _Lengths:
    """Reads the body of a step: a number is how long it can be, and a choice is either."""

    def number(self, value: Fraction | int) -> Length:
        return _constant(Exact.of(Fraction(value)))

    def where(self, _: object, yes: Any, no: Any) -> Any:
        return yes | no

    def floor(self, value: Length) -> Length:
        """Return the bounds of a whole number beside, which may have a digit more."""
        return Length(value.whole + 1)

    def unless(self, _failure: object, _reason: str, value: Length) -> Length:
        return value

    def once(self, body: Callable[..., Length], *values: Length) -> Length:
        return body(_Reals(), *values).rounded

    def whole(self, body: Callable[..., Length]) -> Length:
        return body(_Reals()).rounded


class _Reals(_Lengths):
    """Functions without exact values too."""

    def of(self, value: Length) -> Length:
        return value

    def log(self, value: Length) -> Length:
        """Return the bounds of a logarithm, which a number of d digits has within 3 d.

        The logarithms of two numbers differ by no less than the numbers do, as a part of the
        larger one; so the difference may be divided by.
        """
        return Length(len(str(3 * value.digits)), value.whole, value.digits)

    def sqrt(self, value: Length) -> Length:
        """Return the bounds of a root, which lies between the number and one."""
        return value

    def exp(self, value: Length) -> Length:
        """Return the bounds of a power of e: half as many digits as the number itself, or none."""
        most = 10**value.whole // 2 + 1 if value.whole < _COUNTED else LONGEST + 1
        return Length(most, most)
