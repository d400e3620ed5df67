"""What is not known is left out, filled in, or leaves a measure not rated: never a silent zero."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import stp_rules
from stp_rules.engine.values import Unknown
from stp_rules.testing import generated as strategies

NAMES = ("one", "two", "three")
known = st.sampled_from([number for number in strategies.NUMBERS if number > 0])
kinds = st.sampled_from(strategies.COMBINING)
states = st.sampled_from(strategies.STATES)


def combined(kind: str, given_values: dict[str, Any], **options: Any) -> Any:
    """Combine some of the names; the weights are 1, 2 and 3 where there are weights."""
    weighs = kind in ("mean", "sum", "geometric_mean")
    weights = {name: NAMES.index(name) + 1 for name in given_values}
    measure = {kind: weights if weighs else list(given_values), **options}
    data = strategies.ruleset_data(
        {"only": {"found": measure}}, {name: {} for name in given_values}
    )
    return stp_rules.evaluate(stp_rules.loads(strategies.written(data)), given_values).value


@given(kinds, known, known, states)
def test_by_default_one_unknown_member_leaves_nothing(
    kind: str, one: Fraction, two: Fraction, state: str
) -> None:
    """Whatever the others are."""
    found = combined(kind, {"one": one, "two": two, "three": state})
    assert isinstance(found, Unknown)
    assert f"three is {state.replace('_', ' ')}" in str(found)


@given(kinds, known, known, states)
def test_an_ignored_member_might_as_well_not_be_there(
    kind: str, one: Fraction, two: Fraction, state: str
) -> None:
    """Its weight is shared out: the value is that of the others alone."""
    found = combined(kind, {"one": one, "two": two, "three": state}, missing="ignore")
    assert found == combined(kind, {"one": one, "two": two})


@given(kinds, known, known, states, known)
def test_a_filled_member_counts_as_the_number_that_is_written(
    kind: str, one: Fraction, two: Fraction, state: str, number: Fraction
) -> None:
    """Just as if it had been delivered."""
    found = combined(kind, {"one": one, "two": two, "three": state}, missing={"fill": number})
    assert found == combined(kind, {"one": one, "two": two, "three": number})


@given(kinds, st.lists(states, min_size=3, max_size=3))
def test_nothing_known_is_nothing(kind: str, given_states: list[str]) -> None:
    """A sum of nothing is not zero."""
    subject = dict(zip(NAMES, given_states, strict=True))
    assert isinstance(combined(kind, subject, missing="ignore"), Unknown)


def test_a_known_zero_is_a_value() -> None:
    """Zero lowers the mean; missing, ignored, does not."""
    assert combined("mean", {"one": 3, "two": 0}, missing="ignore") == 1
    assert combined("mean", {"one": 3, "two": None}, missing="ignore") == 3
