"""Small rulesets, good and bad; each bad one stands beside the complete message it gives."""

from pathlib import Path as File

import pytest

from stp_rules import RulesetError, dumps, loads
from stp_rules.loading.document import read_text

CORPUS = File(__file__).parent / "corpus"
GOOD = sorted((CORPUS / "good").glob("*.yaml"))
BAD = sorted((CORPUS / "bad").glob("*.yaml"))


def by_name(file: File) -> str:
    """Name a test after its file."""
    return file.stem


def refusal(file: File) -> RulesetError:
    """Load a bad file under its bare name, and return what is raised."""
    with pytest.raises(RulesetError) as refused:
        loads(read_text(file), file.name)
    return refused.value


@pytest.mark.parametrize("file", GOOD, ids=by_name)
def test_good(file: File) -> None:
    """A good file is loaded under its id."""
    assert loads(read_text(file), file.name).id == "toy/hospital"


@pytest.mark.parametrize("file", GOOD, ids=by_name)
def test_written_and_read_again(file: File) -> None:
    """A ruleset that is written as text and read again is the same ruleset."""
    ruleset = loads(read_text(file), file.name)
    assert loads(dumps(ruleset)) == ruleset


@pytest.mark.parametrize("file", GOOD, ids=by_name)
def test_written_twice(file: File) -> None:
    """A text that was written is written again as it stands."""
    text = dumps(loads(read_text(file), file.name))
    assert dumps(loads(text)) == text


@pytest.mark.parametrize("file", BAD, ids=by_name)
def test_message(file: File) -> None:
    """A bad file gives all of its problems, word for word, and no others."""
    assert f"{refusal(file)}\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", BAD, ids=by_name)
def test_places_lie_inside_the_text(file: File) -> None:
    """Line and column of every problem exist; the column may be the one after the last."""
    lines = read_text(file).splitlines() or [""]
    for problem in refusal(file).problems:
        assert problem.place
        assert lines[problem.place.line - 1] == problem.place.text
        assert 1 <= problem.place.column <= len(problem.place.text) + 1


def test_every_message_has_its_file() -> None:
    """No message is left over from a file that is gone."""
    assert {it.stem for it in (CORPUS / "bad").glob("*.txt")} == {it.stem for it in BAD}
