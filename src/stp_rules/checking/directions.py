"""Which way is better, derived from the inputs through every step; members must agree."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from functools import reduce

from stp_rules.engine.inputs import admitted
from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan, make_plan
from stp_rules.engine.result import MeasureInfo
from stp_rules.errors import Problem
from stp_rules.language.combination import Combination
from stp_rules.language.expressions import Call, Expression, Name, names_in
from stp_rules.language.kind import NUMBER, Kind
from stp_rules.language.ruleset import Fill, Input, Measure, Policy, Ruleset
from stp_rules.language.values import Amount
from stp_rules.language.word import Sign, trend
from stp_rules.language.words.sources.formula import Formula
from stp_rules.language.words.sources.from_ import From
from stp_rules.readings.ranges import within
from stp_rules.readings.spans import ANYWHERE, Span
from stp_rules.readings.transfer import direction, outcomes

Signs = Mapping[str, Sign]

_STATED: dict[str | None, Sign] = {"higher": 1, "true": 1, "lower": -1, "false": -1}


def directions(ruleset: Ruleset) -> dict[str, Sign]:
    """Return for each input and measure whether higher is better (1), lower (-1) or neither (0).

    The better of two categories is the one nearer the head of its scale, and counts as higher.
    The ruleset must be free of problems with names and kinds.
    """
    return _Derivation(ruleset).signs


def direction_problems(ruleset: Ruleset) -> Iterator[Problem]:
    """Give a problem for members that point different ways, and for a `better` that is untrue."""
    yield from _Derivation(ruleset).problems


def direction_notes(ruleset: Ruleset) -> Iterator[Problem]:
    """Give a note for bands that turn a better number into a worse category.

    The ruleset must be free of problems. A measure that says `better: neither` claims nothing.
    """
    yield from _Derivation(ruleset).notes


class _Derivation:
    def __init__(self, ruleset: Ruleset) -> None:
        self.plan: Plan = make_plan(ruleset)
        self.signs = {name: _input_sign(entry) for name, entry in ruleset.inputs.items()}
        self.signs |= dict.fromkeys(ruleset.parameters, 0)
        self.ranges = _ranges(ruleset)
        self.spans = {name: within(admitted(self.plan.inputs, name)) for name in ruleset.inputs}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        for measure in self.plan.measures:
            self.derive(measure)

    def derive(self, plan: MeasurePlan) -> None:
        sign = _carried(self.source(plan.info), plan.info.source.kind)
        over = self.span(plan.info.measure)
        for step in plan.steps:
            way = direction(step, over)
            if step.ranked and step.info.after.categories and sign and way not in (sign, 0):
                self.notes.extend(_worse_first(step, plan.info))
            sign = _carried(sign * _turn(step, way), step.info.after.kind)
            over = outcomes(step, over)
            if step.info.step.name:
                self.signs[step.info.step.name] = sign
                self.spans[step.info.step.name] = over
        self.signs[plan.info.measure.name] = self.stated(plan.info, sign)
        self.spans[plan.info.measure.name] = over

    def span(self, measure: Measure) -> Span:
        """Return where the numbers of a source lie, where it hands on what has a range."""
        if not isinstance(measure.source, From) or any(map(_fills, measure.missing.values())):
            return ANYWHERE
        return self.spans.get(measure.source.name, ANYWHERE)

    def source(self, info: MeasureInfo) -> Sign:
        match info.measure.source:
            case From(name):
                return self.signs[name]
            case Formula(_, expression):
                return self.formula(expression)
            case Combination() as source:
                return self.combination(source, info)
        return 0

    def formula(self, expression: Expression) -> Sign:
        _, slopes = _shape(expression, self.ranges)
        names = [name for name in dict.fromkeys(names_in(expression)) if self.signs[name]]
        found = {self.signs[name] * slopes[name] for name in names}
        return found.pop() if len(found) == 1 else 0

    def combination(self, source: Combination, info: MeasureInfo) -> Sign:
        weights = {name: self.weight(it) for name, it in source.weights.items()}
        pointing = {name: self.signs[name] * trend([0, it]) for name, it in weights.items()}
        found = set(pointing.values()) - {0}
        if len(found) > 1:
            self.problems.append(_opposed(pointing, source, info))
            return 0
        divided = source.word == "mean"
        turn = _divisor(weights.values(), info.measure.missing.values()) if divided else 1
        return sum(found) * turn

    def weight(self, weight: Amount) -> Fraction:
        return self.plan.ruleset.parameters[weight].value if isinstance(weight, str) else weight

    def stated(self, info: MeasureInfo, derived: Sign) -> Sign:
        better = info.measure.better
        if better == "neither":
            return 0
        if better is None or info.lens.kind != NUMBER:
            return derived
        stated = _STATED.get(better, 0)
        if stated * derived < 0:
            words = "higher" if derived > 0 else "lower"
            message = f"`better: {better}`, but by its inputs and steps {words} is better"
            hint = "correct it, or the step that turns the direction"
            self.problems.append(Problem("better", message, info.path / "better", hint))
        return stated


def _divisor(weights: Collection[Fraction], policies: Collection[Policy]) -> Sign:
    """Return the sign of what a mean divides by: where members may be left out, of every part."""
    ways = {trend([0, weight]) for weight in weights}
    mixed = len(ways) > 1
    return 0 if mixed and "ignore" in policies else trend([0, sum(weights)])


def _input_sign(entry: Input) -> Sign:
    return 1 if entry.type == "scale" else _STATED.get(entry.better, 0)


def _carried(sign: Sign, kind: Kind) -> Sign:
    """Of a category the head of its scale is better, however it came about."""
    return 1 if kind.type == "category" else sign


def _opposed(pointing: Signs, source: Combination, info: MeasureInfo) -> Problem:
    def names(sign: Sign) -> str:
        return ", ".join(f"`{name}`" for name, it in pointing.items() if it == sign)

    hint = "turn one of them, with falling bands or goalposts, or give it a negative weight"
    ways = f"higher is better for {names(1)}, lower for {names(-1)}"
    message = f"the members point different ways: {ways}"
    return Problem("opposed-members", message, info.path / source.word, hint)


def _fills(policy: Policy) -> bool:
    return isinstance(policy, Fill)


def _turn(step: StepPlan, way: Sign | None) -> Sign:
    """Return what a step makes of a direction: kept (1), turned (-1), or gone (0).

    What applies under a condition alone leaves others as they are, so that it can only keep it.
    What gives one value whatever comes leaves nothing better.
    """
    if step.when:
        return int(way in (0, 1))
    return way or 0


def _worse_first(step: StepPlan, info: MeasureInfo) -> Iterator[Problem]:
    """Give a note for bands to categories that fall somewhere where the number gets better."""
    if info.measure.better == "neither":
        return
    head = step.info.after.categories[0]
    hint = (
        f"a scale begins with its best category, here `{head}`: turn the scale or the bands, or "
        "write `better: neither` where no category is better"
    )
    message = "a better number gets a worse category"
    yield Problem("worse-first", message, step.info.path / step.info.word, hint, severity="note")


def _ranges(ruleset: Ruleset) -> dict[str, Sign]:
    """Return 1 for what is never below zero, -1 for what is never above, else 0."""
    ranges = {name: trend([0, it.value]) for name, it in ruleset.parameters.items()}
    for name, entry in ruleset.inputs.items():
        lowest = _first_number(entry.limits.at_least, entry.limits.above)
        highest = _first_number(entry.limits.at_most, entry.limits.below)
        ranges[name] = int(lowest is not None and lowest >= 0)
        if highest is not None and highest <= 0:
            ranges[name] = -1
    return ranges


def _first_number(*amounts: object) -> Fraction | None:
    return next((amount for amount in amounts if isinstance(amount, Fraction)), None)


def _shape(expression: Expression, ranges: Signs) -> tuple[Sign, dict[str, Sign]]:
    """Return of an expression its sign, and for each name whether it rises (1) or falls (-1) in it.

    A sign is 1 where it is never below zero, -1 where it is never above; 0 is either, or neither.
    """
    match expression:
        case Name(name):
            return ranges.get(name, 0), {name: 1}
        case Call(function, arguments):
            parts = [_shape(argument, ranges) for argument in arguments]
            signs = [sign for sign, _ in parts]
            turns = zip(parts, _turns(function, signs), strict=True)
            return _sign(function, signs), reduce(
                _merged, (_turned(it, by) for (_, it), by in turns)
            )
    return -1 if expression < 0 else 1, {}


def _sign(function: str, signs: list[Sign]) -> Sign:
    """Return the sign of a function from those of its arguments."""
    match function:
        case "*" | "/":
            return signs[0] * signs[1]
        case "abs" | "exp" | "sqrt":
            return 1
        case "-":
            return _agreed([signs[0], -signs[1]])
        case "+" | "min" | "max":
            return _agreed(signs)
    return 0


def _agreed(signs: list[Sign]) -> Sign:
    return signs[0] if signs.count(signs[0]) == len(signs) else 0


def _turns(function: str, signs: list[Sign]) -> list[Sign]:
    """Return for each argument whether the function rises (1) or falls (-1) in it."""
    match function:
        case "-":
            return [1, -1]
        case "*":
            return [signs[1], signs[0]]
        case "/":
            return [signs[1], -signs[0] * abs(signs[1])]
        case "abs":
            return signs
        case "+" | "min" | "max" | "log" | "exp" | "sqrt":
            return [1] * len(signs)
    return [0] * len(signs)


def _turned(slopes: dict[str, Sign], turn: Sign) -> dict[str, Sign]:
    return slopes if turn == 1 else {name: sign * turn for name, sign in slopes.items()}


def _merged(one: dict[str, Sign], other: dict[str, Sign]) -> dict[str, Sign]:
    """Put the shorter of two mappings into the longer, which is kept."""
    few, many = sorted((one, other), key=len)
    for name, sign in few.items():
        many[name] = sign if many.get(name, sign) == sign else 0
    return many
