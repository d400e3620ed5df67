"""The one-line properties, and the strategies behind them."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from stp_rules import Ruleset, evaluate, load, loads
from stp_rules.library import editions
from stp_rules.testing import (
    assert_keeps_promises,
    assert_monotone,
    assert_no_cliffs,
    assert_order_free,
    assert_total,
    assert_withholding_never_pays,
    cohorts,
    crossing_pairs,
    improving_pairs,
    rulesets,
    subjects,
)
from toys import SOUND

OVERRIDE = "        - no_better_than: fair\n          when: {staff: {at_least: 90}}\n"
EVERY = pytest.mark.parametrize("edition", editions(), ids=lambda it: f"{it.family}@{it.version}")


def test_a_sound_method_passes() -> None:
    """Nothing is raised where nothing is wrong."""
    assert_monotone(loads(SOUND))
    assert_keeps_promises(loads(SOUND))
    assert_no_cliffs(loads(SOUND))
    assert_total(loads(SOUND))
    assert_withholding_never_pays(loads(SOUND))
    assert_order_free(loads(SOUND))


def test_a_planted_fault_is_told() -> None:
    """The message names the input, both ratings and the line to blame."""
    with pytest.raises(AssertionError) as raised:
        assert_monotone(loads(SOUND + OVERRIDE, "method.yaml"), examples=1000)
    told = str(raised.value)
    assert "`rating` is good, then fair" in told
    assert "method.yaml:27" in told
    assert "levels.overall.rating.steps[1].no_better_than" in told


def test_rewarded_silence_is_told() -> None:
    """Where what is missing is left out, withholding pays."""
    lenient = SOUND.replace("staff_score]}", "staff_score], missing: ignore}")
    with pytest.raises(AssertionError, match="-> missing"):
        assert_withholding_never_pays(loads(lenient), examples=1000)


def test_another_word_than_cohort_is_refused() -> None:
    """A misspelt word would be taken for the weaker property, and that would pass."""
    with pytest.raises(ValueError, match="\"cohort\" or left out, not 'cohorts'"):
        assert_monotone(loads(SOUND), inside="cohorts")  # type: ignore[arg-type]


@pytest.mark.parametrize("of", [0, 3])
def test_a_cliff_that_no_scale_holds_is_refused(of: int) -> None:
    """Three categories are two apart at the most, and a move by none is no cliff."""
    with pytest.raises(
        ValueError, match=f"of 3 categories of `rating` none lies {of} from another"
    ):
        assert_no_cliffs(loads(SOUND), of=of)


def test_a_cliff_is_told() -> None:
    """A notice takes a subject from good to poor; one category is no cliff."""
    text = SOUND.replace("inputs:\n", "inputs:\n  notice: {type: boolean, better: false}\n", 1)
    text += "        - no_better_than: poor\n          when: {notice: {is: true}}\n"
    with pytest.raises(AssertionError) as raised:
        assert_no_cliffs(loads(text, "method.yaml"), examples=1000)
    assert "the subject: notice" in str(raised.value)
    assert "method.yaml:28" in str(raised.value)


STEEP = """\
language: 1
id: toy/steep
version: 1.0.0
scales: {g: [good, fair, poor]}
inputs: {a: {range: [0, 10], better: higher}}
levels:
  overall:
    r:
      from: a
      steps:
        - STEP
        - {bands: [{at_least: 5, is: good}, {at_least: 1, is: fair}, {is: poor}], scale: g}
"""


def test_two_edges_close_together_are_no_cliff() -> None:
    """A billionth further the rating is two categories better, but each of two edges is one."""
    assert_no_cliffs(loads(STEEP.replace("STEP", "{multiply: 1000000000000}")), examples=60)
    with pytest.raises(AssertionError, match="`r` is "):
        assert_no_cliffs(loads(STEEP.replace("STEP", "{bands: [{above: 3, is: 8}, {is: 0}]}")))


def test_a_broken_promise_is_told() -> None:
    """The message is that of the proof: what happens, where, and both ways to the rating."""
    with pytest.raises(AssertionError) as raised:
        assert_keeps_promises(loads(SOUND + OVERRIDE, "method.yaml"))
    told = str(raised.value).splitlines()
    assert told[0] == "toy/promises@1.0.0"
    assert told[1] == "better_never_hurts: refuted (by search)"
    assert not [line for line in told if "proved" in line]


RELATIVE = """\
language: 1
id: toy/relative
version: 1.0.0
inputs: {waits: {range: [0, 100], better: lower}, staff: {range: [0, 100], better: higher}}
levels:
  parts:
    waits_part: {from: waits, steps: [{z_score: {deviation: sample}}, {multiply: -1}]}
    staff_part: {from: staff, steps: [{z_score: {deviation: sample}}]}
  overall:
    score: {mean: [waits_part, staff_part], missing: ignore}
"""


WRONG = RELATIVE + "    kept: {from: score, steps: [{add: -1, when: {staff_part: {above: 0}}}]}\n"
"""A point is taken from whoever has more staff than the mean."""


def test_a_reference_stands_still() -> None:
    """Beside deviations of others a better value is never worse, and the fault is told of one."""
    assert_monotone(loads(RELATIVE), examples=100)
    with pytest.raises(AssertionError, match="`kept` is") as raised:
        assert_monotone(loads(WRONG), examples=1000)
    assert "the subject: " in str(raised.value)
    assert "beside the reference of a cohort of " in str(raised.value)


def test_a_cohort_is_shifted() -> None:
    """All subjects of the cohort are told, the one that is better before and after."""
    with pytest.raises(AssertionError, match="`kept` is") as raised:
        assert_monotone(loads(WRONG), examples=1000, inside="cohort")
    told = [it for it in str(raised.value).splitlines() if it.startswith("a subject of the cohort")]
    assert len(told) >= 2
    assert " -> " in told[0]
    assert not [it for it in told[1:] if " -> " in it]


GROUPS = """\
language: 1
id: toy/groups
version: 1.0.0
scales: {r: [good, fair, poor]}
inputs:
  a: {range: [0, 100], better: higher}
  region: {type: label, values: [north, south]}
levels:
  parts:
    pa: {from: a, steps: [{z_score: {deviation: sample, within: region, need: 5}}]}
  overall:
    rating:
      from: pa
      steps:
        - {bands: [{at_least: 0.5, is: good}, {at_least: -0.5, is: fair}, {is: poor}], scale: r}
"""


def test_whole_peer_groups_are_drawn() -> None:
    """A group of five is needed, and enough examples are rated: the sound method passes."""
    assert_monotone(loads(GROUPS), examples=80, rated=0.15)
    assert_no_cliffs(loads(GROUPS), examples=80, rated=0.15)
    assert_withholding_never_pays(loads(GROUPS), examples=80, rated=0.15)
    assert_total(loads(GROUPS), examples=80, rated=0.15)
    assert_order_free(loads(GROUPS), examples=80, rated=0.15)


def test_a_cliff_inside_a_peer_group_is_told() -> None:
    """Whoever lies far above the mean of the group is good, and poor else."""
    text = GROUPS.replace("{at_least: -0.5, is: fair}, ", "")
    with pytest.raises(AssertionError, match="`rating` is "):
        assert_no_cliffs(loads(text), examples=150)


def test_a_fault_inside_a_peer_group_is_told() -> None:
    """Whoever lies far above the group is capped."""
    text = GROUPS + "        - {no_better_than: poor, when: {pa: {above: 0.9}}}\n"
    with pytest.raises(AssertionError, match="`rating` is "):
        assert_monotone(loads(text), examples=150)


def test_too_few_who_are_rated_show_nothing() -> None:
    """A method that rates one in a hundred passes by luck: how many, and why, is told."""
    text = SOUND + "        - {set: good, when: {staff: {at_least: 99.99}}}\n"
    never = text.replace("staff_score]}", "staff_score], need: {staff: {above: 99.999}}}")
    with pytest.raises(AssertionError, match="examples were rated, and nothing is shown by so few"):
        assert_total(loads(never), examples=60, rated=0.9)
    assert_total(loads(never), examples=20, rated=0)


WORST_FIRST = """\
language: 1
id: toy/backwards
version: 1.0.0
scales: {r: [poor, fair, good]}
inputs: {a: {range: [0, 100], better: higher}}
levels:
  overall:
    rating:
      from: a
      steps: [{bands: [{at_least: 90, is: good}, {at_least: 50, is: fair}, {is: poor}], scale: r}]
"""


def test_a_scale_written_worst_first_is_told() -> None:
    """Its first category is the best, so that more of `a` is rated worse."""
    with pytest.raises(AssertionError, match="`rating` is "):
        assert_monotone(loads(WORST_FIRST), examples=200)


@settings(max_examples=30)
@given(data=st.data())
def test_pairs_cross_one_edge(data: st.DataObject) -> None:
    """They lie at most a billionth or two apart, and on both sides of an edge or within a band."""
    one, other = data.draw(crossing_pairs(loads(SOUND)))
    (name,) = [name for name in one if one[name] != other[name]]
    assert abs(one[name] - other[name]) <= Fraction(2, 10**9)


@EVERY
@settings(max_examples=10)
@given(data=st.data())
def test_subjects_can_be_read(edition: Any, data: st.DataObject) -> None:
    """What is drawn for a shipped ruleset lies in its ranges, and is never refused."""
    ruleset = load(edition.file)
    assert evaluate(ruleset, data.draw(subjects(ruleset))).problems == ()


def test_subjects_are_aimed_at_edges() -> None:
    """An edge, a number close below it and a gap are soon found."""
    drawn = subjects(loads(SOUND))
    assert find(drawn, lambda it: it["waits"] == 10)["waits"] == 10
    beside = 20 + Fraction(1, 10**9)
    assert find(drawn, lambda it: it["waits"] == beside)
    assert find(drawn, lambda it: it["staff"] is None)


@settings(max_examples=30)
@given(data=st.data())
def test_pairs_improve_one_input(data: st.DataObject) -> None:
    """They differ in one input, in which less waiting or more staff is better."""
    worse, better = data.draw(improving_pairs(loads(SOUND)))
    (name,) = [name for name in worse if worse[name] != better[name]]
    assert (better[name] < worse[name]) == (name == "waits")


@settings(max_examples=10)
@given(data=st.data())
def test_cohorts_are_rated_together(data: st.DataObject) -> None:
    """A cohort has the size that was asked for, and every subject of it can be read."""
    ruleset = load("undp/hdi@2010.1.0")
    cohort = data.draw(cohorts(ruleset, min_size=3, max_size=4))
    assert 3 <= len(cohort) <= 4
    assert evaluate(ruleset, cohort).problems == ()


@settings(max_examples=10)
@given(rulesets())
def test_rulesets_are_ready(ruleset: Ruleset) -> None:
    """Those that are drawn are free of problems."""
    assert load(ruleset) is ruleset


def test_without_directions_there_is_nothing_to_improve() -> None:
    """A ruleset none of whose inputs says which way is better cannot be tried."""
    text = (
        "language: 1\nid: toy/none\nversion: 1.0.0\ninputs: {x: {}}\nlevels: {o: {s: {from: x}}}\n"
    )
    with pytest.raises(ValueError, match="says which way is better"):
        assert_monotone(loads(text))
