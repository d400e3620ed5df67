"""All that can be wrong with a ruleset whose form is right."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from attrs import evolve

from stp_rules.checking.directions import direction_problems
from stp_rules.checking.fitting import fitting_problems
from stp_rules.checking.names import name_problems
from stp_rules.checking.numbers import number_problems
from stp_rules.checking.overlaps import gap_problems, otherwise_notes, overlap_problems
from stp_rules.engine.plan import make_plan
from stp_rules.errors import Problem
from stp_rules.kinds import kinds, names_read
from stp_rules.model import Level, Ruleset
from stp_rules.paths import Path


@lru_cache(maxsize=64)
def problems(ruleset: Ruleset, broken: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Return everything that is wrong with a ruleset; empty means that it can be used.

    `broken` names what the ruleset's text defines in a form that could not be built.
    """
    if ruleset.days:
        found = [it for day in ruleset.days for it in _problems_on(ruleset, day, broken)]
        return tuple(dict.fromkeys(found))
    known = kinds(ruleset)
    found = [
        *name_problems(ruleset, known, broken),
        *fitting_problems(ruleset, known),
        *number_problems(ruleset),
        *_evidence_problems(ruleset),
    ]
    sound = _sound(ruleset, found) if found or broken else ruleset
    if sound:
        plan = make_plan(sound)
        found += direction_problems(sound)
        found += overlap_problems(plan)
        found += gap_problems(plan)
    return tuple(dict.fromkeys(problem.located(ruleset.places) for problem in found))


def _problems_on(ruleset: Ruleset, day: date, broken: frozenset[str]) -> tuple[Problem, ...]:
    """Return what is wrong on a day on which a parameter changes."""
    try:
        return problems(ruleset.on(day), broken)
    except LookupError:
        return ()


def notes(ruleset: Ruleset) -> tuple[Problem, ...]:
    """Return what is worth knowing of a ruleset that has no problems."""
    found = otherwise_notes(make_plan(ruleset))
    return tuple(note.located(ruleset.places) for note in found)


def _sound(ruleset: Ruleset, found: list[Problem]) -> Ruleset | None:
    """Return the part of a ruleset that has no problems and reads nothing that has."""
    if any(it.path[:1] in _SHARED and it.code != "unused" for it in found):
        return None
    bad = {it.path[:3] for it in found}
    known = kinds(ruleset)
    kept = {measure.name: measure for path, measure in ruleset.measures() if path not in bad}
    while True:
        steps = {step.name for measure in kept.values() for step in measure.steps if step.name}
        readable = {*ruleset.inputs, *ruleset.parameters, *kept, *steps}
        sound = {
            name: measure
            for name, measure in kept.items()
            if name in known and readable.issuperset(names_read(measure, known))
        }
        if sound == kept:
            break
        kept = sound
    levels = [
        Level(level.name, tuple(m for m in level.measures if m.name in kept))
        for level in ruleset.levels
    ]
    return evolve(ruleset, levels=tuple(levels)) if kept else None


_SHARED = {("inputs",), ("parameters",), ("scales",)}


def _evidence_problems(ruleset: Ruleset) -> Iterator[Problem]:
    if ruleset.places is None:
        return
    for address in ruleset.evidence_for:
        path = Path.parse(address)
        if path not in ruleset.places.values and ruleset.places.item(path) is None:
            hint = "write an address such as levels.overall.score.mean.finance"
            message = f"there is nothing at `{address}`"
            where = Path(("evidence_for", address))
            yield Problem("unknown-address", message, where, hint, at_key=True)
