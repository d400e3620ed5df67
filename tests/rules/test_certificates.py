"""What shipped rulesets promise and keep is verified by the checker of certificates."""

import json

import pytest
from hypothesis import settings

from stp_rules import certificates, verify
from stp_rules.library import Edition, editions, load

NIGHTLY = settings.default.max_examples >= 1_000

LONG = {
    "cqc/adult-social-care",
    "cqc/nhs-trust-combined",
    "cqc/nhs-trust-quality",
    "nhs-england/ccg-assessment",
    "nhs-improvement/sof-finance",
}
"""Of these many combinations are gone through, which takes up to a minute each: at night."""

EDITIONS = [it for it in editions() if NIGHTLY or it.family not in LONG]

CLAIMED = ("better_never_hurts", "withholding_never_pays", "total", "no_cliffs")
"""Promises of which everything is claimed; what a search or a cohort showed is named instead."""


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda it: f"{it.family}@{it.version}")
def test_every_certificate_is_verified(edition: Edition) -> None:
    """Each claim holds; only what shifts a cohort, or was seen in an example, is not claimed."""
    ruleset = load(edition.file)
    for made in certificates(ruleset):
        found = verify(json.loads(json.dumps(made)), ruleset)
        promise = made["promise"]
        claimed = promise["kind"] in CLAIMED and "inside" not in promise
        assert found.outcome == ("verified" if claimed else "verified_but"), (promise, found)
        assert bool(found.claims) is claimed
