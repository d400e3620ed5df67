"""Overrides of one measure are held against each other at once; the witness is every subject."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import evaluate, loads
from stp_rules.errors import RulesetError

HEAD = """\
language: 1
id: toy/hospital
version: 1.0.0
scales: {s: [good, fair, poor]}
inputs:
  a: {better: higher}
  b: {type: boolean}
  c: {scale: s}
  d: {type: label}
levels:
  whole:
"""
USES = "    used: {count: {of: [a, b, c, d], that_are: {known: true}}}\n"
"""A measure that uses every input."""

SUBJECTS = [
    {"a": a, "b": b, "c": c, "d": d}
    for a, b, c, d in product(
        [0, 1, 1.5, 2, 3, None],
        [True, False, None],
        ["good", "fair", "poor", None],
        ["north", "south", "west"],
    )
]

TESTS = st.one_of(
    st.builds(
        "{{a: {{{}: {}}}}}".format,
        st.sampled_from(["at_least", "above", "at_most", "below", "is", "is_not"]),
        st.sampled_from([1, 2]),
    ),
    st.builds(
        "{{c: {{{}: {}}}}}".format,
        st.sampled_from(["is", "is_not", "better_than", "no_worse_than"]),
        st.sampled_from(["good", "fair", "poor"]),
    ),
    st.builds(
        "{{{}: {{known: {}}}}}".format, st.sampled_from("abc"), st.sampled_from(["true", "false"])
    ),
    st.builds("{{b: {{is: {}}}}}".format, st.sampled_from(["true", "false"])),
    st.builds("{{d: {{in: [{}, west]}}}}".format, st.sampled_from(["north", "west"])),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda it: st.one_of(
        st.builds("{{not: {}}}".format, it),
        st.builds("{{all: [{}, {}]}}".format, it, it),
        st.builds("{{any: [{}, {}]}}".format, it, it),
    ),
    max_leaves=4,
)


def holding(conditions: list[str]) -> list[set[int]]:
    """Return for each condition the subjects for whom it holds, by rating each of them."""
    lines = "".join(
        f"    h{at}: {{decide: [{{when: {it}, then: 1}}, {{otherwise: 0}}]}}\n"
        for at, it in enumerate(conditions)
    )
    method = loads(HEAD + lines + USES)
    ratings = [evaluate(method, subject) for subject in SUBJECTS]
    return [
        {at for at, rating in enumerate(ratings) if rating[f"h{position}"] == 1}
        for position, _ in enumerate(conditions)
    ]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(CONDITIONS, st.integers(1, 2)), min_size=2, max_size=5))
def test_a_step_has_a_conflict_if_one_before_it_sets_another_value_for_anybody(
    overrides: list[tuple[str, int]],
) -> None:
    """A conflict is said of exactly those steps that, for some subject, meet another value."""
    where = holding([condition for condition, _ in overrides])
    expected = {
        later
        for later, (_, value) in enumerate(overrides)
        if any(where[it] & where[later] and overrides[it][1] != value for it in range(later))
    }
    steps = ", ".join(f"{{set: {value}, when: {condition}}}" for condition, value in overrides)
    text = f"{HEAD}    m: {{from: a, missing: {{fill: 0}}, steps: [{steps}]}}\n{USES}"
    assert conflicts(text) == expected


def conflicts(text: str) -> set[int]:
    """Return the positions of the steps of which a conflict is said, and nothing else is wrong."""
    try:
        loads(text)
    except RulesetError as refused:
        found = [(it.code, *it.path[-2:-1]) for it in refused.problems]
        return {at if code == "conflict" else -1 for code, at in found}
    return set()


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("{no_better_than: fair}, {no_worse_than: fair}, {no_worse_than: good}", {2}),
        ("{no_worse_than: good}, {no_better_than: good}, {no_better_than: poor}", {2}),
        ("{no_better_than: fair}, {no_better_than: poor}, {set: good}, {set: poor}", {3}),
    ],
)
def test_caps_and_floors_are_held_against_all_before_them(steps: str, expected: set[int]) -> None:
    """A cap below a floor that stands anywhere before it, and not one beside its like."""
    text = f"{HEAD}    m: {{from: c, steps: [{steps}]}}\n{USES}"
    assert conflicts(text) == expected


def test_a_number_that_is_the_same_for_all_is_tested() -> None:
    """A measure that takes a parameter is compared like any other."""
    text = HEAD.replace("levels:", "parameters: {p: 3}\nlevels:")
    steps = "[{set: 1, when: {other: {above: 1}}}, {set: 2}]"
    text += f"    other: {{from: p}}\n    m: {{from: a, steps: {steps}}}\n"
    assert conflicts(text + USES) == {1}
