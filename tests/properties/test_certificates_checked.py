"""What is proved of generated rulesets is verified by the checker of certificates, or is named."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from stp_rules import certificates, loads, verify
from stp_rules.testing import generated

Data = dict[str, Any]

RULESETS = min(1_000, max(settings().max_examples // 8, 1))
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
