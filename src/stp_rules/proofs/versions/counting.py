"""How many combinations of scores are rated the same by two versions, better or worse."""

from collections import Counter
from collections.abc import Sequence

from attrs import evolve

from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Lens
from stp_rules.engine.wiring import wiring
from stp_rules.proofs.domain.moves import Cell, Found, Resolution
from stp_rules.proofs.versions.meaning import Counts
from stp_rules.proofs.versions.sides import Sides
from stp_rules.proofs.versions.walking import corresponding, started
from stp_rules.proofs.walk.walk import Walk
from stp_rules.uses import names_read

COUNTED = Resolution(moves=5_000, combinations=5_000)
"""How many totals are told apart where combinations are counted."""

MOST = 50
"""Of how many scores combinations are counted; of more, totals are too many to tell apart."""


def counts(sides: Sides) -> Counts | None:
    """Count the combinations of scores; `None` where they cannot all be told apart."""
    plans = sides.plans
    pairs = corresponding(sides)
    if pairs is None or not all(_is_tree(it) and _of_scores(it) for it in plans):
        return None
    walk = started(sides, COUNTED)
    for one, other in pairs:
        walk.measure(one, other)
        _count_once(sides.other, walk, other.info.measure.name)
        if not walk.exact:
            return None
    found = Counts()
    lenses = [plan.lenses[plan.ruleset.result] for plan in plans]
    for move, ways in walk.tables[plans[1].ruleset.result].items():
        found = _counted(found, lenses, move.before, move.after, ways)
    return found


def _count_once(plan: Plan, walk: Walk, name: str) -> None:
    """Let each value of a score count once, however many values of its inputs give it.

    A score is a measure of inputs that nothing else reads. Whether all was told apart before its
    inputs were gone through plays no part then.
    """
    wires = wiring(plan)
    table = walk.tables[name]
    own = all(it in plan.inputs and wires.readers(it) == [name] for it in wires.reads[name])
    if own and all(move.exact for move in table):
        walk.tables[name] = {move: Found(1, found.origin) for move, found in table.items()}
        walk.exact = True


def _is_tree(plan: Plan) -> bool:
    """Tell whether all that the result rests on is read once on the way to it."""
    behind = wiring(plan).behind(plan.ruleset.result)
    kinds = {name: lens.kind for name, lens in plan.lenses.items()}
    measures = [it.info.measure for it in plan.measures if it.info.measure.name in behind]
    read = Counter(name for it in measures for name in names_read(it, kinds))
    return max(read.values(), default=0) <= 1


def _of_scores(plan: Plan) -> bool:
    """Tell whether all that the result rests on are scores: inputs read by a measure with steps.

    The result itself is no score. Of very many scores this is not told.
    """
    wires = wiring(plan)
    read = [name for name in plan.inputs if name in wires.behind(plan.ruleset.result)]
    readers = {reader for name in read for reader in wires.readers(name)}
    scores = {it.info.measure.name for it in plan.measures if it.steps} - {plan.ruleset.result}
    return readers <= scores and len(readers) <= MOST


def _counted(
    counts: Counts, lenses: Sequence[Lens], before: Cell, after: Cell, found: Found
) -> Counts:
    if before == after:
        return evolve(counts, same=counts.same + found.ways)
    ranked = isinstance(before, int) and isinstance(after, int)
    if not ranked or lenses[0].categories != lenses[1].categories:
        return evolve(counts, other=counts.other + found.ways)
    if after < before:  # type: ignore[operator]
        return evolve(counts, better=counts.better + found.ways)
    return evolve(counts, worse=counts.worse + found.ways)
