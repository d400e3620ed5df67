"""Rule coverage: what there is to touch, and what each kind of subject touches."""

from collections.abc import Iterable
from typing import Any

import pytest

from stp_rules import Rating, Ruleset, State, evaluate, load, loads
from stp_rules.testing.coverage import Coverage, coverage_text, covered, touched

RULES = """\
language: 1
id: toy/coverage
version: 1.0.0
scales: {grade: [good, poor]}
inputs: {a: {}, b: {}, breach: {type: boolean}}
levels:
  scores:
    banded: {from: a, steps: [{bands: [{at_least: 10, is: 2}, {at_least: 5, is: 1}, {is: 0}]}]}
    score: {mean: [banded, b], missing: ignore, need: 1}
    by_state: {sum: [a, b], missing: {missing: ignore, suppressed: {fill: 0}}}
    ratio: {formula: a / b, missing: {fill: 9}}
  overall:
    rating:
      scale: grade
      decide:
        - {when: {score: {at_least: 2}}, then: good}
        - {otherwise: poor}
      steps:
        - {no_better_than: poor, when: {breach: {is: true}}}
"""

SCORES = "levels.scores"
RATING = "levels.overall.rating"
BANDS = f"{SCORES}.banded.steps[0].bands"
CAP = f"{RATING}.steps[0].no_better_than"


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    """The ruleset above."""
    return loads(RULES)


def paths(ruleset: Ruleset, **inputs: Any) -> set[str]:
    """Return the addresses that one subject touches."""
    return {str(path) for path in touched(evaluate(ruleset, inputs))}


def coverage(ruleset: Ruleset, ratings: Iterable[Rating]) -> Coverage:
    """Return what some ratings touch of a ruleset."""
    return covered(ruleset, (path for rating in ratings for path in touched(rating)))


def test_what_there_is_to_touch(rules: Ruleset) -> None:
    """Bands, states, needs, lines and overrides; all states in one where all are treated alike."""
    assert [str(rule.path) for rule in coverage(rules, []).rules] == [
        f"{BANDS}[0]",
        f"{BANDS}[1]",
        f"{BANDS}[2]",
        f"{SCORES}.score.missing",
        f"{SCORES}.score.need",
        f"{SCORES}.by_state.missing.missing",
        f"{SCORES}.by_state.missing.suppressed",
        f"{SCORES}.ratio.missing",
        f"{RATING}.decide[0]",
        f"{RATING}.decide[1]",
        CAP,
    ]


def test_a_subject_of_whom_all_is_known(rules: Ruleset) -> None:
    """One band and one line: 12 is in the first band, so the score is (2 + 4) / 2."""
    assert paths(rules, a=12, b=4, breach=False) == {f"{BANDS}[0]", f"{RATING}.decide[0]"}


def test_an_override_is_touched_where_it_applies(rules: Ruleset) -> None:
    """5 is in the second band, the score is (1 + 1) / 2, and there is a breach."""
    found = paths(rules, a=5, b=1, breach=True)
    assert found == {f"{BANDS}[1]", f"{RATING}.decide[1]", CAP}


def test_states_are_told_apart_where_the_ruleset_does(rules: Ruleset) -> None:
    """A member that is missing, one that is suppressed, and one that is neither."""
    named = {f"{SCORES}.by_state.missing.{state}" for state in ("missing", "suppressed")}
    cases = [(None, "missing"), (State.SUPPRESSED, "suppressed"), (State.NOT_APPLICABLE, "")]
    for state, touches in cases:
        found = paths(rules, a=12, b=state, breach=False)
        assert found & named == {it for it in named if it.endswith(f".{touches}")}
        assert f"{SCORES}.score.missing" in found


def test_a_need_is_touched_where_it_is_lacking(rules: Ruleset) -> None:
    """One known member of two is enough, and none is not."""
    need = f"{SCORES}.score.need"
    assert need not in paths(rules, b=4, breach=False)
    assert need in paths(rules, breach=False)


def test_a_formula_that_fails_is_filled(rules: Ruleset) -> None:
    """Also where all is known, and it divides by zero."""
    filled = f"{SCORES}.ratio.missing"
    assert filled in paths(rules, a=12, b=0, breach=False)
    assert filled in paths(rules, b=3, breach=False)
    assert filled not in paths(rules, a=12, b=3, breach=False)


def test_a_line_that_cannot_be_decided_is_not_touched(rules: Ruleset) -> None:
    """Without a score nobody knows whether the first line holds."""
    assert not any("decide" in path for path in paths(rules))


def test_an_override_that_cannot_be_decided_is_not_touched(rules: Ruleset) -> None:
    """Nobody knows whether there is a breach."""
    assert CAP not in paths(rules, a=12, b=4)


def test_a_refused_subject_touches_nothing(rules: Ruleset) -> None:
    """It has no measures; the other counts."""
    ratings = evaluate(rules, [{"a": "many"}, {"a": 12, "b": 4, "breach": False}])
    assert len(coverage(rules, ratings).touched) == 2


def test_ratings_add_up(rules: Ruleset) -> None:
    """Two subjects touch 5 of 11 rules; what is missed stands in the order of the measures."""
    subjects = [{"a": 12, "b": 4, "breach": False}, {"a": 5, "b": 1, "breach": True}]
    found = coverage(rules, evaluate(rules, subjects))
    assert found.percent == pytest.approx(500 / 11)
    assert [str(rule.path) for rule in found.missed] == [
        f"{BANDS}[2]",
        f"{SCORES}.score.missing",
        f"{SCORES}.score.need",
        f"{SCORES}.by_state.missing.missing",
        f"{SCORES}.by_state.missing.suppressed",
        f"{SCORES}.ratio.missing",
    ]


def test_nothing_to_touch_is_touched() -> None:
    """A ruleset without bands, lines and policies is covered by no case at all."""
    head = RULES.partition("scales")[0]
    found = coverage(loads(f"{head}inputs: {{a: {{}}}}\nlevels: {{l: {{m: {{from: a}}}}}}\n"), [])
    assert (found.rules, found.percent) == ((), 100)


def test_the_text_says_what_is_missed_and_where() -> None:
    """Each with its line; the percentage is never more than there is."""
    ruleset = loads(RULES, "method.yaml")
    subjects = [{"a": 12, "b": 4, "breach": False}, {"a": 5, "b": 1, "breach": True}]
    assert coverage_text(coverage(ruleset, evaluate(ruleset, subjects))).splitlines() == [
        "toy/coverage@1.0.0: 5 of 11 rules (45 percent) are touched by a case",
        "  method.yaml:8:85: no value of `banded` meets the band that is 0",
        "  method.yaml:9:41: `score` never meets a value that is not known",
        "  method.yaml:9:55: `score` never lacks what it needs",
        "  method.yaml:10:48: `by_state` never meets a value that is missing",
        "  method.yaml:10:68: `by_state` never meets a value that is suppressed",
        "  method.yaml:11:38: `ratio` never meets a value that is not known",
    ]


def test_every_address_stands_in_a_shipped_ruleset() -> None:
    """So that its line can be shown."""
    ruleset = load("nhs-england/oversight-framework")
    found = coverage(ruleset, [])
    assert found.rules
    assert all(found.place(rule) for rule in found.rules)
