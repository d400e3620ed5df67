"""`set:` the value, whatever it was."""

from typing import Any

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import Data, outcome
from stp_rules.language.kind import Kind
from stp_rules.language.values import Outcome
from stp_rules.language.word import Adjustment, Drawing, Wording


@frozen
class Set(Adjustment):
    """`set:` the value, whatever it was."""

    word = "set"
    once = True
    lemma = "the value that is set was set against each other"
    changes = "{written} (it was {before})"
    limiting = True
    takes = "either"
    bare = "value"

    value: Outcome = outcome()

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write the value."""
        return f"set to {wording.constant(self.value, after)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:  # noqa: ARG002 - one shape for all
        """Put the given value in place of whatever there was."""
        return self.value

    def given(self) -> tuple[Any, ...]:
        """Return the value."""
        return (self.value,)

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw a value and when it is set: one that is always set makes the rest idle."""
        return {cls.word: drawing.of_fields(cls), "when": drawing.condition()}
