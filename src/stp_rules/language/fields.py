"""What the fields of a word hold, so that most of what is done with words is done field by field.

A field says its role: an `amount` is a number or the name of a parameter; an `outcome` is read by
the kind of the value beside it; a `number` is written as one, and never a parameter; a `name` is
that of an input or a measure. One without a role holds words of the language, or a count.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
from attrs import evolve, field

from stp_rules.language.values import Amount, FrozenMap, Outcome, typed
from stp_rules.paths import Path

Role = str
Data = dict[str, Any]
_NOTHING: tuple[Any, ...] = (None, "", (), {}, [])


def amount(**options: Any) -> Any:
    """Declare a field that holds amounts: the plan puts numbers where parameters are named."""
    return _field("amount", **options)


def outcome(**options: Any) -> Any:
    """Declare a field that holds outcomes: the plan reads them by the kind of their neighbour."""
    return _field("outcome", eq=typed, **options)


def number(**options: Any) -> Any:
    """Declare a field that holds numbers as they are written."""
    return _field("number", **options)


def name(**options: Any) -> Any:
    """Declare a field that holds names, as keys where it holds a mapping."""
    return _field("name", **options)


def scale(**options: Any) -> Any:
    """Declare a field that names a scale; it stands beside the word."""
    return _field("scale", beside=True, **options)


def option(**options: Any) -> Any:
    """Declare a field that holds words of the language, or a count."""
    return _field("option", **options)


def _field(
    role: Role, *, beside: bool = False, pair: str = "", gathers: bool = False, **options: Any
) -> Any:
    """Declare a field of a role.

    One `beside` stands in the step, next to the word. Fields of a `pair` are written as a list of
    two under its name. One that `gathers` decides what is kept of a cohort.
    """
    said = {"role": role, "beside": beside, "pair": pair, "gathers": gathers}
    return field(metadata=said, **options)


def fields_of(part: Any) -> list[Any]:
    """Return the fields of a value or its class, its own first."""
    kind = part if isinstance(part, type) else type(part)
    return sorted(attrs.fields(kind), key=lambda it: it.inherited)


# From plain data, and back ----------------------------------------------------------------------


def read_amount(value: Any) -> Amount:
    """Read a number, or the name of a parameter; a quotient may stand between quotes."""
    return value if isinstance(value, str) and "/" not in value else Fraction(value)


def read_outcome(value: Any) -> Outcome:
    """Read a number, a truth or a name."""
    return value if isinstance(value, bool | str) else Fraction(value)


_READ: Mapping[Role, Callable[[Any], Any]] = {
    "amount": read_amount,
    "outcome": read_outcome,
    "number": Fraction,
}


def read_field(role: Role | None, written: Any) -> Any:
    """Read what a field of a role holds, however deep."""
    if isinstance(written, list):
        return tuple(read_field(role, it) for it in written)
    if isinstance(written, Mapping):
        return FrozenMap((key, read_field(role, it)) for key, it in written.items())
    return _READ.get(role or "", lambda it: it)(written)


def read_fields(kind: type, written: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give each field that is written, with what it holds."""
    pairs: dict[str, int] = {}
    for it in attrs.fields(kind):
        pair = it.metadata.get("pair")
        if pair in written:
            at = pairs.setdefault(pair, 0)
            pairs[pair] += 1
            yield it.name, read_field(it.metadata["role"], written[pair][at])
        elif it.name in written:
            yield it.name, read_field(it.metadata.get("role"), written[it.name])


def plain(value: Any) -> Any:
    """Write what a field holds as plain data."""
    if isinstance(value, tuple):
        return [plain(it) for it in value]
    return {key: plain(it) for key, it in value.items()} if isinstance(value, Mapping) else value


def written_fields(part: Any, *, beside: bool) -> Data:
    """Write the fields that stand behind a word, or those beside it; what says nothing is left."""
    found: Data = {}
    for it in fields_of(part):
        value = getattr(part, it.name)
        if bool(it.metadata.get("beside")) is not beside or value in _NOTHING:
            continue
        if pair := it.metadata.get("pair"):
            found.setdefault(pair, []).append(value)
        else:
            found[it.name] = plain(value)
    return found


# By their role ----------------------------------------------------------------------------------


def held(part: Any, role: Role) -> Iterator[Any]:
    """Give what the fields of a role hold."""
    for it in fields_of(part):
        if it.metadata.get("role") == role:
            yield getattr(part, it.name)


def named(item: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Give the names in what a field of amounts holds, with their addresses."""
    if isinstance(item, Mapping):
        for key, value in item.items():
            yield from named(value, path / key)
    elif isinstance(item, tuple):
        for value in item:
            yield from named(value, path)
    elif isinstance(item, str):
        yield path, item


def changed(part: Any, change: Callable[[Role, Any], Any]) -> Any:
    """Return a value with every amount and outcome changed, in its parts too."""
    new = {
        it.name: _changed(getattr(part, it.name), it.metadata.get("role"), change)
        for it in attrs.fields(type(part))
        if it.init
    }
    return evolve(part, **new)


def _changed(item: Any, role: Role | None, change: Callable[[Role, Any], Any]) -> Any:
    if isinstance(item, tuple):
        return tuple(_changed(it, role, change) for it in item)
    if isinstance(item, FrozenMap):
        return FrozenMap((key, _changed(it, role, change)) for key, it in item.items())
    if attrs.has(type(item)):
        return changed(item, change)
    return change(role, item) if role in ("amount", "outcome") and item is not None else item
