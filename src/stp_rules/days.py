"""The spans of days in which no dated number of some rulesets changes."""

from datetime import date, timedelta
from itertools import pairwise

from stp_rules.language.ruleset import Period, Ruleset

ALL_DAYS = Period()
_DAY = timedelta(days=1)


def spans(*rulesets: Ruleset, within: Period = ALL_DAYS) -> tuple[Period, ...]:
    """Return the spans in which every dated parameter keeps its number, in order.

    They begin where all parameters have a number, and together they are all days of `within` from
    then on. Without dated parameters there is one span, `within` itself. There are none where
    `within` ends before all parameters have a number.
    """
    dated = [it.dated for ruleset in rulesets for it in ruleset.parameters.values() if it.dated]
    starts: list[date | None] = [within.start]
    if dated:
        first = max(days[0][0] for days in dated)
        starts = [max(first, within.start or first)]
        later = {day for days in dated for day, _ in days if starts[0] and day > starts[0]}
        starts += sorted(day for day in later if day in within)
    if starts[0] and within.end and starts[0] > within.end:
        return ()
    ends = [start - _DAY for _, start in pairwise(starts) if start]
    return tuple(Period(*it) for it in zip(starts, [*ends, within.end], strict=True))


def day_in(span: Period) -> date | None:
    """Return the day of a span on which its numbers are looked up; `None` where any day does."""
    return span.start or span.end
