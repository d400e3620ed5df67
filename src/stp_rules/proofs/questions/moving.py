"""Promises about moves of one input: to a better value, to silence, across one edge."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from attrs import evolve

from stp_rules.checking.directions import directions
from stp_rules.deadline import OutOfTimeError
from stp_rules.language.ruleset import Promise
from stp_rules.paths import Path
from stp_rules.proofs.domain.harms import (
    LOSS,
    WIN,
    Question,
    Target,
    jump,
    question,
    result_of,
    steps_of_result,
    targets,
)
from stp_rules.proofs.domain.moves import ROUGH
from stp_rules.proofs.questions.certificates import certificate
from stp_rules.proofs.questions.claims import Argument
from stp_rules.proofs.questions.examples import cohort_example, pair_example
from stp_rules.proofs.questions.inside import TRIES, Cohorts
from stp_rules.proofs.questions.prover import Answer, Prover
from stp_rules.proofs.questions.questions import crossings, improvements, withholdings
from stp_rules.proofs.questions.verdicts import Lemma, Verdict


def better_never_hurts(prover: Prover, promise: Promise) -> Verdict:
    """A better value of one input never worsens the rating, nor a measure that has a direction."""
    signs = directions(prover.ruleset)
    result_of(prover.ruleset)
    every = targets(prover.ruleset)
    directed = [name for name in _inputs(prover, promise) if signs[name]]
    questions = [
        question(name, improvements(prover.cells, prover.plan, name, signs[name]), asked, LOSS)
        for name in directed
        if (asked := _resting(prover, name, every))
    ]
    idle = [name for name in _inputs(prover, promise) if name not in directed]
    notes = [f"no value of {listed(idle)} is said to be better than another"] if idle else []
    if not directed:
        return _idle(promise, *notes)
    settle = _inside if promise.inside else _settled
    return _speaking(settle(prover, promise, questions, notes), prover, questions)


def withholding_never_pays(prover: Prover, promise: Promise) -> Verdict:
    """Not reporting a value never gives a better rating than reporting any."""
    result = result_of(prover.ruleset)
    questions = [
        question(name, withholdings(prover.cells, name), asked, WIN)
        for name in _inputs(prover, promise)
        if (asked := _resting(prover, name, [result]))
    ]
    return _speaking(_settled(prover, promise, questions), prover, questions)


def no_cliffs(prover: Prover, promise: Promise) -> Verdict:
    """At no value of one input does the rating jump by as many categories as the promise says."""
    result, most = steps_of_result(prover.ruleset), jump(promise.of or 2)
    questions = [
        evolve(question(name, crossings(prover.cells, prover.plan, name), asked, most), abrupt=True)
        for name in _inputs(prover, promise)
        if (asked := _resting(prover, name, [result]))
    ]
    return _speaking(_settled(prover, promise, questions), prover, questions)


def _idle(promise: Promise, why: str = "no input that leads to the result can move so") -> Verdict:
    """Return what comes of a promise that asks nothing: it is kept, whatever the method does."""
    return Verdict(promise, "proved", "", idle=why)


def _speaking(verdict: Verdict, prover: Prover, questions: Sequence[Question]) -> Verdict:
    """Say of which measures a verdict speaks, and which inputs move; or that it asks nothing."""
    asking = [it for it in questions if it.moves]
    if not asking:
        return _idle(verdict.promise)
    asked = {harm.name for it in asking for harm in it.harms}
    outputs = tuple(name for name in prover.ordered if name in asked)
    return evolve(verdict, outputs=outputs, moved=tuple(it.name for it in asking))


def _inputs(prover: Prover, promise: Promise) -> list[str]:
    return [name for name in prover.plan.inputs if name not in promise.excepted]


def _resting(prover: Prover, name: str, asked: Iterable[Target]) -> list[Target]:
    resting = prover.wires.resting(name)
    return [target for target in asked if target.name in resting]


def _inside(
    prover: Prover, promise: Promise, questions: Sequence[Question], notes: Sequence[str]
) -> Verdict:
    """A better input never hurts the one that has it, though it shifts the cohort."""
    cohorts = Cohorts(prover)
    doubtful = [it for it in questions if not cohorts.harmless(it)]
    for asked in doubtful:
        found = cohorts.found(asked, TRIES // len(doubtful))
        if found:
            example = cohort_example(prover, asked, found)
            return Verdict(promise, "refuted", "search", (), (example,), notes=tuple(notes))
    if doubtful:
        names = listed(it.name for it in doubtful)
        text = f"{TRIES} small cohorts in which {names} is better for one showed no harm"
        return Verdict(promise, "undecided", "search", tried=(text,), notes=tuple(notes))
    lemma = "a better value lifts the subject, and no other with it: step by step, in any cohort"
    lemmas = (Lemma(Path(("levels",)), lemma),)
    return Verdict(promise, "proved", "composition", lemmas, notes=tuple(notes))


def _settled(
    prover: Prover, promise: Promise, questions: Sequence[Question], notes: Sequence[str] = ()
) -> Verdict:
    """Answer questions, and put the answers together; one that is broken decides."""
    harmless = _harmless(prover, questions)
    answers: list[Answer] = []
    broken = False
    for it in questions:
        known = it.name in harmless
        answer = Answer(it, True, "composition") if known else prover.answer(it, briefly=broken)
        if answer.pair:
            prover.bench.tells(answer.pair)
            broken = True
        answers.append(answer)
    if not any(answer.pair for answer in answers):
        answers = prover.searched(answers)
    refuted = [it for it in answers if it.pair]
    if refuted:
        return _refuted(prover, promise, refuted, notes)
    open_ones = [it for it in answers if it.holds is None]
    if open_ones:
        tried = tuple(_tried(prover, open_ones))
        return Verdict(promise, "undecided", "search", tried=tried, notes=tuple(notes))
    ways = " and ".join(dict.fromkeys(it.by for it in answers)) or "composition"
    lemmas = tuple(certificate(prover, answers))
    arguments = tuple(_arguments(prover, answers))
    return Verdict(promise, "proved", ways, lemmas, notes=tuple(notes), arguments=arguments)


def _arguments(prover: Prover, answers: Sequence[Answer]) -> Iterator[Argument]:
    """Give what each input was settled by; one for those that were settled as they all moved."""
    moving = [it for it in answers if it.question.moves]
    together = tuple(it.question for it in moving if it.by == "composition" and not it.walk)
    if together:
        yield Argument(prover, together, "composition", ROUGH)
    for it in moving:
        if it.question not in together:
            resolution = it.walk.resolution if it.walk else None
            yield Argument(prover, (it.question,), it.by, resolution)


def _harmless(prover: Prover, questions: Sequence[Question]) -> set[str]:
    """Return the inputs that do no harm even if others move with them."""
    found: set[str] = set()
    with suppress(OutOfTimeError):
        for it in prover.at_once([it for it in questions if it.moves and not it.abrupt]):
            found.add(it.name)
    return found


def _tried(prover: Prover, open_ones: Sequence[Answer]) -> Iterator[str]:
    """Say what was tried for questions that are open, and for which of them time ran out."""
    sought = [it for it in open_ones if not it.late]
    if sought:
        names = listed([it.question.name for it in sought])
        yield f"moves of {names} could not be shown to be harmless by going through values"
        yield f"{sought[0].tried} pairs of subjects for each of them showed no harm"
    late = listed([it.question.name for it in open_ones if it.late])
    if late:
        yield f"moves of {late}: {prover.deadline.said}, and no harm had been found"
    first = open_ones[0].question
    doubt = prover.first_doubt(first)
    if doubt not in (None, prover.ruleset.result):
        what = "is the first measure that could not be shown to be safe from"
        yield f"`{doubt}` {what} `{first.name}`"


def _refuted(
    prover: Prover, promise: Promise, refuted: Sequence[Answer], notes: Sequence[str]
) -> Verdict:
    """Show the first input that breaks a promise, and name the others."""
    first, *others = refuted
    example = pair_example(prover, first)
    names = listed(it.question.name for it in others)
    also = [f"it is also broken by {names}"] if others else []
    return Verdict(promise, "refuted", first.by, (), (example,), notes=(*notes, *also))


def listed(names: Iterable[str]) -> str:
    """Write names one after the other."""
    return ", ".join(f"`{name}`" for name in names)
