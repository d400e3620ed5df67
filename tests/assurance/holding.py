"""Hold what `prove` says against what a referee finds and what is known by hand."""

from collections.abc import Iterator
from typing import Any

from assurance.methods import Method
from assurance.rated import GAPS, Line, Setting, again, settings
from assurance.referee import Breach, Findings, cliff, harm, silence, unmet
from stp_rules import Rating, Unknown

JUDGES = {
    "better_never_hurts": harm,
    "withholding_never_pays": silence,
}


def named(promise: Any) -> str:
    """Return the name under which the truth of a promise is written down."""
    return f"{promise.kind} inside cohort" if promise.inside else promise.kind


def faults(method: Method, verdict: Any, found: Findings) -> Iterator[str]:
    """Say what is wrong with a verdict; nothing where it stands."""
    name = named(verdict.promise)
    told = method.entry.truth.get(name, "")
    if verdict.outcome == "proved":
        yield from _of_proved(method, verdict, found)
    if verdict.outcome == "refuted":
        yield from _of_refuted(method, verdict, found)
    if told and verdict.outcome not in ("undecided", _outcome(told)):
        yield f"{verdict.outcome}, and the truth is: {told}"


def _outcome(told: str) -> str:
    return told.partition(",")[0].partition(":")[0].strip()


def _of_proved(method: Method, verdict: Any, found: Findings) -> Iterator[str]:
    name = named(verdict.promise)
    if name in found.breaches and not verdict.promise.excepted:
        yield f"proved, and {found.breaches[name].text}"
    if name == "every_category_reachable" and not verdict.promise.excepted:
        missed = list(unmet(method, found.seen))
        if missed:
            yield f"proved, and the grid never meets {missed}"
    if name == "total" and found.unrated and any("always has" in it for it in verdict.notes):
        yield f"a note says that whose inputs are known has a rating, and not so {found.unrated}"


def _of_refuted(method: Method, verdict: Any, found: Findings) -> Iterator[str]:
    if not verdict.counterexamples:
        yield "refuted without an example"
    for it in verdict.counterexamples:
        if verdict.promise.kind == "every_category_reachable":
            yield from _of_unreached(method, it, found)
        elif not shown(method, verdict, it):
            yield f"refuted by an example that breaks nothing: {it.text}"


def _of_unreached(method: Method, example: Any, found: Findings) -> Iterator[str]:
    missed = list(unmet(method, found.seen))
    if not missed:
        yield f"refuted, and the grid meets everything: {example.text}"
        return
    address = (
        ".".join(str(it) for it in example.blame.parts)
        if hasattr(example.blame, "parts")
        else str(example.blame)
    )
    tail = address.removeprefix("levels.").partition(".")[2] or address
    if "bands" in tail and not any(tail == it for it in missed):
        yield f"refuted, and the grid meets {tail}: {example.text}"


def shown(method: Method, verdict: Any, example: Any) -> bool:
    """Whether an example, rated anew, breaks the promise."""
    spans = verdict.days
    for setting in settings(method):
        if spans and not any(_in(setting.day, it) for it in spans):
            continue
        if _breaks(method, verdict, example, setting):
            return True
    return False


def _in(day: Any, span: Any) -> bool:
    return (span.start is None or span.start <= day) and (span.end is None or day <= span.end)


def _breaks(method: Method, verdict: Any, example: Any, setting: Setting) -> bool:
    pair = _rated_anew(method, verdict, example, setting)
    values = [it.inputs[example.moved] for it in (example.before, example.after)]
    line = _line(method, example, setting, list(zip(values, pair, strict=True)))
    if line is None:
        return False
    if verdict.promise.kind == "no_cliffs":
        return cliff(line, verdict.promise.of) is not None
    return JUDGES[verdict.promise.kind](line) is not None


def _rated_anew(method: Method, verdict: Any, example: Any, setting: Setting) -> list[Rating]:
    if not verdict.promise.inside:
        here = setting._replace(reference=example.before.reference)
        return again(method, [example.before, example.after], here)
    sides = [[pair[side] for pair in example.cohort] for side in (0, 1)]
    at = next(at for at, pair in enumerate(example.cohort) if pair[0].inputs != pair[1].inputs)
    return [again(method, side, setting)[at] for side in sides]


def _line(
    method: Method, example: Any, setting: Setting, pair: list[tuple[Any, Rating]]
) -> Line | None:
    """Return the two as a line, the worse value first; `None` where more than one input moves."""
    before, after = example.before.inputs, example.after.inputs
    if {it for it in before if before[it] != after[it]} != {example.moved}:
        return None
    slot = (None, example.moved)
    others = {(None, it): getattr(before[it], "state", before[it]) for it in before}
    del others[slot]
    here = setting._replace(reference=example.before.reference)
    known = [it for it in pair if not isinstance(it[0], Unknown)]
    unknown = [(it[0].state, it[1]) for it in pair if isinstance(it[0], Unknown)]
    if any(it in GAPS[2:] for it, _ in unknown):
        return None
    spots = method.spots[example.moved]
    if spots.kind == "number":
        falling = spots.ordered and spots.values[0] > spots.values[-1]
        known.sort(key=lambda it: it[0], reverse=falling)
    else:
        known.sort(key=lambda it: spots.values.index(it[0]))
    return Line(here, slot, tuple(known), tuple(unknown), others)


__all__ = ["Breach", "faults", "named", "shown"]
