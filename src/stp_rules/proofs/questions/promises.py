"""Every promise of a ruleset proved, refuted, or left undecided with what was tried."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import get_args

from attrs import evolve, frozen

from stp_rules.days import day_in
from stp_rules.deadline import Deadline, OutOfTimeError
from stp_rules.engine.exact import LONGEST
from stp_rules.errors import ProblemsError
from stp_rules.language.ruleset import Period, Promise, PromiseKind, Ruleset
from stp_rules.proofs.domain.harms import UndirectedError
from stp_rules.proofs.domain.lengths import too_long
from stp_rules.proofs.domain.ruled import UnknownRuleError
from stp_rules.proofs.questions.moving import better_never_hurts, no_cliffs, withholding_never_pays
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.questions.reaching import every_category_reachable
from stp_rules.proofs.questions.totality import total
from stp_rules.proofs.questions.verdicts import Verdict

ALL: tuple[PromiseKind, ...] = (
    "better_never_hurts",
    "withholding_never_pays",
    "every_category_reachable",
    "total",
)
"""What is asked of a ruleset that promises nothing."""

_KINDS: tuple[PromiseKind, ...] = get_args(PromiseKind)

_SETTLING: dict[PromiseKind, Callable[[Prover, Promise], Verdict]] = {
    "better_never_hurts": better_never_hurts,
    "withholding_never_pays": withholding_never_pays,
    "every_category_reachable": every_category_reachable,
    "total": total,
    "no_cliffs": no_cliffs,
}


Tell = Callable[[Promise, float], None]
"""Takes the promise that is being settled, and the seconds that have gone by."""


@frozen
class Effort:
    """How much is spent on each promise: whether z3 may be asked, and how many seconds at most.

    About once a second, `tell` is called with the promise at hand, and the seconds spent on it.
    """

    solving: bool = True
    time_limit: float | None = None
    tell: Tell | None = None


NO_LIMIT = Effort()


def asked_of(ruleset: Ruleset) -> tuple[Promise, ...]:
    """Return the promises of a ruleset; one that makes none is asked all that can be asked."""
    return ruleset.promises or tuple(Promise(kind) for kind in ALL)


def chosen(ruleset: Ruleset, kinds: Iterable[str]) -> tuple[Promise, ...]:
    """Return the promises of some kinds as the ruleset makes them, or plainly where it does not.

    A cliff is then one of two categories. Without kinds, these are all that are asked of it.
    """
    made = asked_of(ruleset)
    plain: dict[str, Promise] = {
        kind: Promise(kind, of=2 if kind == "no_cliffs" else None) for kind in _KINDS
    }
    asked = [[it for it in made if it.kind == kind] or [plain[kind]] for kind in kinds]
    return tuple(promise for promises in asked for promise in promises) or made


def prove(
    ruleset: Ruleset, promises: Iterable[Promise] = (), *, solving: bool = True
) -> tuple[Verdict, ...]:
    """Settle promises: those given, else those of the ruleset, else all that can be asked.

    The ruleset must be free of problems; dated parameters hold as they stand, so put in those of
    a day first (`Ruleset.on`). What is refuted has been run through the evaluator. Without
    `solving` the solver z3 is not asked, nor where it is not installed (the extra `prove`).
    """
    return tuple(settled(ruleset, promises, effort=Effort(solving)))


def settled(
    ruleset: Ruleset,
    promises: Iterable[Promise] = (),
    *,
    days: Sequence[Period] = (),
    effort: Effort = NO_LIMIT,
) -> Iterator[Verdict]:
    """Give each verdict as soon as it is there.

    A promise that is not settled in its time is undecided, with what was tried. So is one whose
    search ends in a problem with an input; the others are settled all the same.

    `days` are spans in each of which dated parameters keep their numbers; a promise is kept where
    it is kept in all of them. Without any, dated parameters hold as they stand.
    """
    asked = tuple(promises) or asked_of(ruleset)
    deadline = Deadline(effort.time_limit)
    try:
        provers = [
            (span, Prover(evolve(_on(ruleset, span), promises=()), effort.solving, deadline))
            for span in days or (None,)
        ]
    except UnknownRuleError as unknown:
        yield from (_undecided(promise, str(unknown)) for promise in asked)
        return
    if long := next(filter(None, (too_long(it.plan) for _, it in provers)), ""):
        tried = f"`{long}` may have more than {LONGEST:,} digits, and is then not rated"
        yield from (_undecided(promise, tried) for promise in asked)
        return
    for promise in asked:
        deadline.renew(partial(effort.tell, promise) if effort.tell else None)
        yield _together([_of_days(_settled(prover, promise), span) for span, prover in provers])


def _of_days(verdict: Verdict, span: Period | None) -> Verdict:
    """Say of which days a verdict speaks, and on which its counterexamples were rated."""
    day = day_in(span) if span else None
    examples = [
        evolve(it, given=tuple(evolve(given, day=day) for given in it.given))
        for it in verdict.counterexamples
    ]
    return evolve(verdict, days=span, counterexamples=tuple(examples))


def _on(ruleset: Ruleset, span: Period | None) -> Ruleset:
    """Return a ruleset with the numbers of a span of days."""
    day = span and day_in(span)
    return ruleset.on(day) if day else ruleset


def _together(found: Sequence[Verdict]) -> Verdict:
    """Return what holds on all days: the first verdict that refutes, or that is undecided, if any.

    It speaks of its own days, and notes what was found of the others.
    """
    worst = next((it for it in found if it.outcome == "refuted"), None)
    worst = worst or next((it for it in found if it.outcome == "undecided"), None)
    if worst:
        others = [
            f"{it.outcome} {days_text(it.days)}" for it in found if it is not worst and it.days
        ]
        return evolve(worst, notes=(*worst.notes, *others))
    first, last = found[0], found[-1]
    return evolve(
        first,
        by=" and ".join(dict.fromkeys(way for it in found for way in it.by.split(" and "))),
        lemmas=tuple(dict.fromkeys(lemma for it in found for lemma in it.lemmas)),
        notes=tuple(dict.fromkeys(note for it in found for note in it.notes)),
        days=first.days and last.days and Period(first.days.start, last.days.end),
        spans=tuple(found),
    )


def days_text(days: Period) -> str:
    """Say which days are meant."""
    if days.start == days.end and days.start:
        return f"on {days.start}"
    if days.start and days.end:
        return f"from {days.start} to {days.end}"
    if days.end:
        return f"until {days.end}"
    return f"from {days.start} on" if days.start else "on every day"


def _settled(prover: Prover, promise: Promise) -> Verdict:
    """Settle one promise; it is undecided where something that it rests on is nowhere said."""
    try:
        return _SETTLING[promise.kind](prover, promise)
    except UndirectedError as unknown:
        return _undecided(promise, str(unknown))
    except OutOfTimeError:
        return _undecided(promise, prover.deadline.said)
    except ProblemsError as error:
        return _undecided(promise, f"the search ended at a subject that is refused: {error}")


def _undecided(promise: Promise, tried: str) -> Verdict:
    return Verdict(promise, "undecided", "", tried=(tried,))
