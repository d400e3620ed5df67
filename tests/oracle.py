"""An independent reading of the ruleset language, for differential tests.

`rate` takes the text of a valid ruleset and the inputs of one subject. It follows the page of
the language sentence by sentence, in exact fractions, and shares no code with the library.
It is slow and trusts the ruleset: what it does not know raises, so that no answer is a guess.

Left out: cohort steps, `fill: mean`, members, `extends`, dated parameters, promises.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

import mpmath
import yaml

Node = dict[str, Any]


@dataclass(frozen=True)
class Unknown:
    """A value that is not known, in one of the four states of the language."""

    state: str


MISSING = Unknown("missing")
SUPPRESSED = Unknown("suppressed")
NOT_APPLICABLE = Unknown("not_applicable")
NOT_RATED = Unknown("not_rated")


@dataclass(frozen=True)
class Category:
    """A category on its scale, best first."""

    scale: tuple[str, ...]
    id: str

    @property
    def place(self) -> int:
        """Nought for the best category."""
        return self.scale.index(self.id)

    def at(self, text: str) -> "Category":
        """Name another category of the same scale."""
        return category(self.scale, text)


Value = Fraction | bool | str | Category | Unknown


class NotRatedError(Exception):
    """The measure that is being computed is not rated."""


def rate(text: str, inputs: dict[str, object]) -> dict[str, object]:
    """Rate one subject: the final value of every measure and of every `as:` name.

    Inputs are integers or fractions, booleans, or text (category ids and labels); an absent
    input or None is missing. Numbers come back as fractions, categories as their ids.
    """
    subject = Subject(parsed(text), inputs)
    names = [*subject.measures, *subject.stages]
    return {name: plain(subject.value(name)) for name in names}


@lru_cache(maxsize=8)
def parsed(text: str) -> Node:
    """Read the text, every scalar as it is written."""
    return yaml.BaseLoader(text).get_single_data()


def plain(value: Value) -> object:
    """Strip the scale from a category."""
    return value.id if isinstance(value, Category) else value


def category(scale: tuple[str, ...], text: str) -> Category:
    """Name a category that is on the scale."""
    if text not in scale:
        message = f"{text} is not on the scale {scale}"
        raise ValueError(message)
    return Category(scale, text)


class Subject:
    """One subject under one ruleset; every name has one value."""

    def __init__(self, ruleset: Node, inputs: dict[str, object]) -> None:
        self.declared: Node = ruleset.get("inputs", {})
        self.delivered = inputs
        self.parameters: Node = ruleset.get("parameters", {})
        self.scales = {name: tuple(ids) for name, ids in ruleset.get("scales", {}).items()}
        self.levels = {level: list(measures) for level, measures in ruleset["levels"].items()}
        self.measures: dict[str, Node] = {
            name: measure
            for measures in ruleset["levels"].values()
            for name, measure in measures.items()
        }
        self.stages = {
            step["as"]: (name, position)
            for name, measure in self.measures.items()
            for position, step in enumerate(measure.get("steps", []), start=1)
            if "as" in step
        }
        self.found: dict[tuple[str, int], Value] = {}

    # Names and numbers

    def value(self, name: str) -> Value:
        """Look up an input, a parameter, a measure or an `as:` name."""
        if name in self.parameters:
            return self.number(self.parameters[name])
        if name in self.measures:
            return self.after(name, len(self.measures[name].get("steps", [])))
        if name in self.stages:
            return self.after(*self.stages[name])
        return self.input(name)

    def input(self, name: str) -> Value:
        """Read what was delivered; a text is a category where the input has a scale."""
        declared, value = self.declared[name], self.delivered.get(name)
        if value is None:
            return MISSING
        if isinstance(value, str) and "scale" in declared:
            return category(self.scales[declared["scale"]], value)
        if isinstance(value, int | Fraction) and not isinstance(value, bool):
            return Fraction(value)
        if isinstance(value, bool | str | Unknown):
            return value
        message = f"{name} was delivered as {value!r}"
        raise TypeError(message)

    def number(self, text: str) -> Fraction:
        """Read a number, or a parameter's name where a number stands."""
        if not isinstance(text, str):
            raise NotImplementedError(text)
        return self.number(self.parameters[text]) if text in self.parameters else Fraction(text)

    def number_or_name(self, text: str) -> Value:
        """Read the VALUE of a number's test: a number, or any name."""
        try:
            return Fraction(text)
        except ValueError:
            return self.value(text)

    def operand(self, name: str) -> Fraction:
        """Read a name in a formula; one that is not known ends the formula."""
        value = self.value(name)
        if isinstance(value, Unknown):
            raise NotRatedError
        return numeric(value)

    # A measure: a source, then steps

    def after(self, name: str, position: int) -> Value:
        """Give the value of a measure after so many of its steps; none is its source."""
        key = (name, position)
        if key not in self.found:
            try:
                self.found[key] = self.compute(self.measures[name], name, position)
            except NotRatedError:
                self.found[key] = NOT_RATED
        return self.found[key]

    def compute(self, measure: Node, name: str, position: int) -> Value:
        """Take the source, or one more step."""
        if position > 0:
            before = self.after(name, position - 1)
            return self.stepped(before, measure["steps"][position - 1])
        value = self.sourced(measure)
        if "need" in measure and not self.needed(measure):
            raise NotRatedError
        return value

    def sourced(self, measure: Node) -> Value:
        """Find the first value of a measure."""
        if "from" in measure or "formula" in measure:
            return self.filled(self.single(measure), measure)
        if "decide" in measure:
            return self.decide(measure)
        if "count" in measure:
            return self.count(measure)
        return self.combined(measure)

    # Sources

    def single(self, measure: Node) -> Value:
        """Take `from` with its state, or a formula, of which the state is only `not_rated`."""
        if "from" in measure:
            return self.value(measure["from"])
        try:
            return Formula(measure["formula"], self.operand).result()
        except NotRatedError:
            return NOT_RATED

    def filled(self, value: Value, measure: Node) -> Value:
        """Apply `missing:` to `from` and `formula`; unless it says otherwise the state stays."""
        if not isinstance(value, Unknown):
            return value
        policy = policy_for(measure, value, default=value)
        if policy == "not_rated":
            return NOT_RATED
        return value if policy is value else self.fill(policy)

    def fill(self, policy: Node) -> Fraction:
        """Read the number of `fill: NUMBER`."""
        if policy["fill"] == "mean":
            raise NotImplementedError(policy)
        return self.number(policy["fill"])

    def decide(self, measure: Node) -> Value:
        """Take the first branch whose condition holds."""
        if "missing" in measure:
            raise NotImplementedError(measure)
        for branch in measure["decide"]:
            if "otherwise" in branch:
                return self.decision(branch["otherwise"], measure)
            if self.holds(branch["when"]):
                return self.decision(branch["then"], measure)
        message = "no branch holds"
        raise ValueError(message)

    def decision(self, text: str, measure: Node) -> Value:
        """Read what a branch gives: a category where a scale is given, else number or name."""
        if "scale" in measure:
            return category(self.scales[measure["scale"]], text)
        return self.number_or_name(text)

    def count(self, measure: Node) -> Fraction:
        """Count the members that pass."""
        members = self.members(measure["count"]["of"])
        return Fraction(sum(self.counts(name, measure) for name, _ in members))

    def counts(self, name: str, measure: Node) -> bool:
        """Say whether one member passes; what is undecided is left to `missing:`."""
        value, tests = self.value(name), measure["count"]["that_are"]
        passes = self.tested(value, tests)
        if passes is not None:
            return passes
        policy = policy_for(measure, value, default="not_rated")
        if policy == "ignore":
            return False
        if policy == "not_rated" or not isinstance(value, Unknown):
            raise NotRatedError
        return decided(self.tested(self.fill(policy), tests))

    def combined(self, measure: Node) -> Fraction:
        """Combine the members that are left."""
        kind = next(kind for kind in COMBINATIONS if kind in measure)
        left = self.left(self.members(measure[kind]), measure)
        if not left:
            raise NotRatedError
        if kind == "geometric_mean":
            return geometric_mean(left, measure.get("zero", "not_rated"))
        return COMBINATIONS[kind](left)

    def members(self, node: Node | list[str] | str) -> list[tuple[str, Fraction]]:
        """List names with their weights; a level's name stands for all its measures."""
        if isinstance(node, dict):
            return [(name, self.number(weight)) for name, weight in node.items()]
        names = [node] if isinstance(node, str) else node
        every = [member for name in names for member in self.levels.get(name, [name])]
        return [(name, Fraction(1)) for name in every]

    def left(
        self, members: list[tuple[str, Fraction]], measure: Node
    ) -> list[tuple[Fraction, Fraction]]:
        """Give values and weights, where `missing:` has dealt with what is not known."""
        left = []
        for name, weight in members:
            value = self.value(name)
            if isinstance(value, Unknown):
                policy = policy_for(measure, value, default="not_rated")
                if policy == "ignore":
                    continue
                if policy == "not_rated":
                    raise NotRatedError
                value = self.fill(policy)
            left.append((numeric(value), weight))
        return left

    # Need

    def needed(self, measure: Node) -> bool:
        """Say whether `need:` holds: a number of known members, a share, or a condition."""
        need = measure["need"]
        if isinstance(need, dict) and "share" not in need:
            return self.holds(need)
        members = self.counted(measure)
        known = [pair for pair in members if not isinstance(self.value(pair[0]), Unknown)]
        if isinstance(need, str):
            return len(known) >= self.number(need)
        return weight_of(known) >= self.number(need["share"]) * weight_of(members)

    def counted(self, measure: Node) -> list[tuple[str, Fraction]]:
        """List the members that `need:` counts."""
        if "from" in measure:
            return [(measure["from"], Fraction(1))]
        if "formula" in measure:
            names = Formula(measure["formula"], self.operand).names()
            return [(name, Fraction(1)) for name in names if name not in self.parameters]
        if "count" in measure:
            return self.members(measure["count"]["of"])
        if "decide" in measure:
            raise NotImplementedError(measure)
        return self.members(measure[next(kind for kind in COMBINATIONS if kind in measure)])

    # Conditions: True, False, or None where undecided

    def holds(self, condition: Node) -> bool:
        """Decide a condition; one that stays undecided makes the measure not rated."""
        return decided(self.condition(condition))

    def condition(self, condition: Node) -> bool | None:
        """Everything that one mapping says must hold."""
        return all_of(self.clause(key, node) for key, node in condition.items())

    def clause(self, key: str, node: Any) -> bool | None:
        """Read `all`, `any`, `not`, or the tests of one name."""
        if key == "all":
            return all_of(map(self.condition, node))
        if key == "any":
            return any_of(map(self.condition, node))
        if key == "not":
            return opposite(self.condition(node))
        return self.tested(self.value(key), node)

    def tested(self, value: Value, tests: Node) -> bool | None:
        """Apply several tests to one value; all must hold."""
        return all_of(self.test(value, test, wanted) for test, wanted in tests.items())

    def test(self, value: Value, test: str, wanted: Any) -> bool | None:
        """Apply one test. Of a value that is not known, only `known` is decided."""
        if test == "known":
            return isinstance(value, Unknown) is not BOOLEANS[wanted]
        if isinstance(value, Unknown):
            return None
        if test == "between":
            ends = zip(("at_least", "at_most"), wanted, strict=True)
            return all_of(self.compared(numeric(value), one, end) for one, end in ends)
        if test in NUMBER_TESTS:
            return self.compared(numeric(value), test, wanted)
        if isinstance(value, Category) and test in CATEGORY_TESTS:
            return CATEGORY_TESTS[test](value.place, value.at(wanted).place)
        return self.identified(value, test, wanted)

    def identified(self, value: Value, test: str, wanted: Any) -> bool | None:
        """Apply `is`, `is_not` or `in`."""
        if test == "in":
            return any_of(self.same(value, one) for one in wanted)
        same = self.same(value, wanted)
        return {"is": same, "is_not": opposite(same)}[test]

    def same(self, value: Value, wanted: str) -> bool | None:
        """Compare a value with a text, read as the kind that the value is."""
        if isinstance(value, bool):
            return value is BOOLEANS[wanted]
        if isinstance(value, Category):
            return value == value.at(wanted)
        if isinstance(value, str):
            return value == wanted
        other = self.number_or_name(wanted)
        return None if isinstance(other, Unknown) else value == other

    def compared(self, value: Fraction, test: str, wanted: str) -> bool | None:
        """Compare numbers; the second may be a name, and not known."""
        other = self.number_or_name(wanted)
        return None if isinstance(other, Unknown) else NUMBER_TESTS[test](value, numeric(other))

    # Steps

    def stepped(self, before: Value, step: Node) -> Value:
        """Take one step. What is not known passes, and so does what `when` leaves out."""
        if isinstance(before, Unknown):
            return before
        if "when" in step and not self.holds(step["when"]):
            return before
        if isinstance(before, Category):
            return self.step_of_category(before, step)
        return self.step_of_number(numeric(before), step)

    def step_of_category(self, before: Category, step: Node) -> Value:
        """Take a step from a category."""
        if "scores" in step:
            return self.number(step["scores"][before.id])
        if "set" in step:
            return before.at(step["set"])
        if "no_better_than" in step:
            return max(before, before.at(step["no_better_than"]), key=lambda one: one.place)
        if "no_worse_than" in step:
            return min(before, before.at(step["no_worse_than"]), key=lambda one: one.place)
        if "shift" in step:
            return self.shift(before, step["shift"])
        raise NotImplementedError(step)

    def shift(self, before: Category, options: Node) -> Category:
        """Move along the scale, whose ends hold."""
        places = self.number(options.get("worse", "0")) - self.number(options.get("better", "0"))
        place = min(max(before.place + int(places), 0), len(before.scale) - 1)
        return before.at(before.scale[place])

    def step_of_number(self, before: Fraction, step: Node) -> Value:
        """Take a step from a number."""
        if "add" in step:
            return before + self.number(step["add"])
        if "multiply" in step:
            return before * self.number(step["multiply"])
        if "power" in step:
            return before ** int(step["power"]["to"])
        if "set" in step:
            return self.number(step["set"])
        if "limit" in step:
            return self.limit(before, step["limit"])
        return self.converted(before, step)

    def converted(self, before: Fraction, step: Node) -> Value:
        """Take a step that converts a number."""
        if "bands" in step:
            return self.bands(before, step)
        if "points" in step:
            return self.points(before, step)
        if "goalposts" in step:
            return self.goalposts(before, step["goalposts"])
        if "round" in step:
            return self.round(before, step["round"])
        raise NotImplementedError(step)

    def limit(self, before: Fraction, options: Node) -> Fraction:
        """Hold a number between two bounds, either of which may be absent."""
        if "at_least" in options:
            before = max(before, self.number(options["at_least"]))
        if "at_most" in options:
            before = min(before, self.number(options["at_most"]))
        return before

    def bands(self, before: Fraction, step: Node) -> Value:
        """Take the first band that owns the number."""
        for band in step["bands"]:
            edges = {edge: self.number(band[edge]) for edge in NUMBER_TESTS if edge in band}
            if "between" in band:
                low, high = map(self.number, band["between"])
                edges |= {"at_least": low, "at_most": high}
            if all(NUMBER_TESTS[edge](before, bound) for edge, bound in edges.items()):
                return self.band(band["is"], step)
        message = f"no band for {before}"
        raise ValueError(message)

    def band(self, text: str, step: Node) -> Value:
        """Read what a band gives."""
        if "scale" in step:
            return category(self.scales[step["scale"]], text)
        return self.number(text)

    def points(self, before: Fraction, step: Node) -> Fraction:
        """Go along straight lines between the points."""
        points = sorted((self.number(x), self.number(y)) for x, y in step["points"].items())
        value = within(before, points[0][0], points[-1][0], step.get("beyond", "hold"))
        lines = list(pairwise(points))
        reaching = [(start, end) for start, end in lines if value <= end[0]]
        (x, y), (next_x, next_y) = reaching[0] if reaching else lines[-1]
        return y + (value - x) * (next_y - y) / (next_x - x)

    def goalposts(self, before: Fraction, options: Node) -> Fraction:
        """Map the worst goalpost to one end and the best to the other."""
        worst, best = self.number(options["worst"]), self.number(options["best"])
        low, high = (self.number(end) for end in options.get("to", ["0", "1"]))
        value = within(before, min(worst, best), max(worst, best), options.get("beyond", "hold"))
        if options.get("curve", "linear") == "log":
            return logarithmic(value, worst, best, low, high)
        return low + (value - worst) / (best - worst) * (high - low)

    def round(self, before: Fraction, options: Node) -> Fraction:
        """Round to a multiple of a unit."""
        if "to" in options:
            unit = self.number(options["to"])
        else:
            unit = Fraction(10) ** -int(self.number(options["digits"]))
        if "toward" in options:
            return TOWARD[options["toward"]](before / unit) * unit
        return nearest(before / unit, options["half"]) * unit


# Three values of truth

BOOLEANS = {"true": True, "false": False}


def all_of(results: Iterable[bool | None]) -> bool | None:
    """Say false where one is false; else undecided where one is."""
    seen = set(results)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(results: Iterable[bool | None]) -> bool | None:
    """Say true where one is true; else undecided where one is."""
    seen = set(results)
    if True in seen:
        return True
    return None if None in seen else False


def opposite(result: bool | None) -> bool | None:  # noqa: FBT001 - a value of truth, not a switch
    """Turn true and false; undecided stays."""
    return None if result is None else not result


def decided(result: bool | None) -> bool:  # noqa: FBT001 - a value of truth, not a switch
    """Refuse what is undecided."""
    if result is None:
        raise NotRatedError
    return result


NUMBER_TESTS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": lambda value, bound: value >= bound,
    "above": lambda value, bound: value > bound,
    "at_most": lambda value, bound: value <= bound,
    "below": lambda value, bound: value < bound,
}

CATEGORY_TESTS: dict[str, Callable[[int, int], bool]] = {
    "better_than": lambda place, other: place < other,
    "worse_than": lambda place, other: place > other,
    "no_better_than": lambda place, other: place >= other,
    "no_worse_than": lambda place, other: place <= other,
}


# What is missing, and weights


def policy_for(measure: Node, value: Value, default: object) -> Any:
    """Find what `missing:` says of a value: one word or fill for all, or one for each state."""
    policy = measure.get("missing", default)
    if not isinstance(policy, dict) or "fill" in policy:
        return policy
    return policy.get(value.state, default) if isinstance(value, Unknown) else default


def weight_of(members: list[tuple[str, Fraction]]) -> Fraction:
    """Add weights; a sign is a direction and not a lack of weight."""
    return sum((abs(weight) for _, weight in members), Fraction(0))


# Combinations of values with weights


def weighted_sum(left: list[tuple[Fraction, Fraction]]) -> Fraction:
    """Add values times weights."""
    return sum((value * weight for value, weight in left), Fraction(0))


def mean(left: list[tuple[Fraction, Fraction]]) -> Fraction:
    """Average by weight."""
    return divided(weighted_sum(left), sum((weight for _, weight in left), Fraction(0)))


def geometric_mean(left: list[tuple[Fraction, Fraction]], zero: str) -> Fraction:
    """Average by weight on the logarithmic scale, rounded once."""
    if any(value <= 0 for value, _ in left):
        if zero == "is_zero":
            return Fraction(0)
        raise NotRatedError
    total = sum((weight for _, weight in left), Fraction(0))
    shares = [(value, divided(weight, total)) for value, weight in left]
    with mpmath.workdps(WORKING):
        return fifty_digits(
            mpmath.exp(sum(real(share) * mpmath.log(real(value)) for value, share in shares))
        )


def unweighted(combine: Callable[[list[Fraction]], Fraction]) -> Callable[..., Fraction]:
    """Combine values alone."""
    return lambda left: combine([value for value, _ in left])


COMBINATIONS: dict[str, Callable[..., Fraction]] = {
    "mean": mean,
    "geometric_mean": geometric_mean,
    "sum": weighted_sum,
    "min": unweighted(min),
    "max": unweighted(max),
    "median": unweighted(median),
}


# Exact arithmetic


def numeric(value: Value) -> Fraction:
    """Insist on a number."""
    if not isinstance(value, Fraction):
        message = f"{value!r} is not a number"
        raise TypeError(message)
    return value


def divided(value: Fraction, by: Fraction) -> Fraction:
    """Divide; by zero is not rated."""
    if by == 0:
        raise NotRatedError
    return value / by


def within(value: Fraction, low: Fraction, high: Fraction, beyond: str) -> Fraction:
    """Treat a value outside its ends as `beyond` says."""
    if low <= value <= high or beyond == "extend":
        return value
    if beyond == "not_rated":
        raise NotRatedError
    return low if value < low else high


def nearest(value: Fraction, half: str) -> int:
    """Round to the nearest whole number; `half` says where the middle goes."""
    floor = math.floor(value)
    if value - floor != Fraction(1, 2):
        return math.floor(value + Fraction(1, 2))
    ties = {
        "up": floor + 1,
        "down": floor,
        "even": floor if floor % 2 == 0 else floor + 1,
        "away": floor + 1 if value > 0 else floor,
    }
    return ties[half]


TOWARD: dict[str, Callable[[Fraction], int]] = {
    "zero": math.trunc,
    "floor": math.floor,
    "ceiling": math.ceil,
}


# Inexact operations: computed with many digits and rounded once to fifty

WORKING = 300
RELIABLE = 250


def real(value: Fraction) -> mpmath.mpf:
    """Read a fraction as a real number at the working precision."""
    return mpmath.mpf(value.numerator) / value.denominator


def fifty_digits(value: mpmath.mpf) -> Fraction:
    """Drop the digits that carry noise, which makes exact results exact, then round."""
    return rounded(Fraction(mpmath.nstr(value, RELIABLE)))


def rounded(value: Fraction) -> Fraction:
    """Round once to fifty significant digits, half to even."""
    context = Context(prec=50, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX)
    return Fraction(context.divide(Decimal(value.numerator), Decimal(value.denominator)))


def logarithmic(
    value: Fraction, worst: Fraction, best: Fraction, low: Fraction, high: Fraction
) -> Fraction:
    """Map goalposts by logarithms; a rational way between them is found exactly."""
    if value <= 0:
        raise NotRatedError
    with mpmath.workdps(WORKING):
        way = mpmath.log(real(value / worst)) / mpmath.log(real(best / worst))
        ratio = Fraction(mpmath.nstr(way, RELIABLE)).limit_denominator(1000)
        if abs(way - real(ratio)) < mpmath.mpf(10) ** -200:
            return rounded(low + ratio * (high - low))
        return fifty_digits(real(low) + way * real(high - low))


NOTHING = mpmath.mpf(10) ** -200
"""What is smaller than this is zero that carries noise."""


def logarithm(value: mpmath.mpf) -> mpmath.mpf:
    """Take the natural logarithm; of nothing or less it is not rated."""
    if value < NOTHING:
        raise NotRatedError
    return mpmath.log(value)


def square_root(value: mpmath.mpf) -> mpmath.mpf:
    """Take the square root; of less than nothing it is not rated."""
    if value < -NOTHING:
        raise NotRatedError
    return mpmath.sqrt(max(value, mpmath.mpf(0)))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "abs": abs,
    "log": logarithm,
    "exp": mpmath.exp,
    "sqrt": square_root,
}
INEXACT = ("log", "exp", "sqrt")


def quotient(value: Any, by: Any) -> Any:
    """Divide; by zero, or what is zero but for noise, is not rated."""
    if abs(by) < (NOTHING if isinstance(by, mpmath.mpf) else Fraction(1, 10**200)):
        raise NotRatedError
    return value / by


class Formula:
    """Arithmetic over names, by recursive descent."""

    TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z_]\w*|[-+*/(),]")

    def __init__(self, text: str, operand: Callable[[str], Fraction]) -> None:
        self.tokens = self.TOKEN.findall(text)
        if "".join(self.tokens) != "".join(text.split()):
            raise SyntaxError(text)
        self.operand = operand
        self.inexact = any(function in self.tokens for function in INEXACT)

    def names(self) -> list[str]:
        """List the names that the formula reads, each once."""
        followers = [*self.tokens[1:], ""]
        pairs = zip(self.tokens, followers, strict=True)
        names = (token for token, follower in pairs if token.isidentifier() and follower != "(")
        return list(dict.fromkeys(names))

    def result(self) -> Fraction:
        """Evaluate the whole text; with an inexact function in it, round the whole once."""
        with mpmath.workdps(WORKING):
            value = self.sum()
            if self.tokens:
                raise SyntaxError(self.tokens)
            if not self.inexact:
                return numeric(value)
            return Fraction(0) if abs(value) < NOTHING else fifty_digits(value)

    def number(self, value: Fraction) -> Any:
        """Take a number: as a real one where the whole is rounded."""
        return real(value) if self.inexact else value

    def accept(self, *wanted: str) -> str:
        """Take the next token if it is one of these."""
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def expect(self, wanted: str) -> None:
        """Take the next token, which must be this one."""
        if not self.accept(wanted):
            raise SyntaxError(wanted)

    def sum(self) -> Any:
        """Read terms with + and - between them."""
        value = self.product()
        while sign := self.accept("+", "-"):
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self) -> Any:
        """Read factors with * and / between them."""
        value = self.factor()
        while sign := self.accept("*", "/"):
            value = value * self.factor() if sign == "*" else quotient(value, self.factor())
        return value

    def factor(self) -> Any:
        """Read a sign, a bracket, a number, a function or a name."""
        if sign := self.accept("+", "-"):
            return self.factor() if sign == "+" else -self.factor()
        if self.accept("("):
            value = self.sum()
            self.expect(")")
            return value
        token = self.tokens.pop(0)
        if token[0].isdigit():
            return self.number(Fraction(token))
        return self.call(token) if self.accept("(") else self.number(self.operand(token))

    def call(self, function: str) -> Any:
        """Read the arguments of a function and apply it."""
        arguments = [self.sum()]
        while self.accept(","):
            arguments.append(self.sum())
        self.expect(")")
        return FUNCTIONS[function](*arguments)
