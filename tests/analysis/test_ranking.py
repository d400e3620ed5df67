"""Competition ranking by one measure or several."""

from typing import Any

import pytest

from stp_rules.analysis.ranking import rank
from stp_rules.api.rating import evaluate
from stp_rules.engine.result import Ratings
from stp_rules.errors import InputError
from stp_rules.library import loads

RULES = """\
language: 1
id: toy/league
version: 1.0.0
subject: {key: code}
reads: {'': missing}
scales: {grade: [a, b, c]}
inputs:
  points: {better: higher}
  faults: {better: lower, range: {at_least: 0}}
  fair: {type: boolean, better: true}
  size: {better: neither}
  grade_given: {scale: grade}
levels:
  all_of_it:
    points_score: {from: points}
    faults_score: {from: faults}
    fair_play: {from: fair}
    how_large: {from: size}
    grade_shown: {from: grade_given}
"""


def league(**columns: list[Any]) -> Ratings:
    """Rate as many subjects as there are values, with these inputs."""
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    subjects = [{"code": f"s{at}", **row} for at, row in enumerate(rows, 1)]
    return evaluate(loads(RULES), subjects)


def places(ratings: Ratings, *names: str) -> list[tuple[str, int | None]]:
    """Rank, and return each subject's key with its place."""
    return [(rating.key, place) for place, rating in rank(ratings, names)]


def test_ties_share_the_better_place() -> None:
    """The published example: 1, 2, 3, 4, 4, 6; here fewer faults are better."""
    scores = ["1.88", "1.79", "1.53", "1.79", "1.55", "1.73"]
    assert places(league(faults=scores), "faults_score") == [
        ("s3", 1), ("s5", 2), ("s6", 3), ("s2", 4), ("s4", 4), ("s1", 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "column", "values", "order"),
    [
        ("points_score", "points", [1, 3, 2], ["s2", "s3", "s1"]),
        ("faults_score", "faults", [1, 3, 2], ["s1", "s3", "s2"]),
        ("fair_play", "fair", [False, True, False], ["s2", "s1", "s3"]),
        ("grade_shown", "grade_given", ["c", "a", "b"], ["s2", "s3", "s1"]),
    ],
)
def test_the_better_end_goes_first(
    name: str, column: str, values: list[Any], order: list[str]
) -> None:
    """More points, fewer faults, what is true, and the head of the scale."""
    assert [key for key, _ in places(league(**{column: values}), name)] == order


def test_a_second_name_decides_between_equals() -> None:
    """Only what is the same in both is a tie."""
    ratings = league(points=[2, 2, 2, 3], faults=[5, 1, 5, 9])
    assert places(ratings, "points_score", "faults_score") == [
        ("s4", 1), ("s2", 2), ("s1", 3), ("s3", 3),
    ]  # fmt: skip


def test_values_are_compared_exactly() -> None:
    """A difference in the thirtieth place is a difference."""
    ratings = league(points=["1.00000000000000000000000000001", 1, 1])
    assert [place for _, place in places(ratings, "points_score")] == [1, 2, 2]


def test_what_is_not_known_has_no_place() -> None:
    """Who lacks a value, or was refused, stands at the end in the old order."""
    ratings = league(points=[None, 2, "x", 2, None])
    assert places(ratings, "points_score") == [
        ("s2", 1), ("s4", 1), ("s1", None), ("s3", None), ("s5", None),
    ]  # fmt: skip


def test_no_ratings_have_no_places() -> None:
    """Nobody is ranked among nobody."""
    assert rank(Ratings(), ["points_score"]) == []


def test_every_name_that_cannot_rank_is_told() -> None:
    """An unknown name and one without a better end, both at once."""
    with pytest.raises(InputError) as error:
        rank(league(points=[1]), ["point_score", "how_large", "points_score"])
    assert [(it.code, it.hint) for it in error.value.problems] == [
        ("unknown-measure", "did you mean `points_score`?"),
        ("no-direction", "say `better: higher` or `better: lower` on the measure"),
    ]
