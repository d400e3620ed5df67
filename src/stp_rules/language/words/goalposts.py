"""`goalposts:` a place between the worst and the best."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text, number_text
from stp_rules.language.arithmetic import Arithmetic, Beyond, Real, Value, within
from stp_rules.language.fields import Data, amount
from stp_rules.language.kind import Kind
from stp_rules.language.values import Amount
from stp_rules.language.word import Amounts, Conversion, Drawing, Wording, beyond_text, beyonds
from stp_rules.paths import Path


@frozen
class Goalposts(Conversion):
    """`worst` becomes `low`, `best` becomes `high`; linear or along the logarithm."""

    word = "goalposts"
    lemma = "moves evenly from worst to best, and is held beyond"
    holds = "goalpost"

    worst: Amount = amount()
    best: Amount = amount()
    low: Amount = amount(pair="to", default=Fraction(0))
    high: Amount = amount(pair="to", default=Fraction(1))
    curve: Literal["linear", "log"] = "linear"
    beyond: Beyond = "hold"

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - one shape for all
        """Write what both posts stand for, and what holds beyond them."""
        posts = ((self.worst, self.low), (self.best, self.high))
        marks = ", ".join(f"{amount_text(x)} is {amount_text(y)}" for x, y in posts)
        along = ", along the logarithm" if self.curve == "log" else ""
        return f"goalposts: {marks}{along}{beyond_text(self.beyond)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Place the value between worst and best: low + (x - worst)(high - low)/(best - worst).

        With `curve: log` the same over logarithms (the income index of the Human Development
        Index).
        """
        worst: Value = self.worst
        best: Value = self.best
        low, high = (worst, best) if worst < best else (best, worst)
        value = within(value, low, high, self.beyond, arithmetic)
        if self.curve == "linear":
            return _placed(value, worst, best, self.low, self.high)
        return arithmetic.once(_on_a_log_curve, value, worst, best, self.low, self.high)

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say where there is nothing between the goalposts, or one has no logarithm."""
        worst, best = number(self.worst), number(self.best)
        if worst is not None and worst == best:
            hint = "worst and best must differ"
            yield Problem("goalposts", "there is nothing between the goalposts", path, hint)
        for post, value in (("worst", worst), ("best", best)):
            if self.curve == "log" and value is not None and value <= 0:
                message = f"{number_text(value)} has no logarithm"
                hint = "write a number above 0, or leave `curve: log` out"
                yield Problem("goalposts", message, path / post, hint)

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw two different posts, above zero where they stand along a logarithm."""
        curve = drawing.pick([{}, {"curve": "linear"}, {"curve": "log"}])
        ends = drawing.rising(2, 2, above=0 if curve.get("curve") == "log" else -9)
        worst, best = map(drawing.amount, drawing.shuffled(ends))
        to = {"to": [drawing.amount(), drawing.amount()]} if drawing.flip() else {}
        beyond = drawing.pick(beyonds())
        return {cls.word: {"worst": worst, "best": best, **to, **curve, **beyond}}


def _on_a_log_curve(real: Real, value: Value, worst: Value, best: Value, *ends: Value) -> Value:
    return _placed(real.log(value), real.log(worst), real.log(best), *ends)


def _placed(value: Value, worst: Value, best: Value, low: Value, high: Value) -> Value:
    return low + (value - worst) * (high - low) / (best - worst)
