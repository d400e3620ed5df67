"""What each measure and input weighs in the result, through all the means between."""

from fractions import Fraction

from stp_rules.kinds import members
from stp_rules.model import Combination, From, Ruleset


def nominal_shares(ruleset: Ruleset) -> dict[str, Fraction]:
    """Return the share of the result's weight that each name has, where means lead to it.

    A share is the product of the shares along the way; ways that meet add up. A name that the
    result reaches otherwise than through means has none, and neither has a member of a mean
    with a negative weight.
    """
    measures = {measure.name: measure for _, measure in ruleset.measures()}
    measures |= {s.name: it for it in list(measures.values()) for s in it.steps if s.name}
    shares: dict[str, Fraction] = {}

    def descend(name: str, share: Fraction) -> None:
        shares[name] = shares.get(name, Fraction(0)) + share
        source = measures[name].source if name in measures else None
        if isinstance(source, Combination) and source.kind in ("mean", "geometric_mean"):
            for member, part in _parts(ruleset, source).items():
                descend(member, share * part)
        elif isinstance(source, From):
            for member in members(source):
                descend(member, share)

    descend(ruleset.result, Fraction(1))
    return shares


def _parts(ruleset: Ruleset, source: Combination) -> dict[str, Fraction]:
    weights = {
        name: ruleset.parameters[weight].value if isinstance(weight, str) else weight
        for name, weight in source.weights.items()
    }
    total = sum(weights.values())
    shared = total and min(weights.values()) >= 0
    return {name: weight / total for name, weight in weights.items()} if shared else {}
