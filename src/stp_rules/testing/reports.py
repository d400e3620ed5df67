"""What came of cases, as entries of a report."""

from attrs import evolve

from stp_rules.render.findings import Entry, Finding
from stp_rules.testing.cases import CaseResult, Failure


def case_entry(result: CaseResult, suite: str) -> Entry:
    """Return what came of one case of a file."""
    found = tuple(_finding(failure, result.case) for failure in result.failures)
    return Entry(suite, result.case, "failed" if found else "passed", found)


def _finding(failure: Failure, case: str) -> Finding:
    said = evolve(failure, place=None)
    return Finding("failed-case", "error", f"{case}: {said}", failure.place)
