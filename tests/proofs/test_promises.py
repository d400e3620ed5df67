"""Promises: planted faults are found with a small example, and what is proved holds."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from stp_rules import Rating, Ruleset, evaluate, loads
from stp_rules.language.ruleset import Promise
from stp_rules.proofs.questions.promises import prove
from stp_rules.proofs.questions.verdicts import Verdict
from toys import HEAD, SOUND


def verdict(text: str, kind: str, **options: object) -> Verdict:
    """Prove one promise of a ruleset."""
    (found,) = prove(loads(text), [Promise(kind, **options)])  # type: ignore[arg-type]
    return found


def example(found: Verdict) -> tuple[Rating, Rating]:
    """Return the two ratings of the first counterexample."""
    first = found.counterexamples[0]
    assert first.before
    assert first.after
    return first.before, first.after


def differing(before: Rating, after: Rating) -> list[str]:
    """Return the inputs in which two subjects differ."""
    return [name for name in before.inputs if before.inputs[name] != after.inputs[name]]


@pytest.mark.parametrize(
    "kind", ["better_never_hurts", "withholding_never_pays", "every_category_reachable", "total"]
)
def test_a_sound_method_keeps_its_promises(kind: str) -> None:
    """A plain method with bands and a mean keeps every promise but that of cliffs."""
    assert verdict(SOUND, kind).outcome == "proved"


def test_no_cliffs_is_proved_where_an_edge_moves_one_category() -> None:
    """One edge moves the mean of two scores by a half, and a band is one wide."""
    assert verdict(SOUND, "no_cliffs", of=2).outcome == "proved"


# Planted faults -----------------------------------------------------------------------------------


def test_a_band_out_of_order() -> None:
    """A better wait that scores less is found, and the band is to blame."""
    planted = SOUND.replace("{at_most: 20, is: 2}, {is: 1}", "{at_most: 20, is: 1}, {is: 2}")
    found = verdict(planted, "better_never_hurts")
    before, after = example(found)
    assert differing(before, after) == ["waits"]
    assert before["waits_score"] == 2
    assert after["waits_score"] == 1
    assert before.inputs["waits"] > 20 >= after.inputs["waits"] > 10
    assert str(found.counterexamples[0].blame) == "levels.scores.waits_score.steps[0].bands[1]"


def test_an_override_that_fires_for_a_better_value() -> None:
    """A cap for those with much staff punishes more staff, and the cap is to blame."""
    planted = SOUND + "        - no_better_than: fair\n          when: {staff: {at_least: 90}}\n"
    found = verdict(planted, "better_never_hurts")
    before, after = example(found)
    assert differing(before, after) == ["staff"]
    assert before.inputs["staff"] < 90 <= after.inputs["staff"]
    assert (before.category, after.category) == ("good", "fair")
    assert str(found.counterexamples[0].blame) == "levels.overall.rating.steps[1].no_better_than"


def test_a_cap_on_the_wrong_side() -> None:
    """A floor where a cap was meant gives a worse value a better rating."""
    planted = SOUND + "        - no_worse_than: fair\n          when: {waits: {above: 80}}\n"
    before, after = example(verdict(planted, "better_never_hurts"))
    assert before.inputs["waits"] > 80 >= after.inputs["waits"]
    assert (before.category, after.category) == ("fair", "poor")


def test_reweighting_rewards_silence() -> None:
    """Where what is missing is left out, withholding the worst score lifts the mean."""
    planted = SOUND.replace(
        "[waits_score, staff_score]}", "[waits_score, staff_score], missing: ignore}"
    )
    found = verdict(planted, "withholding_never_pays")
    before, after = example(found)
    (name,) = differing(before, after)
    assert before.inputs[name] is not None
    assert after["score"] > before["score"]
    assert found.counterexamples[0].before == evaluate(loads(planted), before.inputs)


def test_filling_with_the_worst_never_rewards_silence() -> None:
    """Filled with the lowest score there is, a mean never rises by what is withheld."""
    sound = SOUND.replace(
        "[waits_score, staff_score]}", "[waits_score, staff_score], missing: {fill: 1}}"
    )
    assert verdict(sound, "withholding_never_pays").outcome == "proved"


def test_an_unreachable_category() -> None:
    """No mean of two scores from 1 to 3 lies above 2.5 and below 3, or above 3."""
    planted = SOUND.replace("at_least: 2.5, is: good", "at_least: 3.5, is: good")
    found = verdict(planted, "every_category_reachable")
    texts = [it.text for it in found.counterexamples]
    assert found.outcome == "refuted"
    assert "nobody can be rated good" in texts


def test_an_excepted_category_may_be_out_of_reach() -> None:
    """What is excepted is not asked for; the band that gives it still never comes about."""
    planted = SOUND.replace("at_least: 2.5, is: good", "at_least: 3.5, is: good")
    found = verdict(planted, "every_category_reachable", excepted=("good",))
    assert [it.text for it in found.counterexamples] == [
        "no value of `rating` meets the band that is good"
    ]


def test_an_indicator_that_cannot_matter() -> None:
    """A score that weighs a hundredth never moves a mean of whole scores across an edge."""
    planted = SOUND.replace("[waits_score, staff_score]", "{waits_score: 1000, staff_score: 1}")
    texts = [it.text for it in verdict(planted, "every_category_reachable").counterexamples]
    assert texts == ["no value of `staff` makes a difference to any outcome"]


def test_a_cliff() -> None:
    """An override for one patient more moves the rating by two categories."""
    planted = SOUND + "        - no_better_than: poor\n          when: {waits: {above: 5}}\n"
    before, after = example(verdict(planted, "no_cliffs", of=2))
    assert differing(before, after) == ["waits"]
    assert {before.category, after.category} == {"good", "poor"}


COHORT = """language: 1
id: toy/ranked
version: 1.0.0
inputs:
  one: {better: higher}
  two: {better: higher}
levels:
  relative:
    first: {from: one, steps: [STEP]}
    second: {from: two, steps: [STEP]}
  overall:
    score: {SOURCE}
    place:
      from: score
      steps:
        - rank: {best: highest, ties: lowest}
promises:
  - better_never_hurts: {inside: cohort}
"""


def ranked(step: str, source: str = "mean: [first, second]") -> Ruleset:
    """Return a ruleset that ranks a mean of relative scores."""
    return loads(COHORT.replace("STEP", step).replace("SOURCE", source))


def test_a_rank_that_falls_by_an_improvement() -> None:
    """With z-scores one's own improvement widens the spread, and lifts somebody else more."""
    (found,) = prove(ranked("z_score: {deviation: population}"))
    assert found.outcome == "refuted"
    first = found.counterexamples[0]
    pairs = first.cohort
    before, after = pairs[0]
    assert after.inputs[first.moved] > before.inputs[first.moved]
    assert after["place"] > before["place"]
    assert all(one.inputs == other.inputs for one, other in pairs[1:])
    assert len(pairs) >= 3, "with two subjects every z-score is 1, 0 or -1"


def test_beside_a_fixed_reference_the_same_method_is_sound() -> None:
    """The statement with the reference held fixed is another one, and holds."""
    (found,) = prove(ranked("z_score: {deviation: population}"), [Promise("better_never_hurts")])
    assert found.outcome == "proved"


@pytest.mark.parametrize(
    "step",
    [
        "percentile: {ties: mean}",
        "quantile_bands: {cuts: [1/2], definition: linear, on_cut: upper}",
    ],
)
def test_a_relative_method_that_lifts_nobody_else(step: str) -> None:
    """By percentiles, and by bands between quantiles, one's own improvement lifts no other."""
    (found,) = prove(ranked(step))
    assert found.outcome == "proved"


# What is proved holds -----------------------------------------------------------------------------


def test_proved_by_hand() -> None:
    """All subjects of a small method, gone through here, agree with the proof."""
    ruleset = loads(SOUND)
    grades = ["good", "fair", "poor"]
    values = [Fraction(it) for it in (0, 10, 15, 20, 25, 100)]
    for waits, better, staff in product(values, values, values):
        if better < waits:
            before = evaluate(ruleset, {"waits": waits, "staff": staff}).category
            after = evaluate(ruleset, {"waits": better, "staff": staff}).category
            assert grades.index(str(after)) <= grades.index(str(before))


def test_an_exception_is_not_asked() -> None:
    """An input that is excepted may break the promise."""
    planted = SOUND + "        - no_better_than: fair\n          when: {staff: {at_least: 90}}\n"
    assert verdict(planted, "better_never_hurts", excepted=("staff",)).outcome == "proved"


def test_a_result_without_a_direction_is_undecided() -> None:
    """Where nothing says which way is better there is nothing to prove."""
    text = HEAD.replace("scales: {grade: [good, fair, poor]}\n", "") + (
        "inputs: {x: {}}\nlevels: {overall: {score: {from: x}}}\n"
    )
    found = verdict(text, "better_never_hurts")
    assert found.outcome == "undecided"
    assert "write `better:`" in found.tried[0]


PEERS = """
inputs: {peer: {type: label}, a: {range: {at_least: 0}, better: lower}, b: {better: higher}}
levels:
  scores:
    s:
      from: a
      steps:
        - {quantile_bands: {cuts: [1/3, 2/3], definition: linear, on_cut: lower, within: peer}}
        - {points: {1: 3, 3: 0}}
    t: {from: b, steps: [{min_max: {to: [0, 3], within: peer}}]}
  overall:
    score: {mean: [s, t]}
    r:
      from: score
      steps: [{bands: [{at_least: 2, is: good}, {at_least: 1, is: fair}, {is: poor}], scale: grade}]
"""


def test_a_peer_group_stands_still_with_its_subject() -> None:
    """Beside a reference the group is the same both times, so composition sees through it."""
    found = verdict(HEAD + PEERS, "better_never_hurts")
    assert (found.outcome, found.by) == ("proved", "composition")


def test_no_improvement_hurts_in_a_peer_group() -> None:
    """What is proved of peer groups holds for who is rated beside cohorts, one by one."""
    ruleset, random, rated = loads(HEAD + PEERS), Random(7), 0  # noqa: S311 - no secret
    for _ in range(60):
        cohort = [
            {"peer": peer, "a": random.randint(0, 4), "b": random.choice([0, 1, 2, None])}
            for peer in ("x", "y")
            for _ in range(4)
        ]
        beside = evaluate(ruleset, cohort).reference
        for peer, b in product(("x", "y", "z", None), (0, 2)):
            rows = [{"peer": peer, "a": a, "b": b} for a in range(5)]
            places = [str(evaluate(ruleset, row, reference=beside)["r"]) for row in rows]
            known = [["good", "fair", "poor"].index(it) for it in places if it in SCALE]
            rated += len(known)
            assert known == sorted(known)
    assert rated > 60


SCALE = {"good", "fair", "poor"}


def test_what_is_undecided_names_the_measure_from_which_on_it_is() -> None:
    """`m` and `q` rise, and that their difference does is seen by nothing but its slope."""
    text = """
inputs: {a: {range: [0, 10], better: higher}}
levels:
  overall:
    m: {formula: exp(a / 10)}
    q: {formula: a * a / 100}
    u: {formula: m - q, better: higher}
    r:
      from: u
      steps: [{bands: [{at_least: 1.2, is: good}, {is: poor}], scale: grade}]
"""
    found = verdict(HEAD + text, "better_never_hurts")
    assert found.outcome == "undecided"
    assert found.tried[-1] == "`u` is the first measure that could not be shown to be safe from `a`"
