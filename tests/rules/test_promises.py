"""What shipped rulesets promise is proved; what a published method breaks is shown."""

import pytest

from stp_rules import prove
from stp_rules.library import Edition, editions, load
from stp_rules.proofs.questions.promises import asked_of

EDITIONS = editions()
BEFORE_PROMISES = {"undp/hdi@2023.0.0"}
"""Published before a ruleset could promise anything, and published rulesets never change."""


def name(edition: Edition) -> str:
    """Return id and version."""
    return f"{edition.family}@{edition.version}"


@pytest.mark.parametrize("edition", EDITIONS, ids=name)
def test_every_promise_is_proved(edition: Edition) -> None:
    """And every ruleset promises something; one without is asked all that can be asked."""
    ruleset = load(edition.file)
    assert ruleset.promises or name(edition) in BEFORE_PROMISES
    verdicts = prove(ruleset)
    assert len(verdicts) == len(asked_of(ruleset))
    assert [it for it in verdicts if it.outcome != "proved"] == []


FINDINGS = [
    ("nhs-england/stp-progress@2017.1.0", "withholding_never_pays", "ae_within_four_hours"),
    ("nhs-england/ccg-assessment@2017.1.0", "no_cliffs", "finance"),
    ("nhs-england/oversight-framework@2025.3.0", "no_cliffs", "in_financial_deficit"),
    ("cqc/adult-social-care@2022.5.0", "no_cliffs", "breach_of_regulations"),
    ("nhs-improvement/sof-finance@2016.1.0", "no_cliffs", "capital_service_capacity"),
]


@pytest.mark.parametrize(("ruleset", "kind", "moved"), FINDINGS)
def test_what_a_method_breaks_is_shown(ruleset: str, kind: str, moved: str) -> None:
    """The README of its family tells of this input; the evaluator confirms the example."""
    (verdict,) = prove(ruleset, [kind])
    (example,) = verdict.counterexamples
    assert verdict.outcome == "refuted"
    assert example.moved == moved
    assert example.before
    assert example.after
    assert example.before.category != example.after.category
