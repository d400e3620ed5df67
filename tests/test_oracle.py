"""The oracle gives what a reader of the language page works out by hand."""

from fractions import Fraction
from textwrap import indent

import pytest

from oracle import MISSING, NOT_APPLICABLE, NOT_RATED, SUPPRESSED, rate

PREAMBLE = """
parameters: {heavy: 2, cut: 5/2}
scales:
  progress: [outstanding, advanced, making_progress, needs_most_improvement]
  maturity: {advanced: Advanced, early: Early}
inputs:
  x: {}
  y: {}
  z: {}
  flag: {type: boolean}
  region: {type: label}
  stage: {scale: maturity}
levels:
  measures:
"""


def result(measures: str, **inputs: object) -> dict[str, object]:
    """Rate a subject by the measures of one level."""
    return rate(PREAMBLE + indent(measures, "    "), inputs)


def value(measure: str, **inputs: object) -> object:
    """Rate a subject by one measure."""
    return result(f"m: {{{measure}}}", **inputs)["m"]


SCORE_AND_RATING = """
score:
  mean: {x: 1, y: heavy, z: 2}
  missing: ignore
  need: {share: 3/5}
  steps: [{round: {digits: 2, half: up}}]
rating:
  from: score
  steps:
    - bands: [{at_least: 3.2, is: outstanding}, {at_least: cut, is: advanced}, {above: 1.8, is: making_progress}, {is: needs_most_improvement}]
      scale: progress
    - no_better_than: making_progress
      when: {flag: {is: true}}
      as: capped
    - shift: {worse: 2}
      when: {capped: {is: making_progress}, region: {in: [north, east]}}
"""  # noqa: E501 - one band list on one line, as rulesets are written


def test_a_rating_with_a_cap_and_a_shift() -> None:
    """(1*4 + 2*3 + 2*3) / 5 is 3.2, outstanding; the cap, then the end of the scale, hold."""
    found = result(SCORE_AND_RATING, x=4, y=3, z=3, flag=True, region="north")
    assert found == {
        "score": Fraction(16, 5),
        "rating": "needs_most_improvement",
        "capped": "making_progress",
    }


def test_ignored_members_share_out_their_weight() -> None:
    """Without x the mean is (2*3 + 2*2) / 4 = 2.5, on the edge that advanced owns."""
    found = result(SCORE_AND_RATING, y=3, z=2, flag=False)
    assert found == {"score": Fraction(5, 2), "rating": "advanced", "capped": "advanced"}


def test_need_is_a_share_of_the_weight() -> None:
    """With x and y known 3/5 of the weight is just enough; with y alone 2/5 is not."""
    assert result(SCORE_AND_RATING, x=1, y=1, flag=False)["score"] == 1
    assert result(SCORE_AND_RATING, y=1, flag=False)["score"] == NOT_RATED


def test_an_undecided_when_is_not_rated_only_where_it_matters() -> None:
    """The cap asks for a flag that is missing; the score before it stands."""
    found = result(SCORE_AND_RATING, x=4, y=3, z=3, region="north")
    assert found == {"score": Fraction(16, 5), "rating": NOT_RATED, "capped": NOT_RATED}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{x: {at_least: 1}, y: {at_least: 1}}", 0),
        ("{not: {all: [{x: {above: 0}}, {y: {at_least: 1}}]}}", 1),
        ("{any: [{x: {is: 0}}, {y: {at_least: 1}}]}", 1),
        ("{any: [{x: {is: 1}}, {y: {at_least: 1}}]}", NOT_RATED),
        ("{not: {y: {is: 1}}}", NOT_RATED),
        ("{y: {known: false}}", 1),
        ("{y: {known: true, at_least: 4}}", 0),
        ("{x: {below: y}}", NOT_RATED),
        ("{x: {below: heavy}}", 1),
        ("{stage: {worse_than: advanced, no_better_than: early}}", 1),
        ("{x: {below: 0}}", 0),
        ("{x: {at_most: 0}}", 1),
        ("{stage: {better_than: early}}", 0),
        ("{stage: {worse_than: early}}", 0),
        ("{stage: {no_worse_than: early}}", 1),
        ("{stage: {in: [advanced]}}", 0),
        ("{region: {is_not: north}}", 0),
    ],
)
def test_conditions_have_three_values(condition: str, expected: object) -> None:
    """With x = 0 and y missing: false and unknown is false, true or unknown is true."""
    measure = f"decide: [{{when: {condition}, then: 1}}, {{otherwise: 0}}]"
    assert value(measure, x=0, y=None, stage="early", region="north") == expected


def test_decide_reads_a_category_or_a_name() -> None:
    """With `scale:` a category; else the value of a name, whose state is handed on."""
    assert value("decide: [{otherwise: advanced}], scale: maturity") == "advanced"
    assert value("decide: [{otherwise: x}]", x=7) == 7
    assert value("decide: [{otherwise: x}]", x=SUPPRESSED) == SUPPRESSED
    assert value("decide: [{otherwise: cut}]") == Fraction(5, 2)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("from: y", SUPPRESSED),
        ("from: y, steps: [{add: 1}]", SUPPRESSED),
        ("from: y, missing: {fill: 3}, steps: [{add: 1}]", 4),
        ("from: y, missing: {fill: 3}, need: 1", NOT_RATED),
        ("from: y, need: {x: {known: true}}", SUPPRESSED),
        ("formula: 0 * y", NOT_RATED),
        ("formula: x / y, missing: {fill: heavy}", 2),
        ("mean: [x, y]", NOT_RATED),
        ("mean: [x, y], missing: {fill: 0}", 2),
        ("mean: [x, y], missing: {fill: 0}, need: 2", NOT_RATED),
        ("mean: [x, y, z], missing: {suppressed: ignore}", NOT_RATED),
        (
            "mean: [x, y, z], missing: {suppressed: ignore, not_applicable: {fill: 1}}",
            Fraction(5, 2),
        ),
        ("sum: {x: 3, y: 5}, missing: ignore", 12),
        ("sum: {x: 3, y: 5}, missing: ignore, need: 1", 12),
        ("sum: {x: 1, y: -3}, missing: ignore, need: {share: 1/2}", NOT_RATED),
        ("max: [y, z], missing: ignore", NOT_RATED),
    ],
)
def test_what_is_not_known(measure: str, expected: object) -> None:
    """With x = 4, y suppressed and z not applicable: never a silent zero."""
    assert value(measure, x=4, y=SUPPRESSED, z=NOT_APPLICABLE) == expected


def test_none_and_absent_are_missing() -> None:
    """An input that is None, absent or the sentinel is in the same state."""
    given: list[dict[str, object]] = [{"x": None}, {}, {"x": MISSING}]
    assert [value("from: x", **inputs) for inputs in given] == [MISSING] * 3


COUNTS = """
passing: {count: {of: [x, y, z], that_are: {at_least: 2}}}
passing_of_known: {count: {of: [x, y, z], that_are: {at_least: 2}}, missing: ignore}
known: {count: {of: [x, y, z], that_are: {known: true}}}
"""


def test_count_leaves_the_undecided_to_missing() -> None:
    """One of 2, 1 and nothing passes; the third is not rated, or does not pass."""
    assert result(COUNTS, x=2, y=1) == {"passing": NOT_RATED, "passing_of_known": 1, "known": 2}


TWO_LEVELS = """
  a: {from: x}
  b: {from: y}
second:
  total: {sum: first}
  middle: {median: [first, z, total]}
  lowest: {min: [z, first]}
"""


def test_a_level_stands_for_its_measures() -> None:
    """With 1, 6 and 3: the sum 7; the median of 1, 6, 3, 7 is 4.5; the least is 1."""
    text = "inputs: {x: {}, y: {}, z: {}}\nlevels:\n  first:\n" + indent(TWO_LEVELS, "  ")
    assert rate(text, {"x": 1, "y": 6, "z": 3}) == {
        "a": 1,
        "b": 6,
        "total": 7,
        "middle": Fraction(9, 2),
        "lowest": 1,
    }


@pytest.mark.parametrize(
    ("step", "before", "expected"),
    [
        ("points: {0: 0, 10: 1, 20: 4}", 15, Fraction(5, 2)),
        ("points: {20: 4, 10: 1, 0: 0}", 25, 4),
        ("points: {0: 0, 10: 1, 20: 4}, beyond: extend", 30, 7),
        ("points: {0: 0, 10: 1, 20: 4}, beyond: not_rated", -1, NOT_RATED),
        ("goalposts: {worst: 20, best: 85}", 55, Fraction(7, 13)),
        ("goalposts: {worst: 100, best: 0, to: [1, 5]}", 25, 4),
        ("goalposts: {worst: 1, best: 10, beyond: extend}", 19, 2),
        ("goalposts: {worst: 1, best: 10000, to: [-1, 1], curve: log}", 100, 0),
        ("goalposts: {worst: 1, best: 1024, to: [0, 10], curve: log}", 8, 3),
        ("goalposts: {worst: 1, best: 8, curve: log}", 2, Fraction("0." + "3" * 50)),
        ("goalposts: {worst: 2, best: 8, curve: log}", 0, 0),
        ("round: {digits: 1, half: up}", Fraction("-0.25"), Fraction("-0.2")),
        ("round: {digits: 1, half: down}", Fraction("-0.25"), Fraction("-0.3")),
        ("round: {digits: 1, half: away}", Fraction("-0.25"), Fraction("-0.3")),
        ("round: {digits: 1, half: even}", Fraction("-0.25"), Fraction("-0.2")),
        ("round: {digits: 1, half: even}", Fraction("0.15000001"), Fraction("0.2")),
        ("round: {digits: -2, toward: ceiling}", 101, 200),
        ("round: {digits: 0, toward: zero}", Fraction("-1.9"), -1),
        ("round: {to: 0.5, toward: floor}", Fraction("-1.9"), -2),
        ("limit: {at_least: 1, at_most: 4}", 9, 4),
        ("multiply: 1/3", 2, Fraction(2, 3)),
        ("set: heavy, when: {y: {known: false}}", 9, 2),
    ],
)
def test_steps_on_a_number(step: str, before: Fraction, expected: object) -> None:
    """Each step gives the value worked out by hand, exactly."""
    assert value(f"from: x, steps: [{{{step}}}]", x=before) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("scores: {advanced: 4, early: 1}", 1),
        ("no_worse_than: advanced", "advanced"),
        ("no_better_than: advanced", "early"),
        ("shift: {better: 1}", "advanced"),
        ("shift: {worse: 1}", "early"),
        ("set: advanced", "advanced"),
    ],
)
def test_steps_on_a_category(step: str, expected: object) -> None:
    """From early, the worse of two categories."""
    assert value(f"from: stage, steps: [{{{step}}}]", stage="early") == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("100 * x / y - 1", Fraction(197, 3)),
        ("-x - y - (1.5 - heavy)", Fraction(-9, 2)),
        ("max(x, y, 1) / min(x, y)", Fraction(3, 2)),
        ("abs(x - y) / 2 / 2", Fraction(1, 4)),
        ("1 / (x - 2)", NOT_RATED),
        ("log(x - 2)", NOT_RATED),
        ("sqrt(x - y)", NOT_RATED),
        ("log(1) + exp(0) + sqrt(2.25)", Fraction(5, 2)),
        ("sqrt(x)", Fraction("1.4142135623730950488016887242096980785696718753769")),
        ("exp(1)", Fraction("2.7182818284590452353602874713526624977572470937000")),
        ("log(x)", Fraction("0.69314718055994530941723212145817656807550013436026")),
    ],
)
def test_formulas(formula: str, expected: object) -> None:
    """With x = 2 and y = 3; constants to fifty digits are the published ones."""
    assert value(f'formula: "{formula}"', x=2, y=3) == expected


@pytest.mark.parametrize(
    ("options", "first", "expected"),
    [
        ("[x, y, z]", 8, 2),
        ("{x: 2, y: heavy}", 9, 3),
        ("{x: 1, y: 3}", Fraction(1, 16), Fraction(1, 2)),
        ("[x, y]", 0, NOT_RATED),
        ("[x, y], zero: not_rated", -1, NOT_RATED),
        ("[x, y], zero: is_zero", -1, 0),
    ],
)
def test_geometric_means(options: str, first: Fraction, expected: object) -> None:
    """With y = z = 1: the cube root of 8 is 2, and nothing at or below zero slips through."""
    assert value(f"geometric_mean: {options}", x=first, y=1, z=1) == expected


def test_what_the_oracle_does_not_know_raises() -> None:
    """A cohort step is no reason to guess."""
    with pytest.raises(NotImplementedError):
        value("from: x, steps: [{z_score: {deviation: sample}}]", x=1)
