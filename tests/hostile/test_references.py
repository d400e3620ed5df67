"""A saved cohort that somebody has changed is refused with a Problem, or used."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stp_rules
from stp_rules import Reference
from stp_rules.errors import InputError

METHOD = stp_rules.loads("""\
language: 1
id: own
version: 1.0.0
scales: {size: [small, large]}
inputs: {x: {}, b: {}, s: {scale: size}, g: {type: label}}
levels:
  overall:
    z: {from: x, steps: [{z_score: {deviation: sample}}]}
    m: {from: x, steps: [{min_max: {to: [0, 1]}}]}
    p: {from: x, steps: [{percentile: {ties: mean, within: g}}]}
    r: {from: x, steps: [{rank: {best: highest, ties: lowest, tie_break: {s: highest, b: lowest}}}]}
    q: {from: x, steps: [{quantile_bands: {cuts: [0.5], definition: linear, on_cut: upper}}]}
    c: {from: x, steps: [{clusters: {count: 2}}]}
""")
COHORT = [
    {"x": 1, "b": 1, "s": "small", "g": "a"},
    {"x": 2, "s": "large", "g": "a"},
    {"x": 2, "b": 3, "s": "small", "g": "a"},
]
SUBJECTS = [*COHORT, {"x": 5, "g": "b"}, {}]
SAVED = stp_rules.evaluate(METHOD, COHORT).reference


def saved() -> Any:
    """Return the reference of the cohort as data."""
    assert SAVED
    return json.loads(SAVED.to_json())


def used(text: str) -> bool:
    """Rate beside a reference, and tell whether it was taken; it never raises anything else."""
    try:
        reference = Reference.from_json(text)
        ratings = stp_rules.evaluate(METHOD, SUBJECTS, reference=reference)
    except InputError as error:
        refused = error
    else:
        return all(set(rating.measures) == set("zmprqc") for rating in ratings)
    assert all(it.code in ("reference", "foreign-reference") for it in refused.problems)
    assert len(str(refused)) < 1500
    return False


def test_what_was_saved_is_used() -> None:
    """So that the others are changes of something."""
    assert used(json.dumps(saved()))


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place in data: what holds it, and under what."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        yield node, key
        if isinstance(value, dict | list):
            yield from places(value)


PLACES = len(list(places(saved())))
ANYTHING = st.recursive(
    st.sampled_from([None, True, 0, -1, 1, 1.5, 2, 10**30, "", "1", "-1", "1/0", "1e9", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["", "count", "mean", "cuts", "ordered"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


@given(st.integers(0, PLACES - 1), ANYTHING)
def test_anything_at_any_place(at: int, value: Any) -> None:
    """Any JSON, at each place of a reference."""
    data = saved()
    holder, key = list(places(data))[at]
    holder[key] = value
    used(json.dumps(data))


@given(st.integers(0, PLACES - 1), st.integers(0, PLACES - 1))
def test_one_place_at_another(one: int, other: int) -> None:
    """What stands elsewhere in the same reference: of another step, or of another form."""
    data = saved()
    (source, name), (holder, key) = list(places(saved()))[one], list(places(data))[other]
    holder[key] = source[name]
    used(json.dumps(data))


STATISTICS = {
    "lowest above highest": {"count": 3, "low": "2", "high": "1"},
    "negative squares": {"count": 3, "mean": "1", "squares": "-1"},
    "spread of one": {"count": 1, "low": "1", "high": "2"},
    "squares of one": {"count": 1, "mean": "1", "squares": "2"},
    "too few values": {"count": 3, "ordered": [["1"], ["2"]]},
    "too many values": {"count": 1, "ordered": [["1"], ["2"]]},
    "no order": {"count": 2, "ordered": [["2"], ["1"]]},
    "cuts out of order": {"count": 2, "cuts": ["2", "1"]},
    "an empty value": {"count": 1, "ordered": [[]]},
    "nobody": {"count": 0, "mean": "1"},
    "a count with a part": {"count": 1.5, "mean": "1"},
    "a count as a text": {"count": "1", "mean": "1"},
    "a count as a truth": {"count": True, "mean": "1"},
    "a huge count": {"count": 10**40, "mean": "1"},
    "no count": {"mean": "1"},
    "two kinds": {"count": 1, "mean": "1", "cuts": ["1"]},
    "an unknown name": {"count": 1, "median": "1"},
    "a number of JSON": {"count": 1, "mean": 1.5},
    "no number": {"count": 1, "mean": "1/0"},
    "a list": {"count": 1, "mean": ["1"]},
}


@pytest.mark.parametrize("summary", STATISTICS.values(), ids=STATISTICS)
def test_statistics_that_no_cohort_has(summary: dict[str, Any]) -> None:
    """They contradict each other, or are none."""
    data = {"reference": 1, "ruleset": "own@1.0.0", "sites": {"a": {"": summary}}}
    with pytest.raises(InputError, match="this is not a reference"):
        Reference.from_json(json.dumps(data))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"reference": 1, "reference": 1, "ruleset": "own@1.0.0", "sites": {}}',
        '{"reference": 1, "ruleset": "own@1.0.0", "sites": {"a": {}, "a": {}}}',
        '{"reference": 1, "ruleset": [1], "sites": {}}',
        '{"reference": true, "ruleset": "own@1.0.0", "sites": {}}',
        '{"reference": 1, "ruleset": "\\ud800", "sites": {}}',
        '{"reference": 1, "ruleset": "own@1.0.0", "sites": {}, "more": 1}',
        '{"reference": NaN, "ruleset": "own@1.0.0", "sites": {}}',
    ],
    ids=["lists", "objects", "twice", "site twice", "ruleset", "form", "half", "more", "NaN"],
)
def test_another_shape(text: str) -> None:
    """Deep, doubled, of other names or kinds."""
    with pytest.raises(InputError, match="this is not a reference"):
        Reference.from_json(text)


@pytest.mark.parametrize("address", sorted(saved()["sites"]))
@pytest.mark.parametrize("other", sorted(saved()["sites"]))
def test_a_step_reads_only_what_was_gathered_for_its_kind(address: str, other: str) -> None:
    """What another kind of step reads makes the reference a foreign one."""
    data = saved()
    groups = data["sites"][other]
    data["sites"][address] = groups
    kinds = {name: set(next(iter(it.values()))) for name, it in saved()["sites"].items()}
    whole = kinds[address] == kinds[other]
    assert used(json.dumps(data)) is whole
