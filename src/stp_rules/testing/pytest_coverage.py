"""Rule coverage in a run of pytest; the plugin registers it where it is asked for."""

from collections.abc import Generator
from typing import Any

import pytest

from stp_rules.library import load
from stp_rules.paths import Path
from stp_rules.testing.coverage import Coverage, coverage_text, covered, touched
from stp_rules.testing.pytest_cases import Case


class RuleCoverage:
    """Gathers what the cases touch, and says at the end what none does.

    What a case touches travels with its report, so that it arrives from other processes as well.
    """

    def __init__(self, least: float) -> None:
        """Begin with nothing touched; `least` is the percentage below which a run fails."""
        self.least = least
        self.touched: dict[str, set[Path]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Put what a case has touched on its report."""
        report = yield
        if isinstance(item, Case) and report.when == "call":
            ratings = item.result.ratings if item.result else ()
            paths = {path for rating in ratings for path in touched(rating)}
            places = item.cases.ruleset.places
            report.stp_rules = [places.file if places else "", [list(path) for path in paths]]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a case has touched from its report."""
        file, paths = getattr(report, "stp_rules", (None, ()))
        if file:
            self.touched.setdefault(file, set()).update(map(Path, paths))

    def found(self) -> list[Coverage]:
        """Return the coverage of each ruleset that a case has run."""
        return [covered(load(file), paths) for file, paths in sorted(self.touched.items())]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail where too few rules were touched."""
        short = any(it.percent < self.least for it in self.found())
        if short and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Show which rules no case has touched, and where they are too many."""
        terminalreporter.section("rule coverage")
        found = self.found()
        for it in found:
            terminalreporter.write_line(coverage_text(it))
        for it in found:
            if it.percent < self.least:
                wanted = f"fewer than {self.least:g} percent of the rules are touched"
                terminalreporter.write_line(f"FAIL {it.ruleset.reference}: {wanted}", red=True)
        if not found:
            terminalreporter.write_line("no case was run")
