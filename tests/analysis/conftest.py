"""A ruleset with one of everything that an explanation tells, small enough for the head."""

from collections.abc import Callable
from typing import Any

import pytest

from stp_rules.api.rating import evaluate
from stp_rules.engine.result import Rating
from stp_rules.language.ruleset import Ruleset
from stp_rules.library import loads

TOY = """\
language: 1
id: toy/areas
version: 1.0.0
title: Areas
status: draft
evidence: assumed
source: paper
note: all of it
sources:
  paper: {title: A paper}
  letter: {title: A letter}
subject: {key: code, label: name}
reads: {'': missing, x: suppressed}
scales:
  overall: {advanced: Well advanced, early: Still early}
  maturity: {advanced: Mature, early: Immature}
parameters:
  heavy: {value: 3, evidence: reported}
inputs:
  a: {title: First, unit: percent, better: higher, evidence: published}
  b: {title: Second, better: higher}
  c: {title: Cost, better: lower}
  m: {title: Maturity, scale: maturity}
  bad: {title: In trouble, type: boolean, better: false}
levels:
  one:
    m_score:
      from: m
      steps:
        - scores: {advanced: 4, early: 1}
          note: the scores
    lowest: {min: [a, b, m_score]}
    highest: {max: [a, b]}
    twice: {formula: 2 * a + b}
    quotient: {formula: a / b}
    plain: {mean: [a, b]}
    balance: {mean: {a: 3, c: -1}}
    total: {sum: {a: 1, b: 2}}
    high_count: {count: {of: [a, b], that_are: {at_least: 50}}}
    word:
      scale: maturity
      decide:
        - {when: {a: {at_least: 50}}, then: advanced, because: the first is high, source: letter}
        - {when: {m: {is: advanced}}, then: advanced}
        - {otherwise: early}
    mixed:
      mean: {a: 1, b: 2, m_score: heavy}
      missing: {missing: ignore, suppressed: {fill: 5}}
      need: 2
      source: letter
      evidence: recalled
  last:
    rating:
      from: mixed
      evidence: recalled
      steps:
        - bands:
            - {at_least: 50, is: advanced, evidence: published}
            - {is: early}
          scale: overall
          as: before
          note: the bands
        - no_better_than: early
          when: {bad: {is: true}}
evidence_for:
  levels.one.mixed.mean.b: {evidence: published, source: letter, note: the second}
  levels.one.mixed: inferred
"""


@pytest.fixture(scope="session")
def toy() -> Ruleset:
    """Load the toy."""
    return loads(TOY)


@pytest.fixture
def rated(toy: Ruleset) -> Callable[..., Rating]:
    """Rate one area: a = 10, b = 90, mature and not in trouble, unless it says otherwise."""

    def rated(**inputs: Any) -> Rating:
        return evaluate(toy, {"a": 10, "b": 90, "c": 4, "m": "Mature", "bad": False, **inputs})

    return rated
