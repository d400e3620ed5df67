"""What is counted in the place of what is not known, by which rule."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from attrs import evolve, frozen

from stp_rules.analysis.evidence import evidence
from stp_rules.analysis.peers import Peers, peers_of
from stp_rules.analysis.standing import Standing
from stp_rules.engine.result import Measured
from stp_rules.engine.sources import (
    CohortMean,
    CombinationSource,
    CountSource,
    FormulaSource,
    FromSource,
)
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.ruleset import Fill, Measure
from stp_rules.language.values import Says, State
from stp_rules.paths import Path
from stp_rules.readings.exact import source_of

How = Literal["ignore", "fill", "not_rated"]


@frozen
class Filling:
    """What a rule of `missing` made of a value that is not known.

    With `how="fill"`, `number` is counted in its place; it is `None` where there is no mean of the
    cohort either. `peers` is the cohort whose mean it is, and `None` for a number of the ruleset.
    With `ignore` the value is left out, with `not_rated` there is no value above it. `because` is
    the value, with the reason for which it is not known; `path` and `says` are those of the rule.
    """

    how: How
    because: Unknown
    number: Fraction | None
    peers: Peers | None
    path: Path
    says: Says


def policies_of(measure: Measure, path: Path) -> Mapping[State, Path]:
    """Return where `missing` speaks of each state: in one place where it says the same of all."""
    whole = path / "missing"
    alike = len(measure.missing) == len(State) and len(set(measure.missing.values())) == 1
    return {state: whole if alike else whole / state.value for state in measure.missing}


def put_in(standing: Standing, measured: Measured) -> Filling | None:
    """Return what became of the value of a `from` or a `formula` that is not known."""
    source = standing.planned(measured).source
    if not isinstance(source, FromSource | FormulaSource) or not source.policies:
        return None
    own = source_of(evolve(source, policies={}), standing.values)
    return _filling(standing, measured, source.policies, own)


def member_filling(standing: Standing, measured: Measured, name: str) -> Filling | None:
    """Return what became of a member of a combination, or of a count, that is not known."""
    source, value = standing.planned(measured).source, standing.values[name]
    match source:
        case CombinationSource():
            return _filling(standing, measured, source.fillings(name), value)
        case CountSource():
            return _filling(standing, measured, source.policies, value)
    return None


def _filling(
    standing: Standing, measured: Measured, policies: Mapping[State, Any], value: Raw
) -> Filling | None:
    if not isinstance(value, Unknown) or value.state not in policies:
        return None
    policy, info = policies[value.state], measured.info
    number, peers = None, None
    match policy:
        case Fill(filled):
            number = filled.fraction  # type: ignore[union-attr]
        case CohortMean(site):
            peers = peers_of(standing, site, None, info.source)
            number = peers.mean if peers else None
    path = policies_of(info.measure, info.path)[value.state]
    return Filling(
        policy if isinstance(policy, str) else "fill",  # type: ignore[arg-type]
        value,
        number,
        peers,
        path,
        evidence(standing.plan.ruleset, path),
    )
