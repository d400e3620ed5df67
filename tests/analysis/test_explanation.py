"""What an explanation holds: the parts that decided, the edges that are near, who says so."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from stp_rules.analysis.explanation import explain
from stp_rules.api.rating import evaluate
from stp_rules.engine.result import Rating
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import Category

Rated = Callable[..., Rating]


def parts(rating: Rating, measure: str) -> list[str]:
    """Return the names of the parts that decided a measure."""
    return [part.name for part in explain(rating, measure).fact.parts]


def test_a_minimum_is_decided_by_its_lowest_member(rated: Rated) -> None:
    """Of 10, 90 and 4 the last decides, and of equal ones all."""
    assert parts(rated(), "lowest") == ["m_score"]
    assert parts(rated(a=4), "lowest") == ["a", "m_score"]


def test_a_maximum_is_decided_by_its_highest_member(rated: Rated) -> None:
    """Of 10 and 90 the second decides."""
    assert parts(rated(), "highest") == ["b"]


def test_a_count_is_decided_by_what_counts(rated: Rated) -> None:
    """The members that pass the test, which may be none."""
    assert parts(rated(), "high_count") == ["b"]
    assert parts(rated(a=50), "high_count") == ["a", "b"]
    assert parts(rated(b=49), "high_count") == []


@pytest.mark.parametrize(
    ("inputs", "tested", "because"),
    [
        ({"a": 50}, ["a"], "the first is high"),
        ({"a": 49}, ["a", "m"], ""),
        ({"a": 49, "m": "early"}, ["a", "m"], ""),
    ],
)
def test_a_decision_is_decided_by_what_it_tested(
    rated: Rated, inputs: dict[str, Any], tested: list[str], because: str
) -> None:
    """Up to the line that decided, and no further."""
    fact = explain(rated(**inputs), "word").fact
    assert [part.name for part in fact.parts] == tested
    assert fact.branch.because == because


def test_an_undecided_decision_gives_no_reason_that_is_not_true(rated: Rated) -> None:
    """A line that could not be decided has not decided."""
    assert explain(rated(a=None), "word").fact.branch is None


def test_what_is_not_known_is_decided_by_what_is_not_known(rated: Rated) -> None:
    """Of two members the one that is missing is shown."""
    assert parts(rated(b=None), "twice") == ["b"]
    assert parts(rated(b=None), "lowest") == ["b"]


def test_a_formula_without_a_value_shows_what_it_read(rated: Rated) -> None:
    """Divided by zero, all is known but the quotient."""
    fact = explain(rated(b=0), "quotient").fact
    assert [part.name for part in fact.parts] == ["a", "b"]
    assert fact.value.reason == "division by zero"


def roles(rating: Rating, measure: str) -> dict[str, tuple[Any, ...]]:
    """Return weight, share, left out and filled of each part of a measure."""
    return {
        part.name: (part.role.weight, part.role.share, part.role.left_out, part.role.filled)
        for part in explain(rating, measure).fact.parts
    }


def test_shares_are_of_the_weight_that_counts(rated: Rated) -> None:
    """Weights 1, 2 and 3; without the first, 2 and 3 of 5."""
    assert roles(rated(), "mixed") == {
        "a": (1, Fraction(1, 6), False, None),
        "b": (2, Fraction(1, 3), False, None),
        "m_score": (3, Fraction(1, 2), False, None),
    }
    assert roles(rated(a=None), "mixed") == {
        "a": (1, None, True, None),
        "b": (2, Fraction(2, 5), False, None),
        "m_score": (3, Fraction(3, 5), False, None),
    }


def test_what_is_filled_counts_with_its_weight(rated: Rated) -> None:
    """A suppressed first counts as 5, and no share moves."""
    found = roles(rated(a="x"), "mixed")
    assert found["a"] == (1, Fraction(1, 6), False, 5)
    assert found["b"] == (2, Fraction(1, 3), False, None)


def test_equal_weights_are_not_worth_a_word(rated: Rated) -> None:
    """A plain mean has none, and a sum has factors but no shares."""
    assert set(roles(rated(), "plain").values()) == {(None, None, False, None)}
    assert roles(rated(), "total") == {"a": (1, None, False, None), "b": (2, None, False, None)}


def test_with_a_negative_weight_there_are_no_shares(rated: Rated) -> None:
    """Parts of 3 - 1 would say nothing."""
    assert roles(rated(), "balance") == {"a": (3, None, False, None), "c": (-1, None, False, None)}


def edges(rating: Rating) -> list[tuple[Any, ...]]:
    """Return the edges round the overall score."""
    step = explain(rating).fact.steps[0]
    return [(it.gives, it.test, it.edge, it.distance, it.higher, it.reached) for it in step.edges]


def test_the_edge_above_asks_for_the_distance(rated: Rated) -> None:
    """The mean (10 + 180 + 12) / 6 = 101/3 lacks 49/3."""
    assert edges(rated()) == [("advanced", "at_least", 50, Fraction(49, 3), True, True)]


def test_the_edge_below_asks_for_more_than_the_distance(rated: Rated) -> None:
    """At 50 itself, anything lower leaves the band."""
    assert edges(rated(a=Fraction(108), b=90)) == [("early", "below", 50, 0, False, False)]
    assert edges(rated(a=114)) == [("early", "below", 50, 1, False, False)]


def test_steps_tell_whether_they_applied(rated: Rated) -> None:
    """A cap that holds, that changes nothing, that is passed over, that is not decided."""
    for inputs, applied, before, after in (
        ({"a": 114, "bad": True}, True, "advanced", "early"),
        ({"bad": True}, True, "early", "early"),
        ({"a": 114}, False, "advanced", "advanced"),
    ):
        cap = explain(rated(**inputs)).fact.steps[1]
        assert (cap.applied, cap.before, cap.after) == (applied, before, after)
        assert [(fact.name, fact.value) for fact in cap.facts] == [("bad", "bad" in inputs)]
    undecided = explain(rated(bad=None)).fact.steps[1]
    assert not undecided.applied
    assert [fact.value.state for fact in undecided.facts] == ["missing"]


def test_a_category_bears_the_label_of_its_scale(rated: Rated) -> None:
    """`advanced` is two things on two scales."""
    overall = explain(rated(a=114)).fact.value
    word = explain(rated(a=50), "word").fact.value
    assert isinstance(overall, Category)
    assert overall == word == "advanced"
    assert (overall.label, word.label) == ("Well advanced", "Mature")


def test_each_step_says_who_says_so(rated: Rated) -> None:
    """The band that was met has its own evidence; its neighbour has the measure's."""
    assert explain(rated(a=114)).fact.steps[0].says.evidence == "published"
    assert explain(rated()).fact.steps[0].says.evidence == "recalled"


def test_a_refused_subject_has_no_explanation(toy: Ruleset) -> None:
    """There is nothing to explain, and the error says why."""
    (refused,) = evaluate(toy, [{"a": "many"}])
    with pytest.raises(ValueError, match="`many` is not a number"):
        explain(refused)


def test_an_unknown_measure_has_no_explanation(rated: Rated) -> None:
    """As a mapping has no unknown key."""
    with pytest.raises(KeyError):
        explain(rated(), "nope")
