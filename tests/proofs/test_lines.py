"""What a formula becomes lies where its line says, to the last of its fifty digits."""

from fractions import Fraction

import pytest

from stp_rules import loads
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, make_plan
from stp_rules.language.words.sources.formula import formula
from stp_rules.proofs.domain.lines import line
from stp_rules.proofs.domain.moves import moved
from stp_rules.readings.spans import ZERO, Span

FORMULAS = (
    "exp(2 * log(a))",
    "3 * log(a) - a / 7",
    "sqrt(a) * sqrt(a)",
    "log(exp(a / 3))",
    "max(a / 3, log(a))",
    "2 / 3 * sqrt(a + 1)",
)


def _made(text: str) -> object:
    """Read a formula as a plan holds it: its numbers exact."""
    head = (
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {}}, levels: {all_of_it: {r: {formula: "
    )
    return make_plan(loads(f"{head}'{text}'}}}}}}}}")).measures[0].source.expression  # type: ignore[union-attr]


EXPRESSIONS = {text: _made(text) for text in FORMULAS}


@pytest.mark.parametrize("text", FORMULAS)
def test_both_ends_and_the_way_between_are_held(text: str) -> None:
    """For an input that rises from one third by any part of eight thirds."""
    expression = EXPRESSIONS[text]
    for rise in (Fraction(1, 10**60), Fraction(1, 7), Fraction(8, 3)):
        first, last = Fraction(1, 3), Fraction(1, 3) + rise
        move = moved(Span.at(first), Span.at(last), Span.at(rise))
        found = line(expression, {"a": move})
        before, after = (
            formula(expression, {"a": Exact.of(it)}, EXACT).fraction for it in (first, last)
        )
        assert before in found.before
        assert after in found.after
        assert after - before in found.by


def test_an_exact_power_is_one_number() -> None:
    """The square of three is nine, and no span around it."""
    still = moved(Span.at(Fraction(3)), Span.at(Fraction(3)), ZERO)
    assert line(EXPRESSIONS[FORMULAS[0]], {"a": still}).before == Span.at(Fraction(9))
