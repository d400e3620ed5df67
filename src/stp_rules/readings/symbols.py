"""A plan read with terms of the solver z3: what every measure is, for all subjects at once.

A symbol carries the states that it may be in, so that what cannot lack a value is not asked
whether it has one, and what never has one is never computed with. Of what a solver cannot compute,
and of what a cohort says, a symbol may be anything: what the solver finds impossible is
impossible, and what it finds has still to be tried.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import z3
from attrs import define, field, frozen

from stp_rules.engine.cohort import Site
from stp_rules.engine.interpret import Case, Holds, Weight
from stp_rules.engine.plan import MeasurePlan, StepPlan
from stp_rules.engine.result import StepInfo
from stp_rules.engine.values import Unknown
from stp_rules.engine.wiring import given_by
from stp_rules.language.arithmetic import Value
from stp_rules.language.combination import LeftOut
from stp_rules.language.conditions import UNDECIDED, Truth
from stp_rules.language.values import State
from stp_rules.paths import Path
from stp_rules.readings.terms import SolverArithmetic, Term

KNOWN = 0
CODES = {state: code for code, state in enumerate(State, 1)}
"""How states are numbered; a value that is known has none of them."""

NOT_RATED = CODES[State.NOT_RATED]
ALWAYS_KNOWN = frozenset({KNOWN})
NEVER_KNOWN = frozenset({NOT_RATED})
ANY_STATE = frozenset({KNOWN, *CODES.values()})

APART = 3
"""How many members that may be left out are told apart, each choice of them read by itself."""


@frozen(eq=False)
class Symbol:
    """The value of a name, the number of its state, and the states that it may be in.

    There is no value where it is never known.
    """

    value: Any
    state: Any = KNOWN
    states: frozenset[int] = ALWAYS_KNOWN

    @property
    def known(self) -> Any:
        """The term for whether it is known."""
        if KNOWN not in self.states or self.states == ALWAYS_KNOWN:
            return z3.BoolVal(KNOWN in self.states)
        return self.state == KNOWN


@define(eq=False)
class Branch:
    """Under which conditions a function is called: one more than outside it, or the opposite."""

    outside: "Branch | None"
    condition: Any
    holds: bool
    written: Any = None

    @property
    def term(self) -> Any:
        """The conditions as one term, each branch written once."""
        unwritten = []
        at: Branch | None = self
        while at is not None and at.written is None:
            unwritten.append(at)
            at = at.outside
        for it in reversed(unwritten):
            own = it.condition if it.holds else z3.Not(it.condition)
            it.written = own if it.outside is None else z3.And(it.outside.written, own)
        return self.written


Written = Callable[[], Any]
"""Writes a condition as a term, when it is asked for."""


@define(eq=False)
class TermDomain:
    """All subjects: a symbol is two terms, and what holds is a term, or a truth for all of them.

    `fired_at` gives for each band, each step and each line of a decision where it comes about;
    `loose` are the names of which a term does not say all.
    """

    arithmetic: SolverArithmetic
    fired_at: dict[Path, Written] = field(factory=dict)
    loose: set[str] = field(factory=set)
    branch: Branch | None = None
    remarks: list[tuple[int | bool, Written]] = field(factory=list)
    counted: int = field(init=False)

    @counted.default
    def _counted(self) -> int:
        return len(self.arithmetic.loose)

    # Symbols

    def known(self, symbol: Symbol) -> Holds:
        """Return where a symbol has a value."""
        return self.one_of(symbol, ALWAYS_KNOWN)

    def unknown(self, symbol: Symbol) -> Holds:
        """Return where a symbol has no value."""
        return self.opposite(self.known(symbol))

    def in_state(self, symbol: Symbol, states: Iterable[State]) -> Holds:
        """Return where a symbol is in one of some states."""
        return self.one_of(symbol, frozenset(CODES[state] for state in states))

    def one_of(self, symbol: Symbol, codes: frozenset[int]) -> Holds:
        """Return where the number of a state is one of some; true or false where that is sure."""
        possible = codes & symbol.states
        if not possible or possible == symbol.states:
            return bool(possible)
        return Term(z3.Or(*(symbol.state == code for code in sorted(possible))), self.arithmetic)

    def surely_known(self, symbols: Iterable[Symbol]) -> bool:
        """Tell whether all have a value, whoever the subject is."""
        return all(symbol.states == ALWAYS_KNOWN for symbol in symbols)

    def value(self, symbol: Symbol) -> Value:
        """Return the value as a term; of what never has one it does not matter which."""
        if symbol.value is None:
            return self.arithmetic.number(0)
        return self.arithmetic.term(symbol.value)

    def rated(self, value: Value) -> Symbol:
        """Return a symbol that is known."""
        return Symbol(value)

    def lacking(self, reason: Callable[..., Unknown], *given: Any) -> Symbol:  # noqa: ARG002 - one shape for all
        """Return a symbol that is not rated; nobody asks why."""
        return Symbol(None, NOT_RATED, NEVER_KNOWN)

    def absent(self, symbol: Symbol) -> Symbol:
        """Return a symbol where it is not known."""
        return _within(symbol, symbol.states - ALWAYS_KNOWN)

    def without(self, symbol: Symbol, states: Iterable[State]) -> Symbol:
        """Return a symbol where it is in none of some states."""
        return _within(symbol, symbol.states - {CODES[state] for state in states})

    def anything(self) -> Symbol:
        """Return any number, or one that is not rated."""
        rated = self.arithmetic.any(z3.BoolSort()).it
        value = self.arithmetic.any(z3.RealSort())
        return Symbol(value, z3.If(rated, KNOWN, NOT_RATED), ALWAYS_KNOWN | NEVER_KNOWN)

    # What holds

    def every(self, conditions: Iterable[Holds]) -> Holds:
        """Return where all hold."""
        return self.folded(conditions, z3.And, settling=False)

    def some(self, conditions: Iterable[Holds]) -> Holds:
        """Return where any holds."""
        return self.folded(conditions, z3.Or, settling=True)

    def folded(
        self, conditions: Iterable[Holds], fold: Callable[..., Any], *, settling: bool
    ) -> Holds:
        """Put conditions together, of which one that is `settling` for all subjects settles it."""
        terms = []
        for it in conditions:
            if it is settling:
                return settling
            if not isinstance(it, bool):
                terms.append(it)
        if len(terms) < 2:  # noqa: PLR2004 - of one there is nothing to put together
            return terms[0] if terms else not settling
        return Term(fold(*(term.it for term in terms)), self.arithmetic)

    def opposite(self, condition: Holds) -> Holds:
        """Return where it does not hold."""
        if isinstance(condition, bool):
            return not condition
        return Term(z3.Not(condition.it), self.arithmetic)

    def undecided(self, found: Truth) -> Holds:
        """Return where a truth neither holds nor fails."""
        return self.opposite(self.some(found))

    def tested(self, passes: Callable[[Value, Value], Value], one: Symbol, other: Symbol) -> Truth:
        """Return where a test holds and where it fails: neither, where a value is not known."""
        known = self.every((self.known(one), self.known(other)))
        if known is False:
            return UNDECIDED
        passed = passes(self.value(one), self.value(other))
        return Truth(self.every((known, passed)), self.every((known, self.opposite(passed))))

    def short(self, symbols: Sequence[Symbol], weights: Sequence[Weight], least: Weight) -> Holds:
        """Return where what is known weighs less than the least."""
        where, number = self.arithmetic.where, self.arithmetic.number
        parts = [
            where(self.known(symbol), number(weight), number(0))
            for symbol, weight in zip(symbols, weights, strict=True)
        ]
        return Term(z3.Sum(*(part.it for part in parts)) < number(least).it, self.arithmetic)

    # Choice

    def choose(
        self, cases: Iterable[Case], otherwise: Callable[..., Symbol], *given: Any
    ) -> Symbol:
        """Call every function whose condition may hold, and join what they give."""
        outside, made = self.branch, []
        for condition, then, arguments in cases:
            if condition is True:
                otherwise, given = then, arguments
                break
            if condition is not False:
                term, before = condition.it, self.branch
                self.branch = Branch(before, term, holds=True)
                made.append((condition, then(*arguments)))
                self.branch = Branch(before, term, holds=False)
        symbol = otherwise(*given)
        self.branch = outside
        for condition, found in reversed(made):
            symbol = self.joined(condition, found, symbol)
        return symbol

    def joined(self, condition: Term, one: Symbol, other: Symbol) -> Symbol:
        """Return the one symbol where a condition holds, and the other where it does not."""
        if one is other:
            return one
        if one.value is None or other.value is None:
            value = other.value if one.value is None else one.value
        else:
            value = self.arithmetic.where(condition, one.value, other.value)
        states = one.states | other.states
        if len(states) == 1:
            return Symbol(value, one.state, states)
        return Symbol(value, z3.If(condition.it, one.state, other.state), states)

    def among(
        self,
        left_out: LeftOut | None,
        counted: Sequence[Holds],
        symbols: Sequence[Symbol],
        weights: Sequence[Value],
        combined: Callable[[Sequence[Value], Sequence[Value]], Symbol],
    ) -> Symbol:
        """Combine the members that count: as the word says, or each choice of them by itself."""
        members = [
            (self.value(symbol), weight, counts)
            for symbol, weight, counts in zip(symbols, weights, counted, strict=True)
            if counts is not False
        ]
        values, kept, counts = zip(*members, strict=True)
        unsure = [it for it in counts if it is not True]
        if not unsure:
            return combined(values, kept)
        if left_out:
            return combined(*left_out(values, kept, counts, self.arithmetic))
        if len(unsure) > APART:
            return self.anything()
        return self.told_apart(members, (), combined)

    def told_apart(
        self,
        members: Sequence[tuple[Value, Value, Holds]],
        kept: tuple[tuple[Value, Value], ...],
        combined: Callable[[Sequence[Value], Sequence[Value]], Symbol],
    ) -> Symbol:
        """Combine every choice of the members that may count beside those that are kept."""
        if not members:
            return combined(*zip(*kept, strict=True)) if kept else self.lacking(Unknown)
        (value, weight, counts), *rest = members
        cases = [(counts, self.told_apart, (rest, (*kept, (value, weight)), combined))]
        return self.choose(cases, self.told_apart, rest, kept, combined)

    def attempted(self, compute: Callable[..., Value], *given: Any) -> Symbol:
        """Return what is computed, not rated where an operation in it has no value."""
        failures = self.arithmetic.failures
        before = failures.copy()
        failures.clear()
        value = compute(*given)
        failed = self.some(failures.copy())
        failures[:] = before
        if failed is False:
            return Symbol(value)
        return self.joined(failed, self.lacking(Unknown), Symbol(value))

    def banded(self, step: StepPlan, value: Value) -> Symbol:
        """Return what bands make of a value, and remark where each is met."""
        ranked: Any = step.ranked
        at = partial(ranked.body, value, self.arithmetic)
        for position in range(len(ranked.bands)):
            self.remarks.append((position, partial(self.met, self.branch, at, position)))
        return self.attempted(step.args.body, value, self.arithmetic)

    def met(self, branch: Branch | None, at: Callable[[], Value], position: int) -> Any:
        """Return where a band is met, within a branch."""
        met = self.arithmetic.term(at()).it == position
        return z3.And(branch.term, met) if branch else met

    # The cohort

    def mean_of(self, site: Site, symbols: Mapping[str, Symbol]) -> Symbol:  # noqa: ARG002 - one shape for all
        """Return any mean, or none."""
        return self.anything()

    def beside(self, step: StepPlan, value: Value, symbols: Mapping[str, Symbol]) -> Symbol:  # noqa: ARG002 - one shape for all
        """Return any number, or none."""
        return self.anything()

    # What comes about

    def fired(self, what: int | bool) -> None:  # noqa: FBT001 - which, or whether
        """Remark that something fires within the branch in which this is called."""
        branch = self.branch
        self.remarks.append((what, lambda: branch.term if branch else z3.BoolVal(True)))

    def stuck(self, at: int) -> None:
        """Remark nothing: who is stuck at a line does not meet it."""

    def remarked(self) -> list[tuple[int | bool, Written]]:
        """Return what has been remarked since this was last asked."""
        found, self.remarks = self.remarks, []
        return found

    def traced(self, info: StepInfo, before: Symbol, after: Symbol) -> None:  # noqa: ARG002 - one shape for all
        """Note where each band is met, or where a step applies."""
        path = info.path / info.word
        for what, written in self.remarked():
            if what is not False:
                self.fired_at[path if what is True else path / what] = written

    def settled(self, symbol: Symbol) -> Symbol:
        """Return a symbol as it is: numbers of a solver have no length."""
        return symbol

    def measured(  # noqa: PLR0913, PLR0917 - all that is known of it
        self,
        plan: MeasurePlan,
        source: Symbol,  # noqa: ARG002 - one shape for all
        symbol: Symbol,
        steps: Sequence[None],  # noqa: ARG002 - one shape for all
        read: tuple[Symbol, ...],  # noqa: ARG002 - one shape for all
        fired: Sequence[tuple[int | bool, Written]],
    ) -> Symbol:
        """Note where each line of a decision decides, and whether a term does not say all."""
        for at, written in fired:
            self.fired_at[plan.info.path / "decide" / at] = written
        if len(self.arithmetic.loose) > self.counted:
            self.loose.update(given_by(plan))
            self.counted = len(self.arithmetic.loose)
        return symbol


def _within(symbol: Symbol, states: frozenset[int]) -> Symbol:
    """Return a symbol that is known to be in one of some states."""
    state = next(iter(states)) if len(states) == 1 else symbol.state
    return Symbol(symbol.value if KNOWN in states else None, state, states)
