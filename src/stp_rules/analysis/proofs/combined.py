"""Members combined over moves: all their totals gone through, or a bound on them.

To go through the totals of many members, the members are taken one after the other, and totals
that are equal are one: so a mean of seventeen scores has some hundred totals, not four to the
power of seventeen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

from attrs import frozen

from stp_rules.analysis.proofs.moves import (
    NOT_RATED,
    Cell,
    Found,
    Move,
    Table,
    moved,
    table_of,
    together,
)
from stp_rules.analysis.proofs.spans import ANYWHERE, RISING, ZERO, End, Span, hull
from stp_rules.analysis.proofs.truths import cases, compared_with
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, MeasurePlan
from stp_rules.engine.sources import (
    CohortMean,
    CombinationSource,
    CountSource,
    holds,
)
from stp_rules.engine.values import Unknown
from stp_rules.model import Combination, Condition, Fill, State, comparisons_in

NOBODY = Found(1, ())


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
    one: MeasurePlan, other: MeasurePlan, tables: Sequence[Table], most: int
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
    state: Totals = {(_NOTHING, _NOTHING): NOBODY}
    for shares in sorted(members, key=_moves):
        grown = _taken_in(state, _counted_in(shares, units), most)
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
    if not isinstance(source, CombinationSource) or source.args.kind not in ("mean", "sum"):
        return False
    return not any(isinstance(it, CohortMean) for it in source.policies.values())


def _moves(shares: Shares) -> bool:
    """Tell whether a member moves: those that stand still are taken first, once for both sides."""
    return any(before != after for before, after in shares)


def _taken_in(state: Totals, shares: Totals, most: int) -> Totals | None:
    """Return all totals with one more member; `None` if there are too many."""
    grown: Totals = {}
    for (before, after), found in state.items():
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


def as_member(cell: Cell, source: CombinationSource, name: str) -> Cell | None:
    """Return what a combination takes for a member; `None` where it passes it over."""
    if not isinstance(cell, Unknown):
        return cell
    match source.fillings(name).get(cell.state):
        case "ignore":
            return None
        case Fill(number):
            return Span.at(number.fraction)  # type: ignore[union-attr]
        case CohortMean():
            return ANYWHERE
    return cell


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
    mean = not count and source.args.kind == "mean"

    def finished(total: Total | None) -> Cell:
        if total is None or total.known < least:
            return NOT_RATED
        if not count and (not total.counting or (mean and not total.weight)):
            return NOT_RATED
        sums = Fraction(total.sum, units[0])
        return Span.at(sums / Fraction(total.weight, units[1]) if mean else sums)

    return finished


def required(plan: MeasurePlan) -> Fraction:
    """Return how many members have to be known, or how much weight of them; 0 where none has to."""
    if plan.need and plan.need.known is not None:
        return Fraction(plan.need.known)
    if plan.need and plan.need.share is not None:
        weights = [1 if weight is None else abs(weight) for _, _, weight in plan.info.members]
        return plan.need.share * sum(weights, Fraction(0))
    return Fraction(0)


# Bounds -------------------------------------------------------------------------------------------


@frozen
class _Member:
    """What a bound knows of a member: its numbers, its moves, and whether it may be left out.

    `changes` is whether it may count only before or only after, and `reported` whether it may be
    known only before or only after, which what is needed asks for though a number is filled in.
    """

    before: tuple[Span, ...]
    after: tuple[Span, ...]
    by: tuple[Span, ...]
    weight: Fraction
    optional: bool
    lacking: bool
    changes: bool
    reported: bool
    found: Found


def bounds(one: MeasurePlan, other: MeasurePlan, tables: Sequence[Table]) -> Table:
    """Return where a combination lies and how it moves, from where its members do."""
    sources: list[Any] = [one.source, other.source]
    first = [_member(sources[0], at, table) for at, table in enumerate(tables)]
    second = [_member(sources[1], at, table) for at, table in enumerate(tables)]
    before = _where(sources[0].args, [(it, it.before) for it in first])
    after = _where(sources[1].args, [(it, it.after) for it in second])
    changes = one is not other or any(it.changes for it in first)
    fails = _may_fail(sources[0], before) or _may_fail(sources[1], after)
    needs = bool(one.need or other.need)
    apart = changes or (needs and any(it.reported for it in first))
    apart = apart or (fails and any(set(it.by) - {ZERO} for it in first))
    lacks = fails or needs or all(it.optional for it in first)
    by = None if changes else _moves_by(one, first)
    moves = [moved(before, after, by)] if before and after else []
    if lacks or changes or any(it.lacking for it in (*first, *second)):
        moves.append(Move(NOT_RATED, NOT_RATED))
    if apart:
        moves += [Move(it, NOT_RATED) for it in (before,) if it]
        moves += [Move(NOT_RATED, it) for it in (after,) if it]
    found = together(member.found for member in first)
    return table_of((move, found) for move in moves)


def _member(source: CombinationSource, at: int, table: Table) -> _Member:
    name, weight = source.names[at], source.weights[at].fraction
    sides = [
        (as_member(move.before, source, name), as_member(move.after, source, name), move)
        for move in table
    ]
    return _Member(
        tuple(one for one, _, _ in sides if isinstance(one, Span)),
        tuple(other for _, other, _ in sides if isinstance(other, Span)),
        tuple(_by(one, other, it) for one, other, it in sides if _numbers(one, other)),
        weight,
        optional=any(one is None or other is None for one, other, _ in sides),
        lacking=any(isinstance(it, Unknown) for pair in sides for it in pair[:2]),
        changes=any(_sort(one) != _sort(other) for one, other, _ in sides),
        reported=any(
            isinstance(it.before, Unknown) != isinstance(it.after, Unknown) for it in table
        ),
        found=Found(sum(it.ways for it in table.values()), next(iter(table.values())).origin),
    )


def _numbers(one: Cell | None, other: Cell | None) -> bool:
    return isinstance(one, Span) and isinstance(other, Span)


def _sort(cell: Cell | None) -> str:
    """Tell a number from what is left out, and from what leaves the whole without a value."""
    return "number" if isinstance(cell, Span) else "left out" if cell is None else "lacking"


def _by(one: Any, other: Any, move: Move) -> Span:
    if move.before == move.after and isinstance(move.before, Unknown):
        return ZERO
    return moved(one, other, move.by).by or ANYWHERE


def _where(args: Combination, sides: Iterable[tuple[_Member, tuple[Span, ...]]]) -> Span | None:
    """Return where the combination of the members that are known lies."""
    every = list(sides)
    known = [(member, hull(spans)) for member, spans in every if spans]
    if not known or any(not spans and not member.optional for member, spans in every):
        return None
    spans = [span for _, span in known]
    match args.kind:
        case "sum":
            return _summed((it.weight, span, it.optional) for it, span in known)
        case "mean":
            return _mean_of(known)
        case "geometric_mean":
            return _rounded(_above_zero(hull(spans)))
    return hull(spans) if any(it.optional for it, _ in known) else _ordered(args.kind, spans)


def _above_zero(span: Span) -> Span:
    zero = Fraction(0)
    return span if span.low > 0 else Span(zero, max(span.high, zero))


def _rounded(span: Span) -> Span:
    """Return where numbers of a span lie that are rounded once, as a geometric mean is."""

    def end(value: End) -> End:
        if isinstance(value, float):
            return value
        return EXACT.once(lambda _, it: it, Exact.of(value)).fraction

    return Span(end(span.low), end(span.high))


def _ordered(kind: str, spans: Sequence[Span]) -> Span:
    def end(ends: Iterable[End]) -> End:
        ordered = sorted(ends)
        middle = len(ordered) // 2
        if kind == "median":
            low = ordered[middle if len(ordered) % 2 else middle - 1]
            return low if low == ordered[middle] else (low + ordered[middle]) / 2
        return ordered[0 if kind == "min" else -1]

    return Span(end(it.low for it in spans), end(it.high for it in spans))


def _summed(parts: Iterable[tuple[Fraction, Span, bool]]) -> Span:
    total = ZERO
    for weight, span, optional in parts:
        part = span.scaled(weight)
        total = total + (hull([part, ZERO]) if optional else part)
    return total


def _mean_of(known: Sequence[tuple[_Member, Span]]) -> Span:
    weights = [member.weight for member, _ in known]
    if not any(member.optional for member, _ in known):
        whole = sum(weights)
        summed = _summed((it.weight, span, False) for it, span in known)
        return summed.scaled(1 / whole) if whole else ANYWHERE
    return hull(span for _, span in known) if min(weights) >= 0 else ANYWHERE


def _moves_by(plan: MeasurePlan, members: Sequence[_Member]) -> Span | None:
    """Return by how much the combination moves, where the same members are known both times."""
    source: Any = plan.source
    bys = [(it, hull(it.by)) for it in members if it.by]
    if all(by == ZERO for _, by in bys):
        return ZERO
    weights = [it.weight for it, _ in bys]
    match source.args.kind:
        case "sum":
            return _weighted(bys)
        case "mean" if any(it.optional for it, _ in bys):
            return _among_some(plan, members, bys) if min(weights) >= 0 else None
        case "mean" if sum(weights):
            return _weighted(bys).scaled(1 / sum(weights))
        case "geometric_mean":
            return _signed_alike([by for _, by in bys]) if min(weights) > 0 else None
    return hull(by for _, by in bys)


def _weighted(bys: Iterable[tuple[_Member, Span]]) -> Span:
    return _summed((it.weight, by, it.optional) for it, by in bys)


def _among_some(
    plan: MeasurePlan, members: Sequence[_Member], bys: Sequence[tuple[_Member, Span]]
) -> Span:
    """Return by how much a mean of the members that are known moves, whichever they are.

    It moves no more than one of them does, nor than all do over the least that divides.
    """
    furthest, least = hull(by for _, by in bys), _least(plan, members)
    if not least:
        return furthest
    whole = sum(it.weight for it in members)
    return furthest.meet(hull(_weighted(bys).scaled(1 / weight) for weight in (least, whole)))


def _least(plan: MeasurePlan, members: Sequence[_Member]) -> Fraction:
    """Return the least weight of the members that are known where there is a mean of them."""
    always = sum((it.weight for it in members if not it.optional), Fraction(0))
    least = required(plan)
    if plan.need and plan.need.known is not None:
        least = sum(sorted(it.weight for it in members)[: plan.need.known], Fraction(0))
    return max(always, least)


def _signed_alike(bys: Sequence[Span]) -> Span | None:
    if all(by.low >= 0 for by in bys):
        return RISING
    return -RISING if all(by.high <= 0 for by in bys) else None


def _may_fail(source: CombinationSource, where: Span | None) -> bool:
    """Tell whether known members may have no combination."""
    if source.args.kind == "geometric_mean":
        return source.args.zero == "not_rated" and bool(where is None or where.low <= 0)
    ways = {weight.fraction > 0 for weight in source.weights}
    return source.args.kind == "mean" and len(ways) > 1
