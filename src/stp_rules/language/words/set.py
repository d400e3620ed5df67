"""`set:` the value, whatever it was."""

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.values import Outcome, outcome
from stp_rules.language.word import Adjustment


@frozen
class Force(Adjustment):
    """`set:` the value, whatever it was."""

    word = "set"
    takes = "either"

    value: Outcome = outcome()

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Put the given value in place of whatever there was."""
        return self.value
