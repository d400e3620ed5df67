"""Hold two versions of a ruleset side by side, by rating what a grid holds with both."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path as File
from random import Random
from typing import Any, NamedTuple

import yaml

from assurance.methods import Entry, Method, Spots, read
from assurance.rated import GAPS, Setting, Subject, cohorts, days, drawn, settings
from stp_rules import Rating, Unknown, evaluate


class Versions(NamedTuple):
    """Two texts, and whether they are alike, as it is known by hand."""

    title: str
    before: Method
    after: Method
    truth: str


class Difference(NamedTuple):
    """A subject, or all of a cohort, that comes out differently."""

    day: date | None
    delivered: Any
    outputs: tuple[Any, Any]


def pairs(file: File) -> Iterator[Versions]:
    """Give every pair of a file; the second is the first with some words changed, or a text."""
    for it in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader):  # noqa: S506
        after = it.get("after", it["before"])
        for old, new in it.get("change", {}).items():
            assert old in after, (it["title"], old)
            after = after.replace(old, new)
        values = it.get("values", {})
        before, after = (
            read(Entry(it["title"], text, {}, values, {})) for text in (it["before"], after)
        )
        yield Versions(it["title"], before, after, it["truth"])


def difference(versions: Versions, effort: int, seed: int = 1) -> Difference | None:
    """Find what is rated otherwise; `None` where the grid holds nothing of the kind."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    for setting in _both(versions):
        method = setting.method
        relative = method.relative or versions.after.relative
        many = (
            cohorts(setting, random, effort // 4) if relative else _alone(setting, random, effort)
        )
        for subjects in many:
            other = setting._replace(method=versions.after._replace(spots=method.spots))
            outcomes = [[outputs(it) for it in here.rate(subjects)] for here in (setting, other)]
            for subject, *sides in zip(subjects, *outcomes, strict=True):
                if sides[0] != sides[1]:
                    return Difference(setting.day, subject, (sides[0], sides[1]))
    return None


def _both(versions: Versions) -> Iterator[Setting]:
    """Give the settings of the first, with the values and the days of both."""
    one, other = versions.before, versions.after
    spots = {
        name: it._replace(values=tuple(dict.fromkeys((*it.values, *_values(other, name)))))
        for name, it in one.spots.items()
    }
    dated = sorted({it for method in (one, other) for it in days(method) if it})
    for setting in settings(one._replace(spots=spots)):
        for day in dated or [None]:
            yield setting._replace(day=day)


def _values(method: Method, name: str) -> tuple[Any, ...]:
    words = method.said.get("reads", {}) | (method.said["inputs"].get(name) or {}).get("reads", {})
    return (*method.spots.get(name, Spots(name, "number", ordered=False, values=())).values, *words)


def _alone(setting: Setting, random: Random, effort: int) -> Iterator[list[Subject]]:
    """Give subjects of which each is rated alone, many at a time."""
    yield [
        {slot: drawn(it, random, 0.2) for slot, it in setting.slots.items()} for _ in range(effort)
    ]
    yield [dict.fromkeys(setting.slots, it) for it in GAPS]


def outputs(rating: Rating) -> dict[str, Any]:
    """Return the values of the result, of all measures and of all named steps."""
    found: dict[str, Any] = {"refused": bool(rating.problems), "result": _known(rating.value)}
    for name, it in rating.measures.items():
        found[name] = _known(it.value)
        found |= {f"{name}.{step.name}": _known(step.after) for step in it.steps if step.name}
    return found


def _known(value: Any) -> Any:
    return None if isinstance(value, Unknown) else (type(value) is bool, value)


def shown(versions: Versions, meaning: Any) -> bool:
    """Whether the example of a comparison, rated anew by both, comes out differently."""
    if meaning.before is None:
        return bool(meaning.readings)
    return _apart(versions, meaning)


def _apart(versions: Versions, meaning: Any) -> bool:
    sides = []
    for method, rating in ((versions.before, meaning.before), (versions.after, meaning.after)):
        whole = {name: getattr(it, "state", it) for name, it in rating.inputs.items()}
        options = {"as_of": meaning.day, "reference": rating.reference}
        (again,) = evaluate(method.ruleset, [whole], **options)
        value = again[meaning.output] if meaning.output else again.value
        sides.append("refused" if again.problems else _known(value))
    return sides[0] != sides[1]
