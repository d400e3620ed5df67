"""Each word of the language stands in its own file, the catalogue and the schema."""

import ast
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path as File

import pytest

import stp_rules
from stp_rules.language.catalogue import SOURCES, STEPS

ROOT = File(stp_rules.__file__).parent
CATALOGUE = "language/catalogue.py"

COMMON = {"count", "from", "max", "mean", "min", "sum"}
"""Words of sources that are also functions of formulas, ways of rolling up or keys of documents."""

HOMONYMS: Mapping[str, set[str]] = {}
"""By file, what is no step or source there: a test of a condition, a name of people's tables."""

ELSEWHERE: Mapping[str, set[str]] = {}
"""By file, the words that stand there too. Each is a place that a new word may have to touch."""


def homes() -> dict[str, str]:
    """Return the file of each word."""
    every = {**STEPS.homes, **SOURCES.homes}
    return {
        word: f"language/words/{home.partition(':')[0].replace('.', '/')}.py"
        for word, home in every.items()
    }


def spoken(file: File) -> Iterator[str]:
    """Give the words that a file names: as a text of its own, or by their class."""
    classes = {it.__name__: it.word for it in (*STEPS.values(), *SOURCES.values())}
    texts = {*STEPS, *SOURCES} - COMMON
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Constant(str() as text) if text in texts:
                yield text
            case ast.Name(name) | ast.Attribute(attr=name) | ast.alias(name) if name in classes:
                yield classes[name]


def found() -> dict[str, set[str]]:
    """Return for each file the words that it names, but for its own."""
    own = homes()
    files = {file.relative_to(ROOT).as_posix(): file for file in ROOT.rglob("*.py")}
    named = {
        path: {word for word in spoken(file) if own[word] != path} - HOMONYMS.get(path, set())
        for path, file in files.items()
        if path != CATALOGUE
    }
    return {path: words for path, words in named.items() if words}


def test_no_word_stands_anywhere_else() -> None:
    """So a new word is one file; what is listed here is to shrink."""
    assert found() == ELSEWHERE


@pytest.mark.parametrize("word", homes())
def test_a_word_stands_in_its_file_and_in_the_schema(word: str) -> None:
    """The file of a word is found by its name, and an editor knows the word."""
    file = ROOT / homes()[word]
    assert file.stem.rstrip("_") == word
    assert word in set(spoken(file)) | COMMON
    schema = resources.files("stp_rules.loading").joinpath("ruleset-1.schema.json")
    assert word in keys(json.loads(schema.read_text(encoding="utf-8")))


def keys(node: object) -> set[str]:
    """Return every key of a JSON document."""
    if isinstance(node, dict):
        return set(node).union(*map(keys, node.values()))
    return set().union(*map(keys, node)) if isinstance(node, list) else set()
