"""What several attacks use."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stp_rules.errors import ProblemsError
from stp_rules.testing.cases import read_cases, run_cases


@pytest.fixture
def said() -> Callable[[str], str]:
    """Run a file of cases below the working folder, and return all that is said of it."""

    def run(text: str) -> str:
        file = Path("cases/wards.cases.yaml")
        file.write_text(text, encoding="utf-8")
        try:
            results = list(run_cases(read_cases(file)))
        except ProblemsError as refused:
            return str(refused)
        return "".join(str(failure) for result in results for failure in result.failures)

    return run
