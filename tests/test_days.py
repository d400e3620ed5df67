"""The spans of days in which dated numbers keep still."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stp_rules import loads
from stp_rules.days import day_in, spans
from stp_rules.language.ruleset import Period, Ruleset

DAYS = st.dates(date(2016, 1, 1), date(2016, 2, 20))


def dated(*parameters: dict[date, int]) -> Ruleset:
    """Make a ruleset that adds dated parameters up."""
    lines = [
        f"  p{at}: {{{', '.join(f'{day}: {value}' for day, value in days.items())}}}\n"
        for at, days in enumerate(parameters)
    ]
    names = " + ".join(["x", *(f"p{at}" for at in range(len(parameters)))])
    return loads(
        "language: 1\nid: toy/days\nversion: 1.0.0\ninputs: {x: {}}\n"
        + ("parameters:\n" if lines else "")
        + "".join(lines)
        + f"levels: {{overall: {{score: {{formula: {names}}}}}}}\n"
    )


def numbers(ruleset: Ruleset, day: date) -> dict[str, object]:
    """Return the numbers of a day."""
    return {name: it.value for name, it in ruleset.on(day).parameters.items()}


def test_without_dates_there_is_one_span() -> None:
    """Numbers that have no date hold on every day, or on every day that is asked about."""
    year = Period(date(2016, 1, 1), date(2016, 12, 31))
    assert spans(dated()) == (Period(),)
    assert spans(dated(), within=year) == (year,)


def test_two_rulesets_are_cut_by_the_days_of_both() -> None:
    """The second begins later, and there the first span begins; the last has no end."""
    one = dated({date(2016, 4, 1): 40, date(2018, 4, 1): 50})
    other = dated({date(2017, 4, 1): 45})
    assert spans(one, other) == (
        Period(date(2017, 4, 1), date(2018, 3, 31)),
        Period(date(2018, 4, 1), None),
    )
    assert spans(one, within=Period(None, date(2016, 3, 31))) == ()


@given(
    st.lists(st.dictionaries(DAYS, st.integers(0, 9), min_size=1, max_size=3), max_size=3),
    st.one_of(st.none(), DAYS),
)
def test_numbers_keep_still_within_a_span(
    parameters: list[dict[date, int]], end: date | None
) -> None:
    """Gone through day by day: every day with numbers is in one span, which has those numbers."""
    ruleset = dated(*parameters)
    found = spans(ruleset, within=Period(None, end))
    for at in range(60):
        day = date(2015, 12, 25) + timedelta(days=at)
        own = [span for span in found if day in span]
        first = max((min(days) for days in parameters), default=date.min)
        assert len(own) == (day >= first and (end is None or day <= end))
        for span in own:
            assert numbers(ruleset, day) == numbers(ruleset, day_in(span) or day)


@pytest.mark.parametrize("span", [Period(date(2016, 1, 1), None), Period(None, date(2016, 1, 1))])
def test_a_span_has_a_day(span: Period) -> None:
    """The day on which numbers are looked up lies in the span, whichever end is open."""
    assert day_in(span) in span
