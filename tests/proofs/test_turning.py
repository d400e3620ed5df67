"""Edges that values meet only after some steps are found: the inverse of a step at an edge."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stp_rules import evaluate, loads, prove
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import make_plan
from stp_rules.language.ruleset import Ruleset
from stp_rules.proofs.questions.verdicts import Verdict
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.halving import simplest
from stp_rules.proofs.search.pairs import Pair
from stp_rules.proofs.search.turning import turning
from stp_rules.proofs.versions.comparing import compared

HEAD = "language: 1\nid: toy/turning\nversion: 1.0.0\nscales: {g: [good, fair, poor]}\n"

TWO = "inputs: {a: {range: [0, 100], better: higher}, b: {range: [0, 100], better: higher}}\n"
ONE = "inputs: {a: {range: {above: 0}, better: higher}}\n"


def measured(inputs: str, *measures: str) -> Ruleset:
    """Return a method of some measures."""
    lines = "".join(f"    {it}\n" for it in measures)
    return loads(f"{HEAD}{inputs}levels:\n  overall:\n{lines}")


def banded(source: str, good: str, fair: str, steps: str = "") -> str:
    """Return a result that puts a source into three bands."""
    bands = f"{{bands: [{{{good}, is: good}}, {{{fair}, is: fair}}, {{is: poor}}], scale: g}}"
    return f"r: {{from: {source}, steps: [{steps}{bands}]}}"


LOG = "s: {from: a, steps: [{goalposts: {worst: 100, best: 10000, curve: log}}]}"
GEOMETRIC = "s: {geometric_mean: [a, b], zero: is_zero}"

REACHED: Mapping[str, Ruleset] = {
    # 1000 lies half way between 100 and 10000 on a log curve; 0.51 is a little more
    "a narrow band after a log curve": measured(
        ONE, LOG, banded("s", "at_least: 0.51", "at_least: 0.5")
    ),
    "one number after a log curve": measured(ONE, LOG, banded("s", "above: 0.5", "at_least: 0.5")),
    # the root of 50 * 50
    "one number of a geometric mean": measured(
        TWO, GEOMETRIC, banded("s", "above: 50", "at_least: 50")
    ),
    # 33 lies on the piece from 37 -> 10 to 411 -> 50
    "one number between points": measured(
        ONE, banded("a", "above: 33", "at_least: 33", "{points: {0: 0, 37: 10, 411: 50}}, ")
    ),
    # three times the logarithm of 320.5 lies in it
    "a narrow band after a formula": measured(
        ONE,
        "s: {formula: log(a) * 3, better: higher}",
        banded("s", "at_least: 17.31", "at_least: 17.3"),
    ),
}


@pytest.mark.parametrize("which", list(REACHED))
def test_what_an_inverse_shows_to_be_reachable_is_proved(which: str) -> None:
    """A subject exists by hand calculation, so the search has to find one."""
    (verdict,) = prove(REACHED[which], ["every_category_reachable"], solving=False)
    assert verdict.outcome == "proved", verdict.tried


def cliff(ruleset: Ruleset) -> Verdict:
    """Return what comes of the promise that there is no cliff."""
    (verdict,) = prove(ruleset, ["no_cliffs"], solving=False)
    return verdict


ROUNDED = "sb: {from: b, steps: [{round: {digits: 0, half: up}}]}"


@pytest.mark.parametrize(
    ("source", "good", "fair"),
    [
        # a 10, b 0.49 -> 0.5: the root of 0 and of 10
        ("{geometric_mean: [a, sb], zero: is_zero}", "at_least: 3", "at_least: 2"),
        # a 13, b 2.49 -> 2.5: the root of 26 and of 39 is 5.1 and 6.2
        ("{geometric_mean: [a, sb], zero: is_zero}", "at_least: 6", "at_least: 5.5"),
        # a 20, b 14.49 -> 14.5: 17 and 17.5
        ("{mean: [a, sb]}", "at_least: 17.3", "at_least: 17.1"),
    ],
)
def test_a_rounding_that_lifts_over_two_edges_is_found(source: str, good: str, fair: str) -> None:
    """On both sides of one number of `b` the rating is poor and good."""
    ruleset = measured(TWO, ROUNDED, f"s: {source}", banded("s", good, fair))
    verdict = cliff(ruleset)
    assert verdict.outcome == "refuted", verdict.tried
    (example,) = verdict.counterexamples
    assert example.before is not None
    assert example.after is not None
    seen = {str(evaluate(ruleset, it.inputs).category) for it in (example.before, example.after)}
    assert seen == {"good", "poor"}


@pytest.mark.parametrize(
    ("steps", "good", "fair"),
    [
        ("{rank: {best: highest, ties: lowest, need: 30}}, ", "at_most: 3", "at_most: 20"),
        ("{percentile: {ties: mean, need: 40}}, ", "at_least: 90", "at_least: 20"),
        (
            "{percentile: {ties: mean, need: 25, within: p}}, ",
            "at_least: 90",
            "at_least: 20",
        ),
    ],
)
def test_a_cohort_is_as_large_as_a_high_need(steps: str, good: str, fair: str) -> None:
    """In a cohort of so many the first, one in the middle and the last are rated otherwise."""
    peers = "inputs: {a: {range: [0, 100], better: higher}, p: {type: label}}\n"
    inputs = (
        peers if "within" in steps else TWO.replace(", b: {range: [0, 100], better: higher}", "")
    )
    ruleset = measured(inputs, banded("a", good, fair, steps))
    (verdict,) = prove(ruleset, ["every_category_reachable"], solving=False)
    assert verdict.outcome == "proved", verdict.tried


@pytest.mark.parametrize(
    ("source", "edge"),
    [
        ("{geometric_mean: [a, b], zero: is_zero}", 50),
        ("{formula: sqrt(a) * sqrt(b), better: higher}", 50),
        ("{formula: a * b, better: higher}", 2500),
    ],
)
def test_versions_that_differ_on_one_line_are_told_apart(source: str, edge: int) -> None:
    """Of a 50 and b 50 the one says good and the other not."""
    one, other = (
        measured(TWO, f"s: {source}", banded("s", f"{test}: {edge}", "at_least: 1"))
        for test in ("at_least", "above")
    )
    meaning = compared(one, other, solving=False)
    assert meaning.equal is False
    assert meaning.before is not None
    rated = [evaluate(it, meaning.before.inputs) for it in (one, other)]
    assert rated[0].category != rated[1].category


@given(st.fractions(max_denominator=500), st.integers(1, 9))
def test_the_place_at_which_something_changes_is_found_exactly(at: Fraction, apart: int) -> None:
    """A fraction with a denominator up to 500 is the plainest number that close to itself."""
    low, high = at - Fraction(apart, 7), at + Fraction(apart, 3)
    (place,) = turning([low, high], lambda it: it >= at)
    assert at in place
    assert any(it < at for it in place)


@given(st.fractions(), st.fractions())
def test_the_simplest_fraction_between_two_has_the_least_denominator(
    one: Fraction, other: Fraction
) -> None:
    """No denominator below that of the answer has a multiple of its part between the two."""
    low, high = min(one, other), max(one, other)
    found = simplest(low, high)
    assert low <= found <= high
    below = range(1, min(found.denominator, 200))
    assert not any(-(-low * it // 1) <= high * it for it in below)


def test_an_edge_of_a_mean_of_many_is_found_on_the_way_from_the_worst_to_the_best() -> None:
    """Of thirty scores, silence about a bad one lifts the mean a little: over an edge, if near."""
    names = [f"i{at}" for at in range(30)]
    inputs = ", ".join(f"{name}: {{range: [0, 100], better: higher}}" for name in names)
    scores = [
        f"s{name}: {{from: {name}, steps: [{{bands: [{{at_least: 70, is: 3}}, "
        f"{{at_least: 40, is: 2}}, {{is: 1}}]}}]}}"
        for name in names
    ]
    ruleset = measured(
        f"inputs: {{{inputs}}}\n",
        *scores,
        f"m: {{mean: [{', '.join(f's{name}' for name in names)}], missing: ignore}}",
        banded("m", "at_least: 2.5", "at_least: 1.5"),
    )
    (verdict,) = prove(ruleset, ["withholding_never_pays"], solving=False)
    assert (verdict.outcome, verdict.by) == ("refuted", "search"), verdict.tried


def test_what_does_not_rest_on_an_input_is_kept_as_it_is() -> None:
    """A subject traced from one that differs in one input is the same as one traced anew."""
    ruleset = measured(
        TWO,
        "s: {from: a, steps: [{multiply: 2, as: twice}, {add: 1}]}",
        "t: {from: b, steps: [{add: 3, as: more}]}",
        "u: {sum: [s, t, twice]}",
        banded("u", "at_least: 50", "at_least: 20"),
    )
    bench = Bench.of(make_plan(ruleset))
    pair = Pair("b", {"a": Exact(7), "b": Exact(5)}, {"a": Exact(7), "b": Exact(50)})
    for values, found in zip((pair.before, pair.after), bench.traces(pair), strict=True):
        whole = bench.trace(values)
        assert {name: it.raw for name, it in found.items()} == {
            name: it.raw for name, it in whole.items()
        }


def test_what_is_not_applicable_is_tried_where_it_is_told_from_what_is_missing() -> None:
    """The cap applies to a subject of whom `a` is not applicable, so that it is passed over."""
    ruleset = measured(
        TWO,
        "s: {mean: [a, b], missing: {not_applicable: ignore}}",
        "r: {from: s, steps: [{bands: [{at_least: 60, is: good}, {at_least: 30, is: fair}, "
        "{is: poor}], scale: g}, {no_better_than: fair, when: {a: {known: false}}}]}",
    )
    (verdict,) = prove(ruleset, ["every_category_reachable"], solving=False)
    assert verdict.outcome == "proved", verdict.tried


def test_versions_that_differ_at_one_geometric_mean_are_told_apart() -> None:
    """Only where `a * b` is 2500 do both differ; that the solver errs there ends no search."""
    mean = "s: {geometric_mean: [a, b], zero: is_zero}"
    before, after = (measured(TWO, mean, banded("s", edge, "at_least: 20")) for edge in EDGES_AT_50)
    found = compared(before, after)
    assert found.equal is False
    assert found.before is not None
    assert found.before.inputs["a"] * found.before.inputs["b"] == 2500


EDGES_AT_50 = ("at_least: 50", "above: 50")
