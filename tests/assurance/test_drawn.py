"""What `prove` says of rulesets drawn at random, against brute force."""

import pytest
from hypothesis import settings

from assurance.drawing import drawn_entry
from assurance.holding import faults, named
from assurance.methods import read
from assurance.referee import judged
from stp_rules import RulesetError, prove

EACH = settings.default.max_examples // 20
"""How many rulesets one test draws, and half as many where they read a cohort; more at night."""

GROUPS = range(10)

LIMIT = 1.0
"""How many seconds a promise may take: what is undecided is no fault here."""


def wrong(seed: int, *, relative: bool) -> list[str]:
    """Prove what a drawn ruleset promises, and hold it against a grid; nothing if it is refused.

    That a grid never meets a category says nothing: it was not made for the ruleset.
    """
    try:
        method = read(drawn_entry(seed, relative=relative))
    except RulesetError:
        return []
    found = judged(method, effort=600, seed=seed)
    return [
        f"{named(verdict.promise)}: {fault}\n{method.entry.rules}"
        for verdict in prove(method.ruleset, time_limit=LIMIT)
        for fault in faults(method, verdict, found)
        if "the grid never meets" not in fault
    ]


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("group", GROUPS)
def test_no_verdict_on_what_is_drawn_is_wrong(group: int, *, relative: bool) -> None:
    """What is proved has no counterexample on a grid, and what is refuted comes with one.

    Fails where a grid, rated by `evaluate`, breaks a certificate, and where an example, rated anew,
    breaks nothing.
    """
    each = EACH // 2 if relative else EACH
    seeds = range(group * each, (group + 1) * each)
    said = [it for seed in seeds for it in wrong(seed, relative=relative)]
    assert not said, "\n\n".join(said)


def test_nearly_all_that_is_drawn_can_be_read() -> None:
    """Fails where what is drawn is refused, so that nothing is held against anything."""
    refused = 0
    for seed in range(30):
        try:
            read(drawn_entry(seed, relative=seed % 2 == 0))
        except RulesetError:
            refused += 1
    assert refused <= 9
