"""`decide:` the first line whose condition holds."""

from attrs import frozen

from stp_rules.language.conditions import Condition
from stp_rules.language.fields import outcome
from stp_rules.language.values import NOBODY_NEARER, Outcome, Says
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
