"""All that can be wrong with a ruleset whose form is right."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from attrs import evolve

from stp_rules.checking.directions import direction_notes, direction_problems
from stp_rules.checking.fitting import entry_problems, fitting_problems
from stp_rules.checking.names import name_problems
from stp_rules.checking.numbers import date_notes, edge_notes, number_problems
from stp_rules.checking.overlaps import gap_problems, otherwise_notes, overlap_problems
from stp_rules.checking.promising import idle_promises, promise_problems
from stp_rules.engine.plan import make_plan
from stp_rules.errors import Problem
from stp_rules.figures import number_text
from stp_rules.kinds import kinds
from stp_rules.language.kind import Kinds
from stp_rules.language.ruleset import Level, Measure, Ruleset
from stp_rules.language.uses import Use
from stp_rules.language.values import FrozenMap, Itself
from stp_rules.paths import Path
from stp_rules.uses import input_uses, measure_uses


def problems(ruleset: Ruleset, broken: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Return everything that is wrong with a ruleset; empty means that it can be used.

    `broken` names what the ruleset's text defines in a form that could not be built. What was
    found of a ruleset is remembered.
    """
    return _problems(Itself(ruleset), broken)


@lru_cache(maxsize=64)
def _problems(checked: Itself, broken: frozenset[str]) -> tuple[Problem, ...]:
    ruleset: Ruleset = checked.value
    if ruleset.days:
        first = [ruleset.effective.start] if ruleset.effective.start else []
        days = [day for day in (*ruleset.days, *first) if day in ruleset.effective]
        return tuple(_on_days(ruleset, days or ruleset.days, broken))
    found = list(_each_name_once(_unlocated(ruleset, broken)))
    if not (found or broken):
        found = list(_evidence_problems(ruleset))
    return tuple(dict.fromkeys(problem.located(ruleset.places) for problem in found))


def _on_days(ruleset: Ruleset, days: Iterable[date], broken: frozenset[str]) -> Iterator[Problem]:
    """Give what is wrong on some days; of what is wrong on some of them alone, the first of these.

    A day on which a parameter has no number yet is left out.
    """
    each = {day: problems(it, broken) for day, it in _numbered(ruleset, days)}
    first: dict[Problem, date] = {}
    for day, found in sorted(each.items()):
        first |= {it: day for it in found if it not in first}
    often = Counter(it for found in each.values() for it in found)
    for it, day in first.items():
        always = often[it] == len(each)
        yield it if always else evolve(it, message=f"{it.message} ({_said(ruleset, day)})")


def _numbered(ruleset: Ruleset, days: Iterable[date]) -> Iterator[tuple[date, Ruleset]]:
    for day in days:
        with suppress(LookupError):
            yield day, ruleset.on(day)


def _said(ruleset: Ruleset, day: date) -> str:
    """Write a day, and the dated numbers that begin on it."""
    dated = [(name, dict(it.dated)) for name, it in ruleset.parameters.items()]
    begin = [f"`{name}` is {number_text(on[day])}" for name, on in dated if day in on]
    return f"on {day}, where {' and '.join(begin)}" if begin else f"on {day}"


def _each_name_once(found: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out what was said before of the same name: mended where it is defined, all is well."""
    told: set[str] = set()
    for problem in found:
        if problem.message not in told or problem.code not in _OF_NAMES:
            yield problem
        told.add(problem.message)


_OF_NAMES = ("unknown-name", "unknown-category", "unknown-label")


def notes(ruleset: Ruleset) -> tuple[Problem, ...]:
    """Return what is worth knowing of a ruleset that has no problems."""
    plan = make_plan(ruleset)
    found = (
        *date_notes(ruleset),
        *edge_notes(plan),
        *direction_notes(ruleset),
        *otherwise_notes(plan),
    )
    return tuple(note.located(ruleset.places) for note in found)


def _unlocated(ruleset: Ruleset, broken: frozenset[str]) -> list[Problem]:
    """Return the problems without their places."""
    entries = list(entry_problems(ruleset))
    doubtful = {str(it.path[1]) for it in entries}
    told = {name: it for name, it in ruleset.inputs.items() if name not in doubtful}
    clear = evolve(ruleset, inputs=FrozenMap(told)) if doubtful else ruleset
    known = kinds(clear)
    found = [
        *entries,
        *name_problems(clear, known, broken | doubtful),
        *fitting_problems(clear, known),
        *number_problems(ruleset),
        *promise_problems(ruleset, known),
    ]
    sound = _sound(ruleset, known, found) if found or broken else ruleset
    found += idle_promises(ruleset, known, {it.name for _, it in sound.measures()} if sound else ())
    if sound:
        plan = make_plan(sound)
        found += [*direction_problems(sound), *overlap_problems(plan), *gap_problems(plan)]
    return [it for it in found if it.code != "unused"] or found


def _sound(ruleset: Ruleset, known: Kinds, found: Iterable[Problem]) -> Ruleset | None:
    """Return the part of a ruleset that has no problems and reads nothing that has."""
    bad = {it.path[:at] for it in found if it.code != "unused" for at in (2, 3)}
    inputs = {
        name: entry
        for name, entry in ruleset.inputs.items()
        if ("inputs", name) not in bad and _rests_on(ruleset, input_uses(entry, Path()))
    }
    sound = evolve(ruleset, inputs=FrozenMap(inputs))
    every = dict(ruleset.measures())
    unsound = _unsound(every, bad, sound, known)
    levels: dict[str, list[Measure]] = {level.name: [] for level in ruleset.levels}
    for path, measure in every.items():
        if path not in unsound:
            levels[str(path[1])].append(measure)
    kept = tuple(Level(name, tuple(it)) for name, it in levels.items())
    return evolve(sound, levels=kept) if any(levels.values()) else None


def _unsound(
    measures: Mapping[Path, Measure], bad: Container[Any], sound: Ruleset, known: Kinds
) -> set[Path]:
    """Return the bad measures, those that use what is not defined, and all that read these."""
    uses = {path: list(measure_uses(it, path, known)) for path, it in measures.items()}
    defining: dict[str, set[Path]] = {}
    reading: dict[str, list[Path]] = {}
    for path, measure in measures.items():
        for name in measure.defines:
            defining.setdefault(name, set()).add(path)
        for name in {use.name for use in uses[path] if use.role in ("value", "outcome")}:
            reading.setdefault(name, []).append(path)
    values = {*sound.inputs, *sound.parameters, *defining}
    waiting = [
        path
        for path, measure in measures.items()
        if path in bad or measure.name not in known or not _rests_on(sound, uses[path], values)
    ]
    unsound = set(waiting)
    while waiting:
        path = waiting.pop()
        for name in measures[path].defines:
            defining[name].discard(path)
            if not defining[name] and name not in sound.inputs and name not in sound.parameters:
                readers = [it for it in reading.get(name, ()) if it not in unsound]
                unsound.update(readers)
                waiting.extend(readers)
    return unsound


def _rests_on(ruleset: Ruleset, uses: Iterable[Use], values: Container[str] = ()) -> bool:
    """Tell whether every name is defined: an amount, a scale, or one of the values."""
    defined: dict[str, Container[str]] = {
        "amount": ruleset.parameters,
        "band": ruleset.parameters,
        "scale": ruleset.scales,
    }
    return all(use.name in defined.get(use.role, values) for use in uses)


def _evidence_problems(ruleset: Ruleset) -> Iterator[Problem]:
    places = ruleset.places
    for address in ruleset.evidence_for:
        if places and Path.parse(address) not in places:
            hint = "write an address such as levels.overall.score.mean.finance"
            message = f"there is nothing at `{address}`"
            where = Path(("evidence_for", address))
            yield Problem("unknown-address", message, where, hint, at_key=True)
