"""Every small change of a ruleset that is said to change nothing, attacked with drawn subjects."""

from random import Random
from typing import Any

import pytest

from stp_rules import compare, evaluate, loads
from stp_rules.testing.mutation import mutants
from toys import SOUND
from version_pairs import HEAD, dated, outputs, two

RULESETS = {
    "sound": SOUND,
    "dated": HEAD + dated("{2016-04-01: 40, 2018-04-01: 50}"),
    "combined": HEAD + two("mean: {a: 2, b: 1}, missing: ignore, need: 1, steps: [{add: 1}]"),
}

NUMBERS = (None, 0, 1, "9.5", 10, 20, 39, 40, 45, 49, 50, 51, 60, 80, 100)


@pytest.mark.parametrize("name", RULESETS)
def test_a_change_said_to_change_nothing_changes_nobody(name: str) -> None:
    """Drawn subjects have the same outputs by both, on a day before and one after each date."""
    before = loads(RULESETS[name])
    random = Random(name)  # noqa: S311 - nothing is kept secret
    said = [compare(before, it.ruleset).equal for it in mutants(before)]
    assert False in said
    for mutant, equal in zip(mutants(before), said, strict=True):
        for _ in range(40 if equal else 0):
            given: dict[str, Any] = {it: random.choice(NUMBERS) for it in before.inputs}
            for day in (*before.days, None):
                one, other = (evaluate(it, given, as_of=day) for it in (before, mutant.ruleset))
                assert outputs(one) == outputs(other)
