"""A cliff is one value of an input at which the rating jumps, however small the step across it."""

import pytest

from stp_rules import evaluate, loads, prove
from stp_rules.model import Ruleset

HEAD = "language: 1\nid: toy/edge\nversion: 1.0.0\nscales: {g: [good, fair, poor]}\n"

STEEP = """inputs: {a: {range: [0, 1000], better: lower}}
levels: {overall: {r: {from: a, steps: [{multiply: 1000000000000}, {bands: [
  {at_most: 1, is: good}, {at_most: 5, is: fair}, {is: poor}], scale: g}]}}}
"""
SIGN = """inputs: {a: {range: [-10, 10], better: higher}}
levels: {overall: {r: {from: a, steps: [{bands: [
  {above: 0, is: good}, {at_least: 0, is: fair}, {is: poor}], scale: g}]}}}
"""
LADDER = """inputs: {a: {range: [0, 10], better: higher}}
levels: {overall: {r: {from: a, steps: [{bands: [
  {at_least: 7, is: good}, {at_least: 5, is: fair}, {is: poor}], scale: g}]}}}
"""


def method(text: str) -> Ruleset:
    """Return a method that promises to have no cliff of two categories."""
    return loads(HEAD + text + "promises: [no_cliffs: {of: 2}]\n")


def test_two_edges_that_a_formula_brings_together_are_no_cliff() -> None:
    """Between any two subjects on both sides of both edges there is one between the edges."""
    (verdict,) = prove(method(STEEP), solving=False)
    assert verdict.outcome != "refuted"


def test_two_edges_on_one_number_are_one_cliff() -> None:
    """From below to above zero the rating goes from poor to good, however small the step."""
    (verdict,) = prove(method(SIGN))
    (example,) = verdict.counterexamples
    assert verdict.outcome == "refuted"
    assert example.before is not None
    assert example.after is not None
    seen = [evaluate(method(SIGN), {"a": it}).category for it in ("-1e-40", "1e-40")]
    assert [str(it) for it in seen] == ["poor", "good"]


def test_edges_apart_are_no_cliff() -> None:
    """Each is one category."""
    (verdict,) = prove(method(LADDER))
    assert verdict.outcome == "proved"


@pytest.mark.parametrize("group", ["peer", "handed_on"])
def test_a_label_that_only_groups_makes_a_difference(group: str) -> None:
    """Two subjects of other groups stand beside others."""
    text = f"""inputs: {{a: {{better: higher}}, peer: {{type: label}}}}
levels: {{overall: {{handed_on: {{from: peer}},
  r: {{from: a, steps: [{{z_score: {{deviation: population, within: {group}}}}}]}}}}}}
"""
    head = HEAD.replace("scales: {g: [good, fair, poor]}\n", "")
    verdicts = prove(loads(head + text), ["every_category_reachable", "withholding_never_pays"])
    assert [it.outcome for it in verdicts] == ["proved", "proved"]


def test_an_input_of_which_is_asked_whether_it_is_known_makes_a_difference() -> None:
    """No value of it does, but that there is one."""
    text = """inputs: {a: {range: [0, 10], better: higher}, x: {range: [0, 10]}}
levels: {overall: {r: {from: a, need: {x: {known: true}}}}}
"""
    head = HEAD.replace("scales: {g: [good, fair, poor]}\n", "")
    (verdict,) = prove(loads(head + text), ["every_category_reachable"])
    assert verdict.outcome == "proved"
