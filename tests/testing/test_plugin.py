"""Files of cases in a run of pytest: collected, shown where they fail, and held to coverage."""

import subprocess
import sys

import pytest

import stp_rules.testing.failures
import stp_rules.testing.pytest_coverage  # noqa: F401 - pytester forgets what a run imports first

pytest_plugins = ["pytester"]

RULES = """\
language: 1
id: toy/waits
version: 1.0.0
scales: {rating: [good, poor]}
inputs: {seen: {range: [0, 100]}, breach: {type: boolean}}
levels:
  overall:
    score: {from: seen, steps: [{bands: [{at_least: 90, is: 1}, {is: 0}]}]}
    rating:
      from: score
      steps:
        - {bands: [{at_least: 1, is: good}, {is: poor}], scale: rating}
        - {no_better_than: poor, when: {breach: {is: true}}}
"""

GOOD = """\
cases:
  - case: seen in time
    inputs: {seen: 90, breach: false}
    expect: {rating: good}
"""

BREACH = """\
  - case: a breach decides
    inputs: {seen: 90, breach: true}
    expect: {rating: poor}
"""
"""The two touch the first band of each measure and the override: 3 of 5 rules."""

LATE = """\
  - case: seen late
    inputs: {seen: 89, breach: false}
    expect: {rating: good}
"""
"""Two bands are left, and the expectation in line 7 is wrong."""


@pytest.fixture(autouse=True)
def ruleset(pytester: pytest.Pytester) -> None:
    """Work in a folder with a ruleset whose five rules are four bands and an override."""
    pytester.path.joinpath("waits.yaml").write_text(RULES, encoding="utf-8")


def run(pytester: pytest.Pytester, cases: str, *options: str) -> pytest.RunResult:
    """Run pytest in a folder with these cases."""
    pytester.path.joinpath("waits.cases.yaml").write_text(cases, encoding="utf-8")
    return pytester.runpytest("-p", "no:randomly", *options)


def said(result: pytest.RunResult) -> str:
    """Return what pytest printed."""
    return result.stdout.str()


def test_cases_are_collected(pytester: pytest.Pytester) -> None:
    """Each is a test of its file, under its sentence."""
    result = run(pytester, GOOD + BREACH, "--collect-only", "-q")
    assert result.outlines[:2] == [
        "waits.cases.yaml::seen in time",
        "waits.cases.yaml::a breach decides",
    ]


def test_what_holds_passes(pytester: pytest.Pytester) -> None:
    """Nothing is said of it."""
    result = run(pytester, GOOD + BREACH)
    result.assert_outcomes(passed=2)
    assert "rule coverage" not in said(result)


def test_a_failure_is_shown_with_the_way_there(pytester: pytest.Pytester) -> None:
    """Expected and found, the line of the case, and each step with its line of the ruleset."""
    result = run(pytester, GOOD + LATE)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "* case: seen late *",
            "rating: expected good, found poor  (waits.cases.yaml:7:22)",
            "7 |     expect: {rating: good}",
            "  |                      ^^^^ found poor",
            "  the way there, by the lines of waits.yaml:",
            "  rating: poor",
            "    0 is banded as poor  [[]line 12[]]",
            "    score: 0",
            "      89 is banded as 0  [[]line 8[]]",
            "FAILED waits.cases.yaml::seen late - rating: expected good, found poor*",
        ]
    )


def test_a_failure_shows_no_python(pytester: pytest.Pytester) -> None:
    """Those who write cases need not read a traceback."""
    text = said(run(pytester, GOOD + LATE))
    assert "Traceback" not in text
    assert ".py" not in text.partition("FAILURES")[2]


def test_many_failures_are_not_explained_each(pytester: pytest.Pytester) -> None:
    """One wrong band fails every subject; three are explained, and all are listed."""
    subjects = {f"s{at}": "{seen: 10, breach: false}" for at in range(5)}
    given = ", ".join(f"{name}: {inputs}" for name, inputs in subjects.items())
    wanted = ", ".join(f"{name}: {{rating: good}}" for name in subjects)
    case = f"  - case: five\n    subjects: {{{given}}}\n    expect: {{{wanted}}}\n"
    text, _, _ = said(run(pytester, f"cases:\n{case}")).partition("short test summary")
    assert text.count("the way there") == 3
    assert text.count(": rating: expected good, found poor") == 5


def test_a_wrong_count_has_no_way(pytester: pytest.Pytester) -> None:
    """It is shown with its line alone, for it is no measure of a subject."""
    cases = "cases:\n  - {case: none, inputs: {seen: 1, breach: true}, counts: {poor: 0}}\n"
    result = run(pytester, cases)
    result.stdout.fnmatch_lines(["count of poor: expected 0, found 1  (waits.cases.yaml:2:*)"])
    assert "the way there" not in said(result)


def test_two_cases_of_one_name_both_run(pytester: pytest.Pytester) -> None:
    """The second is told apart by its number."""
    result = run(pytester, GOOD + GOOD.removeprefix("cases:\n"), "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*::seen in time PASSED*", "*::seen in time (2) PASSED*"])


def test_cases_are_chosen_by_their_sentence(pytester: pytest.Pytester) -> None:
    """As any test is by its name."""
    result = run(pytester, GOOD + BREACH, "-k", "breach and decides")
    result.assert_outcomes(passed=1, deselected=1)


def test_a_case_is_chosen_by_its_address(pytester: pytest.Pytester) -> None:
    """What a failure is called can be run again."""
    result = run(pytester, GOOD + BREACH, "waits.cases.yaml::a breach decides")
    result.assert_outcomes(passed=1)


def test_a_malformed_file_shows_all_problems(pytester: pytest.Pytester) -> None:
    """Each with its place and what to do, and no Python."""
    cases = "cases:\n  - {case: a, input: {}}\n  - {case: b, inputs: {}, expekt: {}}\n"
    result = run(pytester, cases)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "waits.cases.yaml:2:15: error[[]unknown-key[]]: `input` is not known here",
            "waits.cases.yaml:3:27: error[[]unknown-key[]]: `expekt` is not known here",
        ]
    )
    assert "Traceback" not in said(result)
    assert ".py" not in said(result).partition("ERRORS")[2]


def test_a_broken_ruleset_is_an_error_of_its_cases(pytester: pytest.Pytester) -> None:
    """The problem stands in the ruleset, and is shown there."""
    pytester.path.joinpath("waits.yaml").write_text(RULES.replace("is: poor", "is: por"))
    result = run(pytester, GOOD)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["waits.yaml:12:50: error[[]unknown-category[]]: `por` is not a category of `rating`"]
    )


def test_data_that_are_not_there_fail_their_case(pytester: pytest.Pytester) -> None:
    """The others run."""
    case = "  - {case: published, data: nowhere.csv, expect: {rating: good}}\n"
    result = run(pytester, GOOD + case)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["waits.cases.yaml:5:29: error[[]unreadable[]]: *nowhere.csv*"])


def test_a_test_may_leave_the_folder(pytester: pytest.Pytester) -> None:
    """Data are found beside their cases, wherever another test has gone."""
    pytester.path.joinpath("seen.csv").write_text("seen,breach\n95,false\n", encoding="utf-8")
    pytester.path.joinpath("elsewhere").mkdir()
    pytester.path.joinpath("a_test.py").write_text("import os\ndef test(): os.chdir('elsewhere')")
    case = "  - {case: published, data: seen.csv, expect: {rating: good}}\n"
    run(pytester, GOOD + case, "a_test.py", "waits.cases.yaml").assert_outcomes(passed=3)


def test_coverage_shows_what_no_case_touches(pytester: pytest.Pytester) -> None:
    """Two cases with one score touch one band of two; the others are listed with their lines."""
    result = run(pytester, GOOD + BREACH, "--rule-coverage")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "* rule coverage *",
            "toy/waits@1.0.0: 3 of 5 rules (60 percent) are touched by a case",
            "  waits.yaml:8:65: no value of `score` meets the band that is 0",
            "  waits.yaml:12:45: no value of `rating` meets the band that is poor",
        ]
    )


def test_a_failing_case_touches_rules(pytester: pytest.Pytester) -> None:
    """That its expectation is wrong does not mean that nobody looks."""
    result = run(pytester, GOOD + LATE, "--rule-coverage")
    result.stdout.fnmatch_lines(["toy/waits@1.0.0: 4 of 5 rules (80 percent)*"])


def test_files_about_one_ruleset_are_covered_together(pytester: pytest.Pytester) -> None:
    """The rules that either touches are touched."""
    more = f"ruleset: waits.yaml\ncases:\n{LATE}"
    pytester.path.joinpath("more.cases.yaml").write_text(more, encoding="utf-8")
    result = run(pytester, GOOD + BREACH, "--rule-coverage")
    result.stdout.fnmatch_lines(["toy/waits@1.0.0: 5 of 5 rules (100 percent)*"])


def test_coverage_of_no_case_says_so(pytester: pytest.Pytester) -> None:
    """Where all are left out there is nothing to measure."""
    result = run(pytester, GOOD, "--rule-coverage", "-k", "nobody")
    result.stdout.fnmatch_lines(["no case was run"])


def test_too_little_coverage_fails(pytester: pytest.Pytester) -> None:
    """The exit code is that of failed tests, and a sentence says why."""
    result = run(pytester, GOOD + BREACH, "--rule-coverage-fail-under", "60.5")
    result.assert_outcomes(passed=2)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["FAIL toy/waits@1.0.0: fewer than 60.5 percent of the rules are touched"]
    )


def test_enough_coverage_passes(pytester: pytest.Pytester) -> None:
    """What is asked for is reached exactly."""
    result = run(pytester, GOOD + BREACH, "--rule-coverage-fail-under", "60")
    assert result.ret == pytest.ExitCode.OK
    assert "FAIL" not in said(result)


def test_the_option_may_stand_in_the_settings(pytester: pytest.Pytester) -> None:
    """As pytest's own options do, under `addopts`."""
    pytester.makeini("[pytest]\naddopts = --rule-coverage-fail-under=100\n")
    assert run(pytester, GOOD).ret == pytest.ExitCode.TESTS_FAILED


def test_a_project_without_cases_loads_nothing(pytester: pytest.Pytester) -> None:
    """The plugin is part of every run on a machine, and brings nothing of the library along."""
    folder = pytester.mkdir("elsewhere")
    folder.joinpath("test_it.py").write_text("def test(): pass\n", encoding="utf-8")
    code = (
        "import sys, pytest;"
        "assert pytest.main(['-q', '-p', 'no:hypothesispytest', 'elsewhere']) == 0;"
        "print(*(it for it in sys.modules if it.partition('.')[0] in ('stp_rules', 'attr')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert sorted(done.stdout.splitlines()[-1].split()) == [
        "stp_rules",
        "stp_rules.testing",
        "stp_rules.testing.pytest_cases",
        "stp_rules.testing.pytest_plugin",
    ]
