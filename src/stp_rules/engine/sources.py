"""The sources of measures made ready, and what they put in for what is not known."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from stp_rules.engine.cohort import Site
from stp_rules.engine.values import Raw
from stp_rules.language.combination import Combination
from stp_rules.language.conditions import Comparison, Condition, comparisons_in
from stp_rules.language.expressions import Expression, Name
from stp_rules.language.values import State
from stp_rules.language.words.sources.count import Count
from stp_rules.language.words.sources.from_ import From

Policies = Mapping[State, Any]
"""What becomes of a value in each state: a filling, `ignore` or `not_rated`."""


@frozen
class CohortMean:
    """Put the mean of the subject's group in place of what is not known."""

    site: Site


@frozen
class FromSource:
    """The value of another name; a state is handed on unless a policy says otherwise."""

    args: From
    policies: Policies
    names: tuple[str, ...] = field(init=False)

    @names.default
    def _names(self) -> tuple[str, ...]:
        return (self.args.name,)


@frozen
class FormulaSource:
    """Arithmetic over names; one that is not known leaves it without a value."""

    expression: Expression
    names: tuple[str, ...]
    policies: Policies


@frozen
class CombinationSource:
    """Members combined; the policies say what becomes of each that is not known."""

    args: Combination
    names: tuple[str, ...]
    weights: tuple[Raw, ...]
    policies: Policies
    ignored: tuple[State, ...] = field(init=False)

    @ignored.default
    def _ignored(self) -> tuple[State, ...]:
        return _ignored(self.policies)

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
    names: tuple[str, ...] = field(init=False)
    ignored: tuple[State, ...] = field(init=False)

    @names.default
    def _names(self) -> tuple[str, ...]:
        return tuple(self.args.of)

    @ignored.default
    def _ignored(self) -> tuple[State, ...]:
        return _ignored(self.policies)


def _ignored(policies: Policies) -> tuple[State, ...]:
    """Return the states in which a member is left out."""
    return tuple(state for state, policy in policies.items() if policy == "ignore")


@frozen
class DecideSource:
    """The first branch whose condition holds; `outcomes` are values, or names to look up."""

    conditions: tuple[Condition | None, ...]
    outcomes: tuple[Any, ...]
    names: tuple[str, ...]


def compared_with(test: Comparison) -> Iterator[str]:
    """Give the names that a test compares with."""
    yield from (bound.name for bound in test.bounds if isinstance(bound, Name))


def tested_names(conditions: Iterable[Condition | None]) -> tuple[str, ...]:
    """Return every name that conditions test, each once."""
    found = (test.name for when in conditions if when for test in comparisons_in(when))
    return tuple(dict.fromkeys(found))


SourcePlan = FromSource | FormulaSource | CombinationSource | CountSource | DecideSource
