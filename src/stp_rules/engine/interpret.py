"""What a plan means: source, filling of gaps, need, steps and conditions, each written once.

It is written over a domain, which says what a symbol is: the value of a name, or that it is not
known. With exact numbers for a domain this is what `evaluate()` does for one subject; with terms
of a solver it is what holds for all subjects at once.

The domain's `choose` is the only branch. It is handed conditions, each with a function and its
arguments: one domain calls the function whose condition holds, another calls them all and joins
what they give. So a function called by `choose` may take for granted that its condition holds, and
must do nothing but return a symbol and remark what has fired.

There are two domains: `readings.exact.ExactDomain`, of one subject, and
`readings.symbols.TermDomain`, of all subjects in terms of the solver z3. A walk of the proofs is
none (decision 30): it states the same over moves, and leaves single values to the exact domain.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import compress
from typing import Any, Protocol

from stp_rules.engine.cohort import Site
from stp_rules.engine.plan import MeasurePlan, StepPlan
from stp_rules.engine.result import StepInfo
from stp_rules.engine.sources import (
    CohortMean,
    CombinationSource,
    CountSource,
    DecideSource,
    FormulaSource,
    FromSource,
    Policies,
    SourcePlan,
    compared_with,
)
from stp_rules.engine.values import Unknown, because_of, not_rated
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.combination import LeftOut
from stp_rules.language.conditions import (
    TESTS,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Truth,
    decided,
    opposite,
    some,
    truth,
)
from stp_rules.language.expressions import Name
from stp_rules.language.ruleset import Fill, Need
from stp_rules.language.values import State
from stp_rules.language.words.sources.count import count
from stp_rules.language.words.sources.formula import formula

Symbol = Any
"""What a domain has for a name: a value that is known, or that it is not known, and why."""

Holds = Any
"""Whether something holds, as a domain has it: a truth, or a term."""

Case = tuple[Holds, Callable[..., Symbol], tuple[Any, ...]]
"""A condition, and the function to call where it holds, with its arguments."""

Symbols = dict[str, Symbol]

Weight = Fraction | int

ALWAYS = Truth(holds=True, fails=False)


class Domain(Protocol):
    """What is asked of a domain.

    Reasons are given as functions: a domain that keeps none never calls them. So a reason may look
    into its symbols as one subject has them, and is written over raw values and `Unknown`.
    """

    @property
    def arithmetic(self) -> Arithmetic:
        """What its numbers are."""

    def known(self, symbol: Symbol) -> Holds:
        """Tell whether a symbol has a value."""

    def unknown(self, symbol: Symbol) -> Holds:
        """Tell whether a symbol has no value."""

    def in_state(self, symbol: Symbol, states: Iterable[State]) -> Holds:
        """Tell whether a symbol has no value and is in one of some states."""

    def surely_known(self, symbols: Iterable[Symbol]) -> bool:
        """Tell whether it is certain, without looking at a subject, that all have a value."""

    def value(self, symbol: Symbol) -> Value:
        """Return the value of a symbol where it has one."""

    def rated(self, value: Value) -> Symbol:
        """Return a symbol that has a value."""

    def lacking(self, reason: Callable[..., Unknown], *given: Any) -> Symbol:
        """Return a symbol that is not rated; called with `given`, `reason` says why."""

    def absent(self, symbol: Symbol) -> Symbol:
        """Return a symbol as it is where it has no value."""

    def without(self, symbol: Symbol, states: Iterable[State]) -> Symbol:
        """Return a symbol as it is where it is in none of some states."""

    def every(self, conditions: Iterable[Holds]) -> Holds:
        """Tell whether all hold."""

    def some(self, conditions: Iterable[Holds]) -> Holds:
        """Tell whether any holds."""

    def opposite(self, condition: Holds) -> Holds:
        """Tell whether it does not hold."""

    def undecided(self, found: Truth) -> Holds:
        """Tell whether a truth neither holds nor fails."""

    def tested(self, passes: Callable[[Value, Value], Value], one: Symbol, other: Symbol) -> Truth:
        """Return the truth of a test of two symbols: undecided unless both have a value."""

    def short(self, symbols: Sequence[Symbol], weights: Sequence[Weight], least: Weight) -> Holds:
        """Tell whether the weight of the symbols that have a value is less than the least."""

    def choose(
        self, cases: Iterable[Case], otherwise: Callable[..., Symbol], *given: Any
    ) -> Symbol:
        """Return what the first function gives whose condition holds, or else `otherwise`."""

    def among(
        self,
        left_out: LeftOut | None,
        counted: Sequence[Holds],
        symbols: Sequence[Symbol],
        weights: Sequence[Value],
        combined: Callable[[Sequence[Value], Sequence[Value]], Symbol],
    ) -> Symbol:
        """Return what is combined of the values and weights of those that count; one does.

        `left_out` is what the word says of those that do not.
        """

    def attempted(self, compute: Callable[..., Value], *given: Any) -> Symbol:
        """Return a symbol with what is computed, or not rated where that has no value."""

    def banded(self, step: StepPlan, value: Value) -> Symbol:
        """Return what bands make of a value, and remark which one was met."""

    def mean_of(self, site: Site, symbols: Mapping[str, Symbol]) -> Symbol:
        """Return the mean of the subject's group in the cohort."""

    def beside(self, step: StepPlan, value: Value, symbols: Mapping[str, Symbol]) -> Symbol:
        """Return what a step makes of a value beside the subject's group in the cohort."""

    def fired(self, what: int | bool) -> None:  # noqa: FBT001 - which, or whether
        """Remark that a line of a decision decides, or whether a step applies."""

    def stuck(self, at: int) -> None:
        """Remark at which line a decision cannot be decided."""

    def remarked(self) -> Any:
        """Return what has been remarked since this was last asked."""

    def traced(self, info: StepInfo, before: Symbol, after: Symbol) -> Any:
        """Return what is kept of a step, and of what has been remarked of it."""

    def settled(self, symbol: Symbol) -> Symbol:
        """Return a symbol as it stands at the end of a measure."""

    def measured(  # noqa: PLR0913, PLR0917 - all that is known of it
        self,
        plan: MeasurePlan,
        source: Symbol,
        symbol: Symbol,
        steps: Sequence[Any],
        read: tuple[Symbol, ...],
        fired: Any,
    ) -> Any:
        """Return what is kept of a measure."""


def measure(plan: MeasurePlan, symbols: Symbols, domain: Domain) -> Any:
    """Read a measure, and add it and its named steps to the symbols."""
    read = read_by(plan.source, symbols)
    source = sourced(plan.source, read, symbols, domain)
    fired = domain.remarked()
    symbol = needed(plan, source, read, symbols, domain) if plan.need else source
    steps = []
    for step in plan.steps:
        before, symbol = symbol, stepped(step, symbol, symbols, domain)
        steps.append(domain.traced(step.info, before, symbol))
        if step.info.step.name:
            symbols[step.info.step.name] = symbol
    symbol = domain.settled(symbol)
    symbols[plan.info.measure.name] = symbol
    return domain.measured(plan, source, symbol, steps, read, fired)


# Sources


def read_by(source: SourcePlan, symbols: Mapping[str, Symbol]) -> tuple[Symbol, ...]:
    """Return the symbols that a source reads."""
    return tuple([symbols[name] for name in source.names])


def sourced(
    source: SourcePlan, read: tuple[Symbol, ...], symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    """Return what a source gives, of the symbols that it reads and those that it tests."""
    return _SOURCES[type(source)](source, read, symbols, domain)


def _handed_on(
    source: FromSource, read: tuple[Symbol, ...], symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    return _filled(read[0], source.policies, symbols, domain)


def _calculated(
    source: FormulaSource, read: tuple[Symbol, ...], symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    given = list(zip(source.names, read, strict=True))
    cases = (
        (domain.unknown(symbol), domain.lacking, (because_of, name, symbol))
        for name, symbol in given
    )
    result = domain.choose(cases, _computed, source, given, domain)
    return _filled(result, source.policies, symbols, domain)


def _computed(source: FormulaSource, given: Sequence[tuple[str, Symbol]], domain: Domain) -> Symbol:
    values = {name: domain.value(symbol) for name, symbol in given}
    return domain.attempted(formula, source.expression, values, domain.arithmetic)


def _combined(
    source: CombinationSource,
    read: tuple[Symbol, ...],
    symbols: Mapping[str, Symbol],
    domain: Domain,
) -> Symbol:
    """Return members combined.

    Where all are surely known, the way around gaps is not gone: it gives the same there.
    """
    body = source.args.body
    if domain.surely_known(read):
        values = list(map(domain.value, read))
        return domain.attempted(body, values, source.weights, domain.arithmetic)

    def combined(values: Sequence[Value], weights: Sequence[Value]) -> Symbol:
        return domain.attempted(body, values, weights, domain.arithmetic)

    counted = [domain.opposite(domain.in_state(it, source.ignored)) for it in read]
    filled = [
        _filled(symbol, source.fillings(name), symbols, domain)
        for name, symbol in zip(source.names, read, strict=True)
    ]
    cases = _lacking_members(source.names, counted, filled, domain)
    return domain.choose(
        cases, domain.among, source.args.left_out, counted, filled, source.weights, combined
    )


def _lacking_members(
    names: Sequence[str], counted: Sequence[Holds], filled: Sequence[Symbol], domain: Domain
) -> Iterator[Case]:
    """Give where members leave a combination without a value: one that counts, or all."""
    for name, counts, symbol in zip(names, counted, filled, strict=True):
        lacks = domain.every((counts, domain.unknown(symbol)))
        yield lacks, domain.lacking, (because_of, name, symbol)
    yield domain.opposite(domain.some(counted)), domain.lacking, (not_rated, "no member is known")


def _counted(
    source: CountSource, read: tuple[Symbol, ...], symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    truths = [holds(test, symbols, domain) for test in source.tests]
    cases = _uncounted(source, read, truths, symbols, domain)
    return domain.choose(cases, _number, truths, domain)


def _uncounted(
    source: CountSource,
    read: tuple[Symbol, ...],
    truths: Sequence[Truth],
    symbols: Mapping[str, Symbol],
    domain: Domain,
) -> Iterator[Case]:
    """Give where a member leaves a count open; one without a state is passed over as not rated."""
    for name, symbol, test, found in zip(source.names, read, source.tests, truths, strict=True):
        passed_over = domain.in_state(symbol, source.ignored)
        if State.NOT_RATED in source.ignored:
            passed_over = domain.some((passed_over, domain.known(symbol)))
        lost = domain.every((domain.undecided(found), domain.opposite(passed_over)))
        yield lost, undecided, (test, f"whether {name} counts", symbols, domain)


def _number(truths: Sequence[Truth], domain: Domain) -> Symbol:
    return domain.rated(count(truths, domain.arithmetic))


def _decided(
    source: DecideSource, _: tuple[Symbol, ...], symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    cases = _lines(source, symbols, domain)
    return domain.choose(cases, domain.lacking, not_rated, "no line of the decision holds")


def _lines(source: DecideSource, symbols: Mapping[str, Symbol], domain: Domain) -> Iterator[Case]:
    """Give the lines of a decision in order: each decides, or cannot be decided, or is passed."""
    for at, condition in enumerate(source.conditions):
        found = holds(condition, symbols, domain) if condition else ALWAYS
        yield found.holds, _outcome, (source.outcomes[at], at, symbols, domain)
        yield domain.opposite(found.fails), _stuck, (condition, at, symbols, domain)


def _outcome(outcome: Any, at: int, symbols: Mapping[str, Symbol], domain: Domain) -> Symbol:
    domain.fired(at)
    return symbols[outcome.name] if isinstance(outcome, Name) else domain.rated(outcome)


def _stuck(condition: Condition, at: int, symbols: Mapping[str, Symbol], domain: Domain) -> Symbol:
    domain.stuck(at)
    return undecided(condition, f"line {at + 1} of the decision", symbols, domain)


_SOURCES: dict[type, Callable[[Any, tuple[Symbol, ...], Mapping[str, Symbol], Domain], Symbol]] = {
    FromSource: _handed_on,
    FormulaSource: _calculated,
    CombinationSource: _combined,
    CountSource: _counted,
    DecideSource: _decided,
}


# What is not known


def _filled(
    symbol: Symbol, policies: Policies, symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    """Return a symbol, or what the policy for its state makes of it; by default it stays."""
    if not policies or domain.surely_known((symbol,)):
        return symbol
    filling = {state: policy for state, policy in policies.items() if policy != "ignore"}
    cases = (
        (domain.in_state(symbol, (state,)), _policed, (policy, symbol, symbols, domain))
        for state, policy in filling.items()
    )
    return domain.choose(cases, domain.without, symbol, filling)


def _policed(policy: Any, symbol: Symbol, symbols: Mapping[str, Symbol], domain: Domain) -> Symbol:
    match policy:
        case Fill(number):
            return domain.rated(number)
        case CohortMean(site):
            return domain.mean_of(site, symbols)
        case "not_rated":
            return domain.lacking(_left_unrated, symbol)
    raise LookupError(f"nothing says what `missing: {policy}` means")


def _left_unrated(symbol: Unknown) -> Unknown:
    return not_rated(str(symbol))


# What is needed


def needed(
    plan: MeasurePlan,
    symbol: Symbol,
    read: tuple[Symbol, ...],
    symbols: Mapping[str, Symbol],
    domain: Domain,
) -> Symbol:
    """Return a symbol, not rated where what the measure needs is not there; it needs something.

    A share of the weight is there where all members are surely known: it is at most the whole.
    """
    need: Any = plan.need
    if need.share is not None and domain.surely_known(read):
        return symbol
    if need.condition:
        found = holds(need.condition, symbols, domain)
        cases: list[Case] = [
            (found.holds, _itself, (symbol,)),
            (found.fails, domain.lacking, (not_rated, "what is needed does not hold")),
        ]
        return domain.choose(cases, undecided, need.condition, "what is needed", symbols, domain)
    weights, least = weights_needed(plan, need)
    short = domain.short(read, weights, least)
    reason = (_short, need, weights, read)
    return domain.choose([(short, domain.lacking, reason)], _itself, symbol)


def _itself(symbol: Symbol) -> Symbol:
    return symbol


def weights_needed(plan: MeasurePlan, need: Need) -> tuple[list[Weight], Weight]:
    """Return what each member counts towards what is needed, and how much is needed.

    Towards a number of members each counts one, towards a share as much as it weighs.
    """
    if need.known is not None:
        return [1] * len(plan.info.members), need.known
    weights = [1 if it is None else abs(it) for _, _, it in plan.info.members]
    return weights, (need.share or 0) * sum(weights)


def _short(need: Need, weights: Sequence[Weight], read: Sequence[Symbol]) -> Unknown:
    known = sum(compress(weights, (not isinstance(it, Unknown) for it in read)))
    if need.known is not None:
        return not_rated(f"{need.known} must be known and {known} are")
    share = Fraction(known) / sum(weights)
    return not_rated(f"{need.share} of the weight must be known and {share} is")


# Steps


def stepped(
    step: StepPlan, before: Symbol, symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    """Return what a step makes of a symbol; one that has no value it leaves alone."""
    then = _applied if step.when is None else _where_it_applies
    cases: list[Case] = [(domain.known(before), then, (step, before, symbols, domain))]
    return domain.choose(cases, domain.absent, before)


def _where_it_applies(
    step: StepPlan, before: Symbol, symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    condition: Any = step.when
    found = holds(condition, symbols, domain)
    cases: list[Case] = [
        (found.fails, _passed_by, (before, domain)),
        (found.holds, _applied, (step, before, symbols, domain)),
    ]
    what = f"whether `{step.info.word}` applies"
    return domain.choose(cases, undecided, condition, what, symbols, domain)


def _passed_by(before: Symbol, domain: Domain) -> Symbol:
    domain.fired(False)
    return before


def _applied(
    step: StepPlan, before: Symbol, symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    value = domain.value(before)
    if step.ranked:
        return domain.banded(step, value)
    domain.fired(True)
    if step.site:
        return domain.beside(step, value, symbols)
    return domain.attempted(step.args.body, value, domain.arithmetic)


# Conditions


def holds(condition: Condition, symbols: Mapping[str, Symbol], domain: Domain) -> Truth:
    """Return the truth of a condition."""
    if type(condition) is Comparison:
        return _compared(condition, symbols, domain)
    return truth(condition, lambda test: _compared(test, symbols, domain), domain.arithmetic)


def _compared(test: Comparison, symbols: Mapping[str, Symbol], domain: Domain) -> Truth:
    symbol, bound = symbols[test.name], test.bound
    if test.test == "known":
        found = decided(domain.known(symbol), domain.arithmetic)
        return found if bound is True else opposite(found)
    if test.test == "in":
        items: Any = bound
        truths = (_tested("is", symbol, item, symbols, domain) for item in items)
        return some(truths, domain.arithmetic)
    return _tested(test.test, symbol, bound, symbols, domain)


def _tested(
    test: str, symbol: Symbol, bound: Any, symbols: Mapping[str, Symbol], domain: Domain
) -> Truth:
    other = symbols[bound.name] if isinstance(bound, Name) else domain.rated(bound)
    return domain.tested(TESTS[test], symbol, other)


def undecided(
    condition: Condition, what: str, symbols: Mapping[str, Symbol], domain: Domain
) -> Symbol:
    """Return a symbol that is not rated, as a condition could not be decided."""
    return domain.lacking(_undecided, condition, what, symbols, domain)


def _undecided(
    condition: Condition, what: str, symbols: Mapping[str, Symbol], domain: Domain
) -> Unknown:
    """Say that a condition could not be decided, and on account of what."""
    for comparison in _undecided_in(condition, symbols, domain):
        for name in (comparison.name, *compared_with(comparison)):
            if isinstance(symbols[name], Unknown):
                return not_rated(f"{what} cannot be decided", because_of(name, symbols[name]))
    return not_rated(f"{what} cannot be decided")


def _undecided_in(
    condition: Condition, symbols: Mapping[str, Symbol], domain: Domain
) -> Iterator[Comparison]:
    """Give the undecided comparisons, in order, passing over parts that are decided."""
    if not domain.undecided(holds(condition, symbols, domain)):
        return
    match condition:
        case Comparison():
            yield condition
        case Not(part):
            yield from _undecided_in(part, symbols, domain)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _undecided_in(part, symbols, domain)
