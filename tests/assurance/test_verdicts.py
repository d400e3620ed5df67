"""What `prove` says of small rulesets written by hand, against brute force and what is known."""

from functools import cache
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import settings

from assurance.holding import faults, named
from assurance.methods import Entry, Method, entries, read
from assurance.referee import Findings, judged
from stp_rules import prove
from stp_rules.analysis.proofs.verdicts import Verdict

ENTRIES = {it.title: it for it in entries(File(__file__).parent / "rulesets")}

EFFORT = 30 * settings.default.max_examples
"""How many subjects are rated of each ruleset; many more at night."""

MOST_UNDECIDED = 6
"""A human settles each of these by hand, so a proof should settle nearly all."""


def asked(method: Method) -> list[str]:
    """Return the promises to ask for: those that it makes, or all of which it can be asked."""
    if "promises" in method.said:
        return []
    always = ["better_never_hurts", "withholding_never_pays", "every_category_reachable", "total"]
    has_categories = method.scale(method.result) and method.sense(method.result)
    return [*always, *(["no_cliffs"] if has_categories else [])]


@cache
def verdicts(title: str) -> tuple[Method, tuple[Any, ...]]:
    """Prove each ruleset once."""
    method = read(ENTRIES[title])
    return method, prove(method.ruleset, asked(method))


@cache
def grid(title: str) -> Findings:
    """Look at the grid of each ruleset once."""
    method = read(ENTRIES[title])
    return judged(method, EFFORT, step(method))


def step(method: Method) -> int:
    """Return how many categories the ruleset promises not to fall at once; two if it is silent."""
    of = [it["no_cliffs"]["of"] for it in method.said.get("promises", ()) if "no_cliffs" in it]
    return int(of[0]) if of and isinstance(of[0], str) else 2


@pytest.mark.parametrize("title", ENTRIES)
def test_no_verdict_is_wrong(title: str) -> None:
    """What is proved has no counterexample, and what is refuted comes with one that counts.

    Fails where a grid, rated by `evaluate`, breaks a certificate; where an example, rated anew,
    breaks nothing; and where the truth, written down by hand, is another.
    """
    method, found = verdicts(title)
    seen = grid(title)
    wrong = [f"{named(it.promise)}: {fault}" for it in found for fault in faults(method, it, seen)]
    assert not wrong, "\n".join([*wrong, method.entry.rules])


@pytest.mark.parametrize("title", ENTRIES)
def test_the_referee_sees_what_is_known(title: str) -> None:
    """Brute force breaks each promise that is known by hand to be broken.

    Fails where the referee is blind, so that it would let a wrong certificate pass.
    """
    method, found = verdicts(title)
    for it in found:
        name = named(it.promise)
        if method.entry.truth.get(name, "").startswith("refuted"):
            blind = Verdict(it.promise, "proved", "composition")
            assert list(faults(method, blind, grid(title))), name


def test_the_truth_is_asked_for() -> None:
    """Fails where an entry writes down the truth of a promise for which nobody is asked."""
    for title, entry in ENTRIES.items():
        assert set(entry.truth) <= {named(it.promise) for it in verdicts(title)[1]}, title


def test_little_is_left_undecided() -> None:
    """Fails where more than a few verdicts are undecided of which the truth is known by hand."""
    undecided = [
        f"{title}: {named(it.promise)}"
        for title, entry in ENTRIES.items()
        for it in verdicts(title)[1]
        if it.outcome == "undecided" and _settled(entry, named(it.promise))
    ]
    assert len(undecided) <= MOST_UNDECIDED, "\n".join(undecided)


def _settled(entry: Entry, promise: str) -> bool:
    """Whether the truth is known, and is not that nobody says which way is better."""
    return not entry.truth.get(promise, "").startswith("undecided")


def test_the_set_is_large() -> None:
    """Fails where the rulesets, or what is known of them, were lost."""
    assert len(ENTRIES) >= 30
    assert sum(len(it.truth) for it in ENTRIES.values()) >= 60
