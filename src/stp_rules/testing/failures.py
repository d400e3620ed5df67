"""What a case expected and what was found, as plain text for a developer."""

from collections.abc import Iterator

from stp_rules.analysis.explanation import explain
from stp_rules.display import page
from stp_rules.engine.result import Rating
from stp_rules.render.explanation import explanation_text
from stp_rules.testing.cases import CaseResult, Failure

SHOWN = 3
"""How many failures of one case are shown in full: one wrong rule fails many expectations."""


def failures_text(result: CaseResult) -> str:
    """Write each failure; the first few with the line of the case and the way to what was found."""
    first, more = result.failures[:SHOWN], result.failures[SHOWN:]
    lines = [line for failure in first for line in _lines(failure)]
    return page("\n".join([*lines, *map(str, more)]))


def _lines(failure: Failure) -> Iterator[str]:
    yield str(failure)
    if failure.place:
        yield failure.place.excerpt(f"found {failure.found}")
    if failure.rating:
        yield from (f"  {line}".rstrip() for line in _way(failure.rating, failure.name))


def _way(rating: Rating, name: str) -> Iterator[str]:
    places = rating.ruleset.places
    yield f"the way there, by the lines of {places.file}:" if places else "the way there:"
    _, _, reasons = explanation_text(explain(rating, name)).partition("\n\n")
    yield from reasons.splitlines()
