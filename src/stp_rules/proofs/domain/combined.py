"""What holds of members however they are combined: what one counts as, how many are needed."""

from fractions import Fraction

from stp_rules.engine.plan import MeasurePlan
from stp_rules.engine.sources import CohortMean, CombinationSource
from stp_rules.engine.values import Unknown
from stp_rules.language.ruleset import Fill
from stp_rules.proofs.domain.moves import Cell
from stp_rules.readings.spans import ANYWHERE, Span


def as_member(cell: Cell, source: CombinationSource, name: str) -> Cell | None:
    """Return what a combination takes for a member; `None` where it passes it over."""
    if not isinstance(cell, Unknown):
        return cell
    match source.fillings(name).get(cell.state):
        case "ignore":
            return None
        case Fill(number):
            return Span.at(number.fraction)  # type: ignore[union-attr]
        case CohortMean():
            return ANYWHERE
    return cell


def required(plan: MeasurePlan) -> Fraction:
    """Return how many members have to be known, or how much weight of them; 0 where none has to."""
    if plan.need and plan.need.known is not None:
        return Fraction(plan.need.known)
    if plan.need and plan.need.share is not None:
        weights = [1 if weight is None else abs(weight) for _, _, weight in plan.info.members]
        return plan.need.share * sum(weights, Fraction(0))
    return Fraction(0)
