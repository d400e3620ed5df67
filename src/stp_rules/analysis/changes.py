"""What stands differently in two rulesets, address by address."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from stp_rules.loading.dump import plain_data
from stp_rules.model import Ruleset
from stp_rules.paths import Path


@frozen
class Difference:
    """One address whose value differs; `None` where there is nothing at that address."""

    path: Path
    before: Any
    after: Any


def differences(before: Ruleset, after: Ruleset) -> list[Difference]:
    """Return what differs, in the order of the first; a part that is new or gone is one."""
    return list(_compared(plain_data(before), plain_data(after), Path()))


def _compared(before: Any, after: Any, path: Path) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from _compared(before.get(key), after.get(key), path / key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for position, pair in enumerate(zip(before, after, strict=True)):
            yield from _compared(*pair, path / position)
    elif before != after:
        yield Difference(path, before, after)
