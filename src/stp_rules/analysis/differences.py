"""What stands differently in two rulesets, found entry by entry, and put in again."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen

from stp_rules.analysis.changes import Change, Diff
from stp_rules.analysis.entries import RULESET, Entry
from stp_rules.language.ruleset import Ruleset
from stp_rules.library import loads
from stp_rules.loading.dump import plain_data, written
from stp_rules.paths import Path


@frozen
class _Spot:
    """What is compared, and its addresses in the first ruleset and in the second."""

    entry: Entry
    path: Path = Path()
    new_path: Path = Path()

    def at(self, name: str | int, new_name: str | int | None = None) -> "_Spot":
        """Return what stands under a name; in the second it may have a name of its own."""
        to = name if new_name is None else new_name
        return _Spot(self.entry.part(name), self.path / name, self.new_path / to)

    def changed(self, before: Any, after: Any) -> Change:
        """Make the change of what both have."""
        return self.entry.changed(self.path, self.new_path, before, after)

    def removed(self, before: Any) -> Change:
        """Make the change of what only the first has."""
        return self.entry.removed(self.path, None, before, None)

    def added(self, after: Any, position: int | None = None) -> Change:
        """Make the change of what only the second has."""
        return self.entry.added(None, self.new_path, None, after, position)


def diff(before: Ruleset, after: Ruleset) -> Diff:
    """Return what differs, in the order of the first; empty for equal rulesets."""
    found = _compared(_Spot(RULESET), plain_data(before), plain_data(after))
    return tuple(_placed(change, before, after) for change in found)


def apply(changes: Diff, before: Ruleset) -> Ruleset:
    """Return the ruleset that changes make of the one that they begin at.

    Raises RulesetError where that cannot be used, as it may be where they begin at another one.
    """
    data = plain_data(before)
    for change in changes:
        if change.how == "changed":
            _replace(_around(data, change.path), change)
    for change in reversed(changes):
        if change.how == "gone":
            del _around(data, change.path)[_key(change.path)]
    for change in changes:
        if change.how == "added":
            _insert(_around(data, change.new_path), change)
    for change in changes:
        if change.how == "reordered":
            _reorder(_around(data, (change.new_path or Path()) / ""), change.after)
    return loads(written({name: it for name, it in data.items() if it or name == "inputs"}))


def _placed(change: Change, before: Ruleset, after: Ruleset) -> Change:
    place = before.place(change.path) if change.path else None
    new_place = after.place(change.new_path) if change.new_path else None
    return evolve(change, place=place, new_place=new_place)


def _compared(spot: _Spot, before: Any, after: Any) -> Iterator[Change]:
    if repr(before) == repr(after):
        return
    if isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(spot, before, after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _in_mappings(spot, before, after)
    else:
        yield spot.changed(before, after)


def _in_mappings(
    spot: _Spot, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    entry = spot.entry
    word, new_word = entry.word(before), entry.word(after)
    if word == new_word:
        yield from _in_names(spot, before, after)
    elif entry.another == "part":
        yield spot.at(word, new_word).changed(before[word], after[new_word])
        yield from _in_names(spot, _without(before, word), _without(after, new_word))
    else:
        yield spot.changed(before, after)


def _without(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def _in_names(spot: _Spot, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for key, value in before.items():
        part = spot.at(key)
        if key in after or part.entry.collection:
            yield from _compared(part, value, after[key] if key in after else type(value)())
        else:
            yield part.removed(value)
    for at, key in enumerate(after):
        part, value = spot.at(key), after[key]
        if key not in before and part.entry.collection:
            yield from _compared(part, type(value)(), value)
        elif key not in before:
            yield part.added(value, at)
    kept, new = ([key for key in one if key in other] for one, other in _both(before, after))
    if spot.entry.reordered and kept != new:
        yield spot.entry.reordered(spot.path, spot.new_path, list(before), list(after))


def _both(one: Any, other: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    return (one, other), (other, one)


def _in_lists(spot: _Spot, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    """Align two lists: what is alike stays, what stands in the same place is compared.

    Of entries that another word sets apart, those with the same word are compared.
    """
    item = spot.entry.part(0)
    apart = item.another == "apart"
    texts = [list(map(item.word if apart else repr, items)) for items in (before, after)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        paired = 0 if apart and tag != "equal" else min(b - a, d - c)
        for one, other in zip(range(a, a + paired), range(c, d), strict=False):
            yield from _compared(spot.at(one, other), before[one], after[other])
        yield from (spot.at(at).removed(before[at]) for at in range(a + paired, b))
        yield from (spot.at(at).added(after[at]) for at in range(c + paired, d))


def _around(data: Any, path: Path | None) -> Any:
    """Return the mapping or list around an address; what is not there begins empty."""
    for part, inside in pairwise(path or Path()):
        if isinstance(data, dict) and part not in data:
            data[part] = [] if isinstance(inside, int) else {}
        data = data[part]
    return data


def _key(path: Path | None) -> Any:
    return (path or Path())[-1]


def _replace(around: Any, change: Change) -> None:
    if isinstance(around, dict):
        del around[_key(change.path)]
        around[_key(change.new_path)] = change.after
    else:
        around[_key(change.path)] = change.after


def _insert(around: Any, change: Change) -> None:
    key = _key(change.new_path)
    if isinstance(around, list):
        around.insert(key, change.after)
        return
    names = list(around)
    names.insert(change.position or 0, key)
    around[key] = change.after
    _reorder(around, names)


def _reorder(mapping: dict[str, Any], keys: Sequence[str]) -> None:
    items = {key: mapping[key] for key in keys}
    mapping.clear()
    mapping.update(items)
