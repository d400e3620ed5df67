"""What the source of a measure makes of the moves of the names that it reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import compress, product
from math import inf, prod
from operator import add
from typing import Any

from attrs import evolve

from stp_rules.engine.cohort import Beside
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT, MeasurePlan
from stp_rules.engine.sources import (
    CohortMean,
    CombinationSource,
    CountSource,
    DecideSource,
    FormulaSource,
    FromSource,
    compared_with,
)
from stp_rules.engine.values import Unknown
from stp_rules.language.conditions import Comparison, Condition, comparisons_in
from stp_rules.language.expressions import Name
from stp_rules.language.ruleset import Fill
from stp_rules.readings.exact import holds, measure_of
from stp_rules.verifying.formulas import followed
from stp_rules.verifying.spans import (
    ANYWHERE,
    ZERO,
    Cell,
    Move,
    Span,
    at,
    cell_of,
    moved,
    possible,
    raw_of,
    signed,
)
from stp_rules.verifying.steps import NOT_RATED, CannotFollowError

MOST = 100_000
"""Through how many combinations the checker goes."""

Tables = Mapping[str, Sequence[Move]]
Truths = tuple[bool | None, ...]
"""Whether each of some conditions holds; `None` where that cannot be decided."""


def whole(plans: Sequence[MeasurePlan], tables: Tables) -> dict[str, set[Move]] | None:
    """Return the moves of measures and their named steps from every combination of values.

    The evaluator computes the measures one after the other. `None` where there is no end of
    combinations, or too many, or where a cohort is read.
    """
    given = {name for plan in plans for name in plan.info.measure.defines}
    tests = [test for plan in plans for it in conditions(plan) for test in comparisons_in(it)]
    taken = {name for plan in plans for name in _taken(plan)}
    names = [it for it in dict.fromkeys([*sorted(taken), *_tested(tests)]) if it in tables]
    names = [it for it in names if it not in given]
    ways = [_classes(name, tests, tables[name], taken) for name in names]
    if any(it.parts for it in plans) or prod(map(len, ways)) > MOST or not all(ways):
        return None
    known: dict[Any, dict[str, Cell]] = {}

    def computed(values: tuple[Any, ...]) -> dict[str, Cell]:
        if values not in known:
            raws = dict(zip(names, values, strict=True))
            for plan in plans:
                measure_of(plan, raws, Beside(EXACT, {}))
            known[values] = {name: cell_of(raws[name]) for name in given if name in raws}
        return known[values]

    found: dict[str, set[Move]] = {}
    for chosen in product(*ways):
        before, after = (computed(tuple(pair[side] for pair in chosen)) for side in (0, 1))
        for name, cell in before.items():
            found.setdefault(name, set()).add(moved(cell, after[name]))
    return found


def _classes(
    name: str, tests: Sequence[Comparison], moves: Iterable[Move], taken: Iterable[str] = ()
) -> list[tuple[Any, Any]]:
    """Return values before and after that stand for all moves of a name; nothing where none do.

    Where its value counts, each cell must be one value. Where it is only tested, the cells are cut
    at each number with which it is compared, and of those that no test tells apart one is kept.
    """
    own = [test for test in tests if test.name == name]
    parts = [part for move in moves for part in move.cut(_numbers(own))]
    pairs = [(raw_of(it.before), raw_of(it.after)) for it in parts]
    beside = [it for test in tests if any(compared_with(test)) for it in _tested([test])]
    if name in taken or name in beside:
        return list(dict.fromkeys(pairs)) if all(it.single for it in parts) else []

    def told(raw: Any) -> Any:
        truths = tuple(holds(test, {name: raw}, EXACT) for test in own)
        return truths, raw.state if isinstance(raw, Unknown) else None

    return list({(told(one), told(other)): (one, other) for one, other in pairs}.values())


def _taken(plan: MeasurePlan) -> Iterable[str]:
    """Return the names of which a source takes the values."""
    match plan.source:
        case FromSource(args):
            return (args.name,)
        case DecideSource(_, outcomes):
            return (it.name for it in outcomes if isinstance(it, Name))
        case FormulaSource(names=names) | CombinationSource(names=names):
            return names
    return ()


def conditions(plan: MeasurePlan) -> Iterator[Condition]:
    """Give every condition of a measure."""
    source = plan.source
    tests = source.conditions if isinstance(source, DecideSource) else ()
    tests = source.tests if isinstance(source, CountSource) else tests
    needed = plan.need and plan.need.condition
    yield from filter(None, (*tests, needed, *(step.when for step in plan.steps)))


def _tested(tests: Iterable[Comparison]) -> list[str]:
    return [name for it in tests for name in (it.name, *compared_with(it))]


def _numbers(tests: Iterable[Comparison]) -> set[Fraction]:
    return {it.fraction for test in tests for it in test.bounds if isinstance(it, Exact)}


def truths(asked: Sequence[Condition | None], tables: Tables) -> set[tuple[Truths, Truths]] | None:
    """Return how conditions can turn out together, before and after; `None` where that is open."""
    tests = [test for it in asked if it for test in comparisons_in(it)]
    names = [it for it in dict.fromkeys(_tested(tests)) if it in tables]
    ways = [_classes(name, tests, tables[name]) for name in names]
    if not all(ways) or prod(map(len, ways)) > MOST:
        return None

    def turned(chosen: Sequence[Any], side: int) -> Truths:
        values = {name: pair[side] for name, pair in zip(names, chosen, strict=True)}
        return tuple(_truth(it, values) for it in asked)

    return {(turned(it, 0), turned(it, 1)) for it in product(*ways)}


def _truth(condition: Condition | None, values: Mapping[str, Any]) -> bool | None:
    found = holds(condition, values, EXACT) if condition else None
    return True if found is None or found.holds else False if found.fails else None


def applying(condition: Condition | None, tables: Tables) -> set[tuple[bool | None, bool | None]]:
    """Return whether a condition can hold before and after: in every way where that is open."""
    found = truths([condition], tables)
    if found is None:
        return _either_way((True, False, None), [condition], tables)
    return {(before[0], after[0]) for before, after in found}


def _either_way(
    outcomes: Iterable[Any], asked: Sequence[Condition | None], tables: Tables
) -> set[tuple[Any, Any]]:
    """Return how an open matter may turn out before and after: alike where all it asks is still."""
    ways = list(outcomes)
    names = _tested(test for it in asked if it for test in comparisons_in(it))
    still = all(it.still for name in names for it in tables.get(name, ()))
    return {(it, it) for it in ways} if still else set(product(ways, repeat=2))


def sourced(plan: MeasurePlan, tables: Tables) -> set[Move]:
    """Return the moves of the source of a measure, without a value where what it needs lacks."""
    name = plan.info.measure.name
    gone_through = whole([evolve(plan, steps=(), parts=plan.parts[: _fillings(plan)])], tables)
    if gone_through is not None:
        return gone_through[name]
    made = _SOURCES[type(plan.source)](plan, tables)
    if not (plan.need and plan.need.condition):
        return set(made)
    ways = applying(plan.need.condition, tables)
    return {_where(move, way) for move in made for way in ways}


def _fillings(plan: MeasurePlan) -> int:
    return sum(1 for it in plan.parts if it.args is None)


def _where(move: Move, holding: Sequence[bool | None]) -> Move:
    """Take the value away on a side on which something does not hold."""
    before, after = (
        it if holds else NOT_RATED for it, holds in zip(move[:2], holding, strict=True)
    )
    return moved(before, after, move.by)


Member = tuple[Move, Move]
"""A move as a name makes it, and as a source takes it where policies have filled in."""


def _filled(policies: Mapping[Any, Any], move: Move, tables: Tables) -> Iterator[Member]:
    """Give what policies make of a move: a number, a reason, or what a cohort's mean may be."""
    found = [policies.get(it.state) if isinstance(it, Unknown) else None for it in move[:2]]
    sides: list[list[Cell]] = []
    for cell, policy in zip(move[:2], found, strict=True):
        if isinstance(policy, CohortMean):
            sides.append([ANYWHERE, NOT_RATED])
        elif isinstance(policy, Fill):
            number: Any = policy.number
            sides.append([at(number.fraction)])
        else:
            sides.append([NOT_RATED if policy == "not_rated" else cell])
    groups = {it.site.within for it in found if isinstance(it, CohortMean)}
    alike = all(it.still for group in groups if group for it in tables[group])
    if groups and move.still and alike:  # one mean, or none, before and after
        yield from ((move, Move(it, it, ZERO if it == ANYWHERE else None)) for it in sides[0])
        return
    yield from (
        (move, it) for it in possible(moved(one, two, move.by) for one, two in product(*sides))
    )


def _lacking(plan: MeasurePlan, members: Sequence[Member], made: Move) -> Move:
    """Take a value away where too few members are known for what a measure needs."""
    need = plan.need
    if need is None or need.condition:
        return made
    weights = [Fraction(1) if it is None else abs(it) for _, _, it in plan.info.members]
    counted = [Fraction(1)] * len(weights) if need.known is not None else weights
    least = need.known if need.known is not None else (need.share or 0) * sum(weights)
    known = [
        sum(compress(counted, (not isinstance(it.side(side), Unknown) for it, _ in members)))
        for side in (0, 1)
    ]
    return _where(made, [it >= least for it in known])


def _handed(plan: MeasurePlan, tables: Tables) -> Iterator[Move]:
    source: Any = plan.source
    for move in tables[source.args.name]:
        for member in _filled(source.policies, move, tables):
            yield _lacking(plan, [member], member[1])


def _ways(
    plan: MeasurePlan, tables: Tables, policies: Callable[[str], Any]
) -> Iterator[tuple[Member, ...]]:
    """Give every combination of moves of the members of a source."""
    source: Any = plan.source
    condition = plan.need and plan.need.condition
    tests = list(comparisons_in(condition)) if condition else []
    members = []
    for name in source.names:
        cuts = {Fraction(0), *_numbers(it for it in tests if it.name == name)}
        parts = [part for move in tables[name] for part in move.cut(cuts)]
        members.append([it for part in parts for it in _filled(policies(name), part, tables)])
    if prod(map(len, members)) > MOST:
        members = [_joined(it) for it in members]
    if prod(map(len, members)) > MOST:
        raise CannotFollowError(f"so many combinations of what `{plan.info.measure.name}` reads")
    yield from product(*members)


def _joined(members: Iterable[Member]) -> list[Member]:
    """Put together the moves of a member that are numbers before and after, or have one state."""
    found: dict[Any, Member] = {}
    for delivered, filled in members:
        kind = tuple(str(isinstance(it, Span) or it) for it in (*delivered[:2], *filled[:2]))
        known = found.get(kind)
        found[kind] = (delivered, known[1].join(filled) if known else filled)
    return list(found.values())


def _computed(plan: MeasurePlan, tables: Tables) -> Iterator[Move]:
    """Follow a formula; where it lacks something on one side, on the other side alone."""
    source: Any = plan.source
    for members in _ways(plan, tables, lambda _: source.policies):
        moves = {name: filled for name, (_, filled) in zip(source.names, members, strict=True)}
        lacks = [_lacks(plan, moves, side) for side in (0, 1)]
        found = followed(source.expression, moves) if not any(lacks) else iter(())
        if any(lacks):
            sides = [
                [NOT_RATED] if it else _alone(source, moves, at) for at, it in enumerate(lacks)
            ]
            found = (moved(before, after) for before, after in product(*sides))
        yield from (_lacking(plan, members, it) for it in found)


def _lacks(plan: MeasurePlan, moves: Mapping[str, Move], side: int) -> bool:
    """Tell whether a formula certainly has no value for what it reads on one side."""
    condition = plan.need and plan.need.condition
    tests = list(comparisons_in(condition)) if condition else []
    told = {*_tested(tests)} <= set(moves) and not any(any(compared_with(it)) for it in tests)
    values = {name: raw_of(it.side(side)) for name, it in moves.items()}
    if any(isinstance(it, Unknown) for it in values.values()):
        return True
    return bool(condition and told and not holds(condition, values, EXACT).holds)


def _alone(source: Any, moves: Mapping[str, Move], side: int) -> list[Cell]:
    still = {name: Move(it.side(side), it.side(side), ZERO) for name, it in moves.items()}
    return list({it.before for it in followed(source.expression, still)})


def _combined(plan: MeasurePlan, tables: Tables) -> Iterator[Move]:
    source: Any = plan.source
    for members in _ways(plan, tables, source.fillings):
        filled = [it for _, it in members]
        counts = [[not _ignored(source, it.side(side)) for it in filled] for side in (0, 1)]
        sides = [_value(source, [it.side(side) for it in filled], counts[side]) for side in (0, 1)]
        by = None
        if counts[0] == counts[1] and all(isinstance(it[0], Span) for it in sides):
            by = _moving(source, [it.by for it in filled], counts[0])
        for before, after in product(*sides):
            yield _lacking(plan, members, moved(before, after, by))


def _ignored(source: Any, cell: Cell) -> bool:
    return isinstance(cell, Unknown) and source.policies.get(cell.state) == "ignore"


def _value(source: Any, cells: Sequence[Any], counts: Sequence[bool]) -> list[Cell]:
    """Return where a combination of members lies, and whether it may have no value."""
    chosen = list(compress(cells, counts))
    weights = [it.fraction for it in compress(source.weights, counts)]
    if not chosen or any(isinstance(it, Unknown) for it in chosen):
        return [NOT_RATED]
    if source.args.word not in ("mean", "sum", "min", "max", "median", "geometric_mean"):
        raise CannotFollowError(f"`{source.args.word}`")
    if source.args.word in ("mean", "sum"):
        return [_weighed(source, chosen, weights) or NOT_RATED]
    lows, highs = ([it.low for it in chosen], [it.high for it in chosen])
    span = Span(_end(source, lows, weights), _end(source, highs, weights))
    if source.args.word != "geometric_mean":
        return [span]
    if min(weights) <= 0:
        raise CannotFollowError("a geometric mean with weights that are not above zero")
    positive = all(it.low > 0 or (it.low == 0 and it.low_open) for it in chosen)
    strict = evolve(span, low_open=span.low == 0 < span.high)
    if positive:
        return [strict]
    return [span] if source.args.zero == "is_zero" else [strict, NOT_RATED]


def _weighed(source: Any, spans: Sequence[Span], weights: Sequence[Fraction]) -> Span | None:
    total = reduce(add, (it * at(weight) for it, weight in zip(spans, weights, strict=True)), ZERO)
    divisor = sum(weights, Fraction(0)) if source.args.word == "mean" else Fraction(1)
    return total * at(1 / divisor) if divisor else None


def _end(source: Any, ends: Sequence[Any], weights: Sequence[Fraction]) -> Any:
    """Return what a combination that rises with its members makes of one end of each."""
    ordered, middle = sorted(ends), len(ends) // 2
    match source.args.word:
        case "min":
            return ordered[0]
        case "max":
            return ordered[-1]
        case "median":
            low, high = ordered[middle if len(ends) % 2 else middle - 1], ordered[middle]
            span = (Span(low, low) + Span(high, high)) * at(Fraction(1, 2))
            return span.low
    if ordered[0] <= 0 or isinstance(ordered[-1], float):
        return Fraction(0) if ordered[0] <= 0 else inf
    values, held = map(Exact.of, ends), map(Exact.of, weights)
    return source.args.body(list(values), list(held), EXACT).fraction


def _moving(source: Any, apart: Sequence[Any], counts: Sequence[bool]) -> Span | None:
    """Return by how much a combination moves, whose members are the same before and after."""
    bys = list(compress(apart, counts))
    weights = [it.fraction for it in compress(source.weights, counts)]
    if source.args.word in ("mean", "sum"):
        return _weighed(source, bys, weights)
    hull = reduce(lambda one, other: one.join(other), bys)
    return signed(hull, 1) if source.args.word == "geometric_mean" else hull


def _counted(plan: MeasurePlan, tables: Tables) -> Iterator[Move]:
    """Give any number up to that of all members, for more members than can be gone through."""
    source: Any = plan.source
    span = Span(Fraction(0), Fraction(len(source.args.of)))
    still = all(it.still for name in {*_tested(conditions_of(plan))} for it in tables.get(name, ()))
    if still:
        yield from (moved(span, span, ZERO), Move(NOT_RATED, NOT_RATED))
        return
    cells: list[Cell] = [span, NOT_RATED]
    yield from (moved(before, after) for before, after in product(cells, cells))


def conditions_of(plan: MeasurePlan) -> list[Comparison]:
    """Return every test of a measure."""
    return [test for it in conditions(plan) for test in comparisons_in(it)]


def _decided(plan: MeasurePlan, tables: Tables) -> Iterator[Move]:
    """Follow every line on which a decision can end, before and after."""
    source: Any = plan.source
    found = truths(source.conditions, tables)
    if found is None:
        lines = [*range(len(source.conditions)), None]
        ends = _either_way(lines, source.conditions, tables)
    else:
        ends = {(_line(before), _line(after)) for before, after in found}
    for before, after in ends:
        first, second = (_outcome(source, it, tables) for it in (before, after))
        if before == after:
            yield from first
        else:
            yield from (moved(one.before, other.after) for one in first for other in second)


def _line(found: Truths) -> int | None:
    """Return the first line that does not fail; none where it is undecided, or all fail."""
    at_line = next((position for position, it in enumerate(found) if it is not False), None)
    return at_line if at_line is not None and found[at_line] else None


def _outcome(source: Any, line: int | None, tables: Tables) -> Sequence[Move]:
    if line is None:
        return [Move(NOT_RATED, NOT_RATED)]
    outcome = source.outcomes[line]
    if isinstance(outcome, Name):
        return tables[outcome.name]
    return [moved(cell_of(outcome), cell_of(outcome), ZERO)]


_SOURCES: Mapping[type, Callable[[MeasurePlan, Tables], Iterator[Move]]] = {
    FromSource: _handed,
    FormulaSource: _computed,
    CombinationSource: _combined,
    CountSource: _counted,
    DecideSource: _decided,
}
