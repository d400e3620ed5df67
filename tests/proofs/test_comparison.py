"""Two versions compared in all that they give, refereed by brute force."""

from datetime import date
from functools import lru_cache

import pytest

from stp_rules import compare, evaluate
from stp_rules.engine.plan import make_plan
from stp_rules.proofs.versions.meaning import Meaning
from version_pairs import PAIRS, Pair, Referee, bands, made

KINDS = [it.kind for it in PAIRS]

UNDECIDED: set[str] = set()
"""Pairs that are equal, and of which nothing is proved."""


@lru_cache
def verdict(pair: Pair) -> Meaning:
    """Compare a pair."""
    return compare(made(pair.before), made(pair.after))


def referee(pair: Pair) -> Referee:
    """Return who rates both by brute force."""
    one, other = made(pair.before), made(pair.after)
    cohort = any(it.parts for plan in map(make_plan, (one, other)) for it in plan.measures)
    return Referee(one, other, cohort)


@pytest.mark.parametrize("pair", PAIRS, ids=KINDS)
def test_the_referee_says_what_is_meant(pair: Pair) -> None:
    """Brute force finds a difference where one is meant, and none where none is."""
    assert (referee(pair).differs() is None) is pair.equal


@pytest.mark.parametrize("pair", PAIRS, ids=KINDS)
def test_no_verdict_contradicts_the_referee(pair: Pair) -> None:
    """What differs is said to differ, or else to be undecided; likewise what is equal."""
    found = verdict(pair)
    assert found.equal in (pair.equal, None)
    assert (found.equal is None) is (pair.kind in UNDECIDED), found.by


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("share: part", "share: other", "subject.share"),
        ("member: ward, ", "", "subject.member"),
        ("key: area", "key: place", "subject.key"),
        ("label: title", "label: name", "subject.label"),
        ("members: sum", "members: mean", "inputs.a.members"),
        ("column: A", "column: B", "inputs.a.column"),
    ],
)
def test_who_and_which_column_is_read(old: str, new: str, where: str) -> None:
    """What is delivered under another name, or adds up to another value, is a difference."""
    text = (
        "subject: {key: area, label: title, member: ward, share: part}\n"
        "inputs: {a: {range: [0, 100], column: A, members: sum}}\n"
        "levels: {overall: {r: {from: a}}}\n"
    )
    if "member: ward" in old:
        text = text.replace(", members: sum", "")
    changed = text.replace(old, new)
    assert changed != text
    found = compare(made(text), made(changed))
    assert (found.equal, found.alike) == (False, True)
    assert [it.where for it in found.readings] == [where]


def test_a_sum_of_members_beyond_the_range_of_one() -> None:
    """Members may add up to 154 where one is at most 100; the witness is rated as it stands."""
    text = (
        "subject: {key: area, member: ward}\n"
        "inputs: {a: {range: [0, 100], members: sum}}\n"
        "levels: {overall: {r: {from: a, steps: [{bands: [{at_least: 150, is: 1}, {is: 0}]}]}}}\n"
    )
    found = compare(made(text), made(text.replace("[{bands", "[{limit: {at_most: 100}}, {bands")))
    assert found.before
    assert found.before.inputs["a"] >= 150
    assert found.values == (1, 0)


def test_an_input_of_another_scale() -> None:
    """A category is itself wherever it stands; one that only the first scale has is none."""
    text = (
        "scales: {g: [best, good, poor], h: [good, poor]}\n"
        "inputs: {a: {scale: g}, b: {scale: h}}\n"
        "levels: {overall: {q: {from: b}, r: {from: a, steps: "
        "[{scores: {best: 3, good: 1, poor: 0}}]}}}\n"
    )
    other = (
        text.replace("scale: g", "scale: h")
        .replace("best: 3, ", "")
        .replace("g: [best, good, poor], ", "")
    )
    found = compare(made(text), made(other))
    assert found.equal is False
    assert "best" in found.readings[0].text


def test_a_witness_is_rated_on_its_day() -> None:
    """The verdict names the day, and which numbers were gone through."""
    text = "parameters: {edge: {2016-04-01: 40, 2018-04-01: 50}}\n" + bands(
        "{at_least: edge, is: 1}, {is: 0}"
    )
    one, other = made(text), made(text.replace("2018-04-01: 50", "2018-04-01: 60"))
    found = compare(one, other)
    assert found.day == date(2018, 4, 1)
    assert [span.start for span in found.spans] == [date(2016, 4, 1), date(2018, 4, 1)]
    assert found.before
    given = found.before.inputs
    ratings = [evaluate(it, given, as_of=found.day).value for it in (one, other)]
    assert ratings == list(found.values or ())
    assert ratings[0] != ratings[1]
    assert compare(one, other, as_of=date(2017, 1, 1)).equal


def test_a_witness_may_be_a_cohort() -> None:
    """Every subject of the cohort comes with its rating by both, and evaluate gives them again."""
    (pair,) = (it for it in PAIRS if it.kind == "ties to the lowest or the highest")
    found = verdict(pair)
    assert len(found.cohort) == 2
    given = [before.inputs for before, _ in found.cohort]
    for side, text in enumerate((pair.before, pair.after)):
        ratings = evaluate(made(text), given)
        assert [it.value for it in ratings] == [it[side].value for it in found.cohort]


def test_what_is_undecided_says_what_was_tried() -> None:
    """A mean of ranks, written another way, is not proved; the subjects counted were rated."""
    text = (
        "inputs: {a: {better: higher}, b: {better: higher}}\nlevels:\n"
        "  ranks: {q: {from: a, steps: [{percentile: {ties: lowest}}]}}\n"
        "  overall: {r: {mean: [q, b]}}\n"
    )
    found = compare(made(text), made(text.replace("mean: [q, b]", "formula: (q + b) / 2")))
    assert found.equal is None
    assert found.by.startswith("400 cohorts were drawn, ")
    assert " 0 of" not in found.by
