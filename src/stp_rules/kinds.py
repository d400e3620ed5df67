"""What kind of value each name of a ruleset has."""

from collections import deque
from collections.abc import Iterator

from stp_rules.language.conditions import Condition
from stp_rules.language.kind import NUMBER, Kind
from stp_rules.language.ruleset import Input, Measure, Ruleset
from stp_rules.language.word import Source
from stp_rules.paths import Path


def kinds(ruleset: Ruleset) -> dict[str, Kind]:
    """Return the kind of every input, parameter, measure and named step that has one.

    What cannot be told, because a name is unknown or stands in a circle, is left out.
    """
    known = {name: input_kind(entry) for name, entry in ruleset.inputs.items()}
    known |= dict.fromkeys(ruleset.parameters, NUMBER)
    measures = [measure for _, measure in ruleset.measures()]
    waiting: dict[str, list[Measure]] = {}
    for measure in measures:
        for name in members(measure.source):
            waiting.setdefault(name, []).append(measure)
    queue = deque(measures)
    while queue:
        measure = queue.popleft()
        if measure.name not in known and _settle(measure, known):
            queue.extend(it for name in measure.defines for it in waiting.pop(name, ()))
    return known


def input_kind(entry: Input) -> Kind:
    """Return the kind of an input; a count of members is a number, whatever they are."""
    if entry.members and entry.members.how == "count":
        return NUMBER
    return member_kind(entry)


def member_kind(entry: Input) -> Kind:
    """Return the kind of what is delivered for one member."""
    return Kind("category", entry.scale) if entry.type == "scale" else Kind(entry.type)


def kinds_after(measure: Measure, kind: Kind) -> Iterator[tuple[str | None, Kind]]:
    """Give, for each step, its name and the kind of value after it."""
    for step in measure.steps:
        kind = step.operation.after(kind)
        yield step.name, kind


def _settle(measure: Measure, known: dict[str, Kind]) -> bool:
    kind = measure.source.given(known)
    if kind is None or not all(step.operation.settled(known) for step in measure.steps):
        return False
    for step, after in kinds_after(measure, kind):
        kind = after
        if step:
            known.setdefault(step, after)
    known[measure.name] = kind
    return True


def conditions_of(measure: Measure) -> Iterator[Condition]:
    """Give the conditions of a measure: of its decision, its need and its steps."""
    return (condition for _, condition in conditions_at(measure, Path()))


def conditions_at(measure: Measure, path: Path) -> Iterator[tuple[Path, Condition]]:
    """Give the conditions of a measure with their addresses."""
    yield from ((Path((*path, *at)), condition) for at, condition in measure.source.conditions())
    if measure.need and measure.need.condition:
        yield path / "need", measure.need.condition
    for position, step in enumerate(measure.steps):
        if step.when:
            yield path / "steps" / position / "when", step.when


def members(source: Source) -> tuple[str, ...]:
    """Return the names whose values a source takes, each once, without those it only tests."""
    return tuple(dict.fromkeys(source.members()))
