"""Edges as plain text."""

from collections.abc import Iterable, Iterator, Sequence

from stp_rules.analysis.edges import Meeting, on_lines, one_step
from stp_rules.display import lines_text
from stp_rules.engine.result import Rating
from stp_rules.engine.values import seen_text
from stp_rules.model import Ruleset, number_text


def meetings_text(found: Sequence[Meeting], untold: Sequence[str], ruleset: Ruleset) -> str:
    """Write which lines are met, each with its place, and of which measures that is not told."""
    lines = [
        f"{ruleset.place(it.path) or it.path}: one of {it.of} values of `{it.measure}` lies exactly"
        f" on {number_text(it.edge)}"
        for it in found
    ]
    if untold:
        names = ", ".join(f"`{name}`" for name in untold)
        lines.append(f"left out, as their values are not told apart: {names}")
    return lines_text(lines or ["no reachable value lies on a line"])


def subjects_text(ratings: Iterable[Rating]) -> str:
    """Write which subjects lie on a line, or across one edge from another rating."""
    lines = [line for rating in ratings for line in _subject_lines(rating)]
    return lines_text(lines or ["no subject lies on a line or near one"])


def _subject_lines(rating: Rating) -> Iterator[str]:
    about = " ".join(filter(None, (rating.key, rating.label))) or "the subject"
    for it in on_lines(rating):
        yield f"{about}: `{it.measure}` lies exactly on {number_text(it.edge)}"
    for step in one_step(rating):
        yield (
            f"{about}: {seen_text(rating.value)}, and {seen_text(step.result)} if `{step.name}`"
            f" were {seen_text(step.to)} and not {seen_text(step.value)}"
        )
