"""Exact numbers have an end: what goes beyond it is not rated, with that reason, and soon."""

from collections.abc import Iterator
from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stp_rules
from stp_rules.engine.exact import LONGEST, Exact
from stp_rules.engine.plan import make_plan
from stp_rules.language.arithmetic import Undefined
from stp_rules.proofs.domain.lengths import too_long
from stp_rules.readings.spans import Span
from stp_rules.render.explanation import explanation_text
from stp_rules.tables.results import result_sheet, to_csv, to_json, to_json_lines

HEAD = "language: 1\nid: example\nversion: 1.0.0\ninputs: {a: {range: [0, 100], better: higher}}\n"

GROWING = (
    "{formula: X * X}",
    "{formula: X * X * X + 1 / X}",
    "{formula: X + 1 / X}",
    "{formula: X / (X + 1) + X}",
    "{formula: exp(X)}",
    "{formula: sqrt(X * X + 1)}",
    "{formula: log(X + 1) * X}",
    "{from: X, steps: [{multiply: 9876543210987654321}, {add: 1/3}]}",
    "{from: X, steps: [{points: {0: 0, 0.5: 3, 100: 5}, beyond: extend}]}",
    "{from: X, steps: [{goalposts: {worst: 0, best: 3, beyond: extend}}]}",
    "{sum: {X: 7/3, a: 5}}",
    "{mean: {X: 3, a: 1/7}}",
    "{from: X, steps: [{round: {digits: 3, half: up}}]}",
)
"""Measures that make of a number, or of its square, a longer one; X is the measure before."""


def ruleset(kinds: list[str]) -> str:
    """Write measures each of which reads the one before, and one that tests the last."""
    names = ["start", *(f"m{at}" for at, _ in enumerate(kinds))]
    lines = [f"    m{at}: {kind.replace('X', names[at])}" for at, kind in enumerate(kinds)]
    decide = "{decide: [{when: {LAST: {above: 5}}, then: 1}, {otherwise: 0}]}"
    tested = f"    result: {decide.replace('LAST', names[-1])}"
    first = "    start: {from: a}"
    return "\n".join([f"{HEAD}levels:", "  whole:", first, *lines, tested, ""])


def numbers(rating: stp_rules.Rating) -> Iterator[Fraction]:
    """Give every number of a rating, also between steps."""
    for name in rating.measures:
        value = rating[name]
        if isinstance(value, Fraction):
            yield value


@settings(deadline=None, max_examples=12)
@given(
    kinds=st.lists(st.sampled_from(GROWING), min_size=1, max_size=4),
    times=st.integers(min_value=1, max_value=10),
    value=st.sampled_from(["0", "1", "0.1", "7.3", "99.999999", "1/3"]),
)
def test_growing_numbers_end_soon_and_can_be_written(
    kinds: list[str], times: int, value: str
) -> None:
    """Rated or not rated with a reason; each number is short, and tables and texts are made."""
    method = stp_rules.loads(ruleset(kinds * times))
    began = process_time()
    rating = stp_rules.evaluate(method, {"a": Fraction(value)})
    sheet = result_sheet(method, [rating])
    assert all([to_csv(sheet), to_json(sheet), to_json_lines(sheet)])
    assert explanation_text(stp_rules.explain(rating))
    assert process_time() - began < 20
    assert rating.rated or all(rating.reasons)
    for number in numbers(rating):
        assert max(len(str(abs(number.numerator))), len(str(number.denominator))) <= LONGEST


def test_the_reason_says_how_many_digits_and_the_limit() -> None:
    """10 squared eleven times has 2,049 digits, and once more 4,097."""
    rating = stp_rules.evaluate(stp_rules.loads(ruleset(["{formula: X * X}"] * 40)), {"a": 10})
    assert len(str(rating["m10"])) == 2049
    reason = "the exact value has 4,097 digits above the line, and the limit is 4,000"
    assert str(rating["m11"]) == reason
    assert str(rating["m12"]) == f"m11 is not rated: {reason}"


def test_a_part_of_a_unit_is_as_long_as_a_large_number() -> None:
    """A tenth squared twelve times is divided by a number of 4,097 digits."""
    rating = stp_rules.evaluate(
        stp_rules.loads(ruleset(["{formula: X * X}"] * 12)), {"a": Fraction(1, 10)}
    )
    assert "4,097 digits below the line" in str(rating["m11"])


def test_many_additions_end_as_products_do() -> None:
    """A number doubled 13,300 times has 4,004 digits, though nothing was multiplied."""
    value = Exact(1)
    for _ in range(13_300):
        value = value + value
    with pytest.raises(Undefined, match="4,004 digits above the line"):
        value.reduced()


@given(st.lists(st.fractions(-999, 999, max_denominator=10**5), min_size=1, max_size=40))
def test_what_only_seems_long_is_kept(parts: list[Fraction]) -> None:
    """Sums of quotients are what they should be, however long their divisors have become."""
    total = Exact.of(Fraction(1, 10**3990))
    for part in parts:
        total = total + Exact.of(part) - Exact.of(part)
    assert total.fraction == Fraction(1, 10**3990)


@pytest.mark.parametrize("turn", [1, -1])
def test_the_limit_is_met_to_the_digit(turn: int) -> None:
    """4,000 digits are kept and 4,001 are not, above and below the line, below zero too."""
    half, one = Exact(turn * (10**2000 - 1)), Exact(10**2000)
    assert len(str((half * half).fraction).lstrip("-")) == LONGEST
    assert (one / Exact(1) / Exact(10**2000)).fraction == 1
    for compute in (lambda: half * one * Exact(10), lambda: half / (one * Exact(10**1999)) / one):
        with pytest.raises(Undefined, match=r"digits (above|below) the line"):
            compute()


@pytest.mark.parametrize(
    ("step", "rated"),
    [
        ("z_score: {deviation: sample}", False),
        ("quantile_bands: {cuts: [1/2], definition: linear, on_cut: upper}", False),
        ("rank: {best: highest, ties: lowest}", True),
    ],
)
def test_what_is_kept_of_a_cohort_is_short_and_can_be_read_again(step: str, rated: bool) -> None:  # noqa: FBT001 - a case
    """The mean of quotients with several divisors of 3,900 digits has more; a rank has none."""
    head = HEAD.replace("inputs: {a: {range: [0, 100], ", "subject: {key: k}\ninputs: {a: {")
    measures = f"{{m0: {{formula: a * a}}, m1: {{formula: m0 * m0, steps: [{step}]}}}}"
    method = stp_rules.loads(f"{head}levels: {{whole: {measures}}}\n")
    rows = [{"k": str(at), "a": Fraction(1, 10**975 + at)} for at in (1, 3, 7, 9)]
    ratings = stp_rules.evaluate(method, rows)
    assert {it.rated for it in ratings} == {rated}
    reasons = {reason for it in ratings for reason in it.reasons}
    assert reasons == (set() if rated else {"a number of the cohort has more than 4,000 digits"})
    reference = ratings.reference
    assert reference is not None
    again = type(reference).from_json(reference.to_json())
    assert again == reference
    assert stp_rules.evaluate(method, rows[0], reference=again).reasons == ratings[0].reasons


@pytest.mark.parametrize("levels", [8, 9, 12, 40])
def test_proofs_weights_and_documents_outlast_large_numbers(levels: int) -> None:
    """Each verdict is one of the three; where a value can be too long nothing is proved."""
    method = stp_rules.loads(ruleset(["{formula: X * X}"] * levels))
    verdicts = stp_rules.prove(method, solving=False)
    assert {it.outcome for it in verdicts} <= {"proved", "refuted", "undecided"}
    assert all(it.outcome == "undecided" and "4,000 digits" in it.tried[0] for it in verdicts)
    assert stp_rules.weights(method)


@given(
    kinds=st.lists(st.sampled_from(GROWING), min_size=1, max_size=6),
    above=st.integers(min_value=1, max_value=10**32),
    places=st.integers(min_value=0, max_value=30),
)
@settings(deadline=None, max_examples=12)
def test_what_cannot_be_too_long_never_is(kinds: list[str], above: int, places: int) -> None:
    """A method of which proofs say nothing of digits rates inputs of thirty digits."""
    method = stp_rules.loads(ruleset(kinds))
    value = Fraction(above, 10**places)
    if value <= 100 and not too_long(make_plan(method)):
        rating = stp_rules.evaluate(method, {"a": value})
        assert "the limit is 4,000" not in " ".join(rating.reasons)


@given(
    st.lists(st.integers(min_value=-(10**40), max_value=10**40), min_size=2, max_size=2),
    st.integers(min_value=1, max_value=9),
)
def test_short_ends_hold_all_that_long_ones_would(ends: list[int], squarings: int) -> None:
    """The square of a number in a span lies in the square of the span, however large."""
    low, high = sorted(ends)
    span, inside = Span(Fraction(low), Fraction(high)), Fraction(low + high, 2)
    for _ in range(squarings):
        span, inside = span * span, inside * inside
        assert inside in span


def test_what_is_rounded_is_as_long_before_the_point_as_it_was() -> None:
    """Five numbers of 30 digits make 150; rounded to a whole, 27 such come to 4,050."""
    product = " * ".join(["w"] * 27)
    text = (
        "language: 1\nid: example\nversion: 1.0.0\ninputs: {a: {}}\nlevels:\n"
        "  one: {w: {formula: a * a * a * a * a, steps: [{round: {digits: 0, half: up}}]}}\n"
        f'  two: {{r: {{formula: "{product}"}}}}\n'
    )
    assert too_long(make_plan(stp_rules.loads(text))) == "r"


@pytest.mark.parametrize(
    ("entry", "step"),
    [
        ("a: {scale: s}", "scores: {good: 7, poor: 1}"),
        ("a: {}", "bands: [{at_least: 5, is: 7}, {is: 1}]"),
    ],
)
def test_what_is_one_of_a_few_numbers_is_as_long_as_they_are(entry: str, step: str) -> None:
    """Forty numbers of one digit multiplied have forty digits, and are never too long."""
    product = " * ".join(["w"] * 40)
    scales = "scales: {s: [good, poor]}\n" if "scale" in entry else ""
    text = (
        f"language: 1\nid: example\nversion: 1.0.0\n{scales}inputs: {{{entry}}}\nlevels:\n"
        f'  one: {{w: {{from: a, steps: [{step}]}}}}\n  two: {{r: {{formula: "{product}"}}}}\n'
    )
    assert not too_long(make_plan(stp_rules.loads(text)))


SQUARED = "".join(
    f"    m{at}: {{formula: m{at - 1} * m{at - 1}, steps: [{{round: {{digits: 0, half: up}}}}]}}\n"
    for at in range(1, 13)
)
TOO_LONG = {
    "squares that are rounded": f"levels:\n  every:\n    m0: {{from: a}}\n{SQUARED}",
    "a power of e": "levels: {every: {m: {formula: exp(100 * a)}}}\n",
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_a_method_whose_values_become_too_long_is_not_proved_total(name: str) -> None:
    """99 to the power 2048 has 4,087 digits, e to the power 9900 has 4,300; the limit is 4,000."""
    method = stp_rules.loads(HEAD.replace("inputs:", "promises: [total]\ninputs:") + TOO_LONG[name])
    assert not stp_rules.evaluate(method, {"a": 99}).rated
    (verdict,) = stp_rules.prove(method)
    assert verdict.outcome != "proved"


def test_a_power_of_e_within_a_range_is_proved_total() -> None:
    """An input of at most 100 has a power of e with 44 digits at the most."""
    text = "levels: {every: {m: {formula: exp(a)}}}\n"
    method = stp_rules.loads(HEAD.replace("inputs:", "promises: [total]\ninputs:") + text)
    (verdict,) = stp_rules.prove(method)
    assert verdict.outcome == "proved"
