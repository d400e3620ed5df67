"""A certificate as plain data, and its moves as the checker reads them."""

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from stp_rules.engine.values import Lens, Unknown
from stp_rules.language.values import State
from stp_rules.verifying.spans import Cell, Move, Span, at, moved

SCHEMA = "certificate-1.schema.json"
_SPAN = re.compile(r"([\[(])(-?inf|-?[\d./]+), (-?inf|-?[\d./]+)([\])])")
_NUMBER = re.compile(r"-?[\d./]+")


class RejectedError(Exception):
    """A claim does not hold, or all together do not make the promise; the message says why."""


@cache
def schema_text() -> str:
    """Return the JSON Schema of certificates."""
    return resources.files("stp_rules.verifying").joinpath(SCHEMA).read_text(encoding="utf-8")


def form_problem(data: Any) -> str:
    """Say what is wrong with the form of a certificate; nothing where it is right."""
    from jsonschema import Draft7Validator  # noqa: PLC0415 - it takes long, and only this needs it

    error = next(iter(Draft7Validator(json.loads(schema_text())).iter_errors(data)), None)
    return f"{'.'.join(map(str, error.absolute_path))}: {error.message:.200}" if error else ""


def read_moves(claimed: Any, lens: Lens) -> list[Move]:
    """Read the moves of a claim about a name or a place where values are seen by a lens."""
    return [_move(it, lens) for it in claimed]


def _move(written: Mapping[str, Any], lens: Lens) -> Move:
    before, after = (_cell(written[side], lens) for side in ("before", "after"))
    by = written.get("by")
    return moved(before, after, _span(by) if by else None)


def _cell(written: Any, lens: Lens) -> Cell:
    if isinstance(written, Mapping):
        return Unknown(State(written["state"]), "")
    kind = lens.kind.type
    if kind == "number":
        return _span(written)
    if kind == "category" and written in lens.categories:
        return lens.categories.index(written)
    if (kind == "boolean") is isinstance(written, bool) and kind != "category":
        return written  # type: ignore[no-any-return]
    raise RejectedError(f"{written!r:.80} is not a value of {lens.kind}")


def _span(written: Any) -> Span:
    try:
        found = _SPAN.fullmatch(str(written))
        if not found and _NUMBER.fullmatch(str(written)):
            return at(_end(written))  # type: ignore[arg-type]  # it is not infinite
        left, low, high, right = found.groups() if found else ("", "", "", "")
        span = Span(_end(low), _end(high), left == "(", right == ")")
    except (ValueError, ZeroDivisionError):
        raise RejectedError(f"{written!r:.80} is not a span of numbers") from None
    if span.empty:
        raise RejectedError(f"no number lies in {written!r:.80}")
    return span


def _end(written: str) -> Fraction | float:
    return float(written) if written.endswith("inf") else Fraction(written)
