"""What an explanation says of gaps that were filled and of the cohort, computed here anew."""

from collections.abc import Sequence
from fractions import Fraction
from statistics import mean, pstdev, quantiles, stdev
from typing import Any

import pytest

from stp_rules import Reference, evaluate, loads
from stp_rules.analysis.explanation import explain
from stp_rules.analysis.facts import Fact, StepFact
from stp_rules.engine.result import Rating
from stp_rules.language.ruleset import Ruleset
from stp_rules.render.explanation import explanation_text

NORTH = [3, 8, 8, 15, 21, 40]
SOUTH = [30, 55, 61]
SUBJECTS = [
    *({"k": f"N{at}", "a": it, "region": "north"} for at, it in enumerate(NORTH)),
    *({"k": f"S{at}", "a": it, "region": "south"} for at, it in enumerate(SOUTH)),
]
ALL = [*NORTH, *SOUTH]


def method(step: str) -> Ruleset:
    """A measure of one input with a step beside the whole cohort, and one beside the region."""
    within = step.replace("}", ", within: region}", 1) if step.count("}") == 2 else step
    within = within.replace("{, ", "{")
    return loads(
        "{language: 1, id: x, version: 1.0.0, subject: {key: k}, "
        "inputs: {a: {title: Cases}, region: {title: Region, type: label}}, levels: {one: {"
        f"whole: {{title: Whole, from: a, steps: [{step}]}}, "
        f"own: {{title: Own, from: a, steps: [{within}]}}}}}}, result: whole}}"
    )


def step_of(rating: Rating, measure: str) -> StepFact:
    """Return the only step of a measure, explained."""
    (step,) = explain(rating, measure).fact.steps
    return step


def rated(step: str) -> tuple[Rating, Rating]:
    """Rate all beside each other, and the fourth of the north alone beside what was saved."""
    ruleset = method(step)
    ratings = evaluate(ruleset, SUBJECTS)
    assert ratings.reference
    saved = Reference.from_json(ratings.reference.to_json())
    return ratings.by_key()["N3"], evaluate(ruleset, SUBJECTS[3], reference=saved)


@pytest.mark.parametrize("deviation", ["sample", "population"])
def test_a_z_score_says_mean_and_deviation(deviation: str) -> None:
    """Those that Python's own statistics give, of the whole and of the group, also as saved."""
    spread = stdev if deviation == "sample" else pstdev
    for rating in rated(f"{{z_score: {{deviation: {deviation}}}}}"):
        for measure, values in (("whole", ALL), ("own", NORTH)):
            peers = step_of(rating, measure).peers
            assert peers
            assert (peers.count, peers.mean) == (len(values), Fraction(sum(values), len(values)))
            assert float(peers.deviation or 0) == pytest.approx(spread(values))
            assert (peers.low, peers.cuts, peers.before) == (None, (), None)


def test_the_ends_of_the_cohort_are_told() -> None:
    """The lowest and the highest."""
    for rating in rated("{min_max: {to: [0, 1]}}"):
        for measure, values in (("whole", ALL), ("own", NORTH)):
            peers = step_of(rating, measure).peers
            assert peers
            assert (peers.count, peers.low, peers.high) == (len(values), min(values), max(values))


@pytest.mark.parametrize(
    ("step", "before"),
    [
        ("{percentile: {ties: mean}}", lambda values, own: sum(it < own for it in values)),
        (
            "{rank: {best: highest, ties: lowest}}",
            lambda values, own: sum(it > own for it in values),
        ),
        ("{rank: {best: lowest, ties: mean}}", lambda values, own: sum(it < own for it in values)),
    ],
)
def test_places_are_told_with_the_ends(step: str, before: Any) -> None:
    """How many stand before, how many the same, and from where to where all reach."""
    for rating in rated(step):
        for measure, values in (("whole", ALL), ("own", NORTH)):
            peers = step_of(rating, measure).peers
            assert peers
            assert (peers.low, peers.high) == (min(values), max(values))
            assert (peers.before, peers.alike) == (before(values, 15), values.count(15))


@pytest.mark.parametrize(("definition", "way"), [("linear", "inclusive"), ("weibull", "exclusive")])
def test_cut_points_are_told(definition: str, way: Any) -> None:
    """Those that Python's own statistics give under their names for the two definitions."""
    step = f"{{quantile_bands: {{cuts: [1/4, 1/2, 3/4], definition: {definition}, on_cut: upper}}}}"
    for rating in rated(step):
        for measure, values in (("whole", ALL), ("own", NORTH)):
            peers = step_of(rating, measure).peers
            assert peers
            found = [float(it) for it in peers.cuts]
            assert found == pytest.approx(quantiles(values, n=4, method=way))


def test_clusters_are_cut_half_way() -> None:
    """3, 8, 8, 15, 21 and 30, 40 and 55, 61: the gaps are cut at 25.5 and 47.5."""
    for rating in rated("{clusters: {count: 3}}"):
        peers = step_of(rating, "whole").peers
        assert peers
        assert peers.cuts == (Fraction(51, 2), Fraction(95, 2))


def test_the_group_is_named_with_its_size() -> None:
    """By the title of what all have in common, and what that is."""
    (rating, _) = rated("{z_score: {deviation: population}}")
    peers = step_of(rating, "own").peers
    assert peers
    assert (peers.within, peers.group, peers.count) == ("region", "north", 6)
    text = explanation_text(explain(rating, "own"))
    assert "beside the cohort of the same Region (north), 6 with a value: mean 15.8333" in text


def test_the_distance_to_a_cut_is_in_the_units_of_the_value() -> None:
    """Quartiles of the north are 8, 11.5 and 19.5: from 15, 3.5 down and 4.5 up."""
    step = "{quantile_bands: {cuts: [1/4, 1/2, 3/4], definition: linear, on_cut: upper}}"
    rating, alone = rated(step)
    for it in (rating, alone):
        found = [
            (edge.gives, edge.edge, edge.distance, edge.test, edge.held)
            for edge in step_of(it, "own").edges
        ]
        assert found == [
            (4, Fraction(39, 2), Fraction(9, 2), "at_least", True),
            (2, Fraction(23, 2), Fraction(7, 2), "below", True),
        ]
    text = explanation_text(explain(rating, "own"))
    assert "    4 if 4.5 higher (at least 19.5), the cohort as it stands\n" in text
    assert "    2 if more than 3.5 lower (below 11.5), the cohort as it stands\n" in text


def test_places_are_written_out() -> None:
    """Of the north two have 8, and three more than that; of 15 there is no other."""
    ratings = evaluate(method("{rank: {best: highest, ties: lowest}}"), SUBJECTS).by_key()
    beside = "beside the cohort of the same Region (north), 6 with a value: from 3 to 40"
    assert f"{beside}, 3 better, 2 the same\n" in explanation_text(explain(ratings["N1"], "own"))
    assert f"{beside}, 2 better\n" in explanation_text(explain(ratings["N3"], "own"))


def test_an_input_that_is_made_of_members_says_so() -> None:
    """It is the sum of 3 and 4, and what is missing of one of them is told with the member."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, subject: {key: area, member: trust}, "
        "inputs: {a: {title: Cases, members: sum}}, levels: {one: {r: {formula: 2 * a}}}}"
    )
    rows = [{"area": "N", "trust": "P", "a": 3}, {"area": "N", "trust": "Q", "a": 4}]
    (rating,) = evaluate(ruleset, [{"area": "N"}], members=rows)
    assert "    Cases: 7  (the sum of its members)\n" in explanation_text(explain(rating))
    (gap,) = evaluate(ruleset, [{"area": "N"}], members=[rows[0], {**rows[1], "a": None}])
    assert explanation_text(explain(gap)).endswith(
        "  Cases: missing\n    because a is missing for Q\n"
    )


# What was filled in -----------------------------------------------------------------------------

FILLS = """\
language: 1
id: toy/fills
version: 1.0.0
subject: {key: k}
reads: {'': missing, x: suppressed, na: not_applicable}
inputs:
  a: {title: First}
  b: {title: Second}
  region: {title: Region, type: label}
levels:
  one:
    handed: {title: Handed, from: a, missing: {fill: mean}}
    grouped: {title: Grouped, from: a, missing: {fill: mean, within: region}}
    computed: {title: Computed, formula: a + 1, missing: {fill: 7}}
    refused: {title: Refused, from: a, missing: {suppressed: not_rated}}
    each:
      title: Each
      mean: [a, b]
      missing:
        missing: {fill: mean}
        suppressed: ignore
        not_applicable: {fill: 3}
    refusing: {title: Refusing, sum: [a, b], missing: {suppressed: not_rated}}
    lowest: {title: Lowest, min: [a, b], missing: {fill: 1}}
    large: {title: Large, count: {of: [a, b], that_are: {at_least: 5}}, missing: ignore}
  last:
    total: {sum: [handed, grouped, computed, each, lowest, large]}
result: total
"""
MEAN = ", the mean of the cohort, 3 with a value"
COHORT = [
    {"k": "P", "a": 40, "b": 10, "region": "north"},
    {"k": "Q", "a": 80, "b": 20, "region": "south"},
    {"k": "R", "a": 20, "b": 30, "region": "north"},
]


def explained(measure: str, given: Any, *, saved: bool = False) -> tuple[Fact, Sequence[str]]:
    """Explain a measure of a fourth subject, of whom `a` is what is given; and write it out."""
    ruleset = loads(FILLS)
    subject = {"k": "S", "a": given, "b": 30, "region": "north"}
    ratings = evaluate(ruleset, [*COHORT, subject])
    if saved:
        assert ratings.reference
        beside = Reference.from_json(ratings.reference.to_json())
        ratings = evaluate(ruleset, [subject], reference=beside)
    explanation = explain(ratings.by_key()["S"], measure)
    return explanation.fact, explanation_text(explanation).splitlines()[2:]


@pytest.mark.parametrize("saved", [False, True])
def test_the_mean_of_the_cohort_is_said_to_be_counted(*, saved: bool) -> None:
    """(40 + 80 + 20) / 3, and in the north (40 + 20) / 2, each with how many they are."""
    whole, lines = explained("handed", None, saved=saved)
    assert whole.filling
    assert whole.filling.number == mean([Fraction(40), Fraction(80), Fraction(20)])
    assert lines == [
        "Handed: 46.6666…",
        f"  counted as 46.6666…{MEAN}, because a is missing  [line 12]",
        "    First: missing",
    ]
    group, lines = explained("grouped", "x", saved=saved)
    assert group.filling
    assert group.filling.number == 30
    assert lines[1] == (
        "  counted as 30, the mean of the cohort of the same Region (north), 2 with a value, "
        "because a is suppressed  [line 13]"
    )


MEMBERS = [
    (
        None,
        "counted as 46.6666…, the mean of the cohort, 3 with a value, because it is missing",
        20,
    ),
    ("x", "left out, because it is suppressed", 21),
    ("na", "counted as 3, because it is not applicable", 22),
]


@pytest.mark.parametrize(("given", "said", "line"), MEMBERS)
def test_of_a_member_is_said_what_became_of_it(given: Any, said: str, line: int) -> None:
    """State by state, with the line of the rule."""
    _, lines = explained("each", given)
    assert lines[2].split(": ", 1)[1].partition("  (")[2] == f"{said})  [line {line}]"


def test_a_number_that_is_filled_in_can_be_the_lowest() -> None:
    """1 counts, and the member that it stands for decides."""
    fact, lines = explained("lowest", None)
    assert (fact.value, [part.name for part in fact.parts]) == (1, ["a"])
    assert lines[1:] == [
        "  1 is the lowest of 2  [line 24]",
        "    First: missing  (counted as 1, because it is missing)  [line 24]",
    ]


def test_who_is_passed_over_in_a_count_is_named() -> None:
    """One of two is at least 5, and of the other nobody knows."""
    _, lines = explained("large", "x")
    assert lines[1:] == [
        "  1 of 2 are at least 5  [line 25]",
        "    First: suppressed  (left out, because it is suppressed)  [line 25]",
        "    Second: 30",
    ]


def test_a_formula_says_what_it_counts() -> None:
    """By its own rule for all states."""
    _, lines = explained("computed", "x")
    assert lines[1] == "  counted as 7, because a is suppressed  [line 14]"


def test_what_a_rule_refuses_names_the_rule() -> None:
    """Of a value that is handed on, and of a member."""
    _, lines = explained("refused", "x")
    assert lines[1] == "  because a is suppressed  [line 15]"
    _, lines = explained("refusing", "x")
    assert lines[2] == (
        "  First: suppressed  (nothing counts in its place, because it is suppressed)  [line 23]"
    )
