"""How hard Hypothesis looks: bounded by default, the same each time in CI, far at night."""

import os

from hypothesis import HealthCheck, settings

_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)
"""Generating a whole ruleset takes long beside most strategies, and is meant to."""

settings.register_profile("default", max_examples=40, deadline=None, suppress_health_check=_CALM)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None)
settings.register_profile("nightly", settings.get_profile("default"), max_examples=3000)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")
