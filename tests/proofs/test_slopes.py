"""A formula whose parts go different ways goes the way of its slope."""

import math
from collections.abc import Mapping
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import evaluate, loads, prove
from stp_rules.engine.exact import Exact
from stp_rules.language.expressions import Call, Expression
from stp_rules.language.formulas import parse_formula
from stp_rules.language.ruleset import Ruleset
from stp_rules.proofs.domain.moves import moved, still
from stp_rules.proofs.domain.slopes import way_of
from stp_rules.readings.spans import RISING, Span

HEAD = "language: 1\nid: toy/slopes\nversion: 1.0.0\n"


def method(formula: str, ranges: str) -> Ruleset:
    """Return a method of one formula, of which more is better."""
    measure = f"levels: {{overall: {{r: {{formula: {formula}, better: higher}}}}}}\n"
    return loads(f"{HEAD}inputs: {ranges}\n{measure}")


ONE = "{a: {range: [LOW, HIGH], better: higher}}"


@pytest.mark.parametrize(
    ("formula", "ranges", "outcome"),
    [
        # the slope is 1 / (2 sqrt(a)) - 1/20, which is zero at 100
        ("sqrt(a) - a / 20", ONE.replace("LOW", "0").replace("HIGH", "100"), "proved"),
        ("sqrt(a) - a / 20", ONE.replace("LOW", "0").replace("HIGH", "101"), "refuted"),
        # 1/a - 1/10, which is zero at 10
        ("log(a) - a / 10", ONE.replace("LOW", "1").replace("HIGH", "10"), "proved"),
        ("log(a) - a / 10", ONE.replace("LOW", "1").replace("HIGH", "12"), "refuted"),
        # 3 a a - 2 a + 1 has no root
        ("a * a * a - a * a + a", ONE.replace("LOW", "-5").replace("HIGH", "5"), "proved"),
        ("exp(a) / (1 + exp(a))", ONE.replace("LOW", "-50").replace("HIGH", "50"), "proved"),
        (
            "log(a) - log(b) + a / (a + b)",
            "{a: {range: [1, 100], better: higher}, b: {range: [1, 100], better: lower}}",
            "proved",
        ),
        # without the logarithm of what is not there: nobody is rated
        ("log(1 - a)", "{a: {range: [1, 10], better: lower}}", "proved"),
    ],
)
def test_the_slope_decides(formula: str, ranges: str, outcome: str) -> None:
    """By hand the derivative keeps its sign where that is proved, and changes it elsewhere."""
    (verdict,) = prove(method(formula, ranges), ["better_never_hurts"], solving=False)
    assert verdict.outcome == outcome, verdict.tried


def test_nobody_has_a_logarithm_of_what_is_never_above_zero() -> None:
    """So no band after it comes about."""
    text = """scales: {g: [good, poor]}
inputs: {a: {range: [1, 10], better: lower}}
levels: {overall: {s: {formula: log(1 - a), better: higher},
  r: {from: s, steps: [{bands: [{at_least: 0, is: good}, {is: poor}], scale: g}]}}}
"""
    ruleset = loads(HEAD + text)
    assert not evaluate(ruleset, {"a": 2}).rated
    (verdict,) = prove(ruleset, ["every_category_reachable"])
    assert verdict.outcome == "refuted"


TERMS = st.recursive(
    st.sampled_from(["a", "b", "1", "2", "0.3"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda it: f"({' '.join(it)})"),
        st.tuples(st.sampled_from(["log", "sqrt", "exp", "abs"]), inner).map(
            lambda it: f"{it[0]}({it[1]})"
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda it: f"{it[0]}({it[1]}, {it[2]})"
        ),
    ),
    max_leaves=6,
)
KNOWN = {"log": math.log, "sqrt": math.sqrt, "exp": math.exp, "abs": abs, "min": min, "max": max}


def exact(expression: Expression) -> object:
    """Return a formula as a plan holds it: its constants are the engine's numbers."""
    if isinstance(expression, Call):
        return evolve(expression, arguments=tuple(map(exact, expression.arguments)))
    return Exact.of(expression) if isinstance(expression, Fraction) else expression


def value(formula: str, numbers: Mapping[str, float]) -> float:
    """Return what Python makes of a formula."""
    return float(eval(formula, {**KNOWN, **numbers}))  # noqa: S307 - it was drawn here


@given(
    TERMS.filter(lambda it: "a" in it.replace("max", "").replace("abs", "")),
    st.integers(0, 3),
    st.integers(1, 3),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
@settings(max_examples=400, deadline=None)
def test_what_is_said_not_to_fall_does_not(
    formula: str, low: int, width: int, places: list[float]
) -> None:
    """Brute force: no two numbers in the range contradict the way that a formula goes."""
    span = Span(Fraction(low), Fraction(low + width))
    moves = {"a": moved(span, span, RISING), "b": still(Span(Fraction(1), Fraction(2)))}
    try:
        way = way_of(exact(parse_formula(formula)), moves)
    except ValueError:
        return
    if way is None:
        return
    first, second = sorted(low + width * at for at in places[:2])
    try:
        numbers = [value(formula, {"a": it, "b": 1 + places[2]}) for it in (first, second)]
    except (ArithmeticError, ValueError):
        return  # a float holds no such number, so this witness has nothing to say
    assert (numbers[1] - numbers[0]) * way >= -1e-9 * max(1, *map(abs, numbers))
