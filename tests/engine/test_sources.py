"""What is said of a condition that cannot be decided."""

import pytest

from stp_rules import evaluate, loads

HEAD = """\
language: 1
id: toy/hospital
version: 1.0.0
inputs:
  waits: {}
  beds: {}
  closed: {type: boolean}
levels:
  overall:
"""


@pytest.mark.parametrize(
    ("when", "given", "cause"),
    [
        ("{waits: {known: false}, closed: {is: true}}", {}, "closed"),
        ("{any: [{waits: {known: true}}, {closed: {is: true}}]}", {}, "closed"),
        (
            "{all: [{any: [{waits: {is: 1}}, {beds: {is: 2}}]}, {closed: {is: true}}]}",
            {"beds": 2},
            "closed",
        ),
        ("{not: {waits: {known: false}, beds: {above: 3}}}", {}, "beds"),
        ("{beds: {above: waits}}", {"beds": 2}, "waits"),
    ],
)
def test_the_cause_is_what_is_undecided(when: str, given: dict[str, object], cause: str) -> None:
    """The input named is the first whose own test is undecided, in a part that is undecided."""
    text = f"{HEAD}    used: {{count: {{of: [waits, beds, closed], that_are: {{known: true}}}}}}\n"
    text += f"    score: {{decide: [{{when: {when}, then: 1}}, {{otherwise: 0}}]}}\n"
    reason = str(evaluate(loads(text), given).measures["score"].value)
    assert reason == f"line 1 of the decision cannot be decided: {cause} is missing"
