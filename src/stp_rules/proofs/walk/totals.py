"""All totals of many members gone through, before and after a move.

The members are taken one after the other, and totals that are equal are one: so a mean of seventeen
scores has some hundred totals, not four to the power of seventeen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.plan import EXACT, MeasurePlan
from stp_rules.engine.sources import (
    CohortMean,
    CombinationSource,
    CountSource,
    compared_with,
)
from stp_rules.engine.values import Unknown
from stp_rules.language.conditions import Condition, comparisons_in
from stp_rules.language.values import State
from stp_rules.proofs.domain.combined import as_member, required
from stp_rules.proofs.domain.moves import NOT_RATED, Cell, Found, Table, moved, table_of
from stp_rules.proofs.walk.truths import cases
from stp_rules.readings.exact import holds
from stp_rules.readings.spans import Span

ANYBODY = Found(1, ())
"""One way, from whichever values of the inputs."""


class Total(NamedTuple):
    """Members so far: their sum, what divides it, how many of them count, and how much is known.

    The first, second and last are counted in parts of a unit that serves all members.
    """

    sum: int
    weight: int
    counting: int
    known: int


class Part(NamedTuple):
    """What one member adds to a total."""

    sum: Fraction
    weight: Fraction
    counting: int
    known: Fraction


NO_PART = Part(Fraction(0), Fraction(0), 0, Fraction(0))

Share = Part | None
"""What a member adds to a total; `None` where it leaves the total without a value."""

Shares = dict[tuple[Share, Share], Found]
Totals = dict[tuple[Total | None, Total | None], Found]


def totals(
    one: MeasurePlan,
    other: MeasurePlan,
    tables: Sequence[Table],
    most: int,
    deadline: Deadline = NEVER,
) -> Table | None:
    """Go through the totals of a mean, a sum or a count; `None` if there are too many."""
    if not (_is_total(one) and _is_total(other)):
        return None
    members: list[Shares] = []
    for at, table in enumerate(tables):
        shares = _shares(one, other, at, table, most)
        if shares is None:
            return None
        members.append(shares)
    units = _units(members)
    state: Totals = {(_NOTHING, _NOTHING): ANYBODY}
    for shares in sorted(members, key=_moves):
        grown = _taken_in(state, _counted_in(shares, units), most, deadline)
        if grown is None:
            return None
        state = grown
    first, second = _finisher(one, units), _finisher(other, units)
    return table_of(
        (moved(first(before), second(after)), found) for (before, after), found in state.items()
    )


_NOTHING = Total(0, 0, 0, 0)
Units = tuple[int, int, int]


def _units(members: Iterable[Shares]) -> Units:
    """Return into how many parts a unit is divided, so that every share is a whole number."""
    parts = [part for shares in members for pair in shares for part in pair if part]
    return (
        lcm(*(part.sum.denominator for part in parts)),
        lcm(*(part.weight.denominator for part in parts)),
        lcm(*(part.known.denominator for part in parts)),
    )


def _counted_in(shares: Shares, units: Units) -> Totals:
    def whole(part: Share) -> Total | None:
        if part is None:
            return None
        sums, weights, known = units
        return Total(
            int(part.sum * sums), int(part.weight * weights), part.counting, int(part.known * known)
        )

    return {(whole(before), whole(after)): found for (before, after), found in shares.items()}


def _is_total(plan: MeasurePlan) -> bool:
    source = plan.source
    if isinstance(source, CountSource):
        return True
    if not isinstance(source, CombinationSource) or source.args.word not in ("mean", "sum"):
        return False
    return not any(isinstance(it, CohortMean) for it in source.policies.values())


def _moves(shares: Shares) -> bool:
    """Tell whether a member moves: those that stand still are taken first, once for both sides."""
    return any(before != after for before, after in shares)


def _taken_in(state: Totals, shares: Totals, most: int, deadline: Deadline) -> Totals | None:
    """Return all totals with one more member; `None` if there are too many."""
    grown: Totals = {}
    for (before, after), found in deadline.watch(state.items()):
        if len(grown) > most:
            return None
        for (one, other), share in shares.items():
            first = _plus(before, one)
            second = first if before == after and one == other else _plus(after, other)
            key = (first, second)
            known = grown.get(key)
            ways = found.ways * share.ways
            if known:
                grown[key] = Found(known.ways + ways, known.origin)
            else:
                grown[key] = Found(ways, found.origin + share.origin)
    return grown if len(grown) <= most else None


def _plus(total: Total | None, share: Total | None) -> Total | None:
    if total is None or share is None:
        return None
    return Total(total[0] + share[0], total[1] + share[1], total[2] + share[2], total[3] + share[3])


def _shares(
    one: MeasurePlan, other: MeasurePlan, at: int, table: Table, most: int
) -> Shares | None:
    """Return what a member can add before and after."""
    if isinstance(one.source, CountSource):
        return _counted(one, other, at, table, most)
    shares: Shares = {}
    for move, found in table.items():
        if not move.exact:
            return None
        before = _share(one, at, move.before)
        same = one is other and move.before == move.after
        after = before if same else _share(other, at, move.after)
        known = shares.get((before, after))
        ways = found.ways + (known.ways if known else 0)
        shares[before, after] = Found(ways, (known or found).origin)
    return shares


def _share(plan: MeasurePlan, at: int, cell: Cell) -> Share:
    source: Any = plan.source
    weight = source.weights[at].fraction
    filled = as_member(cell, source, source.names[at])
    if filled is None:
        return _known(plan, weight, counted=False)
    if isinstance(filled, Unknown) or not isinstance(filled, Span):
        return None
    value = Fraction(filled.low)
    known = _known(plan, weight, counted=not isinstance(cell, Unknown))
    return Part(weight * value, weight, 1, known.known)


def _known(plan: MeasurePlan, weight: Fraction, *, counted: bool) -> Part:
    """Return what a member adds to what must be known."""
    if not plan.need or not counted:
        return NO_PART
    return NO_PART._replace(known=Fraction(1) if plan.need.known is not None else abs(weight))


def _counted(
    one: MeasurePlan, other: MeasurePlan, at: int, table: Table, most: int
) -> Shares | None:
    """Return what a member can add to a count; `None` where that cannot be told."""
    source: Any = one.source
    tests: list[Condition] = [it.source.tests[at] for it in (one, other)]  # type: ignore[union-attr]
    if any(any(compared_with(it)) for test in tests for it in comparisons_in(test)):
        return None
    found = cases(tests, {source.args.of[at]: table}, most)
    if found is None:
        return None
    shares: Shares = {}
    for case in found:
        key = _passes(one, at, case.before), _passes(other, at, case.after)
        known = shares.get(key)
        ways = case.found.ways + (known.ways if known else 0)
        shares[key] = Found(ways, (known or case.found).origin)
    return shares


def _passes(plan: MeasurePlan, at: int, values: Mapping[str, Any]) -> Share:
    source: Any = plan.source
    value, truth = values[source.args.of[at]], holds(source.tests[at], values, EXACT)
    state = value.state if isinstance(value, Unknown) else State.NOT_RATED
    if not truth.holds and not truth.fails and source.policies.get(state) != "ignore":
        return None
    known = _known(plan, Fraction(1), counted=not isinstance(value, Unknown)).known
    return Part(Fraction(bool(truth.holds)), Fraction(1), 1, known)


def _finisher(plan: MeasurePlan, units: Units) -> Callable[[Total | None], Cell]:
    """Return what makes of a total the value of a combination."""
    source: Any = plan.source
    least = required(plan) * units[2]
    count = isinstance(source, CountSource)
    mean = not count and source.args.word == "mean"

    def finished(total: Total | None) -> Cell:
        if total is None or total.known < least:
            return NOT_RATED
        if not count and (not total.counting or (mean and not total.weight)):
            return NOT_RATED
        sums = Fraction(total.sum, units[0])
        return Span.at(sums / Fraction(total.weight, units[1]) if mean else sums)

    return finished
