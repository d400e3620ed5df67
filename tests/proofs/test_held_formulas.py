"""A formula that goes one way only within the limits that hold it."""

from fractions import Fraction
from itertools import product

import pytest

from stp_rules import evaluate, loads, prove
from stp_rules.language.ruleset import Ruleset
from stp_rules.proofs.domain.moves import COARSE, ROUGH, Resolution
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.questions.questions import improvements
from stp_rules.readings.spans import Span

HEAD = "language: 1\nid: toy/held\nversion: 1.0.0\n"
BOTH = "{at_least: 0, at_most: 100}"
INPUTS = (
    "{a: {range: [0, 100], better: higher}, t: {range: [-1, 1], better: higher}, "
    "p: {range: [0, 100], better: lower}}"
)
GROWTH = "a * (1 + 0.67 * t - 0.34 * p / 100)"
EITHER = "{a: {range: [-10, 10], better: higher}, t: {range: [-1, 1], better: higher}}"
WHOLE = "{a: {range: [0, 10], better: higher}, t: {range: [-1, 1], better: higher}}"


def method(formula: str, inputs: str, limits: str) -> Ruleset:
    """Return a method of one formula held between limits, of which more is better."""
    steps = f"[{{limit: {limits}}}]"
    return loads(
        f"{HEAD}inputs: {inputs}\nlevels: {{overall: {{r: "
        f'{{formula: "{formula}", better: higher, steps: {steps}}}}}}}\n'
    )


@pytest.mark.parametrize(
    ("formula", "inputs", "limits", "outcome"),
    [
        # the factor of a comes to 1 - 0.67 - 0.34 = -0.01, and what is below zero is zero
        (GROWTH, INPUTS, BOTH, "proved"),
        (GROWTH, INPUTS, "{at_least: 0}", "proved"),
        # with t -1 and p 100, a from 0 to 100 lowers it from 0 to -1
        (GROWTH, INPUTS, "{at_most: 100}", "refuted"),
        (GROWTH, INPUTS, "{at_least: -1/2}", "refuted"),
        # with t -1, a from -10 to 0 lowers it from 10 to 0
        ("a * t", EITHER, "{at_least: 0}", "refuted"),
        # -a t lies below zero where t is above, and falls from 10 to 0 as t rises to 0
        ("-1 * a * t", WHOLE, "{at_least: 0}", "refuted"),
        ("a * t", WHOLE, "{at_least: 0}", "proved"),
    ],
)
def test_what_is_held_decides(formula: str, inputs: str, limits: str, outcome: str) -> None:
    """By hand the product held goes up where that is proved, and down elsewhere."""
    (verdict,) = prove(method(formula, inputs, limits), ["better_never_hurts"], solving=False)
    assert verdict.outcome == outcome, verdict.tried


GRID = {"a": (0, Fraction(1, 3), 50, 100), "t": (-1, 0, Fraction(9, 10), 1), "p": (0, 40, 100)}


@pytest.mark.parametrize("limits", [BOTH, "{at_least: 0}", "{at_least: 0, at_most: 1/4}"])
@pytest.mark.parametrize("resolution", [ROUGH, COARSE])
@pytest.mark.parametrize("name", ["a", "t", "p"])
def test_every_move_of_what_is_held_is_in_the_tables(
    limits: str, resolution: Resolution, name: str
) -> None:
    """No pair of subjects on a grid makes a move that the walk lacks."""
    ruleset = method(GROWTH, INPUTS, limits)
    prover = Prover(ruleset, solving=False)
    sign = -1 if name == "p" else 1
    moves = improvements(prover.cells, prover.plan, name, sign)
    table = prover.moving(name, moves, resolution).tables["r"]
    pairs = 0
    for values in product(*GRID.values()):
        before = dict(zip(GRID, values, strict=True))
        for to in GRID[name]:
            if (to - before[name]) * sign > 0:
                one, other = (evaluate(ruleset, it).value for it in (before, {**before, name: to}))
                assert any(
                    isinstance(it.before, Span)
                    and isinstance(it.after, Span)
                    and it.by is not None
                    and (one in it.before and other in it.after and other - one in it.by)
                    for it in table
                ), (before, to)
                pairs += 1
    assert pairs >= 48
