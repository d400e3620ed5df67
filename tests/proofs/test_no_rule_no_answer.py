"""What a proof rests on is said by the ruleset, or known by name: nothing is assumed."""

from fractions import Fraction
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs
import pytest
from attrs import evolve, frozen

from stp_rules import evaluate, loads, prove
from stp_rules.analysis.effective import effective_weights
from stp_rules.analysis.meetings import meetings
from stp_rules.errors import RulesetError
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.catalogue import COMBINATIONS, SOURCES, STEPS
from stp_rules.language.conditions import TESTS
from stp_rules.language.fields import number
from stp_rules.language.formulas import FUNCTIONS
from stp_rules.language.ruleset import Fill, Policy, Rolling, Ruleset
from stp_rules.language.values import FrozenMap, State
from stp_rules.language.word import Adjustment
from stp_rules.language.words.add import Add
from stp_rules.language.words.sources.formula import OPERATORS
from stp_rules.proofs.domain import ruled
from stp_rules.proofs.domain.lines import _OPERATORS
from stp_rules.proofs.domain.moves import COARSE
from stp_rules.proofs.domain.ruled import UnknownRuleError
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.versions.comparing import compared
from stp_rules.render.edges import meetings_text
from stp_rules.render.weights import weights_text
from stp_rules.testing import assert_monotone, assert_no_cliffs
from stp_rules.testing.differences import searched

HEAD = "language: 1\nid: toy/rule\nversion: 1.0.0\n"

SEGMENTS = """
inputs: {deaths: {range: [0, 100], better: lower}}
levels:
  overall:
    segment:
      decide:
        - {when: {deaths: {known: false}}, then: 1}
        - {when: {deaths: {above: 50}}, then: 4}
        - {when: {deaths: {at_least: 0}}, then: 2}
"""

WITHIN = """
scales: {place: [inside, outside]}
inputs: {a: {range: [0, 100]}}
levels:
  overall:
    r: {from: a, better: neither, missing: {fill: 50}, steps: [{bands: [
      {above: 60, is: outside}, {at_least: 40, is: inside}, {is: outside}], scale: place}]}
"""

WEIGHTS = """
subject: {key: area, member: trust}
scales: {g: [good, poor]}
inputs: {w: {members: sum RANGE}, a: {range: [0, 100], better: higher, members: {mean: w}}}
levels: {overall: {r: {from: a, steps: [{bands: [
  {above: 100, is: poor}, {at_least: 50, is: good}, {is: poor}], scale: g}],
  need: {w: {above: 0}}}}}
"""


def asked(text: str, kind: Any) -> Any:
    """Return the verdict of one promise."""
    (verdict,) = prove(loads(HEAD + text), [kind])
    return verdict


@pytest.mark.parametrize("kind", ["withholding_never_pays", "better_never_hurts"])
def test_a_direction_that_nobody_states_is_unknown(kind: str) -> None:
    """Neither proved by taking more for better, nor refuted by it."""
    verdict = asked(SEGMENTS, kind)
    assert verdict.outcome == "undecided"
    assert "nothing says which way `segment` is better" in verdict.tried[0]


def test_a_direction_that_is_stated_decides() -> None:
    """The best segment is for who hides the deaths."""
    stated = SEGMENTS.replace("segment:", "segment:\n      better: lower")
    assert asked(stated, "withholding_never_pays").outcome == "refuted"


def test_where_no_value_is_better_nothing_can_be_gained() -> None:
    """The first category of a scale is no gain where the measure says `better: neither`."""
    verdict = asked(WITHIN, "withholding_never_pays")
    assert verdict.outcome == "undecided"
    assert "better: neither" in verdict.tried[0]
    with pytest.raises(RulesetError, match="idle-promise"):
        loads(HEAD + WITHIN + "promises: [withholding_never_pays]\n")


def test_a_weight_that_may_be_negative_gives_a_mean_no_range() -> None:
    """Members p (w 200) and q (w -150, a 90): p with 90 gives 90, and with 100 gives 130."""
    text = HEAD + WEIGHTS.replace(" RANGE", "")
    rows = [
        [
            {"area": "x", "trust": "p", "w": 200, "a": a},
            {"area": "x", "trust": "q", "w": -150, "a": 90},
        ]
        for a in (90, 100)
    ]
    rated = [evaluate(loads(text), {"area": "x"}, members=it) for it in rows]
    assert [str(it.category) for it in rated] == ["good", "poor"]
    verdict = asked(text.removeprefix(HEAD), "better_never_hurts")
    assert verdict.outcome == "refuted"
    (example,) = verdict.counterexamples
    weights = [row["w"] for given in example.given for row in given.members]
    assert min(weights) < 0
    shown = [given.rated(loads(text))[0] for given in example.given]
    assert [str(it.category) for it in shown] == ["good", "poor"]


def test_a_mean_stays_in_the_range_of_its_members_where_no_weight_is_negative() -> None:
    """Then no value is above 100."""
    weighed = WEIGHTS.replace(" RANGE", ", range: {at_least: 0}")
    assert asked(weighed, "better_never_hurts").outcome == "proved"


def test_a_mean_whose_weights_may_add_up_to_nothing_may_lack_a_value() -> None:
    """No weight at all leaves the subject not rated, which the walk must hold possible."""
    prover = Prover(loads(HEAD + WEIGHTS.replace(" RANGE", ", range: {at_least: 0}")))
    (row,) = [{"area": "x", "trust": "p", "w": 0, "a": 1}]
    rating = evaluate(prover.ruleset, {"area": "x"}, members=[row])
    states = {getattr(it.before, "state", None) for it in prover.still(COARSE).tables["r"]}
    assert not rating.rated
    assert State.NOT_RATED in states


@frozen
class Fold(Adjustment):
    """A step that somebody adds to the language."""

    word = "fold"

    at: Fraction = number()

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Turn a number below the fold round; it does not choose with `where`, as a body has to."""
        at = arithmetic.number(self.at)
        return value if value >= at else at + at - value


@pytest.fixture
def fold() -> Ruleset:
    """Return a ruleset that folds a number of [-3, 3], in a language that has such a step."""
    text = "inputs: {a: {range: [-3, 3], better: higher}}\n"
    text += "levels: {overall: {r: {from: a, better: higher, steps: [{add: 1}]}}}\n"
    plain = loads(HEAD + text)
    (level,) = plain.levels
    (measure,) = level.measures
    steps = (evolve(measure.steps[0], operation=Fold(Fraction(0))),)
    changed = evolve(level, measures=(evolve(measure, steps=steps),))
    return evolve(plain, levels=(changed,))


def test_a_step_without_a_rule_is_refused_by_its_name(fold: Ruleset) -> None:
    """-3 is folded to 3 and -2 to 2, so a better value hurts; no proof may say otherwise."""
    values = [evaluate(fold, {"a": it}).value for it in (-3, -2)]
    assert values == [3, 2]
    for verdict in prove(fold):
        assert verdict.outcome == "undecided"
        assert "`fold` has no rule in proofs" in verdict.tried[0]


NO_RULE = "`fold` has no rule in proofs (levels.overall.r)"


def test_every_command_that_rests_on_proofs_names_the_step_without_a_rule(fold: Ruleset) -> None:
    """None of them ends in a traceback, and none gives an answer."""
    met = meetings(fold)
    assert (met.found, met.unknown) == ((), NO_RULE)
    assert NO_RULE in meetings_text(met, fold)
    weighed = effective_weights(fold)
    assert weighed is not None
    assert [it.effective for it in weighed.inputs] == [None]
    assert NO_RULE in weights_text(weighed)
    other = evolve(fold, inputs=FrozenMap({"a": evolve(fold.inputs["a"], title="another")}))
    assert compared(fold, other).by == "the same rules"
    (level,) = fold.levels
    (measure,) = level.measures
    steps = (*measure.steps, evolve(measure.steps[0], operation=Add(Fraction(1))))
    level = evolve(level, measures=(evolve(measure, steps=steps),))
    changed = evolve(fold, levels=(level,))
    meaning = compared(fold, changed)
    assert (meaning.equal, meaning.by) == (None, NO_RULE)
    search = searched(fold, changed)
    assert search.difference is None
    assert NO_RULE in str(search)
    for asserting in (assert_monotone, assert_no_cliffs):
        with pytest.raises((UnknownRuleError, ValueError), match=r"has no (rule|categories)"):
            asserting(fold)


def test_every_step_of_the_catalogue_has_a_rule() -> None:
    """A new operation is not taken for one that is known."""
    assert set(ruled.COHORT_STEPS) == {it for it in STEPS.values() if it.in_cohort}


def test_every_source_combination_function_and_test_has_a_rule() -> None:
    """The lists of what proofs know are those of the language."""
    assert set(ruled.SOURCES) == {
        it.__mro__[1] if it.word in COMBINATIONS else it for it in SOURCES.values()
    }
    assert set(ruled.COMBINATIONS) == set(COMBINATIONS)
    assert set(ruled.FUNCTIONS) == {*OPERATORS, *FUNCTIONS}
    assert set(_OPERATORS) == set(OPERATORS)
    assert set(ruled.TESTS) == {*TESTS, "known", "in"}
    assert set(ruled.ROLLUPS) == set(get_args(Rolling))
    assert set(ruled.POLICIES) == {*get_args(get_args(Policy)[0]), Fill}


def test_every_word_that_a_step_may_say_has_a_rule() -> None:
    """Of a step that is not read from its body, a rule for ties is not taken for another."""
    for kind in (*ruled.COHORT_STEPS, *COMBINATIONS.values()):
        hints = get_type_hints(kind)
        fields = attrs.fields_dict(kind)
        words = {name: _words(hints[name]) for name in fields if _words(hints[name])}
        known = {name: set(it) - {None} for name, it in ruled.CHOICES.get(kind, {}).items()}
        assert known == words, kind


def _words(hint: Any) -> set[Any]:
    """Return the words of a choice, or nothing where it is none."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return {word for it in get_args(hint) for word in _words(it)}


def test_a_word_without_a_rule_is_refused_by_its_name() -> None:
    """A rule for ties that somebody adds is not taken for one that is known."""
    text = """inputs: {a: {range: [0, 9], better: higher}}
levels: {overall: {r: {from: a, steps: [{percentile: {ties: mean}}]}}}
"""
    plain = loads(HEAD + text)
    (level,) = plain.levels
    (measure,) = level.measures
    bent = evolve(measure.steps[0].operation, ties="bent")  # type: ignore[arg-type]
    steps = (evolve(measure.steps[0], operation=bent),)
    changed = evolve(plain, levels=(evolve(level, measures=(evolve(measure, steps=steps),)),))
    with pytest.raises(UnknownRuleError, match="`ties: bent` has no rule in proofs"):
        Prover(changed)
