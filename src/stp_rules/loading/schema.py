"""The form of a document, held against its JSON Schema; each fault as a problem."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft7Validator, ValidationError

from stp_rules.errors import Problem, nearest
from stp_rules.loading.scalars import DateText
from stp_rules.paths import Path

RULESET = "ruleset-1.schema.json"
CASES = "cases-1.schema.json"

NOT_YET = {
    "extends": "a version that extends another",
    "promises": "promises",
}
_FINAL = {"type", "enum", "const", "pattern", "minimum", "maximum"}


@cache
def schema_text(name: str) -> str:
    """Return a schema as text; `RULESET` and `CASES` name them."""
    return resources.files("stp_rules.loading").joinpath(name).read_text(encoding="utf-8")


@cache
def _validator(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads(schema_text(name)))


def form_problems(data: Any, name: str = RULESET) -> list[Problem]:
    """Hold plain data against a schema; an empty list means that its form is right."""
    problems = [
        problem for error in _validator(name).iter_errors(data) for problem in _problems(error)
    ]
    return [*dict.fromkeys(problems), *_stray_dates(data, Path())]


def _problems(error: ValidationError) -> Iterator[Problem]:
    path = Path(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(error, path)
        case "required":
            yield _missing_key(error, path)
        case "oneOf":
            yield from _not_one(error, path)
        case "anyOf":
            yield from _not_any(error, path)
        case "propertyNames":
            name = str(error.instance)
            hint = f"write {_description(error.schema['propertyNames'])}"
            yield Problem("name", f"`{name}` is not a name", path / name, hint, at_key=True)
        case "dependencies":
            yield from _lonely_options(error, path)
        case _:
            yield _wrong_value(error, path)


def _unknown_keys(error: ValidationError, path: Path) -> Iterator[Problem]:
    known = error.schema.get("properties", {})
    for key in error.instance:
        if key in known:
            continue
        if key in NOT_YET:
            message = f"`{key}`: {NOT_YET[key]} is not supported yet"
            yield Problem("not-supported-yet", message, path / key, at_key=True)
        elif error.instance[key] is None and " " in key:
            hint = "quote the title before it: an unquoted comma ends it"
            yield Problem("unknown-key", f"`{key}` has no value", path / key, hint, at_key=True)
        else:
            hint = nearest(key, known) or f"known here: {', '.join(known)}"
            yield Problem("unknown-key", f"`{key}` is not known here", path / key, hint, at_key=True)


def _missing_key(error: ValidationError, path: Path) -> Problem:
    missing = next(key for key in error.validator_value if f"'{key}' is a required" in error.message)
    wanted = _description(error.schema["properties"].get(missing, {}))
    hint = f"add `{missing}:` with {wanted}" if wanted else f"add `{missing}:`"
    return Problem("missing-key", f"`{missing}` is missing", path, hint)


def _not_one(error: ValidationError, path: Path) -> Iterator[Problem]:
    choices = [key for choice in error.validator_value for key in choice["required"]]
    given = [key for key in error.instance if key in choices]
    unknown = any(key not in error.schema.get("properties", {}) for key in error.instance)
    expected = error.schema.get("description") or f"one of {', '.join(choices)}"
    if given:
        names = " and ".join(f"`{key}`" for key in given)
        hint = f"keep one; expected: {expected}"
        yield Problem("one-of", f"{names} do not belong together", path / given[-1], hint, at_key=True)
    elif not unknown:
        hint = f"write one of {', '.join(dict.fromkeys(choices))}"
        yield Problem("one-of", f"this is not complete; expected: {expected}", path, hint)


def _not_any(error: ValidationError, path: Path) -> Iterator[Problem]:
    near = [errors for errors in _branches(error) if not any(_at_once(error) for error in errors)]
    if len(near) == 1:
        for deeper in near[0]:
            yield from _problems(deeper)
    else:
        yield _wrong_value(error, path)


def _branches(error: ValidationError) -> Iterable[list[ValidationError]]:
    branches: dict[Any, list[ValidationError]] = {}
    for deeper in error.context or ():
        branches.setdefault(deeper.relative_schema_path[0], []).append(deeper)
    return branches.values()


def _at_once(error: ValidationError) -> bool:
    return not error.relative_path and error.validator in _FINAL


def _lonely_options(error: ValidationError, path: Path) -> Iterator[Problem]:
    for option, partners in error.validator_value.items():
        lacking = [partner for partner in partners if partner not in error.instance]
        if option in error.instance and lacking:
            message = f"`{option}` goes with `{lacking[0]}`, which is not here"
            yield Problem("option", message, path / option, f"remove `{option}`", at_key=True)


def _wrong_value(error: ValidationError, path: Path) -> Problem:
    wanted = _description(error.schema) or error.message
    hint = ""
    if error.validator == "enum" and isinstance(error.instance, str):
        hint = nearest(error.instance, map(str, error.validator_value))
    return Problem("value", f"expected {wanted}; found {_found(error.instance)}", path, hint)


def _description(schema: Any) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        schema = json.loads(schema_text(RULESET))["definitions"][name]
    return str(schema.get("description", ""))


def _found(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case Mapping() if value:
            return f"a mapping with {', '.join(f'`{key}`' for key in value)}"
        case Mapping():
            return "an empty mapping"
        case list():
            return f"a list of {len(value)}"
        case _:
            return f"`{value}`"


def _stray_dates(data: Any, path: Path) -> Iterator[Problem]:
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, Mapping):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    elif isinstance(data, DateText) and not _date_is_meant(path):
        yield Problem("surprise", f"`{data}`: no date is meant here", path, "put it between quotes")
    for key, value in items:
        yield from _stray_dates(value, path / key)


def _date_is_meant(path: Path) -> bool:
    return path[:1] == ("effective",) or (path[:1] == ("sources",) and path[2:] == ("date",))
