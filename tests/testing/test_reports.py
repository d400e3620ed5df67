"""Cases as entries of a report."""

from stp_rules.errors import Place
from stp_rules.render.findings import Entry, Finding
from stp_rules.testing.cases import CaseResult, Failure
from stp_rules.testing.reports import case_entry

PLACE = Place("a.cases.yaml", 4, 21, 2, "    expect: {score: 94}")


def test_a_case_that_passes() -> None:
    """Its sentence is its name, and nothing was found."""
    assert case_entry(CaseResult("a half", ()), "a.cases.yaml") == Entry(
        "a.cases.yaml", "a half", "passed"
    )


def test_a_case_that_fails() -> None:
    """Each failure is a finding: of which case, subject and measure, expected and found."""
    failures = (
        Failure("score", "94", "95", PLACE),
        Failure("score", "1", "2", None, subject="North"),
    )
    entry = case_entry(CaseResult("a half", failures), "a.cases.yaml")
    assert entry.outcome == "failed"
    assert entry.findings == (
        Finding("failed-case", "error", "a half: score: expected 94, found 95", PLACE),
        Finding("failed-case", "error", "a half: North: score: expected 1, found 2"),
    )
