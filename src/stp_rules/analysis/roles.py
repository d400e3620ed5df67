"""What each member is to the combination that it belongs to: its weight, and if it counts."""

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from stp_rules.engine.result import Measured, Part
from stp_rules.engine.values import Unknown
from stp_rules.model import Combination, Fill, Ruleset


@frozen
class Role:
    """What a fact is to the combination that it is a member of.

    `weight` is set where the weights of the members matter, `share` is its part of the weights
    that count. A member that is not known is `left_out`, or counts as `filled`.
    """

    weight: Fraction | None = None
    share: Fraction | None = None
    left_out: bool = False
    filled: Fraction | None = None


NO_ROLE = Role()


def roles_of(ruleset: Ruleset, measured: Measured) -> dict[str, Role]:
    """Return what each member is to a combination that has a value."""
    source = measured.info.measure.source
    if not isinstance(source, Combination) or isinstance(measured.source, Unknown):
        return {}
    fills = {part.name: _fill(ruleset, measured, part) for part in measured.parts}
    gaps = {part.name for part in measured.parts if isinstance(part.value, Unknown)}
    out = {name for name in gaps if fills[name] is None}
    weights = _weights(source, measured.parts)
    whole = sum(weight for name, weight in weights.items() if name not in out)
    shared = whole if source.kind != "sum" and min(weights.values(), default=0) > 0 else None
    return {
        name: Role(
            weight=weights.get(name),
            share=weights[name] / shared if shared and name not in out else None,
            left_out=name in out,
            filled=fill,
        )
        for name, fill in fills.items()
    }


def _fill(ruleset: Ruleset, measured: Measured, part: Part) -> Fraction | None:
    """Return the number that stands for a member that is not known, if there is one."""
    if not isinstance(part.value, Unknown):
        return None
    match measured.info.measure.missing.get(part.value.state):
        case Fill(str(parameter)):
            return ruleset.parameters[parameter].value
        case Fill(Fraction() as number):
            return number
    return None


def _weights(source: Combination, parts: Iterable[Part]) -> dict[str, Fraction]:
    """Return the weights of members where they matter: they differ, or multiply a sum."""
    weights = {part.name: part.weight for part in parts if part.weight is not None}
    same = set(weights.values()) == {1} if source.kind == "sum" else len(set(weights.values())) == 1
    return {} if same else weights
