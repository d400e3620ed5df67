"""Files of cases: what they may expect, what is refused, and where each failure stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stp_rules.errors import InputError, Problem, RulesetError
from stp_rules.testing.cases import CaseFile, case_files, read_cases, run_cases

Cases = Callable[[str], CaseFile]
One = Callable[[str], list[str]]
Data = Callable[[str], list[tuple[str, str, str, str]]]

RULES = """\
language: 1
id: toy/marks
version: 1.0.0
subject: {key: code}
reads: {'': missing, x: suppressed}
scales:
  grade: {top: Top, low: Low}
  segment: [1, 2]
inputs:
  mark: {range: [0, 10], better: higher}
  word: {type: label}
  late: {type: boolean}
levels:
  marks:
    doubled: {from: mark, steps: [{multiply: 2, as: twice}, {add: 1/3}]}
    label: {from: word}
    tardy: {from: late}
    segment_of_mark:
      from: mark
      steps: [{bands: [{at_least: 5, is: 1}, {is: 2}], scale: segment}]
    grade_of_mark:
      from: mark
      steps: [{bands: [{at_least: 5, is: top}, {is: low}], scale: grade}]
"""


@pytest.fixture
def cases(tmp_path: Path) -> Cases:
    """Read cases beside the ruleset, written as the lines after `cases:`."""
    (tmp_path / "marks.yaml").write_text(RULES, encoding="utf-8")

    def cases(text: str) -> CaseFile:
        file = tmp_path / "marks.cases.yaml"
        file.write_text(f"cases:\n{text}", encoding="utf-8")
        return read_cases(file)

    return cases


@pytest.fixture
def one(cases: Cases) -> One:
    """Run one case with the mark 4, the word `abc` and nobody late."""

    def one(expect: str) -> list[str]:
        inputs = "{mark: 4, word: abc, late: false}"
        text = f"  - case: a case\n    inputs: {inputs}\n    expect: {expect}\n"
        (result,) = run_cases(cases(text))
        return [failure.found for failure in result.failures]

    return one


def refused(cases: Cases, text: str) -> tuple[Problem, ...]:
    """Return the problems for which cases are refused."""
    with pytest.raises(RulesetError) as error:
        cases(text)
    return error.value.problems


HOLDS = [
    "{doubled: 25/3}",
    "{doubled: {is: 25/3}}",
    "{doubled: {is_not: 8}}",
    "{doubled: {at_least: 25/3, at_most: 25/3}}",
    "{doubled: {above: 8, below: 8.4}}",
    "{doubled.twice: 8}",
    "{doubled: {known: true}}",
    "{label: abc}",
    "{tardy: false}",
    "{segment_of_mark: 2}",
    "{segment_of_mark: {worse_than: 1}}",
    "{grade_of_mark: low}",
    "{grade_of_mark: {is_not: top}}",
    "{grade_of_mark: {worse_than: top, no_better_than: low, no_worse_than: low}}",
]
FAILS = [
    ("{doubled: 8.333}", "25/3"),
    ("{doubled: {at_least: 8.4}}", "25/3"),
    ("{doubled: {above: 25/3}}", "25/3"),
    ("{doubled: {below: 25/3}}", "25/3"),
    ("{doubled.twice: 9}", "8"),
    ("{doubled: {known: false}}", "25/3"),
    ("{doubled: {reason: missing}}", "25/3"),
    ("{label: abd}", "abc"),
    ("{tardy: true}", "false"),
    ("{segment_of_mark: 1}", "2"),
    ("{grade_of_mark: top}", "low"),
    ("{grade_of_mark: {better_than: low}}", "low"),
    ("{grade_of_mark: {no_worse_than: top}}", "low"),
]


@pytest.mark.parametrize("expect", HOLDS)
def test_an_expectation_that_holds(one: One, expect: str) -> None:
    """Every test of every kind of value can hold."""
    assert one(expect) == []


@pytest.mark.parametrize(("expect", "found"), FAILS)
def test_an_expectation_that_fails_says_what_was_found(one: One, expect: str, found: str) -> None:
    """Every test can fail, and shows the exact value."""
    assert one(expect) == [found]


@pytest.mark.parametrize(
    ("expect", "failures"),
    [
        ("{known: false}", 0),
        ("{known: true}", 1),
        ("{known: false, reason: mark is suppressed}", 0),
        ("{reason: missing}", 1),
        ("{at_most: 100}", 1),
        ("{is_not: 3}", 1),
    ],
)
def test_a_value_that_is_not_known_passes_no_other_test(
    cases: Cases, expect: str, failures: int
) -> None:
    """It is neither below nor above anything; its reason can be asked for."""
    text = f"  - {{case: a, inputs: {{mark: x}}, expect: {{doubled: {expect}}}}}\n"
    (result,) = run_cases(cases(text))
    assert [it.found for it in result.failures] == ["not known (mark is suppressed)"] * failures


REFUSED = [
    ("{grade_of_mark: topp}", "unknown-category", "did you mean `top`?", "topp"),
    ("{grade_of_mark: {better_than: loww}}", "unknown-category", "did you mean `low`?", "loww"),
    ("{segment_of_mark: 3}", "unknown-category", "its categories: 1, 2", "3"),
    ("{grade_of_mark: 4}", "unknown-category", "its categories: top, low", "4"),
    ("{grade_of_mark: {at_least: 4}}", "kind", "", "at_least"),
    ("{doubled: {better_than: 4}}", "kind", "", "better_than"),
    ("{doubled: four}", "kind", "", "four"),
    ("{doubled: true}", "kind", "", "true"),
    ("{tardy: 1}", "kind", "", "1"),
    ("{label: 5}", "kind", "", "5"),
    ("{doubld: 8}", "unknown-measure", "did you mean `doubled`?", "doubld"),
    ("{doubled.twise: 8}", "unknown-measure", "did you mean `doubled.twice`?", "doubled.twise"),
    ("{doubled: {at_lest: 8}}", "unknown-key", "did you mean `at_least`?", "at_lest"),
    ("{doubled: {at_least: many}}", "value", "", "many"),
]


@pytest.mark.parametrize(("expect", "code", "hint", "word"), REFUSED)
def test_what_cannot_be_meant_is_refused(
    cases: Cases, expect: str, code: str, hint: str, word: str
) -> None:
    """A misspelt name or category never fails in silence, nor passes; its place is exact."""
    text = f"  - case: a\n    inputs: {{mark: 4}}\n    expect: {expect}\n"
    (problem,) = refused(cases, text)
    assert (problem.code, problem.hint) == (code, hint)
    place = problem.place
    assert place.line == 4
    assert place.text[place.column - 1 :][: place.width] == word


def test_everything_wrong_with_a_file_is_said_at_once(cases: Cases) -> None:
    """Two cases with a fault each give two problems."""
    text = "".join(f"  - {{case: {at}, inputs: {{}}, expect: {{nope{at}: 1}}}}\n" for at in (1, 2))
    assert [it.place.line for it in refused(cases, text.replace("case: ", "case: c"))] == [2, 3]


SUBJECTS = """\
  - case: two
    subjects:
      low: {mark: 4}
      high: {mark: 5}
    expect:
      low: {grade_of_mark: low}
      high: {grade_of_mark: %s}
    counts: {top: %s, low: 1}
"""


def test_subjects_have_expectations_each(cases: Cases) -> None:
    """Each subject is held against its own, and all are counted."""
    text = SUBJECTS.replace("grade_of_mark: %s", "grade_of_mark: top") % 1
    (result,) = run_cases(cases(text))
    assert result.failures == ()


def test_a_failure_names_subject_and_place(cases: Cases) -> None:
    """The line is that of the expectation, not of the case."""
    (result,) = run_cases(cases(SUBJECTS % ("low", 2)))
    assert [(it.subject, it.name, it.place.line, it.place.column) for it in result.failures] == [
        ("high", "grade_of_mark", 8, 29),
        ("", "count of top", 9, 19),
    ]
    first, second = map(str, result.failures)
    assert first.startswith("high: grade_of_mark: expected low, found top  (")
    assert second.startswith("count of top: expected 2, found 1  (")


def test_subjects_are_named_without_a_key(tmp_path: Path, cases: Cases) -> None:
    """A ruleset that knows no key has subjects all the same: by their names, or their rows."""
    keyless = RULES.replace("subject: {key: code}\n", "")
    (tmp_path / "marks.yaml").write_text(keyless, encoding="utf-8")
    (tmp_path / "data.csv").write_text("mark,word,late\n5,w,no\n4,w,no\n", encoding="utf-8")
    named, rows = "{low: {mark: 4}}", "data.csv, columns: {late: ''}"
    wanted = "{doubled: {above: 8.4}}"
    text = f"  - {{case: a, subjects: {named}, expect: {{low: {wanted}}}}}\n"
    text += f"  - {{case: b, data: {rows}, expect: {wanted}}}\n"
    found = [it.subject for result in run_cases(cases(text)) for it in result.failures]
    assert found == ["low", f"{tmp_path / 'data.csv'}:3"]


def test_a_count_that_is_too_high_fails(cases: Cases) -> None:
    """One more than expected is as wrong as one less."""
    (result,) = run_cases(cases(SUBJECTS % ("top", 0)))
    assert [(it.name, it.expected, it.found) for it in result.failures] == [
        ("count of top", "0", "1")
    ]


def test_a_subject_that_cannot_be_read_fails_at_its_place(cases: Cases) -> None:
    """The line of its input, not that of its expectation."""
    text = SUBJECTS.replace("high: {mark: 5}", "high: {mark: 50}")
    (result,) = run_cases(cases(text.replace("    counts: {top: %s, low: 1}\n", "") % "top"))
    (failure,) = result.failures
    assert (failure.subject, failure.name) == ("high", "inputs")
    assert (failure.place.line, failure.place.column) == (5, 20)


def test_an_unknown_subject_is_refused(cases: Cases) -> None:
    """An expectation of a subject that the case does not have comes with the near spelling."""
    (problem,) = refused(
        cases, SUBJECTS.replace("      high: {grade", "      hihg: {grade") % ("top", 1)
    )
    assert (problem.code, problem.hint) == ("unknown-subject", "did you mean `high`?")
    assert problem.place.line == 8


def test_an_unknown_category_is_not_counted(cases: Cases) -> None:
    """`counts` speaks of categories of the result, of not_rated and of refused."""
    (problem,) = refused(cases, "  - {case: a, inputs: {mark: 4}, counts: {topp: 1}}\n")
    assert (problem.code, problem.hint) == ("unknown-category", "did you mean `top`?")


def test_states_can_be_counted(cases: Cases) -> None:
    """Who is not rated or refused is counted like a category, and is then no failure."""
    subjects = "{a: {mark: 4}, b: {}, c: {mark: 11}}"
    counts = "{low: 1, top: 0, not_rated: 1, refused: 1}"
    text = f"  - {{case: a, subjects: {subjects}, counts: {counts}}}\n"
    (result,) = run_cases(cases(text))
    assert result.failures == ()


def test_who_is_refused_has_no_value_that_is_expected(cases: Cases) -> None:
    """To count the refused does not make an expectation of one of them hold; silence would."""
    subjects = "subjects: {c: {mark: 11}}, counts: {refused: 1}"
    wanted = "{doubled: 22, label: {known: false}, tardy: {reason: mark}}"
    (result,) = run_cases(cases(f"  - {{case: a, {subjects}, expect: {{c: {wanted}}}}}\n"))
    (failure,) = result.failures
    assert (failure.name, failure.expected) == ("doubled", "22")
    assert failure.found.startswith("not known (refused: mark: 11 is out of range")


def test_inputs_that_cannot_be_read_fail_at_their_place(cases: Cases) -> None:
    """A wrong input is told where it stands, once, whatever is expected."""
    inputs = "    inputs:\n      late: false\n      mark: 11\n"
    text = f"  - case: a\n{inputs}    expect: {{doubled: 1, tardy: true}}\n"
    (result,) = run_cases(cases(text))
    (failure,) = result.failures
    assert (failure.name, failure.place.line) == ("inputs", 5)
    assert "out of range" in failure.found


@pytest.fixture
def data(tmp_path: Path, cases: Cases) -> Data:
    """Run a case on a file of three subjects whose outcomes are published."""
    rows = "code,points,word,late,grade,double\na,4,w,,Low,25/3\nb,5,w,,top,\nc,,w,,,\n"
    (tmp_path / "data.csv").write_text(rows, encoding="utf-8")

    def data(text: str) -> list[tuple[str, str, str, str]]:
        columns = "{mark: points, late: ''}"
        case = f"  - case: published\n    data: data.csv\n    columns: {columns}\n{text}"
        (result,) = run_cases(cases(case))
        return [(it.subject, it.name, it.expected, it.found) for it in result.failures]

    return data


def test_data_are_held_against_their_own_columns(data: Data) -> None:
    """A label or an id is a category, and a blank cell is not known."""
    assert data("    expect: {grade_of_mark: {column: grade}}\n    rows: 3\n") == []


def test_a_blank_that_is_known_is_a_failure(data: Data) -> None:
    """A blank asserts that nothing is known: a value there fails."""
    assert data("    expect: {doubled: {column: double}}\n") == [
        ("b", "doubled", "published (empty)", "31/3"),
    ]


def test_what_is_published_but_not_known_is_a_failure(tmp_path: Path, data: Data) -> None:
    """Where a value is published, having none is wrong."""
    rows = "code,points,word,late,grade\na,,w,,Low\n"
    (tmp_path / "data.csv").write_text(rows, encoding="utf-8")
    assert data("    expect: {grade_of_mark: {column: grade}}\n") == [
        ("a", "grade_of_mark", "published Low", "not known (mark is missing)"),
    ]


def test_data_may_be_held_against_one_expectation(data: Data) -> None:
    """What is not taken from a column holds for every subject."""
    assert data("    expect: {doubled: {at_least: 10}}\n") == [
        ("a", "doubled", "at least 10", "25/3"),
        ("c", "doubled", "at least 10", "not known (mark is missing)"),
    ]


def test_rows_are_counted(data: Data) -> None:
    """`rows` notices a file that was cut short."""
    assert data("    expect: {label: w}\n    rows: 4\n") == [("", "rows", "4", "3")]


def test_a_file_without_subjects_shows_nothing(tmp_path: Path, data: Data) -> None:
    """A file of which only the header is left fails, unless the case says that it has no rows."""
    (tmp_path / "data.csv").write_text("code,points,word,grade\n", encoding="utf-8")
    expect = "    expect: {grade_of_mark: {column: grade}}\n"
    assert data(expect) == [("", "rows", "a row for each subject", "none")]
    assert data(f"{expect}    rows: 0\n") == []


def test_a_column_must_be_there(data: Data) -> None:
    """A misspelt column is an error at its place, not a row of failures."""
    with pytest.raises(InputError) as error:
        data("    expect: {doubled: {column: dubble}}\n")
    (problem,) = error.value.problems
    assert (problem.code, problem.hint) == ("absent-column", "did you mean `double`?")
    assert problem.place.line == 5


def test_data_must_be_there(cases: Cases) -> None:
    """A file that cannot be read is told at the line that names it."""
    found = cases("  - case: a\n    data: nowhere.csv\n    expect: {doubled: 1}\n")
    with pytest.raises(InputError) as error:
        list(run_cases(found))
    (problem,) = error.value.problems
    assert (problem.code, problem.place.line) == ("unreadable", 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  - {inputs: {}, expect: {doubled: 1}}\n", "missing-key"),
        ("  - {case: a, expect: {doubled: 1}}\n", "one-of"),
        ("  - {case: a, inputs: {}}\n", "missing-key"),
        ("  - {case: a, inputs: {}, data: b.csv, expect: {doubled: 1}}\n", "one-of"),
        ("  - {case: a, input: {}, expect: {doubled: 1}}\n", "unknown-key"),
        ("  - {case: a, inputs: {}, rows: 3, expect: {doubled: 1}}\n", "option"),
        ("  - {case: a, subjects: {b: {}}, expect: {b: 1}}\n", "value"),
    ],
)
def test_the_form_of_a_file_is_checked(cases: Cases, text: str, code: str) -> None:
    """A case without a sentence, without inputs, or with an option that is out of place."""
    assert code in [problem.code for problem in refused(cases, text)]


def test_a_file_may_name_its_ruleset(tmp_path: Path, cases: Cases) -> None:
    """By a path beside it, or by the id of a shipped one."""
    cases("  - {case: a, inputs: {mark: 4}, expect: {doubled: 25/3}}\n")
    other = tmp_path / "other.cases.yaml"
    for named, reference in (("marks.yaml", "toy/marks@1.0.0"), ("undp/hdi", "undp/hdi@2023.0.0")):
        measure = "doubled" if named == "marks.yaml" else "hdi"
        case = f"{{case: a, inputs: {{}}, expect: {{{measure}: {{known: false}}}}}}"
        other.write_text(f"ruleset: {named}\ncases:\n  - {case}\n", encoding="utf-8")
        found = read_cases(other)
        assert found.ruleset.reference == reference
        assert [result.failures for result in run_cases(found)] == [()]


def test_a_file_without_a_ruleset_says_which_is_meant(tmp_path: Path, cases: Cases) -> None:
    """Whether it names none, or one that is not there."""
    cases("  - {case: a, inputs: {mark: 4}, expect: {doubled: 25/3}}\n")
    other = tmp_path / "other.cases.yaml"
    for head, line in (
        ("", 1),
        ("ruleset: nowhere.yaml\n", 1),
        ("# a note\nruleset: no.yaml\n", 2),
    ):
        other.write_text(f"{head}cases:\n  - {{case: a, inputs: {{}}, expect: {{a: 1}}}}\n")
        with pytest.raises(RulesetError) as error:
            read_cases(other)
        (problem,) = error.value.problems
        assert (problem.code, problem.place.line) == ("unreadable", line)
        assert "beside it" in problem.hint


def test_a_misspelt_key_is_one_problem(cases: Cases) -> None:
    """That `inputs` is missing follows from it, and is not said."""
    (problem,) = refused(cases, "  - {case: a, input: {mark: 4}, expect: {doubled: 25/3}}\n")
    assert (problem.code, problem.hint) == ("unknown-key", "did you mean `inputs`?")


def test_a_folder_gives_all_its_files(tmp_path: Path, cases: Cases) -> None:
    """Case files are found below a folder, beside a ruleset, and by an id."""
    cases("  - {case: a, inputs: {mark: 4}, expect: {doubled: 25/3}}\n")
    file = tmp_path / "marks.cases.yaml"
    assert case_files(str(tmp_path)) == case_files(str(tmp_path / "marks.yaml")) == [file]
    assert [it.name for it in case_files("undp/hdi")] == ["2023.0.0.cases.yaml"]
