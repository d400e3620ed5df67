"""Two versions compared in all that they give, on every day, and in what they read."""

from collections.abc import Iterator
from datetime import date

from attrs import evolve

from stp_rules.days import ALL_DAYS, day_in, spans
from stp_rules.engine.plan import make_plan
from stp_rules.language.ruleset import Period, Ruleset
from stp_rules.proofs.versions.accepting import Reading, readings
from stp_rules.proofs.versions.comparing import Versions
from stp_rules.proofs.versions.meaning import Meaning
from stp_rules.proofs.versions.outputs import addressed, outputs


def compared_throughout(
    before: Ruleset, after: Ruleset, *, as_of: date | None = None, solving: bool = True
) -> Meaning:
    """Tell whether two rulesets, free of problems, give the same answers.

    Every measure and every named step that both have is compared, on each span of days in which
    the dated numbers of both keep still; or on the day `as_of` alone.
    """
    period = Period(as_of, as_of) if as_of else Period()
    found = spans(before, after, within=period)
    dated = bool(before.days or after.days)
    names = _names(before, after)
    verdicts: list[Meaning] = []
    for span in found:
        one, other = (_on(it, day_in(span)) for it in (before, after))
        versions = Versions.of(one, other)
        for name in names:
            verdict = versions.compared(name, solving=solving)
            verdicts.append(_on_day(verdict, day_in(span) if dated else None))
            if verdict.equal is False:
                break
    whole, read = _whole(verdicts), read_differently(before, after, within=period)
    return evolve(
        whole,
        equal=False if read else whole.alike,
        outputs=tuple(addressed(after, it) for it in names),
        output=addressed(after, whole.output),
        spans=found if dated else (),
        readings=read,
    )


def _on_day(verdict: Meaning, day: date | None) -> Meaning:
    """Say on which day a verdict was found, and what it shows was rated."""
    return evolve(verdict, day=day, given=tuple(evolve(it, day=day) for it in verdict.given))


def read_differently(
    before: Ruleset, after: Ruleset, *, within: Period = ALL_DAYS
) -> tuple[Reading, ...]:
    """Return what two rulesets read differently on any day; empty where they read the same."""
    found = list(_first_days(before, after))
    for span in spans(before, after, within=within):
        one, other = (make_plan(_on(it, day_in(span))) for it in (before, after))
        found += readings(one, other)
    return tuple({(it.where, it.how): it for it in reversed(found)}.values())[::-1]


def _names(before: Ruleset, after: Ruleset) -> list[str]:
    """Return the outputs of both, the result first."""
    names = [name for name in outputs(before) if name in outputs(after)]
    return names if before.result == after.result else ["", *names]


def _first_days(before: Ruleset, after: Ruleset) -> Iterator[Reading]:
    """Give what is read differently where the numbers of one begin later."""
    one, other = (spans(it)[0].start or date.min for it in (before, after))
    if one < other:
        text = f"before {other} only the first has numbers"
        yield Reading("parameters", "narrower", text)
    elif other < one:
        text = f"before {one} only the second has numbers"
        yield Reading("parameters", "wider", text)


def _on(ruleset: Ruleset, day: date | None) -> Ruleset:
    return ruleset.on(day) if day and ruleset.days else ruleset


def _whole(verdicts: list[Meaning]) -> Meaning:
    """Return what holds of all: the first example, or what is undecided, or that all is proved."""
    for wanted in (False, None):
        for it in verdicts:
            if it.alike is wanted:
                return it
    if not verdicts:
        return Meaning(equal=None, alike=None, by="there is no day on which both have numbers")
    ways = dict.fromkeys(it.by for it in verdicts)
    by = " and ".join(it for it in ways if len(ways) == 1 or it != "the same rules")
    return evolve(verdicts[0], by=by)
