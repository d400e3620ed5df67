"""Cases of strangers as pytest shows them, and options of the plugin that say nothing."""

import pytest

import stp_rules.testing.pytest_coverage  # noqa: F401 - pytester forgets what a run imports first

pytest_plugins = ["pytester"]

RULES = """\
language: 1
id: own
version: 1.0.0
inputs: {a: {}}
levels: {overall: {score: {from: a, steps: [{add: 1}]}}}
"""


def test_names_of_cases_drive_no_terminal_through_pytest(pytester: pytest.Pytester) -> None:
    """A case is known there by what is shown of its sentence."""
    pytester.path.joinpath("r.yaml").write_text(RULES, encoding="utf-8")
    names = [r"\e[31mred", r"\u202edesrever", r"a\nb", r"\L", "x" * 3000]
    pytester.path.joinpath("r.cases.yaml").write_text(
        "cases:\n"
        + "".join(f'- {{case: "{it}", inputs: {{a: 1}}, expect: {{score: 1}}}}\n' for it in names),
        encoding="utf-8",
    )
    done = pytester.runpytest_subprocess("-v", "-p", "no:cacheprovider")
    done.assert_outcomes(failed=len(names))
    assert [it for it in "\n".join(done.outlines) if not it.isprintable() and it != "\n"] == []
    assert max(map(len, done.outlines)) < 1500


def test_what_is_no_percentage_is_wrong_usage_of_pytest(pytester: pytest.Pytester) -> None:
    """No coverage is below it."""
    done = pytester.runpytest_subprocess("--rule-coverage-fail-under", "nan")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
