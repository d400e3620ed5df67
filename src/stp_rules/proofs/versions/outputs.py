"""What a method gives: its measures and named steps, and the part of a plan that ends in one."""

from collections.abc import Mapping

from attrs import evolve

from stp_rules.engine.plan import MeasurePlan, Plan
from stp_rules.engine.result import Measured
from stp_rules.engine.values import Seen
from stp_rules.engine.wiring import given_by, wiring
from stp_rules.language.ruleset import Ruleset


def outputs(ruleset: Ruleset) -> list[str]:
    """Return the names of all measures and named steps, the result first."""
    names = [
        name
        for _, measure in ruleset.measures()
        for name in (*(step.name for step in measure.steps if step.name), measure.name)
    ]
    return list(dict.fromkeys([ruleset.result, *names]))


def addressed(ruleset: Ruleset, name: str) -> str:
    """Return the name under which a rating gives an output: a named step stands at its measure."""
    for _, measure in ruleset.measures():
        if any(step.name == name for step in measure.steps):
            return f"{measure.name}.{name}"
    return name


def seen_of(measures: Mapping[str, Measured], name: str) -> Seen:
    """Return the value of a measure, or of a named step."""
    if name in measures:
        return measures[name].value
    steps = (step for it in measures.values() for step in it.steps)
    return next(step.after for step in steps if step.name == name)


def towards(plan: Plan, name: str) -> Plan:
    """Return the backward slice of a measure or a named step: a plan that ends in it."""
    wires = wiring(plan)
    owner, needed = wires.owners[name], wires.behind(name)
    kept = [it for it in plan.measures if it.info.measure.name in needed]
    measures = tuple(_until(it, name) if it.info.measure.name == owner else it for it in kept)
    lenses = {**plan.lenses, owner: plan.lenses[name]}
    ruleset = _with_only(plan.ruleset, {it.info.measure.name: it for it in measures}, owner)
    return evolve(plan, ruleset=ruleset, measures=measures, lenses=lenses)


def _with_only(ruleset: Ruleset, plans: Mapping[str, MeasurePlan], result: str) -> Ruleset:
    """Return a ruleset with some of its measures, as they stand in a plan."""
    levels = tuple(
        evolve(
            level,
            measures=tuple(
                plans[it.name].info.measure for it in level.measures if it.name in plans
            ),
        )
        for level in ruleset.levels
    )
    return evolve(ruleset, result=result, levels=levels)


def _until(plan: MeasurePlan, name: str) -> MeasurePlan:
    """Return a measure up to one of its names."""
    if name == plan.info.measure.name:
        return plan
    count = given_by(plan).index(name)
    named = [at for at, step in enumerate(plan.info.measure.steps) if step.name]
    last = named[count - 1] + 1
    measure = evolve(plan.info.measure, steps=plan.info.measure.steps[:last])
    steps = plan.steps[:last]
    info = evolve(plan.info, measure=measure, lens=steps[-1].info.after)
    parts = tuple(it for it in plan.parts if len(it.measure.steps) < last)
    return evolve(plan, info=info, steps=steps, parts=parts)
