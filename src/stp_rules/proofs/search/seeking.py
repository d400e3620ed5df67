"""Pairs of subjects sought by Hypothesis, which shrinks what it finds."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Raw
from stp_rules.proofs.domain.harms import Question
from stp_rules.proofs.domain.moves import Cell, Move
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.drawing import seeded
from stp_rules.proofs.search.pairs import Pair
from stp_rules.proofs.search.samples import goes, missing, some_of
from stp_rules.readings.spans import Span

Draw = Callable[[st.SearchStrategy[Any]], Any]

FAR = 10_000
"""How far numbers go where they have no end."""

PARTS = 1_000
"""Into how many parts a stretch of numbers is divided."""


def sought(bench: Bench, question: Question, examples: int) -> Pair | None:
    """Return a pair of subjects that shows a harm, if one is found among so many."""
    calm = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    try:
        return find(
            pairs(bench, question),
            lambda pair: _shows(bench, question, pair),
            settings=calm,
            random=seeded(),
        )
    except NoSuchExample:
        return None


def _shows(bench: Bench, question: Question, pair: Pair | None) -> bool:
    """Tell whether a pair shows a harm; after the deadline none does, so that the search ends."""
    return pair is not None and not bench.deadline.over and bench.shows(pair, question.wrong)


def pairs(bench: Bench, question: Question) -> st.SearchStrategy[Pair | None]:
    """Draw two subjects that make a move; `None` where the values drawn do not."""
    name, moves = question.name, list(question.moves)
    others = {it: anything(bench, it) for it in bench.plan.inputs if it != name}

    @st.composite
    def pair(draw: Draw) -> Pair | None:
        move: Move = draw(st.sampled_from(moves))
        before, after = draw(within(move.before)), draw(within(move.after))
        if not goes(move, before, after):
            return None
        rest = {it: draw(value) for it, value in others.items()}
        return Pair.of(name, (before, after), rest)

    return pair()


def anything(bench: Bench, name: str) -> st.SearchStrategy[Raw]:
    """Draw a value of an input, or none."""
    cells = bench.cells.known(name)
    return st.one_of(st.just(missing()), st.sampled_from(cells).flatmap(within))


def within(cell: Cell) -> st.SearchStrategy[Raw]:
    """Draw a value of a cell."""
    samples = st.sampled_from(some_of(cell))
    if not isinstance(cell, Span) or cell.point:
        return samples
    low, high = Fraction(max(cell.low, -FAR)), Fraction(min(cell.high, FAR))
    parts = st.integers(1, PARTS - 1).map(lambda at: low + (high - low) * Fraction(at, PARTS))
    return st.one_of(samples, parts.map(Exact.of)) if low < high else samples
