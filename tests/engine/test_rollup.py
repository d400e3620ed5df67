"""Rows of members rolled up to their subjects: each way by hand, and what goes wrong."""

from fractions import Fraction
from typing import Any

import pytest

import stp_rules
from stp_rules import State
from stp_rules.engine.values import Unknown

AREAS = stp_rules.loads("""\
language: 1
id: toy/areas
version: 1.0.0
subject: {key: area, member: trust, share: part}
reads: {'': missing, 'Yes': true, 'No': false}
scales:
  rating: [good, fair, poor]
inputs:
  surplus: {better: higher, members: sum}
  income: {members: sum}
  waits: {better: lower, members: mean}
  waits_by_beds: {better: lower, members: {mean: beds}}
  beds: {members: sum}
  names: {type: label, members: count}
  in_measures: {type: boolean, better: false, members: count}
  unsafe: {type: boolean, better: false, members: any}
  longest_wait: {better: lower, members: worst}
  shortest_wait: {better: lower, members: best}
  best_judgement: {scale: rating, members: best}
  worst_judgement: {scale: rating, members: worst}
levels:
  overall:
    margin: {formula: surplus / income}
    everything:
      count:
        of: [waits, waits_by_beds, beds, names, in_measures, unsafe, longest_wait, shortest_wait,
          best_judgement, worst_judgement]
        that_are: {known: true}
    score: {from: margin}
""")


def row(area: str, trust: str, **values: Any) -> dict[str, Any]:
    """Give a member's row, the same for all but for what is said."""
    plain = {
        "surplus": 1, "income": 10, "waits": 4, "waits_by_beds": 4, "beds": 100, "names": trust,
        "in_measures": "No", "unsafe": "No", "longest_wait": 4, "shortest_wait": 4,
        "best_judgement": "fair", "worst_judgement": "fair",
    }  # fmt: skip
    return {"area": area, "trust": trust, **plain, **values}


def rolled(*members: dict[str, Any]) -> dict[str, Any]:
    """Roll up the rows of one area, and return its inputs."""
    (rating,) = stp_rules.evaluate(AREAS, [{"area": "A"}], members=members)
    assert not rating.problems
    return rating.inputs


TWO = (
    row("A", "one", surplus=5, waits=3, waits_by_beds=3, beds=100, in_measures="Yes",
        longest_wait=9, shortest_wait=9, best_judgement="poor", worst_judgement="poor"),
    row("A", "two", surplus=-2, waits=5, waits_by_beds=5, beds=300, unsafe="Yes",
        longest_wait=7, shortest_wait=7, best_judgement="good", worst_judgement="good"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("surplus", 3),
        ("waits", 4),
        ("waits_by_beds", Fraction(3 * 100 + 5 * 300, 400)),
        ("beds", 400),
        ("names", 2),
        ("in_measures", 1),
        ("unsafe", True),
        ("longest_wait", 9),
        ("shortest_wait", 7),
        ("best_judgement", "good"),
        ("worst_judgement", "poor"),
    ],
)
def test_each_way_of_rolling_up(name: str, expected: Any) -> None:
    """Two trusts; of waits the higher is the worse, of categories the later."""
    assert rolled(*TWO)[name] == expected


def test_a_ratio_of_sums_is_not_a_mean_of_ratios() -> None:
    """1 of 10 and 0 of 90 are 1 of 100; the mean of 10% and 0% would be 5%."""
    members = [row("A", "one", surplus=1, income=10), row("A", "two", surplus=0, income=90)]
    (rating,) = stp_rules.evaluate(AREAS, [{"area": "A"}], members=members)
    assert rating["margin"] == Fraction(1, 100)


def test_a_shared_member_counts_by_its_shares() -> None:
    """A has three quarters of the trust between, B a quarter."""
    members = [
        row("A", "own", surplus=2, waits=1),
        row("A", "between", surplus=8, waits=9, part="0.75", in_measures="Yes"),
        row("B", "between", surplus=8, waits=9, part=0.25, in_measures="Yes"),
    ]
    ratings = stp_rules.evaluate(AREAS, [{"area": "A"}, {"area": "B"}], members=members)
    assert not ratings.problems
    first, second = (rating.inputs for rating in ratings)
    assert (first["surplus"], second["surplus"]) == (8, 2)
    assert (first["waits"], second["waits"]) == (Fraction(1 + 9 * 3 / 4) / Fraction(7, 4), 9)
    assert (first["in_measures"], second["in_measures"]) == (Fraction(3, 4), Fraction(1, 4))


def test_shares_must_add_up_to_one() -> None:
    """The areas are rated, and the ratings bear the problem of the row."""
    members = [row("A", "one", part="0.5"), row("B", "one", part=0.25)]
    ratings = stp_rules.evaluate(AREAS, [{"area": "A"}, {"area": "B"}], members=members)
    (problem,) = ratings.problems
    assert problem.code == "shares"
    assert problem.message == "the shares of one add up to 0.75, not to 1"
    assert [rating.state for rating in ratings] == ["rated", "rated"]


@pytest.mark.parametrize("part", ["half", "", "-1"])
def test_a_share_must_be_a_number_from_zero_on(part: str) -> None:
    """Else the area is refused: the column is named, and what to write there.

    That `reads` could say what an empty cell means is not said: it speaks of inputs.
    """
    (rating,) = stp_rules.evaluate(AREAS, [{"area": "A"}], members=[row("A", "one", part=part)])
    assert rating.state == "refused"
    (problem,) = rating.problems
    assert problem.message.startswith("part: ")
    assert (
        problem.hint
        == "write the part that counts for the subject, such as 0.5, or 1 for the whole"
    )


def test_what_one_member_does_not_know_the_area_does_not_know() -> None:
    """And the reason names the member; nothing is taken for zero."""
    found = rolled(TWO[0], row("A", "two", surplus="", worst_judgement=State.SUPPRESSED))
    assert isinstance(found["surplus"], Unknown)
    assert (found["surplus"].state, str(found["surplus"])) == (
        State.MISSING,
        "surplus is missing for two",
    )
    assert found["worst_judgement"].state == State.SUPPRESSED
    assert found["waits"] == Fraction(7, 2)


def test_a_mean_needs_its_weights() -> None:
    """Without the beds of one trust the weighted mean is not known; without any, neither."""
    found = rolled(TWO[0], row("A", "two", beds=None))["waits_by_beds"]
    assert str(found) == "beds is missing for two"
    nothing = rolled(row("A", "one", beds=0))["waits_by_beds"]
    assert str(nothing) == "waits_by_beds of the members: their weights add up to nothing"


def test_a_weight_that_cannot_be_read_is_a_problem_of_its_row() -> None:
    """The subject is refused with the place of the weight, and nothing crashes."""
    (rating,) = stp_rules.evaluate(AREAS, [{"area": "A"}], members=[row("A", "one", beds="many")])
    assert ["beds" in problem.message for problem in rating.problems] == [True]


def test_a_sum_beyond_the_limit_of_digits_is_not_rated() -> None:
    """Members whose shares make a sum too long leave it without a value, and say why."""
    long = "0." + "0" * 380 + "1"
    shares = [Fraction(1, 10**350 + odd) for odd in range(1, 40, 2)]
    rows = [row("A", f"trust {at}", surplus=long, part=it) for at, it in enumerate(shares)]
    found = rolled(*rows)["surplus"]
    assert found.state == State.NOT_RATED
    assert "the limit is 4,000" in str(found)


@pytest.mark.parametrize(
    ("values", "expected"),
    [(["Yes", ""], True), (["No", "No"], False), (["", "Yes"], True)],
)
def test_any_is_decided_by_one_that_is_true(values: list[str], expected: bool) -> None:  # noqa: FBT001 - a truth is what is expected
    """True or unknown is true."""
    assert rolled(*(row("A", f"t{at}", unsafe=it) for at, it in enumerate(values)))["unsafe"] is (
        expected
    )


def test_any_of_false_and_unknown_is_unknown() -> None:
    """Nothing is guessed."""
    found = rolled(row("A", "one", unsafe="No"), row("A", "two", unsafe=""))["unsafe"]
    assert isinstance(found, Unknown)


def test_an_area_without_members_has_nothing() -> None:
    """Its inputs are missing, and it is not rated; the other is."""
    ratings = stp_rules.evaluate(AREAS, [{"area": "A"}, {"area": "B"}], members=TWO)
    assert [rating.state for rating in ratings] == ["rated", "not_rated"]
    assert str(ratings[1].inputs["surplus"]) == "surplus is missing: there are no members"


@pytest.mark.parametrize(
    ("area", "message"),
    [("C", "no subject has the key `C`"), ("", "the member has no subject")],
)
def test_a_homeless_row(area: str, message: str) -> None:
    """It is a problem of its own and changes no rating."""
    ratings = stp_rules.evaluate(
        AREAS, [{"area": "A"}], members=[*TWO, row(area, "three", surplus=99)]
    )
    (problem,) = ratings.problems
    assert (problem.code, problem.message) == ("no-subject", message)
    assert ratings[0].inputs["surplus"] == 3


def test_a_member_s_value_that_cannot_be_read() -> None:
    """The area is refused, with the row."""
    (rating,) = stp_rules.evaluate(AREAS, [{"area": "A"}], members=[row("A", "one", waits="long")])
    assert rating.state == "refused"
    assert [problem.about for problem in rating.problems] == ["member 1"]


def test_without_rows_the_subject_s_own_values_count() -> None:
    """What would be rolled up may be delivered as it is."""
    rating = stp_rules.evaluate(AREAS, {"area": "A", "surplus": 3, "income": 12})
    assert rating["margin"] == Fraction(1, 4)
