"""What an author could have written instead: every choice of a ruleset, with the others there were.

Plain data in, and the same with one change out. Not all that comes out can be used.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import evolve, frozen

from stp_rules.language.catalogue import COMBINATIONS, SOURCES, STEPS
from stp_rules.language.combination import Combination
from stp_rules.language.fields import Data, fields_of
from stp_rules.language.ruleset import Rolling, Ruleset
from stp_rules.language.scalars import flow_text
from stp_rules.language.values import State
from stp_rules.language.variants import (
    Variant,
    counted,
    each_gone,
    instead,
    item,
    moved,
    numbers,
    placed,
    renamed,
    said,
    turned,
    without,
)
from stp_rules.paths import Path

FLIPPED = {
    "at_least": "above",
    "at_most": "below",
    "better_than": "no_worse_than",
    "worse_than": "no_better_than",
    "is": "is_not",
}
FLIPPED |= {after: before for before, after in FLIPPED.items()}
"""Each test with the one that differs from it on the bound alone; `is` with its opposite."""

DELIVERED = (State.MISSING, State.SUPPRESSED, State.NOT_APPLICABLE)


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
            if test == "in":
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

    # Steps

    @property
    def combinations(self) -> Iterable[type[Combination]]:
        """Every way of combining."""
        return COMBINATIONS.values()

    def of_fields(self, word: type, written: Any) -> Iterator[Variant]:
        """Change what stands behind a word, field by field, each as its role says."""
        bare = getattr(word, "bare", "")
        for it in fields_of(word):
            key = it.metadata.get("pair") or it.name
            if it.name == bare:
                yield from self.of_role(it, written)
            elif isinstance(written, Mapping) and key in written and _is_first(word, it):
                yield from item(written, key, partial(self.of_role, it))
                if _may_be_left(it):
                    yield without(written, key, said(key, written[key]))

    def of_role(self, declared: Any, value: Any) -> Iterator[Variant]:
        """Change what a field holds."""
        role, words = declared.metadata.get("role"), words_of(declared.type)
        if role in ("amount", "number"):
            return numbers(value)
        if role == "outcome":
            return self.outcome(value)
        if role == "name":
            return instead(value, self.labels) if isinstance(value, str) else iter(())
        return instead(value, words) if words else counted(value)

    def of_options(self, word: type, around: Data) -> Iterator[Variant]:
        """Choose each other word where a field of a word chooses one of several."""
        for it in fields_of(word):
            if words_of(it.type) and it.name in around:
                yield from item(around, it.name, partial(self.of_role, it))

    def step(self, step: Data) -> Iterator[Variant]:
        """Change the choices of a step, those that stand beside it too, and its condition."""
        word = next(iter(step))
        kind = STEPS[word]
        yield from item(step, word, lambda it: kind.variants(it, self))
        yield from self.of_options(kind, step)
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
            if STEPS[word].droppable and "as" not in step:
                yield gone
            elif STEPS[word].droppable:
                yield evolve(gone, data=[*steps[:at], {**step, "when": never}, *steps[at + 1 :]])

    # Parts of a ruleset

    def measure(self, measure: Data) -> Iterator[Variant]:
        """Give a measure after each change."""
        word = next(it for it in SOURCES if it in measure)
        yield from SOURCES[word].variants(measure, self)
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
            yield from item(entry, "better", turned)

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


def _members(members: Any) -> Iterator[Variant]:
    """Roll up in each other way; a weighed mean also without its weight."""
    kinds: Sequence[str] = get_args(Rolling)
    now = members if isinstance(members, str) else "mean with a weight"
    others: Iterable[str] = (it for it in kinds if it != members)
    return (Variant(other, now, other) for other in others)


def days(data: Data) -> Iterator[Variant]:
    """Let each dated value begin a day later, and a day earlier."""
    for day in data:
        for by in (1, -1):
            other = (date.fromisoformat(day) + timedelta(days=by)).isoformat()
            if other not in data:
                yield Variant(
                    renamed(data, day, other), f"from {day}", f"from {other}", Path((day,))
                )


def words_of(kind: Any) -> tuple[str, ...]:
    """Return the words of which a field of a type holds one; none where it holds something else."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    parts = get_args(kind) if get_origin(kind) in (Union, UnionType) else ()
    return tuple(word for part in parts for word in words_of(part))


def _is_first(word: type, declared: Any) -> bool:
    """Tell whether a field is the first of its pair, or stands alone."""
    pair = declared.metadata.get("pair")
    named = (it.name for it in fields_of(word) if it.metadata.get("pair") == pair)
    return not pair or declared.name == next(named)


def _may_be_left(declared: Any) -> bool:
    """Tell whether a count, or whose group is meant, may be left out."""
    alone = declared.metadata.get("role") in (None, "option", "name")
    return alone and declared.default is None and not words_of(declared.type)
