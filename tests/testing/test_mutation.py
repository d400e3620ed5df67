"""Changes of a ruleset: which are made, which no case notices, and which change nothing."""

from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings

from stp_rules import evaluate, loads
from stp_rules.analysis.differences import diff
from stp_rules.checking.ruleset import problems
from stp_rules.engine.values import Unknown
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import FrozenMap
from stp_rules.testing import generated
from stp_rules.testing.cases import read_cases
from stp_rules.testing.differences import Search, searched
from stp_rules.testing.mutation import Trial, mutants, trial_text, tried

RULES = """\
language: 1
id: toy/everything
version: 1.0.0
scales: {grade: [good, fair, poor], word: [yes_, no_]}
parameters: {heavy: 2}
inputs:
  waits: {range: [0, 100], better: lower}
  staff: {range: [0, 100], better: higher}
  said: {scale: word}
  notice: {type: boolean, better: false}
levels:
  scores:
    of_waits: {from: waits, steps: [{bands: [{at_most: 10, is: 2}, {is: 1}]}]}
    of_staff: {from: staff, steps: [{goalposts: {worst: 0, best: 80, to: [1, 2]}}]}
    of_said: {from: said, steps: [{scores: {yes_: 2, no_: 1}}, {limit: {at_most: 1.5}}]}
    of_both: {from: staff, steps: [{points: {0: 1, 50: 2}}, {round: {to: 0.5, half: up}}]}
    marked:
      decide:
        - {when: {notice: {is: true}}, then: 1}
        - {when: {staff: {known: true}}, then: 2}
        - {otherwise: 1.5}
  overall:
    score:
      mean: {of_waits: heavy, of_staff: 1, of_said: 1, of_both: 1, marked: 1}
      missing: ignore
      need: {share: 0.5}
    passed: {count: {of: [of_waits, of_staff], that_are: {at_least: 1.5}}, need: 2}
    rating:
      from: score
      steps:
        - {bands: [{at_least: 1.8, is: good}, {at_least: 1.4, is: fair}, {is: poor}], scale: grade}
        - {no_better_than: fair, when: {notice: {is: true}}}
"""

CHANGES = """\
inputs... parameters.heavy: 2 -> 3
parameters.heavy: 2 -> 1
levels.scores.of_waits.steps[0].bands[0].at_most: at_most 10 -> below 10
levels.scores.of_waits.steps[0].bands[0].at_most: 10 -> 11
levels.scores.of_waits.steps[0].bands[0].at_most: 10 -> 9
levels.scores.of_staff.steps[0].goalposts.best: 80 -> 81
levels.scores.of_staff.steps[0].goalposts.to[1]: 2 -> 3
levels.scores.of_said.steps[0].scores.yes_: 2 -> 3
levels.scores.of_said.steps[1].limit.at_most: 1.5 -> 1.6
levels.scores.of_said.steps[1]: limit {at_most: 1.5} -> gone
levels.scores.of_both.steps[0].points.50: 50: 2 -> 51: 2
levels.scores.of_both.steps[0].points.50: 50: 2 -> 50: 3
levels.scores.of_both.steps[1]: round {to: 0.5, half: up} -> gone
levels.scores.marked.decide[0]: then 1 -> gone
levels.scores.marked.decide[0].when.notice.is: is true -> is_not true
levels.scores.marked.decide[1].when.staff.known: true -> false
levels.overall.score.mean.of_staff: 1 -> 2
levels.overall.score.missing: ignore -> not_rated
levels.overall.score.need: need {share: 0.5} -> gone
levels.overall.score.need.share: 0.5 -> 0.6
levels.overall.passed.count.that_are.at_least: at_least 1.5 -> above 1.5
levels.overall.passed.need: 2 -> 1
levels.overall.rating.steps[0].bands[1].at_least: 1.4 -> 1.3
levels.overall.rating.steps[1]: no_better_than fair -> gone
levels.overall.rating.steps[1].when: when {notice: {is: true}} -> always
levels.overall.rating.steps[1].when.notice.is: is true -> is_not true
""".replace("inputs... ", "")


@cache
def told(ruleset: Ruleset) -> set[str]:
    """Write every change."""
    return {f"{it.path}: {it.before} -> {it.after}" for it in mutants(ruleset)}


@pytest.mark.parametrize("change", CHANGES.splitlines())
def test_changes_of_every_kind_are_made(change: str) -> None:
    """Edges, strictness, weights, goalposts, points, scores, conditions, lines, policies, needs."""
    assert change in told(loads(RULES))


def test_what_cannot_be_used_is_no_change() -> None:
    """A score of no members, or an edge past its neighbour, would be refused."""
    text = RULES.replace("at_least: 1.4, is: fair", "at_least: 1.7, is: fair")
    assert "levels.overall.rating.steps[0].bands[1].at_least: 1.7 -> 1.8" not in told(loads(text))
    assert "levels.overall.rating.steps[0].bands[1].at_least: 1.7 -> 1.6" in told(loads(text))


def test_no_point_is_moved_onto_another() -> None:
    """There would be one less, and a line between two points that are one."""
    text = RULES.replace("points: {0: 1, 50: 2}", "points: {0: 1, 1: 1.5, 50: 2}")
    made = told(loads(text))
    assert "levels.scores.of_both.steps[0].points.1: 1: 1.5 -> 2: 1.5" in made
    assert "levels.scores.of_both.steps[0].points.1: 1: 1.5 -> 0: 1.5" not in made
    assert "levels.scores.of_both.steps[0].points.0: 0: 1 -> 1: 1" not in made


@settings(max_examples=settings().max_examples // 2)
@given(data=generated.rulesets())
def test_a_mutant_differs_in_one_place(data: dict[str, Any]) -> None:
    """It is free of problems, and all that differs stands at or around the place that is named."""
    before = loads(generated.written(data))
    plain = evolve(before, promises=(), evidence_for=FrozenMap(), places=None)
    for mutant in islice(mutants(before), 30):
        assert not problems(mutant.ruleset)
        changes = diff(plain, mutant.ruleset)
        assert changes
        around = tuple(mutant.path)[:3]
        assert all(tuple(it.address)[: len(around)] == around for it in changes)


Files = Callable[[str, str], Trial]


@pytest.fixture
def trial(tmp_path: Path) -> Files:
    """Try the changes of a ruleset on cases, which are written after `cases:`."""

    def trial(rules: str, cases: str) -> Trial:
        (tmp_path / "toy.yaml").write_text(rules, encoding="utf-8")
        file = tmp_path / "toy.cases.yaml"
        file.write_text(f"cases:\n{cases}", encoding="utf-8")
        found = tried(read_cases(file))
        assert str(file) in trial_text(found, read_cases(file))
        return found

    return trial


HEAD = "language: 1\nid: toy/one\nversion: 1.0.0\ninputs: {x: {better: higher}}\n"
ONE = HEAD + "levels: {o: {score: {from: x, steps: [{bands: [{at_least: 50, is: 2}, {is: 1}]}]}}}\n"
PINNED = """\
  - {case: on the edge, inputs: {x: 50}, expect: {score: 2}}
  - {case: below, inputs: {x: 49}, expect: {score: 1}}
  - {case: close below, inputs: {x: 49.9}, expect: {score: 1}}
"""
SLOPPY = "  - {case: well above, inputs: {x: 90}, expect: {score: 2}}\n"


def test_cases_on_both_sides_of_an_edge_notice_all(trial: Files) -> None:
    """The edge at 51 or 49, and above 50: 50 and 49 tell; each outcome is expected."""
    found = trial(ONE, PINNED)
    assert (found.unnoticed, found.idle, found.failing, found.percent) == ((), (), (), 100)
    assert len(found.noticed) == 7


def test_each_change_that_nobody_notices_has_a_subject_who_would(trial: Files) -> None:
    """Rated by both rulesets, that subject has the two values that are told."""
    found = trial(ONE, SLOPPY)
    assert found.percent == 100 * 2 / 7
    assert {it.mutant.after for it in found.unnoticed} == {"51", "49", "above 50", "0", "2"}
    for it in found.unnoticed:
        assert it.difference
        rulesets = (loads(ONE), it.mutant.ruleset)
        one, other = (evaluate(ruleset, it.difference.inputs).value for ruleset in rulesets)
        assert (one, other) == (it.difference.before, it.difference.after)
        assert one != other
        assert not isinstance(one, Unknown)


ONE_LEVEL = "language: 1\nid: toy/one\nversion: 1.0.0\ninputs: {{{}}}\nlevels: {{o: {}}}\n"
RANKS = "{r: {from: a, steps: [{rank: {best: highest, ties: lowest, need: 4}}]}}"


def unnoticed(trial: Files, levels: str, case: str, inputs: str = "a: {}, b: {}") -> Trial:
    """Try the changes of one level of a ruleset on one case."""
    return trial(ONE_LEVEL.format(inputs, levels), f"  - {case}\n")


def test_a_subject_is_found_on_an_edge_behind_a_mean(trial: Files) -> None:
    """A mean of exactly 50 tells `at_least` from `above`: one input is solved for the other."""
    bands = "bands: [{at_least: 50, is: 2}, {is: 1}]"
    levels = f"{{s: {{mean: [a, b]}}, r: {{from: s, steps: [{{{bands}}}]}}}}"
    found = unnoticed(trial, levels, "{case: one, inputs: {a: 99, b: 98}, expect: {r: 2}}")
    (strict,) = [it for it in found.unnoticed if it.mutant.after == "above 50"]
    assert strict.difference
    assert sum(strict.difference.inputs.values()) == 100  # type: ignore[arg-type]


def test_a_cohort_is_found_where_its_ties_decide(trial: Files) -> None:
    """Two of a cohort have one number; the case says what each version makes of the subject."""
    case = "{case: one, inputs: {a: 1}, expect: {r: {known: false}}}"
    found = unnoticed(trial, RANKS, case, "a: {}")
    (tied,) = [it for it in found.unnoticed if it.mutant.after == "highest"]
    assert tied.difference
    scene, at = tied.difference.scene, tied.difference.at
    assert len(scene.subjects) >= 4
    assert scene.subjects.count(scene.subjects[at]) > 1
    before = evaluate(loads(ONE_LEVEL.format("a: {}", RANKS)), scene.subjects)[at].value
    assert before == tied.difference.before
    assert evaluate(tied.mutant.ruleset, scene.subjects)[at].value == tied.difference.after
    assert before != tied.difference.after


def test_a_narrower_range_is_told_by_who_is_refused(trial: Files) -> None:
    """What only one of the rulesets accepts is refused by the other, and a case can count that."""
    case = "{case: one, inputs: {a: 5}, expect: {r: 5}}"
    found = unnoticed(trial, "{r: {from: a}}", case, "a: {range: [0, 10]}")
    assert len(found.unnoticed) == 6
    for it in found.unnoticed:
        assert it.difference
        assert "refused" in {it.difference.before, it.difference.after}


def test_where_nobody_is_found_it_says_how_many_were_tried() -> None:
    """A search without an end found, nor a proof, tells what it went through."""
    told = "nobody found was rated otherwise; tried: 300 subjects, 60 cohorts"
    assert str(Search(None, 300, 60)) == told


def test_what_no_time_is_left_for_is_told(tmp_path: Path, trial: Files) -> None:
    """Without a second to look, changes that no case notices are listed all the same."""
    trial(ONE, SLOPPY)
    cases = read_cases(tmp_path / "toy.cases.yaml")
    late = tried(cases, seconds=0)
    assert len(late.unnoticed) == 5
    assert trial_text(late, cases).count("nobody was looked for: the time limit was over") == 5


def test_a_change_that_changes_nothing_is_proved_idle(trial: Files) -> None:
    """Both members are the same, so that the weight of neither plays a part in their mean."""
    scores = "a: {from: x}, b: {from: x}"
    rules = HEAD + f"levels: {{s: {{{scores}}}, o: {{score: {{mean: {{a: 1, b: 1}}}}}}}}\n"
    found = trial(rules, "  - {case: any, inputs: {x: 7}, expect: {score: 7}}\n")
    doubled = {str(it.path) for it in found.idle if it.after == "2"}
    assert doubled == {"levels.o.score.mean.a", "levels.o.score.mean.b"}
    (alike,) = [it for it in found.idle if it.after == "median"]
    assert str(alike.path) == "levels.o.score.mean"
    assert {it.after for it in found.noticed} == {"sum"}
    assert {it.mutant.after for it in found.unnoticed} <= {"geometric_mean"}


def test_nothing_is_tried_where_a_case_fails(trial: Files) -> None:
    """A case that fails anyway notices nothing."""
    found = trial(ONE, SLOPPY.replace("score: 2", "score: 3"))
    assert found == Trial(failing=("well above",))
    assert found.percent == 0


def test_what_is_not_noticed_is_told_with_its_line(tmp_path: Path, trial: Files) -> None:
    """First how many, then each with its place and with who would notice it."""
    found = trial(ONE, SLOPPY)
    first, second, third, *_ = trial_text(found, read_cases(tmp_path / "toy.cases.yaml")).split(
        "\n"
    )
    assert first.endswith("7 changes of the ruleset; 2 of 7 (28 percent) are noticed by a case")
    assert "toy.yaml:5:" in second
    assert "at_least 50 -> above 50" in second
    assert third == "    for example x 50: `score` is 2, and with the change 1"


NARROW = """
language: 1
id: toy/narrow
version: 1.0.0
scales: {g: [good, poor]}
inputs: {a: {range: [0, 1000]}}
levels:
  overall:
    s: {from: a, steps: [{round: {digits: 0, half: up}}]}
    r: {from: s, steps: [{bands: [{at_least: 742, is: good}, {is: poor}], scale: g}]}
"""


def test_a_subject_is_found_where_only_a_narrow_stretch_tells() -> None:
    """Rounded up always, 741.2 is 742 and good; rounded to the nearest it is 741 and poor."""
    before, after = loads(NARROW), loads(NARROW.replace("half: up", "toward: ceiling"))
    found = searched(before, after).difference
    assert found is not None
    assert 741 < found.inputs["a"] < 741.5
    assert [str(evaluate(it, found.inputs)["r"]) for it in (before, after)] == ["poor", "good"]


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (
            (
                "parameters: {t: {2016-04-01: 1, 2017-04-01: 2}}\n"
                "inputs: {a: {range: [0, 100]}}\n"
                "levels: {l: {m: {from: a, steps: [{add: t}]}}}\n"
            ),
            "2016-04-01",
            "2016-04-02",
            "on 2016-04-01",
        ),
        (
            (
                "inputs: {a: {}, p: {type: label}, z: {}}\n"
                "levels:\n"
                "  l:\n"
                "    o: {from: z, missing: {fill: mean, within: p}}\n"
                "    m: {from: a, missing: {suppressed: {fill: mean, within: p}}}\n"
                "    r: {sum: [o, m]}\n"
            ),
            "suppressed: {fill: mean, within: p}",
            "suppressed: not_rated",
            "a suppressed",
        ),
        (
            (
                "subject: {key: k, member: t}\n"
                "inputs:\n"
                "  beds: {range: {at_least: 0}, members: sum}\n"
                "  a: {range: [0, 100], members: {mean: beds}}\n"
                "levels: {l: {m: {from: a, need: {beds: {above: 0}}}}}\n"
            ),
            "above: 0",
            "at_least: 0",
            "beds 0",
        ),
    ],
)
def test_a_plain_witness_is_found(text: str, old: str, new: str, told: str) -> None:
    """A day without numbers, a value of the cohort that is suppressed, a whole without members."""
    head = "language: 1\nid: toy/witness\nversion: 1.0.0\n"
    found = searched(loads(head + text), loads(head + text.replace(old, new)))
    assert told in str(found.difference)
