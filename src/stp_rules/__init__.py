"""Rate organisations by a method that is data: exact, explained, and open to question.

A ruleset says how the inputs of a subject become a rating; `evaluate` applies one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stp_rules.analysis.explanation import explain
    from stp_rules.api.certifying import certificates, verify
    from stp_rules.api.comparing import compare, diff
    from stp_rules.api.proving import prove
    from stp_rules.api.rating import evaluate
    from stp_rules.api.weighing import weights
    from stp_rules.engine.cohort import Reference
    from stp_rules.engine.result import Rating, Ratings
    from stp_rules.engine.values import Unknown
    from stp_rules.errors import InputError, Problem, RulesetError
    from stp_rules.language.ruleset import Ruleset
    from stp_rules.language.values import State
    from stp_rules.library import load, loads
    from stp_rules.loading.dump import dumps
    from stp_rules.render.explanation import explanation_text
    from stp_rules.render.proofs import verdicts_text

_HOMES = {
    "InputError": "errors",
    "Problem": "errors",
    "Rating": "engine.result",
    "Ratings": "engine.result",
    "Reference": "engine.cohort",
    "Ruleset": "language.ruleset",
    "RulesetError": "errors",
    "State": "language.values",
    "Unknown": "engine.values",
    "certificates": "api.certifying",
    "compare": "api.comparing",
    "diff": "api.comparing",
    "dumps": "loading.dump",
    "evaluate": "api.rating",
    "explain": "analysis.explanation",
    "explanation_text": "render.explanation",
    "load": "library",
    "loads": "library",
    "prove": "api.proving",
    "verdicts_text": "render.proofs",
    "verify": "api.certifying",
    "weights": "api.weighing",
}

__all__ = [
    "InputError",
    "Problem",
    "Rating",
    "Ratings",
    "Reference",
    "Ruleset",
    "RulesetError",
    "State",
    "Unknown",
    "certificates",
    "compare",
    "diff",
    "dumps",
    "evaluate",
    "explain",
    "explanation_text",
    "load",
    "loads",
    "prove",
    "verdicts_text",
    "verify",
    "weights",
]


def __getattr__(name: str) -> Any:
    """Fetch a name from its home when it is first asked for, so that the import is light."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
