"""Every place of a ruleset that holds a text of people, found by walking the schema; odd texts."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from stp_rules.language.ruleset import Ruleset
from stp_rules.library import loads
from stp_rules.loading.schema import RULESET, schema_text

SCHEMA = json.loads(schema_text(RULESET))

_HELD = {"enum", "const", "pattern", "format"}
"""What holds a text to a form, so that it is none of people's own."""

SAMPLE = yaml.safe_load(
    """
    language: 1
    id: toy/texts
    version: 1.1.0
    title: ruleset title
    note: ruleset note
    subject: {key: key column, label: label column, member: member column, share: share column}
    sources:
      report: {title: report title, publisher: report publisher, url: "https://report.org/a?b=1"}
    source: report
    evidence_for:
      inputs.waits.range: {evidence: assumed, source: report, note: evidence note}
    reads: {nothing written: missing, zero written: 0}
    scales: {grade: {best id: best label, worst id: worst label}, plain: [plain best, plain worst]}
    parameters: {most: {value: 3, title: parameter title, note: parameter note}}
    inputs:
      waits:
        title: waits title
        unit: waits unit
        column: waits column
        range: {at_least: 0, at_most: 100}
        better: lower
        reads: {waits written: suppressed}
        note: waits note
      kind: {type: label, values: [first kind, second kind], title: kind title}
      staff: {better: higher}
      level: {scale: plain}
    levels:
      measures:
        count_kind:
          title: decided title
          unit: decided unit
          scale: grade
          note: decided note
          decide:
            - {when: {kind: {is: first kind}}, then: best id, because: branch because}
            - {when: {level: {better_than: plain worst}}, then: best id, note: branch note}
            - {otherwise: worst id}
          steps:
            - no_better_than: worst id
              when: {waits: {above: 90}}
              because: step because
              note: step note
        scored:
          from: level
          steps: [{scores: {plain best: 2, plain worst: 1}}]
        banded:
          formula: waits - staff
          steps: [{bands: [{at_most: most, is: best id}, {is: worst id}], scale: grade}]
    result: banded
    promises:
      - better_never_hurts: {except: [staff], because: promise because}
    """
)


def free_places() -> set[str]:
    """Return where the schema lets people write a text or a key of their own."""
    return {place for place, node in _nodes(SCHEMA, "") if _is_free(node)} | {
        f"{place}{{keys}}" for place, node in _nodes(SCHEMA, "") if _has_free_keys(node)
    }


def _nodes(node: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield place, node
        for name, part in node.items():
            if name not in ("not", "dependencies", "oneOf"):
                yield from _nodes(part, f"{place}/{name}")
    elif isinstance(node, list):
        for position, part in enumerate(node):
            yield from _nodes(part, f"{place}/{position}")


def _is_free(node: dict[str, Any]) -> bool:
    return "string" in _types(node) and not _HELD & set(node)


def _types(node: dict[str, Any]) -> list[Any]:
    types = node.get("type", [])
    return types if isinstance(types, list) else [types]


def _has_free_keys(node: dict[str, Any]) -> bool:
    return isinstance(node.get("additionalProperties"), dict) and "propertyNames" not in node


Seen = Callable[[str, str], str]
"""Is shown each text with its place in the schema, and returns what to write there."""


def rewritten(data: Any, seen: Seen, place: str = "") -> Any:
    """Return data of the schema's form with every text of people as `seen` gives it."""
    node = _at(place)
    if "$ref" in node:
        return rewritten(data, seen, node["$ref"].removeprefix("#"))
    if "anyOf" in node:
        return rewritten(data, seen, _branch(node["anyOf"], data, place))
    if isinstance(data, dict):
        return {
            _key(name, node, seen, place): rewritten(it, seen, _below(node, name, place))
            for name, it in data.items()
        }
    if isinstance(data, list):
        return [rewritten(it, seen, f"{place}/items") for it in data]
    return seen(place, data) if isinstance(data, str) and _is_free(node) else data


def _at(place: str) -> dict[str, Any]:
    node: Any = SCHEMA
    for part in place.split("/")[1:]:
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def _branch(branches: list[Any], data: Any, place: str) -> str:
    """Return the first branch that the data has the form of."""
    for position, branch in enumerate(branches):
        whole = {"definitions": SCHEMA["definitions"], **branch}
        if Draft7Validator(whole).is_valid(data):
            return f"{place}/anyOf/{position}"
    raise LookupError(place, data)


def _key(name: str, node: dict[str, Any], seen: Seen, place: str) -> str:
    own = name not in node.get("properties", ()) and _has_free_keys(node)
    return seen(f"{place}{{keys}}", name) if own else name


def _below(node: dict[str, Any], name: str, place: str) -> str:
    known = name in node.get("properties", ())
    return f"{place}/properties/{name}" if known else f"{place}/additionalProperties"


NAMES = {*SAMPLE["inputs"], *SAMPLE["parameters"], *SAMPLE["scales"], "missing", "suppressed"}
NAMES |= {name for level in SAMPLE["levels"].values() for name in level}
NAMES |= {"inputs.waits.range"}
"""What stands at a place for texts and names something of the ruleset: it cannot be any text."""


def texts() -> list[str]:
    """Return every text of people in the sample, each once."""
    found: dict[str, None] = {}

    def seen(_: str, text: str) -> str:
        if text not in NAMES:
            found[text] = None
        return text

    rewritten(SAMPLE, seen)
    return list(found)


def sample(instead: dict[str, str]) -> Ruleset:
    """Return the sample with other texts instead of its own."""
    data = rewritten(SAMPLE, lambda _, text: instead.get(text, text))
    return loads(yaml.safe_dump(data, allow_unicode=False, sort_keys=False, width=10**6))


SPITEFUL = [
    *["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></table><h1>", "<!--"],
    *["![i](http://x.org/y.png)", "[l](javascript:alert(1))", "[a]: http://x.org", "[^1]", "](x)"],
    *["<http://x.org>", "http://x.org", "www.x.org", "a@b.org", "javascript:alert(1)", "x.org"],
    *["&lt;b&gt;", "&#60;", "&", "|", "\\|", "\\", "a | b\n| --- | --- |\n| c | d |", "`", "``` x"],
    *["*b*", "__b__", "a_b", "~~s~~", "$x$", "# h", "h #", "- i", "+ i", "1. i", "1) i", "> q"],
    *[
        "---",
        "===",
        "\n\n",
        "\n# h",
        "\t",
        "    code",
        "\x1b[31m",
        "\u202e",
        "\u200b",
        "\x00",
        "\x85",
    ],
    *["\u2028", "\u2029", "{x}", "{{x}}", "%s", "'", '"', "=1", "'>", '"><b>', "]]>", "\u061c"],
]

hostile = st.lists(
    st.sampled_from(SPITEFUL)
    | st.text("<>&|`*_[]()!#~$\\:@.-+= \n\tab1", max_size=8)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    min_size=1,
    max_size=3,
).map("".join)
"""Texts that try to be something else."""
