"""Bounds on members combined: where their combination lies and how it moves, from where they do."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import frozen

from stp_rules.engine.plan import MeasurePlan
from stp_rules.engine.sources import CombinationSource
from stp_rules.engine.values import Unknown
from stp_rules.language.combination import Combination
from stp_rules.language.words.combinations.geometric_mean import GeometricMean
from stp_rules.proofs.domain.combined import as_member, required
from stp_rules.proofs.domain.lines import rounded_once
from stp_rules.proofs.domain.moves import (
    NOT_RATED,
    Cell,
    Found,
    Move,
    Table,
    moved,
    table_of,
    together,
)
from stp_rules.readings.spans import ANYWHERE, RISING, ZERO, End, Span, hull, plus, times


@frozen
class _Member:
    """What a bound knows of a member: its numbers, its moves, and whether it may be left out.

    It `swaps` where it may be a number only before or only after, and is left out otherwise; it
    `loses` where it may lack only after, and `gains` where it may lack only before. `reported` is
    whether it may be known only before or only after, which what is needed asks for though a
    number is filled in.
    """

    before: tuple[Span, ...]
    after: tuple[Span, ...]
    by: tuple[Span, ...]
    weight: Fraction
    optional: bool
    lacking: bool
    swaps: bool
    loses: bool
    gains: bool
    reported: bool
    found: Found


def bounds(one: MeasurePlan, other: MeasurePlan, tables: Sequence[Table], *, steady: bool) -> Table:
    """Return where a combination lies and how it moves, from where its members do.

    `steady` is whether the means that are filled in are the same before and after.
    """
    sources: list[Any] = [one.source, other.source]
    first = [_member(sources[0], at, table, steady=steady) for at, table in enumerate(tables)]
    second = first
    if one is not other:
        second = [_member(sources[1], at, table, steady=steady) for at, table in enumerate(tables)]
    before = _where(sources[0].args, [(it, it.before) for it in first])
    after = _where(sources[1].args, [(it, it.after) for it in second])
    fails = _may_fail(sources[0], before) or _may_fail(sources[1], after)
    needs = bool(one.need or other.need)
    swaps = one is not other or any(it.swaps for it in first)
    loses, gains = any(it.loses for it in first), any(it.gains for it in first)
    apart = swaps or (needs and any(it.reported for it in first))
    apart = apart or (fails and any(set(it.by) - {ZERO} for it in first))
    # Beside a lacking member that comes or goes, another reason may go or come as well.
    apart = apart or ((loses or gains) and (fails or needs or any(it.optional for it in first)))
    lacks = fails or needs or all(it.optional for it in first)
    by = None if swaps else _moves_by(one, first)
    moves = [moved(before, after, by)] if before and after else []
    if lacks or swaps or any(it.lacking for it in (*first, *second)):
        moves.append(Move(NOT_RATED, NOT_RATED))
    moves += [Move(it, NOT_RATED) for it in (before,) if it and (apart or loses)]
    moves += [Move(NOT_RATED, it) for it in (after,) if it and (apart or gains)]
    found = together(member.found for member in first)
    return table_of((move, found) for move in moves)


def _member(source: CombinationSource, at: int, table: Table, *, steady: bool) -> _Member:
    name, weight = source.names[at], source.weights[at].fraction
    sides = [
        (one, other, move)
        for move in table
        for one, other in _sides(source, name, move, steady=steady)
    ]
    sorts = [(_sort(one), _sort(other)) for one, other, _ in sides]
    return _Member(
        tuple(one for one, _, _ in sides if isinstance(one, Span)),
        tuple(other for _, other, _ in sides if isinstance(other, Span)),
        tuple(
            _by(one, other, it, steady=steady) for one, other, it in sides if _numbers(one, other)
        ),
        weight,
        optional=any(one is None or other is None for one, other, _ in sides),
        lacking=any(isinstance(it, Unknown) for pair in sides for it in pair[:2]),
        swaps=any({"number", "left out"} == {before, after} for before, after in sorts),
        loses=any(after == "lacking" != before for before, after in sorts),
        gains=any(before == "lacking" != after for before, after in sorts),
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


def _sides(
    source: CombinationSource, name: str, move: Move, *, steady: bool
) -> Iterator[tuple[Cell | None, Cell | None]]:
    """Give what a member counts as before and after; of a cohort there may be no mean."""
    before, after = (
        [it, NOT_RATED] if it == ANYWHERE and isinstance(cell, Unknown) else [it]
        for cell in move[:2]
        for it in [as_member(cell, source, name)]
    )
    if steady and move.before == move.after:
        yield from zip(before, after, strict=True)
    else:
        yield from product(before, after)


def _by(one: Any, other: Any, move: Move, *, steady: bool) -> Span:
    same = move.before == move.after and isinstance(move.before, Unknown)
    if same and (steady or one != ANYWHERE):
        return ZERO
    return moved(one, other, move.by).by or ANYWHERE


def _where(args: Combination, sides: Iterable[tuple[_Member, tuple[Span, ...]]]) -> Span | None:
    """Return where the combination of the members that are known lies."""
    every = list(sides)
    known = [(member, hull(spans)) for member, spans in every if spans]
    if not known or any(not spans and not member.optional for member, spans in every):
        return None
    spans = [span for _, span in known]
    match args.word:
        case "sum":
            return _summed((it.weight, span, it.optional) for it, span in known)
        case "mean":
            return _mean_of(known)
        case "geometric_mean" if isinstance(args, GeometricMean):
            return _root(hull(spans), args)
    return hull(spans) if any(it.optional for it, _ in known) else _ordered(args.word, spans)


def _root(span: Span, args: GeometricMean) -> Span:
    """Return where a geometric mean lies: above zero, or also there where that is allowed for."""
    zero = Fraction(0)
    if span.low > 0:
        return rounded_once(span)
    high = rounded_once(Span(zero, max(span.high, zero))).high
    return Span(zero, high, low_open=args.zero == "not_rated" and high > 0)


def _ordered(kind: str, spans: Sequence[Span]) -> Span:
    def end(ends: Iterable[End]) -> End:
        ordered = sorted(ends)
        middle = len(ordered) // 2
        if kind == "median":
            low = ordered[middle if len(ordered) % 2 else middle - 1]
            return times(plus(low, ordered[middle]), Fraction(1, 2))
        return {"min": ordered[0], "max": ordered[-1]}[kind]

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
    match source.args.word:
        case "sum":
            return _weighted(bys)
        case "mean" if any(it.optional for it, _ in bys):
            return _among_some(plan, members, bys) if min(weights) >= 0 else None
        case "mean" if sum(weights):
            return _weighted(bys).scaled(1 / sum(weights))
        case "geometric_mean":
            return _signed_alike([by for _, by in bys]) if min(weights) > 0 else None
    ordering = source.args.word in ("min", "max", "median")
    return hull(by for _, by in bys) if ordering else None


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
    near = hull(bys)
    if near.near:
        return near.nearly()
    if all(by.low >= 0 for by in bys):
        return RISING
    return -RISING if all(by.high <= 0 for by in bys) else None


def _may_fail(source: CombinationSource, where: Span | None) -> bool:
    """Tell whether known members may have no combination."""
    if isinstance(source.args, GeometricMean):
        return source.args.zero == "not_rated" and bool(where is None or where.low <= 0)
    ways = {weight.fraction > 0 for weight in source.weights}
    return source.args.word == "mean" and len(ways) > 1
