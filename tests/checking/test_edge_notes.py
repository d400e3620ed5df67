"""Edges that no value of the input can reach are worth a note."""

import pytest

from stp_rules import RulesetError, loads
from stp_rules.checking.ruleset import notes

TEXT = """
language: 1
id: toy/edges
version: 1.0.0
inputs: {a: {range: [0, 100]}}
levels: {l: {x: {from: a, steps: [{bands: [{at_least: EDGE, is: 1}, {is: 0}]}]}}}
"""


def codes(edge: str) -> list[str]:
    """The codes of the notes on a ruleset with one edge."""
    return [note.code for note in notes(loads(TEXT.replace("EDGE", edge)))]


def test_an_edge_outside_the_range() -> None:
    """960 on an input from 0 to 100 is probably a slip."""
    assert codes("960") == ["edge"]


def test_edges_inside_the_range() -> None:
    """The ends of the range belong to it."""
    assert codes("95") == codes("0") == codes("100") == []


ROLLED = """
language: 1
id: toy/rolled
version: 1.0.0
subject: {key: area, member: trust}
inputs: {beds: {range: [0, 9], members: sum}, a: {range: [0, 100], members: HOW}}
levels:
  l:
    b: {from: beds}
    x: {from: a, steps: [{bands: [{at_least: EDGE, is: 1}, {is: 0}]}]}
"""


@pytest.mark.parametrize(
    ("how", "edge", "noted"),
    [
        ("sum", "960", False),
        ("sum", "-1", True),
        ("count", "960", False),
        ("count", "-1", True),
        ("{mean: beds}", "960", True),
        ("worst", "960", True),
    ],
)
def test_what_is_made_of_members(how: str, edge: str, noted: bool) -> None:  # noqa: FBT001 - a case
    """A sum of many members goes beyond the range of one, a mean does not, no count is negative."""
    text = ROLLED.replace("HOW", how).replace("EDGE", edge)
    text = text.replace("{range: [0, 100], members: worst}", WORST)
    found = [note.code for note in notes(loads(text))]
    assert found == (["edge"] if noted else [])


WORST = "{range: [0, 100], better: higher, members: worst}"

DECIDED = """
language: 1
id: toy/decided
version: 1.0.0
subject: {key: area, member: trust}
inputs: {many: {members: sum, range: {at_least: 0}}, a: {range: [0, 10]}, b: {range: [0, 10]}}
levels:
  l:
    score: {mean: [a, b], steps: [{multiply: 1/2}]}
    x: {decide: [{when: {NAME: {at_least: 0}}, then: 1}, {otherwise: 0}]}
    z: {sum: [many, x, score]}
"""


@pytest.mark.parametrize("name", ["many", "a", "score"])
def test_no_note_about_values_that_cannot_come_about(name: str) -> None:
    """Below zero is no sum of what is not, and no mean of scores from 0 on: nothing is noted."""
    assert notes(loads(DECIDED.replace("NAME", name))) == ()


def test_a_note_about_values_that_come_about() -> None:
    """5 on an input from 0 to 10 reaches the `otherwise` behind `at_least: 6`."""
    text = DECIDED.replace("{NAME: {at_least: 0}}", "{a: {at_least: 6}}")
    (note,) = notes(loads(text))
    assert note.code == "otherwise"


def test_a_sum_beyond_the_range_of_one_member_leaves_a_gap() -> None:
    """Lines that stop at what one member can have leave out what two can."""
    lines = "{when: {many: {at_most: 10}}, then: 1}"
    text = DECIDED.replace("{at_least: 0}}, a:", "[0, 10]}, a:")
    with pytest.raises(RulesetError, match="no line holds where, for example, many = 11"):
        loads(text.replace("{when: {NAME: {at_least: 0}}, then: 1}, {otherwise: 0}", lines))
