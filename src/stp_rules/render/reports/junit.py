"""A report as JUnit XML, as GitLab, Jenkins and others show the results of tests."""

import re
from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from stp_rules.display import one_line
from stp_rules.render.findings import Entry, Finding, Report

_WORDS = {"failed": "failure", "undecided": "error", "unusable": "error"}
"""What an outcome is called; undecided is neither passed nor failed, like what did not run."""

_FORBIDDEN = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to write."""


def junit_text(report: Report) -> str:
    """Write a suite for each file, with what was looked at in it; in ASCII, for any terminal."""
    name = f"stp-rules {report.command}"
    root = Element("testsuites", {"name": name, **_counts(report.entries)})
    for suite, entries in groupby(report.entries, key=lambda entry: entry.suite):
        _add_suite(root, suite, list(entries))
    indent(root)
    text = tostring(root, encoding="us-ascii").decode()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _counts(entries: Iterable[Entry]) -> dict[str, str]:
    words = [_WORDS.get(entry.outcome) for entry in entries]
    return {
        "tests": str(len(words)),
        "failures": str(words.count("failure")),
        "errors": str(words.count("error")),
    }


def _add_suite(root: Element, suite: str, entries: list[Entry]) -> None:
    name = one_line(suite)
    element = SubElement(root, "testsuite", {"name": name, **_counts(entries), "skipped": "0"})
    for entry in entries:
        case = SubElement(element, "testcase", name=one_line(entry.name), classname=name, file=name)
        if entry.outcome in _WORDS:
            _add_outcome(case, entry)
        elif entry.findings or entry.notes:
            SubElement(case, "system-out").text = _text(entry)


def _add_outcome(case: Element, entry: Entry) -> None:
    """Add what is wrong: the first by its code and message, and all of it as text."""
    first = next(it for it in entry.findings if it.level != "note")
    outcome = SubElement(
        case, _WORDS[entry.outcome], type=first.code, message=one_line(first.message)
    )
    outcome.text = _text(entry)


def _text(entry: Entry) -> str:
    lines = [line for found in entry.findings for line in _lines(found)]
    return _clean("\n".join([*lines, *(f"note: {one_line(it)}" for it in entry.notes)]))


def _lines(found: Finding) -> list[str]:
    first, *others = found.lines()
    where = f"{one_line(str(found.place))}: " if found.place else ""
    return [f"{where}{found.level}[{found.code}]: {first}", *(f"  {line}" for line in others)]


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
