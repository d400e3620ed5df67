"""What refutes a promise is shown so that a reader can repeat it by `rate`."""

import csv
import json
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from stp_rules import compare, load, loads, prove
from stp_rules.engine.result import Rating
from stp_rules.figures import number_text
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import State
from stp_rules.proofs.questions.verdicts import Counterexample
from stp_rules.proofs.search.delivering import Given
from stp_rules.tables.results import cell

Run = Callable[..., Result]

HEAD = "language: 1\nid: toy/repeat\nversion: 1.0.0\nscales: {g: [good, fair, poor]}\n"
READS = "reads: {'': missing, '*': suppressed, 'Yes': true, 'No': false}\n"
HUMP = "{bands: [{above: 90, is: poor}, {above: 50, is: good}, {is: fair}], scale: g}"

PLAIN = f"""{HEAD}{READS}
inputs: {{a: {{range: [0, 100], better: higher, column: Column A}}, late: {{type: boolean}}}}
levels:
  overall:
    told: {{decide: [{{when: {{late: {{is: true}}}}, then: 1}}, {{otherwise: 0}}]}}
    r: {{from: a, steps: [{HUMP}]}}
promises: [better_never_hurts]
"""

SILENT = f"""{HEAD}{READS}subject: {{key: k}}
inputs: {{a: {{range: [0, 100], better: higher}}, b: {{range: [0, 100], better: higher}}}}
levels:
  overall:
    m: {{mean: [a, b], missing: {{suppressed: ignore, missing: not_rated}}}}
    r: {{from: m, steps: [{{bands: [{{at_least: 50, is: good}}, {{is: poor}}], scale: g}}]}}
promises: [withholding_never_pays]
"""

SUM = f"""{HEAD}{READS}subject: {{key: area, member: trust, share: part}}
inputs: {{a: {{range: [0, 60], better: higher, members: sum}}}}
levels: {{overall: {{r: {{from: a, steps: [{HUMP}]}}}}}}
promises: [better_never_hurts]
"""

MEAN = f"""{HEAD}{READS}subject: {{key: area, member: trust}}
inputs:
  beds: {{range: [0, 100], members: sum, better: neither}}
  a: {{range: [0, 100], better: higher, members: {{mean: beds}}}}
  trusts: {{members: count, better: neither}}
levels:
  overall:
    r:
      from: a
      steps: [{HUMP}]
      need: {{all: [{{beds: {{above: 150}}}}, {{trusts: {{at_least: 2}}}}]}}
promises: [better_never_hurts]
"""

BESIDE = f"""{HEAD}{READS}subject: {{key: k}}
inputs: {{a: {{range: [0, 100], better: higher}}, region: {{type: label}}}}
levels:
  overall:
    z: {{from: a, steps: [{{z_score: {{deviation: population, within: region}}}}]}}
    r:
      from: z
      steps:
        - {{bands: [{{above: 2, is: poor}}, {{at_least: 0, is: good}}, {{is: fair}}], scale: g}}
promises: [better_never_hurts]
"""

FILLED = f"""{HEAD}{READS}subject: {{key: k}}
inputs: {{a: {{range: [0, 100], better: higher}}, b: {{range: [0, 100], better: higher}}}}
levels:
  overall:
    m: {{mean: [a, b], missing: {{fill: mean}}}}
    r: {{from: m, steps: [{{bands: [{{at_least: 50, is: good}}, {{is: poor}}], scale: g}}]}}
promises: [withholding_never_pays]
"""

INSIDE = f"""{HEAD}{READS}subject: {{key: k, label: name}}
inputs: {{a: {{range: [0, 100], better: higher}}, c: {{range: [0, 9], better: neither}}}}
levels:
  overall:
    p: {{from: a, steps: [{{min_max: {{to: [0, 1]}}}}]}}
    r:
      from: p
      steps:
        - {{bands: [{{above: 0.9, is: poor}}, {{above: 0.2, is: good}}, {{is: fair}}], scale: g}}
      need: {{c: {{above: 1}}}}
promises: [better_never_hurts: {{inside: cohort}}]
"""

DATED = f"""{HEAD}{READS}
parameters: {{edge: {{2016-04-01: 200, 2018-04-01: 70}}}}
inputs: {{a: {{range: [0, 100], better: higher}}}}
levels:
  overall:
    r:
      from: a
      steps:
        - {{bands: [{{above: edge, is: poor}}, {{above: 50, is: good}}, {{is: fair}}], scale: g}}
promises: [better_never_hurts]
"""

LABELS = f"""{HEAD}{READS}
inputs:
  kind: {{type: label, values: [acute, other]}}
  a: {{range: [0, 100], better: higher}}
  s: {{scale: g}}
levels:
  overall:
    r:
      from: a
      steps:
        - bands: [{{above: 50, is: good}}, {{is: fair}}]
          scale: g
        - no_better_than: poor
          when: {{kind: {{is: other}}, s: {{is: fair}}, a: {{above: 70}}}}
promises: [better_never_hurts]
"""

THIRDS = f"""{HEAD}{READS}
inputs: {{a: {{range: [0, 1], better: higher}}, b: {{range: [0, 1], better: higher}}}}
levels:
  overall:
    m: {{mean: [a, b]}}
    r:
      from: m
      steps:
        - bands: [{{above: 2/3, is: poor}}, {{at_least: 1/3, is: good}}, {{is: fair}}]
          scale: g
promises: [no_cliffs: {{of: 2}}]
"""

THIRD = f"""{HEAD}{READS}
inputs: {{a: {{range: [1/3, 1], better: higher}}}}
levels:
  overall:
    r:
      from: a
      steps:
        - bands: [{{above: 2/3, is: poor}}, {{at_least: 1/3, is: good}}, {{is: fair}}]
          scale: g
promises: [better_never_hurts]
"""

METHODS = {
    "plain": PLAIN,
    "silent": SILENT,
    "sum of members": SUM,
    "mean of members": MEAN,
    "beside": BESIDE,
    "filled": FILLED,
    "inside": INSIDE,
    "dated": DATED,
    "labels": LABELS,
    "thirds": THIRDS,
    "a third": THIRD,
}


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest, folder: Path) -> Ruleset:
    """Give a method that breaks its promise, as it stands in method.yaml."""
    (folder / "method.yaml").write_text(METHODS[request.param], encoding="utf-8")
    return load("method.yaml")


def example(method: Ruleset) -> Counterexample:
    """Return what refutes the promise of a method."""
    (verdict,) = prove(method)
    assert verdict.outcome == "refuted", verdict
    (found,) = verdict.counterexamples
    return found


def word(value: Any) -> str:
    """Write a value as a reader would write it into a cell."""
    words = {State.MISSING: "", State.SUPPRESSED: "*", True: "Yes", False: "No"}
    if isinstance(value, State | bool):
        return words[value]
    return number_text(value) if isinstance(value, Fraction) else str(value)


def write(file: str, rows: Sequence[Mapping[str, Any]], ruleset: Ruleset) -> None:
    """Write rows as CSV; who has no key is called by its place."""
    key = ruleset.subject.key
    known = [{**({key: str(at)} if key else {}), **row} for at, row in enumerate(rows)]
    names = {name: it.column or name for name, it in ruleset.inputs.items()}
    with Path(file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([names.get(name, name) for name in known[0]])
        writer.writerows([[word(value) for value in row.values()] for row in known])


def rate(given: Given, ruleset: Ruleset, run: Run) -> list[dict[str, str]]:
    """Rate by the command what is given, written as a reader would write it."""
    options = ["--as-of", str(given.day)] if given.day else []
    if given.beside:
        write("cohort.csv", given.beside, ruleset)
        run("rate", "method.yaml", "cohort.csv", "--save-reference", "reference.json", *options)
        options += ["--reference", "reference.json"]
    if given.members:
        write("members.csv", given.members, ruleset)
        options += ["--members", "members.csv"]
    write("given.csv", given.subjects, ruleset)
    result = run("rate", "method.yaml", "given.csv", *options)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(result.stdout.splitlines()))


def told(rating: Rating) -> dict[str, str]:
    """Return the measures of a rating as a table has them."""
    return {name: cell(it.value) if it.known else "" for name, it in rating.measures.items()}


def test_the_command_rates_as_the_example_says(method: Ruleset, run: Run) -> None:
    """Both ratings of a counterexample come again by `rate`, in every measure."""
    found = example(method)
    pairs = found.cohort or [(found.before, found.after)]
    for side, given in enumerate(found.given):
        rows = rate(given, method, run)
        assert len(rows) == len(pairs)
        for row, pair in zip(rows, pairs, strict=True):
            rating = pair[side]
            assert rating is not None
            assert {name: row[name] for name in rating.measures} == told(rating)


@pytest.mark.parametrize(
    ("text", "change"),
    [(SUM, ("above: 90", "above: 80")), (MEAN, ("above: 90", "above: 80")), (DATED, ("70", "60"))],
    ids=["sum of members", "mean of members", "dated"],
)
def test_who_tells_two_versions_apart_can_be_rated(
    text: str, change: tuple[str, str], run: Run
) -> None:
    """`compare` gives what was rated by both, and the command rates it the same way."""
    outcomes = []
    for at, version in enumerate((text, text.replace(*change))):
        Path("method.yaml").write_text(version, encoding="utf-8")
        meaning = compare(loads(text), loads(text.replace(*change)))
        rating = (meaning.before, meaning.after)[at]
        (row,) = rate(meaning.given[at], load("method.yaml"), run)
        assert rating is not None
        assert {name: row[name] for name in rating.measures} == told(rating)
        outcomes.append(row["r"])
    assert outcomes[0] != outcomes[1]


def test_diff_names_the_members(run: Run) -> None:
    """What lies beyond the range of one member is shown with those that make it."""
    Path("one.yaml").write_text(SUM, encoding="utf-8")
    Path("two.yaml").write_text(SUM.replace("above: 90", "above: 80"), encoding="utf-8")
    text = run("diff", "one.yaml", "two.yaml").stdout
    found = re.search(r"with a (\d+) \(of 2 members: a ([\d.]+); a ([\d.]+)\) it is ", text)
    assert found
    assert Fraction(found[1]) == Fraction(found[2]) + Fraction(found[3])
    plain = json.loads(run("diff", "one.yaml", "two.yaml", "--format", "json").stdout)
    for side in ("before", "after"):
        rows = plain["meaning"]["example"][side]["members"]
        assert [Fraction(row["a"]) for row in rows] == [Fraction(found[2]), Fraction(found[3])]


def test_examples_have_plain_numbers_in_their_range(method: Ruleset) -> None:
    """Each number can be written into a cell, with few digits, and may be delivered."""
    for given in example(method).given:
        for row in (*given.subjects, *given.members, *given.beside):
            for name, value in row.items():
                if isinstance(value, Fraction) and name in method.inputs:
                    assert len(number_text(value)) <= 9
                    assert "/" not in number_text(value)
                    limits = method.inputs[name].limits
                    assert limits.at_least is None or value >= limits.at_least
                    assert limits.at_most is None or value <= limits.at_most


def test_saved_examples_are_rated_by_the_commands_that_are_printed(
    method: Ruleset, run: Run
) -> None:
    """`--save-examples` writes what to rate; each printed command gives the rating that it says."""
    found = example(method)
    output = run("prove", "method.yaml", "--save-examples", "examples").stdout
    commands = re.findall(r"to repeat it: stp-rules (.*)", output)
    assert len(commands) == 2
    for command, rating in zip(commands, (found.before, found.after), strict=True):
        result = run(*shlex.split(command))
        assert result.exit_code == 0, result.output
        first = next(iter(csv.DictReader(result.stdout.splitlines())))
        assert rating is not None
        assert {name: first[name] for name in rating.measures} == told(rating)


def test_reports_hold_what_was_rated(method: Ruleset, run: Run) -> None:
    """JSON and SARIF give subjects, members, cohort and day of both sides; text names them."""
    given = example(method).given
    report = json.loads(run("prove", "method.yaml", "--format", "json").stdout)
    (finding,) = report["entries"][0]["findings"]
    log = json.loads(run("prove", "method.yaml", "--format", "sarif").stdout)
    assert log["runs"][0]["results"][0]["properties"]["example"] == finding["example"]
    for side, it in zip(("before", "after"), given, strict=True):
        plain = finding["example"][side]
        sizes = [len(plain[name]) for name in ("subjects", "members", "beside")]
        assert sizes == [len(it.subjects), len(it.members), len(it.beside)]
        assert plain["as_of"] == (str(it.day) if it.day else None)
    text = "\n".join(finding["details"])
    assert ("its members" in text) == bool(given[0].members)
    assert ("beside the reference" in text) == bool(given[0].beside)
    assert ("as of 2018-04-01" in text) == bool(given[0].day)
