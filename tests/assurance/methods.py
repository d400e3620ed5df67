"""Read small rulesets as a stranger reads them: from their text, with no word of the proofs."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path as File
from typing import Any, NamedTuple

import yaml

from stp_rules import Ruleset, loads

HEAD = "language: 1\nid: assurance/one\nversion: 1.0.0\n"

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+|/\d+)?(?![\w.])")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

RELATIVE = {"z_score", "min_max", "percentile", "rank", "quantile_bands", "clusters"}

TINY = Fraction(1, 1000)
FAR = Fraction(1000)


class Entry(NamedTuple):
    """One ruleset with what is known of it by hand."""

    title: str
    rules: str
    truth: dict[str, str]
    values: dict[str, list[str]]
    better: dict[str, str]


class Spots(NamedTuple):
    """The values of one input that are tried: the worst first, where one is better."""

    name: str
    kind: str
    ordered: bool
    values: tuple[Any, ...]


class Method(NamedTuple):
    """A ruleset, and what its text says that a referee needs."""

    entry: Entry
    ruleset: Ruleset
    said: dict[str, Any]
    spots: dict[str, Spots]

    @property
    def relative(self) -> bool:
        """Whether a subject stands beside a cohort."""
        steps = [
            word for it in self.measures.values() for step in it.get("steps", ()) for word in step
        ]
        fills = [it.get("missing") for it in self.measures.values()]
        return bool(RELATIVE & set(steps)) or any("mean" in _leaves(it) for it in fills)

    @property
    def measures(self) -> dict[str, Any]:
        """Every measure by its name."""
        return {name: it for level in self.said["levels"].values() for name, it in level.items()}

    @property
    def result(self) -> str:
        """The measure that is the result."""
        return self.said.get("result") or list(self.measures)[-1]

    @property
    def graded(self) -> bool:
        """Whether the result is a category, and one is better than another."""
        return bool(self.scale(self.result) and self.sense(self.result))

    @property
    def rolled(self) -> dict[str, Any]:
        """How each input is rolled up from rows of members, where it is."""
        inputs = self.said["inputs"].items()
        return {name: it["members"] for name, it in inputs if it and "members" in it}

    def excepted(self, promise: str) -> set[str]:
        """Return the inputs or categories for which a promise is not made."""
        made = [it for it in self.said.get("promises", ()) if isinstance(it, dict)]
        return {name for it in made for name in it.get(promise, {}).get("except", ())}

    def scale(self, name: str) -> list[str] | None:
        """Return the categories of an input or a measure, the best first; `None` of a number."""
        if name in self.said["inputs"]:
            return self._categories(self.said["inputs"][name].get("scale"))
        measure = self.measures.get(name.partition(".")[0])
        if measure is None:
            return None
        found = self.scale(measure["from"]) if "from" in measure else None
        found = self._categories(measure.get("scale")) or found
        for step in measure.get("steps", ()):
            if RELATIVE & set(step) or {"scores", "bands"} & set(step):
                found = self._categories(step.get("scale"))
        return found

    def _categories(self, scale: str | None) -> list[str] | None:
        return None if scale is None else list(self.said["scales"][scale])

    def sense(self, name: str) -> int:
        """Return 1 where more of a measure is better, -1 where less is, 0 where nobody says.

        Of categories the head of the scale is better, and counts as more.
        """
        if self.measures[name].get("better") == "neither":
            return 0
        if self.scale(name):
            return 1
        return {"higher": 1, "lower": -1}.get(self.entry.better.get(name, ""), 0)

    def merit(self, name: str, value: Any) -> Any:
        """Return how good a known value of a measure is: more is better."""
        scale = self.scale(name)
        return -scale.index(value) if scale else self.sense(name) * value


def read(entry: Entry) -> Method:
    """Read the text of an entry, once for the evaluator and once for the referee."""
    text = HEAD + entry.rules
    said = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts and nothing else
    return Method(entry, loads(text), said, {it.name: it for it in _spots(said, entry)})


def entries(folder: File) -> Iterator[Entry]:
    """Give every entry of the files in a folder."""
    for file in sorted(folder.glob("*.yaml")):
        for it in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader):  # noqa: S506
            rest = (it.get(key, {}) for key in ("truth", "values", "better"))
            yield Entry(it["title"], it["rules"], *rest)


def _leaves(said: Any) -> Iterator[str]:
    if isinstance(said, dict):
        for key, it in said.items():
            yield key
            yield from _leaves(it)
    elif isinstance(said, list):
        for it in said:
            yield from _leaves(it)
    elif said is not None:
        yield said


def _spots(said: dict[str, Any], entry: Entry) -> Iterator[Spots]:
    """Give the values that are tried of each input."""
    parts = [said[key] for key in ("levels", "parameters", "inputs") if key in said]
    named = {Fraction(it) for text in _leaves(parts) for it in NUMBER.findall(DATE.sub("", text))}
    for name, declared in said["inputs"].items():
        yield _spots_of(name, declared or {}, said, (named, entry.values.get(name)))


def _spots_of(
    name: str,
    declared: dict[str, Any],
    said: dict[str, Any],
    numbers: tuple[set[Fraction], list[str] | None],
) -> Spots:
    better = declared.get("better", "neither")
    if "scale" in declared:
        worst_first = list(said["scales"][declared["scale"]])[::-1]
        return Spots(name, "category", ordered=True, values=tuple(worst_first))
    if declared.get("type") == "boolean":
        truths = (True, False) if better == "false" else (False, True)
        return Spots(name, "boolean", better != "neither", truths)
    if declared.get("type") == "label":
        labels = declared.get("values") or ["north", "south"]
        return Spots(name, "label", ordered=False, values=tuple(labels))
    values = _numbers(declared.get("range"), *numbers)
    return Spots(name, "number", better != "neither", values[:: -1 if better == "lower" else 1])


def _numbers(limits: Any, named: set[Fraction], chosen: list[str] | None) -> tuple[Fraction, ...]:
    """Return numbers in a range, in order: those that the text names, between and beside them."""
    ends = _ends(limits)
    if chosen is not None:
        return tuple(sorted({Fraction(it) for it in chosen}))
    tried = named | {Fraction(it) for _, it in ends} | {Fraction(0)}
    low = [it for test, it in ends if test in ("at_least", "above")]
    high = [it for test, it in ends if test in ("at_most", "below")]
    tried |= set() if low else {-FAR}
    tried |= set() if high else {FAR}
    between = {(one + other) / 2 for one, other in pairwise(sorted(tried))}
    beside = {it + step for it in tried for step in (TINY, -TINY)}
    return tuple(sorted(it for it in tried | between | beside if _within(it, ends)))


def _ends(limits: Any) -> list[tuple[str, Fraction]]:
    if limits is None:
        return []
    if isinstance(limits, list):
        limits = dict(zip(("at_least", "at_most"), limits, strict=True))
    return [(test, Fraction(it)) for test, it in limits.items()]


def _within(value: Fraction, ends: list[tuple[str, Fraction]]) -> bool:
    holds = {
        "at_least": value.__ge__,
        "above": value.__gt__,
        "at_most": value.__le__,
        "below": value.__lt__,
    }
    return all(holds[test](end) for test, end in ends)
