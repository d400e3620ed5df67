"""A walk lacks no move that a subject makes, however roughly it was gone."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import loads
from stp_rules.analysis.proofs.cells import ANOTHER, SOMETHING_ELSE
from stp_rules.analysis.proofs.moves import COARSE, FINE, ROUGH, Cell, Resolution, Table, cell_of
from stp_rules.analysis.proofs.pairs import Pair, missing
from stp_rules.analysis.proofs.prover import Prover
from stp_rules.analysis.proofs.questions import all_moves, withholdings
from stp_rules.analysis.proofs.spans import Span
from stp_rules.engine.plan import EXACT
from stp_rules.engine.values import Raw, Unknown
from stp_rules.testing import generated

RULESETS = st.one_of(
    generated.rulesets(),
    generated.monotone_rulesets(),
    generated.monotone_rulesets(cohorts=True),
)
PAIRS = 6


@pytest.mark.parametrize("resolution", [ROUGH, COARSE, FINE], ids=["rough", "coarse", "fine"])
@settings(max_examples=3 * settings().max_examples)
@given(data=RULESETS, seed=st.integers(0, 1000))
def test_every_move_of_a_subject_is_in_the_tables(
    resolution: Resolution, data: dict[str, Any], seed: int
) -> None:
    """Two subjects that differ in one input are rated; each measure's two values are expected.

    Some are drawn from what the walk tells apart, and some from what the ruleset was made of.
    """
    random = Random(seed)  # noqa: S311 - nothing is kept secret
    prover = Prover(loads(generated.written(data)))
    name = random.choice(list(prover.plan.inputs))
    moves = all_moves(prover.cells, name) | withholdings(prover.cells, name)
    tables = prover.moving(name, moves, resolution).tables
    own = prover.bench.random(name, moves, PAIRS)
    for pair in (*own, *(drawn(prover, data, name, random) for _ in range(PAIRS))):
        if not expected(prover, moves, pair.before[name], pair.after[name]):
            continue
        before, after = (prover.bench.trace(values) for values in (pair.before, pair.after))
        for measure, one in before.items():
            assert expected(prover, tables[measure], one.raw, after[measure].raw)
            for step, other in zip(one.steps, after[measure].steps, strict=True):
                named = step.info.step.name
                assert not named or expected(prover, tables[named], step.raw_after, other.raw_after)


def drawn(prover: Prover, data: dict[str, Any], name: str, random: Random) -> Pair:
    """Draw a subject, and the same with another value of one input; any may be missing."""
    subject = {it: value(prover, data, it, random) for it in data["inputs"]}
    return Pair(name, subject, {**subject, name: value(prover, data, name, random)})


def value(prover: Prover, data: dict[str, Any], name: str, random: Random) -> Raw:
    """Draw a value of an input as the engine holds it."""
    chosen = random.choice([*generated.values(name, data), None])
    return missing() if chosen is None else prover.plan.lenses[name].held(chosen, EXACT)


def expected(prover: Prover, table: Table, before: Raw, after: Raw) -> bool:
    """Tell whether a table has a move that is as two values are."""
    one, other = cell_of(before), cell_of(after)
    return any(
        within(prover, move.before, one)
        and within(prover, move.after, other)
        and (move.by is None or difference(one, other) in move.by)
        for move in table
    )


def within(prover: Prover, cell: Cell, value: Cell) -> bool:
    """Tell whether a single value lies in a cell; a label that no rule names is something else."""
    if isinstance(cell, Span):
        return isinstance(value, Span) and value.low in cell  # type: ignore[operator]
    if isinstance(cell, Unknown):
        return isinstance(value, Unknown) and cell.state == value.state
    if cell in (SOMETHING_ELSE, ANOTHER) and value not in prover.cells.labels():
        return isinstance(value, str)
    return type(cell) is type(value) and cell == value


def difference(one: Any, other: Any) -> Any:
    """Return by how much a number has moved."""
    return other.low - one.low
