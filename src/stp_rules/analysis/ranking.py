"""Competition ranking: 1, 2, 3, 4, 4, 6."""

from collections.abc import Sequence
from typing import Any

from stp_rules.checking.directions import directions
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.values import Unknown
from stp_rules.errors import InputError, Problem, nearest

Ranked = list[tuple[int | None, Rating]]


def rank(ratings: Ratings, names: Sequence[str]) -> Ranked:
    """Put ratings in order, the best first, and give each its rank; ties share the better one.

    They are compared by the first name, where that is the same by the second, and so on. A
    category is better nearer the head of its scale, a number as the ruleset says. A rating that
    lacks one of the values has no rank (`None`) and stands after the others, in its old order.

    Raises InputError for a name that is no measure, or a number of which neither way is better.
    """
    if not ratings:
        return []
    signs = _signs(ratings[0], names)
    keyed = [(_key(rating, names, signs), rating) for rating in ratings]
    known = sorted((it for it in keyed if it[0] is not None), key=lambda it: it[0])
    places: dict[Any, int] = {}
    for place, (key, _) in enumerate(known, 1):
        places.setdefault(key, place)
    unranked: Ranked = [(None, rating) for key, rating in keyed if key is None]
    return [(places[key], rating) for key, rating in known] + unranked


def _key(rating: Rating, names: Sequence[str], signs: Sequence[int]) -> Any:
    if rating.problems:
        return None
    values = [rating.measures[name].raw for name in names]
    if any(isinstance(value, Unknown) for value in values):
        return None
    seen = [value if isinstance(value, int) else value.fraction for value in values]
    return tuple(sign * value for sign, value in zip(signs, seen, strict=True))


def _signs(rating: Rating, names: Sequence[str]) -> list[int]:
    """Return for each name what makes smaller the better of two values."""
    ruleset = rating.ruleset
    measures = {measure.name for _, measure in ruleset.measures()}
    found = directions(ruleset)
    problems = [_not_a_measure(name, measures) for name in names if name not in measures]
    numbers = [name for name in names if name in measures and not rating.lenses[name].categories]
    problems += [_no_direction(name) for name in numbers if not found[name]]
    if problems:
        raise InputError(problems)
    return [-found[name] if name in numbers else 1 for name in names]


def _not_a_measure(name: str, measures: set[str]) -> Problem:
    hint = nearest(name, measures) or f"measures: {', '.join(sorted(measures))}"
    return Problem("unknown-measure", f"`{name}` is not a measure", hint=hint)


def _no_direction(name: str) -> Problem:
    hint = "say `better: higher` or `better: lower` on the measure"
    return Problem("no-direction", f"which way is better for `{name}` is not known", hint=hint)
