"""What was read of the cohort for one subject: its group, and the figures that a step uses."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from stp_rules.analysis.standing import Standing
from stp_rules.engine.cohort import Site
from stp_rules.engine.plan import EXACT
from stp_rules.engine.values import Lens, Raw, Seen, Unknown
from stp_rules.language.arithmetic import Real, Value
from stp_rules.language.cohorts import Keys, Summary


@frozen
class Peers:
    """The cohort as a step, or a filling, read it for a subject.

    `within` names what all of it have in common with the subject, and `group` is that; of the whole
    cohort they are empty and `None`. `count` of them have a value. Of the rest only what was read
    is not `None`: `mean`, and for a z-score the `deviation`; the `low` and `high` ends, of a
    category the worst and the best; how many stand `before` the subject, which are the better ones
    in a rank and the lower ones in a percentile, and how many have the same (`alike`), itself among
    them where it belongs to the cohort. `cuts` are the points between quantile bands or clusters.
    """

    count: int
    within: str = ""
    group: Seen | None = None
    mean: Fraction | None = None
    deviation: Fraction | None = None
    low: Seen | None = None
    high: Seen | None = None
    before: int | None = None
    alike: int | None = None
    cuts: tuple[Fraction, ...] = ()


def peers_of(
    standing: Standing, site: Site, args: Any, lens: Lens, value: Raw = None
) -> Peers | None:
    """Return what was read at a site; `None` where there was no cohort to stand beside.

    `args` are the options of the step, `lens` is that of its values, and `value` the subject's own.
    """
    summary = standing.beside.summary(site, standing.values)
    if isinstance(summary, Unknown):
        return None
    ends = _ends(site, summary, lens)
    found = Peers(
        count=summary.count,
        mean=_seen(summary.mean),
        deviation=_deviation(args, summary),
        low=_seen(summary.low) if ends is None else ends[0],
        high=_seen(summary.high) if ends is None else ends[1],
        cuts=tuple(it.fraction for it in summary.cuts),
    )
    if site.within:
        group = standing.plan.lenses[site.within].seen(standing.values[site.within])
        found = evolve(found, within=site.within, group=group)
    if ends is None or value is None or isinstance(value, Unknown):
        return found
    keys = site.keys(value, standing.values, EXACT)
    return evolve(
        found,
        before=sum(it < keys[: len(it)] for it in _all(summary)),
        alike=sum(it[: len(keys)] == keys[: len(it)] for it in _all(summary)),
    )


def _seen(value: Value) -> Fraction | None:
    return None if value is None else Fraction(value.fraction)


def _all(summary: Summary) -> Iterable[Keys]:
    return (*summary.ordered, *summary.untold)


def _ends(site: Site, summary: Summary, lens: Lens) -> tuple[Seen, Seen] | None:
    """Return the lowest and the highest value, of categories the worst and the best."""
    firsts = [keys[0] for keys in _all(summary)]
    if not firsts:
        return None
    ends = [lens.seen(_turned(it, site.sign)) for it in (min(firsts), max(firsts))]
    lowest_first = (site.sign > 0) is not bool(lens.categories)
    return (ends[0], ends[1]) if lowest_first else (ends[1], ends[0])


def _turned(value: Raw, sign: int) -> Raw:
    if sign > 0:
        return value
    return -value if isinstance(value, int) else EXACT.number(0) - value


def _deviation(args: Any, summary: Summary) -> Fraction | None:
    deviation = getattr(args, "deviation", None)
    divisor = summary.count - (deviation == "sample")
    if deviation is None or divisor < 1:
        return None
    return EXACT.once(_root, summary.squares, EXACT.number(divisor)).fraction


def _root(real: Real, squares: Value, divisor: Value) -> Value:
    return real.sqrt(squares / divisor)
