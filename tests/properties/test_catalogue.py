"""The rulesets that properties are held against exercise the whole language."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from stp_rules.kinds import conditions_of
from stp_rules.language.catalogue import COMBINATIONS, STEPS
from stp_rules.language.combination import Combination
from stp_rules.language.conditions import TESTS, comparisons_in
from stp_rules.language.expressions import Call, Expression
from stp_rules.language.formulas import FUNCTIONS
from stp_rules.language.ruleset import Measure, Ruleset
from stp_rules.language.words.sources.formula import OPERATORS, Formula
from stp_rules.loading.build import build
from stp_rules.testing import generated as strategies

ENOUGH = settings(max_examples=400, derandomize=True, database=None, phases=[Phase.generate])

CATALOGUE = {
    "source": {"from", "formula", "count", "decide", *COMBINATIONS},
    # tests/engine/test_cohort.py generates cohorts for the steps that need one
    "step": {kind.word for kind in STEPS.values() if not kind.in_cohort},
    "test": {"known", "in", *TESTS},
    "function": {*FUNCTIONS, *OPERATORS},
    "half": {"up", "down", "even", "away"},
    "toward": {"zero", "floor", "ceiling"},
    "beyond": {"hold", "extend", "not_rated"},
    "curve": {"linear", "log"},
    "zero": {"not_rated", "is_zero"},
    "policy": {"not_rated", "ignore", "Fill"},
    "need": {"known", "share", "condition"},
}


def words(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """Give every word of the catalogue that a ruleset uses, with the part of speech."""
    for _, measure in ruleset.measures():
        yield from source_words(measure)
        yield from (("policy", _word(it)) for it in measure.missing.values())
        if measure.need:
            yield from (("need", option) for option in _options(measure.need))
        for condition in conditions_of(measure):
            yield from (("test", comparison.test) for comparison in comparisons_in(condition))
        for step in measure.steps:
            yield "step", step.operation.word
            yield from _options(step.operation).items()


def source_words(measure: Measure) -> Iterator[tuple[str, str]]:
    """Give the words of a source."""
    source = measure.source
    if isinstance(source, Combination):
        yield "source", source.word
        yield "zero", source.zero if source.word == "geometric_mean" else "not_rated"
    else:
        yield "source", source.word
    if isinstance(source, Formula):
        yield from functions(source.expression)


def functions(expression: Expression) -> Iterator[tuple[str, str]]:
    """Give every operator and function of a formula."""
    if isinstance(expression, Call):
        yield "function", expression.function
        for argument in expression.arguments:
            yield from functions(argument)


def _word(policy: Any) -> str:
    return policy if isinstance(policy, str) else type(policy).__name__


def _options(part: Any) -> dict[str, Any]:
    found = {it.name: getattr(part, it.name) for it in type(part).__attrs_attrs__}
    return {name: it for name, it in found.items() if it is not None}


@pytest.fixture(scope="module")
def exercised() -> set[tuple[str, Any]]:
    """Collect what a few hundred generated rulesets use."""
    found: set[tuple[str, Any]] = set()

    @ENOUGH
    @given(strategies.rulesets())
    def collect(data: strategies.Data) -> None:
        used = words(build(data))
        found.update(pair for pair in used if pair[0] in CATALOGUE)

    collect()
    return found


@pytest.mark.parametrize("part", CATALOGUE)
def test_generated_rulesets_use_every_word(part: str, exercised: set[tuple[str, Any]]) -> None:
    """So that an operation that is added to the language is held against every property too."""
    lacking = CATALOGUE[part] - {word for section, word in exercised if section == part}
    assert not lacking
