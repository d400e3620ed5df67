"""Tables, counts and rulesets as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from stp_rules.model import (
    Band,
    Bands,
    Combination,
    Count,
    Decide,
    Fill,
    Formula,
    From,
    Measure,
    Outcome,
    Ruleset,
    Step,
)
from stp_rules.operations.table import STEPS
from stp_rules.render.words import condition_text, labels_of, outcome_text, value_text, words
from stp_rules.tables.results import Row


def table_text(rows: Sequence[Mapping[str, object]], labels: Mapping[str, str]) -> str:
    """Write rows in columns; numbers stand to the right."""
    if not rows:
        return ""
    header = list(rows[0])
    lines = [[_cell(row[name], labels) for name in header] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *lines, strict=True)]
    right = [all(_is_number(row[name]) for row in rows) for name in header]
    written = [_line(cells, widths, right) for cells in (header, *lines)]
    return "\n".join([written[0], *written[1:]]) + "\n"


def _cell(value: object, labels: Mapping[str, str]) -> str:
    return "" if value is None else value_text(value, labels)  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | Fraction) and not isinstance(value, bool))


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    placed = [
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(placed).rstrip()


def league_rows(rows: Sequence[Row], ruleset: Ruleset, names: Sequence[str]) -> list[Row]:
    """Keep the columns that fit on a terminal: the subject, some measures, and what went wrong."""
    subject = ruleset.subject
    kept = ["rank", subject.key or "subject", subject.label, *names]
    if any(row["reasons"] for row in rows):
        kept += ["state", "reasons"]
    return [{name: row[name] for name in kept if name in row} for row in rows]


def counts_text(counts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """Write how many subjects have each category; states that nobody has are left out."""
    states = ("not_rated", "refused")
    shown = {name: count for name, count in counts.items() if count or name not in states}
    parts = [f"{labels.get(name, words(name))} {count}" for name, count in shown.items()]
    return f"{', '.join(parts)} (of {sum(counts.values())})"


def ruleset_text(ruleset: Ruleset) -> str:
    """Write a ruleset as the method that it is, level by level."""
    return "\n".join(_ruleset_lines(ruleset)) + "\n"


def _ruleset_lines(ruleset: Ruleset) -> Iterator[str]:
    yield f"{ruleset.title or ruleset.id}"
    yield f"{ruleset.reference}, {ruleset.status}"
    if ruleset.effective.start:
        end = f" to {ruleset.effective.end}" if ruleset.effective.end else ""
        yield f"in force from {ruleset.effective.start}{end}"
    if ruleset.says.evidence:
        yield f"numbers are {ruleset.says.evidence} unless they say otherwise"
    for name, scale in ruleset.scales.items():
        yield f"scale {name}, best first: {', '.join(scale.labels.values())}"
    for name, parameter in ruleset.parameters.items():
        yield f"parameter {name}: {outcome_text(parameter.value)}"
    yield ""
    yield "inputs"
    for name, entry in ruleset.inputs.items():
        notes = [entry.scale or entry.type, entry.unit, _better(entry.better)]
        yield f"  {name}: {entry.title or name} ({', '.join(filter(None, notes))})"
    for level in ruleset.levels:
        yield ""
        yield level.name
        for measure in level.measures:
            yield from _measure_lines(measure, ruleset)


def _better(better: str | None) -> str:
    return f"{better} is better" if better and better != "neither" else ""


def _measure_lines(measure: Measure, ruleset: Ruleset) -> Iterator[str]:
    labels = labels_of(ruleset)
    result = "  <- the result" if measure.name == ruleset.result else ""
    yield f"  {measure.name}: {measure.title or measure.name}{result}"
    yield from (f"    {line}" for line in _source_lines(measure, labels))
    for state, policy in measure.missing.items():
        rule = f"filled with {outcome_text(policy.number)}" if isinstance(policy, Fill) else policy
        yield f"    a {words(state)} value: {words(rule)}"
    for step in measure.steps:
        yield from (f"    {line}" for line in _step_lines(step, labels))


def _source_lines(measure: Measure, labels: Mapping[str, str]) -> Iterator[str]:
    match measure.source:
        case From(name):
            yield f"from {name}"
        case Formula(text):
            yield f"= {text}"
        case Combination(kind, weights):
            members = (f"{name} x {outcome_text(it)}" for name, it in weights.items())
            yield f"{words(kind)} of {', '.join(members)}"
        case Count(of, that_are):
            tests = (f"{words(test)} {outcome_text(it)}" for test, it in that_are.items())
            yield f"count of {', '.join(of)} that are: {', '.join(tests)}"
        case Decide(branches):
            for branch in branches:
                then = _outcome(branch.then, labels)
                clause = f"if {condition_text(branch.when)}" if branch.when else "otherwise"
                yield f"{then} {clause}"


def _outcome(outcome: Outcome, labels: Mapping[str, str]) -> str:
    text = outcome_text(outcome)
    return labels.get(text, text)


def _step_lines(step: Step, labels: Mapping[str, str]) -> Iterator[str]:
    operation = step.operation
    if isinstance(operation, Bands):
        yield "bands: " + "; ".join(_band(band, labels) for band in operation.bands)
    else:
        clause = f" when {condition_text(step.when)}" if step.when else ""
        yield f"{words(STEPS[type(operation)].word)} {_settings(operation, labels)}{clause}"


def _band(band: Band, labels: Mapping[str, str]) -> str:
    edge = f"{words(band.test)} {outcome_text(band.edge)}" if band.test else "else"
    return f"{edge} is {_outcome(band.value, labels)}"


def _settings(operation: object, labels: Mapping[str, str]) -> str:
    fields = operation.__attrs_attrs__  # type: ignore[attr-defined]
    given = {field.name: getattr(operation, field.name) for field in fields}
    shown = {name: _setting(value, labels) for name, value in given.items() if value is not None}
    if len(shown) == 1:
        return next(iter(shown.values()))
    return ", ".join(f"{words(name)} {text}" for name, text in shown.items())


def _setting(value: object, labels: Mapping[str, str]) -> str:
    match value:
        case Mapping():
            return ", ".join(f"{key} {_setting(it, labels)}" for key, it in value.items())
        case tuple():
            return ", ".join(_setting(item, labels) for item in value)
    return _outcome(value, labels) if isinstance(value, Fraction | bool | str) else str(value)
