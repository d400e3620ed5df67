"""A counterexample can be delivered by a reader: as a whole, or by the rows of members."""

from fractions import Fraction

import pytest

from stp_rules import loads, prove
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import make_plan
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.values import State
from stp_rules.proofs.search.delivering import deliveries

METHOD = """
language: 1
id: toy/members
version: 1.0.0
subject: {key: area, member: trust, share: part}
scales: {g: [good, poor]}
inputs:
  a: {range: [0, 100], better: lower, members: sum}
  beds: {range: {at_least: 0}, members: sum}
  waits: {range: [0, 10], members: {mean: beds}}
  flag: {type: boolean, members: count}
  trusts: {members: count}
  judged: {scale: g, members: worst}
levels:
  overall:
    other: {sum: [beds, waits, flag, trusts]}
    told: {from: judged}
    r:
      from: a
      steps:
        - bands: [{at_most: 150, is: good}, {at_most: 160, is: poor}, {is: good}]
          scale: g
promises: [better_never_hurts, total]
"""


def test_a_sum_beyond_the_range_of_one_member_is_made_of_several() -> None:
    """The search goes on, and what it finds can be rated: here 160 and 161 of members."""
    verdicts = prove(loads(METHOD))
    assert [it.outcome for it in verdicts] == ["refuted", "proved"]
    (example,) = verdicts[0].counterexamples
    assert example.before is not None
    assert example.after is not None
    assert example.after.inputs["a"] < example.before.inputs["a"]
    assert [str(it.category) for it in (example.before, example.after)] == ["good", "poor"]


WHOLE: dict[str, Raw] = {
    "a": Exact(150),
    "beds": Exact(3),
    "waits": Exact(7),
    "flag": Exact(1),
    "trusts": Exact(2),
    "judged": 1,
}


def test_all_that_is_rolled_up_comes_of_the_same_members() -> None:
    """Two members: the sum is halved, the mean is of each, one flag is up, and two are counted."""
    plan = make_plan(loads(METHOD))
    (found,) = deliveries(plan, [WHOLE]) or [None]
    assert found is not None
    assert len(found.rows) == 2
    assert [it["a"] for it in found.rows] == [75, 75]
    assert [it["flag"] for it in found.rows] == [True, False]
    rating = found.rated(plan)
    seen = {name: rating.inputs[name] for name in WHOLE}
    assert seen == {"a": 150, "beds": 3, "waits": 7, "flag": 1, "trusts": 2, "judged": "poor"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trusts", Exact(Fraction(3, 2))),
        ("flag", Exact(Fraction(1, 2))),
        ("waits", Exact(11)),
        ("flag", Exact(3)),
    ],
)
def test_what_no_members_give_is_no_example(name: str, value: Raw) -> None:
    """One and a half trusts, a mean beyond its range, and more flags than members."""
    assert deliveries(make_plan(loads(METHOD)), [{**WHOLE, name: value}]) is None


def test_what_is_in_range_is_delivered_as_a_whole() -> None:
    """No rows are made up where none are needed."""
    missing = Unknown(State.MISSING, "")
    (found,) = deliveries(make_plan(loads(METHOD)), [{**WHOLE, "a": missing}]) or [None]
    assert found is not None
    assert found.rows == ()


WEIGHED = """
language: 1
id: toy/weighed
version: 1.0.0
subject: {key: area, member: trust}
inputs: {w: {members: sum}, a: {range: [10, 50], members: {mean: w}}}
levels: {overall: {r: {formula: a + w}}}
"""


@pytest.mark.parametrize(("before", "after"), [(20, 60), (60, 20), (40, 2), (55, 60)])
def test_a_mean_beyond_the_range_of_its_members_moves_by_one_of_them(
    before: int, after: int
) -> None:
    """Who delivers both subjects has two members of the same weights, and one of them moves."""
    plan = make_plan(loads(WEIGHED))
    found = deliveries(plan, [{"w": Exact(3), "a": Exact(it)} for it in (before, after)]) or []
    assert [it.rated(plan).inputs["a"] for it in found] == [before, after]
    one, other = (it.rows for it in found)
    assert [it["w"] for it in one] == [it["w"] for it in other]
    assert [it["a"] for it in one][1:] == [it["a"] for it in other][1:]
