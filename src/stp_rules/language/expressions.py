"""Expressions: numbers, names and calls, as a formula understands them."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen


@frozen
class Name:
    """A name in a formula."""

    name: str


@frozen
class Call:
    """An operator or a function applied to its arguments."""

    function: str
    arguments: "tuple[Expression, ...]"


Expression = Fraction | Name | Call


def names_in(expression: Expression) -> Iterator[str]:
    """Give every name of an expression, in order, as often as it stands there."""
    waiting = [expression]
    while waiting:
        match waiting.pop():
            case Name(name):
                yield name
            case Call(_, arguments):
                waiting.extend(reversed(arguments))
