"""No two sentences of `diff` contradict each other."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import compare, diff, loads
from stp_rules.errors import RulesetError
from stp_rules.proofs.versions.meaning import Counts, Meaning
from stp_rules.render.changes import changes_text, meaning_lines
from toys import SOUND
from version_pairs import PAIRS, Pair, made

ALIKE = re.compile(r"^every subject(?: that both read)? is rated alike ", re.MULTILINE)
OTHERWISE = re.compile(r"\brated (?:otherwise|better|worse)\b")
OPEN = re.compile(r"^whether every subject", re.MULTILINE)
ALL_ALIKE = re.compile(r"all rated alike$", re.MULTILINE)
WITNESS = re.compile(r"^a subject is rated otherwise: .* is (.+), and now (.+)$", re.MULTILINE)


def assert_agrees(text: str) -> None:
    """Hold the sentences about ratings against each other: exactly one verdict, and what fits."""
    verdicts = [bool(it.search(text)) for it in (ALIKE, OPEN, WITNESS)]
    assert sum(verdicts) == 1, text
    alike, open_, _ = verdicts
    assert bool(OTHERWISE.search(text)) == (not alike and not open_), text
    assert alike or not ALL_ALIKE.search(text), text
    for one, other in WITNESS.findall(text):
        assert one != other, text


def told(before: str, after: str) -> str:
    """Write what differs between two texts, as the command does."""
    one, other = loads(before), loads(after)
    return changes_text(diff(one, other), compare(one, other, solving=False))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda it: it.kind)
def test_pairs_of_every_kind(pair: Pair) -> None:
    """Whether they are alike, differ, or are left open."""
    one, other = made(pair.before), made(pair.after)
    assert_agrees(changes_text(diff(one, other), compare(one, other, solving=False)))


EDGES = st.sampled_from(["1", "1.4", "1.5", "1.75", "2", "2.5", "3"])
CAPS = st.sampled_from(
    [
        "",
        "        - {no_better_than: fair, when: {staff: {below: 20}}}\n",
        "        - {no_worse_than: fair, when: {waits: {at_most: 10}}}\n",
        "        - {set: poor, when: {staff: {known: false}}}\n",
    ]
)


@st.composite
def methods(draw: st.DrawFn) -> str:
    """Draw a method of two scores, whose combinations are counted."""
    high, low = draw(EDGES), draw(EDGES)
    text = SOUND.replace("at_least: 2.5", f"at_least: {high}")
    text = text.replace("at_least: 1.5", f"at_least: {low}")
    policy = draw(st.sampled_from(["", ", missing: ignore", ", missing: {fill: 1}"]))
    return text.replace("_score]}", f"_score]{policy}}}") + draw(CAPS)


@settings(max_examples=40, deadline=None)
@given(methods(), methods())
def test_methods_of_scores(before: str, after: str) -> None:
    """What is counted of all combinations fits what is said of every subject."""
    try:
        assert_agrees(told(before, after))
    except RulesetError:
        return


@pytest.mark.parametrize(("equal", "shown"), [(True, False), (None, False), (False, True)])
def test_counts_that_say_something_else_are_left_out(equal: bool | None, shown: bool) -> None:  # noqa: FBT001 - a case
    """Three of eight rated otherwise fits beside one verdict alone: that they differ."""
    counts = Counts(same=5, other=3)
    assert (
        "3 rated otherwise"
        in "\n".join(meaning_lines(Meaning(equal, "it", counts=counts, alike=equal)))
    ) is shown
