"""What two versions may differ in by themselves: all else is the same, and need not be walked."""

from collections.abc import Mapping

import pytest

from stp_rules import Ruleset, evaluate, loads
from stp_rules.analysis.comparison import compared_throughout
from stp_rules.engine.plan import make_plan
from stp_rules.proofs.versions.comparing import compared
from stp_rules.proofs.versions.sides import Sides
from toys import SOUND

CAP = "        - no_better_than: fair\n          when: {staff: {above: 99}}\n"
Z_SCORE = (
    "language: 1\nid: toy/cohort\nversion: 1.0.0\nscales: {r: [good, fair, poor]}\n"
    "inputs: {a: {}, b: {type: boolean}}\nlevels:\n  first: {z: {from: a, steps: ["
    "{z_score: {deviation: sample}}]}}\n  overall:\n    rating: {from: z, steps: [\n"
    "      {bands: [{at_least: 1, is: good}, {is: fair}], scale: r},\n"
    "      {no_better_than: poor, when: {b: {is: true}}}]}\n"
)
AGAIN = "{no_better_than: poor, when: {b: {is: true}}}"


def test_a_cap_written_twice_is_the_same_without_the_solver() -> None:
    """Whatever the score and the staff are, a cap that has been met changes nothing more."""
    found = compared(loads(SOUND + CAP), loads(SOUND + CAP + CAP), solving=False)
    assert found.equal


def test_a_cap_of_another_condition_is_not() -> None:
    """The same cap under another condition takes the category from those who meet that alone."""
    other = CAP.replace("99", "60")
    found = compared(loads(SOUND + CAP), loads(SOUND + CAP + other), solving=False)
    assert found.equal is False
    assert found.before
    assert 60 < found.before.inputs["staff"] <= 99


def test_a_cap_written_twice_is_the_same_in_any_cohort() -> None:
    """What gives the same from the same does so beside others too."""
    twice = Z_SCORE.replace(AGAIN, f"{AGAIN}, {AGAIN}")
    assert twice != Z_SCORE
    assert compared(loads(Z_SCORE), loads(twice)).equal


def test_a_cap_lifted_is_another_rating_in_a_cohort() -> None:
    """Who is capped by the one alone is found among those who stand beside each other."""
    without = Z_SCORE.replace("no_better_than: poor", "no_better_than: good")
    found = compared(loads(Z_SCORE), loads(without))
    assert found.equal is False
    assert found.before
    assert found.before.inputs["b"] is True


@pytest.mark.parametrize(("then", "equal"), [("fair", True), ("good", False)])
def test_lines_of_a_decision_that_give_the_same(then: str, equal: bool) -> None:  # noqa: FBT001 - a case
    """A line before another is the same where both give the same; every case is gone through."""
    lines = "[{when: {a: {above: 5}}, then: fair}, {otherwise: poor}]"
    text = (
        "language: 1\nid: toy/lines\nversion: 1.0.0\nscales: {r: [good, fair, poor]}\n"
        f"inputs: {{a: {{}}}}\nlevels: {{overall: {{rating: {{scale: r, decide: {lines}}}}}}}\n"
    )
    more = text.replace("[{when", f"[{{when: {{a: {{above: 7}}}}, then: {then}}}, {{when")
    assert compared(loads(text), loads(more), solving=False).equal is equal


def test_what_rests_on_no_change_is_the_same() -> None:
    """An edge of one score changes that score, and leaves the other alone."""
    one, other = loads(SOUND), loads(SOUND.replace("at_most: 20, is: 2", "at_most: 25, is: 2"))
    assert compared(one, other, output="staff_score").by == "the same rules"
    assert compared(one, other, output="waits_score").equal is False
    assert compared_throughout(one, other).equal is False


def test_a_plan_up_to_a_named_step_is_that_of_its_ruleset() -> None:
    """The solver reads the ruleset of a plan anew: it must not go on beyond the step."""
    text = (
        "language: 1\nid: toy/steps\nversion: 1.0.0\ninputs: {a: {}}\n"
        "levels: {overall: {m: {from: a, steps: [{add: 1, as: more}, {multiply: 0}]}}}\n"
    )
    plan = make_plan(loads(text))
    cut, _ = Sides(plan, plan).towards("more").plans
    (measure,) = make_plan(cut.ruleset).measures
    assert [step.info.step.name for step in measure.steps] == ["more"]


@pytest.mark.parametrize(
    "reader",
    [
        "{from: s}",
        "{decide: [{when: {s: {is: good}}, then: 1}, {otherwise: 0}]}",
        "{count: {of: [s], that_are: {is: good}}}",
    ],
)
def test_a_named_step_on_another_scale_is_another_output(reader: str) -> None:
    """The measure gives the same numbers by places on both scales, but its named step is turned."""
    text = (
        "language: 1\nid: toy/named\nversion: 1.0.0\n"
        "scales: {up: [good, fair], down: [fair, good]}\n"
        "inputs: {a: {range: [0, 10]}, c: {scale: up}, d: {scale: down}}\nresult: r\nlevels:\n"
        "  first: {e: {from: c}, f: {from: d}}\n  overall:\n    m: {from: a, steps: [\n"
        "      {bands: [{at_least: 5, is: FIRST}, {is: LAST}], scale: SCALE, as: s},\n"
        f"      {{scores: {{FIRST: 1, LAST: 0}}}}]}}\n    r: {reader}\n"
    )
    words = ({"FIRST": "good", "LAST": "fair", "SCALE": "up"},)
    words += ({"FIRST": "fair", "LAST": "good", "SCALE": "down"},)
    one, other = (loads(_put_in(text, it)) for it in words)
    assert compared(one, other).equal is False
    assert compared(one, other, output="s").equal is False
    assert compared(one, other, output="m").equal


@pytest.mark.parametrize(
    "measure",
    [
        "{from: a, steps: [{add: 1, when: {p: {at_least: 3}}}]}",
        "{mean: [a, b], need: {p: {at_least: 3}}}",
        "{decide: [{when: {p: {at_least: 3}}, then: 1}, {otherwise: 0}]}",
    ],
)
def test_a_condition_on_a_parameter_is_another_where_its_number_is(measure: str) -> None:
    """With 2 the condition never holds, with 3 it always does, though it is written alike."""
    text = (
        "language: 1\nid: toy/tested\nversion: 1.0.0\nparameters: {p: 2}\n"
        "inputs: {a: {range: [0, 10]}, b: {range: [0, 10]}}\n"
        f"levels: {{overall: {{m: {measure}, r: {{sum: [m, a, b]}}}}}}\n"
    )
    assert compared(loads(text), loads(text.replace("p: 2", "p: 3"))).equal is False


def _put_in(text: str, words: Mapping[str, str]) -> str:
    for word, it in words.items():
        text = text.replace(word, it)
    return text


TESTED = """
language: 1
id: toy/tested
version: 1.0.0
inputs:
  a: {range: [0, 100], better: higher}
  b: {range: [0, 100], better: higher}
  c: {range: [0, 100], better: higher}
levels:
  one:
    grade: {from: c, steps: [{bands: [{at_least: 50, is: 2}, {is: 1}]}]}
    most: {max: [a, b]}
    score: {from: SOURCE, better: higher, NEED steps: [{multiply: 2WHEN}]}
  overall:
    whole: {better: higher, sum: [score, most]}
"""


@pytest.mark.parametrize("solving", [False, True])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("source", "need", "when"),
    [
        ("grade", "", ", when: {a: {above: b}}"),
        ("grade", "need: {a: {above: b}},", ""),
        ("c", "need: {a: {above: 50}},", ""),
    ],
)
def test_a_condition_that_only_one_version_has_may_fail_there(
    source: str,
    need: str,
    when: str,
    turned: bool,  # noqa: FBT001 - a case
    solving: bool,  # noqa: FBT001 - a case
) -> None:
    """The subject with 20, 30 and 60 meets none, so that it is rated otherwise, or not at all."""

    def version(need: str, when: str) -> Ruleset:
        return loads(_put_in(TESTED, {"SOURCE": source, "NEED": need, "WHEN": when}))

    versions = version("", ""), version(need, when)
    one, other = (evaluate(it, {"a": 20, "b": 30, "c": 60})["whole"] for it in versions)
    assert one != other
    found = compared(*versions[:: -1 if turned else 1], solving=solving)
    assert found.equal is False
