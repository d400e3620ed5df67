"""The front door is light, complete, and gives values that travel."""

import pickle
import subprocess
import sys

import pytest

import stp_rules

HEAVY = {
    *("attr", "attrs", "click", "hypothesis", "jsonschema", "matplotlib", "mpmath", "narwhals"),
    *("numpy", "pandas", "polars", "pytest", "stp_rules.engine", "stp_rules.loading", "yaml", "z3"),
}


def test_the_import_loads_nothing_heavy() -> None:
    """A program that imports the library pays for it only when it rates."""
    code = "import sys, stp_rules; print(*sys.modules, sep='\\n')"
    listed = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    loaded = set(listed.stdout.split())
    assert "stp_rules" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize("name", stp_rules.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """What the front door lists can be had from it."""
    assert getattr(stp_rules, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    """So `hasattr` and `from stp_rules import nonsense` behave as they do elsewhere."""
    with pytest.raises(AttributeError, match="nonsense"):
        _ = stp_rules.nonsense


def test_ratings_pickle() -> None:
    """They come back equal, with their trace, so that a cohort can be rated in processes."""
    text = """
language: 1
id: toy/pickle
version: 1.0.0
scales: {grades: [pass, fail]}
inputs: {seen: {}}
levels:
  overall:
    score:
      from: seen
      steps:
        - bands: [{at_least: 1/3, is: pass}, {is: fail}]
          scale: grades
"""
    ratings = stp_rules.evaluate(stp_rules.loads(text), [{"seen": 0.5}, {"seen": None}])
    again = pickle.loads(pickle.dumps(ratings))  # noqa: S301 - these bytes are our own
    assert again == ratings
    assert [rating.value for rating in again] == [rating.value for rating in ratings]
    assert again[0].measures["score"].steps[0].after == "pass"
