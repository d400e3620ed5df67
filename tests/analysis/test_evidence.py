"""Who says so: each of evidence, source and note is the nearest one that is given."""

import pytest

from stp_rules.analysis.evidence import evidence
from stp_rules.model import Ruleset, Says
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
