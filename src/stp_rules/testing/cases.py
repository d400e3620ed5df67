"""Worked examples beside a ruleset: inputs, and what is expected of any measure or step."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path as File
from typing import Any

from attrs import frozen

from stp_rules.engine.evaluation import rate
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.values import Seen, Unknown
from stp_rules.errors import InputError, Place, Places, Problem, RulesetError, nearest
from stp_rules.library import find, load
from stp_rules.loading.document import read_document, read_text
from stp_rules.loading.scalars import number
from stp_rules.loading.schema import CASES, form_problems
from stp_rules.model import Ruleset, category_id, number_text
from stp_rules.operations.conditions import TESTS
from stp_rules.paths import Path
from stp_rules.tables.deliveries import rate_table
from stp_rules.tables.records import Table, read_table
from stp_rules.tables.results import cell, result_names

SUFFIX = ".cases.yaml"


@frozen
class Failure:
    """One expectation that did not hold: of which subject and measure, and where it stands."""

    subject: str
    name: str
    expected: str
    found: str
    place: Place | None
    rating: Rating | None = None

    def __str__(self) -> str:
        """Write expected and found, side by side."""
        subject = f"{self.subject}: " if self.subject else ""
        where = f"  ({self.place})" if self.place else ""
        return f"{subject}{self.name}: expected {self.expected}, found {self.found}{where}"


@frozen
class CaseResult:
    """One case: its sentence, how many expectations were tried, and which failed."""

    case: str
    tried: int
    failures: tuple[Failure, ...]


@frozen
class CaseFile:
    """A file of cases with the ruleset that they are about."""

    file: File
    ruleset: Ruleset
    cases: tuple[Mapping[str, Any], ...]
    places: Places


def case_files(target: str) -> list[File]:
    """Find the files of cases of a ruleset's id or path, of a folder, or of a file of cases.

    Raises RulesetError where there is none.
    """
    path = File(target)
    if path.name.endswith(SUFFIX):
        return [path]
    if path.is_dir():
        found = sorted(path.rglob(f"*{SUFFIX}"))
    else:
        ruleset = path if path.suffix in (".yaml", ".yml") else find(target).file
        beside = ruleset.with_name(ruleset.stem + SUFFIX)
        found = [beside] if beside.is_file() else []
    if not found:
        hint = f"worked examples stand in NAME{SUFFIX} beside the ruleset NAME.yaml"
        raise RulesetError([Problem("no-cases", f"there are no cases for {target}", hint=hint)])
    return found


def read_cases(file: File) -> CaseFile:
    """Read a file of cases and the ruleset that it is about. Raises RulesetError."""
    document = read_document(read_text(file), str(file))
    problems = [*document.problems, *form_problems(document.data, CASES)]
    if problems:
        raise RulesetError(problem.located(document.places) for problem in problems)
    named = document.data.get("ruleset", file.name.removesuffix(SUFFIX) + ".yaml")
    beside = file.parent / named
    ruleset = load(beside if beside.is_file() or named.endswith(".yaml") else named)
    return CaseFile(file, ruleset, tuple(document.data["cases"]), document.places)


def run_cases(cases: CaseFile) -> Iterator[CaseResult]:
    """Run every case in turn."""
    for position, case in enumerate(cases.cases):
        yield _Run(cases, case, Path(("cases", position))).result()


@frozen
class _Run:
    cases: CaseFile
    case: Mapping[str, Any]
    path: Path

    def result(self) -> CaseResult:
        try:
            failures = tuple(self.failures())
        except InputError as error:
            failures = tuple(self.unusable(problem) for problem in error.problems)
        return CaseResult(self.case["case"], len(self.case.get("expect", {})), failures)

    def failures(self) -> Iterator[Failure]:
        if "data" in self.case:
            yield from self.of_data()
        elif "subjects" in self.case:
            yield from self.of_subjects()
        else:
            rating = self.rate(self.case["inputs"], "")
            yield from self.of_rating(rating, self.case.get("expect", {}), self.path / "expect")
            yield from self.of_counts(Ratings([rating]))

    def rate(self, inputs: Mapping[str, Any], key: str) -> Rating:
        subject = self.cases.ruleset.subject.key
        named = {subject: key} if subject and key and subject not in inputs else {}
        return rate(make_plan(self.cases.ruleset), {**named, **inputs}, key)

    def of_subjects(self) -> Iterator[Failure]:
        ratings = {key: self.rate(inputs, key) for key, inputs in self.case["subjects"].items()}
        for key, expected in self.case.get("expect", {}).items():
            path = self.path / "expect" / key
            if key not in ratings:
                yield self.unknown(key, ratings, path)
            else:
                yield from self.of_rating(ratings[key], expected, path)
        yield from self.of_counts(Ratings(ratings.values()))

    def of_data(self) -> Iterator[Failure]:
        table = read_table(str(self.cases.file.parent / self.case["data"]))
        ratings = Ratings(rate_table(self.cases.ruleset, table, self.case.get("columns", {})))
        rows = self.case.get("rows", len(ratings))
        if rows != len(ratings):
            yield self.failure("", "rows", str(rows), str(len(ratings)), self.path / "rows")
        for name, expected in self.case.get("expect", {}).items():
            path = self.path / "expect" / name
            for rating, values in zip(ratings, _rows(table), strict=True):
                yield from self.of_rating(rating, {name: _in_row(expected, values)}, path, values)
        yield from self.of_counts(ratings)

    def of_counts(self, ratings: Ratings) -> Iterator[Failure]:
        path = self.path / "counts"
        for category, expected in self.case.get("counts", {}).items():
            found = ratings.counts.get(category, 0)
            if found != expected:
                yield self.failure("", f"count of {category}", str(expected), str(found), path / category)

    def of_rating(
        self,
        rating: Rating,
        expected: Mapping[str, Any],
        path: Path,
        values: Mapping[str, Any] | None = None,
    ) -> Iterator[Failure]:
        if rating.problems:
            yield self.failure(rating.key, "inputs", "inputs that can be read", rating.reasons[0], path)
            return
        names = result_names(self.cases.ruleset)
        for name, wanted in expected.items():
            where = path if values is not None else path / name
            if name not in names:
                yield self.unknown(name, names, where)
            elif not self.holds(rating, name, wanted):
                found = _written(rating[name])
                yield self.failure(rating.key, name, _expected(wanted), found, where, rating)

    def holds(self, rating: Rating, name: str, wanted: Any) -> bool:
        value = rating[name]
        tests = wanted if isinstance(wanted, Mapping) else {"is": wanted}
        return all(self.passes(rating, name, value, test, at) for test, at in tests.items())

    def passes(self, rating: Rating, name: str, value: Seen, test: str, bound: Any) -> bool:
        if test == "known":
            return isinstance(value, Unknown) is not bound
        if test == "reason":
            return isinstance(value, Unknown) and bound in str(value)
        if test == "column":
            return _as_published(value, bound, self.labels(rating, name))
        if isinstance(value, Unknown):
            return False
        return _compared(value, test, bound, self.scale(rating, name))

    def scale(self, rating: Rating, name: str) -> tuple[str, ...]:
        measure, _, step = name.partition(".")
        return rating.lenses[step or measure].categories

    def labels(self, rating: Rating, name: str) -> Mapping[str, str]:
        measure, _, step = name.partition(".")
        scale = rating.lenses[step or measure].kind.scale
        return self.cases.ruleset.scales[scale].labels if scale else {}

    def unknown(self, name: str, known: Any, path: Path) -> Failure:
        hint = nearest(name, known) or f"known: {', '.join(known)}"
        return self.failure("", name, "something known", f"nothing of that name; {hint}", path)

    def unusable(self, problem: Problem) -> Failure:
        return self.failure(problem.about, "inputs", "inputs that can be read", str(problem), self.path)

    def failure(
        self,
        subject: str,
        name: str,
        expected: str,
        found: str,
        path: Path,
        rating: Rating | None = None,
    ) -> Failure:
        return Failure(subject, name, expected, found, self.cases.places.find(path), rating)


def _rows(table: Table) -> list[Mapping[str, Any]]:
    return [record.values for record in table.records]


def _in_row(expected: Any, values: Mapping[str, Any]) -> Any:
    """Put the row's own value in place of the name of a column."""
    if not isinstance(expected, Mapping) or "column" not in expected:
        return expected
    column = expected["column"]
    if column not in values:
        hint = nearest(column, values)
        raise InputError([Problem("absent-column", f"the data have no column `{column}`", hint=hint)])
    return {**expected, "column": values[column]}


def _as_published(value: Seen, written: Any, labels: Mapping[str, str]) -> bool:
    """Tell whether a value is what a cell says: an empty one is not known, a label its category."""
    text = str(written).strip()
    if isinstance(value, Unknown):
        return text == ""
    if isinstance(value, Fraction):
        return number(text) == value
    return text in (value, labels.get(str(value)), cell(value))


def _compared(value: Seen, test: str, bound: Any, scale: tuple[str, ...]) -> bool:
    if isinstance(value, Fraction) or isinstance(value, bool):
        return type(bound) is not str and TESTS[test](value, bound)
    if not scale:
        return TESTS[test](value, str(bound))
    category = category_id(Fraction(bound)) if isinstance(bound, int | Fraction) else str(bound)
    if category not in scale:
        return False
    return TESTS[test](scale.index(str(value)), scale.index(category))


def _written(value: Seen) -> str:
    if isinstance(value, Unknown):
        return f"not known ({value})"
    return number_text(value) if isinstance(value, Fraction) else cell(value)


def _expected(wanted: Any) -> str:
    if isinstance(wanted, Mapping):
        return " and ".join(f"{test.replace('_', ' ')} {_expected(at)}" for test, at in wanted.items())
    if isinstance(wanted, bool):
        return str(wanted).lower()
    return number_text(Fraction(wanted)) if isinstance(wanted, int | Fraction) else str(wanted)
