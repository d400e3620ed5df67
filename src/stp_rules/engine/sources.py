"""How each source is computed for one subject: its value, its parts, and what fired."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from attrs import evolve, frozen

from stp_rules.engine.cohort import Beside, Site
from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw, Unknown, because_of, not_rated
from stp_rules.language.arithmetic import Arithmetic
from stp_rules.language.conditions import TESTS, UNDECIDED, Truth, decided, some, truth
from stp_rules.language.words.sources.count import count
from stp_rules.language.words.sources.decide import reached
from stp_rules.language.words.sources.formula import formula
from stp_rules.model import (
    AllOf,
    AnyOf,
    Combination,
    Comparison,
    Condition,
    Count,
    Expression,
    Fill,
    From,
    Name,
    Not,
    State,
    comparisons_in,
)

Values = Mapping[str, Raw]
Policies = Mapping[State, Any]


class Sourced(NamedTuple):
    """What a source gives: a value or why there is none, what it read, and what fired."""

    value: Raw
    read: tuple[Raw, ...]
    fired: int | None = None


def holds(condition: Condition, values: Values, arithmetic: Arithmetic) -> Truth:
    """Return the truth of a condition for one subject."""
    return truth(condition, lambda test: _compared(test, values, arithmetic), arithmetic)


def _compared(comparison: Comparison, values: Values, arithmetic: Arithmetic) -> Truth:
    value, test = values[comparison.name], comparison.test
    bound: Any = comparison.bound
    if test == "known":
        return decided(isinstance(value, Unknown) is not bound, arithmetic)
    if test == "in":
        items = (_tested(value, "is", _looked_up(item, values), arithmetic) for item in bound)
        return some(items, arithmetic)
    return _tested(value, test, _looked_up(bound, values), arithmetic)


def _tested(value: Raw, test: str, bound: Raw, arithmetic: Arithmetic) -> Truth:
    if isinstance(value, Unknown) or isinstance(bound, Unknown):
        return UNDECIDED
    return decided(TESTS[test](value, bound), arithmetic)


def _looked_up(bound: Raw, values: Values) -> Raw:
    return values[bound.name] if isinstance(bound, Name) else bound


def undecided(condition: Condition, values: Values, what: str, arithmetic: Arithmetic) -> Unknown:
    """Say that a condition could not be decided, and on account of what."""
    for comparison in _undecided_in(condition, values, arithmetic):
        for name in (comparison.name, *compared_with(comparison)):
            if isinstance(values[name], Unknown):
                return not_rated(f"{what} cannot be decided", because_of(name, values[name]))
    return not_rated(f"{what} cannot be decided")


def _undecided_in(
    condition: Condition, values: Values, arithmetic: Arithmetic
) -> Iterator[Comparison]:
    """Give the undecided comparisons, in order, passing over parts that are decided."""
    found = holds(condition, values, arithmetic)
    if found.holds or found.fails:
        return
    match condition:
        case Comparison():
            yield condition
        case Not(part):
            yield from _undecided_in(part, values, arithmetic)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _undecided_in(part, values, arithmetic)


def compared_with(test: Comparison) -> Iterator[str]:
    """Give the names that a test compares with."""
    yield from (bound.name for bound in test.bounds if isinstance(bound, Name))


def attempted(compute: Callable[[], Raw]) -> Raw:
    """Return what `compute` gives, or the reason for which it has no value."""
    try:
        return compute()
    except ZeroDivisionError:
        return not_rated("division by zero")
    except ArithmeticError as undefined:
        return not_rated(str(undefined))


@frozen
class CohortMean:
    """Put the cohort's mean in place of what is not known."""

    site: Site

    def value(self, values: Values, beside: Beside) -> Raw:
        """Return the mean of the subject's group, or why there is none."""
        summary = beside.summary(self.site, values)
        if isinstance(summary, Unknown):
            return summary
        mean: Any = summary.mean
        return attempted(mean.reduced) if isinstance(mean, Exact) else mean


def _filled(value: Raw, policies: Policies, values: Values, beside: Beside) -> Raw:
    """Return a value, or what the policy for its state makes of it; by default it stays."""
    if not isinstance(value, Unknown):
        return value
    match policies.get(value.state):
        case Fill(number):
            return number
        case CohortMean() as policy:
            return policy.value(values, beside)
        case "not_rated":
            return not_rated(str(value))
    return value


@frozen
class FromSource:
    """The value of another name; a state is handed on unless a policy says otherwise."""

    args: From
    policies: Policies

    def value(self, values: Values, beside: Beside) -> Sourced:
        """Hand the value on."""
        value = values[self.args.name]
        return Sourced(_filled(value, self.policies, values, beside), (value,))


@frozen
class FormulaSource:
    """Arithmetic over names; one that is not known leaves it without a value."""

    expression: Expression
    names: tuple[str, ...]
    policies: Policies

    def value(self, values: Values, beside: Beside) -> Sourced:
        """Compute the formula."""
        read = tuple([values[name] for name in self.names])
        unknown = next((name for name in self.names if isinstance(values[name], Unknown)), None)
        if unknown:
            value = because_of(unknown, values[unknown])
        else:
            value = attempted(lambda: formula(self.expression, values, beside.arithmetic))
        return Sourced(_filled(value, self.policies, values, beside), read)


@frozen
class CombinationSource:
    """Members combined; the policies say what becomes of each that is not known."""

    args: Combination
    names: tuple[str, ...]
    weights: tuple[Raw, ...]
    policies: Policies

    def value(self, values: Values, beside: Beside) -> Sourced:
        """Gather the members and combine them."""
        read = tuple([values[name] for name in self.names])
        gathered, weights = read, self.weights
        if Unknown in map(type, read):
            gathered, weights, lacking = self._gathered(read, values, beside)
            if lacking:
                return Sourced(lacking, read)
        combined = attempted(lambda: self.args.body(gathered, weights, beside.arithmetic))
        return Sourced(combined, read)

    def _gathered(
        self, read: tuple[Raw, ...], values: Values, beside: Beside
    ) -> tuple[tuple[Raw, ...], tuple[Raw, ...], Unknown | None]:
        """Return the members that count with their weights, or why there is no value."""
        kept = []
        for name, value, weight in zip(self.names, read, self.weights, strict=True):
            if not isinstance(value, Unknown):
                kept.append((value, weight))
                continue
            if self.policies.get(value.state) == "ignore":
                continue
            filled = _filled(value, self.fillings(name), values, beside)
            if isinstance(filled, Unknown):
                return (), (), because_of(name, filled)
            kept.append((filled, weight))
        if not kept:
            return (), (), not_rated("no member is known")
        gathered, weights = zip(*kept, strict=True)
        return gathered, weights, None

    def fillings(self, name: str) -> Policies:
        """Return the policies for one member; a cohort's mean is that of the member itself."""
        return {state: _for_member(it, name) for state, it in self.policies.items()}


def _for_member(policy: Any, name: str) -> Any:
    if not isinstance(policy, CohortMean):
        return policy
    return CohortMean(evolve(policy.site, address=f"{policy.site.address}.{name}"))


@frozen
class CountSource:
    """How many members pass; an undecided one is passed over only where a policy says `ignore`."""

    args: Count
    tests: tuple[Condition, ...]
    policies: Policies

    def value(self, values: Values, beside: Beside) -> Sourced:
        """Test each member and count."""
        read = tuple([values[name] for name in self.args.of])
        arithmetic = beside.arithmetic
        truths = [holds(test, values, arithmetic) for test in self.tests]
        for name, test, found in zip(self.args.of, self.tests, truths, strict=True):
            if not found.holds and not found.fails and not self._ignores(values[name]):
                what = f"whether {name} counts"
                return Sourced(undecided(test, values, what, arithmetic), read)
        return Sourced(count(truths, arithmetic), read)

    def _ignores(self, value: Raw) -> bool:
        state = value.state if isinstance(value, Unknown) else State.NOT_RATED
        return self.policies.get(state) == "ignore"


@frozen
class DecideSource:
    """The first branch whose condition holds; `outcomes` are values, or names to look up."""

    conditions: tuple[Condition | None, ...]
    outcomes: tuple[Any, ...]
    names: tuple[str, ...]

    def value(self, values: Values, beside: Beside) -> Sourced:
        """Decide."""
        arithmetic = beside.arithmetic
        read = tuple([values[name] for name in self.names])
        truths = [
            holds(when, values, arithmetic) if when else Truth(holds=True, fails=False)
            for when in self.conditions
        ]
        at = reached(truths, arithmetic)
        if at == len(truths):
            return Sourced(not_rated("no line of the decision holds"), read)
        when = self.conditions[at]
        if when and not truths[at].holds:
            what = f"line {at + 1} of the decision"
            return Sourced(undecided(when, values, what, arithmetic), read, at)
        return Sourced(_looked_up(self.outcomes[at], values), read, at)


def tested_names(conditions: Iterable[Condition | None]) -> tuple[str, ...]:
    """Return every name that conditions test, each once."""
    found = (test.name for when in conditions if when for test in comparisons_in(when))
    return tuple(dict.fromkeys(found))


SourcePlan = FromSource | FormulaSource | CombinationSource | CountSource | DecideSource
