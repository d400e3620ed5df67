"""Formulas: operators and functions over numbers."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add, mul, sub, truediv

from stp_rules.model import Call, Expression, Name
from stp_rules.operations.arithmetic import Arithmetic, Value, larger, smaller

OPERATORS: dict[str, Callable[[Value, Value], Value]] = {"+": add, "-": sub, "*": mul, "/": truediv}


def formula(expression: Expression, values: Mapping[str, Value], arithmetic: Arithmetic) -> Value:
    """Return the value of an expression whose names are all known."""
    match expression:
        case Name(name):
            return values[name]
        case Call(function, arguments):
            computed = [formula(argument, values, arithmetic) for argument in arguments]
            if function in OPERATORS:
                return reduce(OPERATORS[function], computed)
            return _function(function, computed, arithmetic)
    return expression


def _function(function: str, arguments: list[Value], arithmetic: Arithmetic) -> Value:
    match function:
        case "min":
            return reduce(lambda one, other: smaller(one, other, arithmetic), arguments)
        case "max":
            return reduce(lambda one, other: larger(one, other, arithmetic), arguments)
        case "abs":
            (value,) = arguments
            zero = arithmetic.number(0)
            return arithmetic.where(value < zero, zero - value, value)
    return arithmetic.once(lambda real, value: getattr(real, function)(value), *arguments)
