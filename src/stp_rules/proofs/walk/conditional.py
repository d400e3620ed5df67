"""A step that applies only where its condition holds: before a move, after it, both or never."""

from collections.abc import Iterator, Mapping

from stp_rules.engine.plan import EXACT, StepPlan
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.conditions import Condition, Truth
from stp_rules.proofs.domain.moves import NOT_RATED, Cell, Move, moved
from stp_rules.proofs.domain.stretches import change, image, over, stepped
from stp_rules.readings.exact import holds
from stp_rules.readings.spans import Span

ALWAYS = Truth(holds=True, fails=False)


def truth_of(condition: Condition | None, values: Mapping[str, Raw]) -> Truth:
    """Tell whether a condition holds; where there is none, it does."""
    return holds(condition, values, EXACT) if condition else ALWAYS


def applied(
    one: StepPlan, other: StepPlan, move: Move, truths: tuple[Truth, Truth]
) -> Iterator[Move]:
    """Give what comes of a move where a step applies before, after, both times or never."""
    first, second = truths
    if first.holds and second.holds:
        yield from stepped(one, other, move)
    elif first.fails and second.fails:
        yield move
    elif first.fails and second.holds:
        by = _plus(move.by, other, move.after)
        yield moved(move.before, _image(other, move.after), by)
    elif first.holds and second.fails:
        by = _plus(move.by and -move.by, one, move.before)
        yield moved(_image(one, move.before), move.after, by and -by)
    else:
        sides = zip((one, other), move[:2], truths, strict=True)
        before, after = (_alone(step, cell, truth) for step, cell, truth in sides)
        yield moved(before, after)


def _plus(by: Span | None, step: StepPlan, cell: Cell) -> Span | None:
    """Return by how much a number moves that a step has changed beside."""
    return by + change(step, cell) if by is not None and isinstance(cell, Span) else None


def _alone(step: StepPlan, cell: Cell, truth: Truth) -> Cell:
    if truth.fails or isinstance(cell, Unknown):
        return cell
    return _image(step, cell) if truth.holds else NOT_RATED


def _image(step: StepPlan, cell: Cell) -> Cell:
    """Return where a step that adjusts takes a cell."""
    if not isinstance(cell, Span) or cell.point:
        return image(step, cell)
    outs = [part.out for part in over(step, cell) if isinstance(part.out, Span)]
    whole = outs[0]
    for out in outs:
        whole = whole.join(out)
    return whole
