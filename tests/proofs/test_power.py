"""A power is proved and refuted by what its body does; no proof knows it by name."""

from typing import Any

import pytest

from stp_rules import evaluate, loads, prove

TEXT = """
language: 1
id: toy/power
version: 1.0.0
inputs: {a: {range: RANGE, better: higher}}
levels: {overall: {r: {from: a, better: BETTER, steps: [STEPS]}}}
"""


BANDS = "{{power: {{to: 2}}}}, {{bands: [{{{}, is: 2}}, {{is: 1}}]}}"


def asked(range_: str, steps: str, better: str = "higher") -> Any:
    """Return the verdict whether a better value never hurts."""
    words = {"RANGE": range_, "STEPS": steps, "BETTER": better}
    text = TEXT
    for word, it in words.items():
        text = text.replace(word, it)
    (verdict,) = prove(loads(text), ["better_never_hurts"])
    return verdict


@pytest.mark.parametrize(
    ("range_", "steps", "better", "outcome"),
    [
        ("[0, 3]", "{power: {to: 2}}", "higher", "proved"),
        ("[-3, 3]", "{power: {to: 2}}", "higher", "refuted"),
        ("[-3, 0]", "{power: {to: 2}}", "lower", "proved"),
        ("[-0.001, 3]", "{power: {to: 2}}", "higher", "refuted"),
        ("[-3, 3]", "{power: {to: 3}}", "higher", "proved"),
        ("[-3, 3]", "{power: {to: 4}}", "higher", "refuted"),
        ("[-3, 3]", "{add: 3}, {power: {to: 2}}", "higher", "proved"),
        ("[-3, 3]", "{multiply: -1}, {power: {to: 3}}", "lower", "proved"),
        ("[-3, 3]", "{limit: {at_least: 0}}, {power: {to: 2}}", "higher", "proved"),
        ("[-3, 3]", BANDS.format("at_least: 10"), "higher", "proved"),
        ("[-3, 3]", BANDS.format("at_least: 9"), "higher", "refuted"),
        ("[-3, 3]", BANDS.format("above: 9"), "higher", "proved"),
    ],
)  # fmt: skip
def test_a_power_by_hand(range_: str, steps: str, better: str, outcome: str) -> None:
    """A square falls below zero and rises above; a cube rises; 3² is 9."""
    assert asked(range_, steps, better).outcome == outcome


def test_an_example_against_a_square_is_what_it_says() -> None:
    """The better number has the smaller square; both ratings are the evaluator's."""
    (example,) = asked("[-3, 3]", "{power: {to: 2}}").counterexamples
    assert example.before is not None
    assert example.after is not None
    assert example.before.value > example.after.value


@pytest.mark.parametrize(("range_", "better"), [("[0, 3]", True), ("[-3, 3]", False)])
def test_the_direction_of_a_square_is_that_over_its_range(range_: str, better: bool) -> None:  # noqa: FBT001 - a case
    """On [0, 3] it needs no `better`; on [-3, 3] nothing says which way is better."""
    text = TEXT.replace("RANGE", range_).replace("STEPS", "{power: {to: 2}}")
    (verdict,) = prove(loads(text.replace("better: BETTER, ", "")), ["better_never_hurts"])
    assert (verdict.outcome == "proved") is better
    assert better or "nothing says which way `r` is better" in verdict.tried[0]


def test_a_power_of_the_longest_number_is_exact() -> None:
    """A number of 1,000 digits, the most that is delivered, to the power of four."""
    text = TEXT.replace("range: RANGE, ", "").replace("STEPS", "{power: {to: 4}}")
    number = int("9" * 1000)
    rating = evaluate(loads(text.replace("BETTER", "higher")), {"a": number})
    assert rating.value == number**4
