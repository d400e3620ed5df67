"""Small cohorts, drawn whole, and their subjects as another plan holds them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from random import Random

from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Lens, Raw, Unknown
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.drawing import largest_need, seeded
from stp_rules.proofs.search.samples import Values, missing

Cohort = Sequence[Values]

COHORTS = 400
"""How many cohorts are drawn."""

REFERENCES = 64
"""Beside how many small cohorts subjects are tried who do not shift them."""

_SIZES = (1, 2, 3, 2, 4, 5, 3, 8)
_GAPS = (0.0, 0.0, 0.15, 0.0, 0.5)


def cohorts(bench: Bench) -> Iterator[Cohort]:
    """Give cohorts of several sizes, from one subject alone to as many as any step needs."""
    random = seeded()
    need = largest_need(bench.plan)
    for at in range(COHORTS):
        size = _SIZES[at % len(_SIZES)]
        size = size + need - 1 if at % 2 else max(size, need)
        gaps = _GAPS[at % len(_GAPS)]
        yield [_somebody(bench, random, gaps) for _ in range(size)]


def references(bench: Bench) -> Iterator[Bench]:
    """Give the bench beside small cohorts; none where the method reads no cohort."""
    if bench.reference.sites:
        yield from (bench.beside(tuple(it)) for it in islice(cohorts(bench), REFERENCES))


def _somebody(bench: Bench, random: Random, gaps: float) -> dict[str, Raw]:
    """Draw a subject; of labels that no rule names there are two."""
    found = bench.anybody(random, gaps)
    for name, entry in bench.plan.inputs.items():
        free = entry.lens.kind.type == "label" and not entry.entry.values
        if free and found[name] != missing() and random.random() < 0.5:  # noqa: PLR2004 - one half
            found[name] = "another"
    return found


def taken(plan: Plan, values: Values, lenses: Mapping[str, Lens]) -> dict[str, Raw]:
    """Return values, seen through the lenses of another plan, as a plan holds them.

    What a plan does not know, such as a category of another scale, is missing.
    """
    return {name: _taken(plan, name, values, lenses) for name in plan.inputs}


def _taken(plan: Plan, name: str, values: Values, lenses: Mapping[str, Lens]) -> Raw:
    raw, own, drawn = values.get(name, missing()), plan.lenses[name], lenses[name]
    if own == drawn or isinstance(raw, Unknown):
        return raw
    seen = drawn.seen(raw)
    return own.categories.index(seen) if seen in own.categories else missing()
