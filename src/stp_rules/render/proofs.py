"""What came of promises, as plain text."""

from collections.abc import Iterator, Sequence
from typing import Any

from stp_rules.display import lines_text
from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import beside_text, seen_text
from stp_rules.language.ruleset import Promise, Ruleset
from stp_rules.phrases import listed
from stp_rules.proofs.questions.promises import days_text
from stp_rules.proofs.questions.verdicts import Counterexample, Verdict
from stp_rules.render.examples import resting_lines


def verdicts_text(
    verdicts: Sequence[Verdict], ruleset: Ruleset, *, certificates: bool = False
) -> str:
    """Write verdicts with their counterexamples or what was tried, and on wish certificates."""
    parts = (_lines(it, ruleset, certificate=certificates) for it in verdicts)
    return lines_text(line for part in parts for line in part)


def promise_text(promise: Promise) -> str:
    """Write a promise as it stands in a ruleset."""
    options = [
        f"of: {promise.of}" if promise.of else "",
        f"inside: {promise.inside}" if promise.inside else "",
        f"except: [{', '.join(promise.excepted)}]" if promise.excepted else "",
    ]
    given = ", ".join(filter(None, options))
    return f"{promise.kind}: {{{given}}}" if given else promise.kind


def _lines(verdict: Verdict, ruleset: Ruleset, *, certificate: bool) -> Iterator[str]:
    by = f" (by {verdict.by})" if verdict.by else ""
    days = f", {days_text(verdict.days)}" if verdict.days else ""
    idle = f", for it asks nothing: {verdict.idle}" if verdict.idle else ""
    yield f"{promise_text(verdict.promise)}: {verdict.outcome}{by}{days}{idle}"
    if certificate and verdict.outcome == "proved" and verdict.outputs:
        yield from (f"  {line}" for line in _spoken_of(verdict))
    lemmas = verdict.lemmas if certificate else ()
    width = max((len(str(lemma.path)) for lemma in lemmas), default=0)
    yield from (f"  {str(it.path).ljust(width)}  {it.text}" for it in lemmas)
    for example in verdict.counterexamples:
        yield from (f"  {line}".rstrip() for line in example_lines(example, ruleset))
    yield from (f"  tried: {text}" for text in verdict.tried)
    yield from (f"  note: {text}" for text in verdict.notes)


def _spoken_of(verdict: Verdict) -> Iterator[str]:
    """Say of which measures a verdict speaks, and what moves."""
    outputs, moved = ([f"`{name}`" for name in names] for names in (verdict.outputs, verdict.moved))
    yield f"it speaks of {listed(outputs, 'and')}"
    if moved:
        yield f"as {listed(moved, 'or')} alone is another one"


def example_lines(example: Counterexample, ruleset: Ruleset) -> Iterator[str]:
    """Give the lines of a counterexample: what happens, the line to blame, both ways there."""
    yield example.text
    place = ruleset.place(example.blame)
    yield f"{place}: {example.blame}" if place else str(example.blame)
    if place:
        yield from place.excerpt().splitlines()
    for before, after in example.cohort:
        yield f"a subject of the cohort: {_inputs(before, after)}"
    if example.before and example.after:
        if not example.cohort:
            yield f"the subject: {_inputs(example.before, example.after)}"
        yield from resting_lines(example, ruleset)
        yield from _side_by_side(example.before, example.after)


def _inputs(before: Rating, after: Rating) -> str:
    """Write inputs; those that are missing on both sides are left out."""
    pairs = (
        (name, seen_text(it), seen_text(after.inputs[name])) for name, it in before.inputs.items()
    )
    given = [
        f"{name} {one}" if one == other else f"{name} {one} -> {other}"
        for name, one, other in pairs
        if (one, other) != ("missing", "missing")
    ]
    return ", ".join(given)


def _side_by_side(before: Rating, after: Rating) -> Iterator[str]:
    """Give every measure that differs, step by step, on both sides."""
    rows = [("", "before", "after")]
    for name, measured in before.measures.items():
        rows += _rows(measured, after.measures[name])
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _rows(before: Measured, after: Measured) -> Iterator[tuple[str, str, str]]:
    if before.value == after.value:
        return
    yield before.name, *beside_text(_begun(before), _begun(after))
    for one, other in zip(before.steps, after.steps, strict=True):
        if one.after != one.before or other.after != other.before:
            yield f"  {one.name or one.word}", *beside_text(one.after, other.after)


def _begun(measured: Measured) -> Any:
    """Return the value before the first step; where what is needed is lacking, there is none."""
    return measured.source if measured.known else f"not rated ({measured.value})"
