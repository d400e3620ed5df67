"""A report as workflow commands, which GitHub Actions shows beside the lines that they name."""

from collections.abc import Iterator

from stp_rules.display import shown
from stp_rules.render.findings import Finding, Report

_WORDS = {"error": "error", "warning": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def github_text(report: Report) -> str:
    """Write a line for each finding; what is not found is not written."""
    lines = (_line(found, entry.suite) for entry in report.entries for found in entry.findings)
    return "".join(f"{line}\n" for line in lines).encode(errors="replace").decode()


def _line(found: Finding, suite: str) -> str:
    given = ",".join(
        f"{name}={shown(text).translate(_PROPERTY)}" for name, text in _given(found, suite)
    )
    return f"::{_WORDS[found.level]} {given}::{_text(found).translate(_DATA)}"


def _given(found: Finding, suite: str) -> Iterator[tuple[str, str]]:
    place = found.place
    yield "file", place.file if place else suite
    if place:
        yield "line", str(place.line)
        yield "col", str(place.column)
    yield "title", found.code


def _text(found: Finding) -> str:
    return "\n".join(found.lines())
