"""What was found at random, shrunk: as little of it, and as plain, as keeps what it shows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

from stp_rules.deadline import NEVER, Deadline
from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw
from stp_rules.proofs.domain.cells import admissible
from stp_rules.proofs.domain.harms import Wrong
from stp_rules.proofs.domain.moves import Table
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.drawing import Drawing
from stp_rules.proofs.search.pairs import Pair, between
from stp_rules.proofs.search.samples import Values, missing, plainness

T = TypeVar("T")

FINE_STEP, DECIMALS = 6, 12
"""How many decimals stand for a number that has more, or no end: at least so many in a step that
should be seen to be small, and so many at the most."""


def shrunk(
    found: T, smaller: Callable[[T], Iterator[T]], keeps: Callable[[T], bool], tries: int
) -> T:
    """Return the smallest that so many tries lead to: each time the first smaller one that keeps.

    `smaller` gives what is smaller than something in one respect.
    """
    options = smaller(found)
    for _ in range(tries):
        less = next(options, None)
        if less is None:
            break
        if keeps(less):
            found, options = less, smaller(less)
    return found


def settled(found: T, once: Callable[[T], T]) -> T:
    """Shrink again and again, until going through all once changes nothing."""
    smaller = once(found)
    while smaller != found:
        found, smaller = smaller, once(smaller)
    return found


def fewer(
    items: Sequence[T],
    keeps: Callable[[tuple[T, ...]], bool],
    *,
    least: int = 1,
    deadline: Deadline = NEVER,
) -> tuple[T, ...]:
    """Leave out each item that is not needed, the last first, as long as more than least remain."""
    kept = tuple(items)
    for at in deadline.soft(reversed(range(len(items)))):
        less = (*kept[:at], *kept[at + 1 :])
        if len(less) >= least and keeps(less):
            kept = less
    return kept


def plainest(options: Iterable[T], now: T, keeps: Callable[[T], bool]) -> T:
    """Return the first option that keeps what is shown; what is there now does."""
    return next((it for it in options if it == now or keeps(it)), now)


# Subjects ----------------------------------------------------------------------------------------


def plain_values(drawing: Drawing, name: str, now: Raw) -> list[Raw]:
    """Return values to put in place of one, the plainest first: missing, then by their digits.

    They are the choices of the input, and what the number is when it is rounded.
    """
    values = [*drawing.choices[name], *_rounded(drawing, name, now)]
    return [missing(), *sorted(values, key=plainness)]


def _rounded(drawing: Drawing, name: str, now: Raw) -> list[Raw]:
    """Return a number rounded to few decimals, as far as the input allows that."""
    if not isinstance(now, Exact):
        return []
    numbers = {Fraction(round(now.fraction, digits)) for digits in range(4)}
    return [Exact.of(it) for it in numbers if it in admissible(drawing.plan, name)]


def plain_subject(drawing: Drawing, values: Values, keeps: Callable[[Values], bool]) -> Values:
    """Put the plainest value of each input that keeps what a subject shows."""
    for name in drawing.choices:
        values = _plainer(values, name, plain_values(drawing, name, values[name]), keeps)
    return values


def _plainer(
    values: Values, name: str, options: Iterable[Raw], keeps: Callable[[Values], bool]
) -> Values:
    """Put the plainest value of one input that keeps what a subject shows."""
    raw = plainest(options, values[name], lambda it: keeps({**values, name: it}))
    return {**values, name: raw}


# Pairs -------------------------------------------------------------------------------------------


def smallest(bench: Bench, pair: Pair, moves: Table, wrong: Wrong) -> Pair:
    """Return a pair with as little in it as can be: few values, plain, and close together.

    It stays as it is from when the deadline has passed.
    """
    return settled(pair, lambda it: _smaller(bench, it, moves, wrong))


def _smaller(bench: Bench, pair: Pair, moves: Table, wrong: Wrong) -> Pair:
    """Go once through all inputs, the one that moves at last."""
    for name in bench.deadline.soft(bench.plan.inputs):
        if name != pair.name:
            pair = _plainer_in(bench, pair, name, wrong)
    for move in bench.deadline.soft(moves):
        for other in between(pair.name, move, pair.before):
            if other.size < pair.size and bench.shows(other, wrong):
                pair = other
    fewest = FINE_STEP if wrong.abrupt else 0
    rounder = (it for it in _rounder(bench, pair, fewest) if it.size[0] < pair.size[0])
    return next((it for it in rounder if bench.shows(it, wrong)), pair)


def _plainer_in(bench: Bench, pair: Pair, name: str, wrong: Wrong) -> Pair:
    """Put the plainest value of one input in place of the one that both subjects have."""
    now = pair.before[name]
    options = plain_values(bench, name, now)
    raw = plainest(options, now, lambda it: bench.shows(pair.sharing(name, it), wrong))
    return pair.sharing(name, raw)


def _rounder(bench: Bench, pair: Pair, fewest: int) -> Iterator[Pair]:
    """Give pairs with the decimals next to both values, the fewest decimals first."""
    if not all(isinstance(it, Exact) for it in pair.sides):
        return
    first = pair.sides[0].fraction
    low, high = sorted(it.fraction for it in pair.sides)
    span = admissible(bench.plan, pair.name)
    for unit in (10**digits for digits in range(fewest, DECIMALS + 1)):
        outer = Fraction(low * unit // 1, unit), Fraction(-(-high * unit // 1), unit)
        if all(it in span for it in outer):
            one, other = map(Exact.of, outer if first == low else outer[::-1])
            before = {**pair.before, pair.name: one}
            yield Pair(pair.name, before, {**pair.after, pair.name: other})


# The cohort beside which a pair stands -----------------------------------------------------------


def beside_fewer(bench: Bench, pair: Pair, wrong: Wrong) -> Bench:
    """Return the bench beside as few and as plain subjects as keep what a pair shows."""

    def keeps(cohort: tuple[Values, ...]) -> bool:
        return bench.beside(cohort).shows(pair, wrong)

    if not bench.cohort:
        return bench
    cohort = fewer(bench.cohort, keeps, deadline=bench.deadline)
    return bench.beside(plain_cohort(bench, cohort, keeps, bench.deadline))


def plain_cohort(
    drawing: Drawing,
    cohort: Sequence[Values],
    keeps: Callable[[tuple[Values, ...]], bool],
    deadline: Deadline = NEVER,
) -> tuple[Values, ...]:
    """Put plain values in place of those of each subject in turn, that keep what a cohort shows."""
    found = tuple(cohort)
    for at in deadline.soft(range(len(found))):
        found = _plain_at(drawing, found, at, keeps)
    return found


def _plain_at(
    drawing: Drawing,
    cohort: tuple[Values, ...],
    at: int,
    keeps: Callable[[tuple[Values, ...]], bool],
) -> tuple[Values, ...]:
    def with_it(values: Values) -> tuple[Values, ...]:
        return (*cohort[:at], values, *cohort[at + 1 :])

    return with_it(plain_subject(drawing, cohort[at], lambda less: keeps(with_it(less))))
