"""What stands differently in two rulesets."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import stp_rules
from stp_rules.analysis import changes as types
from stp_rules.analysis.changes import BandAdded, Change, needed
from stp_rules.analysis.differences import apply, diff
from stp_rules.language.ruleset import Ruleset
from stp_rules.library import Edition, editions, load
from stp_rules.loading.document import Document
from stp_rules.loading.ruleset import read_ruleset
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


SPARE = "    spare: {max: [a, b]}\n"
SECOND = "    second: {from: u, steps: [{scores: {good: 2, middle: 1, poor: 0}}]}\n"
HEAD = """\
language: 1
id: toy/whole
version: 1.0.0
evidence: reported
subject: {key: code}
scales: {grade: {good: Good, poor: Poor}, other: {good: High, middle: Middle, poor: Low}}
parameters: {heavy: 3, light: 1}
inputs:
  a: {title: First, range: [0, 100], better: higher}
  b: {range: [0, 100], better: higher}
  t: {scale: grade}
  u: {scale: other}
levels:
"""
PARTS = """\
  parts:
    doubled: {formula: 2 * a}
    plain: {mean: {a: 2, b: 1}, missing: ignore, need: 1}
    lowest: {min: [a, b]}
    scored: {from: t, steps: [{scores: {good: 2, poor: 1}}]}
    drawn:
      from: a
      steps: [{points: {0: 0, 50: 5, 100: 9}}, {goalposts: {worst: 0, best: 10, to: [0, 1]}}]
    high: {count: {of: [a, b], that_are: {at_least: 50}}}
    said: {scale: grade, decide: [{when: {a: {at_least: 9}}, then: good}, {otherwise: poor}]}
"""
SCORE = """\
  overall:
    score:
      mean: {plain: heavy, lowest: light}
      steps:
        - {add: 1}
        - {bands: [{at_least: 50, is: 2}, {at_least: 20, is: 1}, {is: 0}], as: banded}
        - {set: 0, when: {t: {is: poor}}}
"""
OVERALL = SCORE + SPARE + SECOND
END = """\
result: score
promises: [total, {withholding_never_pays: {except: [a], because: it is}}]
"""
WHOLE = HEAD + PARTS + OVERALL + END

TYPES = [
    ("version: 1.0.0", "version: 1.0.1", "HeadChanged", "patch"),
    ("title: First", "title: The first", "WordingChanged", "patch"),
    ("evidence: reported", "evidence: published", "EvidenceChanged", "patch"),
    ("[total, {w", "[total, better_never_hurts, {w", "PromiseMade", "patch"),
    ("[total, {w", "[{w", "PromiseWithdrawn", "patch"),
    ("except: [a]", "except: [b]", "PromiseChanged", "patch"),
    ("  t: {scale", "  more: {}\n  t: {scale", "InputAdded", "major"),
    ("  b: {range: [0, 100]", "  b: {range: [0, 99]", "RangeChanged", "minor"),
    ("range: [0, 100], better: higher}\n  t", "range: [0, 100]}\n  t", "DirectionChanged", "minor"),
    ("{key: code}", "{key: id}", "ReadingChanged", "minor"),
    ("u: {scale: other}", "u: {scale: grade}", "InputTypeChanged", "major"),
    ("Low}}", "Low}, more: [up, down]}", "ScaleAdded", "major"),
    ("middle: Middle,", "middle: Middle, lower: Lower,", "CategoryAdded", "major"),
    ("poor: Low}}", "poor: Lowest}}", "CategoryRelabelled", "major"),
    ("middle: Middle, poor: Low", "poor: Low, middle: Middle", "CategoriesReordered", "minor"),
    ("light: 1}", "light: 1, unused: 2}", "ParameterAdded", "minor"),
    ("light: 1}", "light: 2}", "ParameterChanged", "minor"),
    ("  overall:\n", "  more: {m: {from: a}}\n  overall:\n", "LevelAdded", "major"),
    ("    spare:", "    another: {from: a}\n    spare:", "MeasureAdded", "major"),
    ("result: score", "  more: {m: {from: a}}\nresult: score", "LevelAdded", "major"),
    (SPARE + SECOND, SECOND + SPARE, "MeasuresReordered", "minor"),
    (PARTS + OVERALL, OVERALL + PARTS, "LevelsReordered", "minor"),
    ("result: score", "result: spare", "ResultChanged", "major"),
    ("spare: {max", "spare: {median", "SourceChanged", "minor"),
    ("spare: {max: [a, b]}", "spare: {from: a}", "SourceChanged", "minor"),
    ("{mean: {a: 2, b: 1}", "{mean: {a: 2, b: 1, doubled: 1}", "MemberAdded", "minor"),
    ("{min: [a, b]}", "{min: [a, b, plain]}", "MemberAdded", "minor"),
    ("{mean: {a: 2, b: 1}", "{mean: {b: 1}", "MemberRemoved", "minor"),
    ("{of: [a, b]", "{of: [b]", "MemberRemoved", "minor"),
    ("{mean: {a: 2, b: 1}", "{mean: {a: 3, b: 1}", "WeightChanged", "minor"),
    ("2 * a", "3 * a", "FormulaChanged", "minor"),
    (
        "{otherwise: poor}",
        "{when: {b: {at_least: 9}}, then: good}, {otherwise: poor}",
        "DecisionLineAdded",
        "minor",
    ),
    ("{otherwise: poor}", "{otherwise: good}", "DecisionLineChanged", "minor"),
    ("that_are: {at_least: 50}", "that_are: {at_least: 60}", "ConditionChanged", "minor"),
    ("{t: {is: poor}}", "{t: {is: good}}", "ConditionChanged", "minor"),
    ("missing: ignore", "missing: {missing: ignore}", "MissingPolicyChanged", "minor"),
    ("need: 1", "need: 2", "NeedChanged", "minor"),
    ("- {add: 1}", "- {add: 1}\n        - {multiply: 2}", "StepAdded", "minor"),
    ("spare: {max: [a, b]}", "spare: {max: [a, b], steps: [{add: 1}]}", "StepAdded", "minor"),
    ("        - {add: 1}\n", "", "StepRemoved", "minor"),
    (
        ", steps: [{scores: {good: 2, poor: 1}}]",
        ", steps: [{scores: {good: 2, poor: 0}}]",
        "ScoreChanged",
        "minor",
    ),
    ("- {add: 1}", "- {add: 2}", "StepChanged", "minor"),
    ("- {add: 1}", "- {multiply: 2}", "StepChanged", "minor"),
    ("as: banded", "as: by_band", "StepRenamed", "minor"),
    (
        "{at_least: 20, is: 1}",
        "{at_least: 30, is: 1.5}, {at_least: 20, is: 1}",
        "BandAdded",
        "minor",
    ),
    ("{at_least: 20, is: 1}, ", "", "BandRemoved", "minor"),
    ("at_least: 20", "at_least: 30", "BandMoved", "minor"),
    ("at_least: 20", "above: 20", "BandChanged", "minor"),
    ("at_least: 20, is: 1", "at_least: 20, is: 1.5", "BandValueChanged", "minor"),
    (
        "{at_least: 20, is: 1}",
        "{at_least: 20, is: 1, note: old}",
        "WordingChanged",
        "patch",
    ),
    ("50: 5,", "40: 4, 50: 5,", "PointAdded", "minor"),
    ("50: 5, ", "", "PointRemoved", "minor"),
    ("50: 5,", "50: 6,", "PointMoved", "minor"),
    ("best: 10", "best: 12", "GoalpostMoved", "minor"),
]


@pytest.mark.parametrize(("old", "new", "kinds", "bump"), TYPES)
def test_types(old: str, new: str, kinds: str, bump: str) -> None:
    """A change has a type, which tells what step of the version it needs, and leads there."""
    assert WHOLE.count(old) == 1
    before, after = read(WHOLE), read(WHOLE.replace(old, new))
    changes = diff(before, after)
    assert [type(it).__name__ for it in changes] == kinds.split()
    assert needed(changes) == bump


@pytest.mark.parametrize(("old", "new", "kinds"), [it[:3] for it in TYPES])
def test_types_the_other_way_round(old: str, new: str, kinds: str) -> None:
    """What is added one way is removed the other way; all else has the same type."""
    back = {"Added": "Removed", "Removed": "Added", "Made": "Withdrawn", "Withdrawn": "Made"}
    changes = diff(read(WHOLE.replace(old, new)), read(WHOLE))
    found = [type(it).__name__ for it in changes]
    expected = [re.sub("|".join(back), lambda it: back[it[0]], kind) for kind in kinds.split()]
    assert sorted(found) == sorted(expected)


def read(text: str) -> Ruleset:
    """Read a ruleset whose form is right, whatever the checks would say of it."""
    return read_ruleset(text, "whole.yaml", _no_parent).ruleset


def _no_parent(extends: str, child: Document) -> Document:
    raise AssertionError(f"{child.places.file} extends {extends}")


def test_every_type_is_met() -> None:
    """No type of change stands in the library that no two rulesets show."""
    given = {kind for *_, kinds, _ in TYPES for kind in kinds.split()}
    assert {it.__name__ for it in _types()} == given | {
        kind.replace("Added", "Removed") for kind in given
    }


def _types() -> set[type[Change]]:
    """Return the types of changes that rulesets are shown to have: those that have names."""
    return {it for it in vars(types).values() if _is_type(it) and not it.__name__.startswith("_")}


def _is_type(it: object) -> bool:
    return isinstance(it, type) and issubclass(it, Change) and it is not Change


def test_every_type_is_documented() -> None:
    """The page of the front door names each of them, as it stands in the JSON."""
    page = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
    assert {it.__name__ for it in _types()} <= set(re.findall(r"`(\w+)`", page))


def test_a_band_more_is_one_change() -> None:
    """The bands after it have not changed; both places are those in the two texts."""
    new = TEXT.replace("[{at_least: 50, is: 1}", "[{at_least: 70, is: 2}, {at_least: 50, is: 1}")
    (change,) = diff(stp_rules.loads(TEXT, "old.yaml"), stp_rules.loads(new, "new.yaml"))
    assert isinstance(change, BandAdded)
    assert change.place is None
    assert change.new_place
    assert change.new_place.file == "new.yaml"
