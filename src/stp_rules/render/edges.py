"""Edges as plain text."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from stp_rules.analysis.edges import Nearness, OneStep, OnLine
from stp_rules.analysis.meetings import Meeting, Meetings
from stp_rules.display import lines_text
from stp_rules.engine.result import Rating
from stp_rules.engine.values import seen_text
from stp_rules.figures import number_text
from stp_rules.language.ruleset import Ruleset
from stp_rules.phrases import listed


def meetings_text(met: Meetings, ruleset: Ruleset, said: str = "time ran out") -> str:
    """Write which edges are met, which may be, and of which measures that is not known.

    `said` is what is to be said of those that time ran out for.
    """
    if met.unknown:
        return lines_text([f"not known whether any edge is met: {met.unknown}"])
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


def subjects_text(found: Nearness, said: str = "time ran out") -> str:
    """Write which subjects lie on a line, then what would change each rating, the nearest first."""
    lines = [f"{_about(rating)}: {_on(line)}" for rating, line in found.lines]
    lines += [f"{_about(it.rating)}: {_step(it.rating, it.step)}" for it in found.steps]
    if any(it.rating.reference for it in found.steps):
        lines.append(
            "beside the cohort as it stands: a subject that belongs to it moves its figures as well"
        )
    if found.late:
        count, first = len(found.late), _about(found.late[0])
        lines.append(f"not looked at, for {said}: {count} subjects, {first} the first of them")
    none = "no subject lies on an edge, and nothing was found that one input alone would change"
    return lines_text(lines or [none])


def _about(rating: Rating) -> str:
    return " ".join(filter(None, (rating.key, rating.label))) or "the subject"


def _on(line: OnLine) -> str:
    cut = "the cut point " * line.cut
    return f"`{line.measure}` lies exactly on {cut}{number_text(line.edge)}"


def _step(rating: Rating, step: OneStep) -> str:
    return (
        f"{seen_text(rating.value)}, and {seen_text(step.result)} if `{step.name}`"
        f" were {_to(step)} and not {seen_text(step.value)}"
    )


def _to(step: OneStep) -> str:
    """Write what an input would have to be; a number that is not exact as a short one beyond it."""
    if not isinstance(step.to, Fraction) or not isinstance(step.value, Fraction):
        return seen_text(step.to)
    if not step.exact:
        return number_text(_rounded_beyond(step.to, step.distance, higher=step.higher))
    way = "above" if step.higher else "below"
    return seen_text(step.to) if step.reached else f"{way} {seen_text(step.to)}"


def _rounded_beyond(number: Fraction, distance: Fraction, *, higher: bool) -> Fraction:
    """Return a number with few decimals that lies a little further on."""
    unit = Fraction(1)
    while unit * FINER > distance:
        unit /= 10
    return -(-number // unit) * unit if higher else number // unit * unit


FINER = 1000
"""How many times finer than the distance a number is written."""
