"""Steps relative to a cohort over moves, beside a reference that is held fixed."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import inf

from stp_rules.engine.plan import StepPlan
from stp_rules.engine.values import Unknown
from stp_rules.language.word import Sign, trend
from stp_rules.language.words.cohort.clusters import Clusters
from stp_rules.language.words.cohort.min_max import MinMax
from stp_rules.language.words.cohort.percentile import Percentile
from stp_rules.language.words.cohort.quantile_bands import QuantileBands
from stp_rules.language.words.cohort.rank import Rank
from stp_rules.language.words.cohort.z_score import ZScore
from stp_rules.proofs.domain.moves import NOT_RATED, Move, Table, moved
from stp_rules.proofs.domain.stretches import signed
from stp_rules.readings.spans import ANYWHERE, FALLING, RISING, ZERO, Span

_ONE = Fraction(1)

RANKS = 12
"""From which rank on ranks are no longer told apart; with `ties: mean` there are halves."""


def beside(step: StepPlan, move: Move, tables: Mapping[str, Table]) -> Iterator[Move]:
    """Give the moves of a value beside any reference.

    The reference is the same before and after, and whatever it may be; so the value after the
    step can be anything that such a step gives, and moves as the value moves.
    """
    if _settled(step, tables):
        way = _by(step, move, tables)
        yield from shifted(step, move, way, comes_and_goes=_may_lack(step, tables))
    else:
        yield from _anyhow(step, move)


def shifted(
    step: StepPlan, move: Move, way: Span | None, *, comes_and_goes: bool
) -> Iterator[Move]:
    """Give the moves of a value after a cohort step that moves it in a given way.

    With `comes_and_goes` there may be a value on one side alone: the cohort gains or loses its
    spread, the subject meets or leaves one from whom no tie-break tells it, or its group is not
    known.
    """
    if isinstance(move.before, Unknown) or isinstance(move.after, Unknown):
        yield from _anyhow(step, move)
        return
    yield Move(NOT_RATED, NOT_RATED)
    if comes_and_goes:
        for outcome in _outcomes(step):
            yield from (Move(outcome, NOT_RATED), Move(NOT_RATED, outcome))
    for before, after in product(_outcomes(step), _outcomes(step)):
        found = moved(before, after, way)
        if found.by is not None and not found.by.empty:
            yield found


def _anyhow(step: StepPlan, move: Move) -> Iterator[Move]:
    for before, after in product(_sides(step, move.before), _sides(step, move.after)):
        yield moved(before, after)


def _settled(step: StepPlan, tables: Mapping[str, Table]) -> bool:
    """Tell whether the peer group is the same both times, where it is known both times."""
    within = step.site.within if step.site else None
    return within is None or all(it.still or _unknown(it) for it in tables[within])


def _may_lack(step: StepPlan, tables: Mapping[str, Table]) -> bool:
    """Tell whether the group may be known on one side alone, or what would break a tie may lack.

    A group that is not known on either side leaves the subject without a value on both.
    """
    site = step.site
    if site is None:
        return False
    if any(_unknown(it) for name, _ in site.tie_break for it in tables[name]):
        return True
    group = tables[site.within] if site.within else ()
    return any(isinstance(it.before, Unknown) != isinstance(it.after, Unknown) for it in group)


def _unknown(move: Move) -> bool:
    return isinstance(move.before, Unknown) or isinstance(move.after, Unknown)


def _sides(step: StepPlan, cell: object) -> list[Span | Unknown]:
    return [cell] if isinstance(cell, Unknown) else [*_outcomes(step), NOT_RATED]


def _outcomes(step: StepPlan) -> list[Span]:
    """Return what a step can give, whatever the cohort."""
    match step.args:
        case QuantileBands(cuts=cuts):
            return [Span.at(Fraction(at)) for at in range(1, len(cuts) + 2)]
        case Clusters(count=count):
            return [Span.at(Fraction(at)) for at in range(1, count + 1)]
        case Percentile():
            return [Span(Fraction(0), Fraction(100))]
        case Rank(ties=ties):
            first = [] if ties == "mean" else [Span.at(Fraction(at)) for at in range(1, RANKS)]
            least = Fraction(RANKS) if first else _ONE
            return [*first, Span(least, inf, high_open=True)]
    return [ANYWHERE]


def _by(step: StepPlan, move: Move, tables: Mapping[str, Table]) -> Span | None:
    """Return which way the value after the step moves, where it has one both times.

    Who has no tie-break on one side does not tie there, and so is placed by the value alone.
    """
    if not isinstance(step.args, Rank) or step.site is None:
        by = apart(move)
        way = _signed(by, _way(step))
        near = by.near and isinstance(step.args, MinMax | ZScore)  # both are continuous
        return (way or ANYWHERE).nearly(by.near) if near else way
    keys = [_signed(apart(move), step.site.sign)]
    keys += [
        _signed(apart(it), sign)
        for name, sign in step.site.tie_break
        for it in tables[name]
        if not _unknown(it)
    ]
    if all(by == ZERO for by in keys):
        return ZERO
    for way in (RISING, FALLING):
        if all(by in (ZERO, way) for by in keys):
            return way
    return None


def apart(move: Move) -> Span:
    """Return by how much a value moves; a category by its place on the scale."""
    if move.by is not None:
        return move.by
    if isinstance(move.before, int) and isinstance(move.after, int):
        return Span.at(Fraction(move.after - move.before))
    return ZERO if move.before == move.after else ANYWHERE


def _signed(by: Span, way: Sign | None) -> Span | None:
    return ZERO if by == ZERO else signed(by, way)


def _way(step: StepPlan) -> Sign | None:
    """Return which way a step takes a value that rises; `None` where that is not known."""
    if isinstance(step.args, MinMax):
        return trend([step.args.low, step.args.high])
    return 1 if isinstance(step.args, ZScore | Percentile | QuantileBands | Clusters) else None
