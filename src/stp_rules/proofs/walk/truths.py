"""Conditions over moves: whether each holds, fails or stays undecided, before and after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, NamedTuple

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT
from stp_rules.engine.sources import compared_with
from stp_rules.engine.values import Raw
from stp_rules.language.conditions import Comparison, Condition, Truth, comparisons_in
from stp_rules.proofs.domain.moves import (
    Cell,
    Found,
    Move,
    Table,
    cell_of,
    moved,
    raw_of,
    together,
)
from stp_rules.readings.exact import holds
from stp_rules.readings.spans import BESIDE, Span, pieces

Values = Mapping[str, Raw]


class Case(NamedTuple):
    """Values of names before and after that stand for all values under which tests are alike."""

    before: dict[str, Raw]
    after: dict[str, Raw]
    found: Found


def cases(
    conditions: Sequence[Condition],
    tables: Mapping[str, Table],
    most: int,
    deadline: Deadline = NEVER,
) -> list[Case] | None:
    """Return a case for every way in which the tests of conditions can turn out.

    `None` where there are too many, or where two names are compared whose numbers overlap.
    """
    tests = [test for condition in conditions for test in comparisons_in(condition)]
    names = dict.fromkeys(name for test in tests for name in (test.name, *compared_with(test)))
    varied = [name for name in names if name in tables]
    if any(_overlap(test, tables) for test in tests):
        return None
    classes = [_classes(name, tests, tables[name]) for name in varied]
    if prod(map(len, classes)) > most:
        return None
    return [_case(varied, combination) for combination in deadline.watch(product(*classes))]


_Class = tuple[Raw, Raw, Found]


def _case(names: Sequence[str], combination: Iterable[_Class]) -> Case:
    chosen = list(combination)
    return Case(
        {name: it[0] for name, it in zip(names, chosen, strict=True)},
        {name: it[1] for name, it in zip(names, chosen, strict=True)},
        together(it[2] for it in chosen),
    )


def _overlap(test: Comparison, tables: Mapping[str, Table]) -> bool:
    """Tell whether a test compares a name with another one that is not a single number."""
    names = list(compared_with(test))
    involved = [tables[name] for name in (test.name, *names) if name in tables] if names else []
    return any(not move.exact for table in involved for move in table)


def _classes(name: str, tests: Sequence[Comparison], table: Table) -> list[_Class]:
    """Return one pair of values for all moves of a name that no test tells apart."""
    own = [test for test in tests if test.name == name]
    compared = any(_compares(test, name) for test in tests)
    found: dict[object, _Class] = {}
    for move, origin in split(own, table):
        before, after = raw_of(move.before), raw_of(move.after)
        alike = (before, after) if compared else (_told(own, name, before), _told(own, name, after))
        known = found.get(alike)
        ways = origin.ways + (known[2].ways if known else 0)
        chosen = known or (before, after, origin)
        found[alike] = (chosen[0], chosen[1], Found(ways, chosen[2].origin))
    return list(found.values())


def _compares(test: Comparison, name: str) -> bool:
    """Tell whether a test sets a name against another name, on either side."""
    others = list(compared_with(test))
    return name in others or (name == test.name and bool(others))


def only_tested(name: str, tests: Sequence[Comparison], table: Table) -> Table:
    """Return a table of a name that is only tested: of all moves that no test tells apart, one."""
    return {
        Move(cell_of(before), cell_of(after)): found
        for before, after, found in _classes(name, tests, table)
    }


def _told(tests: Iterable[Comparison], name: str, raw: Raw) -> tuple[Truth, ...]:
    """Return how the tests of a name turn out."""
    return tuple(holds(test, {name: raw}, EXACT) for test in tests)


def split(tests: Sequence[Comparison], table: Table) -> Iterator[tuple[Move, Found]]:
    """Cut the numbers of a table where a test tells them apart."""
    cuts = {at.fraction for test in tests for at in _edges(test)}
    for move, found in table.items():
        if move.by is None or (move.exact and move.still):
            yield from ((it, found) for it in _sides(move, cuts))
            continue
        for it in _sides(move, cuts):
            if it.by is not None and not it.by.empty:
                yield it, found


def _sides(move: Move, cuts: set[Fraction]) -> Iterator[Move]:
    for before in _parts(move.before, cuts):
        for after in _parts(move.after, cuts):
            whole = (before, after) == move[:2]
            by = move.by if whole or not (move.by and move.by.near) else move.by.nearly(BESIDE)
            yield moved(before, after, by)


def _parts(cell: Cell, cuts: set[Fraction]) -> Iterator[Cell]:
    if isinstance(cell, Span):
        yield from pieces(cuts, cell)
    else:
        yield cell


def _edges(test: Comparison) -> Iterator[Exact]:
    bounds: Any = test.bound if isinstance(test.bound, tuple) else (test.bound,)
    yield from (bound for bound in bounds if isinstance(bound, Exact))
