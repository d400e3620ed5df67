"""Rulesets as text; the corpus shows that each piece of the language comes back."""

import pytest
from hypothesis import given

from stp_rules import dumps, load, loads
from stp_rules.library import Edition, editions
from stp_rules.testing import generated as strategies

TEXT = """\
language: 1
id: toy/hospital
version: 1.0.0
status: draft
scales:
  rating: {good: Good, poor: Poor}
inputs:
  waits: {type: number, range: [0, 100], better: higher}
  leadership: {scale: rating}
levels:
  indicators:
    score:
      from: waits
      steps:
        - bands: [{at_least: 95, is: 1}, {is: 1/3}]
    led: {from: leadership}
  overall:
    rating:
      decide:
        - when: {score: {at_least: 1}, led: {is: good}}
          then: 0.1
        - otherwise: 0
result: rating
"""


def test_the_text() -> None:
    """Sections, levels and measures stand in blocks, tables of words and numbers on a line."""
    assert dumps(loads(TEXT)) == TEXT


@pytest.mark.parametrize("edition", editions(), ids=lambda it: it.family)
def test_shipped_rulesets(edition: Edition) -> None:
    """What is shipped is written and read again as the same ruleset."""
    ruleset = load(edition.file)
    assert loads(dumps(ruleset)) == ruleset


@given(strategies.rulesets())
def test_generated_rulesets(data: strategies.Data) -> None:
    """So is whatever the language can say."""
    ruleset = loads(strategies.written(data))
    assert loads(dumps(ruleset)) == ruleset
