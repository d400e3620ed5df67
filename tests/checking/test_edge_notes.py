"""Edges that no value of the input can reach are worth a note."""

from stp_rules import loads
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
