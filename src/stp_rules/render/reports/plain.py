"""A report as JSON; docs/command-line.md describes the document."""

import json
from typing import Any

from stp_rules.errors import Place
from stp_rules.render.findings import Entry, Finding, Report, worst


def json_text(report: Report) -> str:
    """Write a report as JSON."""
    document = {
        "format": 1,
        "command": report.command,
        "version": report.version,
        "outcome": worst(report.entries),
        "entries": [_entry(it) for it in report.entries],
    }
    return f"{json.dumps(document, indent=2)}\n"


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "file": entry.suite,
        "name": entry.name,
        "outcome": entry.outcome,
        "findings": [_finding(it) for it in entry.findings],
        "notes": list(entry.notes),
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "level": found.level,
        "message": found.message,
        "place": _place(found.place),
        "other_place": _place(found.other_place),
        "help": found.hint or None,
        "details": list(found.details),
        **({"example": found.example} if found.example else {}),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_column": place.column + place.width,
    }
