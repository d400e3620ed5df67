"""`decide:` the first line whose condition holds."""

from collections.abc import Sequence

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.conditions import Condition, Truth
from stp_rules.language.values import NOBODY_NEARER, Outcome, Says, outcome
from stp_rules.language.word import SourceWord


@frozen
class Branch:
    """One line of a decision; `when` is `None` for `otherwise`."""

    when: Condition | None
    then: Outcome = outcome()
    because: str = ""
    says: Says = NOBODY_NEARER


@frozen
class Decide(SourceWord):
    """The first branch whose condition holds decides; `scale` makes the outcomes categories."""

    word = "decide"
    policies = ()

    branches: tuple[Branch, ...]
    scale: str | None = None


def reached(truths: Sequence[Truth], arithmetic: Arithmetic) -> Value:
    """Return the position of the first truth that does not fail; past the end where all do.

    A decision that reaches an undecided branch has no outcome: nothing is guessed.
    """
    chosen: Value = len(truths)
    for position in range(len(truths) - 1, -1, -1):
        chosen = arithmetic.where(truths[position].fails, chosen, position)
    return chosen
