"""The solver reads a plan as the evaluator does, and settles what going through values cannot."""

from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import loads
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.ruleset import Promise
from stp_rules.proofs.domain.moves import cell_of
from stp_rules.proofs.questions.promises import prove
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.solving.solver import Solver
from stp_rules.readings.spans import Span
from stp_rules.readings.symbols import CODES, KNOWN, Symbol
from stp_rules.testing import generated

RULESETS = st.one_of(generated.rulesets(), generated.monotone_rulesets())


@settings(max_examples=2 * settings().max_examples)
@given(data=RULESETS, seed=st.randoms(use_true_random=False))
def test_the_solver_reads_as_the_evaluator_does(data: dict[str, Any], seed: Any) -> None:
    """Of a subject, every measure that a term can say has the same state and the same value."""
    prover = Prover(loads(generated.written(data)))
    solver = Solver(prover.plan, prover.cells)
    reading = solver.somebody
    subject = prover.bench.anybody(seed)
    given_ = [solver.lies(reading.symbols[name], cell_of(raw)) for name, raw in subject.items()]
    model = solver.model(given_)
    loose = set().union(*(prover.wires.resting(name) for name in reading.loose))
    for name, measured in prover.bench.trace(subject).items():
        if name not in loose:
            assert same(model, reading.symbols[name], measured.raw), name


def same(model: Any, symbol: Symbol, raw: Raw) -> bool:
    """Tell whether a symbol has a value in a model."""
    state = model.eval(z3.IntVal(0) + symbol.state, model_completion=True).as_long()
    if isinstance(raw, Unknown):
        return bool(state == CODES[raw.state])
    if state != KNOWN or isinstance(raw, str):
        return bool(state == KNOWN)
    if isinstance(symbol.value, int):
        return bool(symbol.value == raw)  # one value for everybody, which needs no model
    value = model.eval(getattr(symbol.value, "it", symbol.value), model_completion=True)
    cell = cell_of(raw)
    if isinstance(cell, Span):
        return bool(value.as_fraction() == cell.low)
    return bool(z3.is_true(value) == raw if isinstance(raw, bool) else value.as_long() == raw)


TWICE = """
language: 1
id: toy/twice
version: 1.0.0
scales: {grade: [good, fair, poor]}
inputs:
INPUTS
levels:
  scores:
SCORES
  overall:
    plain: {mean: [scores]}
    worst: {min: [scores]}
    high: {count: {of: [scores], that_are: {at_least: 3}}}
    rating:
      from: plain
      steps:
        - bands: [{at_least: 4, is: good}, {at_least: 2, is: fair}, {is: poor}]
          scale: grade
        - no_better_than: CAP
          when: {worst: {below: 2}, high: {below: 11}}
"""


def twice(cap: str) -> str:
    """Return a ruleset of twelve indicators that are read along three ways."""
    names = [f"x{at}" for at in range(12)]
    bands = "[{at_least: 80, is: 5}, {at_least: 60, is: 4}, {at_least: 40, is: 2}, {is: 1}]"
    inputs = "\n".join(f"  {it}: {{range: [0, 100], better: higher}}" for it in names)
    scores = "\n".join(f"    s{it}: {{from: {it}, steps: [{{bands: {bands}}}]}}" for it in names)
    text = TWICE.replace("INPUTS", inputs).replace("SCORES", scores)
    return text.replace("CAP", cap)


@pytest.mark.parametrize(("cap", "outcome"), [("fair", "proved"), ("poor", "refuted")])
def test_what_is_read_along_several_ways(cap: str, outcome: str) -> None:
    """From good to poor is two categories; a mean of 4 with a 1 in it has four scores above 3."""
    ruleset = loads(twice(cap))
    (verdict,) = prove(ruleset, [Promise("no_cliffs", of=2)])
    assert verdict.outcome == outcome


MEDIAN = """
language: 1
id: toy/median
version: 1.0.0
scales: {grade: [good, fair, poor]}
inputs: {a: {better: higher}, b: {type: boolean, better: true}, c: {better: lower}}
levels:
  scores:
    of_a: {from: a, steps: [{goalposts: {worst: 0.1, best: 1/3, to: [0, 100]}}]}
    of_b: {decide: [{when: {b: {is: true}}, then: 2}, {otherwise: 1.5}]}
    of_c: {from: c, steps: [{points: {-3: 7, -1: 2.5, 3.75: -3}}]}
  parts:
    best: {max: [of_a], missing: ignore}
    middle: {median: [of_b, of_a, of_c], missing: {fill: 0}}
  overall:
    score: {mean: [best, middle], missing: ignore}
    rating:
      from: score
      steps:
        - bands: [{at_least: 7, is: good}, {at_least: -3, is: fair}, {is: poor}]
          scale: grade
"""


@pytest.mark.parametrize(("solving", "outcome"), [(True, "proved"), (False, "undecided")])
def test_what_only_the_solver_settles(*, solving: bool, outcome: str) -> None:
    """Members of the median are read a second time, and take too many values to go through.

    By hand: the other two members are 0 or more, or filled with 0. Beside them anything from -3 to
    0 gives the lesser of the two, as does the 0 that stands for a withheld `c`; more gives no less.
    """
    promise = Promise("withholding_never_pays", excepted=("a", "b"))
    (verdict,) = prove(loads(MEDIAN), [promise], solving=solving)
    assert verdict.outcome == outcome
