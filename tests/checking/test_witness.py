"""What a search for values may cost."""

from typing import Any

import pytest

from stp_rules import loads
from stp_rules.checking import witness

LETTERS = "abcdefg"


def text_of(members: int, conditions: list[str]) -> str:
    """Write a ruleset: a mean of scored categories, and a `set` under each condition."""
    letters = LETTERS[:members]
    scores = "scores: {best: 4, good: 3, fair: 2, poor: 1}"
    inputs = "".join(f"  input_{it}: {{scale: rating}}\n" for it in letters)
    scored = "".join(f"    {it}: {{from: input_{it}, steps: [{{{scores}}}]}}\n" for it in letters)
    steps = "".join(f"        - {{set: {at}, when: {it}}}\n" for at, it in enumerate(conditions))
    return (
        "language: 1\nid: toy/hospital\nversion: 1.0.0\n"
        f"scales: {{rating: [best, good, fair, poor]}}\ninputs:\n{inputs}"
        f"levels:\n  indicators:\n{scored}  overall:\n"
        f"    score: {{mean: [{', '.join(letters)}]}}\n"
        f"    result: \n      from: score\n      steps:\n{steps}"
    )


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many measures are computed for each combination, where there are any."""
    counts: list[int] = []
    plainly = witness.measured

    def counting(plan: Any, values: Any) -> Any:
        counts.extend([len(plan.measures)] * bool(plan.measures))
        return plainly(plan, values)

    monkeypatch.setattr(witness, "measured", counting)
    return counts


def test_contradictions_need_no_measures(computed: list[int]) -> None:
    """Conditions that contradict each other by themselves are settled without any inputs."""
    edges = ["{above: 3}", "{above: 2, at_most: 3}", "{above: 1, at_most: 2}", "{at_most: 1}"]
    loads(text_of(7, [f"{{score: {edge}}}" for edge in edges]))
    assert computed == []


def test_measures_are_computed_once(computed: list[int]) -> None:
    """Several pairs of conditions on the same inputs share what is computed from them."""
    conditions = [
        "{score: {above: 3.5}, input_a: {is: fair}}",
        "{score: {above: 3}, input_b: {is: poor}}",
        "{score: {above: 2.5}, input_c: {is: poor}}",
    ]
    loads(text_of(3, conditions))
    assert computed == [4] * 4**3


def test_too_many_combinations_are_not_computed(computed: list[int]) -> None:
    """Beyond the bound nothing is computed, and the conflict counts as not shown."""
    conditions = ["{score: {above: 3}, a: {is: 4}}", "{score: {above: 2}, b: {is: 4}}"]
    with pytest.raises(ValueError, match="could not be shown that they never hold together"):
        loads(text_of(7, conditions))
    assert computed == []
