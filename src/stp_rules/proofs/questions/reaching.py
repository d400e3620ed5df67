"""What comes about: every category, band, override and line of a decision, and what matters."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

from attrs import evolve, frozen

from stp_rules.deadline import OutOfTimeError
from stp_rules.engine.plan import Plan, StepPlan
from stp_rules.engine.sources import DecideSource
from stp_rules.engine.values import seen_text
from stp_rules.language.ruleset import Promise
from stp_rules.paths import Path
from stp_rules.proofs.domain.harms import Difference, Question, Traces
from stp_rules.proofs.domain.moves import FINE, Cell, Origin
from stp_rules.proofs.questions.prover import AIMED, BESIDE, Answer, Prover
from stp_rules.proofs.questions.questions import all_moves, comings_and_goings, from_end_to_end
from stp_rules.proofs.questions.verdicts import Counterexample, Lemma, Verdict
from stp_rules.proofs.search.aiming import subjects_at_places, treated_by
from stp_rules.proofs.search.cohorts import references
from stp_rules.proofs.search.drawing import largest_need, seeded
from stp_rules.proofs.search.samples import Values, some_of
from stp_rules.readings.exact import gather

SUBJECTS, COHORTS, TRIES = 300, 60, 200
"""How many subjects, and cohorts, are drawn to see what comes about; and for one thing alone."""


@frozen
class Event:
    """Something that should come about for somebody: a rule that fires, or a category given.

    `text` says that it never does, and `lacking` that nobody was found for whom it does.
    """

    path: Path
    text: str
    lacking: str
    category: int | None = None

    def met(self, traces: Traces, result: str) -> bool:
        """Tell whether it comes about for a subject."""
        if self.category is not None:
            return bool(traces[result].raw == self.category)
        return self.path in set(fired(traces))


def every_category_reachable(prover: Prover, promise: Promise) -> Verdict:
    """Every category is given to somebody; every band, override and line comes about."""
    events = list(_events(prover, promise))
    idle, open_ones = _settled(prover, _unseen(prover, _many(prover), events))
    for answer in prover.searched([_difference(prover, it) for it in _indicators(prover)]):
        name = answer.question.name
        if answer.holds:
            text = f"no value of `{name}` makes a difference to any outcome"
            idle[Counterexample(text, Path(("inputs", name)))] = answer.by
        elif answer.holds is None:
            lacking = f"no two subjects were found with another outcome by `{name}` alone"
            open_ones.append(f"{lacking}: {prover.deadline.said}" if answer.late else lacking)
    if idle:
        by = " and ".join(dict.fromkeys(idle.values()))
        verdict = Verdict(promise, "refuted", by, (), tuple(idle), tuple(open_ones))
    elif open_ones:
        verdict = Verdict(promise, "undecided", "search", tried=tuple(open_ones))
    else:
        text = f"each was seen to come about: {len(events)} bands, overrides, lines and categories"
        verdict = Verdict(promise, "proved", "examples", (Lemma(Path(("levels",)), text),))
    outputs = tuple(it.info.measure.name for it in prover.plan.measures)
    return evolve(verdict, outputs=outputs, moved=tuple(_indicators(prover)))


def _settled(
    prover: Prover, unseen: Iterable[Event]
) -> tuple[dict[Counterexample, str], list[str]]:
    """Return by what events never come about, and what was tried for those that stay open."""
    idle: dict[Counterexample, str] = {}
    open_ones: list[str] = []
    sought: list[Event] = []
    for event in unseen:
        try:
            never = _never(prover, event)
            found = not never and _found(prover, event)
        except OutOfTimeError:
            open_ones.append(f"{event.lacking}: {prover.deadline.said}")
            continue
        if never:
            idle[Counterexample(event.text, event.path)] = never
        elif not found:
            sought.append(event)
    tried = f"{SUBJECTS + TRIES} subjects were rated, and those at places where the method turns"
    left = _unseen(prover, _at_places(prover), sought)
    return idle, [*open_ones, *(f"{event.lacking}: {tried}" for event in left)]


def _indicators(prover: Prover) -> list[str]:
    """Return the inputs that should matter: a weight of members does so before the rating."""
    weights = {it.entry.members.weight for it in prover.plan.inputs.values() if it.entry.members}
    return [name for name in prover.plan.inputs if name not in weights]


def _difference(prover: Prover, name: str) -> Answer:
    """Ask whether an input can change the rating, or a measure that nothing else reads."""
    resting = prover.wires.resting(name)
    ends = [it for it in prover.ordered if it in resting and not prover.wires.readers(it)]
    targets = [prover.ruleset.result] if prover.ruleset.result in resting else ends
    moves = all_moves(prover.cells, name)
    if resting & prover.cells.asked_whether_known():
        moves |= comings_and_goings(prover.cells, name)
    widest = from_end_to_end(prover.cells, name)
    asked = [Question(name, moves, (Difference(it),)) for it in targets]
    answers = (prover.answer(it, likely=widest) for it in asked)
    first = Question(name, moves, (Difference(prover.ruleset.result),))
    every = list(answers) or [Answer(first, holds=True, by="composition")]
    return next((it for it in every if it.holds is not True), every[0])


def fired(traces: Traces) -> Iterator[Path]:
    """Give the address of every band, branch and override that came about."""
    for measured in traces.values():
        if measured.fired is not None:
            yield measured.path
        for step in measured.steps:
            if step.fired is not None and step.fired is not False:
                yield step.path


def rules(plan: Plan) -> list[Event]:
    """Return every band, override and line of a decision, as what should come about."""
    found = []
    for measure in plan.measures:
        name = measure.info.measure.name
        if isinstance(measure.source, DecideSource):
            for at in range(len(measure.source.outcomes)):
                path = measure.info.path / "decide" / at
                line = f"line {at + 1} of the decision `{name}`"
                lacking = f"nobody was found for whom {line} decides"
                found.append(Event(path, f"{line} never decides", lacking))
        for step in measure.steps:
            found += _rules_of(step, name)
    return found


def _rules_of(step: StepPlan, name: str) -> Iterator[Event]:
    path = step.info.path / step.info.word
    if step.ranked:
        for at, (_, value) in enumerate(step.info.bands):
            band = f"meets the band that is {seen_text(value)}"
            lacking = f"no value of `{name}` was found that {band}"
            yield Event(path / at, f"no value of `{name}` {band}", lacking)
    elif step.when:
        word = f"`{step.info.word}` of `{name}`"
        yield Event(path, f"{word} never applies", f"nobody was found to whom {word} applies")


def _events(prover: Prover, promise: Promise) -> Iterator[Event]:
    """Give every rule, and every category of the result that is not excepted."""
    yield from rules(prover.plan)
    result = prover.ruleset.result
    path = next(path for path, it in prover.ruleset.measures() if it.name == result)
    for at, category in enumerate(prover.plan.lenses[result].categories):
        if category not in promise.excepted:
            lacking = f"nobody was found who is rated {category}"
            yield Event(path, f"nobody can be rated {category}", lacking, at)


def _unseen(prover: Prover, tried: Iterable[Traces], events: Iterable[Event]) -> list[Event]:
    """Return the events that come about for none of the subjects that are tried."""
    unseen = list(events)
    for traces in tried if unseen else ():
        unseen = [it for it in unseen if not it.met(traces, prover.ruleset.result)]
        if not unseen:
            break
    return unseen


def _at_places(prover: Prover) -> Iterator[Traces]:
    """Rate subjects at the places where the method turns."""
    bench = prover.bench
    for values in prover.deadline.soft(subjects_at_places(bench, AIMED, treated_by(bench))):
        yield bench.trace(values)


def _many(prover: Prover) -> Iterator[Traces]:
    """Rate subjects of several sorts, and subjects in small cohorts."""
    random, bench = seeded(), prover.bench
    for at in prover.deadline.soft(range(SUBJECTS)):
        yield bench.trace(bench.drawn(random, at))
    with suppress(OutOfTimeError):
        yield from (subject.traces for subject in prover.landmarks)
    for _ in prover.deadline.soft(range(COHORTS if bench.reference.sites else 0)):
        size = random.randint(1, 8) + largest_need(prover.plan)
        yield from gather(prover.plan, bench.company(random, size))[1]
    for other in prover.deadline.soft(references(bench)):
        yield from (other.trace(other.drawn(random, at)) for at in range(BESIDE))


def _never(prover: Prover, event: Event) -> str:
    """Return by what an event is shown never to come about; empty where it is not."""
    if _origin(prover, event) is None:
        return "enumeration"
    solved = prover.comes_about(event.path, event.category)
    return "solver" if solved is False else ""


def _origin(prover: Prover, event: Event) -> Origin | None:
    """Return from which inputs an event may come about; `None` where it never does."""
    walk, every = prover.still(FINE), prover.enumeration
    if event.category is None:
        return walk.fired.get(event.path)
    result = prover.ruleset.result
    origins: dict[Cell, Origin] = {
        move.before: found.origin for move, found in walk.tables[result].items()
    }
    if every and result in every:
        origins = every.reached(result)
    return origins.get(event.category)


def _found(prover: Prover, event: Event) -> bool:
    """Look for a subject for whom an event comes about: one of the solver's, or near an origin."""
    return any(
        event.met(prover.bench.trace(values), prover.ruleset.result)
        for values in _near(prover, event)
    )


def _near(prover: Prover, event: Event) -> Iterator[Values]:
    """Give subjects for whom an event is likely to come about."""
    solved = prover.comes_about(event.path, event.category)
    if isinstance(solved, dict):
        yield solved
    random = seeded()
    origin = _origin(prover, event) or ()
    drawn = (prover.bench.left_open(random, at) for at in range(TRIES))
    for base in prover.deadline.watch(chain((it.values for it in prover.landmarks), drawn)):
        yield {**base, **{name: random.choice(some_of(move.before)) for name, move in origin}}
