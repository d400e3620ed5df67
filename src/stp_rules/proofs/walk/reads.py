"""The names that a measure reads, in the order in which it reads them."""

from stp_rules.engine.plan import MeasurePlan
from stp_rules.engine.sources import CountSource, DecideSource, FromSource, compared_with
from stp_rules.engine.wiring import given_by
from stp_rules.language.conditions import Condition, comparisons_in


def read_by_source(one: MeasurePlan, other: MeasurePlan) -> list[str]:
    """Return the names that a source and a need read, each once."""
    names: dict[str, None] = {}
    for plan in (one, other):
        names |= dict.fromkeys(members_of(plan))
        source = plan.source
        tests = source.conditions if isinstance(source, DecideSource) else ()
        tests = source.tests if isinstance(source, CountSource) else tests
        for condition in (*tests, plan.need and plan.need.condition):
            if condition:
                names |= dict.fromkeys(it.name for it in comparisons_in(condition))
                names |= dict.fromkeys(names_compared_with(condition))
    return list(names)


def read_by(plan: MeasurePlan) -> list[str]:
    """Return the names that a measure reads anywhere, its own steps left out."""
    names = dict.fromkeys(read_by_source(plan, plan))
    for step in plan.steps:
        if step.when:
            names |= dict.fromkeys(it.name for it in comparisons_in(step.when))
            names |= dict.fromkeys(names_compared_with(step.when))
    return [name for name in names if name not in given_by(plan)]


def members_of(plan: MeasurePlan) -> tuple[str, ...]:
    """Return the names that a source takes the values of."""
    if isinstance(plan.source, FromSource):
        return (plan.source.args.name,)
    return tuple(name for name, _, _ in plan.info.members)


def names_compared_with(condition: Condition) -> list[str]:
    """Return the names that a condition compares others with."""
    return [name for test in comparisons_in(condition) for name in compared_with(test)]
