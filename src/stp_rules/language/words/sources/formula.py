"""`formula:` operators and functions over numbers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from operator import add, mul, sub, truediv
from typing import Any, Self

from attrs import field, frozen

from stp_rules.errors import Problem
from stp_rules.figures import plain_text
from stp_rules.language.arithmetic import Arithmetic, Reals, Value, larger, smaller
from stp_rules.language.expressions import Call, Expression, Name, names_in
from stp_rules.language.fields import Data
from stp_rules.language.formulas import formula_text, parse_formula
from stp_rules.language.kind import Kinds
from stp_rules.language.values import State
from stp_rules.language.variants import Variant, item, moved
from stp_rules.language.word import Choices, Fitting, Source, Wording
from stp_rules.paths import Path

OPERATORS: dict[str, Callable[[Value, Value], Value]] = {"+": add, "-": sub, "*": mul, "/": truediv}
INEXACT = ("log", "exp", "sqrt")
"""The functions that have no exact value."""


@frozen
class Formula(Source):
    """Arithmetic over names; `text` as written, `expression` as understood."""

    word = "formula"
    holds = "expression"
    gap = State.NOT_RATED

    text: str = field(eq=False)
    expression: Expression

    def lines(self, wording: Wording, known: Kinds) -> Iterator[str]:  # noqa: ARG002 - one shape for all
        """Write the formula."""
        yield f"= {self.text}"

    def computed(self, value: str, members: int, wording: Wording) -> str:  # noqa: ARG002 - one shape for all
        """Write the formula after what it gives."""
        return f"{value} = {self.text}"

    @classmethod
    def read(cls, measure: Mapping[str, Any]) -> Self:
        """Read a formula, which may be a single number."""
        text = plain_text(measure[cls.word])
        return cls(text, parse_formula(text))

    def written(self) -> Data:
        """Write the formula as it is understood."""
        return {self.word: formula_text(self.expression)}

    def members(self) -> Iterable[str]:
        """Return the names of the formula."""
        return names_in(self.expression)

    def counted(self, parameters: Collection[str]) -> set[str]:
        """Return the members that a need counts: parameters are none."""
        return super().counted(parameters).difference(parameters)

    def misfits(self, path: Path, fitting: Fitting) -> Iterator[Problem]:
        """Say which names are no numbers."""
        return fitting.numbers(dict.fromkeys(self.members(), path / self.word))

    @classmethod
    def variants(cls, measure: Data, choices: Choices) -> Iterator[Variant]:  # noqa: ARG003 - one shape for all
        """Move each number of a formula, and put each operator's opposite in its place."""
        return item(measure, cls.word, _rewritten)


def formula(expression: Expression, values: Mapping[str, Value], arithmetic: Arithmetic) -> Value:
    """Return the value of an expression whose names are all known.

    One with inexact functions is a whole: whatever stands inside what, it is rounded once.
    """
    if not inexact(expression):
        return _computed(expression, values, arithmetic, lambda it: it)
    return arithmetic.whole(lambda reals: _computed(expression, values, reals, reals.of))


def inexact(expression: Expression) -> bool:
    """Tell whether an expression holds a function that has no exact value."""
    if not isinstance(expression, Call):
        return False
    return expression.function in INEXACT or any(map(inexact, expression.arguments))


def _computed(
    expression: Expression,
    values: Mapping[str, Value],
    arithmetic: Arithmetic | Reals,
    take: Callable[[Value], Value],
) -> Value:
    match expression:
        case Name(name):
            return take(values[name])
        case Call(function, arguments):
            computed = [_computed(it, values, arithmetic, take) for it in arguments]
            return _called(function, computed, arithmetic)
    return take(expression)


def _called(function: str, arguments: list[Value], arithmetic: Arithmetic | Reals) -> Value:
    if function in OPERATORS:
        return reduce(OPERATORS[function], arguments)
    match function:
        case "min":
            return reduce(lambda one, other: smaller(one, other, arithmetic), arguments)
        case "max":
            return reduce(lambda one, other: larger(one, other, arithmetic), arguments)
        case "abs":
            (value,) = arguments
            zero = arithmetic.number(0)
            return arithmetic.where(value < zero, zero - value, value)
    return getattr(arithmetic, function)(*arguments)


_MISTAKEN = (("+", "-"), ("*", "/"), ("min", "max"))
"""Operators and functions that are mistaken for each other."""


def _rewritten(text: str) -> Iterator[Variant]:
    for other in _others(parse_formula(text)):
        yield Variant(formula_text(other), text, formula_text(other))


def _others(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Fraction():
            yield from (it.data for it in moved(expression))
        case Call(function, arguments):
            for pair in _MISTAKEN:
                if function in pair:
                    yield Call(pair[pair.index(function) - 1], arguments)
            for at, argument in enumerate(arguments):
                for other in _others(argument):
                    yield Call(function, (*arguments[:at], other, *arguments[at + 1 :]))
