"""What each measure and input weighs in the result, through all the means between."""

from collections import defaultdict
from fractions import Fraction

from stp_rules.engine.plan import make_plan
from stp_rules.language.combination import Combination
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.word import Source
from stp_rules.language.words.sources.from_ import From


def nominal_shares(ruleset: Ruleset) -> dict[str, Fraction]:
    """Return the share of the result's weight that each name has, where means lead to it.

    A share is the product of the shares along the way; ways that meet add up. A name that the
    result reaches otherwise than through means has none, and neither has a member of a mean
    with a negative weight.
    """
    shares: defaultdict[str, Fraction] = defaultdict(Fraction, {ruleset.result: Fraction(1)})
    for plan in reversed(make_plan(ruleset).measures):  # all that read a measure come before it
        measure = plan.info.measure
        own = [shares[name] for name in measure.defines if name in shares]
        for member, part in _parts(ruleset, measure.source).items() if own else ():
            shares[member] += sum(own) * part
    return dict(shares)


def _parts(ruleset: Ruleset, source: Source) -> dict[str, Fraction]:
    """Return what part of a source each of its members is, where it is a mean or a name alone."""
    if isinstance(source, From):
        return {source.name: Fraction(1)}
    if not isinstance(source, Combination) or source.word not in ("mean", "geometric_mean"):
        return {}
    weights = {
        name: ruleset.parameters[weight].value if isinstance(weight, str) else weight
        for name, weight in source.weights.items()
    }
    total = sum(weights.values())
    shared = total and min(weights.values()) >= 0
    return {name: weight / total for name, weight in weights.items()} if shared else {}
