"""What is proved of generated rulesets is verified by the checker of certificates, or is named."""

import json
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stp_rules import certificates, dumps, loads, verify
from stp_rules.testing import assert_monotone, generated
from stp_rules.testing.mutation import mutants

Data = dict[str, Any]

RULESETS = min(1_000, max(settings().max_examples // 8, 1))
FEW = max(RULESETS // 3, 1)
PAIRS = min(1_000, settings().max_examples)
KINDS = ("better_never_hurts", "withholding_never_pays", "total", "no_cliffs")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=RULESETS, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=generated.monotone_rulesets() | generated.rulesets())
def test_what_is_proved_is_verified_or_named(kind: str, data: Data) -> None:
    """No certificate is rejected; what is not claimed is named with the inputs that move."""
    ruleset = loads(generated.written(data))
    for made in certificates(ruleset, [kind], time_limit=5):
        found = verify(json.loads(json.dumps(made)), ruleset)
        named = [it for it in made["arguments"] if "unchecked" in it]
        assert found.outcome == ("verified_but" if named else "verified"), found.why


@settings(max_examples=FEW, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=generated.monotone_rulesets() | generated.rulesets(), at=st.integers(0, 30))
def test_a_certificate_of_another_ruleset_proves_nothing_false(data: Data, at: int) -> None:
    """Set beside a ruleset with one small change, and with its digest, it may be verified.

    That is where the change spoils no claim; and then pairs of subjects keep the promise.
    """
    ruleset = loads(generated.written(data))
    for made in certificates(ruleset, ["better_never_hurts"], time_limit=5):
        for mutant in islice(mutants(ruleset), at, None, 31):
            other = loads(dumps(mutant.ruleset))
            found = verify({**made, "digest": other.digest}, other)
            if found.outcome == "verified" and found.claims:
                assert_monotone(other, examples=PAIRS, rated=0)
