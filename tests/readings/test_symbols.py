"""What the terms of a plan say of a subject is what the evaluator says."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
import z3
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import evaluate, loads
from stp_rules.engine import interpret
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import Raw, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.language.kind import BOOLEAN, NUMBER
from stp_rules.paths import Path
from stp_rules.readings.exact import holds
from stp_rules.readings.symbols import ANY_STATE, CODES, KNOWN, Symbol, TermDomain
from stp_rules.readings.terms import SolverArithmetic, Term
from stp_rules.testing import generated

RULESETS = st.one_of(
    generated.rulesets(),
    generated.monotone_rulesets(),
    generated.monotone_rulesets(cohorts=True),
)


@frozen
class Read:
    """A plan read for everybody: nothing is known of an input, not even whether it is known."""

    plan: Plan
    domain: TermDomain
    symbols: Mapping[str, Symbol]

    def of(self, term: Any, rating: Rating) -> Any:
        """Return what a term is for one subject."""
        pairs = [
            pair
            for name, raw in rating.raw_inputs.items()
            for pair in self.given(self.symbols[name], raw)
        ]
        return z3.simplify(z3.substitute(term, *pairs))

    def given(self, symbol: Symbol, raw: Raw) -> Iterator[tuple[Any, Any]]:
        """Give what stands for the value and the state of an input; any value for none."""
        state = CODES[raw.state] if isinstance(raw, Unknown) else KNOWN
        yield symbol.state, z3.IntVal(state)
        if state == KNOWN:
            yield symbol.value.it, self.written(raw)

    def written(self, raw: Raw) -> Any:
        """Write a value as the solver has it."""
        number = self.domain.arithmetic.number
        return (
            number(raw.fraction) if isinstance(raw, Exact) else self.domain.arithmetic.term(raw)
        ).it

    def says(self, name: str, raw: Raw, rating: Rating) -> bool:
        """Tell whether a name is said to be as it is for one subject."""
        symbol = self.symbols[name]
        state = self.of(z3.IntVal(0) + symbol.state, rating).as_long()
        if isinstance(raw, Unknown):
            return bool(state == CODES[raw.state])
        assert symbol.value is not None
        value = self.domain.arithmetic.term(symbol.value).it
        return state == KNOWN and z3.is_true(self.of(value == self.written(raw), rating))


def read(plan: Plan) -> Read:
    """Read a plan of the solver's numbers for everybody."""
    arithmetic: Any = plan.arithmetic
    domain = TermDomain(arithmetic)
    symbols = {name: Symbol(it) for name, it in plan.constants.items()}
    for name, entry in plan.inputs.items():
        kind = entry.lens.kind
        sort = z3.Real if kind == NUMBER else z3.Bool if kind == BOOLEAN else z3.Int
        value = Term(sort(name), arithmetic)
        symbols[name] = Symbol(value, z3.Int(f"{name} is"), ANY_STATE)
    for measure in plan.measures:
        interpret.measure(measure, symbols, domain)
    return Read(plan, domain, symbols)


@settings(max_examples=2 * settings().max_examples)
@given(data=st.data())
def test_terms_say_of_a_subject_what_the_evaluator_says(data: st.DataObject) -> None:
    """Every measure and named step has the same state and value, and the same rules are met.

    Terms are written for everybody, and the subject is put into them afterwards. Left out is what
    rests on a logarithm, a root or a cohort: of these a term says nothing.
    """
    content = data.draw(RULESETS)
    ruleset = loads(generated.written(content))
    found = read(make_plan(ruleset, SolverArithmetic()))
    resting = wiring(make_plan(ruleset)).resting
    unsaid = {it for name in found.domain.loose for it in resting(name)}
    for rating in evaluate(ruleset, [data.draw(generated.subjects(content)) for _ in range(3)]):
        said = [it for it in rating.measures.values() if it.name not in unsaid]
        for measured in said:
            assert found.says(measured.name, measured.raw, rating)
            assert all(
                found.says(step.name, step.raw_after, rating)
                for step in measured.steps
                if step.name
            )
        assert met(said, rating) == fired(found, said, rating)


IGNORED = """
language: 1
id: toy/ignored
version: 1.0.0
inputs: {a: {}, b: {}, c: {}}
levels: {overall: {m: {KIND: [a, b, c], missing: ignore}}}
"""


@pytest.mark.parametrize("kind", ["mean", "sum", "min", "max", "median"])
def test_whoever_is_ignored_is_nobody_to_the_solver(kind: str) -> None:
    """Of three members each may be missing, in every order of their values."""
    ruleset = loads(IGNORED.replace("KIND", kind))
    found = read(make_plan(ruleset, SolverArithmetic()))
    assert not found.domain.loose
    for given_ in product([1, 4, 9, None], repeat=3):
        rating = evaluate(ruleset, dict(zip("abc", given_, strict=True)))
        assert found.says("m", rating.measures["m"].raw, rating)


def fired(found: Read, said: list[Measured], rating: Rating) -> set[Path]:
    """Return the addresses of the rules that terms say a subject meets."""
    own = {it.info.path for it in said}
    written = {path: it for path, it in found.domain.fired_at.items() if Path(path[:3]) in own}
    return {path for path, it in written.items() if z3.is_true(found.of(it(), rating))}


def met(said: list[Measured], rating: Rating) -> set[Path]:
    """Return the addresses of the rules that a subject meets."""
    plan = make_plan(rating.ruleset)
    values = {**plan.constants, **rating.raw_inputs}
    for measured in rating.measures.values():
        values |= {step.name: step.raw_after for step in measured.steps if step.name}
        values[measured.name] = measured.raw
    plans = wiring(plan).measures
    decided = {
        it.path
        for it in said
        if it.fired is not None and decides(plans[it.name].source, it.fired, values)
    }
    steps = [step for it in said for step in it.steps]
    applied = {it.path for it in steps if it.fired is not None and it.fired is not False}
    return decided | applied


def decides(source: Any, at: int, values: Mapping[str, Raw]) -> bool:
    """Tell whether a line of a decision decides; it does not where it cannot be decided."""
    condition = source.conditions[at]
    return condition is None or holds(condition, values).holds
