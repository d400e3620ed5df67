"""Values and conditions in words."""

from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from stp_rules.engine.values import Unknown
from stp_rules.figures import readable_text
from stp_rules.language.fields import amount
from stp_rules.language.kind import NUMBER
from stp_rules.language.values import Amount, Category, State
from stp_rules.language.word import Adjustment
from stp_rules.library import loads
from stp_rules.phrases import listed
from stp_rules.render.words import Wording, value_text

RULES = """\
language: 1
id: toy/words
version: 1.0.0
scales:
  overall: {advanced: Well advanced, early: Still early}
  maturity: {advanced: Mature, early: Immature}
parameters: {edge: {value: 4}}
inputs:
  a: {better: higher}
  m: {scale: maturity}
  o: {scale: overall}
  bad: {type: boolean}
levels:
  one:
    first: {from: a, steps: [{add: edge}]}
    second: {from: m}
    third: {from: bad}
    out:
      from: o
      steps:
        - no_better_than: early
          when: CONDITION
"""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(5, 2), "2.5"),
        (Fraction(1234567), "1234567"),
        (Fraction(2, 3), "0.666666…"),
        (Fraction(-200, 3), "-66.6666…"),
        (Fraction(4000001, 3), "1333333.6…"),
        (Fraction(1, 300000), "0.00000333333…"),
        (Fraction("1.49999999999"), "1.49999…"),
        (Fraction("2514.790014790"), "2514.79…"),
    ],
)
def test_a_long_number_is_cut_off(value: Any, text: str) -> None:
    """It is never rounded over an edge: 1.49999… is not 1.5."""
    assert readable_text(value) == text


@given(st.fractions())
def test_a_number_that_is_cut_off_is_never_too_large(value: Any) -> None:
    """What is shown is at most the value, in size, and by less than one in ten thousand."""
    shown = abs(Fraction(readable_text(value).rstrip("…")))
    assert shown <= abs(value) + abs(value) / 10**19
    assert abs(value) - shown <= abs(value) / 10**4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (Category("advanced", "Mature"), "Mature"),
        ("North West", "North West"),
        (Unknown(State.NOT_APPLICABLE, "a is not applicable"), "not applicable"),
    ],
)
def test_values_are_written_for_people(value: Any, text: str) -> None:
    """Truths, categories, labels and gaps."""
    assert value_text(value) == text


CONDITIONS = [
    ("{m: {is: advanced}}", "m is Mature"),
    ("{o: {is: advanced}}", "o is Well advanced"),
    ("{m: {is_not: early}}", "m is not Immature"),
    ("{m: {in: [advanced, early]}}", "m is Mature or Immature"),
    ("{o: {worse_than: advanced}}", "o is worse than Well advanced"),
    ("{a: {at_least: 1/3}}", "a is at least 1/3"),
    ("{a: {below: edge}}", "a is below edge"),
    ("{a: {known: true, above: 2}}", "a is known and a is above 2"),
    ("{a: {known: false}}", "a is not known"),
    ("{bad: {is: true}}", "bad is true"),
    ("{not: {bad: {is: true}}}", "not (bad is true)"),
    (
        "{any: [{a: {at_most: 1}}, {all: [{bad: {is: true}}, {m: {is: early}}]}]}",
        "a is at most 1 or (bad is true and m is Immature)",
    ),
]


@pytest.mark.parametrize(("condition", "text"), CONDITIONS)
def test_a_condition_is_a_clause(condition: str, text: str) -> None:
    """Each category by the label of the scale of what is tested."""
    ruleset = loads(RULES.replace("CONDITION", condition))
    step = next(it for _, it in ruleset.measures() if it.name == "out").steps[0]
    assert Wording(ruleset).condition(step.when) == text


@pytest.mark.parametrize(
    ("items", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_end_in_a_word(items: list[str], text: str) -> None:
    """As one says them."""
    assert listed(items) == text


@frozen
class Stretch(Adjustment):
    """A step that says nothing of its own wording."""

    word = "stretch_out"

    by: Amount = amount()
    ends: tuple[Amount, ...] = amount()


def test_a_step_that_says_nothing_of_its_wording() -> None:
    """It is written by its word and its fields, so that none is left without a text."""
    step = Stretch(Fraction(3, 2), (Fraction(0), "heavy"))
    wording = Wording(loads(RULES.replace("CONDITION", "{bad: {is: true}}")))
    assert step.text(wording, NUMBER, NUMBER) == "stretch out: by 1.5, ends 0 and heavy"
