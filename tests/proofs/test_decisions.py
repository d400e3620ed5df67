"""Decisions of many lines are walked line by line; subjects are not computed twice."""

from itertools import combinations, product
from random import Random

import pytest

from stp_rules import Ruleset, evaluate, loads, prove
from stp_rules.proofs.domain.moves import Cell, Resolution, cell_of
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.questions.questions import all_moves
from stp_rules.readings.exact import measured

GRADES = ("a", "b", "c")
NAMES = ("i1", "i2", "i3")
HEAD = "language: 1\nid: lines\nversion: 1.0.0\nscales: {grade: [a, b, c], rating: [g, f, p]}\n"
LITTLE = Resolution(moves=64, combinations=30)
"""So few combinations that a decision over three inputs is walked line by line."""


def written(names: tuple[str, ...], lines: list[str]) -> str:
    """Write a decision over inputs of three grades."""
    inputs = "".join(f"  {name}: {{scale: grade}}\n" for name in names)
    text = "".join(f"        - {line}\n" for line in (*lines, "{otherwise: g}"))
    measure = "  whole:\n    r:\n      scale: rating\n      decide:\n"
    return f"{HEAD}inputs:\n{inputs}levels:\n{measure}{text}"


def drawn(seed: int) -> Ruleset:
    """Draw a decision of eight lines, each of two tests."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret

    def test(name: str) -> str:
        word = random.choice(("is", "no_better_than", "no_worse_than"))
        return f"{name}: {{{word}: {random.choice(GRADES)}}}"

    def line() -> str:
        tests = ", ".join(map(test, random.sample(NAMES, 2)))
        return f"{{when: {{{tests}}}, then: {random.choice('gfp')}}}"

    return loads(written(NAMES, [line() for _ in range(8)]))


def rated(ruleset: Ruleset, grades: tuple[str | None, ...]) -> Cell:
    """Return the cell of what the evaluator makes of a subject."""
    given = {name: it for name, it in zip(NAMES, grades, strict=True) if it}
    return cell_of(evaluate(ruleset, given).measures["r"].raw)


@pytest.mark.parametrize("seed", range(12))
def test_no_move_of_a_subject_is_lacking(seed: int) -> None:
    """Of all pairs of subjects that differ in i1, each makes a move that the walk has."""
    ruleset = drawn(seed)
    prover = Prover(ruleset, solving=False)
    walk = prover.moving("i1", all_moves(prover.cells, "i1"), LITTLE)
    assert not walk.exact
    moves = {(move.before, move.after) for move in walk.tables["r"]}
    for others in product((*GRADES, None), repeat=2):
        for one, other in combinations(GRADES, 2):
            pair = rated(ruleset, (one, *others)), rated(ruleset, (other, *others))
            assert pair in moves


def test_a_decision_of_many_lines_is_settled() -> None:
    """Lines from the worst outcome to the best, each held by no better grade than some: proved.

    A better grade makes fewer lines hold, so the first that holds comes no sooner. The jump from
    the first line, of two inputs alone, to the last one is a cliff.
    """
    names = tuple(f"i{at}" for at in range(12))
    lines = [
        f"{{when: {{i{at}: {{is: c}}, i{(at + 1) % 12}: {{is: c}}}}, then: p}}" for at in range(12)
    ] + [
        f"{{when: {{i{at}: {{no_better_than: b}}, i{(at + 5) % 12}: {{is: c}}}}, then: f}}"
        for at in range(12)
    ]
    verdicts = prove(
        loads(written(names, lines)), ["better_never_hurts", "no_cliffs"], solving=False
    )
    assert [it.outcome for it in verdicts] == ["proved", "refuted"]


def test_what_is_remembered_of_subjects_is_what_the_evaluator_makes_of_them() -> None:
    """Each subject is traced twice, and traced anew from another: the same as computed afresh."""
    bench = Prover(drawn(1), solving=False).bench
    random = Random(1)  # noqa: S311 - nothing is kept secret
    for at in range(60):
        values = bench.drawn(random, at)
        afresh = measured(bench.plan, dict(values))
        other = {**values, "i1": bench.choices["i1"][0]}
        assert bench.trace(values) == bench.trace(values) == afresh
        assert bench.retrace(bench.trace(other), "i1", values) == afresh
