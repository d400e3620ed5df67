"""Rulesets that look alike to Python, and are not the same method."""

import stp_rules
from stp_rules import loads

HEAD = "language: 1\nid: toy/alike\nversion: 1.0.0\n"
CHOICE = "levels: {l: {x: {decide: [{when: {a: {at_least: 1}}, then: YES}, {otherwise: NO}]}}}\n"


def choice(yes: str, no: str) -> stp_rules.Ruleset:
    """A decision between two constants."""
    return loads(HEAD + "inputs: {a: {}}\n" + CHOICE.replace("YES", yes).replace("NO", no))


def test_true_is_not_one() -> None:
    """A decision for true and one for 1 differ, whichever is rated first."""
    truths, numbers = choice("true", "false"), choice("1", "0")
    assert truths != numbers
    assert stp_rules.evaluate(truths, {"a": 2})["x"] is True
    assert stp_rules.evaluate(numbers, {"a": 2})["x"] is not True


def test_equal_rulesets_keep_their_own_places() -> None:
    """The trace names the text that its ruleset came from."""
    text = HEAD + "inputs: {a: {}}\nlevels: {l: {x: {from: a}}}\n"
    first, second = loads(text, "one.yaml"), loads("\n\n" + text, "two.yaml")
    assert first == second
    for ruleset, line in ((first, 5), (second, 7)):
        rating = stp_rules.evaluate(ruleset, {"a": 1})
        place = rating.ruleset.place(rating.measures["x"].path)
        assert place is not None
        assert place.line == line


def test_scores_may_be_written_worst_first() -> None:
    """The order in which scores are written says nothing about which way is better."""
    scales = "scales: {s: [hi, mid, lo]}\ninputs: {a: {scale: s}, b: {better: higher}}\n"
    steps = "{from: a, steps: [{scores: {lo: 1, mid: 2, hi: 3}}]}"
    ruleset = loads(f"{HEAD}{scales}levels: {{l: {{x: {steps}, z: {{mean: [x, b]}}}}}}\n")
    assert stp_rules.evaluate(ruleset, {"a": "mid", "b": 4})["z"] == 3


def test_a_decision_may_choose_between_categories() -> None:
    """Without a scale the outcomes are names, also of categories."""
    scales = "scales: {s: [hi, lo]}\ninputs: {a: {scale: s}, b: {scale: s}, f: {type: boolean}}\n"
    lines = "[{when: {f: {is: true}}, then: a}, {otherwise: b}]"
    ruleset = loads(f"{HEAD}{scales}levels: {{l: {{x: {{decide: {lines}}}}}}}\n")
    assert stp_rules.evaluate(ruleset, {"a": "hi", "b": "lo", "f": False}).category == "lo"
