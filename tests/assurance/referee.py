"""Judge promises by the words of the documentation, by rating what a grid holds.

A referee never proves. It finds an example that breaks a promise, or none on its grid.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple

from assurance.methods import Method
from assurance.rated import Line, Setting, Slot, Subject, beside, cohorts, days, lines, settings
from stp_rules import Rating, State, Unknown

NARROW = Fraction(1, 10**29)
"""Two edges that lie further apart than this are two."""


class Breach(NamedTuple):
    """An example that breaks a promise."""

    promise: str
    text: str


@dataclass
class Seen:
    """What came about on the grid.

    Of the inputs that make a difference, `speakers` do so by one known value and another, and
    `tellers` also by being known.
    """

    categories: set[str] = field(default_factory=set)
    bands: set[tuple[str, int, int]] = field(default_factory=set)
    overrides: set[tuple[str, int]] = field(default_factory=set)
    branches: set[tuple[str, int]] = field(default_factory=set)
    tellers: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)


@dataclass
class Findings:
    """What a grid shows of a method: examples that break a promise, and what came about."""

    breaches: dict[str, Breach] = field(default_factory=dict)
    seen: dict[date | None, Seen] = field(default_factory=dict)
    unrated: str = ""

    def note(self, found: Breach | None) -> None:
        """Keep the first example of each promise."""
        if found:
            self.breaches.setdefault(found.promise, found)


def judged(method: Method, effort: int = 1200, of: int = 2, seed: int = 1) -> Findings:
    """Look at a grid of subjects, beside frozen cohorts and within cohorts where they matter."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    found = Findings(seen={day: Seen() for day in days(method)})
    references = 12 if method.relative else 1
    for setting in settings(method):
        for here in beside(setting, random, references):
            for line in lines(here, random, effort // references):
                _judge_line(line, found, of)
        if method.relative:
            for cohort in cohorts(setting, random, effort // 12):
                _judge_cohort(setting, cohort, found, random)
    return found


def _judge_line(line: Line, found: Findings, of: int) -> None:
    for breach in (harm(line), silence(line), cliff(line, of)):
        found.note(breach)
    told = [it for _, it in (*line.known, *line.unknown)]
    seen = found.seen[line.setting.day]
    name = line.slot[1]
    if _tells(line.setting.method, told):
        seen.tellers.add(name)
    if _tells(line.setting.method, [it for _, it in line.known]):
        seen.speakers.add(name)
    for it in told:
        _meets(line.setting.method, it, seen)
        found.note(_silent(it))
    found.unrated = found.unrated or _unrated(line)


def _unrated(line: Line) -> str:
    """Name a subject of whom all is known and who has no rating."""
    if any(it is None or isinstance(it, State) for it in line.others.values()):
        return ""
    left = [value for value, it in line.known if not it.rated]
    return f"{line.slot}: {left[0]} beside {dict(line.others)}" if left else ""


def harm(line: Line) -> Breach | None:
    """Find a better value that is rated worse, in the result or in a measure with a direction."""
    method = line.setting.method
    if not method.spots[line.slot[1]].ordered or _excepted(line, "better_never_hurts"):
        return None
    for name in method.measures:
        if not method.sense(name):
            continue
        best = None
        for value, rating in line.known:
            now = rating[name] if not rating.problems else None
            if now is None or isinstance(now, Unknown):
                continue
            if best and method.merit(name, now) < method.merit(name, best[1]):
                text = f"{name}: {line.slot} {best[0]} is {best[1]}, the better {value} is {now}"
                return Breach("better_never_hurts", f"{text}, beside {dict(line.others)}")
            if best is None or method.merit(name, now) > method.merit(name, best[1]):
                best = value, now
    return None


def _excepted(line: Line, promise: str) -> bool:
    return line.slot[1] in line.setting.method.excepted(promise)


def silence(line: Line) -> Breach | None:
    """Find an unknown value that is rated better than a known one."""
    method = line.setting.method
    name = method.result
    if not method.sense(name) or _excepted(line, "withholding_never_pays"):
        return None
    known = [(value, it.value) for value, it in line.known if it.rated]
    if not known:
        return None
    worst = min(known, key=lambda it: method.merit(name, it[1]))
    for value, it in line.unknown:
        if it.rated and method.merit(name, it.value) > method.merit(name, worst[1]):
            text = f"{line.slot} {worst[0]} is {worst[1]}, {value} is {it.value}"
            return Breach("withholding_never_pays", f"{text}, beside {dict(line.others)}")
    return None


def cliff(line: Line, of: int) -> Breach | None:
    """Find two ratings, several categories apart, with nothing between them that can be a step."""
    method = line.setting.method
    spots = method.spots[line.slot[1]]
    if (
        spots.kind == "label"
        or _excepted(line, "no_cliffs")
        or not method.scale(method.result)
        or not method.sense(method.result)
    ):
        return None
    rated = [(value, it) for value, it in line.known if it.rated]
    for one, other in (*pairwise(rated), *zip(rated, rated[2:], strict=False)):
        if _apart(method, one[1], other[1]) < of:
            continue
        if spots.kind == "number" and not _one_edge(line, one, other, of):
            continue
        if spots.kind == "category" and not _neighbours(spots.values, one[0], other[0]):
            continue
        text = f"{line.slot} {one[0]} is {one[1].value}, {other[0]} is {other[1].value}"
        return Breach("no_cliffs", f"{text}, beside {dict(line.others)}")
    return None


def _neighbours(values: tuple[Any, ...], one: Any, other: Any) -> bool:
    return abs(values.index(one) - values.index(other)) == 1


def _apart(method: Method, one: Rating, other: Rating) -> int:
    merits = [method.merit(method.result, it.value) for it in (one, other)]
    return abs(merits[0] - merits[1])


Point = tuple[Fraction, Rating]


def _one_edge(line: Line, one: Point, other: Point, of: int) -> bool:
    """Whether the jump stays however close the two sides come."""
    method, setting = line.setting.method, line.setting
    while abs(one[0] - other[0]) > NARROW:
        closer = _closer(setting, (line.others, line.slot), (one, other), of)
        if closer is None:
            return False
        one, other = closer
    return _apart(method, one[1], other[1]) >= of


def _closer(
    setting: Setting, place: tuple[Subject, Slot], ends: tuple[Point, Point], of: int
) -> tuple[Point, Point] | None:
    """Return two closer sides of the jump; `None` where a step lies between all that is tried."""
    (low, below), (high, above) = ends
    others, slot = place
    parts = [Fraction(it, 16) for it in (8, 7, 9, 4, 12, 1, 15)]
    for part in parts:
        at = low + (high - low) * part
        (rating,) = setting.rate([{**others, slot: at}])
        if rating.rated and _apart(setting.method, below, rating) >= of:
            return (low, below), (at, rating)
        if rating.rated and _apart(setting.method, rating, above) >= of:
            return (at, rating), (high, above)
    return None


def _silent(rating: Rating) -> Breach | None:
    for name, it in rating.measures.items():
        if isinstance(it.value, Unknown) and not str(it.value).strip():
            return Breach("total", f"{name} has neither a value nor a reason")
    return None


def _meets(method: Method, rating: Rating, seen: Seen) -> None:
    if rating.category is not None:
        seen.categories.add(str(rating.category))
    for name, it in rating.measures.items():
        if it.fired is not None:
            seen.branches.add((name, it.fired))
        for at, step in enumerate(it.steps):
            if type(step.fired) is int:
                seen.bands.add((name, at, step.fired))
            elif step.fired and "when" in method.measures[name]["steps"][at]:
                seen.overrides.add((name, at))


def _tells(method: Method, along: list[Rating]) -> bool:
    """Whether two of them have another rating, or another value of what nothing reads."""
    for it in (method.result, *unread(method)):
        outcomes = {rating[it] for rating in along if it in rating.measures}
        if len({value for value in outcomes if not isinstance(value, Unknown)}) > 1:
            return True
    return False


def unread(method: Method) -> set[str]:
    """Return the measures that nothing reads: no other names them, nor the level they stand in."""
    levels = method.said["levels"]
    read = {
        name: {
            word for other, it in method.measures.items() if other != name for word in _words(it)
        }
        for name in method.measures
    }
    return {
        name
        for level, measures in levels.items()
        for name in measures
        if not {name, level} & read[name]
    }


def _words(said: Any) -> set[str]:
    return set(re.findall(r"\w+", str(said)))


def _judge_cohort(setting: Setting, cohort: list[Subject], found: Findings, random: Random) -> None:
    """Move one subject within its cohort, which the move shifts."""
    before = setting.rate(cohort)
    seen = found.seen[setting.day]
    for it in before:
        _meets(setting.method, it, seen)
        found.note(_silent(it))
    at = random.randrange(len(cohort))
    for slot, spots in setting.slots.items():
        values = list(spots.values)
        if cohort[at][slot] not in values or not spots.ordered:
            continue
        better = values[values.index(cohort[at][slot]) + 1 :]
        for value in random.sample(better, min(3, len(better))):
            moved = [dict(it) for it in cohort]
            moved[at][slot] = value
            after = setting.rate(moved)[at]
            if _tells(setting.method, [before[at], after]):
                seen.tellers.add(slot[1])
                seen.speakers.add(slot[1])
            line = ((cohort[at][slot], before[at]), (value, after))
            breach = harm(Line(setting, slot, line, (), {(None, "cohort"): cohort}))
            found.note(breach and breach._replace(promise="better_never_hurts inside cohort"))


def missing(method: Method, found: Findings) -> list[str]:
    """Name by their addresses what never came about on the grid, on one of the days at least."""
    missed = {it for seen in found.seen.values() for it in _unmet(method, seen)}
    excepted = method.excepted("every_category_reachable")
    return sorted(it for it in missed if it.split()[-1].removeprefix("inputs.") not in excepted)


def _unmet(method: Method, seen: Seen) -> Iterator[str]:
    for category in method.scale(method.result) or ():
        if category not in seen.categories:
            yield f"category {category}"
    for name, measure in method.measures.items():
        branches = measure.get("decide", ())
        for at in range(len(branches)):
            if (name, at) not in seen.branches:
                yield f"{name}.decide[{at}]"
        for at, step in enumerate(measure.get("steps", ())):
            yield from _unmet_of(name, at, step, seen)
    for name in method.said["inputs"]:
        if name not in seen.tellers:
            yield f"inputs.{name}"


def _unmet_of(name: str, at: int, step: dict[str, Any], seen: Seen) -> Iterator[str]:
    if "when" in step and (name, at) not in seen.overrides:
        yield f"{name}.steps[{at}]"
    for band in range(len(step.get("bands", ()))):
        if (name, at, band) not in seen.bands:
            yield f"{name}.steps[{at}].bands[{band}]"
