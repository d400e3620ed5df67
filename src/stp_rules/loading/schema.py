"""The form of a document, held against its JSON Schema; each fault as a problem."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from attrs import frozen

from stp_rules.errors import Problem, nearest
from stp_rules.language.formulas import FormulaError, parse_formula
from stp_rules.language.scalars import DateText, scalar_text
from stp_rules.loading.acceptance import Acceptance, whole
from stp_rules.paths import Path

RULESET = "ruleset-1.schema.json"
CASES = "cases-1.schema.json"

_FINAL = {"type", "enum", "const", "pattern", "minimum", "maximum"}


@cache
def schema_text(name: str) -> str:
    """Return a schema as text; `RULESET` and `CASES` name them."""
    return resources.files("stp_rules.loading").joinpath(name).read_text(encoding="utf-8")


@cache
def keys_of(definition: str) -> frozenset[str]:
    """Return the keys that a ruleset, or what the language defines in it, can have."""
    schema = json.loads(schema_text(RULESET))
    return frozenset({"ruleset": schema, **schema["definitions"]}[definition]["properties"])


@cache
def _form(name: str) -> tuple[Any, Mapping[str, Any]]:
    """Return the validator of a schema and the definitions that it refers to."""
    # A ruleset whose form is known to be right does without this import, which takes long.
    from jsonschema import Draft7Validator, FormatChecker, validators  # noqa: PLC0415

    formats = FormatChecker(())
    formats.checks("date", ValueError)(_is_date)
    formats.checks("formula", FormulaError)(_is_formula)
    schema = json.loads(schema_text(name))
    own = {
        "pattern": _whole(Draft7Validator.VALIDATORS["pattern"]),
        "$ref": _unless_accepted(Draft7Validator.VALIDATORS["$ref"], name),
    }
    validator: Any = validators.extend(Draft7Validator, own)  # type: ignore[no-untyped-call]
    return validator(schema, format_checker=formats), schema["definitions"]


@cache
def _acceptance(name: str) -> Acceptance:
    return Acceptance(*_form(name))


def _unless_accepted(searching: Any, name: str) -> Any:
    """Look for what is wrong only in a part that is not right: most of a ruleset is."""

    def reference(validator: Any, reference: str, instance: Any, schema: Any) -> Any:
        if _acceptance(name).reference(reference)(instance):
            return ()
        return searching(validator, reference, instance, schema)

    return reference


def _whole(matching: Any) -> Any:
    def match(validator: Any, pattern: str, instance: Any, schema: Any) -> Any:
        return matching(validator, whole(pattern), instance, schema)

    return match


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


def _is_formula(value: object) -> bool:
    return not isinstance(value, str) or parse_formula(value) is not None


def form_problems(data: Any, name: str = RULESET) -> list[Problem]:
    """Hold plain data against a schema; an empty list means that its form is right."""
    validator, definitions = _form(name)
    saying = _Saying(definitions)
    found = [it for error in validator.iter_errors(data) for it in saying.problems(error)]
    return [*dict.fromkeys(found), *_stray_dates(data, Path())]


@frozen
class _Saying:
    """How each refusal of a schema is said. An `error` is one of jsonschema's."""

    definitions: Mapping[str, Any]

    def problems(self, error: Any) -> Iterator[Problem]:
        path = Path(error.absolute_path)
        kind = "name" if "propertyNames" in error.relative_schema_path else error.validator
        match kind:
            case "additionalProperties":
                yield from _unknown_keys(error, path)
            case "anyOf":
                yield from self.nearest_branch(error, path)
            case "dependencies":
                yield from _lonely_keys(error, path)
            case "oneOf":
                yield from _one_of(error, path)
            case "required":
                yield self.missing_key(error, path)
            case _:
                yield _SIMPLE.get(kind, _wrong_value)(error, path)

    def missing_key(self, error: Any, path: Path) -> Problem:
        key = next(it for it in error.validator_value if f"'{it}' is a required" in error.message)
        wanted = self.description(error.schema.get("properties", {}).get(key, {}))
        hint = f"add `{key}:` with {wanted}" if wanted else f"add `{key}:`"
        return Problem("missing-key", f"`{key}` is missing", path, hint, at_key=True)

    def description(self, schema: Mapping[str, Any]) -> str:
        name = schema.get("$ref", "").rsplit("/", 1)[-1]
        return str(self.definitions.get(name, schema).get("description", ""))

    def nearest_branch(self, error: Any, path: Path) -> Iterator[Problem]:
        """Say what is wrong with the branch that was probably meant, if there is one."""
        possible = [errors for errors in _branches(error) if not any(map(_at_once, errors))]
        if possible:
            for deeper in min(possible, key=_distance):
                yield from self.problems(deeper)
        else:
            yield _wrong_value(error, path)


def _branches(error: Any) -> Iterable[list[Any]]:
    branches: dict[Any, list[Any]] = {}
    for deeper in error.context:
        branches.setdefault(deeper.relative_schema_path[0], []).append(deeper)
    return branches.values()


def _at_once(error: Any) -> bool:
    """Tell whether a value is nothing of the kind that a branch wants."""
    if error.relative_path:
        return False
    if error.validator == "anyOf":
        return all(any(map(_at_once, errors)) for errors in _branches(error))
    return error.validator in _FINAL


def _distance(errors: list[Any]) -> tuple[int, int]:
    """Tell how far a branch is from fitting: faults at its top weigh more than deeper ones."""
    return sum(not error.relative_path for error in errors), len(errors)


def _unknown_keys(error: Any, path: Path) -> Iterator[Problem]:
    """Give the keys that are not known: with what was probably meant, or else all at once."""
    properties = error.schema.get("properties", {})
    known = list(properties)
    before: Any = None
    strange: list[str] = []
    for key, value in error.instance.items():
        before, beside = value, before
        if key in properties:
            continue
        hint = _run_together(key, beside, known) if value is None else ""
        hint = hint or nearest(key, known)
        if value is None and (" " in key or (isinstance(beside, str) and not hint)):
            message, hint = f"`{key}` has no value", "quote the text before it: a comma ends it"
            yield Problem("unknown-key", message, path / key, hint, at_key=True)
        elif hint:
            message = f"`{key}` is not known here"
            yield Problem("unknown-key", message, path / key, hint, at_key=True)
        else:
            strange.append(key)
    if strange:
        verb = "is" if len(strange) == 1 else "are"
        names = " and ".join(f"`{key}`" for key in strange)
        message, hint = f"{names} {verb} not known here", f"known here: {', '.join(known)}"
        yield Problem("unknown-key", message, path / strange[0], hint, at_key=True)


def _run_together(key: str, beside: Any, known: Collection[str]) -> str:
    """Say what to do about a word without a value that ran together with its neighbours.

    It is what stands behind a decimal comma, or a word and its value without a space between.
    """
    word, colon, value = key.partition(":")
    if colon and word in known:
        return f"put a space after the colon: `{word}: {value}`"
    if key.isdecimal() and type(beside) is int:
        return f"write a point in a number: {beside}.{key}"
    return ""


def _lonely_keys(error: Any, path: Path) -> Iterator[Problem]:
    for key, partners in error.validator_value.items():
        lacking = [partner for partner in partners if partner not in error.instance]
        if key in error.instance and lacking:
            message = f"`{key}` stands only beside `{lacking[0]}`"
            hint = f"add `{lacking[0]}`, or remove `{key}`"
            yield Problem("option", message, path / key, hint, at_key=True)


def _one_of(error: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(error.instance, Mapping):
        return
    choices = [key for choice in error.validator_value for key in choice.get("required", ())]
    given = [key for key in error.instance if key in choices]
    if given:
        names = " and ".join(f"`{key}`" for key in given)
        message, hint = f"{names} cannot stand together", f"keep one of {names}"
        yield Problem("one-of", message, path / given[-1], hint, at_key=True)
        return
    message = f"this is not {_description(error)}"
    yield Problem("one-of", message, path, f"add one of {', '.join(choices)}", at_key=True)


def _bad_name(error: Any, path: Path) -> Problem:
    name = error.instance
    plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    hint = f"write {plain}" if re.match(r"[A-Za-z]", plain) else "begin it with a letter"
    if error.validator == "format":
        hint = "write a day that exists, the year first"
    message = f"`{name}` is not {_description(error)}"
    return Problem("name", message, path / name, hint, at_key=True)


def _repeated(error: Any, path: Path) -> Problem:
    items = error.instance
    position = next(at for at, item in enumerate(items) if item in items[:at])
    message, other = f"{_found(items[position])} stands twice", path / items.index(items[position])
    return Problem("repeated", message, path / position, "keep one", other=other)


def _bad_text(error: Any, path: Path) -> Problem:
    cause = error.cause
    if isinstance(cause, FormulaError):
        return Problem("formula", str(cause), path, cause.hint, word=cause.part)
    return _wrong_value(error, path)


_SIMPLE: dict[str, Callable[[Any, Path], Problem]] = {
    "format": _bad_text,
    "name": _bad_name,
    "uniqueItems": _repeated,
}


def _wrong_value(error: Any, path: Path) -> Problem:
    message = f"expected {_description(error)}; found {_found(error.instance)}"
    return Problem("value", message, path, _remedy(error))


def _description(error: Any) -> str:
    """Return what a schema wants, as it says itself or as the one around it does."""
    around = error
    while around and "description" not in around.schema:
        around = around.parent
    return str(around.schema["description"]) if around else str(error.message)


def _remedy(error: Any) -> str:
    value = error.instance
    if not isinstance(value, str):
        return ""
    if error.validator == "enum":
        return nearest(value, map(str, error.validator_value))
    if ":" in value:
        return "put a space after the colon, or the text between quotes"
    if re.match(r"[-+£$]?\d", value) and _description(error).startswith("a number"):
        return "write plain digits, such as 1000 for 1,000, 0.5 for 0,5 and 95 or 0.95 for 95%"
    return ""


def _found(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return f"`{value}`"
        case list():
            return f"a list of {len(value)}"
        case Mapping():
            names = ", ".join(f"`{key}`" for key in value)
            return f"a mapping with {names}" if names else "an empty mapping"
    return f"`{scalar_text(value)}`"


def _stray_dates(data: Any, path: Path) -> Iterator[Problem]:
    if isinstance(data, DateText) and not _date_is_meant(path):
        yield Problem("surprise", f"`{data}`: no date is meant here", path, "put it between quotes")
    for key, value in _items(data):
        yield from _stray_dates(value, path / key)


def _items(data: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(data, Mapping):
        return data.items()
    return enumerate(data) if isinstance(data, list) else ()


def _date_is_meant(path: Path) -> bool:
    dated = path[:1] == ("sources",) and path[2:] == ("date",)
    return dated or path[:1] == ("effective",) or path[-1:] == ("as_of",)
