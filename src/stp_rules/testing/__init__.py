"""For those who test rulesets: worked examples as data, random subjects, and one-line properties.

from stp_rules.testing import assert_monotone

def test_better_never_hurts():
    assert_monotone("rules/waits/1.0.0.yaml")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stp_rules.testing.assertions import (
        assert_keeps_promises,
        assert_monotone,
        assert_no_cliffs,
        assert_order_free,
        assert_total,
        assert_withholding_never_pays,
    )
    from stp_rules.testing.strategies import (
        cohorts,
        crossing_pairs,
        improving_pairs,
        rulesets,
        subjects,
    )

_HOMES = {
    "assert_keeps_promises": "assertions",
    "assert_monotone": "assertions",
    "assert_no_cliffs": "assertions",
    "assert_order_free": "assertions",
    "assert_total": "assertions",
    "assert_withholding_never_pays": "assertions",
    "cohorts": "strategies",
    "crossing_pairs": "strategies",
    "improving_pairs": "strategies",
    "rulesets": "strategies",
    "subjects": "strategies",
}

__all__ = [
    "assert_keeps_promises",
    "assert_monotone",
    "assert_no_cliffs",
    "assert_order_free",
    "assert_total",
    "assert_withholding_never_pays",
    "cohorts",
    "crossing_pairs",
    "improving_pairs",
    "rulesets",
    "subjects",
]


def __getattr__(name: str) -> Any:
    """Fetch a name from its home when it is first asked for; all of them need Hypothesis."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    try:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        from stp_rules.errors import MissingExtraError  # noqa: PLC0415 - pytest loads this package

        raise MissingExtraError("for tests install the extra: stp-rules[testing]") from None
