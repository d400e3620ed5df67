"""Whether data have the form that a schema asks for, told quickly; of faults nothing is said.

A schema becomes functions once. What they do not know of it they leave to jsonschema, so that
both always agree; a property test holds them against each other.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import field, frozen

Accepts = Callable[[Any], bool]

_TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "boolean": bool}


@frozen
class Acceptance:
    """The definitions of a schema as functions; `validator` is one of jsonschema's."""

    validator: Any
    definitions: Mapping[str, Any]
    made: dict[str, Accepts] = field(init=False, factory=dict)

    def reference(self, reference: str) -> Accepts:
        """Return the function of a definition, made when it is first asked for."""
        if reference not in self.made:
            name = reference.removeprefix("#/definitions/")
            self.made[reference] = self.schema(self.definitions[name])
        return self.made[reference]

    def schema(self, schema: Any) -> Accepts:
        """Return what tells whether a value is right by a schema."""
        if isinstance(schema, bool):
            return lambda _: schema
        if "$ref" in schema:
            reference = str(schema["$ref"])  # its function may be in the making
            return lambda value: bool(self.reference(reference)(value))
        words = schema.keys() - _SAYING
        if words - _KEYWORDS.keys() - _ALONE:
            return self.otherwise(schema)
        return _all(self.keyword(word, schema) for word in schema if word in words)

    def keyword(self, word: str, schema: Mapping[str, Any]) -> Accepts:
        """Return what tells whether a value is right by one keyword of a schema."""
        make = _KEYWORDS.get(word)
        made = make(self, schema[word], schema) if make else None
        return made or self.otherwise({word: schema[word]})

    def otherwise(self, schema: Mapping[str, Any]) -> Accepts:
        """Leave a schema to jsonschema."""
        return self.validator.evolve(schema=schema).is_valid  # type: ignore[no-any-return]


_SAYING = {"description", "title", "$schema", "definitions", "examples", "default"}
"""The words of a schema that ask for nothing."""

_ALONE = {"const", "dependencies", "format", "maximum", "minimum", "uniqueItems"}
"""The words that jsonschema tells, and that mean the same whatever stands beside them."""


def _all(parts: Iterable[Accepts]) -> Accepts:
    every = tuple(parts)
    if len(every) == 1:
        return every[0]

    def accepts(value: Any) -> bool:
        for part in every:  # noqa: SIM110 - a loop takes a third of the time of `all`
            if not part(value):
                return False
        return True

    return accepts


def _type(acceptance: Acceptance, types: Any, _: Any) -> Accepts:
    names = [types] if isinstance(types, str) else types
    plain = tuple(_TYPES[name] for name in names if name in _TYPES)
    others, is_type = [name for name in names if name not in _TYPES], acceptance.validator.is_type
    return lambda value: isinstance(value, plain) or any(is_type(value, it) for it in others)


def _enum(_: Acceptance, values: list[Any], __: Any) -> Accepts | None:
    if not all(isinstance(it, str) for it in values):
        return None
    known = frozenset(values)
    return lambda value: isinstance(value, str) and value in known


def _pattern(_: Acceptance, pattern: str, __: Any) -> Accepts:
    search = re.compile(whole(pattern)).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def whole(pattern: str) -> str:
    """Hold a text to a pattern up to its end: Python's `$` lets a newline follow."""
    return re.sub(r"\$$", r"\\Z", pattern)


def _required(_: Acceptance, names: list[str], __: Any) -> Accepts:
    wanted = frozenset(names)
    return lambda value: not isinstance(value, dict) or wanted <= value.keys()


def _properties(acceptance: Acceptance, properties: Mapping[str, Any], _: Any) -> Accepts:
    parts = {name: acceptance.schema(it) for name, it in properties.items()}

    def accepts(value: Any) -> bool:
        if isinstance(value, dict):
            for name, item in value.items():
                if name in parts and not parts[name](item):
                    return False
        return True

    return accepts


def _additional(acceptance: Acceptance, more: Any, schema: Any) -> Accepts:
    known, part = schema.get("properties", {}).keys(), acceptance.schema(more)

    def accepts(value: Any) -> bool:
        if isinstance(value, dict):
            for name, item in value.items():
                if name not in known and not part(item):
                    return False
        return True

    return accepts


def _names(acceptance: Acceptance, names: Any, _: Any) -> Accepts:
    part = acceptance.schema(names)
    return lambda value: not isinstance(value, dict) or all(map(part, value))


def _items(acceptance: Acceptance, items: Any, _: Any) -> Accepts:
    part = acceptance.schema(items)
    return lambda value: not isinstance(value, list) or all(map(part, value))


def _any_of(acceptance: Acceptance, schemas: list[Any], _: Any) -> Accepts:
    parts = [acceptance.schema(it) for it in schemas]
    return lambda value: any(part(value) for part in parts)


def _one_of(acceptance: Acceptance, schemas: list[Any], _: Any) -> Accepts:
    parts = [acceptance.schema(it) for it in schemas]
    return lambda value: sum(part(value) for part in parts) == 1


def _all_of(acceptance: Acceptance, schemas: list[Any], _: Any) -> Accepts:
    return _all(acceptance.schema(it) for it in schemas)


def _size(kind: type[Any], lowest: int, highest: float) -> Accepts:
    return lambda value: not isinstance(value, kind) or lowest <= len(value) <= highest


_Make = Callable[[Acceptance, Any, Any], Accepts | None]

_KEYWORDS: dict[str, _Make] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "items": _items,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "allOf": _all_of,
    "minItems": lambda _, least, __: _size(list, least, float("inf")),
    "maxItems": lambda _, most, __: _size(list, 0, most),
    "minProperties": lambda _, least, __: _size(dict, least, float("inf")),
    "maxProperties": lambda _, most, __: _size(dict, 0, most),
    "maxLength": lambda _, most, __: _size(str, 0, most),
}
"""How each keyword is told; `None` is given where jsonschema is to tell."""
