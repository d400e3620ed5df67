"""What each input weighs, as written and in effect."""

from collections.abc import Sequence
from fractions import Fraction

from stp_rules.analysis.effective import Weight, Weights
from stp_rules.display import lines_text
from stp_rules.figures import amount_text, percent_text

HEADER = ("input", "as written", "in effect")


def rows(weights: Weights) -> list[tuple[str, str, str]]:
    """Give a row for each input, under the header."""
    return [(it.name, _or_none(it.nominal), _effect(it)) for it in weights.inputs]


def _effect(weight: Weight) -> str:
    if weight.late:
        return "not computed"
    return "no end" if weight.effective is None else percent_text(weight.effective)


def _or_none(share: Fraction | None) -> str:
    return "" if share is None else percent_text(share)


def said(weights: Weights) -> str:
    """Say of what the shares are shares."""
    ends = [it for it in (weights.low, weights.high) if it is not None]
    span = (
        f"from {amount_text(ends[0])} to {amount_text(ends[1])}"
        if len(ends) > 1
        else "which has no end"
    )
    late = [f"`{it.name}`" for it in weights.inputs if it.late]
    if len(late) == len(weights.inputs):
        span = "which was not computed"
    if weights.unknown:
        span = f"which is not known: {weights.unknown}"
    left_out = f" Time ran out before the effect of {', '.join(late)} was computed." if late else ""
    return (
        "As written: the product of the weights on the way, where means lead to the result. "
        f"In effect: how far the input alone can move `{weights.score}`, "
        f"as a part of its range, {span}.{left_out}"
    )


def weights_text(weights: Weights | None) -> str:
    """Write the weights of a ruleset as plain text, in columns."""
    if weights is None:
        return "No number leads to the result, so that no input has a weight.\n"
    table = [HEADER, *rows(weights)]
    first, *others = (max(map(len, column)) for column in zip(*table, strict=True))
    lines = (_line(row, first, others) for row in table)
    return lines_text((*lines, said(weights)))


def _line(row: Sequence[str], first: int, others: Sequence[int]) -> str:
    name, *shares = row
    placed = (share.rjust(width) for share, width in zip(shares, others, strict=True))
    return "  ".join((name.ljust(first), *placed)).rstrip()
