"""What each input of a ruleset weighs."""

from datetime import date

from stp_rules.analysis.effective import Weights, effective_weights
from stp_rules.deadline import TIME_LIMIT, Deadline
from stp_rules.library import Source, load, on


def weights(
    ruleset: Source, *, as_of: date | None = None, time_limit: float | None = TIME_LIMIT
) -> Weights | None:
    """Return what each input weighs, as written and in effect.

    It is `None` where no number leads to the result. What is not computed after `time_limit`
    seconds is left out, and says so (`late`). Raises RulesetError where the ruleset cannot be used.
    """
    return effective_weights(on(load(ruleset, as_of), as_of), Deadline(time_limit))
