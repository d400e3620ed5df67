"""Files of cases as pytest collects and runs them; nothing is imported until there is one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path as File
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from stp_rules.testing.cases import CaseFile, CaseResult


class CasesFile(pytest.File):
    """A file of cases; what cannot be read is shown as the library says it."""

    def collect(self) -> Iterator["Case"]:
        """Give each case, under its sentence, of which nothing acts on a terminal."""
        from stp_rules.display import one_line  # noqa: PLC0415 - only where there are cases

        cases = self.read()
        names = _numbered(one_line(case["case"]) for case in cases.cases)
        for position, name in enumerate(names):
            yield Case.from_parent(self, name=name, cases=cases, position=position)

    def read(self) -> "CaseFile":
        """Read the file, by the name that is short to read."""
        from attrs import evolve  # noqa: PLC0415 - only where there are cases

        from stp_rules.errors import ProblemsError  # noqa: PLC0415
        from stp_rules.testing.cases import read_cases  # noqa: PLC0415

        here = self.config.invocation_params.dir
        near = self.path.is_relative_to(here)
        try:
            found = read_cases(self.path.relative_to(here) if near else self.path)
        except ProblemsError as error:
            raise self.CollectError(str(error)) from None
        return evolve(found, file=self.path)


def _numbered(sentences: Iterable[str]) -> Iterator[str]:
    """Tell cases apart that have the same sentence."""
    seen: Counter[str] = Counter()
    for sentence in sentences:
        seen[sentence] += 1
        yield sentence if seen[sentence] == 1 else f"{sentence} ({seen[sentence]})"


class Failed:
    """What went wrong as pytest shows it: whole, and by its first line in the summary.

    pytest takes a text too, but before version 9 the summary then has the name of the test alone.
    """

    def __init__(self, text: str) -> None:
        """Keep the text; `reprcrash` is where pytest looks for the line of the summary."""
        self.text = text
        self.reprcrash = SimpleNamespace(message=text)

    def __str__(self) -> str:
        """Write it whole."""
        return self.text

    def toterminal(self, writer: Any) -> None:
        """Write it whole where pytest writes."""
        writer.line(self.text)


class CaseFailed(Exception):  # noqa: N818 - it is an outcome of a test
    """Some expectations did not hold."""


class Case(pytest.Item):
    """One case; `result` is there once it has run."""

    result: "CaseResult | None" = None

    def __init__(self, *, cases: "CaseFile", position: int, **options: Any) -> None:
        """Keep where the case stands."""
        super().__init__(**options)
        self.cases = cases
        self.position = position

    def runtest(self) -> None:
        """Run the case."""
        from stp_rules.testing.cases import run_case  # noqa: PLC0415 - only where there are cases

        self.result = run_case(self.cases, self.position)
        if self.result.failures:
            raise CaseFailed

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show what was expected and found, or what is wrong with a file of data."""
        from stp_rules.errors import ProblemsError  # noqa: PLC0415 - only where a case fails
        from stp_rules.testing.failures import failures_text  # noqa: PLC0415

        if self.result and isinstance(excinfo.value, CaseFailed):
            return Failed(failures_text(self.result))
        if isinstance(excinfo.value, ProblemsError):
            return Failed(str(excinfo.value))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[File, int | None, str]:
        """Tell where the case stands."""
        from stp_rules.paths import Path  # noqa: PLC0415 - only where there are cases

        place = self.cases.places.find(Path(("cases", self.position)))
        return self.path, place.line - 1 if place else None, f"case: {self.name}"
