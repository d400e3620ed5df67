"""Who says so: each of evidence, source and note is the nearest one that is given."""

import pytest

from stp_rules.analysis.evidence import ORDER, evidence, numbers
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import Says
from stp_rules.library import loads
from stp_rules.paths import Path

NEAREST = [
    pytest.param("levels.one.plain", Says("assumed", "paper", "all of it"), id="the ruleset"),
    pytest.param("levels.last.rating", Says("recalled", "paper", "all of it"), id="a measure"),
    pytest.param("inputs.a", Says("published", "paper", "all of it"), id="an input"),
    pytest.param("parameters.heavy", Says("reported", "paper", "all of it"), id="a parameter"),
    pytest.param(
        "levels.one.m_score.steps[0].scores.early",
        Says("assumed", "paper", "the scores"),
        id="a number in a step",
    ),
    pytest.param(
        "levels.last.rating.steps[0].bands[0].at_least",
        Says("published", "paper", "the bands"),
        id="a band in a step in a measure",
    ),
    pytest.param(
        "levels.last.rating.steps[0].bands[1]",
        Says("recalled", "paper", "the bands"),
        id="the band beside it",
    ),
    pytest.param(
        "levels.last.rating.steps[1].no_better_than",
        Says("recalled", "paper", "all of it"),
        id="the step beside it",
    ),
    pytest.param(
        "levels.one.word.decide[0].then", Says("assumed", "letter", "all of it"), id="a branch"
    ),
    pytest.param(
        "levels.one.mixed.mean.a",
        Says("inferred", "letter", "all of it"),
        id="an address, beside what stands there",
    ),
    pytest.param(
        "levels.one.mixed.mean.b",
        Says("published", "letter", "the second"),
        id="the nearer of two addresses",
    ),
    pytest.param("", Says("assumed", "paper", "all of it"), id="the whole"),
]


@pytest.mark.parametrize(("address", "expected"), NEAREST)
def test_the_nearest_holds(toy: Ruleset, address: str, expected: Says) -> None:
    """Evidence, source and note each come from the nearest place that gives one."""
    assert evidence(toy, Path.parse(address)) == expected


def test_every_number_is_listed_with_the_weakest_evidence_first(toy: Ruleset) -> None:
    """Each once: the parameter, two scores, the weights, `need` and the edges among them."""
    claims = numbers(toy)
    words = [ORDER.index(claim.says.evidence) for claim in claims]
    assert words == sorted(words)
    assert len({claim.path for claim in claims}) == len(claims)
    found = {str(it.path): (it.number, it.says.evidence) for it in claims}
    expected = {
        "parameters.heavy.value": (3, "reported"),
        "levels.one.m_score.steps[0].scores.advanced": (4, "assumed"),
        "levels.one.balance.mean.c": (-1, "assumed"),
        "levels.one.mixed.mean.b": (2, "published"),
        "levels.one.mixed.need": (2, "inferred"),
        "levels.last.rating.steps[0].bands[0].at_least": (50, "published"),
    }
    assert expected.items() <= found.items()


def test_nobody_comes_first() -> None:
    """A number of which nothing is said is the weakest of all."""
    text = (
        "language: 1\nid: toy/nobody\nversion: 1.0.0\n"
        "parameters: {a: {value: 1, evidence: assumed}, b: 2}\n"
        "inputs: {x: {better: higher}}\n"
        "levels: {overall: {score: {from: x, steps: [add: a, add: b]}}}\n"
    )
    assert [claim.says.evidence for claim in numbers(loads(text))] == [None, "assumed"]
