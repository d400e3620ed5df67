"""Each word of the language stands in its own file, the catalogue and the schema."""

import ast
import json
from collections.abc import Container, Iterator, Mapping
from importlib import resources
from pathlib import Path as File

import pytest

import stp_rules
from stp_rules.language.catalogue import SOURCES, STEPS

ROOT = File(stp_rules.__file__).parent
CATALOGUE = "language/catalogue.py"

COMMON = {"count", "from", "max", "mean", "min", "sum"}
"""Words of sources that are also functions of formulas, ways of rolling up or keys of documents."""

HOMONYMS: Mapping[str, set[str]] = {
    "uses.py": {"no_better_than", "no_worse_than"},  # tests of conditions
    "language/conditions.py": {"no_better_than", "no_worse_than"},
    "testing/choices.py": {"no_better_than", "no_worse_than"},
    "testing/expectations.py": {"no_better_than", "no_worse_than"},
    "language/formulas.py": {"add"},  # Python's own syntax tree
    "loading/schema.py": {"formula"},  # a format of JSON Schema
    "proofs/domain/ruled.py": {"no_better_than", "no_worse_than"},
    "readings/symbols.py": {"sum"},  # a function of z3
    "render/titles.py": {"bands", "formula", "goalposts", "points", "round"},  # codes of problems
    "tables/results.py": {"rank"},  # a column
}
"""By file, what is called the same there and is no step or source."""

EVERY = set(STEPS)
COHORT = {"clusters", "min_max", "percentile", "quantile_bands", "rank", "z_score"}

STEPS_ELSEWHERE: Mapping[str, set[str]] = {
    # A checker of certificates has what it checks by from nobody else.
    "verifying/steps.py": COHORT | {"goalposts", "power", "round"},
    # Rulesets that are drawn so that they never punish improvement.
    "testing/generated.py": EVERY - {"add", "limit", "power", "set"},
    # How a subject's own value acts on its cohort is known of each statistic by itself.
    "proofs/domain/lengths.py": {"min_max"},
    "proofs/domain/ruled.py": COHORT,
    "proofs/questions/inside.py": COHORT - {"clusters"},
    "proofs/walk/relative.py": COHORT,
    # Two ways of writing the same are told by the words that they are written with.
    "proofs/versions/pairing.py": {"add", "shift"},
    "proofs/versions/sayings.py": {"add", "multiply", "quantile_bands", "rank", "z_score"},
}
"""By file, the steps that stand there too: what a new step may have to touch beside its own."""

SOURCES_ELSEWHERE: Mapping[str, set[str]] = {
    # The engine makes one plan of each source, and a source can be put in place of another.
    "engine/plan.py": {"count", "decide", "formula", "from"},
    "engine/sources.py": {"count", "from"},
    "analysis/nearest.py": {"from"},
    "proofs/versions/slicing.py": {"from"},
    "proofs/walk/combinations.py": {"decide", "from"},
    "proofs/walk/decisions.py": {"decide"},
    "proofs/walk/walk.py": {"decide"},
    # The address of a line of a decision.
    "analysis/explanation.py": {"count", "decide"},
    "checking/overlaps.py": {"decide"},
    "engine/result.py": {"decide"},
    "proofs/questions/reaching.py": {"decide"},
    "readings/symbols.py": {"decide"},
    # Weights, directions and bounds, which each way of combining has by a rule of its own.
    "analysis/effective.py": {"from"},
    "analysis/weights.py": {"from", "geometric_mean"},
    "checking/directions.py": {"formula", "from"},
    "proofs/domain/lengths.py": {"geometric_mean", "median"},
    "proofs/domain/ruled.py": set(SOURCES) - COMMON | {"count", "from"},
    "proofs/versions/sayings.py": {"from", "geometric_mean"},
    "proofs/walk/bounds.py": {"geometric_mean", "median"},
    # The checker's own.
    "verifying/checker.py": {"from"},
    "verifying/sources.py": {"geometric_mean", "median"},
    # Rulesets drawn at random, and what cases cover.
    "testing/coverage.py": {"formula"},
    "testing/generated.py": {"decide", "formula", "geometric_mean", "median"},
}
"""By file, the sources that stand there too."""


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


def found(every: Container[str]) -> dict[str, set[str]]:
    """Return for each file the words, of some, that it names beside its own."""
    own = homes()
    files = {file.relative_to(ROOT).as_posix(): file for file in ROOT.rglob("*.py")}
    named = {
        path: {it for it in spoken(file) if it in every and own[it] != path}
        - HOMONYMS.get(path, set())
        for path, file in files.items()
        if path != CATALOGUE
    }
    return {path: words for path, words in named.items() if words}


def test_no_step_stands_anywhere_else() -> None:
    """So a new step is one file; what is listed above is to shrink."""
    assert found(STEPS) == STEPS_ELSEWHERE


def test_no_source_stands_anywhere_else() -> None:
    """The engine and the walk have a way of their own for each, and are listed above."""
    assert found(SOURCES) == SOURCES_ELSEWHERE


@pytest.mark.parametrize("word", homes())
def test_a_word_stands_in_its_file_and_in_the_schema(word: str) -> None:
    """The file and the class of a word are found by its name, and an editor knows the word."""
    file, it = ROOT / homes()[word], {**STEPS, **SOURCES}[word]
    assert file.stem.rstrip("_") == it.word == word
    assert it.__name__ == word.title().replace("_", "")
    assert word in set(spoken(file)) | COMMON
    schema = resources.files("stp_rules.loading").joinpath("ruleset-1.schema.json")
    assert word in keys(json.loads(schema.read_text(encoding="utf-8")))


def keys(node: object) -> set[str]:
    """Return every key of a JSON document."""
    if isinstance(node, dict):
        return set(node).union(*map(keys, node.values()))
    return set().union(*map(keys, node)) if isinstance(node, list) else set()
