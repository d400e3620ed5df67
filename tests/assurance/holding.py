"""Hold what `prove` says against what a referee finds and what is known by hand."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from assurance.methods import Method
from assurance.rated import Line, Setting, Slot, Subject, again, by_rows, days, delivered
from assurance.referee import Findings, cliff, harm, missing, silence
from stp_rules import Rating, State


def named(promise: Any) -> str:
    """Return the name under which the truth of a promise is written down."""
    return f"{promise.kind} inside cohort" if promise.inside else promise.kind


def faults(method: Method, verdict: Any, found: Findings) -> Iterator[str]:
    """Say what is wrong with a verdict; nothing where it stands."""
    told = method.entry.truth.get(named(verdict.promise), "")
    if verdict.outcome == "proved":
        yield from _of_proved(method, verdict, found)
    if verdict.outcome == "refuted":
        yield from _of_refuted(method, verdict, found)
    if told and verdict.outcome not in ("undecided", told.partition(":")[0]):
        yield f"{verdict.outcome}, and the truth is: {told}"


def _of_proved(method: Method, verdict: Any, found: Findings) -> Iterator[str]:
    name = named(verdict.promise)
    if name in found.breaches:
        yield f"proved, and {found.breaches[name].text}"
    if name == "every_category_reachable":
        missed = missing(method, found)
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
    missed = missing(method, found)
    told = all(set(method.spots) <= seen.speakers for seen in found.seen.values())
    if not missed and told:
        yield f"refuted, and the grid meets everything: {example.text}"
    if not missed:
        return
    address = str(example.blame).removeprefix("levels.").partition(".")[2]
    if "bands" in address and address not in missed:
        yield f"refuted, and the grid meets {address}: {example.text}"


def shown(method: Method, verdict: Any, example: Any) -> bool:
    """Whether an example, rated anew, breaks the promise."""
    if verdict.promise.inside:
        return any(_hurts_inside(method, example, it) for it in days(method))
    lines = [
        line(method, example, it)
        for it in _days_of(method, verdict)
        for line in (_line, _line_of_members)
    ]
    if verdict.promise.kind == "no_cliffs":
        return any(line and cliff(line, verdict.promise.of) for line in lines)
    judge = harm if verdict.promise.kind == "better_never_hurts" else silence
    return any(line and judge(line) for line in lines)


def _days_of(method: Method, verdict: Any) -> list[date | None]:
    """Return the days of which a verdict speaks, as far as they are tried."""
    spans = verdict.days or ()
    spans = spans if isinstance(spans, tuple) else (spans,)
    if not spans:
        return days(method)
    starts = [it.start or it.end for it in spans]
    return sorted({*starts, *(it for it in days(method) if any(it in one for one in spans))})


def _hurts_inside(method: Method, example: Any, day: date | None) -> bool:
    """Whether the one who moves in a cohort is rated worse there, all else the same."""
    setting = Setting(method, day)
    moved = [at for at, it in enumerate(example.cohort) if it[0].inputs != it[1].inputs]
    if len(moved) != 1:
        return False
    sides = [
        setting.rate([_whole(pair[side]) for pair in example.cohort])[moved[0]] for side in (0, 1)
    ]
    subjects = tuple(_whole(it) for it in example.cohort[moved[0]])
    line = _ordered(setting, (None, example.moved), subjects, sides)
    return line is not None and harm(line) is not None


def _whole(rating: Rating) -> Subject:
    return {(None, name): it for name, it in delivered(rating).items()}


def _line(method: Method, example: Any, day: date | None) -> Line | None:
    """Rate the two sides of an example anew, and set them in a line."""
    setting = Setting(method, day, example.before.reference)
    setting, subjects = again(setting, example.before, example.after)
    moved = [it for it in subjects[0] if subjects[0][it] != subjects[1][it]]
    if {name for _, name in moved} != {example.moved}:
        return None
    return _ordered(setting, moved[0], subjects, setting.rate(subjects))


def _line_of_members(method: Method, example: Any, day: date | None) -> Line | None:
    """Rate the rows of members that an example shows, of whom one moves and no other."""
    if not (example.given and example.given[0].members):
        return None
    setting, pair = by_rows(Setting(method, day, example.before.reference), example.given)
    moved = [it for it in pair[0] if pair[0][it] != pair[1][it]]
    if len(moved) != 1 or moved[0][1] != example.moved:
        return None
    return _ordered(setting, moved[0], (pair[0], pair[1]), setting.rate(pair))


def _ordered(
    setting: Setting, slot: Slot, subjects: tuple[Subject, ...], ratings: list[Rating]
) -> Line | None:
    """Return two subjects as a line, the worse value first."""
    values = [it[slot] for it in subjects]
    if State.NOT_APPLICABLE in values:
        return None
    pair = list(zip(values, ratings, strict=True))
    known = [it for it in pair if it[0] is not None and not isinstance(it[0], State)]
    unknown = [it for it in pair if it not in known]
    spots = setting.method.spots[slot[1]]
    falling = spots.ordered and spots.values[0] > spots.values[-1]
    place = (lambda it: it) if spots.kind == "number" else spots.values.index
    known.sort(key=lambda it: place(it[0]), reverse=spots.kind == "number" and falling)
    others = {it: value for it, value in subjects[0].items() if it != slot}
    return Line(setting, slot, tuple(known), tuple(unknown), others)
