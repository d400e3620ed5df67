"""A verdict carries what it speaks of: its measures, what moves, and whether it asks anything."""

import pytest

from stp_rules import loads, prove
from stp_rules.render.proofs import verdicts_text

HEAD = "language: 1\nid: toy/said\nversion: 1.0.0\n"
METHOD = """scales: {g: [good, poor]}
inputs: {a: {range: [0, 9], better: higher}, b: {range: [0, 9], better: lower}, c: {range: [0, 9]}}
levels:
  parts:
    one: {from: a}
    two: {from: c}
  overall:
    r:
      from: one
      steps:
        - {bands: [{at_least: 5, is: good}, {is: poor}], scale: g}
        - {no_better_than: poor, when: {b: {above: 8}}}
"""


def test_a_verdict_names_the_measures_it_speaks_of_and_what_moves() -> None:
    """`two` has no direction, and `c` none either: neither is spoken of by the first promise."""
    ruleset = loads(HEAD + METHOD)
    better, withholding = prove(ruleset, ["better_never_hurts", "withholding_never_pays"])
    assert (set(better.outputs), better.moved) == ({"one", "r"}, ("a", "b"))
    assert (withholding.outputs, withholding.moved) == (("r",), ("a", "b"))
    text = verdicts_text([better], ruleset, certificates=True)
    assert "it speaks of `one` and `r`\n" in text
    assert "as `a` or `b` alone is another one\n" in text


IDLE = "inputs: {a: {range: [0, 9]}}\nlevels: {overall: {r: {from: a, better: higher}}}\n"
LABELS = """scales: {g: [good, fair, poor]}
inputs: {p: {type: label, values: [w, x]}}
levels: {overall: {r: {scale: g, decide: [
  {when: {p: {is: w}}, then: good}, {when: {p: {is: x}}, then: poor}, {otherwise: fair}]}}}
"""


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        (IDLE, "better_never_hurts", "no value of `a` is said to be better than another"),
        (LABELS, "no_cliffs", "no input that leads to the result can move so"),
    ],
)
def test_a_promise_that_asks_nothing_says_so_in_its_sentence(
    text: str, kind: str, why: str
) -> None:
    """Nothing can break it, so `proved` alone would say too much."""
    ruleset = loads(HEAD + text)
    (verdict,) = prove(ruleset, [kind])
    assert (verdict.outcome, verdict.idle) == ("proved", why)
    first, *_ = verdicts_text([verdict], ruleset).splitlines()
    assert first.endswith(f"proved, for it asks nothing: {why}")
