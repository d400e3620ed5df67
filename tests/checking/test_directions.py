"""Which way is better, through every source and step."""

import pytest

from stp_rules import loads
from stp_rules.checking.directions import directions

HEAD = """\
language: 1
id: toy/hospital
version: 1.0.0
scales: {rating: [good, poor]}
inputs:
  waits: {better: higher, range: {at_least: 0}}
  infections: {better: lower, range: {at_least: 0}}
  beds: {better: neither, range: {above: 0}}
  portion: {better: higher, range: [0, 5]}
  leadership: {scale: rating}
levels:
  used:
    all_of_them: {count: {of: [waits, infections, beds, portion], that_are: {known: true}}}
    led: {from: leadership}
  overall:
"""


@pytest.mark.parametrize(
    ("measure", "sign"),
    [
        ("{from: waits}", 1),
        ("{from: infections}", -1),
        ("{from: beds}", 0),
        ("{from: beds, better: lower}", -1),
        ("{from: waits, steps: [{multiply: -1}]}", -1),
        ("{from: waits, steps: [{goalposts: {worst: 100, best: 0}}]}", -1),
        ("{from: waits, steps: [{goalposts: {worst: 0, best: 100, to: [100, 0]}}]}", -1),
        ("{from: waits, steps: [{points: {0: 1, 5: 0}}]}", -1),
        ("{from: waits, steps: [{points: {0: 1, 5: 0, 6: 1}}]}", 0),
        ("{from: waits, steps: [{bands: [{at_least: 5, is: 1}, {is: 2}]}]}", -1),
        ("{from: infections, steps: [{bands: [{at_most: 5, is: 2}, {is: 1}]}]}", 1),
        ("{from: beds, steps: [{bands: [{at_most: 5, is: good}, {is: poor}], scale: rating}]}", 1),
        ("{from: leadership, steps: [{scores: {good: 2, poor: 1}}]}", 1),
        ("{from: leadership, steps: [{scores: {good: 1, poor: 2}}]}", -1),
        ("{from: infections, steps: [{round: {to: 2, half: up}}, {add: 3}]}", -1),
        ("{from: infections, steps: [{limit: {at_least: 0}}]}", -1),
        ("{from: portion, steps: [{points: {0: 1, 5: 0, 6: 1}}]}", -1),
        ("{from: portion, missing: {fill: 9}, steps: [{points: {0: 1, 5: 0, 6: 1}}]}", 0),
        ("{from: portion, steps: [{add: 3}, {points: {0: 1, 5: 0, 6: 1}}]}", 0),
        ("{from: portion, steps: [{limit: {at_most: 1}}, {points: {0: 1, 1: 0, 6: 1}}]}", -1),
        ("{from: waits, steps: [{multiply: -1, when: {beds: {above: 9}}}]}", 0),
        ("{from: waits, steps: [{multiply: 0, when: {beds: {above: 9}}}]}", 1),
        ("{from: waits, steps: [{multiply: 0}]}", 0),
        ("{from: waits, steps: [{set: 5}]}", 0),
        ("{formula: waits - infections}", 1),
        ("{formula: waits + infections}", 0),
        ("{formula: waits / infections}", 1),
        ("{formula: infections / beds}", -1),
        ("{formula: 1 - sqrt(waits)}", -1),
        ("{formula: abs(waits)}", 1),
        ("{formula: beds * beds}", 0),
        ("{sum: {waits: 1, infections: -1}}", 1),
        ("{mean: {waits: 2, infections: -1}}", 1),
        ("{mean: {waits: 1, infections: -2}}", -1),
        ("{mean: {waits: -1}}", 1),
        ("{mean: {waits: 2, infections: -1}, missing: ignore}", 0),
        ("{max: [infections, infections_twice]}", -1),
        ("{count: {of: [waits], that_are: {above: 3}}}", 0),
        ("{decide: [{when: {waits: {above: 3}}, then: waits}, {otherwise: 0}]}", 0),
    ],
)  # fmt: skip
def test_directions(measure: str, sign: int) -> None:
    """Falling steps and negative weights turn a direction; what rises and falls has none."""
    text = f"{HEAD}    infections_twice: {{formula: infections + infections}}\n    it: {measure}\n"
    assert directions(loads(text))["it"] == sign
