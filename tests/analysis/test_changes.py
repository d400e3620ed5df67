"""What stands differently in two rulesets."""

from typing import Any

import pytest
from hypothesis import given, settings

import stp_rules
from stp_rules.analysis.changes import apply, diff, needed
from stp_rules.library import Edition, editions, load
from stp_rules.testing.generated import rulesets, written

TEXT = """\
language: 1
id: toy/changes
version: 1.0.0
parameters: {heavy: 3}
inputs:
  a: {better: higher}
  b: {better: higher}
levels:
  overall:
    plain: {mean: [a, b]}
    highest: {max: [a, b]}
    score:
      mean: {plain: heavy, highest: 1}
      steps:
        - bands: [{at_least: 50, is: 1}, {is: 0}]
"""
CHANGES = [
    ("heavy: 3", "heavy: 4", [("parameters.heavy", 3, 4)]),
    (
        "plain: {mean: [a, b]}",
        "plain: {mean: {a: 2, b: 1}}",
        [("levels.overall.plain.mean.a", 1, 2)],
    ),
    (
        "at_least: 50",
        "at_least: 60",
        [("levels.overall.score.steps[0].bands[0].at_least", 50, 60)],
    ),
    (
        "plain: {mean: [a, b]}",
        "plain: {title: Plain, mean: [a, b]}",
        [("levels.overall.plain.title", None, "Plain")],
    ),
    (
        "    score:\n",
        "    lowest: {min: [a, b]}\n    score:\n",
        [("levels.overall.lowest", None, {"min": ["a", "b"]})],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_each_change_has_its_address(old: str, new: str, expected: list[Any]) -> None:
    """And what stood there, and what stands there now; the other way round likewise."""
    assert TEXT.count(old) == 1
    before, after = stp_rules.loads(TEXT), stp_rules.loads(TEXT.replace(old, new))
    found = [(str(it.address), it.before, it.after) for it in diff(before, after)]
    assert found == expected
    back = [(str(it.address), it.after, it.before) for it in diff(after, before)]
    assert back == expected


@pytest.mark.parametrize("edition", editions(), ids=lambda it: f"{it.family}@{it.version}")
def test_nothing_differs_from_itself(edition: Edition) -> None:
    """Nor from itself written out and read again."""
    ruleset = load(edition.file)
    assert diff(ruleset, stp_rules.loads(stp_rules.dumps(ruleset))) == ()


def _versions() -> list[tuple[Edition, Edition]]:
    known = list(editions())
    return [(one, other) for one in known for other in known if one.family == other.family]


@pytest.mark.parametrize(("one", "other"), _versions(), ids=lambda it: it.version)
def test_changes_lead_from_one_version_to_another(one: Edition, other: Edition) -> None:
    """What differs, applied to the first of two versions of a family, gives the second."""
    before, after = load(one.file), load(other.file)
    assert apply(diff(before, after), before) == after


@settings(max_examples=30)
@given(rulesets(), rulesets())
def test_changes_lead_anywhere(one: dict[str, Any], other: dict[str, Any]) -> None:
    """The same between any two rulesets, and the way back takes away what was added."""
    before, after = (stp_rules.loads(written(it)) for it in (one, other))
    changes = diff(before, after)
    assert apply(changes, before) == after
    back = diff(after, before)
    assert sum(it.how == "added" for it in changes) == sum(it.how == "gone" for it in back)


KINDS = [
    ("at_least: 50", "above: 50", "band", "changed", "minor"),
    ("{at_least: 50, is: 1}", "{at_least: 50, is: 2}", "value of a band", "changed", "minor"),
    ("highest: 1}", "highest: 4}", "weight", "changed", "minor"),
    ("heavy: 3", "heavy: 4", "parameter", "changed", "minor"),
    ("{max: [a, b]}", "{max: [a, b], missing: ignore}", "missing policy", "added", "minor"),
    ("a: {better: higher}", "a: {better: higher, title: A}", "words", "added", "patch"),
    ("b: {better: higher}", "b: {better: higher, type: number}", None, None, "patch"),
    ("version: 1.0.0", "version: 1.0.1", "head", "changed", "patch"),
    (
        "highest: {max: [a, b]}\n",
        "highest: {max: [a, b]}\n    low: {min: [a, b]}\n",
        "measure",
        "added",
        "major",
    ),
]


@pytest.mark.parametrize(("old", "new", "what", "how", "bump"), KINDS)
def test_kinds(old: str, new: str, what: str | None, how: str | None, bump: str) -> None:
    """A change has a kind, and its kind tells what step of the version it needs."""
    assert TEXT.count(old) == 1
    changes = diff(stp_rules.loads(TEXT), stp_rules.loads(TEXT.replace(old, new)))
    assert [(it.what, it.how) for it in changes] == ([(what, how)] if what else [])
    assert needed(changes) == bump


def test_a_band_more_is_one_change() -> None:
    """The bands after it have not changed; both places are those in the two texts."""
    new = TEXT.replace("[{at_least: 50, is: 1}", "[{at_least: 70, is: 2}, {at_least: 50, is: 1}")
    (change,) = diff(stp_rules.loads(TEXT, "old.yaml"), stp_rules.loads(new, "new.yaml"))
    assert (change.what, change.how) == ("band", "added")
    assert change.place is None
    assert change.new_place
    assert change.new_place.file == "new.yaml"
