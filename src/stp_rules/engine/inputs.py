"""Delivered values to known values; what cannot be read is a problem, never a silent gap."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import Any, NoReturn

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Lens, Raw, Unknown
from stp_rules.errors import Problem, nearest
from stp_rules.model import Input, Limits, State, number_text
from stp_rules.operations.converting import EDGES
from stp_rules.paths import Path


class Refused(ValueError):  # noqa: N818 - it becomes a problem, which has a name of its own
    """A delivered value cannot be read; `hint` says what to do."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep the parts of the problem."""
        super().__init__(message)
        self.code = code
        self.hint = hint


@frozen
class InputPlan:
    """How one input is read: its kind, its words for states and values, and its range."""

    name: str
    entry: Input
    lens: Lens
    labels: Mapping[str, str]
    reads: Mapping[str, Raw]
    limits: tuple[tuple[str, Exact], ...]

    def read(self, delivered: Any) -> Raw:
        """Return what was delivered as a value or a state; Refused where it is neither."""
        kind = type(delivered)
        if kind is str:
            delivered = delivered.strip()
            if delivered in self.reads:
                return self._understood(self.reads[delivered])
        elif delivered is None or delivered != delivered:  # noqa: PLR0124 - not a number
            return self._state(State.MISSING)
        elif isinstance(delivered, State):
            return self._state(delivered)
        elif isinstance(delivered, Mapping):
            return self._state(_state_named(delivered))
        return self._understood(delivered)

    def _understood(self, value: Any) -> Raw:
        if isinstance(value, State):
            return self._state(value)
        match self.lens.kind.type:
            case "number":
                number = exactly(value)
                if self.limits:
                    self._hold_to_range(number)
                return number
            case "category":
                return self._category(value)
            case "boolean":
                return _truth(value)
        return self._label(value)

    def _state(self, state: State) -> Unknown:
        return Unknown(state, f"{self.name} is {state.replace('_', ' ')}")

    def _hold_to_range(self, value: Exact) -> None:
        for test, edge in self.limits:
            if not EDGES[test](value, edge):
                message = (
                    f"{_text(value)} is out of range: "
                    f"it should be {test.replace('_', ' ')} {_text(edge)}"
                )
                raise Refused("out-of-range", message, self._scaled_hint(value))

    def _scaled_hint(self, value: Exact) -> str:
        for factor, words in ((Exact(100), "a fraction"), (Exact(1, 100), "a percentage")):
            scaled = value * factor
            if value.above and all(EDGES[test](scaled, edge) for test, edge in self.limits):
                return f"is it {words}? {_text(scaled)} would be in range"
        return "correct the value, or the range in the ruleset"

    def _category(self, value: Any) -> int:
        text = _text(exactly(value)) if isinstance(value, Real) else str(value)
        text = self.labels.get(text, text)
        if text not in self.lens.categories:
            known = [*self.labels, *self.lens.categories]
            expected = f"one of {', '.join(dict.fromkeys(known))}"
            raise Refused("unknown-category", f"`{value}` is not {expected}", nearest(text, known))
        return self.lens.categories.index(text)

    def _label(self, value: Any) -> str:
        text = _text(exactly(value)) if isinstance(value, Real) else str(value)
        if self.entry.values and text not in self.entry.values:
            expected = f"one of {', '.join(self.entry.values)}"
            hint = nearest(text, self.entry.values)
            raise Refused("unknown-label", f"`{value}` is not {expected}", hint)
        if not text:
            raise Refused("unread-text", "nothing is written here", _READS)
        return text


_READS = "say under `reads:` what it means, such as {'': missing}"


def exactly(value: Any) -> Exact:
    """Return a number exactly as it is written: 0.1 is one tenth. Refused if it is none."""
    kind = type(value)
    if kind is float:
        return _from_text(repr(value))
    if kind is int:
        return Exact(value)
    if kind is str:
        return _from_text(value)
    if kind is bool or not isinstance(value, Real | Decimal):
        return _refuse_number(value)
    if isinstance(value, Rational):
        return Exact(int(value.numerator), int(value.denominator))
    return _from_text(str(value) if kind is Decimal else repr(float(value)))


LONGEST = 400
"""How many characters a number may have, so that none is too large to compute with."""

_SCIENTIFIC = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)


def _from_text(text: str) -> Exact:
    whole, _, after = text.partition(".")
    digits = whole + after
    plain = digits.isdecimal() or (digits[:1] == "-" and digits[1:].isdecimal())
    if len(text) > LONGEST or not (plain or _SCIENTIFIC.fullmatch(text)):
        _refuse_number(text)
    if plain:
        return Exact(int(digits), 10 ** len(after))
    return Exact.of(Fraction(Decimal(text)))


def _text(value: Exact) -> str:
    return number_text(value.fraction)


def _refuse_number(value: Any) -> NoReturn:
    if value == "":
        raise Refused("unread-text", "nothing is written here", _READS)
    value = f"{value!s:.40}"
    hint = f"write a plain number, or say under `reads:` what `{value}` means"
    if value.endswith("%") or "," in value:
        hint = "write the number without a percent sign and without commas"
    raise Refused("not-a-number", f"`{value}` is not a number", hint)


def _truth(value: Any) -> bool:
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return bool(value)
    hint = "write true or false, or say under `reads:` what it means, such as {'Yes': true}"
    raise Refused("not-a-truth", f"`{value}` is neither true nor false", hint)


def _state_named(delivered: Mapping[Any, Any]) -> State:
    name = delivered.get("state")
    if len(delivered) != 1 or name not in ("missing", "suppressed", "not_applicable"):
        hint = "write a value, or {state: missing}, {state: suppressed}, {state: not_applicable}"
        raise Refused("not-a-value", f"`{dict(delivered)}` is not a value", hint)
    return State(name)


def read_inputs(
    plans: Mapping[str, InputPlan], delivered: Mapping[str, Any], about: str
) -> tuple[dict[str, Raw], list[Problem]]:
    """Read all inputs of a subject; absent ones are missing. Every problem is returned."""
    values: dict[str, Raw] = {}
    problems: list[Problem] = []
    for name, plan in plans.items():
        try:
            values[name] = plan.read(delivered.get(name))
        except Refused as refused:
            problems.append(
                Problem(
                    refused.code,
                    f"{name}: {refused}",
                    Path(("inputs", name)),
                    refused.hint,
                    about=about,
                )
            )
    return values, problems


def unknown_names(
    plans: Mapping[str, InputPlan], delivered: Mapping[str, Any], about: str
) -> Iterator[Problem]:
    """Give a problem for each delivered name that is no input."""
    for name in delivered:
        if name not in plans:
            hint = nearest(name, plans) or f"known: {', '.join(plans)}"
            yield Problem("unknown-input", f"`{name}` is not an input", Path(), hint, about=about)


def limits_of(limits: Limits) -> Iterator[tuple[str, Any]]:
    """Give the edges of a range that there are."""
    for test in EDGES:
        edge = getattr(limits, test)
        if edge is not None:
            yield test, edge
