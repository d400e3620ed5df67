"""Conditions, edges and values in words."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from stp_rules.engine.values import Seen, Unknown
from stp_rules.model import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Name,
    Not,
    Outcome,
    Ruleset,
    category_id,
    number_text,
)
from stp_rules.tables.results import short_number

READABLE = 9
"""How many characters of an exact number are readable."""


def words(name: str) -> str:
    """Write a word of the language without its underscores."""
    return name.replace("_", " ")


def value_text(value: Seen | None, labels: Mapping[str, str] | None = None) -> str:
    """Write a value: a category by its label, a truth as yes or no, a gap with its reason."""
    match value:
        case Unknown(state):
            return words(state)
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return readable_number(value)
    return (labels or {}).get(str(value), str(value))


def readable_number(value: Fraction) -> str:
    """Write a number exactly where it is short, else as about six significant digits."""
    exact = short_number(value)
    if len(exact.lstrip("-")) <= READABLE:
        return exact
    return f"{float(value):.6g}"


def labels_of(ruleset: Ruleset) -> dict[str, str]:
    """Return the label of every category whose id means the same on all scales."""
    found: dict[str, set[str]] = {}
    for scale in ruleset.scales.values():
        for category, label in scale.labels.items():
            found.setdefault(category, set()).add(label)
    return {category: label for category, (label, *more) in _sorted(found) if not more}


def _sorted(found: Mapping[str, set[str]]) -> list[tuple[str, list[str]]]:
    return [(category, sorted(labels)) for category, labels in found.items()]


def condition_text(condition: Condition) -> str:
    """Write a condition as a clause."""
    match condition:
        case Comparison(name, test, bound):
            return f"{name} {_test_text(test, bound)}"
        case Not(part):
            return f"not ({condition_text(part)})"
        case AllOf(parts):
            return " and ".join(_inner(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inner(part) for part in parts)


def _inner(condition: Condition) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text


def _test_text(test: str, bound: Any) -> str:
    if test == "known":
        return "is known" if bound else "is not known"
    verb = words(test) if test.startswith("is") else f"is {words(test)}"
    if isinstance(bound, tuple):
        return f"{verb} {' or '.join(map(outcome_text, bound))}"
    return f"{verb} {outcome_text(bound)}"


def outcome_text(outcome: Outcome | Name | Any) -> str:
    """Write a constant of a ruleset."""
    match outcome:
        case bool():
            return str(outcome).lower()
        case Fraction():
            return number_text(outcome)
        case Name(name):
            return name
    return category_id(outcome)
