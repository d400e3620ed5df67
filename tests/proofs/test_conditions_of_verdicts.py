"""A verdict says for which days it holds, whose line it blames, and shows no value that is none."""

from datetime import date

import pytest

from stp_rules import evaluate, loads, prove
from stp_rules.errors import RulesetError
from stp_rules.language.ruleset import Period
from stp_rules.render.proofs import verdicts_text

HEAD = "language: 1\nid: toy/conditions\nversion: 1.0.0\n"
THREE = "inputs: {a: RISES, b: RISES, c: RISES}\n".replace(
    "RISES", "{range: [0, 100], better: higher}"
)


def dated(numbers: str, head: str = "") -> str:
    """Write a method whose low values are the best on days on which `turned` is above zero."""
    return f"""{HEAD}{head}
parameters: {{turned: {numbers}}}
inputs: {{a: {{range: [0, 10], better: higher}}}}
levels:
  overall:
    r:
      from: a
      better: higher
      steps:
        - bands: [{{at_least: 5, is: 2}}, {{is: 1}}]
        - {{set: 3, when: {{a: {{below: turned}}}}}}
"""


FIRST, SECOND, THIRD = date(2016, 4, 1), date(2018, 4, 1), date(2090, 1, 1)
SPANS = [
    Period(FIRST, date(2018, 3, 31)),
    Period(SECOND, date(2089, 12, 31)),
    Period(THIRD, None),
]


@pytest.mark.parametrize("at", range(3))
def test_a_fault_on_some_days_alone_is_found_and_the_days_are_said(at: int) -> None:
    """A number that turns the order in one of three spans refutes, whatever day is today."""
    numbers = [4 if position == at else 0 for position in range(3)]
    days = zip((FIRST, SECOND, THIRD), numbers, strict=True)
    text = dated("{" + ", ".join(f"{day}: {number}" for day, number in days) + "}")
    (found,) = prove(loads(text), ["better_never_hurts"])
    assert (found.outcome, found.days) == ("refuted", SPANS[at])
    example = found.counterexamples[0]
    assert example.before
    assert example.after
    low, high = (it.inputs["a"] for it in (example.before, example.after))
    for day in (FIRST, SECOND, THIRD):
        one, other = (evaluate(loads(text), {"a": it}, as_of=day)["r"] for it in (low, high))
        assert (one > other) == (day == SPANS[at].start)
    assert "\nbetter" not in verdicts_text([found], loads(text))
    assert f"from {SPANS[at].start}" in verdicts_text([found], loads(text)).splitlines()[0]


def test_what_holds_on_all_days_is_proved_for_them() -> None:
    """The certificate names the days from the first on which there is a number."""
    text = dated("{2016-04-01: 0, 2018-04-01: -1}")
    (found,) = prove(loads(text), ["better_never_hurts"])
    assert (found.outcome, found.days) == ("proved", Period(FIRST, None))
    assert ", from 2016-04-01 on\n" in verdicts_text([found], loads(text))


def test_one_day_is_proved_for_that_day_only() -> None:
    """`as_of` looks at one day, and the verdict says so."""
    text = dated("{2016-04-01: 0, 2018-04-01: 4}")
    (found,) = prove(loads(text), ["better_never_hurts"], as_of=date(2017, 5, 1))
    assert (found.outcome, found.days) == ("proved", Period(date(2017, 5, 1), date(2017, 5, 1)))
    assert ", on 2017-05-01\n" in verdicts_text([found], loads(text))


def test_days_on_which_it_is_not_in_force_do_not_count() -> None:
    """A number of a time when the version is no longer in force breaks nothing."""
    text = dated("{2016-04-01: 0, 2018-04-01: 4}", "effective: {from: 2016-04-01, to: 2018-03-31}")
    (found,) = prove(loads(text), ["better_never_hurts"])
    assert (found.outcome, found.days) == ("proved", SPANS[0])


def test_without_a_number_on_any_day_in_force_nothing_is_proved() -> None:
    """It is refused, as it is when somebody is to be rated."""
    text = dated("{2018-04-01: 4}", "effective: {from: 2016-04-01, to: 2017-03-31}")
    with pytest.raises(RulesetError, match="no value before"):
        prove(loads(text), ["better_never_hurts"])


def test_without_dated_numbers_no_day_is_said() -> None:
    """What rests on no day speaks of none."""
    text = dated("0")
    (found,) = prove(loads(text), ["better_never_hurts"])
    assert (found.outcome, found.days) == ("proved", None)


BLAMED = {
    "ignored": (
        "s: {mean: [a, b, c], missing: ignore}",
        "r: {from: s, steps: [{bands: [{at_least: 60, is: 3}, {at_least: 30, is: 2}, {is: 1}]}]}",
        "levels.overall.s.missing",
    ),
    "filled": (
        "s: {from: a, missing: {fill: 70}}",
        "r: {mean: [s, b, c]}",
        "levels.overall.s.missing",
    ),
    "filled behind two": (
        "s: {from: a, missing: {fill: 70}}\n    t: {mean: [s, b, c]}",
        "r: {from: t, steps: [{bands: [{at_least: 60, is: 3}, {is: 1}]}]}",
        "levels.overall.s.missing",
    ),
    "a decision": (
        "s: {mean: [b, c]}",
        "r: {better: higher, decide: [{when: {a: {known: false}}, then: 9}, {otherwise: 1}]}",
        "levels.overall.r.decide[0]",
    ),
}


@pytest.mark.parametrize("case", BLAMED)
def test_the_line_to_blame_is_where_silence_begins_to_pay(case: str) -> None:
    """It is what is said of missing values, wherever bands stand that act on it."""
    first, second, blame = BLAMED[case]
    text = f"{HEAD}{THREE}levels:\n  overall:\n    {first}\n    {second}\n"
    (found,) = prove(loads(text), ["withholding_never_pays"])
    assert found.outcome == "refuted"
    assert str(found.counterexamples[0].blame) == blame


def test_no_value_is_shown_of_what_is_not_rated() -> None:
    """A mean that lacks what it needs has none, though its members have."""
    text = f"""{HEAD}{THREE}levels:
  overall:
    many: {{mean: [a, b, c], missing: ignore, need: 3}}
    r:
      better: higher
      decide: [{{when: {{many: {{known: false}}}}, then: 1}}, {{otherwise: 0}}]
"""
    ruleset = loads(text)
    (found,) = prove(ruleset, ["withholding_never_pays"])
    (line,) = [
        it for it in verdicts_text([found], ruleset).splitlines() if it.strip().startswith("many  ")
    ]
    assert line.endswith("not rated (3 must be known and 2 are)")
