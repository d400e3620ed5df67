"""What a ruleset says, without what plays no part in any rating."""

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import evolve

from stp_rules.model import Limits, Ruleset

_TEXTS = ("title", "unit", "text", "says", "because")
_HEAD = ("id", "version", "status", "effective", "evidence_for", "sources", "promises")
_SILENT = (*_TEXTS, *_HEAD, "places", "digest")
"""What a ruleset and its parts hold that plays no part in any rating."""


def reading(ruleset: Ruleset) -> Any:
    """Return what decides which value is read from what is delivered."""
    inputs = {name: evolve(it, limits=Limits()) for name, it in ruleset.inputs.items()}
    scales = {it.scale: ruleset.scales[it.scale] for it in inputs.values() if it.scale}
    return rules({"reads": ruleset.reads, "inputs": inputs, "scales": scales})


def rules(value: Any) -> Any:
    """Return what a ruleset says, or a part of it, without what plays no part in any rating."""
    if attrs.has(type(value)):
        names = [it.name for it in attrs.fields(type(value)) if it.name not in _SILENT]
        return type(value), [(name, rules(getattr(value, name))) for name in names]
    if isinstance(value, Mapping):
        return [(key, rules(it)) for key, it in value.items()]
    if isinstance(value, tuple):
        return [rules(it) for it in value]
    return type(value), value
