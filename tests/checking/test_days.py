"""What is wrong on some days alone says on which; a parameter without a number yet has a note."""

from collections.abc import Sequence

import pytest

from stp_rules import RulesetError, loads
from stp_rules.checking.ruleset import notes
from stp_rules.errors import Problem

TEXT = """
language: 1
id: toy/days
version: 1.0.0
effective: {from: 2024-04-01}
parameters: {t: {2024-04-01: FIRST, 2025-04-01: SECOND}, u: 1}
inputs: {a: {range: [0, 100]}}
levels:
  l: {m: {from: a, steps: [{bands: [{at_least: 95, is: 3}, {at_least: t, is: u}, {is: 0}]}]}}
"""


def messages(first: int, second: int) -> list[str]:
    """Return what is said of two numbers of a parameter."""
    text = TEXT.replace("FIRST", str(first)).replace("SECOND", str(second))
    try:
        loads(text)
    except RulesetError as error:
        return [it.message for it in error.problems]
    return []


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (90, 92, []),
        (90, 95, [" (on 2025-04-01, where `t` is 95)"]),
        (95, 90, [" (on 2024-04-01, where `t` is 95)"]),
        (95, 96, [""]),
    ],
)
def test_a_fault_of_some_days_says_the_first(first: int, second: int, said: Sequence[str]) -> None:
    """A band under an edge of 95 has nothing left where its own edge is not below 95."""
    fault = "nothing is left for this band: the one before takes all that is at least t"
    assert messages(first, second) == [f"{fault}{it}" for it in said]


def test_a_version_in_force_before_its_numbers_has_a_note() -> None:
    """Whoever is rated in April would be refused."""
    late = TEXT.replace("FIRST", "90").replace("SECOND", "92").replace("2024-04-01: 90, ", "")
    assert [it.code for it in dated(late)] == ["undated"]
    assert dated(late.replace("from: 2024-04-01", "from: 2025-04-01")) == []


def dated(text: str) -> list[Problem]:
    """Return the notes on dates."""
    return [it for it in notes(loads(text)) if it.code == "undated"]
