"""What an author could have written instead: every choice of a ruleset, with the others there were.

Plain data in, and the same with one change out. Not all that comes out can be used.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any, get_args

from attrs import evolve, frozen

from stp_rules.language.catalogue import COMBINATIONS, STEPS
from stp_rules.language.edges import EDGES
from stp_rules.language.ruleset import Rolling, Ruleset
from stp_rules.language.scalars import number
from stp_rules.language.values import State
from stp_rules.loading.dump import Data, flow_text
from stp_rules.paths import Path
from stp_rules.testing.variants import (
    Variant,
    counted,
    days,
    each_gone,
    formula,
    instead,
    item,
    moved,
    numbers,
    options,
    placed,
    renamed,
    rounding,
    said,
    without,
)

FLIPPED = {
    "at_least": "above",
    "at_most": "below",
    "better_than": "no_worse_than",
    "worse_than": "no_better_than",
    "is": "is_not",
}
FLIPPED |= {after: before for before, after in FLIPPED.items()}
"""Each test with the one that differs from it on the bound alone; `is` with its opposite."""

TURNED = {
    "worse": "better",
    "highest": "lowest",
    "higher": "lower",
    "true": "false",
}
TURNED |= {after: before for before, after in TURNED.items()}
"""Each way with the one against it."""

WEIGHED = ("mean", "geometric_mean", "sum")
"""Ways of combining in which a member may weigh more than another."""

DELIVERED = (State.MISSING, State.SUPPRESSED, State.NOT_APPLICABLE)

_DROPPED = {kind.word for kind in STEPS.values() if not kind.converts} | {"round"}


@frozen
class Choices:
    """The choices of a ruleset.

    `lists` are the words of which one may stand for the next: the categories of each scale, and
    the labels of each input that lists them. `labels` are the inputs that may name a peer group.
    `anything` is a name that every measure may read.
    """

    lists: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    anything: str

    @classmethod
    def of(cls, ruleset: Ruleset) -> "Choices":
        """Return the choices of a ruleset, which has an input."""
        scales = (tuple(it.labels) for it in ruleset.scales.values())
        listed = (it.values for it in ruleset.inputs.values())
        labels = (name for name, it in ruleset.inputs.items() if it.type == "label")
        return cls((*scales, *listed), tuple(labels), next(iter(ruleset.inputs)))

    # Words

    def outcome(self, value: Any) -> Iterator[Variant]:
        """Move a number, turn a truth round, and put the words beside it in place of a word."""
        if isinstance(value, bool):
            return instead(value, [not value])
        return instead(value, self.beside(value)) if isinstance(value, str) else moved(value)

    def beside(self, word: str) -> list[str]:
        """Return the words that stand before and after one in any list."""
        around = (
            (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2])
            for words in self.lists
            for at in range(len(words))
            if words[at] == word
        )
        return list(dict.fromkeys(chain.from_iterable(around)))

    def group(self, data: Data) -> Iterator[Variant]:
        """Look for the peer group elsewhere, or nowhere."""
        if "within" in data:
            yield without(data, "within", said("within", data["within"]))
            yield from placed(data, "within", instead(data["within"], self.labels))

    # Conditions

    def tests(self, tests: Data) -> Iterator[Variant]:
        """Turn each test round, change its bound, and leave it out where there are others."""
        for test, bound in tests.items():
            flipped = FLIPPED.get(test)
            if flipped and flipped not in tests:
                data = renamed(tests, test, flipped)
                yield Variant(data, said(test, bound), said(flipped, bound), Path((test,)))
            yield from placed(tests, test, self.bound(test, bound))
        yield from each_gone(tests)

    def bound(self, test: str, bound: Any) -> Iterator[Variant]:
        """Change what a test compares with; a truth is turned round with the test."""
        if isinstance(bound, list):
            for at, word in enumerate(bound):
                others = (it for it in self.outcome(word) if it.data not in bound)
                yield from placed(bound, at, others)
            yield from each_gone(bound)
        elif test == "known" or not isinstance(bound, bool):
            yield from self.outcome(bound)

    def condition(self, data: Data) -> Iterator[Variant]:
        """Change each part of a condition and leave it out; let any do for all, and all for any."""
        for name, value in data.items():
            yield from placed(data, name, self.part(name, value))
        for name, other in (("all", "any"), ("any", "all")):
            if len(data.get(name, ())) > 1:
                yield Variant(renamed(data, name, other), name, other, Path((name,)))
        if "not" in data:
            others = {name: it for name, it in data.items() if name != "not"}
            straight = {"all": [data["not"], others]} if others else data["not"]
            yield Variant(
                straight, said("not", data["not"]), flow_text(data["not"]), Path(("not",))
            )
        if len(data) > 1:
            either = {"any": [{name: value} for name, value in data.items()]}
            yield Variant(either, "all of " + ", ".join(data), "any of " + ", ".join(data))
        yield from each_gone(data)

    def part(self, name: str, value: Any) -> Iterator[Variant]:
        """Change what stands behind a name, or behind `all`, `any` or `not`."""
        match name:
            case "all" | "any":
                for at in range(len(value)):
                    yield from item(value, at, self.condition)
                yield from each_gone(value)
            case "not":
                yield from self.condition(value)
            case _:
                yield from self.tests(value)

    # Sources

    def lines(self, lines: list[Data]) -> Iterator[Variant]:
        """Drop each line of a decision, and change its condition and what it decides."""
        for at, line in enumerate(lines):
            if "when" in line:
                yield without(lines, at, said("then", line["then"]))
                yield from placed(lines, at, item(line, "when", self.condition))
            for word in ("then", "otherwise"):
                yield from placed(lines, at, item(line, word, self.outcome))

    def count(self, data: Data) -> Iterator[Variant]:
        """Change what is counted, and of what."""
        yield from item(data, "that_are", self.tests)
        yield from item(data, "of", each_gone)

    def policies(self, policies: Any) -> Iterator[Variant]:
        """Put another policy for missing values in place of each, for all states and for one."""
        if isinstance(policies, dict) and "fill" not in policies:
            for state in policies:
                yield from item(policies, state, self.policy)
            return
        yield from self.policy(policies)
        for state in DELIVERED:
            each = dict.fromkeys(map(str, State), policies)
            for it in self.policy(policies):
                data = {**each, str(state): it.data}
                yield Variant(data, f"{state} {it.before}", f"{state} {it.after}", it.path)

    def policy(self, value: Any) -> Iterator[Variant]:
        """Put another policy in place of one."""
        others = ("ignore", "not_rated") if isinstance(value, dict) else ("not_rated", "ignore")
        yield from instead(value, others)
        if isinstance(value, dict):
            yield from item(value, "fill", numbers)
            yield from self.group(value)

    def need(self, value: Any) -> Iterator[Variant]:
        """Need more, and less."""
        if isinstance(value, int):
            return counted(value)
        return numbers(value) if "share" in value else self.condition(value)

    def combined(self, measure: Data) -> Iterator[Variant]:
        """Combine in another way, without each member, and with each weighing twice as much."""
        word = next((it for it in COMBINATIONS if it in measure), None)
        if word is None:
            return
        for other in COMBINATIONS:
            if other != word:
                yield Variant(_combining(measure, word, other), word, other, Path((word,)))
        yield from item(measure, word, each_gone)
        if word in WEIGHED and (word == "sum" or len(measure[word]) > 1):
            yield from item(measure, word, _doubled)

    # Steps

    def bands(self, lines: list[Data]) -> Iterator[Variant]:
        """Change the edge of each band, and what it gives."""
        for at, line in enumerate(lines):
            edge = {test: value for test, value in line.items() if test in EDGES}
            rest = {name: value for name, value in line.items() if name not in EDGES}
            changed = (evolve(it, data=it.data | rest) for it in self.tests(edge))
            yield from placed(lines, at, chain(changed, item(line, "is", self.outcome)))

    def cohort(self, data: Data) -> Iterator[Variant]:
        """Change each choice of a step relative to a cohort."""
        yield from options(data)
        for name in ("cuts", "to"):
            yield from item(data, name, numbers)
        for name in ("count", "need"):
            yield from item(data, name, counted)
        if "need" in data:
            yield without(data, "need", said("need", data["need"]))
        yield from item(data, "tie_break", _tie_break)
        yield from self.group(data)

    def step(self, step: Data) -> Iterator[Variant]:
        """Change the choices of a step, those that stand beside it too, and its condition."""
        word = next(iter(step))
        match word:
            case "bands":
                yield from item(step, word, self.bands)
            case "points":
                yield from item(step, word, _points)
            case "goalposts":
                yield from item(step, word, lambda it: chain(numbers(it), options(it)))
            case "round":
                yield from item(step, word, rounding)
            case "shift":
                yield from item(step, word, _shift)
            case "power":
                yield from item(step, word, lambda it: item(it, "to", counted))
            case "set" | "no_better_than" | "no_worse_than":
                yield from item(step, word, self.outcome)
            case "scores" | "add" | "multiply" | "limit":
                yield from item(step, word, numbers)
            case _:
                yield from item(step, word, self.cohort)
        yield from options(step)
        if "when" in step:
            yield without(step, "when", said("when", step["when"]), "always")
            yield from item(step, "when", self.condition)

    def steps(self, steps: list[Data]) -> Iterator[Variant]:
        """Change each step, and drop those that adjust or round.

        One with a name stays, for it may be asked for, and never applies.
        """
        never = {"all": [{self.anything: {"known": True}}, {self.anything: {"known": False}}]}
        for at, step in enumerate(steps):
            yield from item(steps, at, self.step)
            word = next(iter(step))
            gone = without(steps, at, said(word, step[word]))
            if word in _DROPPED and "as" not in step:
                yield gone
            elif word in _DROPPED:
                yield evolve(gone, data=[*steps[:at], {**step, "when": never}, *steps[at + 1 :]])

    # Parts of a ruleset

    def measure(self, measure: Data) -> Iterator[Variant]:
        """Give a measure after each change."""
        yield from self.combined(measure)
        yield from item(measure, "formula", formula)
        yield from item(measure, "count", self.count)
        yield from item(measure, "decide", self.lines)
        yield from item(measure, "zero", lambda it: instead(it, ("not_rated", "is_zero")))
        yield from item(measure, "missing", self.policies)
        yield from item(measure, "need", self.need)
        if "need" in measure:
            yield without(measure, "need", said("need", measure["need"]))
        yield from item(measure, "steps", self.steps)

    def entry(self, entry: Data) -> Iterator[Variant]:
        """Give an input after each change of what it accepts and of how it is read."""
        yield from item(entry, "range", _range)
        yield from item(entry, "reads", self.reads)
        yield from item(entry, "members", _members)
        if entry.get("members") in ("best", "worst"):
            yield from item(entry, "better", _opposite)

    def reads(self, reads: Data) -> Iterator[Variant]:
        """Read each word of suppliers as something else, and not at all."""
        for word, value in reads.items():
            others = instead(value, map(str, DELIVERED))
            found = others if value in DELIVERED else self.outcome(value)
            yield from placed(reads, word, found)
            yield without(reads, word, f"{word!r} is read")


def parameter(data: Any) -> Iterator[Variant]:
    """Move the numbers of a parameter, and the days from which they hold."""
    yield from numbers(data)
    if isinstance(data, Mapping):
        dated = isinstance(data.get("value"), Mapping)
        if dated:
            yield from item(data, "value", days)
        elif "value" not in data:
            yield from days(dict(data))


def _combining(measure: Data, word: str, other: str) -> Data:
    members = measure[word]
    weights = members if isinstance(members, dict) else dict.fromkeys(members, Fraction(1))
    rest = {name: it for name, it in measure.items() if name not in (word, "zero")}
    zero = {"zero": "not_rated"} if other == "geometric_mean" else {}
    return {other: weights if other in WEIGHED else list(weights), **zero, **rest}


def _doubled(members: Data) -> Iterator[Variant]:
    for name, weight in members.items():
        if isinstance(weight, int | Fraction) and weight:
            yield from placed(members, name, instead(weight, [weight * 2]))


def _points(points: Data) -> Iterator[Variant]:
    """Move each point along, and up and down; the sentence names both of its numbers."""
    taken = set(map(number, points))
    for place, value in points.items():
        before = said(f"{place}:", value)
        for it in moved(number(place)):
            if it.data not in taken:
                data = renamed(points, place, it.after)
                yield Variant(data, before, said(f"{it.after}:", value), Path((place,)))
        for it in placed(points, place, moved(value)):
            yield evolve(it, before=before, after=said(f"{place}:", it.data[place]))


def _shift(data: Data) -> Iterator[Variant]:
    for way, places in data.items():
        yield from item(data, way, counted)
        other = renamed(data, way, TURNED[way])
        yield Variant(other, said(way, places), said(TURNED[way], places), Path((way,)))


def _tie_break(data: Data) -> Iterator[Variant]:
    for name, end in data.items():
        yield from item(data, name, _opposite)
        yield without(data, name, said(name, end))


def _range(limits: Any) -> Iterator[Variant]:
    """Move each end, and let it belong to the range or not."""
    pair = isinstance(limits, list)
    ends = {"at_least": limits[0], "at_most": limits[1]} if pair else limits
    for at, (test, end) in enumerate(ends.items()):
        path = Path((at if pair else test,))
        other = renamed(ends, test, FLIPPED[test])
        yield Variant(other, said(test, end), said(FLIPPED[test], end), path)
        for it in placed(ends, test, moved(end)):
            yield evolve(it, before=said(test, end), after=said(test, it.data[test]), path=path)


def _opposite(way: str) -> Iterator[Variant]:
    return instead(way, [TURNED[way]] if way in TURNED else [])


def _members(members: Any) -> Iterator[Variant]:
    """Roll up in each other way; a weighed mean also without its weight."""
    kinds: Sequence[str] = get_args(Rolling)
    now = members if isinstance(members, str) else "mean with a weight"
    others: Iterable[str] = (it for it in kinds if it != members)
    return (Variant(other, now, other) for other in others)
