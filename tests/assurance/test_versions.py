"""What `compare` says of pairs of versions, against brute force and what is known by hand."""

from functools import cache
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import settings

from assurance.versions import Versions, difference, pairs, shown
from stp_rules import compare

PAIRS = {it.title: it for it in pairs(File(__file__).parent / "versions.yaml")}

EFFORT = 10 * settings.default.max_examples
"""How many subjects are rated by both of each pair; many more at night."""

MOST_UNDECIDED = 7


@cache
def meaning(title: str) -> Any:
    """Compare each pair once."""
    return compare(PAIRS[title].before.ruleset, PAIRS[title].after.ruleset)


def faults(versions: Versions) -> list[str]:
    """Say what is wrong with a comparison; nothing where it stands."""
    found = meaning(versions.title)
    told = {True: "alike", False: "different", None: ""}[found.equal]
    wrong = [f"{told}, and the truth is {versions.truth}"] * (told not in versions.truth)
    if found.equal:
        wrong += [f"alike, and not so {it}" for it in [difference(versions, EFFORT)] if it]
    if found.equal is False and not shown(versions, found):
        wrong.append(f"different, and not shown by {found.before}, {found.after}")
    return wrong


@pytest.mark.parametrize("title", PAIRS)
def test_no_comparison_is_wrong(title: str) -> None:
    """What is called alike has no subject that tells it apart, and what is not shows one.

    Fails where a grid, rated by both, comes out differently; where the example does not; and where
    the truth, written down by hand, is another.
    """
    assert not faults(PAIRS[title])


def test_little_is_left_undecided() -> None:
    """Fails where more than a few pairs are undecided, of which all are known by hand."""
    undecided = [title for title in PAIRS if meaning(title).equal is None]
    assert len(undecided) <= MOST_UNDECIDED, undecided


READ = {
    "the column of the key",
    "the column of an input",
    "a word that is suppressed or missing where both are filled",
}
"""Pairs that differ only in what is read where, which no rating shows."""


@pytest.mark.parametrize("title", [it for it in PAIRS if it not in READ])
def test_the_referee_sees_what_is_known(title: str) -> None:
    """Brute force tells apart what is known by hand to differ, and nothing else.

    Fails where the referee is blind, so that it would let a wrong comparison pass.
    """
    found = difference(PAIRS[title], EFFORT)
    assert (found is not None) == PAIRS[title].truth.startswith("different"), found
