"""Who moved between two periods, as text."""

from collections.abc import Iterator, Sequence

from stp_rules.analysis.movement import Change, Movement, counted
from stp_rules.display import lines_text
from stp_rules.phrases import words
from stp_rules.render.words import value_text


def movements_text(found: Sequence[Movement], *, everyone: bool = False) -> str:
    """Write each subject that moved with what it moved through, and how many moved which way."""
    shown = [it for it in found if everyone or it.result.way != "same"]
    lines = [line for movement in shown for line in _lines(movement)]
    counts = ", ".join(f"{words(way)}: {number}" for way, number in counted(found).items())
    return lines_text([*lines, counts or "no subjects"])


def _lines(movement: Movement) -> Iterator[str]:
    subject = " ".join(filter(None, (movement.key, movement.label)))
    yield f"{subject}: {_change(movement.result)}"
    yield from (f"  {change.name}: {_change(change)}" for change in movement.through)


def _change(change: Change) -> str:
    if change.way in ("joined", "left"):
        value = change.after if change.way == "joined" else change.before
        return f"{value_text(value)} ({change.way})"
    by = "" if change.by is None else f", by {value_text(abs(change.by))}"
    before, after = value_text(change.before), value_text(change.after)
    return f"{before} to {after} ({words(change.way)}{by})"
