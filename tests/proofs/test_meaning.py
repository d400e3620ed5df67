"""Two versions set against each other: equal by proof, or different by a subject."""

from fractions import Fraction
from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import evaluate, loads
from stp_rules.engine.values import Unknown
from stp_rules.language.values import State
from stp_rules.proofs.versions.comparing import compared
from stp_rules.proofs.versions.meaning import Counts, Meaning
from stp_rules.testing import generated
from stp_rules.testing.mutation import mutants
from toys import SOUND


def between(old: str, new: str, text: str = SOUND) -> Meaning:
    """Compare a ruleset with one in which a text is replaced."""
    changed = text.replace(old, new)
    assert changed != text
    return compared(loads(text), loads(changed))


def test_the_same_rules() -> None:
    """A title, a reason and a note change no rating."""
    found = between("score: {mean", "score: {title: Score, note: a note, mean")
    assert found.equal
    assert found.by == "the same rules"


def test_an_edge_that_no_total_lies_between() -> None:
    """Means of two scores are multiples of a half: an edge may move from 2.5 to 2.1."""
    found = between("at_least: 2.5", "at_least: 2.1")
    assert found.equal
    assert found.counts == Counts(same=16)


def test_an_edge_that_meets_a_total() -> None:
    """An edge above 2.5 takes the category from those who lie on it: 3 and 2, or 2 and 3."""
    found = between("at_least: 2.5", "at_least: 2.500001")
    assert found.equal is False
    assert found.before
    assert found.after
    assert found.before["score"] == Fraction(5, 2)
    assert (found.before.category, found.after.category) == ("good", "fair")
    assert found.counts == Counts(same=14, worse=2)


def test_one_subject_in_a_million() -> None:
    """Versions that differ for waits of exactly 10 are told apart, and by such a subject."""
    found = between("at_most: 10", "below: 10")
    assert found.equal is False
    assert found.before
    assert found.before.inputs["waits"] == 10


def test_an_override_more() -> None:
    """A step that only one version has is set against nothing."""
    override = "        - no_better_than: fair\n          when: {staff: {above: 99}}\n"
    found = compared(loads(SOUND), loads(SOUND + override))
    assert found.equal is False
    assert found.after
    assert found.after.inputs["staff"] > 99


def test_an_override_that_never_changes_anything() -> None:
    """A cap that none but the best could meet, and they do not, changes no rating."""
    override = "        - no_better_than: good\n          when: {staff: {above: 99}}\n"
    assert compared(loads(SOUND), loads(SOUND + override)).equal


@pytest.mark.parametrize("weight", ["2", "7"])
def test_weights_that_are_the_same_in_proportion(weight: str) -> None:
    """A mean is not moved by a factor of all its weights."""
    weights = f"{{waits_score: {weight}, staff_score: {weight}}}"
    assert between("[waits_score, staff_score]", weights).equal


def test_the_witness_is_the_evaluators() -> None:
    """Both ratings of a witness are what evaluate gives."""
    other = SOUND.replace("at_least: 50, is: 3", "at_least: 60, is: 3")
    found = compared(loads(SOUND), loads(other))
    assert found.before
    assert found.after
    given = found.before.inputs
    assert 50 <= given["staff"] < 60
    assert evaluate(loads(SOUND), given).category == found.before.category
    assert evaluate(loads(other), given).category == found.after.category


def test_a_name_that_is_also_a_word_for_words() -> None:
    """An input may be called `label`, and a measure `title`: what they say counts."""
    text = SOUND.replace("waits_score", "title").replace("waits", "label")
    found = between("at_most: 20, is: 2", "at_most: 25, is: 2", text)
    assert found.equal is False


def test_inputs_that_are_read_otherwise() -> None:
    """The same values rate alike, but what a supplier writes may now be another value."""
    reads = SOUND.replace("inputs:\n", "reads: {NA: missing}\ninputs:\n", 1)
    found = compared(loads(reads), loads(reads.replace("NA: missing", "NA: suppressed")))
    assert found.equal is None
    assert found.alike


def test_a_wider_range() -> None:
    """Subjects that both can read are rated alike."""
    assert between("better: higher, range: [0, 100]", "better: higher, range: [0, 200]").equal


@settings(max_examples=settings().max_examples)
@given(
    data=st.one_of(generated.rulesets(), generated.monotone_rulesets()),
    at=st.sampled_from([0, 1, 2, 3, 5, 8, 13]),
    seed=st.integers(0, 1000),
)
def test_versions_said_to_be_alike_rate_alike(data: Any, at: int, seed: int) -> None:
    """A ruleset and one with a small change, on subjects that the proof did not choose."""
    before = loads(generated.written(data))
    for mutant in islice(mutants(before), at, at + 1):
        alike = mutant.ruleset.inputs == before.inputs and compared(before, mutant.ruleset).equal
        if alike:
            random = Random(seed)  # noqa: S311 - nothing is kept secret
            for _ in range(60):
                inputs = {name: random.choice(values(name, data)) for name in data["inputs"]}
                one, other = (evaluate(it, inputs).value for it in (before, mutant.ruleset))
                assert one == other or all(isinstance(it, Unknown) for it in (one, other))


def values(name: str, data: Any) -> list[Any]:
    """List values of an input, and ways of having none."""
    return [*generated.values(name, data), None, State.SUPPRESSED, State.NOT_APPLICABLE]


@pytest.mark.parametrize(("edge", "equal"), [("2.9", True), ("3.1", False)])
def test_the_solver_compares_what_cannot_be_gone_through(edge: str, equal: bool) -> None:  # noqa: FBT001 - a case
    """Scores with other members than before are not set against each other; z3 reads both."""
    other = SOUND.replace(
        "mean: [waits_score, staff_score]", "formula: (waits_score + staff_score) / 2"
    )
    other = other.replace("at_least: 2.5, is: good", f"at_least: {edge}, is: good")
    same = SOUND.replace("at_least: 2.5, is: good", "at_least: 3, is: good")
    assert compared(loads(same), loads(other)).equal is equal
    assert compared(loads(same), loads(other), solving=False).equal is (None if equal else False)


def test_a_line_of_a_decision_that_compares_inputs_is_dropped() -> None:
    """Any line may decide where two numbers are compared; there are three before and two after."""
    text = (
        "language: 1\nid: toy/lines\nversion: 1.0.0\ninputs: {a: {}, b: {}, c: {}}\n"
        "levels: {overall: {rating: {decide: [\n  {when: {a: {above: b}}, then: 1},\n"
        "  {when: {b: {above: c}}, then: 2},\n  {otherwise: c}]}}}\n"
    )
    without = text.replace("  {when: {b: {above: c}}, then: 2},\n", "")
    found = compared(loads(text), loads(without))
    assert found.equal is False
    assert found.before
    assert found.before.inputs["b"] > found.before.inputs["c"]
    assert not found.before.inputs["a"] > found.before.inputs["b"]


def test_a_label_is_handed_on_to_what_tests_it() -> None:
    """No rule names `east` beside the input, but one does beside the measure that takes it."""
    text = (
        "language: 1\nid: toy/labels\nversion: 1.0.0\ninputs: {area: {type: label}}\n"
        "levels:\n  first: {part: {from: area}}\n"
        "  overall: {rating: {decide: [{when: {part: {is: east}}, then: 1}, {otherwise: 0}]}}\n"
    )
    found = compared(loads(text), loads(text.replace("then: 1", "then: 2")))
    assert found.equal is False
    assert found.before
    assert found.before.inputs["area"] == "east"


def test_a_witness_is_rated_by_both_where_one_is() -> None:
    """Who withholds the staffing is rated by the one alone; who reports it tells more."""
    text = (
        "language: 1\nid: toy/both\nversion: 1.0.0\ninputs: {a: {}, b: {type: boolean}}\n"
        "levels: {overall: {rating: {decide: [{when: {a: {above: 5}, b: {is: true}}, then: 1},"
        " {otherwise: 0}]}}}\n"
    )
    found = compared(loads(text), loads(text.replace("above: 5", "above: 6")))
    assert found.before
    assert found.after
    assert (found.before.inputs["b"], found.before.value, found.after.value) == (True, 1, 0)
    assert 5 < found.before.inputs["a"] <= 6
