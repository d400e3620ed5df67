"""YAML to plain data, with the place of everything."""

from pathlib import Path as File

import pytest

from stp_rules import RulesetError
from stp_rules.errors import Problem
from stp_rules.loading.document import DEEPEST, LARGEST, read_document, read_text
from stp_rules.paths import Path

TEXT = """\
first: {a: 1, b: [x, 'y z', 3]}
second:
  - one
  - two: "quoted"
third: >-
  folded
  text
"""


def refused(text: str) -> tuple[Problem, ...]:
    """Read a text that cannot be read, and return why."""
    with pytest.raises(RulesetError) as found:
        read_document(text, "it.yaml")
    return found.value.problems


def test_data() -> None:
    """Mappings, lists and words come out as they stand."""
    assert read_document(TEXT, "it.yaml").data == {
        "first": {"a": 1, "b": ["x", "y z", 3]},
        "second": ["one", {"two": "quoted"}],
        "third": "folded text",
    }


@pytest.mark.parametrize(
    ("address", "line", "column", "width"),
    [
        ("first", 1, 8, 24),
        ("first.a", 1, 12, 1),
        ("first.b", 1, 18, 13),
        ("first.b[1]", 1, 22, 5),
        ("second[0]", 3, 5, 3),
        ("second[1].two", 4, 10, 8),
        ("third", 5, 8, 2),
        ("first.b[1].deeper", 1, 22, 5),
    ],
)
def test_places_of_values(address: str, line: int, column: int, width: int) -> None:
    """A value is underlined on its first line; what is not there is at what encloses it."""
    place = read_document(TEXT, "it.yaml").places.find(Path.parse(address))
    assert place
    assert (place.line, place.column, place.width) == (line, column, width)


def test_places_of_names() -> None:
    """The name of a value stands before it."""
    place = read_document(TEXT, "it.yaml").places.find(Path.parse("second[1].two"), key=True)
    assert place
    assert (place.line, place.column, place.width) == (4, 5, 3)


def test_places_of_words() -> None:
    """A word is found in a value of several lines, and whole."""
    places = read_document("a: xy + y\nb: >\n  one\n  two\n", "it.yaml").places
    inside, below = places.find(Path(("a",)), word="y"), places.find(Path(("b",)), word="two")
    assert inside
    assert below
    assert (inside.line, inside.column) == (1, 9)
    assert (below.line, below.column) == (4, 3)


def test_items_by_name() -> None:
    """A member of a list has the address that it would have in a mapping."""
    places = read_document("mean: [waits, beds]\n", "it.yaml").places
    assert Path.parse("mean.beds") in places
    assert Path.parse("mean.staff") not in places
    place = places.find(Path.parse("mean.beds"))
    assert place
    assert place.column == 15


def test_too_large() -> None:
    """A file over 1 MiB is not even parsed."""
    (problem,) = refused("# " + "x" * LARGEST)
    assert problem.code == "too-large"


def test_just_small_enough() -> None:
    """A file of exactly 1 MiB is read."""
    text = "a: b\n#"
    assert read_document(text + "x" * (LARGEST - len(text)), "it.yaml").data == {"a": "b"}


def test_too_deep() -> None:
    """Reading stops where the nesting becomes too deep."""
    (problem,) = refused("[" * 500)
    assert problem.code == "too-deep"
    assert problem.place
    assert problem.place.column == DEEPEST + 2


def test_far_too_deep() -> None:
    """What is nested so deep that the parser itself gives up is refused as too deep."""
    (problem,) = refused("[" * 5000)
    assert problem.code == "too-deep"


def test_just_not_too_deep() -> None:
    """Forty levels are read."""
    data = read_document("[" * DEEPEST + "]" * DEEPEST, "it.yaml").data
    for _ in range(DEEPEST - 1):
        (data,) = data
    assert data == []


def test_what_was_refused_before_is_told_too() -> None:
    """A text that ends in nonsense still has the problems that came before."""
    assert [it.code for it in refused("a: no\nb: [\n")] == ["surprise", "syntax"]


def test_a_file_that_is_not_there(tmp_path: File) -> None:
    """The system says why a file cannot be read."""
    with pytest.raises(RulesetError, match="cannot be read: No such file"):
        read_text(tmp_path / "none.yaml")


def test_a_file_of_another_encoding(tmp_path: File) -> None:
    """A file as older spreadsheets save it is refused, not guessed."""
    file = tmp_path / "latin.yaml"
    file.write_bytes("title: caf\xe9".encode("latin-1"))
    with pytest.raises(RulesetError, match="is not a text in UTF-8"):
        read_text(file)


def test_a_mark_at_the_beginning(tmp_path: File) -> None:
    """The mark that some editors put before a text is no part of it."""
    file = tmp_path / "marked.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: b")
    assert read_text(file) == "a: b"


@pytest.mark.parametrize("name", ["\u2018Yes\u2019", "\u201c*\u201d", "\u201enein\u201c", "«oui»"])
def test_the_quotes_of_a_word_processor_are_no_quotes(name: str) -> None:
    """They would be a part of the name, and the word that is meant would not be read."""
    text = f"reads: {{{name}: missing}}"
    (problem,) = read_document(text, "x.yaml").problems
    assert problem.code == "surprise"
    assert problem.hint == "write straight ones, or none"


def test_an_apostrophe_in_a_name_is_left_alone() -> None:
    """It stands between letters."""
    assert not read_document("titles: {children\u2019s ward: 1}", "x.yaml").problems
