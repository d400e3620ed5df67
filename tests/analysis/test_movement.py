"""Progress between two periods, on a method small enough for the head."""

from fractions import Fraction
from typing import Any

import pytest

import stp_rules
from stp_rules.analysis.movement import Movement, counted, movements
from stp_rules.render.movement import movements_text

RULES = stp_rules.loads("""\
language: 1
id: toy/wards
version: 1.0.0
subject: {key: ward}
scales:
  stars: {three: Three stars, two: Two stars, one: One star}
inputs:
  waits: {better: lower}
  beds: {better: neither}
levels:
  scores:
    waits_score: {from: waits}
    beds_score: {from: beds}
  overall:
    stars:
      from: waits_score
      steps:
        - bands: [{at_most: 10, is: three}, {at_most: 20, is: two}, {is: one}]
          scale: stars
""")
BEFORE = {"A": 25, "B": 5, "C": 5, "D": 15, "E": None, "F": 5, "H": None}
AFTER = {"A": 9, "B": 15, "C": 6, "D": None, "E": 5, "G": 25, "H": None}


def rate(waits: dict[str, Any], beds: int = 1) -> stp_rules.Ratings:
    """Rate wards by their waits."""
    subjects = [{"ward": ward, "waits": it, "beds": beds} for ward, it in waits.items()]
    return stp_rules.evaluate(RULES, subjects)


@pytest.fixture
def found() -> dict[str, Movement]:
    """Compare both periods."""
    return {it.key: it for it in movements(rate(BEFORE), rate(AFTER))}


@pytest.mark.parametrize(
    ("ward", "way", "by"),
    [
        ("A", "better", 2),
        ("B", "worse", -1),
        ("C", "same", 0),
        ("D", "not_rated", None),
        ("E", "rated", None),
        ("F", "left", None),
        ("G", "joined", None),
        ("H", "same", None),
    ],
)
def test_how_each_ward_moved(
    found: dict[str, Movement], ward: str, way: str, by: int | None
) -> None:
    """A gains two stars, B loses one, and so on; places count towards the head of the scale."""
    assert (found[ward].result.way, found[ward].result.by) == (way, by)


def test_through_which_measures(found: dict[str, Movement]) -> None:
    """A waits 16 less, which is better; C waits one more, though its stars are the same."""
    (shorter,) = found["A"].through
    assert (shorter.name, shorter.way, shorter.by) == ("waits_score", "better", Fraction(-16))
    (longer,) = found["C"].through
    assert (longer.way, longer.by) == ("worse", 1)


def test_the_order_is_that_of_the_first_period(found: dict[str, Movement]) -> None:
    """Those that joined come last."""
    assert list(found) == [*BEFORE, "G"]


def test_where_neither_way_is_better_it_is_a_change() -> None:
    """More beds are no progress."""
    (moved,) = movements(rate({"A": 5}), rate({"A": 5}, beds=2))
    (change,) = moved.through
    assert (change.name, change.way, change.by) == ("beds_score", "changed", 1)


def test_they_are_counted(found: dict[str, Movement]) -> None:
    """Each way as often as above."""
    assert counted(found.values()) == {
        "better": 1, "worse": 1, "same": 2, "not_rated": 1, "rated": 1, "left": 1, "joined": 1,
    }  # fmt: skip


def test_nobody_moved_between_nothing_and_nothing() -> None:
    """There are no subjects."""
    assert list(movements(rate({}), rate({}))) == []
    assert movements_text([]) == "no subjects\n"


def test_as_text() -> None:
    """The result with its places, what it moved through, and the counts; the same left out."""
    text = movements_text(list(movements(rate({"A": 25, "C": 5}), rate({"A": 9, "C": 5}))))
    assert text.splitlines() == [
        "A: One star to Three stars (better, by 2)",
        "  waits_score: 25 to 9 (better, by 16)",
        "better: 1, same: 1",
    ]


RANKED = stp_rules.loads("""\
language: 1
id: toy/ranked
version: 1.0.0
subject: {key: ward}
inputs:
  seen: {better: higher}
levels:
  overall:
    place: {from: seen, steps: [min_max: {}]}
""")


def test_beside_the_same_reference_only_what_the_subject_did_counts() -> None:
    """B falls to 0, so that beside each other C's place changes though C did nothing."""

    def wards(*seen: int) -> list[dict[str, Any]]:
        return [{"ward": key, "seen": it} for key, it in zip("ABC", seen, strict=True)]

    first = stp_rules.evaluate(RANKED, wards(10, 5, 6))
    beside_each_other = stp_rules.evaluate(RANKED, wards(10, 0, 6))
    beside_the_first = stp_rules.evaluate(RANKED, wards(10, 0, 6), reference=first.reference)
    ways = [
        [it.result.way for it in movements(first, second)]
        for second in (beside_each_other, beside_the_first)
    ]
    assert ways == [["same", "same", "better"], ["same", "worse", "same"]]
