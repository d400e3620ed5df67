"""What each name weighs in the result, multiplied by hand along the way."""

from fractions import Fraction

import stp_rules
from stp_rules.analysis.weights import nominal_shares

TEXT = """\
language: 1
id: toy/weights
version: 1.0.0
parameters: {heavy: 2}
inputs:
  a: {better: higher}
  b: {better: higher}
  c: {better: higher}
  d: {better: higher}
levels:
  domains:
    first: {mean: {a: 3, b: 1}}
    second: {geometric_mean: [b, c]}
    worst: {min: [c, d]}
  overall:
    score: {mean: {first: heavy, second: 1, worst: 1}}
    result: {from: score, steps: [round: {digits: 1, half: up}]}
"""


def test_shares_multiply_along_the_way_and_add_up_where_ways_meet() -> None:
    """`b` has a quarter of a half and a half of a quarter; beyond the minimum nobody has."""
    expected = {
        "result": "1", "score": "1", "first": "1/2", "second": "1/4", "worst": "1/4",
        "a": "3/8", "b": "1/4", "c": "1/8",
    }  # fmt: skip
    found = nominal_shares(stp_rules.loads(TEXT))
    assert found == {name: Fraction(share) for name, share in expected.items()}


def test_a_negative_weight_leaves_no_shares() -> None:
    """Weights of 3 and -1 add up to 2: neither is a part of that."""
    text = TEXT.replace("{a: 3, b: 1}", "{a: 3, d: -1}").replace(
        "d: {better: higher}", "d: {better: lower}"
    )
    text = text.replace("worst: {min: [c, d]}", "worst: {min: [c, b]}")
    found = nominal_shares(stp_rules.loads(text))
    assert "a" not in found
    assert "d" not in found
