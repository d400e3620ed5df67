"""The engine and an independent reading of the language give the same value for every name."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
import stp_rules
from stp_rules.engine.values import Unknown
from stp_rules.language.values import State
from stp_rules.testing import generated as strategies

MANY = settings(max_examples=8 * settings().max_examples)


def told(value: Any) -> Any:
    """Write a value of the engine, or a delivered one, as the oracle does."""
    if isinstance(value, Unknown):
        value = value.state
    return oracle.Unknown(value.value) if isinstance(value, State) else value


def by_engine(ruleset: stp_rules.Ruleset, subject: strategies.Inputs) -> dict[str, Any]:
    """Rate a subject: the value of every measure and of every named step."""
    measures = stp_rules.evaluate(ruleset, subject).measures.values()
    steps = {step.name: told(step.after) for it in measures for step in it.steps if step.name}
    return {**steps, **{it.name: told(it.value) for it in measures}}


def by_oracle(text: str, subject: strategies.Inputs) -> dict[str, Any]:
    """Rate a subject by the other reading."""
    return oracle.rate(text, {name: told(value) for name, value in subject.items()})


@MANY
@given(st.data())
def test_on_rulesets_of_every_kind(data: st.DataObject) -> None:
    """Every source, step, condition and policy of the language, at edges and with gaps."""
    ruleset = data.draw(strategies.rulesets())
    text = strategies.written(ruleset)
    loaded = stp_rules.loads(text)
    for subject in strategies.variants(data.draw(strategies.subjects(ruleset)), ruleset):
        assert by_engine(loaded, subject) == by_oracle(text, subject)


@given(st.data())
def test_on_monotone_rulesets(data: st.DataObject) -> None:
    """The shape of a composite rating: indicators, domains, score, rating with caps."""
    ruleset = data.draw(strategies.monotone_rulesets())
    text = strategies.written(ruleset)
    subject = data.draw(strategies.subjects(ruleset))
    assert by_engine(stp_rules.loads(text), subject) == by_oracle(text, subject)


SEVERAL_NAMES = """
language: 1
id: generated/in
version: 1.0.0
inputs: {seen: {}, wanted: {}}
levels:
  only:
    found: {decide: [{when: {seen: {in: [wanted, 1]}}, then: 1}, {otherwise: 0}]}
"""


def test_in_is_several_is() -> None:
    """1 is the second of the two, whatever the first may be; for 2 that hangs on the first."""
    loaded = stp_rules.loads(SEVERAL_NAMES)
    assert stp_rules.evaluate(loaded, {"seen": 1}).value == Fraction(1)
    assert not stp_rules.evaluate(loaded, {"seen": 2}).rated
