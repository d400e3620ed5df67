"""A plan read with terms: what every measure is, for all subjects at once.

It follows the evaluator line by line; where that asks whether a value is known, here there is a
term for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import z3
from attrs import field, frozen

from stp_rules.engine.plan import MeasurePlan, Plan, StepPlan
from stp_rules.engine.sources import (
    CohortMean,
    CombinationSource,
    CountSource,
    DecideSource,
    FormulaSource,
    FromSource,
)
from stp_rules.engine.wiring import given_by
from stp_rules.language.conditions import TESTS, Truth, decided, some, truth
from stp_rules.language.words.sources.count import count
from stp_rules.language.words.sources.decide import reached
from stp_rules.language.words.sources.formula import formula
from stp_rules.model import Comparison, Condition, Fill, Name, Need, State
from stp_rules.paths import Path
from stp_rules.proofs.domain.ruled import UnknownRuleError
from stp_rules.proofs.solving.terms import SolverArithmetic, Term

KNOWN = 0
CODES = {state: code for code, state in enumerate(State, 1)}
"""How states are numbered; a value that is known has none of them."""

NOT_RATED = CODES[State.NOT_RATED]

_WITHOUT_SOME = ("mean", "sum", "min", "max")
"""Of what a term is found though some members may be left out."""


@frozen(eq=False)
class Symbol:
    """The value of a name, and the number of its state."""

    value: Any
    state: Any = KNOWN

    @property
    def known(self) -> Any:
        """Where it is known."""
        return self.state == KNOWN


Symbols = Mapping[str, Symbol]


@frozen(eq=False)
class Reading:
    """All names of a plan, read for one subject.

    `fired` gives for each band, each step with a condition and each line of a decision where it
    comes about; `loose` are the names of which a term does not say all.
    """

    plan: Plan
    symbols: dict[str, Symbol]
    fired: dict[Path, Any] = field(factory=dict)
    loose: set[str] = field(factory=set)

    @property
    def arithmetic(self) -> SolverArithmetic:
        """The arithmetic of the plan."""
        found: Any = self.plan.arithmetic
        return found  # type: ignore[no-any-return]

    def measure(self, plan: MeasurePlan) -> None:
        """Read a measure and its named steps."""
        terms = len(self.arithmetic.loose)
        symbol = self.needed(plan, self.source(plan))
        for step in plan.steps:
            symbol = self.step(step, symbol)
            if step.info.step.name:
                self.symbols[step.info.step.name] = symbol
        self.symbols[plan.info.measure.name] = symbol
        if len(self.arithmetic.loose) > terms:
            self.loose.update(given_by(plan))

    # Conditions

    def holds(self, condition: Condition) -> Truth:
        """Return where a condition holds and where it fails."""
        found = truth(condition, self.compared, self.arithmetic)
        return Truth(self.bool(found.holds), self.bool(found.fails))

    def bool(self, value: Any) -> Any:
        """Return a truth as the solver has it."""
        return self.arithmetic.term(value).it

    def compared(self, test: Comparison) -> Truth:
        """Return where a test holds and where it fails: neither, where a value is not known."""
        symbol = self.symbols[test.name]
        if test.test == "known":
            known = self.term(symbol.known)
            return decided(known if test.bound is True else self.opposite(known), self.arithmetic)
        if test.test == "in":
            items: Any = test.bound
            return some((self.tested(symbol, "is", item) for item in items), self.arithmetic)
        return self.tested(symbol, test.test, test.bound)

    def tested(self, symbol: Symbol, test: str, bound: Any) -> Truth:
        """Return where one value passes a test against another, and where it does not."""
        other = self.symbols[bound.name] if isinstance(bound, Name) else Symbol(bound)
        value, against = self.arithmetic.term(symbol.value), self.arithmetic.term(other.value)
        passed = TESTS[test](value, against).it
        known = z3.And(symbol.known, other.known)
        return Truth(self.term(z3.And(known, passed)), self.term(z3.And(known, z3.Not(passed))))

    def term(self, it: Any) -> Term:
        """Return what the solver has as a term."""
        return self.arithmetic.term(it) if isinstance(it, bool) else Term(it, self.arithmetic)

    def opposite(self, term: Term) -> Term:
        """Not."""
        return Term(z3.Not(term.it), self.arithmetic)

    # Sources

    def source(self, plan: MeasurePlan) -> Symbol:
        """Read the source of a measure."""
        match plan.source:
            case FromSource(args, policies):
                return self.filled(self.symbols[args.name], policies)
            case FormulaSource(expression, names, policies):
                return self.filled(self.formula(expression, names), policies)
            case CombinationSource():
                return self.combination(plan.source)
            case CountSource():
                return self.count(plan.source)
            case DecideSource():
                return self.decision(plan.source, plan.info.path)

    def filled(self, symbol: Symbol, policies: Mapping[State, Any]) -> Symbol:
        """Put in what the policies say for what is not known."""
        value, state = symbol.value, symbol.state
        for of, policy in policies.items():
            here = symbol.state == CODES[of]
            match policy:
                case Fill(number):
                    value = self.arithmetic.where(self.term(here), number, value)
                    state = self.chosen(here, KNOWN, state)
                case CohortMean():
                    value = self.arithmetic.where(self.term(here), self.anything().value, value)
                    state = self.chosen(here, self.anything().state, state)
                case "not_rated":
                    state = self.chosen(here, NOT_RATED, state)
                case "ignore":
                    pass
                case unknown:
                    raise UnknownRuleError(f"`{unknown}` has no rule in proofs")
        return Symbol(value, state)

    def chosen(self, condition: Any, yes: Any, no: Any) -> Any:
        """Choose between states."""
        if isinstance(condition, bool):
            return yes if condition else no
        return z3.If(condition, yes, no)

    def anything(self) -> Symbol:
        """Return any number, or one that is not rated."""
        rated = self.arithmetic.any(z3.BoolSort()).it
        return self.rated(self.arithmetic.any(z3.RealSort()), rated)

    def rated(self, value: Any, known: Any) -> Symbol:
        """Return a value that is not rated where it is not known."""
        return Symbol(value, z3.If(known, KNOWN, NOT_RATED))

    def formula(self, expression: Any, names: Sequence[str]) -> Symbol:
        """Read a formula."""
        values = {name: self.symbols[name].value for name in names}
        value = formula(expression, values, self.arithmetic)
        known = [self.symbols[name].known for name in names]
        return self.rated(value, z3.And(*known, z3.Not(self.arithmetic.failed())))

    def combination(self, source: CombinationSource) -> Symbol:
        """Read members combined; what is left out weighs nothing."""
        if _ignoring(source.policies) and source.args.kind not in _WITHOUT_SOME:
            return self.anything()
        members = [self.symbols[name] for name in source.names]
        filled = [
            self.filled(member, source.fillings(name))
            for name, member in zip(source.names, members, strict=True)
        ]
        ignored = [self.in_state(member, _ignoring(source.policies)) for member in members]
        counted = [z3.Not(it) for it in ignored]
        lacking = [z3.And(here, z3.Not(it.known)) for here, it in zip(counted, filled, strict=True)]
        values, weights = self.weighed(source, [it.value for it in filled], counted)
        value = source.args.body(values, weights, self.arithmetic)
        fails = z3.Or(*lacking, z3.Not(z3.Or(*counted)), self.arithmetic.failed())
        return self.rated(value, z3.Not(fails))

    def weighed(
        self, source: CombinationSource, values: list[Any], counted: list[Any]
    ) -> tuple[list[Any], list[Any]]:
        """Return values and weights in which what is not counted plays no part."""
        where, zero = self.arithmetic.where, self.arithmetic.number(0)
        pairs = list(zip(values, source.weights, map(self.term, counted), strict=True))
        if not _ignoring(source.policies):
            return values, list(source.weights)
        if source.args.kind in ("min", "max"):
            anybody = values[-1]
            for value, _, here in reversed(pairs[:-1]):
                anybody = where(here, value, anybody)
            return [where(here, value, anybody) for value, _, here in pairs], list(source.weights)
        parts = [where(here, value, zero) for value, _, here in pairs]
        return parts, [where(here, weight, zero) for _, weight, here in pairs]

    def in_state(self, symbol: Symbol, states: Iterable[State]) -> Any:
        """Return where a value is in one of some states."""
        return z3.Or(*(symbol.state == CODES[state] for state in states))

    def count(self, source: CountSource) -> Symbol:
        """Read how many members pass; an undecided one that is not passed over leaves no count."""
        truths = [self.holds(test) for test in source.tests]
        ignoring = _ignoring(source.policies)
        lacking = []
        for name, found in zip(source.args.of, truths, strict=True):
            member = self.symbols[name]
            also = member.known if State.NOT_RATED in ignoring else False
            passed_over = z3.Or(self.in_state(member, ignoring), also)
            lacking.append(z3.Not(z3.Or(found.holds, found.fails, passed_over)))
        terms = [Truth(*map(self.term, it)) for it in truths]
        return self.rated(count(terms, self.arithmetic), z3.Not(z3.Or(*lacking)))

    def decision(self, source: DecideSource, path: Path) -> Symbol:
        """Read a decision: the first line that does not fail, if it holds."""
        yes = Truth(z3.BoolVal(True), z3.BoolVal(False))
        truths = [self.holds(when) if when else yes for when in source.conditions]
        at = self.arithmetic.term(
            reached([Truth(*map(self.term, it)) for it in truths], self.arithmetic)
        )
        symbol = Symbol(self.arithmetic.term(self.outcome(source, 0).value), NOT_RATED)
        for position, found in enumerate(truths):
            here = z3.And(at.it == position, found.holds)
            self.fired[path / "decide" / position] = here
            outcome = self.outcome(source, position)
            value = self.arithmetic.where(self.term(here), outcome.value, symbol.value)
            symbol = Symbol(value, z3.If(here, outcome.state, symbol.state))
        return symbol

    def outcome(self, source: DecideSource, position: int) -> Symbol:
        """Return what a line of a decision gives."""
        outcome = source.outcomes[position]
        return self.symbols[outcome.name] if isinstance(outcome, Name) else Symbol(outcome)

    def needed(self, plan: MeasurePlan, symbol: Symbol) -> Symbol:
        """Return a value that is not rated where what is needed is not there."""
        if plan.need is None:
            return symbol
        met = self.met(plan, plan.need)
        return Symbol(symbol.value, z3.If(met, symbol.state, NOT_RATED))

    def met(self, plan: MeasurePlan, need: Need) -> Any:
        """Return where what is needed is there."""
        if need.condition:
            return self.holds(need.condition).holds
        weights = [1 if need.known or it is None else abs(it) for _, _, it in plan.info.members]
        names = [name for name, _, _ in plan.info.members]
        known = z3.Sum(
            *(
                z3.If(self.symbols[name].known, self.arithmetic.number(weight).it, 0)
                for name, weight in zip(names, weights, strict=True)
            )
        )
        least = need.known if need.known is not None else sum(weights) * (need.share or 0)
        return known >= self.arithmetic.number(least).it

    # Steps

    def step(self, plan: StepPlan, symbol: Symbol) -> Symbol:
        """Read a step: where its condition fails nothing changes, where it is undecided all is."""
        if plan.site:
            beside = self.anything()
            return Symbol(beside.value, z3.If(symbol.known, beside.state, symbol.state))
        self.bands(plan, symbol)
        value = plan.args.body(self.arithmetic.term(symbol.value), self.arithmetic)
        failed = self.arithmetic.failed()
        if not plan.when:
            return Symbol(value, z3.If(z3.And(symbol.known, failed), NOT_RATED, symbol.state))
        found = self.holds(plan.when)
        self.fired[plan.info.path / plan.info.word] = z3.And(symbol.known, found.holds)
        after = self.arithmetic.where(self.term(found.holds), value, symbol.value)
        lost = z3.Or(z3.And(found.holds, failed), z3.Not(z3.Or(found.holds, found.fails)))
        return Symbol(after, z3.If(z3.And(symbol.known, lost), NOT_RATED, symbol.state))

    def bands(self, plan: StepPlan, symbol: Symbol) -> None:
        """Note where each band comes about."""
        if plan.ranked:
            at = self.arithmetic.term(plan.ranked.body(symbol.value, self.arithmetic))
            for position in range(len(plan.ranked.bands)):
                path = plan.info.path / plan.info.word / position
                self.fired[path] = z3.And(symbol.known, at.it == position)


def _ignoring(policies: Mapping[State, Any]) -> list[State]:
    return [state for state, policy in policies.items() if policy == "ignore"]
