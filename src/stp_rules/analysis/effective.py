"""Effective weights: which part of the range of the score each input commands.

A nominal weight says what a method means, an effective one what it does: an indicator whose scores
lie close together moves a mean less than its weight says (OECD and JRC, Handbook on Constructing
Composite Indicators, 2008).
"""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from stp_rules.analysis.weights import nominal_shares
from stp_rules.deadline import NEVER, Deadline, OutOfTimeError
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.values import Unknown
from stp_rules.engine.wiring import given_by, wiring
from stp_rules.kinds import kinds
from stp_rules.language.kind import NUMBER
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.words.sources.from_ import From
from stp_rules.proofs.domain.cells import Cells, as_table
from stp_rules.proofs.domain.moves import FINE, Table, still
from stp_rules.proofs.domain.ruled import UnknownRuleError, require_rules
from stp_rules.proofs.questions.questions import all_moves
from stp_rules.proofs.walk.walk import Walk, constants
from stp_rules.readings.spans import End, Span, endless, hull, plus

ZERO = Fraction(0)


@frozen
class Weight:
    """What an input weighs in the score, by the weights as written and in effect.

    `nominal` is the product of the weights on the way, `None` where other than means lead to the
    score. `effective` is the furthest that the input alone can move the score, as a part of the
    range of the score; it is zero where it cannot, and `None` where there is no end to either, or
    where it is `late`: time ran out before it was computed.
    """

    name: str
    nominal: Fraction | None
    effective: Fraction | None
    late: bool = False


@frozen
class Weights:
    """The weights of all inputs in a score, which can be as low as `low` and as high as `high`.

    All inputs are known, and all that is computed of them has a value. An end is `None` where there
    is none, as after most steps relative to a cohort. `unknown` says what stands in the way of
    computing any effect: something in the ruleset of which proofs know nothing.
    """

    score: str
    low: Fraction | None
    high: Fraction | None
    inputs: tuple[Weight, ...]
    unknown: str = ""


def effective_weights(ruleset: Ruleset, deadline: Deadline = NEVER) -> Weights | None:
    """Return the weights of the inputs; `None` where no number leads to the result.

    The score is the result, or where that is a category the number that it is taken from. The
    ruleset must be free of problems. The weights that are not computed by the deadline are late.
    """
    score = _score(ruleset)
    if score is None:
        return None
    plan = make_plan(ruleset)
    nominal = nominal_shares(ruleset)
    try:
        require_rules(plan)
    except UnknownRuleError as unknown:
        written = tuple(Weight(name, nominal.get(name), None) for name in plan.inputs)
        return Weights(score, None, None, written, str(unknown))
    cells = Cells((plan,))
    known = {name: as_table(name, list(map(still, cells.known(name)))) for name in plan.inputs}
    try:
        tables = _rated(plan, known, {}, deadline)
    except OutOfTimeError:
        late = tuple(Weight(name, nominal.get(name), None, late=True) for name in plan.inputs)
        return Weights(score, None, None, late)
    whole = hull(move.before for move in tables[score] if isinstance(move.before, Span))
    inputs = []
    for name in plan.inputs:
        resting = wiring(plan).resting(name)
        rest = {it: at for it, at in tables.items() if it not in resting}
        try:
            moving = {**known, name: all_moves(cells, name)}
            moves = _rated(plan, moving, rest, deadline)[score]
        except OutOfTimeError:
            inputs.append(Weight(name, nominal.get(name), None, late=True))
        else:
            part = ZERO if score in rest else _part(moves, whole)
            inputs.append(Weight(name, nominal.get(name), part))
    return Weights(score, _end(whole.low), _end(whole.high), tuple(inputs))


def _score(ruleset: Ruleset) -> str | None:
    """Return the number that leads to the result: the result, or what that is taken from."""
    known, name = kinds(ruleset), ruleset.result
    measures = {measure.name: measure for _, measure in ruleset.measures()}
    while known[name] != NUMBER:
        source = measures[name].source if name in measures else None
        if not isinstance(source, From):
            return None
        name = source.name
    return name if name in measures else None


def _rated(
    plan: Plan, inputs: Mapping[str, Table], known: Mapping[str, Table], deadline: Deadline
) -> dict[str, Table]:
    """Walk through what has a value: a mean would leave the weight of what has none to others."""
    walk = Walk(FINE, {**constants((plan, plan)), **known, **inputs}, deadline=deadline)
    for measure in plan.measures:
        if measure.info.measure.name not in walk.tables:
            walk.measure(measure, measure)
            for name in given_by(measure):
                walk.tables[name] = _without_gaps(walk.tables[name])
    return walk.tables


def _without_gaps(table: Table) -> Table:
    rated = {
        move: found
        for move, found in table.items()
        if not any(isinstance(cell, Unknown) for cell in (move.before, move.after))
    }
    return rated or table


def _part(moves: Table, whole: Span) -> Fraction | None:
    """Return how far a score moves at the most, as a part of its range."""
    bys = [move.by for move in moves if move.by]
    far = max((max(-by.low, by.high) for by in bys), default=ZERO)
    size = plus(whole.high, -whole.low)
    if far == 0:
        return ZERO
    return None if endless(far) or endless(size) else Fraction(far) / Fraction(size)


def _end(end: End) -> Fraction | None:
    return None if endless(end) else Fraction(end)
