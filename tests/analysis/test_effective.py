"""What each input commands of the range of a score, beside its weight as written."""

from fractions import Fraction

from stp_rules import loads
from stp_rules.analysis.effective import Weights, effective_weights
from toys import SOUND

HALF = Fraction(1, 2)


def found(text: str) -> Weights:
    """Return the weights of a ruleset that has a score."""
    weights = effective_weights(loads(text))
    assert weights
    return weights


def parts(text: str) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """Return nominal and effective weight of each input."""
    return {it.name: (it.nominal, it.effective) for it in found(text).inputs}


def test_equal_weights_of_equal_ranges() -> None:
    """Both scores go from 1 to 3, and so does their mean, which the rating is taken from."""
    weights = found(SOUND)
    assert (weights.score, weights.low, weights.high) == ("score", 1, 3)
    assert parts(SOUND) == {"waits": (HALF, HALF), "staff": (HALF, HALF)}


def test_a_score_whose_range_is_narrow() -> None:
    """With scores of 2 and 3 alone, staff moves a mean from 1.5 to 3 by 0.5: a third of it."""
    narrow = SOUND.replace("{at_least: 20, is: 2}, {is: 1}]", "{at_least: 20, is: 2}, {is: 2}]")
    assert parts(narrow) == {"waits": (HALF, Fraction(2, 3)), "staff": (HALF, Fraction(1, 3))}


def test_a_gap_leaves_no_weight_to_others() -> None:
    """Where what is missing is left out, all is known here: nobody commands the whole."""
    lenient = SOUND.replace("staff_score]}", "staff_score], missing: ignore}")
    assert parts(lenient)["staff"] == (HALF, HALF)


def test_the_least_of_two_is_commanded_by_each() -> None:
    """Either alone takes it from its lowest to its highest; no weight says so."""
    least = SOUND.replace("mean: [waits_score, staff_score]", "min: [waits_score, staff_score]")
    assert parts(least) == {"waits": (None, 1), "staff": (None, 1)}


def test_an_input_that_the_score_does_not_rest_on() -> None:
    """An override tests it; the score before the override does not move."""
    text = SOUND.replace("inputs:\n", "inputs:\n  notice: {type: boolean, better: false}\n", 1)
    text += "        - no_better_than: fair\n          when: {notice: {is: true}}\n"
    assert parts(text)["notice"] == (None, 0)


def test_numbers_without_end_have_no_parts() -> None:
    """A score that may be any number has no range to command a part of."""
    text = (
        "{language: 1, id: toy/any, version: 1.0.0, inputs: {x: {}}, levels: {o: {s: {from: x}}}}"
    )
    weights = found(text)
    assert (weights.low, weights.high) == (None, None)
    assert parts(text) == {"x": (1, None)}


def test_a_rating_that_no_number_leads_to() -> None:
    """There is no score, and so no weight in it."""
    text = """
language: 1
id: toy/decided
version: 1.0.0
scales: {grade: [good, fair]}
inputs: {x: {type: boolean}}
levels:
  overall:
    rating: {decide: [{when: {x: {is: true}}, then: good}, {otherwise: fair}], scale: grade}
"""
    assert effective_weights(loads(text)) is None
