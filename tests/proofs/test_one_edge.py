"""A cliff is one value of an input at which the rating jumps, however small the step across it."""

from fractions import Fraction
from itertools import pairwise, product
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import evaluate, loads, prove
from stp_rules.language.ruleset import Ruleset

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


TWO = "{a: {range: [0, 10], better: higher}, b: {range: [0, 10], better: higher}}"
TOP = "{a: {range: [0, 10], better: higher}, b: {range: {above: 0}, better: lower}}"
BOTH_SIDES = "{a: {range: [-10, 10], better: higher}, b: {range: [-5, 5]}}"


@pytest.mark.parametrize(
    ("inputs", "source", "steps", "outcome"),
    [
        # continuous: from one edge to the other there is always something between
        (TWO, "{formula: 1000000000000 * a + b}", "", "proved"),
        (TWO, "{formula: exp(a) * exp(a) + b}", "", "proved"),
        (TWO, "{formula: sqrt(a * b) - abs(a - 5)}", "", "proved"),
        (TWO, "{geometric_mean: [a, b], zero: is_zero}", "", "proved"),
        (TWO, "{median: [a, b]}", "", "proved"),
        (TOP, "{formula: 100 * a / b}", "", "proved"),
        (TOP, "{formula: log(b) * a}", "", "proved"),
        (
            TOP,
            "{formula: b - a}",
            "{goalposts: {worst: 1, best: 90, curve: log}}, {multiply: 9}, ",
            "proved",
        ),
        # the quotient goes from below all numbers to above all where its divisor changes sign
        (BOTH_SIDES, "{formula: a / b}", "", "refuted"),
        (BOTH_SIDES, "{formula: a / (1 + abs(b))}", "", "proved"),
        # rounded to tens, from 0 to 10 or from 10 to 20 at one number: over both edges, or one
        (TWO, "{formula: 10 * a + b}", "{round: {to: 10, half: up}}, ", "refuted"),
        (TWO, "{formula: 10 * a + b + 3}", "{round: {to: 3, half: up}}, ", "proved"),
    ],
)
def test_what_is_continuous_has_no_cliff_however_steep(
    inputs: str, source: str, steps: str, outcome: str
) -> None:
    """The edges are 1 and 5: only what leaves out all between them is a cliff."""
    text = f"""inputs: {inputs}
levels: {{overall: {{s: {source}, r: {{from: s, steps: [{steps}{{bands: [
  {{at_least: 5, is: good}}, {{at_least: 1, is: fair}}, {{is: poor}}], scale: g}}]}}}}}}
"""
    (verdict,) = prove(method(text))
    assert verdict.outcome == outcome


@given(
    st.fractions(-3, 3, max_denominator=12).filter(bool),
    st.fractions(-5, 5, max_denominator=8),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3), Fraction(1, 10)]),
    st.fractions(-8, 8, max_denominator=6),
    st.fractions(0, 4, max_denominator=6).filter(bool),
)
@settings(max_examples=40, deadline=None)
def test_a_rounding_is_a_cliff_where_it_leaves_out_a_category(
    factor: Fraction, plus: Fraction, unit: Fraction, edge: Fraction, apart: Fraction
) -> None:
    """Brute force: all multiples of the unit that are reached, each beside the next."""
    text = f"""inputs: {{a: {{range: [-4, 4]}}}}
levels: {{overall: {{r: {{from: a, better: higher, steps: [{{multiply: {factor}}}, {{add: {plus}}},
  {{round: {{to: {unit}, half: up}}}}, {{bands: [{{at_least: {edge + apart}, is: good}},
  {{at_least: {edge}, is: fair}}, {{is: poor}}], scale: g}}]}}}}}}
"""
    ends = sorted(it * factor + plus for it in (-4, 4))
    low, high = (floor(it / unit + Fraction(1, 2)) for it in ends)
    places = [(it * unit >= edge) + (it * unit >= edge + apart) for it in range(low, high + 1)]
    cliff = any(other - one == 2 for one, other in pairwise(places))
    (verdict,) = prove(loads(HEAD + text), ["no_cliffs"])
    assert verdict.outcome == ("refuted" if cliff else "proved")


def test_a_label_has_no_next_one() -> None:
    """Between two places there is no edge, and neither is next to the other."""
    text = """inputs: {region: {type: label, values: [north, south, east]}}
levels: {overall: {r: {scale: g, decide: [
  {when: {region: {is: north}}, then: good}, {when: {region: {is: south}}, then: fair},
  {otherwise: poor}]}}}
"""
    (verdict,) = prove(method(text))
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


RELATIVE = [
    # beside 0 and 10: a 5 is third, 7 too, above both is first, between them second
    ("rank: {best: highest, ties: lowest}", "better_never_hurts", "at_most: 2, is: poor"),
    ("rank: {best: highest, ties: lowest}", "no_cliffs", "at_most: 2, is: poor"),
    # where all of the reference are equal, both thirds are cut at one number
    (
        "quantile_bands: {cuts: [1/3, 2/3], definition: closest_observation, on_cut: lower}",
        "no_cliffs",
        "at_most: 2, is: fair",
    ),
]


@pytest.mark.parametrize(("step", "kind", "second"), RELATIVE)
def test_a_reference_of_few_is_enough_to_refute(step: str, kind: str, second: str) -> None:
    """What breaks a promise beside a reference is often one other, or several that are equal."""
    rest = "poor" if "fair" in second else "fair"
    text = f"""inputs: {{a: {{better: higher}}}}
levels: {{overall: {{p: {{from: a, steps: [{{{step}}}]}}, r: {{from: p, steps: [{{bands: [
  {{at_most: 1, is: good}}, {{{second}}}, {{is: {rest}}}], scale: g}}]}}}}}}
"""
    ruleset = loads(HEAD + text)
    (verdict,) = prove(ruleset, [kind], solving=False)
    assert verdict.outcome == "refuted", verdict.tried
    (example,) = verdict.counterexamples
    sides = [given.rated(ruleset)[0].category for given in example.given]
    assert sides == [it.category for it in (example.before, example.after) if it]
    assert len(set(sides)) == 2


def test_a_tie_that_is_broken_the_other_way_hurts() -> None:
    """Beside one equal in `a`: with size 0 first, with size 10 second."""
    text = """inputs: {a: {better: higher}, size: {range: [0, 10], better: higher}}
levels: {overall: {p: {from: a, steps: [
  {rank: {best: highest, ties: lowest, tie_break: {size: lowest}}}]}}}
"""
    head = HEAD.replace("scales: {g: [good, fair, poor]}\n", "")
    (verdict,) = prove(loads(head + text), ["better_never_hurts"], solving=False)
    assert verdict.outcome == "refuted"


@pytest.mark.parametrize(
    ("step", "fair"),
    [
        ("rank: {best: highest, ties: lowest}", "at_most: 2.5"),
        ("rank: {best: highest, ties: dense}", "below: 3"),
        ("quantile_bands: {cuts: [1/3, 2/3], definition: linear, on_cut: lower}", "at_most: 2.5"),
    ],
)
def test_between_two_places_in_a_cohort_there_is_none(step: str, fair: str) -> None:
    """Places are whole numbers, so a band between 2 and 3 comes about for nobody."""
    text = f"""inputs: {{a: {{better: higher}}}}
levels: {{overall: {{p: {{from: a, steps: [{{{step}}}]}}, r: {{from: p, steps: [{{bands: [
  {{at_most: 2, is: good}}, {{{fair}, is: fair}}, {{is: poor}}], scale: g}}]}}}}}}
"""
    (verdict,) = prove(loads(HEAD + text), ["every_category_reachable"], solving=False)
    assert verdict.outcome == "refuted"
    assert [it.text for it in verdict.counterexamples] == [
        "no value of `r` meets the band that is fair",
        "nobody can be rated fair",
    ]


INSIDE = {
    "a dense rank": "r: {from: a, steps: [{rank: {best: highest, ties: dense}}]}",
    "a mean of z-scores": "r: {mean: [p, q]}",
}


@pytest.mark.parametrize("which", list(INSIDE))
def test_inside_a_cohort_a_better_value_is_proved_not_to_hurt(which: str) -> None:
    """Every cohort of three with values from 0 to 2 was gone through by brute force."""
    score = "steps: [{z_score: {deviation: sample}}]"
    parts = f"p: {{from: a, {score}}}, q: {{from: b, {score}}}, "
    own = parts if "mean" in INSIDE[which] else ""
    inputs = "a: {better: higher}" + (", b: {better: higher}" if own else "")
    head = HEAD.replace("scales: {g: [good, fair, poor]}\n", "")
    promise = "promises: [better_never_hurts: {inside: cohort}]\n"
    text = f"inputs: {{{inputs}}}\nlevels: {{overall: {{{own}{INSIDE[which]}}}}}\n{promise}"
    ruleset = loads(f"{head}result: r\n{text}")
    (verdict,) = prove(ruleset, solving=False)
    assert verdict.outcome == "proved"
    sign = -1 if "rank" in which else 1
    for values in product(range(3), repeat=3):
        others = [{"a": it, "b": it % 2} if own else {"a": it} for it in values[1:]]
        first = {"a": values[0], "b": 1} if own else {"a": values[0]}
        before, after = (
            evaluate(ruleset, [first | {"a": values[0] + by}, *others])[0].value for by in (0, 1)
        )
        if isinstance(before, Fraction) and isinstance(after, Fraction):
            assert (after - before) * sign >= 0
