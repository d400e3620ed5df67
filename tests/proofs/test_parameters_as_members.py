"""A parameter may stand among the members of a source: ratings, proofs and diff count it as one."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from stp_rules import compare, evaluate, loads, prove

HEAD = "language: 1\nid: toy/member\nversion: 1.0.0\nscales: {g: [good, fair]}\n"
INPUTS = "inputs: {a: {range: [1, 10], better: higher}}\n"


def method(source: str, parameter: int, edge: int) -> str:
    """Write a method that is fair from an edge on, so that to rise is to lose."""
    bands = f"bands: [{{at_least: {edge}, is: fair}}, {{is: good}}], scale: g"
    rating = f"r: {{from: m, steps: [{{{bands}}}]}}"
    levels = f"levels: {{one: {{m: {{{source}}}}}, overall: {{{rating}}}}}\n"
    return f"{HEAD}parameters: {{p: {parameter}}}\n{INPUTS}{levels}"


HARMFUL = [
    ("sum: [a, p]", 45, 50),
    ("sum: {p: 2, a: 1}", 45, 95),
    ("mean: [p, a]", 45, 25),
    ("median: [p, a]", 45, 25),
    ("geometric_mean: [a, p]", 45, 15),
    ("count: {of: [a, p], that_are: {at_least: 3}}", 45, 2),
]
"""Sources whose value passes the edge as `a` goes from 1 to 10 beside a parameter."""


@pytest.mark.parametrize(("source", "parameter", "edge"), HARMFUL)
def test_a_harm_beside_a_parameter_is_found(source: str, parameter: int, edge: int) -> None:
    """The rating falls as `a` rises: a proof that forgets the parameter sees no edge there."""
    ruleset = loads(method(source, parameter, edge))
    assert [str(evaluate(ruleset, {"a": it}).value) for it in (1, 10)] == ["good", "fair"]
    (verdict,) = prove(ruleset, "better_never_hurts", solving=False)
    assert verdict.outcome == "refuted"


@pytest.mark.parametrize("source", [source for source, _, _ in HARMFUL])
def test_another_number_of_a_member_is_another_method(source: str) -> None:
    """With 100 in place of 2 every source here gives some subject another value."""
    one, other = (loads(method(source, it, 50)) for it in (2, 100))
    values = [[evaluate(it, {"a": at})["m"] for at in (1, 10)] for it in (one, other)]
    assert values[0] != values[1]
    assert compare(one, other).equal is False


def test_the_parts_of_a_measure_name_the_parameter() -> None:
    """A mean of 4 and 45 shows both; it ended in a ValueError."""
    measured = evaluate(loads(method("mean: {p: 3, a: 1}", 45, 50)), {"a": 4}).measures["m"]
    assert [(it.name, it.value, it.weight) for it in measured.parts] == [("p", 45, 3), ("a", 4, 1)]


@pytest.mark.parametrize(
    ("need", "given", "value"),
    [
        ("2", {"a": 4}, Fraction(49, 2)),
        ("2", {}, None),
        ("{share: 0.75}", {}, Fraction(45)),
        ("{share: 0.76}", {}, None),
    ],
)
def test_a_parameter_counts_towards_what_is_needed(
    need: str, given: Mapping[str, int], value: Fraction | None
) -> None:
    """It is always known, with its own weight: three quarters of 3 and 1, in the first place."""
    mean = "mean: [p, a]" if need == "2" else "mean: {p: 3, a: 1}"
    text = method(f"{mean}, missing: ignore, need: {need}", 45, 50)
    found = evaluate(loads(text), given).measures["m"]
    assert (found.value if found.known else None) == value
