"""What stands differently in two rulesets: typed changes, each with both addresses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from attrs import evolve, frozen

from stp_rules.errors import Place
from stp_rules.library import loads
from stp_rules.loading.dump import plain_data, written
from stp_rules.model import Ruleset
from stp_rules.paths import Path

How = Literal["added", "gone", "changed", "reordered"]
Bump = Literal["patch", "minor", "major"]
"""How much a new version may change: no rating, ratings, or what goes in and comes out."""


@frozen
class Change:
    """One change: `what` has changed, and `how`.

    `path` is its address in the first ruleset, `new_path` that in the second; each is `None` where
    there is nothing; what is new in a mapping stands there at `position`. `before` and `after` are
    plain data as they stand in a file.
    """

    what: str
    how: How
    path: Path | None
    new_path: Path | None
    before: Any
    after: Any
    position: int | None = None
    place: Place | None = None
    new_place: Place | None = None

    @property
    def address(self) -> Path:
        """Where it stands: in the first ruleset, or in the second where it is new."""
        return self.path or self.new_path or Path()

    @property
    def needs(self) -> Bump:
        """A patch for words, a major version for what goes in or comes out, else a minor one."""
        if self.what in _SILENT:
            return "patch"
        names = self.what in ("input", "measure", "level", "scale") and self.how != "reordered"
        return "major" if names or self.what == "input type" else "minor"


Diff = tuple[Change, ...]

_SILENT = ("head", "words", "evidence", "promise")

_BAND = r"steps\[\d+\]\.bands\[\d+\]"
_KINDS: tuple[tuple[str, str], ...] = (
    (r"(language|id|version|status|effective)\b.*", "head"),
    (r"(evidence|source|evidence_for|sources)\b.*", "evidence"),
    (r"(.*[.])?(title|note|because|unit|label)", "words"),
    (r".*[.](evidence|source)", "evidence"),
    (r"promises.*", "promise"),
    (r"inputs[.][^.]+", "input"),
    (r"inputs[.][^.]+[.](type|scale|values)\b.*", "input type"),
    (r"inputs[.][^.]+[.]range.*", "range"),
    (r"inputs[.].*|reads.*|subject.*", "reading"),
    (r"scales[.][^.]+.*|scales", "scale"),
    (r"parameters.*", "parameter"),
    (r"levels[.][^.]+", "level"),
    (r"levels|result", "measure"),
    (r"levels[.][^.]+[.][^.]+", "measure"),
    (rf".*[.]{_BAND}", "band"),
    (rf".*[.]{_BAND}[.]is", "value of a band"),
    (rf".*[.]{_BAND}[.].*", "edge of a band"),
    (r".*steps\[\d+\]", "step"),
    (r".*steps\[\d+\][.]when.*", "condition"),
    (r".*steps\[\d+\][.]points.*", "point"),
    (r".*steps\[\d+\][.]goalposts.*", "goalpost"),
    (r".*steps\[\d+\][.]scores.*", "score"),
    (r".*steps\[\d+\].*", "step"),
    (r".*[.](mean|geometric_mean|sum)[.].*", "weight"),
    (r".*[.]missing.*", "missing policy"),
    (r".*[.]need.*", "need"),
    (r".*[.]formula", "formula"),
    (r".*[.]decide.*", "decision"),
)


def diff(before: Ruleset, after: Ruleset) -> Diff:
    """Return what differs, in the order of the first; empty for equal rulesets."""
    found = _compared(plain_data(before), plain_data(after), Path(), Path())
    return tuple(_placed(change, before, after) for change in found)


def apply(changes: Diff, before: Ruleset) -> Ruleset:
    """Return the ruleset that changes make of the one that they begin at.

    Raises RulesetError where that cannot be used, as it may be where they begin at another one.
    """
    data = plain_data(before)
    for change in changes:
        if change.how == "changed":
            _around(data, change.path)[_key(change.path)] = change.after
    for change in reversed(changes):
        if change.how == "gone":
            del _around(data, change.path)[_key(change.path)]
    for change in changes:
        if change.how == "added":
            _insert(_around(data, change.new_path), change)
    for change in changes:
        if change.how == "reordered":
            _reorder(_at(data, change.new_path or Path()), change.after)
    return loads(written(data))


def needed(changes: Diff) -> Bump:
    """Return the least step of the version number that changes need, as far as their kinds tell."""
    found = {change.needs for change in changes}
    return next((bump for bump in ("major", "minor") if bump in found), "patch")


def _placed(change: Change, before: Ruleset, after: Ruleset) -> Change:
    place = before.place(change.path) if change.path else None
    new_place = after.place(change.new_path) if change.new_path else None
    return evolve(change, place=place, new_place=new_place)


def _compared(before: Any, after: Any, path: Path, new_path: Path) -> Iterator[Change]:
    if repr(before) == repr(after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and _alike(before, after, path):
        yield from _in_mappings(before, after, path, new_path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(before, after, path, new_path)
    else:
        yield _change("changed", path, new_path, before, after)


def _alike(before: Mapping[str, Any], after: Mapping[str, Any], path: Path) -> bool:
    """Tell whether two mappings are worth a look inside: bands with another test are not."""
    return set(before) == set(after) or path[-2:-1] != ("bands",)


def _in_mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], path: Path, new_path: Path
) -> Iterator[Change]:
    for key, value in before.items():
        if key in after:
            yield from _compared(value, after[key], path / key, new_path / key)
        else:
            yield _change("gone", path / key, None, value, None)
    for at, key in enumerate(after):
        if key not in before:
            added = _change("added", None, new_path / key, None, after[key])
            yield evolve(added, position=at)
    kept, new = ([key for key in one if key in other] for one, other in _both(before, after))
    if _ordered(path) and kept != new:
        yield _change("reordered", path, new_path, list(before), list(after))


def _both(one: Any, other: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    return (one, other), (other, one)


def _ordered(path: Path) -> bool:
    """Tell whether the order of a mapping counts: of levels, of measures, of categories."""
    return path[:1] in (("levels",), ("scales",)) and len(path) <= 2  # noqa: PLR2004 - section and name


def _in_lists(
    before: Sequence[Any], after: Sequence[Any], path: Path, new_path: Path
) -> Iterator[Change]:
    """Align two lists: what is alike stays, what stands in the same place is compared."""
    texts = [list(map(repr, items)) for items in (before, after)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        if texts[0][a:b] == texts[1][c:d]:
            continue
        paired = min(b - a, d - c)
        for at in range(paired):
            one, other = before[a + at], after[c + at]
            yield from _compared(one, other, path / (a + at), new_path / (c + at))
        for at in range(a + paired, b):
            yield _change("gone", path / at, None, before[at], None)
        for at in range(c + paired, d):
            yield _change("added", None, new_path / at, None, after[at])


def _change(how: How, path: Path | None, new_path: Path | None, before: Any, after: Any) -> Change:
    return Change(_what(path or new_path or Path()), how, path, new_path, before, after)


def _what(path: Path) -> str:
    address = str(path)
    return next((what for form, what in _KINDS if re.fullmatch(form, address)), "source")


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _around(data: Any, path: Path | None) -> Any:
    return _at(data, Path((path or Path())[:-1]))


def _key(path: Path | None) -> Any:
    return (path or Path())[-1]


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
