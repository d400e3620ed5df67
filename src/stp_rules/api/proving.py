"""What a ruleset promises, proved or refuted."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import get_args

from stp_rules.days import spans
from stp_rules.deadline import TIME_LIMIT
from stp_rules.errors import InputError, Problem, nearest
from stp_rules.language.ruleset import Period, PromiseKind, Ruleset
from stp_rules.library import Source, load, on
from stp_rules.proofs.questions import promises
from stp_rules.proofs.questions.verdicts import Verdict

KINDS: tuple[PromiseKind, ...] = get_args(PromiseKind)
"""All that a ruleset can promise."""


def prove(
    ruleset: Source,
    kinds: Iterable[str] = (),
    *,
    as_of: date | None = None,
    solving: bool = True,
    time_limit: float | None = TIME_LIMIT,
) -> tuple[Verdict, ...]:
    """Prove what a ruleset promises, or refute it by an example.

    `ruleset` is a path, an id or a Ruleset. `kinds` are the promises to settle, or the one, also
    ones that it does not make, such as `no_cliffs`; without any, those that it makes, and where it
    makes none, all but that one. `as_of` is the day whose version and whose dated parameters count;
    without it a promise is asked for every day on which the ruleset is in force. With `solving`,
    the solver z3 is asked what cannot be settled otherwise, where it is installed.
    A promise that is not settled after `time_limit` seconds is undecided; with `None` it may take
    as long as it takes.

    Each verdict is proved, with the lemmas of a certificate; refuted, with a counterexample whose
    ratings `evaluate` gave; or undecided, with what was tried. Raises RulesetError where the
    ruleset cannot be used, and InputError for a promise that nobody can make.
    """
    asked = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    unknown = [it for it in asked if it not in KINDS]
    if unknown:
        raise InputError([_no_promise(it) for it in unknown])
    method = load(ruleset, as_of)
    effort = promises.Effort(solving, time_limit)
    return tuple(proving(method, asked, as_of=as_of, effort=effort))


def proving(
    method: Ruleset,
    kinds: Iterable[str] = (),
    *,
    as_of: date | None = None,
    effort: promises.Effort = promises.NO_LIMIT,
) -> Iterator[Verdict]:
    """Give each verdict on a ruleset as soon as it is there; `as_of` a day, or for all days."""
    asked = promises.chosen(method, kinds)
    return promises.settled(
        on(method, as_of) if as_of else method,
        asked,
        days=_days(method, as_of),
        effort=effort,
    )


def _days(method: Ruleset, as_of: date | None) -> tuple[Period, ...]:
    """Return the spans of days of which verdicts speak; none without dated parameters.

    RulesetError where one has no number on any day on which the ruleset is in force.
    """
    if not method.days:
        return ()
    if as_of:
        return (Period(as_of, as_of),)
    found = spans(method, within=method.effective)
    if not found:
        on(method, method.effective.end)
    return found


def _no_promise(kind: str) -> Problem:
    hint = nearest(kind, KINDS) or f"there are: {', '.join(KINDS)}"
    return Problem("unknown-promise", f"`{kind}` is not a promise", hint=hint)
