"""What stands differently in two rulesets."""

from typing import Any

import pytest

import stp_rules
from stp_rules.analysis.changes import differences
from stp_rules.library import Edition, editions, load

TEXT = """\
language: 1
id: toy/changes
version: 1.0.0
parameters: {heavy: 3}
inputs:
  a: {better: higher}
  b: {better: higher}
levels:
  overall:
    plain: {mean: [a, b]}
    highest: {max: [a, b]}
    score:
      mean: {plain: heavy, highest: 1}
      steps:
        - bands: [{at_least: 50, is: 1}, {is: 0}]
"""
CHANGES = [
    ("heavy: 3", "heavy: 4", [("parameters.heavy", 3, 4)]),
    (
        "plain: {mean: [a, b]}",
        "plain: {mean: {a: 2, b: 1}}",
        [("levels.overall.plain.mean.a", 1, 2)],
    ),
    (
        "at_least: 50",
        "at_least: 60",
        [("levels.overall.score.steps[0].bands[0].at_least", 50, 60)],
    ),
    (
        "plain: {mean: [a, b]}",
        "plain: {title: Plain, mean: [a, b]}",
        [("levels.overall.plain.title", None, "Plain")],
    ),
    (
        "    score:\n",
        "    lowest: {min: [a, b]}\n    score:\n",
        [("levels.overall.lowest", None, {"min": ["a", "b"]})],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_each_change_has_its_address(old: str, new: str, expected: list[Any]) -> None:
    """And what stood there, and what stands there now; the other way round likewise."""
    assert TEXT.count(old) == 1
    before, after = stp_rules.loads(TEXT), stp_rules.loads(TEXT.replace(old, new))
    found = [(str(it.path), it.before, it.after) for it in differences(before, after)]
    assert found == expected
    back = [(str(it.path), it.after, it.before) for it in differences(after, before)]
    assert back == expected


@pytest.mark.parametrize("edition", editions(), ids=lambda it: f"{it.family}@{it.version}")
def test_nothing_differs_from_itself(edition: Edition) -> None:
    """Nor from itself written out and read again."""
    ruleset = load(edition.file)
    assert differences(ruleset, stp_rules.loads(stp_rules.dumps(ruleset))) == []
