"""Worked examples beside a ruleset: inputs, and what is expected of any measure or step."""

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path as File
from typing import Any

from attrs import evolve, frozen

from stp_rules.display import one_line
from stp_rules.engine.delivery import Delivery
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating, Ratings
from stp_rules.engine.rollup import Member, with_members
from stp_rules.engine.values import Lens, Unknown
from stp_rules.errors import (
    InputError,
    Place,
    Places,
    Problem,
    ProblemsError,
    RulesetError,
    nearest,
    nearest_of,
)
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import State
from stp_rules.library import find, is_file, load, on
from stp_rules.loading.causes import causes_of
from stp_rules.loading.document import Document, read_document, read_text
from stp_rules.loading.schema import CASES, form_problems
from stp_rules.paths import Path
from stp_rules.reading import files_below, resolved, shown, working_folder
from stp_rules.readings.subjects import rate
from stp_rules.tables.deliveries import batch, member_rows
from stp_rules.tables.records import Record, Table, read_table
from stp_rules.tables.results import result_names
from stp_rules.testing import expectations

SUFFIX = ".cases.yaml"


@frozen
class Failure:
    """One expectation that did not hold: of which subject and measure, and where it stands."""

    name: str
    expected: str
    found: str
    place: Place | None
    subject: str = ""
    rating: Rating | None = None

    def __str__(self) -> str:
        """Write expected and found, side by side."""
        subject = f"{self.subject}: " if self.subject else ""
        where = f"  ({self.place})" if self.place else ""
        said = f"{subject}{self.name}: expected {self.expected}, found {self.found}"
        return f"{one_line(said)}{where}"


@frozen
class CaseResult:
    """One case: its sentence, the expectations that failed, and the ratings of its subjects."""

    case: str
    failures: tuple[Failure, ...]
    ratings: tuple[Rating, ...] = ()


@frozen
class CaseFile:
    """A file of cases with the ruleset that they are about."""

    file: File
    ruleset: Ruleset
    cases: tuple[Mapping[str, Any], ...]
    places: Places


def case_files(target: str) -> list[File]:
    """Find the files of cases of a ruleset's id or path, of a folder, or of a file of cases.

    Raises RulesetError where there is none, or where a folder cannot be read.
    """
    path = File(target)
    if path.name.endswith(SUFFIX):
        return [path]
    if os.path.isdir(path):  # noqa: PTH112 - which no name is too long for
        found = [it for it in files_below(path, RulesetError) if it.name.endswith(SUFFIX)]
    else:
        ruleset = path if path.suffix in (".yaml", ".yml") else find(target).file
        beside = ruleset.with_name(ruleset.stem + SUFFIX)
        found = [beside] if os.path.isfile(beside) else []  # noqa: PTH113 - as above
    if not found:
        hint = f"worked examples stand in NAME{SUFFIX} beside the ruleset NAME.yaml"
        raise RulesetError([Problem("no-cases", f"there are no cases for {target}", hint=hint)])
    return found


def read_cases(file: File) -> CaseFile:
    """Read a file of cases and the ruleset that it is about.

    Raises RulesetError where its form is wrong, or where it expects something of a name, or a
    category, that the ruleset does not have.
    """
    document = read_document(read_text(file), str(file))
    found = [*document.problems, *form_problems(document.data, CASES)]
    _refuse(causes_of(found), document.places)
    ruleset = _ruleset(file, document)
    cases = CaseFile(file, ruleset, tuple(document.data["cases"]), document.places)
    _refuse(_problems(cases), document.places)
    return cases


def _ruleset(file: File, document: Document) -> Ruleset:
    """Load the ruleset that a file of cases names, or that stands beside it."""
    where = Path(("ruleset",))
    named = document.data.get("ruleset", file.name.removesuffix(SUFFIX) + ".yaml")
    beside = file.parent / named
    if is_file(beside) or beside.suffix in (".yaml", ".yml"):
        _refuse(_outside(file, named, where), document.places)
        if not is_file(beside):
            hint = f"NAME{SUFFIX} is about NAME.yaml beside it, or about what `ruleset:` names"
            problem = Problem("unreadable", f"there is no ruleset {shown(beside)}", where, hint)
            _refuse([problem], document.places)
        return load(beside)
    with _placed_at(where, document.places, RulesetError):
        return load(find(named).file)


def _outside(file: File, named: str, path: Path) -> Iterator[Problem]:
    """Give a problem where a file of cases names one that lies elsewhere.

    Cases come from strangers as rulesets do, and what they name is read, and told of in messages.
    So it lies below the folder of the cases, or below the one in which the reader works.
    """
    try:
        target = resolved(file.parent / named)
    except OSError as error:
        message = f"{shown(named)} leads nowhere: {error.strerror}"
        yield Problem("unreadable", message, path, "check the path")
        return
    folders = filter(None, (file.parent, working_folder()))
    if not any(target.is_relative_to(resolved(it)) for it in folders):
        hint = "name a file below the folder of the cases, or work in a folder that holds both"
        yield Problem("outside", f"{shown(named)} lies outside the folder of the cases", path, hint)


@contextmanager
def _placed_at(path: Path, places: Places, kind: type[ProblemsError]) -> Iterator[None]:
    """Say of every problem that something named in a file of cases has, that it stands there."""
    try:
        yield
    except ProblemsError as error:
        found = (it if it.place else evolve(it, path=path) for it in error.problems)
        raise kind(it.located(places) for it in found) from None


def _refuse(found: Iterable[Problem], places: Places) -> None:
    located = [problem.located(places) for problem in found]
    if located:
        raise RulesetError(located)


def _problems(cases: CaseFile) -> Iterator[Problem]:
    plan = make_plan(cases.ruleset)
    lenses = {name: plan.lenses[name.rpartition(".")[2]] for name in result_names(cases.ruleset)}
    result = plan.lenses[cases.ruleset.result]
    for position, case in enumerate(cases.cases):
        path = Path(("cases", position))
        for where, expected in _expectations(case, path / "expect"):
            yield from _expected_problems(expected, lenses, where)
        subjects = case.get("subjects")
        if subjects is not None:
            yield from _unknown("subject", case.get("expect", {}), subjects, path / "expect")
        groups = [*(result.categories or ["rated"]), "not_rated", "refused"]
        yield from _unknown("category", case.get("counts", {}), groups, path / "counts")


def _expectations(case: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Give the mappings from measures to expectations, each with its address."""
    if "subjects" in case:
        yield from ((path / key, expected) for key, expected in case.get("expect", {}).items())
    else:
        yield path, case.get("expect", {})


def _expected_problems(
    expected: Mapping[str, Any], lenses: Mapping[str, Lens], path: Path
) -> Iterator[Problem]:
    yield from _unknown("measure", expected, lenses, path)
    for name, wanted in expected.items():
        if name in lenses:
            yield from expectations.problems(wanted, lenses[name], path / name)


def _unknown(
    what: str, names: Iterable[str], known: Iterable[str], path: Path
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            hint = nearest_of(name, known, "there are")
            message = f"`{name}` is not a {what}"
            yield Problem(f"unknown-{what}", message, path / name, hint, at_key=True)


def run_cases(cases: CaseFile) -> Iterator[CaseResult]:
    """Run every case in turn. Raises InputError for a file of data that cannot be used."""
    yield from (run_case(cases, position) for position in range(len(cases.cases)))


def run_case(cases: CaseFile, position: int) -> CaseResult:
    """Run one case. Raises InputError for a file of data that cannot be used."""
    case = cases.cases[position]
    failures = _Run(cases, case, Path(("cases", position))).failures()
    found = []
    while True:
        try:
            found.append(next(failures))
        except StopIteration as ended:
            return CaseResult(case["case"], tuple(found), tuple(ended.value))


def _refusal(rating: Rating) -> Unknown:
    """Return what stands for every value of a subject that was refused: not known, and why."""
    reasons = "; ".join(problem.message for problem in rating.problems)
    return Unknown(State.NOT_RATED, f"refused: {reasons}")


Failures = Generator[Failure, None, list[Rating]]
"""The failures of a case, and in the end the ratings to count."""


@frozen
class _Run:
    cases: CaseFile
    case: Mapping[str, Any]
    path: Path

    def failures(self) -> Failures:
        if "data" in self.case:
            ratings = yield from self.of_data()
        elif "subjects" in self.case:
            ratings = yield from self.of_subjects()
        else:
            ratings = yield from self.of_inputs()
        yield from self.of_counts(Ratings(ratings))
        return ratings

    @property
    def expected(self) -> Mapping[str, Any]:
        expected: Mapping[str, Any] = self.case.get("expect", {})
        return expected

    def of_inputs(self) -> Failures:
        (rating,) = self.rated({"": self.case["inputs"]})
        yield from self.refused(rating, self.path / "inputs")
        yield from self.of_rating(rating, self.expected, self.path / "expect", rating.key)
        return [rating]

    def of_subjects(self) -> Failures:
        subjects = self.case["subjects"]
        ratings = dict(zip(subjects, self.rated(subjects), strict=True))
        for key, rating in ratings.items():
            yield from self.refused(rating, self.path / "subjects" / key)
        for key, expected in self.expected.items():
            yield from self.of_rating(ratings[key], expected, self.path / "expect" / key, key)
        return list(ratings.values())

    def of_data(self) -> Failures:
        records, ratings = self.table()
        if not ratings and "rows" not in self.case:
            nobody = {"expected": "a row for each subject", "found": "none"}
            yield self.failure(self.path / "data", name="rows", **nobody)
        if self.case.get("rows", len(ratings)) != len(ratings):
            rows = {"expected": str(self.case["rows"]), "found": str(len(ratings))}
            yield self.failure(self.path / "rows", name="rows", **rows)
        for name, wanted in self.expected.items():
            path = self.path / "expect" / name
            for rating, record in zip(ratings, records, strict=True):
                written = self.in_row(wanted, record, path)
                yield from self.of_measure(rating, name, written, path, rating.key or record.about)
        for rating in ratings:
            yield from self.refused(rating, self.path / "data")
        return ratings

    def rated(self, subjects: Mapping[str, Mapping[str, Any]]) -> list[Rating]:
        """Rate subjects together, under their keys."""
        plan = make_plan(self.ruleset)
        key = plan.ruleset.subject.key
        deliveries = [
            Delivery({**({key: name} if key and name else {}), **inputs}, name)
            for name, inputs in subjects.items()
        ]
        return self.beside_members(plan, deliveries)

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset on the day of the case."""
        return on(
            self.cases.ruleset, self.case.get("as_of") and date.fromisoformat(self.case["as_of"])
        )

    def beside_members(self, plan: Plan, found: Iterable[Delivery]) -> list[Rating]:
        members = self.members()
        if members is None:
            return list(rate(plan, found))
        together, unplaced = with_members(plan, found, members)
        self.refuse_unplaced(unplaced)
        return list(rate(plan, together))

    def members(self) -> list[Member] | None:
        """Return the rows of members that stand in the case, or in the file that it names."""
        given = self.case.get("members")
        return self.rows(given) if isinstance(given, str) else given and list(map(Member, given))

    def refuse_unplaced(self, unplaced: Iterable[Problem]) -> None:
        found = [self.at(evolve(it, path=self.path / "members")) for it in unplaced]
        if found:
            raise InputError(found)

    def rows(self, file: str) -> list[Member]:
        with self.named("members"):
            return member_rows(self.ruleset, self.read(file), self.case.get("columns", {}))

    def named(self, key: str) -> AbstractContextManager[None]:
        """Tell what is wrong with a table at the place that names it."""
        return _placed_at(self.path / key, self.cases.places, InputError)

    def read(self, file: str) -> Table:
        """Read a table that the case names; no name of a stream is one of a file."""
        outside = list(_outside(self.cases.file, file, Path()))
        if outside:
            raise InputError(outside)
        return read_table(str(self.cases.file.parent / file), streams=False)

    def table(self) -> tuple[tuple[Record, ...], list[Rating]]:
        """Read and rate the data. Raises InputError at the place that names them."""
        with self.named("data"):
            table = self.read(self.case["data"])
            found = batch(self.ruleset, table, self.case.get("columns", {}), self.members())
            self.refuse_unplaced(found.unplaced)
            return table.records, list(found.ratings())

    def in_row(self, wanted: Any, record: Record, path: Path) -> Any:
        """Put what is published in the row in place of the name of its column."""
        if not isinstance(wanted, Mapping) or "column" not in wanted:
            return wanted
        column = wanted["column"]
        if column not in record.values and not record.problems:
            hint = nearest(column, record.values)
            problem = Problem("absent-column", f"the data have no column `{column}`", path, hint)
            raise InputError([self.at(problem)])
        others = {test: bound for test, bound in wanted.items() if test != "column"}
        return {**others, "published": record.values.get(column)}

    @property
    def counts_refused(self) -> bool:
        """Whether the case says how many are refused, so that a refusal as such is no failure."""
        return "refused" in self.case.get("counts", {})

    def refused(self, rating: Rating, path: Path) -> Iterator[Failure]:
        """Give a failure for each input that cannot be read, unless refusals are counted."""
        if self.counts_refused:
            return
        for problem in rating.problems:
            where = path / problem.path[-1] if problem.path and path[-1:] != ("data",) else path
            yield self.failure(
                where,
                subject=problem.about or rating.key,
                name="inputs",
                expected="inputs that can be read",
                found=problem.message,
            )

    def of_rating(
        self, rating: Rating, expected: Mapping[str, Any], path: Path, subject: str
    ) -> Iterator[Failure]:
        for name, wanted in expected.items():
            yield from self.of_measure(rating, name, wanted, path / name, subject)

    def of_measure(
        self, rating: Rating, name: str, wanted: Any, path: Path, subject: str
    ) -> Iterator[Failure]:
        if rating.problems and not self.counts_refused:
            return
        value = _refusal(rating) if rating.problems else rating[name]
        if not expectations.holds(wanted, value, rating.lenses[name.rpartition(".")[2]]):
            yield self.failure(
                path,
                subject=subject,
                name=name,
                expected=expectations.expected_text(wanted),
                found=expectations.value_text(value),
                rating=rating,
            )

    def of_counts(self, ratings: Ratings) -> Iterator[Failure]:
        for group, expected in self.case.get("counts", {}).items():
            found = ratings.counts.get(group, 0)
            if found != expected:
                counts = {"expected": str(expected), "found": str(found)}
                yield self.failure(self.path / "counts" / group, name=f"count of {group}", **counts)

    def failure(self, path: Path, **parts: Any) -> Failure:
        return Failure(place=self.cases.places.find(path), **parts)

    def at(self, problem: Problem) -> Problem:
        return problem.located(self.cases.places)
