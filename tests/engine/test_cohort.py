"""Steps relative to a cohort, from the text to the value: by hand and by statistics."""

import json
import statistics
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stp_rules
from stp_rules import InputError, State
from stp_rules.engine.cohort import Reference
from stp_rules.engine.values import Unknown
from stp_rules.language.catalogue import STEPS

HEAD = """\
language: 1
id: toy/cohort
version: 1.0.0
subject: {key: code}
scales:
  rating: [good, fair, poor]
inputs:
  x: {better: higher}
  u: {better: higher}
  judgement: {scale: rating}
  region: {type: label}
levels:
  overall:
    inputs_used: {count: {of: [x, u, judgement, region], that_are: {known: true}}}
"""
ALL_STEPS = {
    "z": "from: x, steps: [z_score: {deviation: sample}]",
    "z_in_region": "from: x, steps: [z_score: {deviation: population, within: region, need: 2}]",
    "stretched": "from: x, steps: [min_max: {to: [10, 0]}]",
    "place": "from: x, steps: [percentile: {ties: mean, within: region}]",
    "rank": "from: x, steps: [rank: {best: highest, ties: lowest, tie_break: {u: lowest}}]",
    "rank_of_judgement": "from: judgement, steps: [rank: {best: highest, ties: dense}]",
    "quarter": "from: x, steps: [quantile_bands: "
    "{cuts: [1/4, 1/2, 3/4], definition: weibull, on_cut: lower}]",
    "cluster": "from: x, steps: [clusters: {count: 3}]",
    "filled": "from: u, missing: {fill: mean}",
    "filled_in_region": "formula: x + u, missing: {fill: mean, within: region}",
    "domain": "mean: [z, filled], missing: {fill: mean}, steps: [z_score: {deviation: sample}]",
}


def ruleset(**measures: str) -> stp_rules.Ruleset:
    """Load a ruleset whose measures are given as text."""
    lines = [f"    {name}: {{{text}}}\n" for name, text in measures.items()]
    return stp_rules.loads(HEAD + "".join(lines))


def cohort(values: Sequence[Any], name: str = "x") -> list[dict[str, Any]]:
    """Give each subject one value and a key: a, b, c and on."""
    return [{"code": chr(97 + at), name: value} for at, value in enumerate(values)]


def beside_each_other(text: str, subjects: list[dict[str, Any]]) -> list[Any]:
    """Rate subjects together by one measure."""
    rated = stp_rules.evaluate(ruleset(found=text), subjects)
    assert not rated.problems
    return [rating["found"] for rating in rated]


def not_rated(values: Sequence[Any]) -> list[str]:
    """Return the reasons of values that are not rated."""
    assert all(isinstance(it, Unknown) and it.state == State.NOT_RATED for it in values)
    return [str(it) for it in values]


@pytest.mark.parametrize(
    ("deviation", "deviate"), [("sample", statistics.stdev), ("population", statistics.pstdev)]
)
def test_a_z_score_counts_deviations_from_the_mean(deviation: str, deviate: Any) -> None:
    """As Python's statistics module has it, to the digits of a float."""
    values = [3, 1, 4, 1, 5, 9, 2, 6]
    found = beside_each_other(
        f"from: x, steps: [z_score: {{deviation: {deviation}}}]", cohort(values)
    )
    expected = [(it - statistics.mean(values)) / deviate(values) for it in values]
    assert [float(it) for it in found] == pytest.approx(expected, rel=1e-14)


def test_a_z_score_that_is_exact_stays_exact() -> None:
    """Of 2, 4, 4, 4, 5, 5, 7, 9 the mean is 5 and the deviation of the population 2."""
    found = beside_each_other(
        "from: x, steps: [z_score: {deviation: population}]", cohort([2, 4, 4, 4, 5, 5, 7, 9])
    )
    assert found == [Fraction(it - 5, 2) for it in (2, 4, 4, 4, 5, 5, 7, 9)]


@pytest.mark.parametrize(
    ("step", "values"),
    [
        ("z_score: {deviation: sample}", [4, 4, 4]),
        ("z_score: {deviation: population}", [4, 4, 4]),
        ("z_score: {deviation: sample}", [4]),
        ("z_score: {deviation: population}", [4]),
        ("min_max: {}", [4, 4]),
        ("min_max: {}", [4]),
    ],
)
def test_without_spread_nobody_is_rated(step: str, values: list[int]) -> None:
    """Equal values, or one alone: there is no place to be beside them."""
    reasons = not_rated(beside_each_other(f"from: x, steps: [{step}]", cohort(values)))
    assert all("the cohort has no spread" in reason for reason in reasons)


@pytest.mark.parametrize(
    "step",
    [
        "z_score: {deviation: sample}",
        "min_max: {}",
        "percentile: {ties: mean}",
        "rank: {best: highest, ties: lowest}",
        "quantile_bands: {cuts: [1/2], definition: linear, on_cut: upper}",
        "clusters: {count: 2}",
    ],
)
def test_where_all_are_missing_all_stay_so(step: str) -> None:
    """An empty cohort breaks nothing."""
    found = beside_each_other(f"from: x, steps: [{step}]", cohort([None, None]))
    assert [it.state for it in found] == [State.MISSING, State.MISSING]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("percentile: {ties: highest}", 100),
        ("percentile: {ties: mean}", 50),
        ("rank: {best: highest, ties: mean}", 1),
        ("quantile_bands: {cuts: [1/2], definition: linear, on_cut: upper}", 2),
        ("quantile_bands: {cuts: [1/2], definition: linear, on_cut: lower}", 1),
        ("clusters: {count: 2}", 1),
    ],
)
def test_a_cohort_of_one(step: str, expected: int) -> None:
    """A subject alone is the whole order, and its value is every quantile."""
    found = stp_rules.evaluate(ruleset(found=f"from: x, steps: [{step}]"), {"x": 7})
    assert found["found"] == expected


def test_min_max_stretches_the_cohort_between_two_numbers() -> None:
    """2, 3 and 6 from 10 down to 0: 3 lies a quarter of the way."""
    found = beside_each_other("from: x, steps: [min_max: {to: [10, 0]}]", cohort([2, 3, 6]))
    assert found == [10, Fraction(15, 2), 0]


@pytest.mark.parametrize(("best", "expected"), [("highest", [1, 3, 2]), ("lowest", [3, 1, 2])])
def test_a_rank_begins_with_the_best(best: str, expected: list[int]) -> None:
    """The best of 9, 4, 6 is first."""
    text = f"from: x, steps: [rank: {{best: {best}, ties: lowest}}]"
    assert beside_each_other(text, cohort([9, 4, 6])) == expected


def test_ties_are_broken_by_other_names() -> None:
    """Of equal values the one with the lowest u comes first; without u one of them has no rank."""
    text = "from: x, steps: [rank: {best: highest, ties: lowest, tie_break: {u: lowest}}]"
    subjects = [{"x": 5, "u": 3}, {"x": 5, "u": 1}, {"x": 8, "u": 9}, {"x": 5, "u": 3}]
    assert beside_each_other(text, subjects) == [3, 2, 1, 3]
    *ranks, last = beside_each_other(text, [*subjects[:3], {"x": 5}])
    assert ranks == [3, 2, 1]
    assert not_rated([last]) == ["a tie cannot be broken: u is missing"]


def test_without_a_tie_break_a_subject_stays_in_the_cohort() -> None:
    """30, 20 and 10 are not equal, so nothing has to be broken, and three have a value."""
    text = "from: x, steps: [rank: {best: highest, ties: lowest, tie_break: {u: lowest}, need: 3}]"
    assert beside_each_other(text, [{"x": 30}, {"x": 20, "u": 1}, {"x": 10, "u": 2}]) == [1, 2, 3]


def place(subject: dict[str, Any], others: list[dict[str, Any]]) -> int | None:
    """Count by hand who comes before a subject; `None` where a tie with it cannot be broken."""
    better = 1
    for other in others:
        for name in ("x", "u", "w"):
            if subject.get(name) is None and name != "x":
                return None
            if other.get(name) is None and name != "x":
                break
            if other[name] != subject[name]:
                before = other[name] > subject[name] if name == "x" else other[name] < subject[name]
                better += before
                break
    return better


@given(
    st.lists(
        st.fixed_dictionaries(
            {"x": st.integers(0, 2)},
            optional={"u": st.integers(0, 1), "w": st.integers(0, 1)},
        ),
        min_size=1,
        max_size=6,
    )
)
def test_ranks_with_gaps_among_the_tie_breaks(subjects: list[dict[str, Any]]) -> None:
    """Pair by pair: who lacks what would decide stands behind, and is not rated itself."""
    subjects = [{k: v for k, v in it.items() if k != "w" or "u" in it} for it in subjects]
    text = HEAD.replace("  u: ", "  w: {}\n  u: ") + (
        "    found: {from: x, steps: [rank: "
        "{best: highest, ties: lowest, tie_break: {u: lowest, w: lowest}}]}\n"
        "    used: {from: w}\n"
    )
    rules = stp_rules.loads(text)
    ratings = stp_rules.evaluate(rules, subjects)
    found = [None if isinstance(it["found"], Unknown) else it["found"] for it in ratings]
    others = [subjects[:at] + subjects[at + 1 :] for at in range(len(subjects))]
    assert found == [place(one, rest) for one, rest in zip(subjects, others, strict=True)]
    read = stp_rules.Reference.from_json(ratings.reference.to_json())
    again = stp_rules.evaluate(rules, subjects, reference=read)
    assert [it["found"] for it in again] == [it["found"] for it in ratings]


def test_a_reference_of_a_turned_rank_is_written_with_turned_numbers() -> None:
    """Files that were saved keep their meaning: smaller comes first, gaps stand apart."""
    text = "from: x, steps: [rank: {best: highest, ties: lowest, tie_break: {u: lowest}}]"
    subjects = [{"x": 9, "u": 1}, {"x": 4, "u": 2.5}, {"x": 6}]
    reference = stp_rules.evaluate(ruleset(found=text), subjects).reference
    (site,) = json.loads(reference.to_json())["sites"].values()
    assert site == {"": {"count": 3, "ordered": [["-9", "1"], ["-4", "2.5"]], "untold": [["-6"]]}}


def test_a_reference_saved_before_there_were_gaps_is_read() -> None:
    """It has no `untold`."""
    text = "from: x, steps: [rank: {best: highest, ties: lowest, tie_break: {u: lowest}}]"
    rules = ruleset(found=text)
    site = "levels.overall.found.steps[0].rank best highest, tie_break lowest u"
    groups = {"": {"count": 2, "ordered": [["-9", "1"], ["-4", "2.5"]]}}
    old = {"reference": 1, "ruleset": rules.reference, "sites": {site: groups}}
    reference = stp_rules.Reference.from_json(json.dumps(old))
    subjects = [{"x": 9, "u": 1}, {"x": 5}, {"x": 4}]
    first, second, third = (
        it["found"] for it in stp_rules.evaluate(rules, subjects, reference=reference)
    )
    assert (first, second) == (1, 2)
    assert not_rated([third]) == ["a tie cannot be broken: u is missing"]


def test_a_category_breaks_a_tie_by_its_place_on_the_scale() -> None:
    """`highest` is the head of the scale."""
    text = "from: x, steps: [rank: {best: highest, ties: lowest, tie_break: {judgement: highest}}]"
    subjects = [{"x": 5, "judgement": it} for it in ("poor", "good", "fair")]
    assert beside_each_other(text, subjects) == [3, 1, 2]


@pytest.mark.parametrize(
    ("best", "expected"), [("highest", [2, 1, 4, 2]), ("lowest", [2, 4, 1, 2])]
)
def test_categories_rank_by_their_scale(best: str, expected: list[int]) -> None:
    """Fair, good, poor, fair: the head of the scale is the highest."""
    text = f"from: judgement, steps: [rank: {{best: {best}, ties: lowest}}]"
    values = ["fair", "good", "poor", "fair"]
    assert beside_each_other(text, cohort(values, "judgement")) == expected


def test_within_a_peer_group_only_its_subjects_count() -> None:
    """North has 1 and 3, south 10 and 30: each its own extremes."""
    places = [("north", 1), ("south", 10), ("north", 3), ("south", 30), ("north", 2)]
    subjects = [{"region": region, "x": x} for region, x in places]
    found = beside_each_other("from: x, steps: [min_max: {within: region}]", subjects)
    assert found == [0, 0, 1, 1, Fraction(1, 2)]


def test_without_its_group_a_subject_has_no_peers() -> None:
    """It is not rated, and its value changes nothing for the others."""
    subjects = [{"region": "north", "x": 1}, {"region": "north", "x": 3}, {"x": 100}]
    *known, last = beside_each_other("from: x, steps: [min_max: {within: region}]", subjects)
    assert known == [0, 1]
    assert not_rated([last]) == ["the peer group is not known: region is missing"]


def test_a_group_that_the_reference_does_not_have() -> None:
    """Nobody stands there to be beside."""
    rules = ruleset(found="from: x, steps: [min_max: {within: region}]")
    pair = [{"region": "north", "x": 1}, {"region": "north", "x": 3}]
    reference = stp_rules.evaluate(rules, pair).reference
    found = stp_rules.evaluate(rules, {"region": "south", "x": 2}, reference=reference)
    assert not_rated([found["found"]]) == ["the cohort needs 1 with a value and has 0"]


def test_need_counts_subjects_with_a_value() -> None:
    """Two of three are known and three are needed."""
    text = "from: x, steps: [rank: {best: highest, ties: lowest, need: 3}]"
    one, other, missing = beside_each_other(text, cohort([1, 2, None]))
    assert not_rated([one, other]) == ["the cohort needs 3 with a value and has 2"] * 2
    assert missing.state == State.MISSING
    assert beside_each_other(text, cohort([1, 2, 3])) == [3, 2, 1]


def test_a_subject_that_fails_its_own_need_is_not_in_the_cohort() -> None:
    """The last subject's mean of one member would be the highest; it is not counted."""
    text = "mean: [x, u], missing: ignore, need: 2, steps: [rank: {best: highest, ties: lowest}]"
    subjects = [{"x": 1, "u": 3}, {"x": 4, "u": 4}, {"x": 100}]
    *ranks, last = beside_each_other(text, subjects)
    assert ranks == [2, 1]
    assert not_rated([last]) == ["2 must be known and 1 are"]


def test_a_refused_subject_is_not_in_the_cohort() -> None:
    """What cannot be read is nobody's neighbour."""
    rules = ruleset(found="from: x, steps: [min_max: {}]")
    rated = stp_rules.evaluate(rules, cohort([1, 3, "a lot"]))
    assert [it.state for it in rated] == ["rated", "rated", "refused"]
    assert [it["found"] for it in rated[:2]] == [0, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from: x, missing: {fill: mean}", [1, 5, 12, 6]),
        ("from: x, missing: {fill: mean, within: region}", [1, 5, 12, 3]),
        ("formula: 2 * x, missing: {fill: mean}", [2, 10, 24, 12]),
        ("formula: 2 * x, missing: {fill: mean, within: region}", [2, 10, 24, 6]),
        ("mean: [x, u], missing: {fill: mean}", [1, 3, 7, 4]),
        (
            "mean: {x: 3, u: 1}, missing: {fill: mean, within: region}",
            [1, 4, Fraction(19, 2), 2.75],
        ),
    ],
)
def test_the_cohort_s_mean_fills_a_gap(text: str, expected: list[Any]) -> None:
    """Of x, 1 and 5 in the north and 12 in the south, so 6 in all; u is 1, 1, 2 and 2."""
    subjects = [
        {"x": 1, "u": 1, "region": "north"},
        {"x": 5, "u": 1, "region": "north"},
        {"x": 12, "u": 2, "region": "south"},
        {"u": 2, "region": "north"},
    ]
    assert beside_each_other(text, subjects) == expected


def test_nothing_fills_a_gap_where_nobody_is_known() -> None:
    """There is no mean of nothing."""
    found = beside_each_other("from: x, missing: {fill: mean}", cohort([None, None]))
    assert not_rated(found) == ["the cohort needs 1 with a value and has 0"] * 2


def test_a_domain_of_z_scores_is_standardised_again() -> None:
    """Two passes by the statistics module give the same, to the digits of a float."""
    xs, ys = [1, 2, 3, 10], [7, 1, 4, 4]
    rules = ruleset(
        zx="from: x, steps: [z_score: {deviation: sample}]",
        zy="from: u, steps: [z_score: {deviation: sample}]",
        domain="mean: [zx, zy], steps: [z_score: {deviation: population}]",
    )
    rated = stp_rules.evaluate(rules, [{"x": x, "u": u} for x, u in zip(xs, ys, strict=True)])

    def standardised(values: list[float], deviation: float) -> list[float]:
        return [(it - statistics.mean(values)) / deviation for it in values]

    zx, zy = (standardised(values, statistics.stdev(values)) for values in (xs, ys))
    means = [(a + b) / 2 for a, b in zip(zx, zy, strict=True)]
    expected = standardised(means, statistics.pstdev(means))
    assert [float(it["domain"]) for it in rated] == pytest.approx(expected, rel=1e-13)


# A cohort and its reference ---------------------------------------------------------------------

numbers = st.none() | st.integers(-3, 6) | st.fractions(-2, 2, max_denominator=7)
subjects = st.fixed_dictionaries(
    {
        "x": numbers,
        "u": numbers,
        "judgement": st.sampled_from([None, "good", "fair", "poor"]),
        "region": st.sampled_from([None, "north", "south"]),
    }
)
EVERYTHING = ruleset(**ALL_STEPS)


def test_every_cohort_step_is_held_against_the_properties_below() -> None:
    """A step that is added to the language is asked for here."""
    operations = {type(step.operation) for _, it in EVERYTHING.measures() for step in it.steps}
    assert operations == {it for it in STEPS.values() if it.in_cohort}


def seen(rating: stp_rules.Rating) -> dict[str, Any]:
    """Return the values of all measures, reasons as text."""
    values = {name: rating[name] for name in rating.measures}
    return {name: str(it) if isinstance(it, Unknown) else it for name, it in values.items()}


@given(st.lists(subjects, min_size=1, max_size=7))
def test_alone_beside_the_saved_reference_as_inside_the_cohort(given_cohort: list[Any]) -> None:
    """Rated one by one, beside what was saved as JSON, every measure is the same."""
    together = stp_rules.evaluate(EVERYTHING, given_cohort)
    assert together.reference
    reference = Reference.from_json(together.reference.to_json())
    assert reference == together.reference
    for rating, inputs in zip(together, given_cohort, strict=True):
        alone = stp_rules.evaluate(EVERYTHING, inputs, reference=reference)
        assert seen(alone) == seen(rating)


@given(st.lists(subjects, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_subjects_does_not_matter(given_cohort: list[Any], random: Any) -> None:
    """Shuffled, each subject keeps its values and the cohort its reference."""
    keyed = [{**it, "code": str(at)} for at, it in enumerate(given_cohort)]
    shuffled = random.sample(keyed, len(keyed))
    one, other = (stp_rules.evaluate(EVERYTHING, it) for it in (keyed, shuffled))
    assert one.reference == other.reference
    assert {key: seen(it) for key, it in one.by_key().items()} == {
        key: seen(it) for key, it in other.by_key().items()
    }


@given(st.lists(subjects, min_size=1, max_size=5), subjects)
def test_an_outsider_changes_nothing_for_the_others(
    given_cohort: list[Any], outsider: dict[str, Any]
) -> None:
    """Beside a reference the others' values are the same with it and without it."""
    together = stp_rules.evaluate(EVERYTHING, given_cohort)
    joined = stp_rules.evaluate(EVERYTHING, [*given_cohort, outsider], reference=together.reference)
    assert joined.reference == together.reference
    assert [seen(it) for it in joined[:-1]] == [seen(it) for it in together]


def test_an_outsider_s_rank_is_one_more_than_the_number_of_better_values() -> None:
    """Beside 9, 6 and 4, seven has one better; beyond the best, min_max goes straight on."""
    rules = ruleset(
        rank="from: x, steps: [rank: {best: highest, ties: mean}]",
        stretched="from: x, steps: [min_max: {}]",
    )
    reference = stp_rules.evaluate(rules, cohort([9, 4, 6])).reference
    seven = stp_rules.evaluate(rules, {"x": 7}, reference=reference)
    ten = stp_rules.evaluate(rules, {"x": 10}, reference=reference)
    assert (seven["rank"], ten["rank"], ten["stretched"]) == (2, 1, Fraction(6, 5))


def test_a_reference_knows_its_ruleset_and_has_a_digest() -> None:
    """The same cohort gives the same digest, another one another."""
    rules = ruleset(found="from: x, steps: [min_max: {}]")
    one, same, other = (
        stp_rules.evaluate(rules, cohort(values)).reference for values in ([1, 2], [2, 1], [1, 3])
    )
    assert one.ruleset == "toy/cohort@1.0.0"
    assert one.digest == same.digest != other.digest
    assert one.digest.startswith("sha256:")


def test_without_cohort_steps_there_is_no_reference() -> None:
    """Nothing was gathered."""
    assert stp_rules.evaluate(ruleset(found="from: x"), cohort([1, 2])).reference is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"ruleset": "", "sites": 3}', '{"sites": {"a": {"": {"n": 1}}}}']
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    """With a message, not a traceback."""
    with pytest.raises(InputError, match="this is not a reference"):
        Reference.from_json(text)
