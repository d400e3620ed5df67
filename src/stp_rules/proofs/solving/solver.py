"""Questions put to the solver z3, one input at a time: no subject, or one that shows it."""

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from math import ceil, inf
from typing import Any

import z3
from attrs import field, frozen

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.exact import Exact
from stp_rules.engine.interpret import measure
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.values import Raw, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.language.kind import BOOLEAN, NUMBER
from stp_rules.paths import Path
from stp_rules.proofs.domain.cells import Cells, admissible
from stp_rules.proofs.domain.harms import Difference, Question
from stp_rules.proofs.domain.moves import Cell, Move
from stp_rules.proofs.search.pairs import Pair
from stp_rules.proofs.walk.walk import Walk
from stp_rules.readings.spans import Span, endless
from stp_rules.readings.symbols import ANY_STATE, CODES, KNOWN, Symbol, TermDomain, Written
from stp_rules.readings.terms import SolverArithmetic, Term

STEPS = 40_000_000
"""How far the solver goes before it gives up: counted by itself, so the same on every machine."""


@frozen(eq=False)
class Reading:
    """All names of a plan, read for one subject, with what the reading says of it."""

    arithmetic: SolverArithmetic
    symbols: Mapping[str, Symbol]
    fired: Mapping[Path, Written]
    loose: Container[str]


@frozen(eq=False)
class Solver:
    """A plan put to the solver.

    What it says is impossible is; a subject that it finds may not be one, as the solver takes what
    it cannot compute for anything, and is to be tried.
    """

    plan: Plan
    cells: Cells
    deadline: Deadline = NEVER
    terms: Plan = field(init=False)
    somebody: Reading = field(init=False)

    @terms.default
    def _terms(self) -> Plan:
        return make_plan(self.plan.ruleset, SolverArithmetic())

    @somebody.default
    def _somebody(self) -> Reading:
        inputs = {name: self.variable(name, name, self.states(name)) for name in self.plan.inputs}
        return self.read(self.terms, inputs)

    def read(self, plan: Plan, symbols: Mapping[str, Symbol]) -> Reading:
        """Read every measure of a plan that is not among the symbols."""
        arithmetic: Any = plan.arithmetic
        domain = TermDomain(arithmetic)
        constants = {name: Symbol(it) for name, it in plan.constants.items()}
        found = {**constants, **symbols}
        for it in self.deadline.watch(plan.measures):
            if it.info.measure.name not in symbols:
                measure(it, found, domain)
        return Reading(arithmetic, found, domain.fired_at, domain.loose)

    def variable(self, name: str, called: str, states: frozenset[int] = ANY_STATE) -> Symbol:
        """Return an input that may be anything, in some states; the solver is told which."""
        kind = self.plan.inputs[name].lens.kind
        arithmetic: Any = self.terms.arithmetic
        sort = z3.Real if kind == NUMBER else z3.Bool if kind == BOOLEAN else z3.Int
        return Symbol(Term(sort(called), arithmetic), z3.Int(f"{called} is"), states)

    def states(self, name: str) -> frozenset[int]:
        """Return the numbers of the states in which an input can be delivered."""
        unknown: Any = self.cells.unknown(name)
        return frozenset({KNOWN, *(CODES[it.state] for it in unknown)})

    def moved(self, name: str) -> Reading:
        """Read another subject that differs from somebody in one input."""
        resting = wiring(self.plan).resting(name)
        kept = {it: symbol for it, symbol in self.somebody.symbols.items() if it not in resting}
        return self.read(self.terms, {**kept, name: self.variable(name, f"{name} after")})

    # Questions

    def answer(self, question: Question, walk: Walk) -> tuple[bool | None, Pair | None]:
        """Return whether no move does harm, and a pair of subjects of which one does.

        Neither where the solver gives up. Of measures that it cannot compute it is told what a
        walk found.
        """
        before, after = self.somebody, self.moved(question.name)
        one, other = before.symbols[question.name], after.symbols[question.name]
        moves = z3.Or(*(self.makes(move, one, other) for move in question.moves))
        harms = z3.Or(*(harmed(it, before, after) for it in question.harms))
        found = self.model([moves, harms, *self.told(walk, after)])
        if not isinstance(found, z3.ModelRef):
            return found, None
        values = self.values(found, before)
        moved = self.value(found, question.name, other)
        if values is None or moved is None:
            return None, None
        return False, Pair(question.name, values, {**values, question.name: moved})

    def comes_about(
        self, path: Path, category: int | None, walk: Walk
    ) -> dict[str, Raw] | bool | None:
        """Return somebody who meets a rule, or whose result is a category.

        `False` where there is nobody, `None` where the solver gives up.
        """
        found = self.model([self.event(path, category), *self.told(walk, self.somebody)])
        if isinstance(found, z3.ModelRef):
            return self.values(found, self.somebody)
        return None if found is None else False

    def different(self, other: Plan, alike: Container[str]) -> dict[str, Raw] | bool | None:
        """Return somebody whose result by another plan is different.

        `False` where there is nobody, `None` where the solver gives up. `alike` names what both
        plans make alike.
        """
        symbols = self.somebody.symbols
        owners = wiring(self.plan).owners
        kept = {name: it for name, it in symbols.items() if owners.get(name) in alike}
        inputs = {name: symbols[name] for name in other.inputs}
        plan = make_plan(other.ruleset, self.somebody.arithmetic)
        second = self.read(plan, {**kept, **inputs})
        one, two = (symbols[self.plan.ruleset.result], second.symbols[other.ruleset.result])
        found = self.model([apart(one, two, self.somebody.arithmetic)])
        if isinstance(found, z3.ModelRef):
            return self.values(found, self.somebody)
        return None if found is None else False

    def event(self, path: Path, category: int | None) -> Any:
        """Return the condition that somebody meets a rule, or has a category."""
        if category is None:
            written = self.somebody.fired.get(path)
            return written() if written else z3.BoolVal(False)
        result = self.somebody.symbols[self.plan.ruleset.result]
        if result.value is None:
            return z3.BoolVal(False)
        return z3.And(result.known, self.somebody.arithmetic.term(result.value).it == category)

    def told(self, walk: Walk, after: Reading) -> list[Any]:
        """Return what a walk found of the measures that the solver cannot compute."""
        before = self.somebody
        return [
            z3.Or(*(self.makes(it, before.symbols[name], after.symbols[name]) for it in table))
            for name, table in walk.tables.items()
            if name in before.loose
        ]

    def model(self, conditions: Iterable[Any]) -> Any:
        """Return a model in which conditions hold; `True` if there is none, `None` if unsettled."""
        solver = z3.Solver()
        solver.set("rlimit", STEPS)
        if self.deadline.left < inf:
            solver.set("timeout", ceil(self.deadline.left * 1000))
        solver.add(*(self.admissible(name) for name in self.plan.inputs), *conditions)
        found = solver.check()
        if found == z3.sat:
            return solver.model()
        return True if found == z3.unsat else None

    # Inputs

    def admissible(self, name: str) -> Any:
        """Return the condition that an input can be delivered as it is."""
        symbol = self.somebody.symbols[name]
        state = z3.Or(*(symbol.state == code for code in self.states(name)))
        return z3.And(state, z3.Or(z3.Not(symbol.known), self.possible(name, symbol)))

    def possible(self, name: str, symbol: Symbol) -> Any:
        """Return the condition that an input that is known is in its range."""
        entry = self.plan.inputs[name]
        if entry.lens.kind == NUMBER:
            return in_span(symbol.value.it, admissible(self.plan, name))
        if entry.lens.kind == BOOLEAN:
            return z3.BoolVal(True)
        return z3.Or(*(self.lies(symbol, cell) for cell in self.cells.known(name)))

    def lies(self, symbol: Symbol, cell: Cell) -> Any:
        """Return the condition that a value lies in a cell."""
        if isinstance(cell, Unknown):
            return symbol.state == CODES[cell.state]
        if symbol.value is None:
            return z3.BoolVal(False)
        value = self.somebody.arithmetic.term(symbol.value)
        inside = in_span(value.it, cell) if isinstance(cell, Span) else (value == cell).it
        return z3.And(symbol.known, inside)

    def makes(self, move: Move, one: Symbol, other: Symbol) -> Any:
        """Return the condition that two values make a move."""
        ends = z3.And(self.lies(one, move.before), self.lies(other, move.after))
        if move.by is None or one.value is None or other.value is None:
            return ends
        return z3.And(ends, in_span(other.value.it - one.value.it, move.by))

    def values(self, model: Any, reading: Reading) -> dict[str, Raw] | None:
        """Return the inputs of a model; `None` where a number cannot be written."""
        found = {name: self.value(model, name, reading.symbols[name]) for name in self.plan.inputs}
        return None if any(raw is None for raw in found.values()) else found

    def value(self, model: Any, name: str, symbol: Symbol) -> Raw:
        """Return an input of a model as the engine holds it."""
        state = model.eval(symbol.state, model_completion=True).as_long()
        if state != KNOWN:
            return Unknown(next(it for it, code in CODES.items() if code == state), "")
        found = model.eval(symbol.value.it, model_completion=True)
        kind = self.plan.inputs[name].lens.kind
        if kind == NUMBER:
            return Exact.of(found.as_fraction()) if z3.is_rational_value(found) else None
        if kind == BOOLEAN:
            return z3.is_true(found)
        arithmetic: Any = self.terms.arithmetic
        labels = {code: label for label, code in arithmetic.codes.items()}
        at = found.as_long()
        return at if self.plan.inputs[name].lens.categories else labels[at]


def apart(one: Symbol, other: Symbol, arithmetic: SolverArithmetic) -> Any:
    """Return the condition that a result is another one; without a value all are alike."""
    if one.value is None or other.value is None:
        return z3.Or(one.known, other.known)
    first, second = arithmetic.term(one.value).it, arithmetic.term(other.value).it
    return z3.Or(one.known != other.known, z3.And(one.known, other.known, first != second))


def in_span(it: Any, span: Span) -> Any:
    """Return the condition that a number lies in a span."""
    conditions = []
    if not endless(span.low):
        low = z3.Q(*_parts(span.low))
        conditions.append(it > low if span.low_open else it >= low)
    if not endless(span.high):
        high = z3.Q(*_parts(span.high))
        conditions.append(it < high if span.high_open else it <= high)
    return z3.And(*conditions)


def _parts(end: Fraction | float) -> tuple[int, int]:
    return Fraction(end).as_integer_ratio()


def harmed(harm: Any, before: Reading, after: Reading) -> Any:
    """Return the condition that a measure is done harm."""
    one, other = before.symbols[harm.name], after.symbols[harm.name]
    if one is other:
        return z3.BoolVal(False)
    if isinstance(harm, Difference):
        states = z3.IntVal(0) + one.state != z3.IntVal(0) + other.state
        return z3.Or(states, z3.And(one.known, apart(one, other, before.arithmetic)))
    if one.value is None or other.value is None:
        return z3.BoolVal(False)
    first, second = before.arithmetic.term(one.value).it, before.arithmetic.term(other.value).it
    gain = first - second if harm.target.category else (second - first) * harm.target.sign
    return z3.And(one.known, other.known, z3.Or(*(in_span(gain, it) for it in harm.wrong)))
