"""Steps that adjust: number to number, or category to category of the same scale.

A category is its position on the scale, 0 for the best, so that "no better than" is "not below".
"""

from stp_rules.model import Add, Cap, Floor, Force, Limit, Multiply, Shift
from stp_rules.operations.arithmetic import Arithmetic, Value, between, larger, smaller


def add(value: Value, args: Add, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Add the term."""
    return value + args.term


def multiply(value: Value, args: Multiply, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Multiply by the factor."""
    return value * args.factor


def limit(value: Value, args: Limit, arithmetic: Arithmetic) -> Value:
    """Hold the value within the bounds that are given."""
    if args.at_least is not None:
        value = larger(value, args.at_least, arithmetic)
    if args.at_most is not None:
        value = smaller(value, args.at_most, arithmetic)
    return value


def force(value: Value, args: Force, arithmetic: Arithmetic) -> Value:  # noqa: ARG001 - one shape for all
    """Put the given value in place of whatever there was."""
    return args.value


def cap(value: Value, args: Cap, arithmetic: Arithmetic) -> Value:
    """Give the category, or the capping one where that is worse."""
    return larger(value, args.category, arithmetic)


def floor(value: Value, args: Floor, arithmetic: Arithmetic) -> Value:
    """Give the category, or the one below which nothing falls where that is better."""
    return smaller(value, args.category, arithmetic)


def shift(value: Value, args: Shift, arithmetic: Arithmetic) -> Value:
    """Move along the scale as far as its end."""
    places = args.places if args.towards == "worse" else -args.places
    return between(value + places, 0, args.last, arithmetic)
