"""What a stranger may hand over, each read as a user would read it: accepted, or refused.

A target takes bytes and reads them. It raises `FaultError` where anything else comes of them than
an answer or a Problem. Hypothesis and atheris drive the same targets.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path as File
from typing import Any

from stp_rules import Reference, Ruleset, dumps, evaluate, explain, explanation_text, loads
from stp_rules.analysis.evidence import numbers
from stp_rules.analysis.weights import nominal_shares
from stp_rules.engine.result import Ratings
from stp_rules.errors import ProblemsError
from stp_rules.language.formulas import FormulaError, formula_text, parse_formula
from stp_rules.render.document import Method, document_markdown
from stp_rules.render.text import ruleset_text
from stp_rules.tables.deliveries import batch
from stp_rules.tables.records import read_table
from stp_rules.tables.results import result_sheet, to_csv, to_json_lines
from stp_rules.testing.cases import read_cases, run_cases

ROOT = File(__file__).parents[1]
SLOW, LONG = 10, 200_000
"""CPU seconds that an input of a few pages may take, and the characters that it is told in."""


class FaultError(AssertionError):
    """Something came of an input that is neither an answer nor a Problem."""


def hold(accepts: Callable[[bytes], None], data: bytes) -> bool:
    """Hand bytes to a reader, and tell whether it accepts them; raise FaultError where it fails."""
    began = time.process_time()
    accepted = True
    try:
        accepts(data)
    except ProblemsError as refused:
        accepted = False
        if not refused.problems or not all(it.code and it.message for it in refused.problems):
            raise FaultError(f"it is refused without a word: {refused!r}") from refused
        if len(str(refused)) > LONG:
            raise FaultError(f"it is refused in {len(str(refused))} characters") from refused
    except FormulaError:
        accepted = False
    took = time.process_time() - began
    if took > SLOW:
        raise FaultError(f"it took {took:.1f} s")
    return accepted


def text_of(data: bytes) -> str:
    """Return bytes as text, whatever they are; half of a surrogate pair stays one."""
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")


def ruleset(data: bytes) -> None:
    """Load a ruleset; one that is accepted is written, shown, and rates somebody."""
    try:
        text = text_of(data)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    used(loads(text))


def used(method: Ruleset) -> None:
    """Do with a ruleset what its users do."""
    if loads(dumps(method)) != method:
        raise FaultError("it is another one when it is written and read again")
    ruleset_text(method)
    document_markdown(Method(method, nominal_shares(method), None, numbers(method)))
    ratings = evaluate(method, list(subjects(method)))
    read(method, ratings)


def subjects(method: Ruleset) -> Iterator[Mapping[str, Any]]:
    """Give somebody of whom nothing is known, and two of whom everything might be."""
    key = method.subject.key
    for at, number in enumerate((None, 1, Fraction(200, 3))):
        given: dict[str, Any] = {key: f"subject {at}"} if key else {}
        for name, entry in method.inputs.items():
            scale = method.scales[entry.scale] if entry.scale else None
            other = {"boolean": at == 1, "label": (entry.values or ("north",))[0]}
            value = scale.categories[0] if scale else other.get(entry.type, number)
            if number is not None:
                given[name] = value
        yield given


def read(method: Ruleset, ratings: Ratings) -> None:
    """Read ratings as their users do: as tables, as explanations, as texts."""
    sheet = result_sheet(method, ratings)
    to_csv(sheet)
    to_json_lines(sheet)
    for rating in ratings[:3]:
        str(rating)
        if not rating.problems:
            explanation_text(explain(rating))


def formula(data: bytes) -> None:
    """Read a formula; one that is accepted is written and read again the same."""
    try:
        expression = parse_formula(text_of(data))
    except UnicodeDecodeError:
        return
    if parse_formula(formula_text(expression)) != expression:
        raise FaultError(f"it is another one when it is written: {formula_text(expression)}")


WARDS = """\
language: 1
id: toy/wards
version: 1.0.0
subject: {key: ward, label: ward_name}
reads: {'': missing, 'Yes': true, 'No': false}
scales: {staffing: {full: Full, short: Short}, stars: [two, one]}
inputs:
  seen: {range: [0, 100], better: higher}
  staff: {scale: staffing}
  safe: {type: boolean, better: true}
  region: {type: label}
levels:
  overall:
    place: {from: seen, steps: [{rank: {best: highest, ties: lowest, within: region}}]}
    score: {from: seen, steps: [{z_score: {deviation: sample}}]}
    staff_score: {from: staff, steps: [{scores: {full: 2, short: 1}}]}
    stars:
      decide:
        - {when: {safe: {is: false}}, then: one}
        - {when: CONDITION, then: two}
        - {otherwise: one}
      scale: stars
"""


def condition(data: bytes) -> None:
    """Read a condition in its place in a ruleset."""
    ruleset(WARDS.encode().replace(b"CONDITION", data))


@cache
def wards() -> Ruleset:
    """Return a ruleset with inputs of every kind and steps that read the cohort."""
    return loads(WARDS.replace("CONDITION", "{staff: {is: full}}"))


def table(ending: str) -> Callable[[bytes], None]:
    """Return the reader of tables of one format; one that is accepted is rated and written."""

    def accepts(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = File(folder) / f"given.{ending}"
            file.write_bytes(data)
            delivered = batch(wards(), read_table(str(file)))
            read(wards(), Ratings(delivered.ratings()))

    return accepts


def reference(data: bytes) -> None:
    """Read a saved cohort, and rate somebody beside it."""
    method = wards()
    try:
        text = text_of(data)
    except UnicodeDecodeError:
        return
    found = Reference.from_json(text)
    found.to_json()
    ward = {"ward": "a", "seen": 40, "staff": "full", "safe": True, "region": "north"}
    read(method, evaluate(method, [ward], reference=found))


def cases(data: bytes) -> None:
    """Read worked examples of a ruleset, and run them."""
    with tempfile.TemporaryDirectory() as folder:
        (File(folder) / "wards.yaml").write_text(dumps(wards()), encoding="utf-8")
        file = File(folder) / "wards.cases.yaml"
        file.write_bytes(data)
        for result in run_cases(read_cases(file)):
            "".join(map(str, result.failures))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "ruleset": ruleset,
    "formula": formula,
    "condition": condition,
    "csv": table("csv"),
    "json": table("json"),
    "jsonl": table("jsonl"),
    "reference": reference,
    "cases": cases,
}
"""Every reader, under the name of what it reads."""

ROWS = (
    "ward,ward_name,seen,staff,safe,region\n"
    'A,Ash,96,Full,Yes,north\nB,"Birch, the old",,Short,No,north\nC,,12.5,Full,,south\n'
)
CASES = """\
cases:
  - case: Ash
    inputs: {seen: 40, staff: full, safe: true, region: north}
    expect: {stars: two, staff_score: 2}
  - case: a cohort
    subjects:
      a: {seen: 40, staff: full, safe: true, region: north}
      b: {seen: 1/3, staff: null, safe: false, region: north}
    expect: {b: {stars: one}}
    counts: {two: 1, one: 1}
"""


def seeds() -> dict[str, list[bytes]]:
    """Return for every target what it accepts, to begin with."""
    files = [*ROOT.glob("tests/corpus/good/*.yaml"), *ROOT.glob("examples/*.yaml")]
    files += [*ROOT.glob("rules/*/*/*.yaml")]
    rulesets = [it for it in files if not it.name.endswith(".cases.yaml")]
    named = ["ward", "ward_name", "seen", "staff", "safe", "region"]
    lines = [
        '{"ward": "A", "seen": 96.5, "staff": "full", "safe": true, "region": "north"}',
        '{"ward": "B", "seen": null, "staff": "short", "safe": false, "region": "north"}',
    ]
    cohort = [dict(zip(named, row.split(","), strict=True)) for row in ROWS.split("\n")[1:4:2]]
    found = evaluate(wards(), cohort).reference
    assert found
    return {
        "ruleset": [it.read_bytes() for it in sorted(rulesets)],
        "formula": [b"100 * (a - b) / max(c, 1/3)", b"-log(a) + exp(2 * sqrt(abs(b)))"],
        "condition": [
            b"{staff: {known: true, no_better_than: full}, seen: {at_least: 1/3}}",
            b"{any: [{not: {safe: {is: true}}}, {region: {in: [north, south]}}]}",
        ],
        "csv": [ROWS.encode()],
        "json": [f"[{', '.join(lines)}]".encode()],
        "jsonl": ["\n".join(lines).encode()],
        "reference": [found.to_json().encode()],
        "cases": [CASES.encode()],
    }
