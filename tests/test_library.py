"""Rulesets found by path or by id."""

import os
from pathlib import Path as File

import pytest
from attrs import evolve

from stp_rules import RulesetError, load, loads
from stp_rules.errors import Problem
from stp_rules.language.ruleset import Input, Level, Measure, Ruleset
from stp_rules.language.values import FrozenMap
from stp_rules.language.words.sources.from_ import From
from stp_rules.library import Edition, editions, find, locate
from stp_rules.loading.dump import dumps

TEXT = """\
language: 1
id: toy/hospital
version: 1.0.0
inputs: {waits: {}}
levels: {overall: {score: {from: waits}}}
"""


def problem_of(name: str, folder: File) -> Problem:
    """Look for what is not there, and return what is said."""
    with pytest.raises(RulesetError) as refused:
        find(name, folder)
    (problem,) = refused.value.problems
    return problem


@pytest.fixture
def folder(tmp_path: File) -> File:
    """Fill a folder with versions of two families, and with files that are no rulesets."""
    names = [
        "toy/hospital/1.10.0.yaml",
        "toy/hospital/1.9.0.yaml",
        "toy/hospital/2.0.0-draft.2.yaml",
        "toy/hospital/2.0.0-draft.1.yaml",
        "toy/hospital/1.9.0.cases.yaml",
        "toy/hospital/notes.yaml",
        "country/1.0.0-rc.yaml",
    ]
    for name in names:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_editions(folder: File) -> None:
    """Versions are ordered by their numbers, and a draft stands before what it becomes."""
    assert [(it.family, it.version) for it in editions(folder)] == [
        ("country", "1.0.0-rc"),
        ("toy/hospital", "1.9.0"),
        ("toy/hospital", "1.10.0"),
        ("toy/hospital", "2.0.0-draft.1"),
        ("toy/hospital", "2.0.0-draft.2"),
    ]


def test_a_draft_comes_before_its_version() -> None:
    """2.0.0-draft.1 is older than 2.0.0."""
    draft, done = (Edition("toy", version, File()) for version in ("2.0.0-draft.1", "2.0.0"))
    assert draft.order < done.order


def test_the_newest_is_no_draft(folder: File) -> None:
    """An id alone means the newest version that is not a draft."""
    assert find("toy/hospital", folder).version == "1.10.0"


def test_a_draft_where_there_is_nothing_else(folder: File) -> None:
    """A family of drafts alone has a newest one."""
    assert find("country", folder).version == "1.0.0-rc"


def test_one_version(folder: File) -> None:
    """A version is found by its number."""
    assert find("toy/hospital@1.9.0", folder).file == folder / "toy/hospital/1.9.0.yaml"


def test_a_misspelt_family(folder: File) -> None:
    """The nearest family is offered."""
    problem = problem_of("toy/hospitl", folder)
    assert problem.message == "no ruleset is called toy/hospitl"
    assert problem.hint == "did you mean `toy/hospital`?"


def test_a_family_far_off(folder: File) -> None:
    """All families are listed."""
    hint = "known: country, toy/hospital; or give a file's path"
    assert problem_of("weather", folder).hint == hint


def test_a_version_that_is_not_there(folder: File) -> None:
    """The versions of the family are listed."""
    problem = problem_of("country@2.0.0", folder)
    assert problem.message == "no version 2.0.0 of country"
    assert problem.hint == "versions: 1.0.0-rc"


def test_a_path_is_a_path(tmp_path: File) -> None:
    """What ends like a file, or is one, is taken for one."""
    plain = tmp_path / "ruleset"
    plain.write_text(TEXT, encoding="utf-8")
    assert locate(plain) == plain
    assert locate("not/there.yml") == File("not/there.yml")


def test_shipped_rulesets_are_found() -> None:
    """Those that come with the package are found by their id."""
    assert load("undp/hdi").id == "undp/hdi"


def test_a_changed_file_is_read_anew(tmp_path: File) -> None:
    """What was loaded before does not hide what stands in the file now."""
    file = tmp_path / "it.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert load(file).version == "1.0.0"
    file.write_text(TEXT.replace("1.0.0", "1.0.11"), encoding="utf-8")
    assert load(file).version == "1.0.11"


def test_a_file_that_is_not_there() -> None:
    """The path is told."""
    with pytest.raises(RulesetError, match=r"none\.yaml cannot be read"):
        load("none.yaml")


def test_a_ruleset_built_in_python_is_checked() -> None:
    """It is handed back, or refused as a text would be."""
    inputs = FrozenMap({"waits": Input()})
    levels = (Level("overall", (Measure("score", From("waits")),)),)
    ruleset = Ruleset("toy/hospital", "1.0.0", levels, "score", inputs)
    assert load(ruleset) is ruleset
    assert ruleset == loads(TEXT)
    with pytest.raises(RulesetError, match="nothing uses the input `beds`"):
        load(Ruleset("a", "1.0.0", levels, "score", FrozenMap({**inputs, "beds": Input()})))


def test_a_path_is_read_from_where_we_are(tmp_path: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same path names another file in another folder, however alike the two are."""
    for version in ("1.0.0", "2.0.0"):
        file = tmp_path / version / "it.yaml"
        file.parent.mkdir()
        file.write_text(TEXT.replace("1.0.0", version), encoding="utf-8")
        os.utime(file, (0, 0))
        monkeypatch.chdir(file.parent)
        assert load("it.yaml").version == version


@pytest.mark.parametrize("text", [TEXT, "{language: 1, id: toy}", TEXT.replace("\n", " ")])
def test_a_text_is_no_path(text: str) -> None:
    """What reads a text is told."""
    with pytest.raises(RulesetError, match="give a text to `loads`"):
        load(text)


def test_a_name_that_is_too_long() -> None:
    """It names no file, and no ruleset."""
    with pytest.raises(RulesetError, match="no ruleset is called aaa"):
        load("a" * 5000)


@pytest.mark.parametrize("inputs", ["{a: {rnge: [0, 1]}}", "{a: {type: nmber}}"])
def test_a_broken_input_hides_nothing_else(inputs: str) -> None:
    """The levels are checked too, and all problems stand in the order of the text."""
    text = TEXT.replace("{waits: {}}", inputs).replace("from: waits", "from: nothing")
    with pytest.raises(RulesetError) as refused:
        loads(text)
    lines = [problem.place.line for problem in refused.value.problems if problem.place]
    assert lines == sorted(lines)
    assert set(lines) == {4, 5}


@pytest.mark.parametrize(
    "number", ["9" * 5000, f"1/{'9' * 5000}", f"'1/{'9' * 5000}'", f"0.{'9' * 5000}"]
)
def test_a_long_number_in_a_ruleset(number: str) -> None:
    """It is refused, wherever it stands."""
    text = TEXT.replace("from: waits", f"from: waits, steps: [{{add: {number}}}]")
    with pytest.raises(RulesetError):
        loads(text)
    with pytest.raises(RulesetError):
        loads(f"{TEXT}parameters: {{p: {number}}}\n")


def test_a_quotient_between_quotes() -> None:
    """It is the same number in a parameter and in an edge."""
    steps = "steps: [{bands: [{at_least: '1/3', is: 1}, {is: 0}]}]"
    quoted = TEXT.replace("from: waits", f"from: waits, {steps}")
    assert loads(quoted) == loads(quoted.replace("'", ""))


def test_a_comma_in_a_title() -> None:
    """A word that it cuts off is explained, though it holds no blank."""
    with pytest.raises(RulesetError, match="quote the text before it"):
        loads(TEXT.replace("{waits: {}}", "{waits: {title: Cost, quality}}"))


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\ufeff", "\x7f"])
def test_unseen_signs_are_written_and_read(sign: str) -> None:
    """A title keeps them."""
    ruleset = evolve(loads(TEXT), title=f"a{sign}b")
    assert loads(dumps(ruleset)) == ruleset
