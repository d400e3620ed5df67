"""Nobody takes an assumption for a fact: each number that is shipped has its evidence."""

import pytest

from stp_rules.analysis.evidence import numbers
from stp_rules.library import Edition, editions, load

EDITIONS = [pytest.param(it, id=f"{it.family}@{it.version}") for it in editions()]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_has_evidence(edition: Edition) -> None:
    """There are numbers, and of each it is said where it comes from."""
    claims = numbers(load(edition.file))
    assert claims
    assert [str(claim.path) for claim in claims if claim.says.evidence is None] == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_published_assumes_nothing(edition: Edition) -> None:
    """A ruleset with a number that is assumed or recalled is a draft."""
    ruleset = load(edition.file)
    words = {claim.says.evidence for claim in numbers(ruleset)}
    assert ruleset.status == "draft" or not words & {"assumed", "recalled"}
