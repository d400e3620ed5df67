"""Tables, counts and rulesets as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from stp_rules.analysis.evidence import Claim
from stp_rules.display import lines_text, shown
from stp_rules.figures import amount_text
from stp_rules.kinds import kinds_after
from stp_rules.language.kind import NUMBER
from stp_rules.language.ruleset import Fill, Measure, Need, Parameter, Policy, Ruleset
from stp_rules.language.values import State
from stp_rules.language.word import Source
from stp_rules.phrases import listed, words
from stp_rules.render.words import Wording, by_date, value_text
from stp_rules.tables.results import Sheet, written


def table_text(sheet: Sheet, *, raw: bool = False) -> str:
    """Write a sheet in columns, numbers to the right; reasons only where there are any.

    What a spreadsheet would take for a formula gets an apostrophe, unless the texts are wanted raw.
    """
    if not sheet.rows:
        return ""
    header = [name for name in sheet.columns if name not in _WENT_WRONG or _wrong(sheet)]
    lines = [[_cell(row[name], raw=raw) for name in header] for row in sheet.rows]
    titles = [_cell(name, raw=raw) for name in header]
    widths = [max(map(len, column)) for column in zip(titles, *lines, strict=True)]
    right = [all(_is_number(row[name]) for row in sheet.rows) for name in header]
    return "".join(f"{_line(cells, widths, right)}\n" for cells in (titles, *lines))


_WENT_WRONG = ("state", "reasons")


def _wrong(sheet: Sheet) -> bool:
    return any(row["reasons"] for row in sheet.rows)


def _cell(value: Any, *, raw: bool) -> str:
    return "" if value is None else shown(written(value, value_text(value), raw=raw))


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | Fraction) and not isinstance(value, bool))


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    placed = [
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(placed).rstrip()


def counts_text(counts: Mapping[str, int]) -> str:
    """Write how many subjects have each category; states that nobody has are left out."""
    if not counts:
        return "no subjects"
    states = ("not_rated", "refused")
    kept = {name: count for name, count in counts.items() if count or name not in states}
    parts = (f"{value_text(name)}: {count}".replace("_", " ") for name, count in kept.items())
    total = sum(counts.values())
    return f"{shown(', '.join(parts))} ({total} subject{'s' * (total != 1)})"


def ruleset_text(ruleset: Ruleset, day: date | None = None) -> str:
    """Write a ruleset as the method that it is, level by level, with the numbers of a day."""
    return lines_text(_ruleset_lines(ruleset, day))


def _ruleset_lines(ruleset: Ruleset, day: date | None) -> Iterator[str]:
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
        yield f"parameter {name}: {_parameter(parameter, day)}"
    yield ""
    yield "inputs"
    for name, entry in ruleset.inputs.items():
        notes = [entry.scale or entry.type, entry.unit, _better(entry.better)]
        yield f"  {name}: {entry.title or name} ({', '.join(filter(None, notes))})"
    wording = Wording(ruleset)
    for level in ruleset.levels:
        yield ""
        yield level.name
        for measure in level.measures:
            yield from _measure_lines(measure, wording)


def _parameter(parameter: Parameter, day: date | None) -> str:
    """Write a number; of a dated one that of the day, and from when each holds."""
    if day is None or not parameter.dated:
        return amount_text(parameter.value)
    return f"{amount_text(parameter.on(day).value)} on {day} ({by_date(parameter.dated)})"


def _better(better: str | None) -> str:
    return f"{better} is better" if better and better != "neither" else ""


def _measure_lines(measure: Measure, wording: Wording) -> Iterator[str]:
    result = "  <- the result" if measure.name == wording.ruleset.result else ""
    yield f"  {measure.name}: {measure.title or measure.name}{result}"
    yield from (f"    {line}" for line in source_lines(measure.source, wording))
    yield from (f"    {line}" for line in missing_lines(measure.missing))
    if measure.need:
        yield f"    needs {need_text(measure.need, wording)}"
    yield from (f"    {line}" for line in step_lines(measure, wording))


def source_lines(source: Source, wording: Wording) -> Iterator[str]:
    """Write where a measure's value comes from."""
    return source.lines(wording, wording.known)


def missing_lines(missing: Mapping[State, Policy]) -> Iterator[str]:
    """Write what becomes of what is not known."""
    for policy in dict.fromkeys(missing.values()):
        states = [words(state) for state, it in missing.items() if it == policy]
        what = "not known" if len(states) == len(State) else listed(states, "or")
        yield f"what is {what}: {_policy(policy)}"


def _policy(policy: Policy) -> str:
    if not isinstance(policy, Fill):
        return words(policy)
    if policy.number is not None:
        return f"fill with {amount_text(policy.number)}"
    return "fill with the cohort's mean" + (
        f" of the same {policy.within}" if policy.within else ""
    )


def need_text(need: Need, wording: Wording) -> str:
    """Write what must be known."""
    if need.condition:
        return f"that {wording.condition(need.condition)}"
    if need.known is not None:
        return f"{need.known} known members"
    return f"{amount_text(need.share)} of the weight to be known"


def step_lines(measure: Measure, wording: Wording) -> Iterator[str]:
    """Write each step of a measure."""
    before = measure.source.given(wording.known) or NUMBER
    for step, (_, after) in zip(measure.steps, kinds_after(measure, before), strict=True):
        clause = f" when {wording.condition(step.when)}" if step.when else ""
        name = f"  -> {step.name}" if step.name else ""
        yield f"{wording.operation(step.operation, before, after)}{clause}{name}"
        before = after


def claims_text(claims: Sequence[Claim], ruleset: Ruleset) -> str:
    """Write every number with who says so, each kind of evidence under its word."""
    lines: list[str] = []
    for word, found in groupby(claims, key=lambda claim: claim.says.evidence):
        numbers = list(found)
        lines += ["", f"{word or 'nobody says so'} ({len(numbers)})"]
        lines += [f"  {_claim(claim, ruleset)}" for claim in numbers]
    return lines_text(lines[1:])


def _claim(claim: Claim, ruleset: Ruleset) -> str:
    publication = ruleset.sources.get(claim.says.source or "")
    source = f"  [{publication.title}]" if publication else ""
    return f"{claim.path} {amount_text(claim.number)}{source}"


def listing(rulesets: Sequence[Ruleset]) -> str:
    """Write rulesets one to a line: version, status, from when to when in force, and title."""
    rows = [
        (it.reference, it.status, _day(it.effective.start), _day(it.effective.end), shown(it.title))
        for it in rulesets
    ]
    header = ("ruleset", "status", "from", "to", "title")
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    return "".join(f"{_line(row, widths, [False] * len(header))}\n" for row in (header, *rows))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
