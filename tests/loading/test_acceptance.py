"""What is quickly accepted is what jsonschema accepts, definition by definition."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker, validators

from stp_rules.errors import RulesetError
from stp_rules.language.formulas import FormulaError, parse_formula
from stp_rules.loading.acceptance import Acceptance, whole
from stp_rules.loading.document import read_document
from stp_rules.loading.schema import CASES, RULESET, schema_text

CORPUS = Path(__file__).parents[1] / "corpus"


def validator(name: str) -> Any:
    """Return jsonschema's own validator; formulas and whole texts are the language's."""
    formats = FormatChecker(())
    formats.checks("formula", FormulaError)(lambda it: not isinstance(it, str) or parse_formula(it))
    pattern = Draft7Validator.VALIDATORS["pattern"]
    to_the_end = {"pattern": lambda v, p, it, s: pattern(v, whole(p), it, s)}
    made = validators.extend(Draft7Validator, to_the_end)
    return made(json.loads(schema_text(name)), format_checker=formats)


def parts(data: Any) -> Iterator[Any]:
    """Give a value and all that stands in it."""
    yield data
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from parts(item)


def corpus() -> list[Any]:
    """Return every different value of the good and bad files, and some that stand in none."""
    found = {
        repr(it): it for it in [None, True, 0, -1, 1.5, "", "a\n", "1/3", {}, [], [1, 1], {"": 1}]
    }
    for file in sorted(CORPUS.rglob("*.yaml")):
        try:
            data = read_document(file.read_text(encoding="utf-8"), str(file)).data
        except (RulesetError, UnicodeDecodeError):
            continue
        found |= {repr(it): it for it in parts(data)}
    return sorted(found.values(), key=lambda it: len(repr(it)))


CASE_VALUES = [
    {"case": "a", "subjects": {"b": {}}, "expect": {"b": {"x": 1}}},
    {"case": "a", "subjects": {"b": {}}, "expect": {"b": 1}},
    {"case": "a", "inputs": {}, "expect": {"doubled": {"at_least": 1}}},
    {"case": "a", "inputs": {}, "expect": {"doubled": {"at_lest": 1}}},
    {"case": "a", "inputs": {}, "data": "b", "expect": {}},
]
"""Cases, good and bad; the corpus has none."""

VALUES = corpus()
DEFINITIONS = [
    (name, definition)
    for name in (RULESET, CASES)
    for definition in json.loads(schema_text(name))["definitions"]
]


@pytest.mark.parametrize(("name", "definition"), DEFINITIONS)
def test_each_definition_accepts_what_jsonschema_does(name: str, definition: str) -> None:
    """Every value of the corpus, and every part of one, whether it is meant there or not."""
    own = validator(name)
    acceptance = Acceptance(own, own.schema["definitions"])
    reference = f"#/definitions/{definition}"
    slow = own.evolve(schema={"$ref": reference})
    for value in (*CASE_VALUES, *VALUES[:: 1 + len(VALUES) // 400]):
        assert acceptance.reference(reference)(value) is slow.is_valid(value), value
