"""The other commands: list, show, check, explain, test, schema."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft7Validator

from stp_rules.cli import COMMANDS, cli, loaded
from stp_rules.library import editions, load
from stp_rules.loading.digests import shipped
from stp_rules.loading.schema import CASES, RULESET, schema_text

Run = Callable[..., Result]

WARDS = "wards.yaml"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_of_a_command_what_the_command_says_itself(name: str) -> None:
    """The table that spares the help from loading commands holds their own first sentences."""
    command = loaded(name)
    assert command.name == name
    assert cli.commands[name].get_short_help_str(1000) == command.get_short_help_str(1000)


def test_list_names_every_shipped_ruleset(run: Run) -> None:
    """One line for each, under a header: id and version, status, from when to when, title."""
    header, *lines = run("list").stdout.splitlines()
    assert header.split() == ["ruleset", "status", "from", "to", "title"]
    assert [line.split()[0] for line in lines] == [f"{it.family}@{it.version}" for it in editions()]
    status, start, title = lines[-1].split(maxsplit=3)[1:]
    assert (status, start) == ("published", load("undp/hdi").effective.start.isoformat())
    assert title.endswith("Human Development Index, as in the Human Development Report 2023/24")


def test_show_writes_the_method(run: Run) -> None:
    """Levels in order, each measure with its source and steps, categories by their labels."""
    text = run("show", WARDS).stdout
    start = text.index("overall\n")
    bands = "at least 3 is Three stars; at least 2 is Two stars; else is One star"
    assert text[start:].splitlines() == [
        "overall",
        "  score: Score",
        "    mean of seen_score x 2, staff_score",
        "  stars: Stars  <- the result",
        "    from score",
        f"    bands: {bands}  -> before_cap",
        "    no better than Two stars when safe is false",
    ]


def test_show_writes_what_each_input_weighs(run: Run) -> None:
    """The score goes from 1 to 11/3: seen moves it by 2, staffing by 2/3, the override not."""
    header, *rows, _ = run("show", WARDS, "--weights").stdout.splitlines()
    assert header.split() == ["input", "as", "written", "in", "effect"]
    assert [row.split() for row in rows] == [
        ["seen", "66.7%", "75.0%"],
        ["staff", "33.3%", "25.0%"],
        ["safe", "0.0%"],
        ["beds", "0.0%"],
    ]


DATED = """\
language: 1
id: toy/dated
version: 1.0.0
parameters: {heavy: {2024-04-01: 1, 2030-01-01: 3}}
inputs: {a: {range: [0, 1], better: higher}, b: {range: [0, 1], better: higher}}
levels: {overall: {score: {mean: {a: heavy, b: 1}}}}
"""


@pytest.mark.parametrize(
    ("day", "weight", "share"), [("2029-12-31", "1", "50.0%"), ("2030-01-01", "3", "75.0%")]
)
def test_show_has_the_dated_weights_of_the_day(
    folder: Path, run: Run, day: str, weight: str, share: str
) -> None:
    """Each way of showing says the same: 1 of 1 + 1 before 2030, and 3 of 3 + 1 from then on."""
    (folder / "dated.yaml").write_text(DATED, encoding="utf-8")
    show = ("show", "dated.yaml", "--as-of", day)
    dated = "(1 from 2024-04-01, 3 from 2030-01-01)"
    assert f"parameter heavy: {weight} on {day} {dated}" in run(*show).stdout
    assert run(*show, "--weights").stdout.splitlines()[1].split() == ["a", share, share]
    page = run(*show, "--format", "markdown").stdout
    assert f"Weights and shares are those of {day}." in page
    assert f"| `a` | {weight} | {share} | {share} |" in page
    assert f"| `a` | {share} | {share} |" in page


@pytest.mark.parametrize("command", ["rate", "explain", "edges"])
@pytest.mark.parametrize(
    ("day", "notes"), [("2016-03-31", 1), ("2016-04-01", 0), ("2017-03-31", 0), ("2017-04-01", 1)]
)
def test_a_version_that_is_not_in_force_is_taken_and_told(
    folder: Path, run: Run, command: str, day: str, notes: int
) -> None:
    """Whoever names both a version and a day gets that version, and is told where they disagree."""
    dates = "effective: {from: 2016-04-01, to: 2017-03-31}\n"
    text = "language: 1\nid: toy/year\nversion: 1.0.0\ninputs: {a: {better: higher}}\n"
    text += dates + "levels: {overall: {score: {from: a}}}\n"
    (folder / "year.yaml").write_text(text, encoding="utf-8")
    (folder / "a.csv").write_text("a\n3\n", encoding="utf-8")
    result = run(command, "year.yaml", "a.csv", "--as-of", day)
    assert result.exit_code == 0
    note = f"note[not-in-force]: toy/year@1.0.0 is not in force on {day}"
    assert result.stderr.count(note) == notes


@pytest.mark.parametrize("name", [f"{it.family}@{it.version}" for it in editions()])
def test_show_can_write_every_shipped_ruleset(run: Run, name: str) -> None:
    """Each measure of each level stands in the text."""
    result = run("show", name)
    assert result.exit_code == 0
    assert all(f"  {measure.name}: " in result.stdout for _, measure in load(name).measures())


def test_check_finds_nothing_wrong(run: Run) -> None:
    """A sound ruleset gives one line and success."""
    result = run("check", WARDS)
    assert (result.exit_code, result.stdout) == (0, "wards.yaml: no problems\n")


def test_check_takes_an_id(run: Run) -> None:
    """A shipped ruleset is checked by its id, and notes do not make it fail."""
    result = run("check", "cqc/adult-social-care")
    assert result.exit_code == 0
    assert "note[otherwise]" in result.stdout


def test_check_without_a_name_checks_all_that_is_shipped(run: Run) -> None:
    """Each shipped ruleset gets its line."""
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.count("no problems") == len(editions())


def test_check_takes_a_folder(folder: Path, run: Run) -> None:
    """Every ruleset below it, but neither cases nor hidden files."""
    (folder / "deep").mkdir()
    rules = (folder / WARDS).read_text(encoding="utf-8").replace("toy/wards", "toy/more")
    (folder / "deep" / "more.yml").write_text(rules, encoding="utf-8")
    (folder / "wards.cases.yaml").write_text("cases: []\n", encoding="utf-8")
    (folder / ".hidden.yaml").write_text("a: b\n", encoding="utf-8")
    result = run("check", ".")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["deep/more.yml: no problems", "wards.yaml: no problems"]


def test_check_of_a_folder_without_rulesets_is_wrong_usage(folder: Path, run: Run) -> None:
    """Nothing checked is not the same as nothing wrong."""
    (folder / "empty").mkdir()
    result = run("check", "empty")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no ruleset in empty" in result.stderr


def test_check_reports_all_problems_of_all_files(folder: Path, run: Run) -> None:
    """Two bad files and a good one: each problem with its place, each file with its count."""
    rules = (folder / WARDS).read_text(encoding="utf-8")
    bad = rules.replace("from: seen\n", "from: sen\n").replace("toy/wards", "toy/bad")
    (folder / "bad1.yaml").write_text(bad, encoding="utf-8")
    (folder / "bad2.yaml").write_text("language: 1\n  id: x\n", encoding="utf-8")
    result = run("check", ".")
    assert result.exit_code == 1
    line = rules[: rules.index("from: seen\n")].count("\n") + 1
    assert f"bad1.yaml:{line}:13: error[" in result.stdout
    assert "did you mean `seen`?" in result.stdout
    assert "bad2.yaml:2:" in result.stdout
    assert "bad2.yaml: 1 problem\n" in result.stdout
    assert "wards.yaml: no problems" in result.stdout


@pytest.mark.parametrize(
    "command", [("check",), ("show",), ("rate", "x.csv"), ("explain", "x.csv")]
)
def test_a_ruleset_must_be_there(run: Run, command: tuple[str, ...]) -> None:
    """A path that leads nowhere and an id that nobody has are wrong usage."""
    name, *rest = command
    missing = run(name, "nowhere.yaml", *rest)
    assert missing.exit_code == 2
    assert "nowhere.yaml cannot be read" in missing.stderr
    unknown = run(name, "nhs-england/stp-progres", *rest)
    assert unknown.exit_code == 2
    assert "did you mean `nhs-england/stp-progress`?" in unknown.stderr


def test_a_version_must_be_there(run: Run) -> None:
    """Of a family that is known, the versions are named."""
    result = run("show", "undp/hdi@1990.0.0")
    assert result.exit_code == 2
    known = [it.version for it in editions() if it.family == "undp/hdi"]
    assert f"versions: {', '.join(known)}" in result.stderr


def test_a_broken_ruleset_rates_nothing(folder: Path, run: Run) -> None:
    """To `rate`, a ruleset with problems is a file that cannot be used."""
    (folder / WARDS).write_text("language: 1\n", encoding="utf-8")
    result = run("rate", WARDS, "wards.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "wards.yaml:1:1: error[missing-key]" in result.stderr


def test_explain_says_what_capped_a_ward(folder: Path, run: Run) -> None:
    """The whole explanation, checked by hand: Birch scores 11/3 and is unsafe."""
    rules = (folder / WARDS).read_text(encoding="utf-8").splitlines()
    cap, bands, mean, seen, staff = (
        1 + next(at for at, line in enumerate(rules) if words in line)
        for words in ("no_better_than", "at_least: 3", "mean:", "at_least: 95", "scores: {full")
    )
    because = "an unsafe ward has at most two stars"
    assert run("explain", WARDS, "wards.csv", "--subject", "B").stdout.splitlines() == [
        "B Birch under toy/wards@1.0.0",
        "",
        "Stars: Two stars",
        f"  held to no better than Two stars (it was Three stars), because {because}  [line {cap}]",
        "    The ward is safe: no",
        f"  3.66666… is banded as Three stars  [line {bands}]",
        "    Two stars if more than 0.666666… lower (below 3)",
        "  Score: 3.66666…",
        f"    3.66666… is the mean, by weight, of 2  [line {mean}]",
        "      seen_score: 4  (weight 2, 66.7% of the whole)",
        f"        96 is banded as 4  [line {seen}]",
        "          2 if more than 1 lower (below 95)",
        "        Patients seen in time: 96%",
        "      staff_score: 3  (weight 1, 33.3% of the whole)",
        f"        Full scores 3  [line {staff}]",
        "        Staffing: Full",
    ]


def test_explain_takes_a_measure(run: Run) -> None:
    """`--measure` explains that measure instead of the result."""
    result = run("explain", WARDS, "wards.csv", "--subject", "C", "--measure", "seen_score")
    lines = result.stdout.splitlines()
    assert lines[2] == "seen_score: 2"
    assert lines[4:] == [
        "    4 if 5 higher (at least 95)",
        "    1 if more than 5 lower (below 85)",
        "  Patients seen in time: 90%",
    ]


def test_explain_writes_documents_to_files(folder: Path, run: Run) -> None:
    """By the format that is chosen; never over a file that was read."""
    run("explain", WARDS, "wards.csv", "--subject", "B", "--format", "markdown", "-o", "b.md")
    assert (folder / "b.md").read_text(encoding="utf-8").splitlines()[2] == "- Stars: Two stars"
    page = run("explain", WARDS, "wards.csv", "--subject", "B", "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "<li>Stars: Two stars" in page
    refused = run("explain", WARDS, "wards.csv", "--subject", "B", "-o", "wards.csv")
    assert (refused.exit_code, "would be overwritten" in refused.stderr) == (2, True)


def test_explain_needs_one_subject(run: Run) -> None:
    """Of several subjects one must be chosen, and some are named."""
    result = run("explain", WARDS, "wards.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there are 3 subjects" in result.stderr
    assert "--subject: A, B, C" in result.stderr


def test_explain_of_subjects_without_keys_says_what_to_do(folder: Path, run: Run) -> None:
    """None of several can be chosen, and the line that the ruleset lacks is named."""
    (folder / "keyless.yaml").write_text(DATED, encoding="utf-8")
    (folder / "two.csv").write_text("a,b\n0,1\n1,1\n", encoding="utf-8")
    result = run("explain", "keyless.yaml", "two.csv")
    assert result.exit_code == 2
    assert "name the column of the key under `subject:` in the ruleset" in result.stderr


def test_explain_of_the_only_subject_needs_no_key(folder: Path, run: Run) -> None:
    """A file with one row explains that row."""
    text = (folder / "wards.csv").read_text(encoding="utf-8").splitlines()[:2]
    (folder / "one.csv").write_text("\n".join(text), encoding="utf-8")
    assert run("explain", WARDS, "one.csv").stdout.startswith("A Ash under toy/wards@1.0.0\n")


def test_explain_knows_near_keys_and_measures(folder: Path, run: Run) -> None:
    """A misspelt subject or measure comes with the right spelling."""
    text = (folder / "wards.csv").read_text(encoding="utf-8").replace("\nB,", "\nWARD-B,")
    (folder / "wards.csv").write_text(text, encoding="utf-8")
    subject = run("explain", WARDS, "wards.csv", "--subject", "WARD_B")
    assert (subject.exit_code, "did you mean `WARD-B`?" in subject.stderr) == (2, True)
    measure = run("explain", WARDS, "wards.csv", "--subject", "A", "--measure", "star")
    assert (measure.exit_code, "did you mean `stars`?" in measure.stderr) == (2, True)


def test_explain_of_a_refused_subject_gives_its_problems(folder: Path, run: Run) -> None:
    """There is nothing to explain but why the inputs cannot be used."""
    text = (folder / "wards.csv").read_text(encoding="utf-8").replace("96", "x")
    (folder / "wards.csv").write_text(text, encoding="utf-8")
    result = run("explain", WARDS, "wards.csv", "--subject", "A")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "`x` is not a number" in result.stderr
    assert run("explain", WARDS, "wards.csv", "--subject", "C").exit_code == 0


def test_explain_of_a_repeated_key_takes_the_first_row(folder: Path, run: Run) -> None:
    """The row that `rate` rates is the one that is explained."""
    text = (folder / "wards.csv").read_text(encoding="utf-8").replace("\nC,", "\nA,")
    (folder / "wards.csv").write_text(text, encoding="utf-8")
    assert "A Ash under" in run("explain", WARDS, "wards.csv", "--subject", "A").stdout


def test_explain_says_why_there_is_no_rating(folder: Path, run: Run) -> None:
    """The reason goes down to the input that is missing, and leaves out what is known."""
    text = (folder / "wards.csv").read_text(encoding="utf-8").replace("A,Ash,96", "A,Ash,")
    (folder / "wards.csv").write_text(text, encoding="utf-8")
    result = run("explain", WARDS, "wards.csv", "--subject", "A")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2:] == [
        "Stars: not rated",
        "  because seen is missing",
        "  Score: not rated",
        "    because seen is missing",
        "    seen_score: missing",
        "      Patients seen in time: missing",
    ]


@pytest.fixture
def cases(folder: Path) -> Callable[[str], None]:
    """Write worked examples beside the ruleset."""

    def cases(text: str) -> None:
        (folder / "wards.cases.yaml").write_text(text, encoding="utf-8")

    return cases


GOOD = """\
cases:
  - case: an unsafe ward is held to two stars
    inputs: {seen: 96, staff: Full, safe: false}
    expect: {stars.before_cap: three, stars: two}
"""


@pytest.mark.parametrize("target", ["wards.yaml", "wards.cases.yaml", "."])
def test_test_runs_cases(run: Run, cases: Callable[[str], None], target: str) -> None:
    """Of a ruleset, of a file of cases, and of all in a folder."""
    cases(GOOD)
    result = run("test", target)
    assert (result.exit_code, result.stdout) == (0, "1 case passed, 0 failed\n")


def test_test_shows_what_failed(run: Run, cases: Callable[[str], None]) -> None:
    """Expected, found, and the place of the expectation."""
    cases(GOOD.replace("stars: two}", "stars: three}"))
    result = run("test", WARDS)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "wards.cases.yaml: an unsafe ward is held to two stars",
        "  stars: expected three, found two  (wards.cases.yaml:4:46)",
        "0 cases passed, 1 failed",
    ]


def test_test_runs_the_good_files_beside_a_bad_one(
    folder: Path, run: Run, cases: Callable[[str], None]
) -> None:
    """A file that cannot be used is told, the others are run, and the whole is unusable."""
    cases(GOOD.replace("stars: two", "star: two"))
    (folder / "other.cases.yaml").write_text("ruleset: wards.yaml\n" + GOOD, encoding="utf-8")
    result = run("test", ".")
    assert result.exit_code == 2
    assert "wards.cases.yaml:4:39: error[unknown-measure]" in result.stderr
    assert result.stdout == "1 case passed, 0 failed\n"


@pytest.mark.parametrize(
    "target", ["nowhere.cases.yaml", "nowhere.yaml", "nowhere/at-all", "wards.yaml"]
)
def test_test_needs_cases(run: Run, target: str) -> None:
    """No file, no ruleset, no cases: wrong usage."""
    result = run("test", target)
    assert result.exit_code == 2
    assert "error[" in result.stderr


def test_test_without_a_name_runs_what_is_shipped(run: Run) -> None:
    """The worked examples of the package all hold."""
    result = run("test")
    assert result.exit_code == 0
    assert result.stdout.endswith("cases passed, 0 failed\n")


@pytest.mark.parametrize(("option", "name"), [((), RULESET), (("--cases",), CASES)])
def test_schema_is_the_one_that_is_used(run: Run, option: tuple[str, ...], name: str) -> None:
    """What is printed is the packaged file, and it is a JSON Schema of draft 7."""
    result = run("schema", *option)
    assert result.stdout == schema_text(name)
    schema = json.loads(result.stdout)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)


def test_shipped_rulesets_stand_in_one_folder() -> None:
    """The command finds what it ships without being told where it is installed."""
    assert (shipped() / "undp" / "hdi" / "2023.0.0.yaml").is_file()
