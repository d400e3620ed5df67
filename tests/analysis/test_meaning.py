"""Two versions set against each other: equal by proof, or different by a subject."""

from fractions import Fraction

import pytest

from stp_rules import evaluate, loads
from stp_rules.analysis.proofs.meaning import Counts, Meaning, compared
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
