"""A report in SARIF 2.1.0, the format in which tools hand over what they found in files."""

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from stp_rules.errors import Place
from stp_rules.render.findings import Finding, Report
from stp_rules.render.titles import TITLES

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif_text(report: Report) -> str:
    """Write a log of one run, with a rule for each code that occurs."""
    found = [(it, entry.suite) for entry in report.entries for it in entry.findings]
    codes = list(dict.fromkeys(it.code for it, _ in found))
    run = {
        "tool": {"driver": _driver(report.version, codes)},
        "columnKind": "unicodeCodePoints",
        "results": [_result(it, suite, codes.index(it.code)) for it, suite in found],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{json.dumps(log, indent=2)}\n"


def _driver(version: str, codes: list[str]) -> dict[str, Any]:
    rules = [{"id": code, "shortDescription": {"text": TITLES[code]}} for code in codes]
    return {"name": "stp-rules", "version": version, "rules": rules}


def _result(found: Finding, suite: str, rule: int) -> dict[str, Any]:
    """Write a finding; a level is allowed beside the kind `fail` alone, so that is its kind."""
    other = found.other_place
    related = {"relatedLocations": [_location(other.file, other)]} if other else {}
    example = {"properties": {"example": found.example}} if found.example else {}
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "kind": "fail",
        "level": found.level,
        "message": {"text": "\n".join(found.lines())},
        "locations": [_location(found.place.file if found.place else suite, found.place)],
        **related,
        **example,
    }


def _location(file: str, place: Place | None) -> dict[str, Any]:
    region = {"region": _region(place)} if place else {}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(file)}, **region}}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.width,
    }


def uri(file: str) -> str:
    """Return the address of a file: relative as a path is, or with its scheme."""
    path = PurePath(file)
    if path.is_absolute():
        return "file:///" + quote(path.as_posix().lstrip("/"), "/:", errors="surrogatepass")
    return quote(path.as_posix(), errors="surrogatepass")
