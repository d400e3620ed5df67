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
    add,
    cell_of,
    moved,
    raw_of,
    together,
)
from stp_rules.proofs.walk.conditional import truth_of
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

    `None` where there are too many, or where two names are compared of which one is no single
    number.
    """
    tests = [test for condition in conditions for test in comparisons_in(condition)]
    names = dict.fromkeys(name for test in tests for name in (test.name, *compared_with(test)))
    varied = [name for name in names if name in tables]
    if any(_compares_spans(test, tables) for test in tests):
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


def _compares_spans(test: Comparison, tables: Mapping[str, Table]) -> bool:
    """Tell whether a test compares two names of which one has a cell of more than one number."""
    names = list(compared_with(test))
    involved = [tables[name] for name in (test.name, *names) if name in tables] if names else []
    return any(not move.exact for table in involved for move in table)


def _classes(name: str, tests: Sequence[Comparison], table: Table) -> list[_Class]:
    """Return one pair of values for all moves of a name that no test tells apart."""
    return [
        (before, after, Found(sum(it.ways for it in moves.values()), found.origin))
        for (before, after, found), moves in _grouped(name, tests, table)
    ]


def _grouped(name: str, tests: Sequence[Comparison], table: Table) -> list[tuple[_Class, Table]]:
    """Return with each class of moves that no test tells apart all of its moves."""
    own = [test for test in tests if test.name == name]
    compared = any(_compares(test, name) for test in tests)
    groups: dict[object, tuple[_Class, Table]] = {}
    for move, found in split(own, table):
        before, after = raw_of(move.before), raw_of(move.after)
        alike = (before, after) if compared else (_told(own, name, before), _told(own, name, after))
        _, moves = groups.setdefault(alike, ((before, after, found), {}))
        add(moves, move, found)
    return list(groups.values())


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


Witness = Mapping[str, tuple[Move, Found]]
"""A move of each of some names that some one subject is likely to make together."""


class Split(NamedTuple):
    """The moves of tested names for which conditions turn out in one way.

    `witness` is one of each, and those that were asked for where these are among them; it is
    `broken` where they are not.
    """

    tables: dict[str, Table]
    witness: Witness
    broken: bool


def case_splits(
    conditions: tuple[Condition | None, Condition | None],
    tables: Mapping[str, Table],
    asked: Witness,
    most: int,
    deadline: Deadline = NEVER,
) -> list[tuple[Truth, Truth, Split]] | None:
    """Return how two conditions can turn out, with all moves of each name for which they do.

    `None` where there are too many cases, as in `cases`. A condition that is `None` always holds.
    Lacks nothing, because every combination of moves is in the tables of the case that it is in.
    """
    one, other = conditions
    tests = [test for it in conditions if it for test in comparisons_in(it)]
    names = dict.fromkeys(name for test in tests for name in (test.name, *compared_with(test)))
    varied = [name for name in names if name in tables]
    if any(_compares_spans(test, tables) for test in tests):
        return None
    groups = [_grouped(name, tests, tables[name]) for name in varied]
    if prod(map(len, groups)) > most:
        return None
    splits: dict[tuple[Truth, Truth], Split] = {}
    for combination in deadline.watch(product(*groups)):
        case = _case(varied, (chosen for chosen, _ in combination))
        key = truth_of(one, case.before), truth_of(other, case.after)
        moves = {name: it for name, (_, it) in zip(varied, combination, strict=True)}
        splits[key] = _split_by(moves, asked, splits.get(key))
    return [(*key, _whole_again(it, tables)) for key, it in splits.items()]


def _split_by(moves: Mapping[str, Table], asked: Witness, known: Split | None) -> Split:
    """Return a split with the moves of one case more."""
    if known is None:
        known = Split({name: {} for name in moves}, {}, broken=True)
    for name, table in moves.items():
        known.tables[name].update(table)
    fits = [name for name in moves if name in asked and asked[name][0] in moves[name]]
    broken = any(name in asked and name not in fits for name in moves)
    if known.witness and (broken or not known.broken):
        return known
    firsts = {name: next(iter(table.items())) for name, table in moves.items()}
    return Split(known.tables, {**firsts, **{name: asked[name] for name in fits}}, broken)


def _whole_again(found: Split, tables: Mapping[str, Table]) -> Split:
    """Put in the table itself where all of its moves are left, so that it is seen to be whole."""
    whole = {
        name: tables[name] if moves.keys() == tables[name].keys() else moves
        for name, moves in found.tables.items()
    }
    return found._replace(tables=whole)
