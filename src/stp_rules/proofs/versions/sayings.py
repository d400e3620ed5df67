"""What a ruleset says, without what plays no part in any rating."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs
from attrs import evolve

from stp_rules.language.cohorts import Relative
from stp_rules.language.ruleset import Input, Limits, Measure, Ruleset, Step
from stp_rules.language.values import Amount, FrozenMap, Itself
from stp_rules.language.word import Source
from stp_rules.language.words.add import Add
from stp_rules.language.words.cohort.quantile_bands import QuantileBands
from stp_rules.language.words.cohort.rank import Rank
from stp_rules.language.words.cohort.z_score import ZScore
from stp_rules.language.words.combinations.geometric_mean import GeometricMean
from stp_rules.language.words.multiply import Multiply
from stp_rules.language.words.sources.from_ import From

_TEXTS = ("title", "unit", "text", "says", "because")
_HEAD = ("id", "version", "status", "effective", "evidence_for", "sources", "promises")
_SILENT = (*_TEXTS, *_HEAD, "places", "stamp")
"""What a ruleset and its parts hold that plays no part in any rating."""


def reading(ruleset: Ruleset) -> Any:
    """Return what decides which value is read from what is delivered."""
    inputs = {name: evolve(it, limits=Limits()) for name, it in ruleset.inputs.items()}
    scales = {it.scale: ruleset.scales[it.scale] for it in inputs.values() if it.scale}
    return rules({"reads": ruleset.reads, "inputs": inputs, "scales": scales})


def rules(value: Any) -> Any:
    """Return what a ruleset says, or a part of it, without what plays no part in any rating."""
    if attrs.has(type(value)):
        names = [it.name for it in attrs.fields(type(value)) if it.name not in _SILENT]
        return type(value), [(name, rules(getattr(value, name))) for name in names]
    if isinstance(value, Mapping):
        return [(rules(key), rules(it)) for key, it in value.items()]
    if isinstance(value, tuple):
        return [rules(it) for it in value]
    return type(value), value


def canonical(ruleset: Ruleset) -> dict[str, Any]:
    """Return of each input and measure what becomes of it, some equal rules written the same.

    A number that is added or a positive factor before a step that only knows places in the cohort
    is left out, and so is which of several definitions of the median is meant, what a geometric
    mean makes of zero where nothing is, and a tie-break by the value that is ranked. A parameter
    is its name and its number. How inputs are read and which are allowed plays no part.
    """
    return _canonical(Itself(ruleset))


@lru_cache(maxsize=8)
def _canonical(ruleset: Itself) -> dict[str, Any]:
    method: Ruleset = ruleset.value
    numbers = {name: it.value for name, it in method.parameters.items()}
    inputs = {name: rules(_bare(it)) for name, it in method.inputs.items()}
    measures = {
        it.name: _with_numbers(rules(_plain(it, method)), numbers) for _, it in method.measures()
    }
    return inputs | measures


def _bare(entry: Input) -> Input:
    none: Any = FrozenMap()
    return evolve(entry, limits=Limits(), column=None, reads=none, members=None)


def _with_numbers(said: Any, numbers: Mapping[str, Fraction]) -> Any:
    """Put the number of a parameter beside its name, wherever it is named."""
    if isinstance(said, list):
        return [_with_numbers(it, numbers) for it in said]
    if isinstance(said, tuple):
        number = numbers.get(said[1]) if said[0] is str else None
        return (*(_with_numbers(it, numbers) for it in said), number)
    return said


def _plain(measure: Measure, ruleset: Ruleset) -> Measure:
    """Return a measure without the steps that a step after them does not see."""
    steps: list[Step] = []
    for step in reversed(measure.steps):
        if not (steps and _unseen(step, steps[0], ruleset)):
            steps.insert(0, evolve(step, operation=_median(step.operation)))
    if steps and isinstance(measure.source, From):
        first = steps[0]
        steps[0] = evolve(first, operation=_told_apart(first.operation, measure.source.name))
    return evolve(measure, source=_without_zero(measure, ruleset), steps=tuple(steps))


def _told_apart(operation: Any, source: str) -> Any:
    """Return a rank of a value whose ties that same value does not break, for it is equal there."""
    if not isinstance(operation, Rank):
        return operation
    others = {name: end for name, end in operation.tie_break.items() if name != source}
    return evolve(operation, tie_break=FrozenMap(others))


def _without_zero(measure: Measure, ruleset: Ruleset) -> Source:
    """Return a source; of a geometric mean of what is always above zero, without its `zero`."""
    source = measure.source
    if not isinstance(source, GeometricMean):
        return source
    plain = set(measure.missing.values()) <= {"not_rated", "ignore"}
    entries = [ruleset.inputs.get(name) for name in source.weights]
    above = all(it and not it.members and _positive(it.limits, ruleset) for it in entries)
    return evolve(source, zero="not_rated") if plain and above else source


def _positive(limits: Limits, ruleset: Ruleset) -> bool:
    """Tell whether a range holds only numbers above zero."""
    if limits.at_least is not None and _number(limits.at_least, ruleset) > 0:
        return True
    return limits.above is not None and _number(limits.above, ruleset) >= 0


def _unseen(step: Step, following: Step, ruleset: Ruleset) -> bool:
    """Tell whether a step changes nothing that the step relative to a cohort after it sees.

    A z-score is told from its multiples only as exactly as a root is computed.
    """
    if step.when or step.name or not isinstance(following.operation, Relative):
        return False
    match step.operation:
        case Add():
            return True
        case Multiply(factor):
            return not isinstance(following.operation, ZScore) and _number(factor, ruleset) > 0
    return False


def _number(amount: Amount, ruleset: Ruleset) -> Fraction:
    return ruleset.parameters[amount].value if isinstance(amount, str) else amount


_OF_THE_MEDIAN = (
    "averaged_inverted_cdf",
    "hazen",
    "weibull",
    "linear",
    "median_unbiased",
    "normal_unbiased",
)
"""The definitions of a quantile that agree on the median (Hyndman and Fan, 1996)."""


def _median(operation: Any) -> Any:
    """Return bands cut at the median alone by one of the definitions that agree on it."""
    median = isinstance(operation, QuantileBands) and operation.cuts == (Fraction(1, 2),)
    if median and operation.definition in _OF_THE_MEDIAN:
        return evolve(operation, definition="linear")
    return operation
