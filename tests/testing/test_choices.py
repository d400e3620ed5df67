"""Every choice that a ruleset can write is changed by some mutant, or it is said why none does."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import isclass
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import attrs
import pytest

from stp_rules import language, loads
from stp_rules.checking.ruleset import problems
from stp_rules.testing.mutation import Mutant, mutants

PLAIN = """\
language: 1
id: toy/plain
version: 1.0.0
scales: {grade: [good, fair, poor], word: [yes_, maybe, no_]}
parameters: {heavy: 2, rate: {2024-01-01: 1, 2025-01-01: 1.5}}
reads: {'*': suppressed}
inputs:
  waits: {range: [0, 100]}
  staff: {range: {above: 0, below: 90}, reads: {none: 1}}
  said: {scale: word, reads: {agreed: yes_}}
  notice: {type: boolean, better: false}
  region: {type: label, values: [north, south, east]}
levels:
  scores:
    of_waits:
      from: waits
      missing: {missing: {fill: 3}, suppressed: not_rated}
      steps:
        - {bands: [{at_most: 10, is: 3}, {at_most: 20, is: 2}, {is: 1}]}
        - {limit: {at_least: 1, at_most: 2.5}}
        - {multiply: 1.5}
        - {power: {to: 3}, when: {staff: {between: [1, 60]}}}
        - {set: 1, when: {all: [{region: {in: [north, south]}}, {notice: {is: true}}]}}
    of_staff:
      from: staff
      steps: [{goalposts: {worst: 1, best: 80, to: [1, 2], curve: log}}, {add: 0.5}]
    of_said: {from: said, steps: [{scores: {yes_: 3, maybe: 2, no_: 1}}]}
    of_both: {formula: 2 * waits + rate * staff, steps: [{points: {0: 1, 50: 2}}]}
    rounded: {from: waits, steps: [{round: {digits: 1, half: up}}]}
    marked:
      decide:
        - {when: {any: [{notice: {is: true}}, {staff: {known: true}}]}, then: 1}
        - {when: {not: {said: {better_than: maybe}}, region: {is: north}}, then: 2}
        - {otherwise: 1.5}
  overall:
    score:
      mean: {of_waits: heavy, of_staff: 1, of_said: 1, of_both: 1, marked: 1}
      missing: ignore
      need: {share: 0.5}
    grown: {geometric_mean: [of_waits, of_said], zero: is_zero}
    passed: {count: {of: [of_waits, of_staff], that_are: {at_least: 1.5}}, need: 1}
    checked: {from: rounded, need: {notice: {known: true}}}
    rating:
      from: score
      steps:
        - {bands: [{at_least: 1.8, is: good}, {at_least: 1.4, is: fair}, {is: poor}], scale: grade}
        - {no_better_than: fair, when: {notice: {is: true}}}
        - {shift: {worse: 1}, when: {staff: {below: 5}}}
    helped: {from: said, steps: [{no_worse_than: maybe, when: {notice: {is: true}}}]}
"""

COHORT = """\
language: 1
id: toy/cohort
version: 1.0.0
inputs:
  a: {range: [0, 100]}
  b: {}
  region: {type: label}
  kind: {type: label}
levels:
  parts:
    z: {from: a, steps: [{z_score: {deviation: sample, need: 3}}]}
    m: {from: a, steps: [{min_max: {to: [0, 10]}}]}
    p: {from: a, steps: [{percentile: {ties: mean, within: region}}]}
    r:
      from: a
      steps: [{rank: {best: highest, ties: lowest, tie_break: {b: lowest}, within: kind}}]
    q: {from: a, steps: [{quantile_bands: {cuts: [0.25, 0.5], definition: linear, on_cut: upper}}]}
    c: {from: a, steps: [{clusters: {count: 2}}]}
    f: {from: b, missing: {fill: mean, within: region}}
  overall: {score: {mean: [z, m, p, r, q, c, f]}}
"""

MEMBERS = """\
language: 1
id: toy/members
version: 1.0.0
subject: {key: org, member: unit}
inputs:
  beds: {members: {mean: size}}
  size: {members: sum}
  worst: {members: worst, better: lower}
levels: {overall: {score: {sum: [beds, size, worst]}}}
"""

TEXTS = (PLAIN, COHORT, MEMBERS)

SAID = "it is printed, and rates nobody"
NAMED = "it names what is read: another name is another method, and leaving it out is tried"
KIND = "it says what kind of value this is; another kind would not fit what reads it"

REASONS: dict[str, str] = {
    "Says.evidence": SAID,
    "Says.source": SAID,
    "Says.note": SAID,
    "Publication.title": SAID,
    "Publication.publisher": SAID,
    "Publication.date": SAID,
    "Publication.url": SAID,
    "Ruleset.scales": "what reads a scale is changed itself",
    "Scale.labels": "what reads the order is changed itself: caps, floors, shifts, comparisons",
    "Input.title": SAID,
    "Input.type": KIND,
    "Input.scale": KIND,
    "Input.values": "it says which labels there are; what reads a label is changed itself",
    "Input.unit": SAID,
    "Input.column": "it says where a table has the value",
    "Input.says": SAID,
    "Parameter.title": SAID,
    "Parameter.says": SAID,
    "Comparison.name": NAMED,
    "Name.name": NAMED,
    "From.name": NAMED,
    "Decide.scale": KIND,
    "Branch.because": SAID,
    "Branch.says": SAID,
    "Band.says": SAID,
    "Bands.scale": KIND,
    "Shift.last": "the plan fills it in",
    "Step.name": "it is what the step is asked for by",
    "Step.because": SAID,
    "Step.says": SAID,
    "Measure.name": "it is what the measure is read by",
    "Measure.title": SAID,
    "Measure.unit": SAID,
    "Measure.better": "it is what promises read, and rates nobody",
    "Measure.says": SAID,
    "Level.name": "it is what the level is read by",
    "Promise.kind": "promises are kept or broken by a method, and rate nobody",
    "Promise.excepted": "promises rate nobody",
    "Promise.of": "promises rate nobody",
    "Promise.inside": "promises rate nobody",
    "Promise.because": SAID,
    "Subject.key": "it says where a table has the key",
    "Subject.label": "it says where a table has the name",
    "Subject.member": "it says where a table has the member",
    "Subject.share": "it says where a table has the share",
    "Period.start": "it says when the version is chosen",
    "Period.end": "it says when the version is chosen",
    "Ruleset.result": "cases expect measures by their names",
    **dict.fromkeys(
        (f"Ruleset.{it}" for it in ("id", "version", "title", "status", "says", "evidence_for")),
        SAID,
    ),
    "Ruleset.effective": "it says when the version is chosen",
    "Ruleset.sources": SAID,
    "Ruleset.subject": "its columns are no choice of method",
    "Ruleset.promises": "promises rate nobody",
}
"""The fields of the model that no mutant changes, each with the reason."""

HELPERS = {"_Costs", "Itself", "Kind", "Summary", "Surprise", "Use", "Variant"}
"""Classes that are no part of a ruleset."""


def modules() -> list[ModuleType]:
    """Return every module of the language."""
    found = walk_packages(language.__path__, f"{language.__name__}.")
    return [import_module(it.name) for it in found]


def fields() -> set[str]:
    """Return every field of every class of the language that plays a part in equality."""
    classes = {it for module in modules() for it in vars(module).values() if isclass(it)}
    return {
        f"{kind.__name__}.{it.name}"
        for kind in filter(attrs.has, classes)
        if kind.__module__.startswith("stp_rules.language") and kind.__name__ not in HELPERS
        for it in attrs.fields(kind)
        if it.eq and not it.inherited
    }


def differing(before: Any, after: Any, where: str) -> Iterator[str]:
    """Give the fields in which two values of the model differ, from the whole to the deepest."""
    if before == after and type(before) is type(after):
        return
    yield where
    if type(before) is not type(after):
        return
    if attrs.has(type(before)):
        for it in attrs.fields(type(before)):
            if it.eq:
                where = f"{owner(type(before), it.name)}.{it.name}"
                yield from differing(getattr(before, it.name), getattr(after, it.name), where)
    elif isinstance(before, tuple) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from differing(one, other, where)
    elif isinstance(before, Mapping):
        for key in before.keys() & after.keys():
            yield from differing(before[key], after[key], where)


def owner(kind: type, name: str) -> str:
    """Return the class that declares a field."""
    declaring = [it for it in kind.__mro__ if attrs.has(it) and name in attrs.fields_dict(it)]
    return declaring[-1].__name__


@cache
def every(text: str) -> tuple[Mutant, ...]:
    """Return the mutants of a text."""
    return tuple(mutants(loads(text)))


@cache
def touched() -> set[str]:
    """Return every field that a mutant of one of the texts changes."""
    found: set[str] = set()
    for text in TEXTS:
        before = loads(text)
        plain = attrs.evolve(before, promises=(), places=None)
        for mutant in every(text):
            found.update(differing(plain, mutant.ruleset, "Ruleset"))
    return found


def test_every_choice_is_changed_or_it_is_said_why_not() -> None:
    """A field that the model gains is named here until mutation knows it."""
    assert fields() - touched() - REASONS.keys() == set()


def test_what_is_said_not_to_be_changed_is_not() -> None:
    """A reason that is no longer true goes."""
    assert REASONS.keys() <= fields()
    leaves = REASONS.keys() - touched()
    assert leaves == REASONS.keys()


@pytest.mark.parametrize("text", TEXTS, ids=("plain", "cohort", "members"))
def test_each_mutant_can_be_used_and_is_told_by_its_own_sentence(text: str) -> None:
    """No two sentences are the same, and no two rulesets."""
    found = every(text)
    told = [str(it) for it in found]
    assert sorted(told) == sorted(set(told))
    assert len({it.ruleset for it in found}) == len(found)
    for it in found:
        assert not problems(it.ruleset)


EDITS = [
    (PLAIN, "half: up", "half: even"),
    (PLAIN, "half: up", "half: away"),
    (PLAIN, "half: up", "toward: zero"),
    (PLAIN, "digits: 1, half", "digits: 0, half"),
    (PLAIN, "no_better_than: fair", "no_better_than: poor"),
    (PLAIN, "no_worse_than: maybe", "no_worse_than: yes_"),
    (PLAIN, "shift: {worse: 1}", "shift: {better: 1}"),
    (PLAIN, "shift: {worse: 1}", "shift: {worse: 2}"),
    (PLAIN, "'*': suppressed", "'*': missing"),
    (PLAIN, "none: 1}", "none: 0}"),
    (PLAIN, "agreed: yes_", "agreed: maybe"),
    (PLAIN, "range: [0, 100]", "range: [0, 99]"),
    (PLAIN, "range: [0, 100]", "range: {above: 0, at_most: 100}"),
    (PLAIN, "curve: log", "curve: linear"),
    (PLAIN, "curve: log", "curve: log, beyond: extend"),
    (PLAIN, "points: {0: 1, 50: 2}", "points: {0: 1, 50: 2}, beyond: not_rated"),
    (PLAIN, "zero: is_zero", "zero: not_rated"),
    (PLAIN, "geometric_mean: [of_waits, of_said], zero: is_zero", "max: [of_waits, of_said]"),
    (PLAIN, "at_least: 1.4, is: fair", "at_least: 1.4, is: poor"),
    (PLAIN, "any: [{notice", "all: [{notice"),
    (PLAIN, "in: [north, south]", "in: [north]"),
    (PLAIN, "in: [north, south]", "in: [north, east]"),
    (PLAIN, "otherwise: 1.5", "otherwise: 1.6"),
    (PLAIN, "2 * waits", "3 * waits"),
    (PLAIN, "2 * waits + rate", "2 * waits - rate"),
    (PLAIN, "2025-01-01: 1.5", "2025-01-02: 1.5"),
    (PLAIN, "2025-01-01: 1.5", "2025-01-01: 1.6"),
    (PLAIN, "missing: {fill: 3}", "missing: not_rated"),
    (PLAIN, "missing: {fill: 3}", "missing: {fill: 4}"),
    (COHORT, "deviation: sample", "deviation: population"),
    (COHORT, "need: 3", "need: 2"),
    (COHORT, "to: [0, 10]", "to: [0, 11]"),
    (COHORT, "ties: mean", "ties: lowest"),
    (COHORT, "ties: mean, within: region", "ties: mean"),
    (COHORT, "ties: mean, within: region", "ties: mean, within: kind"),
    (COHORT, "best: highest", "best: lowest"),
    (COHORT, "ties: lowest", "ties: highest"),
    (COHORT, "{b: lowest}", "{b: highest}"),
    (COHORT, "tie_break: {b: lowest}, ", ""),
    (COHORT, "definition: linear", "definition: hazen"),
    (COHORT, "on_cut: upper", "on_cut: lower"),
    (COHORT, "cuts: [0.25", "cuts: [0.26"),
    (COHORT, "count: 2", "count: 3"),
    (COHORT, "fill: mean, within: region", "fill: mean"),
    (MEMBERS, "members: worst", "members: best"),
    (MEMBERS, "better: lower", "better: higher"),
]


@pytest.mark.parametrize(("text", "before", "after"), EDITS)
def test_what_a_thorough_tester_would_edit_is_among_the_changes(
    text: str, before: str, after: str
) -> None:
    """The text with one edit by hand is a mutant, word for word."""
    assert text.count(before) == 1
    edited = attrs.evolve(loads(text.replace(before, after)), promises=(), places=None)
    assert edited in {it.ruleset for it in every(text)}
