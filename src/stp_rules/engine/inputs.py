"""Delivered values to known values; what cannot be read is a problem, never a silent gap."""

import re
from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import Any, NoReturn

from attrs import frozen

from stp_rules.engine.exact import Exact
from stp_rules.engine.values import Lens, Raw, Unknown
from stp_rules.errors import Problem, nearest, nearest_of
from stp_rules.figures import number_text
from stp_rules.language.edges import EDGES
from stp_rules.language.ruleset import Input, Limits
from stp_rules.language.values import State, category_id
from stp_rules.paths import Path
from stp_rules.strict_json import data_text


class Refused(ValueError):  # noqa: N818 - it becomes a problem, which has a name of its own
    """A delivered value cannot be read; `hint` says what to do."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep the parts of the problem."""
        super().__init__(message)
        self.code = code
        self.hint = hint


_PLAIN = (float, int)


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
        if type(delivered) in _PLAIN and not _is_nan(delivered):
            return self._understood(delivered)
        if isinstance(delivered, State):
            return self._state(_deliverable(delivered, delivered))
        if isinstance(delivered, str):
            text = delivered.strip()
            return self._understood(self.reads.get(text, text))
        if delivered is None or _is_nan(delivered):
            return self._state(State.MISSING)
        if isinstance(delivered, Mapping):
            return self._state(_state_named(delivered))
        if isinstance(delivered, list | tuple):
            raise Refused("not-a-value", "a list is not a value", _VALUES)
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
        most = dict(self.limits).get("at_most")
        share = most == Exact(1)
        percent = not share and (most == Exact(100) or self.entry.unit in ("percent", "%"))
        scaled = value * (Exact(100) if percent else Exact(1, 100))
        suggested = value.above and (percent or share)
        if suggested and all(EDGES[test](scaled, edge) for test, edge in self.limits):
            words = "a fraction" if percent else "a percentage"
            return f"is it {words}? {_text(scaled)} would be in range"
        return "correct the value, or the range in the ruleset"

    def _category(self, value: Any) -> int:
        written = _name(value)
        for text in (written, _as_number(written)):
            category = self.labels.get(text, text)
            if category in self.lens.categories:
                return self.lens.categories.index(category)
        known = [*self.labels, *self.lens.categories]
        expected = f"one of {', '.join(dict.fromkeys(known))}"
        message = f"`{data_text(value)}` is not {expected}"
        raise Refused("unknown-category", message, nearest(written, known))

    def _label(self, value: Any) -> str:
        text = _name(value)
        if self.entry.values and text not in self.entry.values:
            expected = f"one of {', '.join(self.entry.values)}"
            hint = nearest(text, self.entry.values)
            raise Refused("unknown-label", f"`{data_text(value)}` is not {expected}", hint)
        if isinstance(value, bool):
            raise Refused("not-a-label", f"`{value}` is not a text", "write it as a text")
        if not text:
            raise Refused("unread-text", "nothing is written here", _READS)
        return text


def suited(
    reads: Mapping[str, Raw], entry: Input, categories: Container[str]
) -> Iterator[tuple[str, Raw]]:
    """Give what a ruleset reads in all inputs as far as it can be a value of this one."""
    for written, value in reads.items():
        match entry.type:
            case "number":
                suits = isinstance(value, Fraction)
            case "boolean":
                suits = isinstance(value, bool)
            case "scale":
                suits = category_id(value) in categories
            case "label":
                suits = not isinstance(value, bool)
                suits &= not entry.values or category_id(value) in entry.values
        if suits or isinstance(value, State):
            yield written, value


def _is_nan(value: Any) -> bool:
    """Tell whether a value differs from itself, as what is not a number does."""
    try:
        return bool(value != value)  # noqa: PLR0124 - this is the test
    except (ArithmeticError, TypeError, ValueError):
        return False


def _name(value: Any) -> str:
    """Return the text of a category or a label, which may be delivered as a number."""
    number = isinstance(value, Real | Decimal) and not isinstance(value, bool)
    return _text(exactly(value)) if number else str(value)


def _as_number(text: str) -> str:
    """Return the number that a text says as rulesets write it, and any other text as it is."""
    try:
        return _text(_from_text(text))
    except Refused:
        return text


_READS = "say under `reads:` what it means, such as {'': missing}"


def exactly(value: Any) -> Exact:
    """Return a number exactly as it is written: 0.1 is one tenth. Refused if it is none."""
    kind = type(value)
    if kind is float:
        return _from_text(repr(value))
    if kind is int:
        return _bounded(value, 1)
    if isinstance(value, str):
        return _from_text(value)
    if kind is bool or not isinstance(value, Real | Decimal):
        return _refuse_number(value)
    if isinstance(value, Rational):
        return _bounded(int(value.numerator), int(value.denominator))
    return _from_text(str(value) if isinstance(value, Decimal) else repr(float(value)))


LONGEST = 1000
"""How many digits a number may have above and below the line, so that it can be computed with."""

_LARGEST = 10**LONGEST
_NUMBER = re.compile(r"([-+]?(?:\d+(?:\.\d*)?|\.\d+))(?:[eE][-+]?(?=\d)0*+(\d*))?", re.ASCII)


def _from_text(text: str) -> Exact:
    found = _NUMBER.fullmatch(text)
    if not found:
        return _refuse_number(text)
    written, exponent = found.groups()
    if len(written) > LONGEST + 2 or len(exponent or "") > len("999"):
        return _refuse_long()
    if exponent is not None:
        value = Fraction(Decimal(text))
        return _bounded(value.numerator, value.denominator)
    whole, _, after = written.partition(".")
    above, below = int(whole + after), 10 ** len(after)
    return Exact(above, below) if len(written) < LONGEST else _bounded(above, below)


def _bounded(above: int, below: int) -> Exact:
    if -_LARGEST < above < _LARGEST and below < _LARGEST:
        return Exact(above, below)
    return _refuse_long()


def _refuse_long() -> NoReturn:
    message = f"this number has more than {LONGEST} digits"
    raise Refused("not-a-number", message, "write it with fewer digits")


def _text(value: Exact) -> str:
    return number_text(value.fraction)


def _refuse_number(value: Any) -> NoReturn:
    written = data_text(value)
    if not written:
        raise Refused("unread-text", "nothing is written here", _READS)
    hint = f"write a plain number, or say under `reads:` what `{written}` means"
    if written.endswith("%") or "," in written:
        hint = "write the number without a percent sign and without commas"
    raise Refused("not-a-number", f"`{written}` is not a number", hint)


_TRUTHS = {"true": True, "TRUE": True, "True": True, "false": False, "FALSE": False, "False": False}
"""How files without truths of their own write them: rulesets, spreadsheets and Python."""


def _truth(value: Any) -> bool:
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if isinstance(value, str) and value in _TRUTHS:
        return _TRUTHS[value]
    hint = "write true or false, or say under `reads:` what it means, such as {'Yes': true}"
    raise Refused("not-a-truth", f"`{data_text(value)}` is neither true nor false", hint)


def _state_named(delivered: Mapping[Any, Any]) -> State:
    return _deliverable(delivered.get("state") if len(delivered) == 1 else None, delivered)


_VALUES = "write a value, or {state: missing}, {state: suppressed}, {state: not_applicable}"


def _deliverable(name: Any, delivered: Any) -> State:
    """Return the state of that name; only a measure can be not rated."""
    if not isinstance(name, str) or name not in ("missing", "suppressed", "not_applicable"):
        raise Refused("not-a-value", f"`{data_text(delivered)}` is not a value", _VALUES)
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
            hint = nearest_of(name, plans, "known")
            yield Problem("unknown-input", f"`{name}` is not an input", Path(), hint, about=about)


def admitted(inputs: Mapping[str, InputPlan], name: str) -> tuple[tuple[str, Exact], ...]:
    """Return the edges between which the values of an input lie, delivered or made of members.

    A sum and a count may go beyond the range of one member; a mean stays in it where no weight is
    negative, and may be anything where the range of the weight does not exclude that.
    """
    entry = inputs[name]
    rollup = entry.entry.members
    match rollup and rollup.how:
        case "count":
            return _FROM_ZERO
        case "sum":
            return _FROM_ZERO if _never_negative(entry) else ()
        case "mean":
            weight = inputs.get(rollup.weight or "") if rollup else None
            return () if weight and not _never_negative(weight) else entry.limits
    return entry.limits


_FROM_ZERO = (("at_least", Exact(0)),)


def _never_negative(entry: InputPlan) -> bool:
    return any(test in ("at_least", "above") and at >= Exact(0) for test, at in entry.limits)


def limits_of(limits: Limits) -> Iterator[tuple[str, Any]]:
    """Give the edges of a range that there are."""
    for test in EDGES:
        edge = getattr(limits, test)
        if edge is not None:
            yield test, edge
