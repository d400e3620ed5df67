"""Subjects at the places where a method turns, and on both sides of them."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw, Unknown
from stp_rules.proofs.domain.cells import admissible
from stp_rules.proofs.domain.harms import Question
from stp_rules.proofs.domain.moves import Cell, Move
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.drawing import seeded
from stp_rules.proofs.search.pairs import Pair
from stp_rules.proofs.search.samples import Values, goes, plainness
from stp_rules.proofs.search.shrinking import plain_values
from stp_rules.proofs.search.turning import Sort, sort_of, turning
from stp_rules.readings.spans import Span

PLAIN, TRIED, PLAIN_DIGITS = 5, 40, 6
"""How many plain values are tried, pairs at a place of each, and up to how many digits none is."""

OTHERS = 4
"""Along how many of the other inputs the places of a pair are sought."""


Treated = Callable[[Values], Any]
"""Tells subjects apart: two of whom it gives the same are treated alike."""


def subjects_at_places(bench: Bench, bases: int, treated: Treated) -> Iterator[Values]:
    """Give subjects drawn, each of them at the places along each of its numbers."""
    random = seeded()
    for at in range(bases):
        base = bench.drawn(random, at)
        for name in _numbers(bench):
            for raw in _places(bench, name, _along(name, base, treated)):
                yield {**base, name: raw}


def pairs_at_places(bench: Bench, question: Question, bases: int) -> Iterator[Pair]:
    """Give pairs of which the moving input, or one of the others, is at a place."""
    random = seeded()
    drawn = list(bench.random(question.name, question.moves, bases))
    for pair in drawn:
        yield from _moving(bench, question, pair)
    others = [name for name in _numbers(bench) if name != question.name]
    for pair in drawn:
        for name in random.sample(others, min(OTHERS, len(others))):
            yield from _beside(bench, name, pair)


def plainer_at_places(bench: Bench, question: Question, pair: Pair) -> Pair:
    """Return a pair that shows the same with fewer digits, at another place of its own input.

    A place goes with all else that a subject has: where that becomes plainer, the place moves. A
    jump at a number that the ruleset names does not.
    """
    if question.abrupt and _at_a_cut(bench, pair):
        return pair
    pair = _plainer(bench, question, pair, pair) or pair
    for name in bench.deadline.soft(bench.plan.inputs):
        options = (
            plain_values(bench, name, pair.before[name])[:PLAIN] if name != question.name else []
        )
        for raw in options if max(_lengths(pair)) > PLAIN_DIGITS else ():
            found = _plainer(bench, question, pair.sharing(name, raw), pair)
            if found:
                pair = found
                break
    return pair


def _at_a_cut(bench: Bench, pair: Pair) -> bool:
    """Tell whether a number that the ruleset names for the moving input lies between both ends."""
    ends = [it.fraction for it in pair.sides if isinstance(it, Exact)]
    return bool(ends) and any(min(ends) <= cut <= max(ends) for cut in bench.cells.cuts(pair.name))


def _plainer(bench: Bench, question: Question, base: Pair, than: Pair) -> Pair | None:
    """Return the plainest pair between the places of a base, if it is plainer than another."""
    most = digits(than)
    if max(_lengths(than)) <= PLAIN_DIGITS:
        return None
    fewer = [it for it in _moving(bench, question, base) if digits(it) < most]
    return bench.found(sorted(fewer, key=digits)[:TRIED], question.wrong)


def digits(pair: Pair) -> int:
    """Return with how many digits both subjects are written; a quotient has more than any other."""
    return sum(_lengths(pair))


def _lengths(pair: Pair) -> list[int]:
    values = (*pair.before.values(), pair.after[pair.name])
    return [plainness(it)[0] for it in values]


def _moving(bench: Bench, question: Question, pair: Pair) -> Iterator[Pair]:
    """Give the moves of a question between the places of its own input."""
    name = question.name
    if name not in _numbers(bench):
        return
    for base in (pair.before, pair.after):
        places = list(_places(bench, name, _along(name, base, treated_by(bench))))
        ends = [*places, *([pair.after[name]] if isinstance(pair.after[name], Unknown) else [])]
        for before in places:
            for after in ends:
                if any(makes(move, before, after) for move in question.moves):
                    yield Pair.of(name, (before, after), base)


def makes(move: Move, before: Raw, after: Raw) -> bool:
    """Tell whether two values make a move."""
    return _lies(before, move.before) and _lies(after, move.after) and goes(move, before, after)


def _lies(raw: Raw, cell: Cell) -> bool:
    if isinstance(cell, Span):
        return isinstance(raw, Exact) and raw.fraction in cell
    return bool(raw == cell) and type(raw) is type(cell)


def _beside(bench: Bench, name: str, pair: Pair) -> Iterator[Pair]:
    """Give the same move at each place of another input, as either subject is treated there."""
    treated = treated_by(bench)

    def sort(number: Fraction) -> Any:
        raw = {name: Exact.of(number)}
        return tuple(treated({**it, **raw}) for it in (pair.before, pair.after))

    for raw in _places(bench, name, sort):
        yield pair.sharing(name, raw)


def treated_by(bench: Bench) -> Treated:
    """Return what tells apart subjects with whom a method does not do the same."""
    return lambda values: sort_of(bench.trace(values))


def _along(name: str, base: Values, treated: Treated) -> Sort:
    return lambda number: treated({**base, name: Exact.of(number)})


def _places(bench: Bench, name: str, sort: Sort) -> Iterator[Raw]:
    numbers = [it.fraction for it in bench.choices[name] if isinstance(it, Exact)]
    span = admissible(bench.plan, name)
    for place in turning(numbers, sort):
        yield from (Exact.of(it) for it in place if it in span)


def _numbers(bench: Bench) -> list[str]:
    return [
        name
        for name, choices in bench.choices.items()
        if choices and all(isinstance(it, Exact) for it in choices)
    ]


def pairs_on_ways(bench: Bench, question: Question, ways: int) -> Iterator[Pair]:
    """Give pairs at which a result turns on the way from one subject to another.

    All inputs but the moving one go from the worst value to the best, one after the other and value
    by value, so that what is made of many of them passes each edge in small steps.
    """
    for number, pair in enumerate(bench.random(question.name, question.moves, ways)):
        order = list(bench.choices)  # in the same order for every question, so that it is shared
        seeded(number).shuffle(order)
        yield from _turns(bench, question, pair, number, order)


def _turns(
    bench: Bench, question: Question, pair: Pair, number: int, order: Sequence[str]
) -> Iterator[Pair]:
    """Give the pairs on both sides of each turn that halving a way finds."""

    def on_the_way(at: int) -> Pair:
        return Pair.of(pair.name, pair.sides, *bench.on_a_way(order, number, at))

    @cache
    def sort(at: int) -> Any:
        sides = bench.traces(on_the_way(at))
        return [_rough(side[harm.name].raw) for side in sides for harm in question.harms]

    left = [(0, sum(map(len, bench.choices.values())) - 1)]
    while left:
        first, last = left.pop()
        if first >= last or sort(first) == sort(last):
            continue
        if last - first == 1:
            yield from (on_the_way(first), on_the_way(last))
            continue
        middle = (first + last) // 2
        left += [(middle, last), (first, middle)]


def _rough(raw: Raw) -> Any:
    """Return a value but for its number."""
    return None if isinstance(raw, Exact) else raw
