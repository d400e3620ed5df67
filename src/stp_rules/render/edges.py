"""Edges as plain text."""

from collections.abc import Iterable, Iterator

from stp_rules.analysis.edges import on_lines, one_step
from stp_rules.analysis.meetings import Meeting, Meetings
from stp_rules.display import lines_text
from stp_rules.engine.result import Rating
from stp_rules.engine.values import seen_text
from stp_rules.model import Ruleset, number_text
from stp_rules.render.words import listed


def meetings_text(met: Meetings, ruleset: Ruleset, said: str = "time ran out") -> str:
    """Write which edges are met, which may be, and of which measures that is not known.

    `said` is what is to be said of those that time ran out for.
    """
    lines = [_met(it, ruleset) for it in met.found if it.of is not None]
    lines += _open(met.found)
    if met.numbered:
        lines.append(
            f"not looked at: {_names(met.numbered)}, where the number of a quantile band or of a "
            "cluster is put into bands; with FILE, the cut points of its cohort are looked at"
        )
    if met.late:
        lines.append(f"not known, for {said}: whether an edge of {_names(met.late)} is met")
    return lines_text(lines or ["no value that can come about lies exactly on the edge of a band"])


def _met(it: Meeting, ruleset: Ruleset) -> str:
    place = ruleset.place(it.path) or it.path
    edge = number_text(it.edge)
    return f"{place}: one of {it.of} values of `{it.measure}` lies exactly on {edge}"


def _open(found: Iterable[Meeting]) -> Iterator[str]:
    """Give the edges that may be met, a line for each measure."""
    edges: dict[str, list[str]] = {}
    for it in found:
        if it.of is None:
            edges.setdefault(it.measure, []).append(number_text(it.edge))
    if edges:
        yield "may be met, by values that have no gaps between them or are too many to go through:"
        yield from (f"  `{name}` on {listed(at, 'or')}" for name, at in edges.items())


def _names(names: Iterable[str]) -> str:
    return listed((f"`{name}`" for name in names), "or")


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
