"""A pytest plugin: files of cases are collected, and shown with the way to what was found.

It is loaded by pytest itself. Nothing of the library is imported until there is a file of cases.
"""

from collections.abc import Iterator
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from stp_rules.engine.result import Rating
    from stp_rules.model import Ruleset
    from stp_rules.testing.cases import CaseFile, CaseResult

SUFFIX = ".cases.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of rule coverage."""
    group = parser.getgroup("stp-rules", "cases of rulesets")
    group.addoption(
        "--rule-coverage",
        action="store_true",
        help="show which bands, overrides, lines and policies no case touches",
    )
    group.addoption(
        "--rule-coverage-fail-under",
        type=float,
        metavar="PERCENT",
        help="fail where fewer rules of a ruleset are touched",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make room for what the cases touch."""
    config.stash[_TOUCHED] = {}


_TOUCHED = pytest.StashKey[dict[str, tuple["Ruleset", list["Rating"]]]]()


def pytest_collect_file(file_path: File, parent: pytest.Collector) -> "CasesFile | None":
    """Collect a file of cases."""
    if file_path.name.endswith(SUFFIX):
        found: CasesFile = CasesFile.from_parent(parent, path=file_path)
        return found
    return None


class CasesFile(pytest.File):
    """A file of cases; what cannot be read is shown as the library says it."""

    def collect(self) -> Iterator["Case"]:
        """Give each case."""
        from stp_rules.errors import ProblemsError  # noqa: PLC0415 - only where there are cases
        from stp_rules.testing.cases import read_cases  # noqa: PLC0415

        try:
            cases = read_cases(self.path)
        except ProblemsError as error:
            raise self.CollectError(str(error)) from None
        for position, case in enumerate(cases.cases):
            yield Case.from_parent(self, name=case["case"], cases=cases, position=position)


class CaseFailed(Exception):  # noqa: N818 - it is an outcome of a test
    """Some expectations did not hold."""

    def __init__(self, result: "CaseResult") -> None:
        """Keep what was found."""
        super().__init__(result.case)
        self.result = result


class Case(pytest.Item):
    """One case."""

    def __init__(self, *, cases: "CaseFile", position: int, **options: Any) -> None:
        """Keep where the case stands."""
        super().__init__(**options)
        self.cases = cases
        self.position = position

    def runtest(self) -> None:
        """Run the case."""
        from stp_rules.testing.cases import run_case  # noqa: PLC0415 - only where there are cases

        result = run_case(self.cases, self.position)
        ruleset = self.cases.ruleset
        touched = self.config.stash[_TOUCHED].setdefault(ruleset.reference, (ruleset, []))
        touched[1].extend(result.ratings)
        if result.failures:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show expected and found, with the line of the case and the way to what was found."""
        from stp_rules.errors import ProblemsError  # noqa: PLC0415 - only where a case fails

        if isinstance(excinfo.value, CaseFailed):
            return "\n".join(_failure_lines(excinfo.value.result))
        if isinstance(excinfo.value, ProblemsError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[File, int | None, str]:
        """Tell where the case stands."""
        from stp_rules.paths import Path  # noqa: PLC0415 - only where there are cases

        place = self.cases.places.find(Path(("cases", self.position)))
        return self.path, place.line - 1 if place else None, f"case: {self.name}"


def _failure_lines(result: "CaseResult") -> Iterator[str]:
    from stp_rules.analysis.explanation import explain  # noqa: PLC0415 - only where a case fails
    from stp_rules.render.explanation import explanation_text  # noqa: PLC0415

    for failure in result.failures:
        yield str(failure)
        rating, name = failure.rating, failure.name.partition(".")[0]
        if rating and name in rating.measures:
            yield explanation_text(explain(rating, name)).rstrip()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Show which rules no case has touched."""
    if config.getoption("--rule-coverage"):
        from stp_rules.testing.coverage import coverage, coverage_text  # noqa: PLC0415 - on wish

        terminalreporter.section("rule coverage")
        for ruleset, ratings in config.stash[_TOUCHED].values():
            terminalreporter.write_line(coverage_text(coverage(ruleset, ratings)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where too few rules were touched."""
    least = session.config.getoption("--rule-coverage-fail-under")
    if least is None:
        return
    from stp_rules.testing.coverage import coverage  # noqa: PLC0415 - on wish

    found = [coverage(*it) for it in session.config.stash[_TOUCHED].values()]
    if any(it.percent < least for it in found) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
