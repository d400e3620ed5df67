"""`--format` and `-o` of `check`, `test` and `prove`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from sarif_schema import faults
from stp_rules.render.reports import WRITERS

Run = Callable[..., Result]

SOUND = """\
language: 1
id: toy/sound
version: 1.0.0
inputs: {waits: {range: [0, 100], better: lower}}
levels: {overall: {score: {from: waits}}}
promises: [better_never_hurts]
"""
UNDECIDED = SOUND.replace(", better: lower", "")
REFUTED = SOUND.replace(
    "{from: waits}", "{from: waits, steps: [{bands: [{at_most: 9, is: 2}, {is: 2}]}]}"
).replace("better_never_hurts", "every_category_reachable")
WRONG = SOUND.replace("from: waits", "from: waist")
PASSES = "ruleset: sound.yaml\ncases: [{case: as it is, inputs: {waits: 3}, expect: {score: 3}}]\n"
FAILS = PASSES.replace("score: 3", "score: 4")
UNKNOWN = PASSES.replace("score: 3", "scare: 3")

by_shape = pytest.mark.parametrize("shape", WRITERS)


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    """Write rulesets and cases of which it is known what comes."""
    texts = {
        "sound.yaml": SOUND,
        "undecided.yaml": UNDECIDED,
        "refuted.yaml": REFUTED,
        "wrong.yaml": WRONG,
        "passes.cases.yaml": PASSES,
        "fails.cases.yaml": FAILS,
        "unknown.cases.yaml": UNKNOWN,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "empty").mkdir()


@pytest.fixture
def document(run: Run) -> Callable[..., Any]:
    """Run a command and read its JSON."""

    def document(*arguments: str) -> Any:
        return json.loads(run(*arguments, "--format", "json").stdout)

    return document


CODES = [
    (("check", "sound.yaml", "undecided.yaml"), 0),
    (("check", "sound.yaml", "wrong.yaml"), 1),
    (("check", "gone.yaml", "sound.yaml"), 2),
    (("check", "wrong.yaml", "empty"), 2),
    (("test", "passes.cases.yaml"), 0),
    (("test", "passes.cases.yaml", "fails.cases.yaml"), 1),
    (("test", "fails.cases.yaml", "unknown.cases.yaml"), 2),
    (("test", "passes.cases.yaml", "sound.yaml"), 2),
    (("prove", "sound.yaml"), 0),
    (("prove", "sound.yaml", "refuted.yaml", "undecided.yaml"), 1),
    (("prove", "wrong.yaml", "sound.yaml"), 2),
    (("prove", "undecided.yaml", "sound.yaml"), 3),
]


@pytest.mark.parametrize("shape", ["text", *WRITERS])
@pytest.mark.parametrize(("command", "code"), CODES, ids=str)
def test_exit_codes_are_the_same_in_every_format(
    run: Run, command: tuple[str, ...], code: int, shape: str
) -> None:
    """0 fine, 1 findings, 2 unusable, 3 undecided, whoever reads it."""
    assert run(*command, "--format", shape).exit_code == code


@pytest.mark.parametrize(("command", "_"), CODES, ids=str)
def test_the_outcome_of_the_document_is_the_exit_code(
    run: Run, command: tuple[str, ...], _: int
) -> None:
    """As the page of the command line says which is which."""
    result = run(*command, "-f", "json")
    codes = {"passed": 0, "failed": 1, "unusable": 2, "undecided": 3}
    assert codes[json.loads(result.stdout)["outcome"]] == result.exit_code


@pytest.mark.parametrize(
    ("command", "entries"),
    [
        (
            ("check", "gone.yaml", "empty", "wrong.yaml", "sound.yaml"),
            [
                ("gone.yaml", "check", "unusable", ["unreadable"]),
                ("empty", "check", "unusable", ["no-rulesets"]),
                ("wrong.yaml", "check", "failed", ["unknown-name"]),
                ("sound.yaml", "check", "passed", []),
            ],
        ),
        (
            ("test", "gone.cases.yaml", "sound.yaml", "unknown.cases.yaml", "fails.cases.yaml"),
            [
                ("gone.cases.yaml", "test", "unusable", ["unreadable"]),
                ("sound.yaml", "test", "unusable", ["no-cases"]),
                ("unknown.cases.yaml", "test", "unusable", ["unknown-measure"]),
                ("fails.cases.yaml", "as it is", "failed", ["failed-case"]),
            ],
        ),
        (
            ("prove", "gone/family", "wrong.yaml", "undecided.yaml", "refuted.yaml", "sound.yaml"),
            [
                ("gone/family", "prove", "unusable", ["unknown-ruleset"]),
                ("wrong.yaml", "prove", "unusable", ["unknown-name"]),
                ("undecided.yaml", "better_never_hurts", "undecided", ["undecided"]),
                (
                    "refuted.yaml",
                    "every_category_reachable",
                    "failed",
                    ["every-category-reachable"],
                ),
                ("sound.yaml", "better_never_hurts", "passed", []),
            ],
        ),
    ],
)
def test_what_cannot_be_used_is_reported_beside_the_others(
    document: Callable[..., Any], command: tuple[str, ...], entries: list[tuple[Any, ...]]
) -> None:
    """A missing file, a folder without rulesets, a broken ruleset: each is an entry, in order."""
    found = document(*command)["entries"]
    assert [
        (it["file"], it["name"], it["outcome"], [that["code"] for that in it["findings"]])
        for it in found
    ] == entries


@by_shape
def test_nothing_is_said_beside_the_document(run: Run, shape: str) -> None:
    """A machine gets the document alone, also where a file cannot be used."""
    assert run("test", "unknown.cases.yaml", "gone.cases.yaml", "-f", shape).stderr == ""


def test_the_same_cases_are_reported_once(document: Callable[..., Any]) -> None:
    """A file that is named twice is run once, as in text."""
    assert len(document("test", "passes.cases.yaml", "passes.cases.yaml")["entries"]) == 1


def test_sarif_of_commands_is_valid(run: Run) -> None:
    """The official schema has nothing against what the commands write."""
    for command, _ in CODES:
        assert faults(json.loads(run(*command, "-f", "sarif").stdout)) == []


def test_github_names_files_from_the_working_directory(folder: Path, run: Run) -> None:
    """A path that was given in full is written as the repository knows it."""
    result = run("check", str(folder / "wrong.yaml"), "--format", "github")
    assert result.stdout.startswith("::error file=wrong.yaml,line=5,col=34,title=unknown-name::")


def test_an_id_is_reported_as_its_file(document: Callable[..., Any]) -> None:
    """So that a place in it can be opened."""
    (entry,) = document("check", "undp/hdi@2023.0.0")["entries"]
    assert Path(entry["file"]).is_file()


@pytest.mark.parametrize("shape", ["text", *WRITERS])
def test_a_report_goes_to_a_file(folder: Path, run: Run, shape: str) -> None:
    """What would be printed is in the file, and nothing is printed."""
    printed = run("check", "wrong.yaml", "sound.yaml", "-f", shape)
    result = run("check", "wrong.yaml", "sound.yaml", "-f", shape, "-o", "report")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    assert (folder / "report").read_text(encoding="utf-8") == printed.stdout


@by_shape
def test_a_report_that_cannot_be_written_is_wrong_usage(run: Run, shape: str) -> None:
    """The folder is not there, and the command says so."""
    result = run("check", "sound.yaml", "-f", shape, "-o", "nowhere/report")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[unwritable]" in result.stderr


def test_text_that_ends_early_leaves_no_file(folder: Path, run: Run) -> None:
    """A report in words is whole or is not there."""
    assert run("check", "sound.yaml", "gone.yaml", "-o", "report.txt").exit_code == 2
    assert not (folder / "report.txt").exists()


@pytest.mark.parametrize("option", ["--coverage", "--mutate"])
def test_coverage_and_mutation_are_for_people(run: Run, option: str) -> None:
    """There is no document of them, and they say so."""
    result = run("test", "passes.cases.yaml", option, "--format", "json")
    assert result.exit_code == 2
    assert "--coverage and --mutate write text only" in result.stderr


@pytest.mark.parametrize("option", ["--coverage", "--mutate"])
def test_a_case_that_fails_is_a_finding_whatever_is_asked_beside(run: Run, option: str) -> None:
    """Whoever asks what the cases touch or notice is told that one fails, by the exit code too."""
    assert run("test", "passes.cases.yaml", option).exit_code == 0
    result = run("test", "fails.cases.yaml", option)
    assert result.exit_code == 1
    assert "as it is" in result.stdout


def test_coverage_says_how_a_case_fails(run: Run) -> None:
    """What was expected and found stands above what is touched, as without coverage."""
    told = run("test", "fails.cases.yaml", "--coverage").stdout
    assert "score: expected 4, found 3" in told
    assert "rules (100 percent) are touched" in told


def test_coverage_and_mutation_can_be_asked_together(run: Run) -> None:
    """Neither drops the other: what is touched comes last, for it is of all files together."""
    told = run("test", "passes.cases.yaml", "--coverage", "--mutate").stdout
    assert -1 < told.find("are noticed by a case") < told.find("are touched by a case")


def test_coverage_is_of_all_files_together(folder: Path, run: Run) -> None:
    """One file meets one band and the other the rest, so that no line says that none does."""
    bands = "{from: waits, steps: [{bands: [{at_most: 9, is: 2}, {is: 1}]}]}"
    (folder / "both.yaml").write_text(SOUND.replace("{from: waits}", bands), encoding="utf-8")
    for name, waits, score in (("low", 3, 2), ("high", 30, 1)):
        text = f"cases: [{{case: {name}, inputs: {{waits: {waits}}}, expect: {{score: {score}}}}}]"
        (folder / f"{name}.cases.yaml").write_text(
            f"ruleset: both.yaml\n{text}\n", encoding="utf-8"
        )
    told = run("test", "low.cases.yaml", "high.cases.yaml", "--coverage").stdout
    assert told == "toy/sound@1.0.0: 2 of 2 rules (100 percent) are touched by a case\n"


@pytest.mark.parametrize("beside", [(), ("--coverage",)])
def test_a_percentage_without_mutation_is_wrong_usage(run: Run, beside: tuple[str, ...]) -> None:
    """Nothing would be held to it, and it is not ignored."""
    result = run("test", "passes.cases.yaml", "--fail-under", "100", *beside)
    assert result.exit_code == 2
    assert "--fail-under says how much --mutate must find noticed" in result.stderr


def test_a_promise_that_nobody_can_make_is_wrong_usage(run: Run) -> None:
    """It is refused once, and no document is written."""
    result = run("prove", "sound.yaml", "--promise", "kindness", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[unknown-promise]" in result.stderr
