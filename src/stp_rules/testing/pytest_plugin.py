"""A pytest plugin: files of cases are collected, and shown with the way to what was found.

Every run of pytest on a machine loads it. Nothing else of the library is imported until there is a
file of cases, or rule coverage is asked for.
"""

from math import isnan
from pathlib import Path as File

import pytest

from stp_rules.testing.pytest_cases import CasesFile

SUFFIX = ".cases.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of rule coverage."""
    group = parser.getgroup("stp-rules", "cases of rulesets")
    group.addoption(
        "--rule-coverage",
        action="store_true",
        help="show which bands, overrides, lines of decisions and policies no case touches",
    )
    group.addoption(
        "--rule-coverage-fail-under",
        type=_percent,
        metavar="PERCENT",
        help="the same, and fail where fewer rules of a ruleset are touched",
    )


def _percent(given: str) -> float:
    """Read a number; ValueError, which argparse tells, for what no number could be held to."""
    percent = float(given)
    if isnan(percent):
        raise ValueError(given)
    return percent


def pytest_configure(config: pytest.Config) -> None:
    """Measure rule coverage, where it is asked for."""
    least = config.getoption("--rule-coverage-fail-under")
    if config.getoption("--rule-coverage") or least is not None:
        from stp_rules.testing.pytest_coverage import RuleCoverage  # noqa: PLC0415 - on wish

        config.pluginmanager.register(RuleCoverage(least or 0), "stp_rules_coverage")


def pytest_collect_file(file_path: File, parent: pytest.Collector) -> CasesFile | None:
    """Collect a file of cases."""
    if file_path.name.endswith(SUFFIX):
        found: CasesFile = CasesFile.from_parent(parent, path=file_path)
        return found
    return None
