"""What comes about: every category, band, override and line of a decision, and what matters."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from attrs import frozen

from stp_rules.analysis.proofs.harms import Difference, Question, Traces
from stp_rules.analysis.proofs.moves import FINE, Origin
from stp_rules.analysis.proofs.pairs import SEED, some_of
from stp_rules.analysis.proofs.prover import Answer, Prover
from stp_rules.analysis.proofs.questions import all_moves, from_end_to_end
from stp_rules.analysis.proofs.verdicts import Counterexample, Lemma, Verdict
from stp_rules.engine.evaluation import gather
from stp_rules.engine.plan import Plan, StepPlan
from stp_rules.engine.sources import DecideSource
from stp_rules.engine.values import Raw, seen_text
from stp_rules.model import Promise
from stp_rules.paths import Path

SUBJECTS, COHORTS = 300, 60
"""How many subjects, and cohorts, are drawn to see what comes about."""


@frozen
class Seen:
    """What was seen to come about: rules that fired, categories given, inputs that mattered."""

    rules: set[Path]
    categories: set[Raw]


def every_category_reachable(prover: Prover, promise: Promise) -> Verdict:
    """Every category is given to somebody; every band, override and line comes about."""
    seen = _seen(prover)
    walk = prover.still(FINE)
    idle: list[Counterexample] = []
    open_ones: list[str] = []
    for path, text, origin in _unseen(prover, promise, seen, walk.fired, walk.tables):
        if origin is None:
            idle.append(Counterexample(text, path))
        elif not _found(prover, origin, path, seen):
            open_ones.append(text)
    for name in _indicators(prover):
        answer = _difference(prover, name)
        if answer.holds:
            text = f"`{name}` makes no difference to any outcome"
            idle.append(Counterexample(text, Path(("inputs", name))))
        elif answer.holds is None:
            text = f"no two subjects were found with another outcome by `{name}` alone"
            open_ones.append(text)
    if idle:
        return Verdict(promise, "refuted", "enumeration", (), tuple(idle))
    if open_ones:
        return Verdict(promise, "undecided", "search", tried=tuple(open_ones))
    count = len(rules(prover.plan))
    text = f"each was seen to come about: {count} bands, overrides and lines, and every category"
    return Verdict(promise, "proved", "examples", (Lemma(Path(("levels",)), text),))


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
    widest = from_end_to_end(prover.cells, name)
    asked = [Question(name, moves, (Difference(it),)) for it in targets]
    answers = (prover.answer(it, likely=widest) for it in asked)
    first = Question(name, moves, (Difference(prover.ruleset.result),))
    every = list(answers) or [Answer(first, holds=True, by="composition")]
    return next((it for it in every if it.holds is not True), every[0])


def _seen(prover: Prover) -> Seen:
    random = Random(SEED)  # noqa: S311 - nothing is kept secret
    seen = Seen(set(), set())
    bench = prover.bench
    for at in range(SUBJECTS):
        _note(seen, prover, bench.trace(bench.drawn(random, at)))
    for _ in range(COHORTS if bench.reference.sites else 0):
        cohort = [bench.somebody(random) for _ in range(random.randint(2, 9))]
        for traces in gather(prover.plan, cohort)[1]:
            _note(seen, prover, traces)
    return seen


def _note(seen: Seen, prover: Prover, traces: Traces) -> None:
    seen.rules.update(fired(traces))
    seen.categories.add(traces[prover.ruleset.result].raw)


def fired(traces: Traces) -> Iterator[Path]:
    """Give the address of every band, branch and override that came about."""
    for measured in traces.values():
        if measured.fired is not None:
            yield measured.path
        for step in measured.steps:
            if step.fired is not None and step.fired is not False:
                yield step.path


def rules(plan: Plan) -> list[tuple[Path, str]]:
    """Return every band, override and line of a decision, with what to say where it never fires."""
    found = []
    for measure in plan.measures:
        name = measure.info.measure.name
        if isinstance(measure.source, DecideSource):
            for at in range(len(measure.source.outcomes)):
                path = measure.info.path / "decide" / at
                found.append((path, f"line {at + 1} of the decision `{name}` never decides"))
        for step in measure.steps:
            found += _rules_of(step, name)
    return found


def _rules_of(step: StepPlan, name: str) -> Iterator[tuple[Path, str]]:
    path = step.info.path / step.info.word
    if step.ranked:
        for at, (_, value) in enumerate(step.info.bands):
            yield path / at, f"no value of `{name}` meets the band that is {seen_text(value)}"
    elif step.when:
        yield path, f"`{step.info.word}` of `{name}` never applies"


def _unseen(
    prover: Prover, promise: Promise, seen: Seen, reached: Mapping[Path, Origin], tables: Any
) -> Iterator[tuple[Path, str, Origin | None]]:
    """Give the rules and categories that were not seen, with where to look if anywhere."""
    for path, text in rules(prover.plan):
        if path not in seen.rules:
            yield path, text, reached.get(path)
    result = prover.ruleset.result
    lens = prover.plan.lenses[result]
    origins = {move.before: found.origin for move, found in tables[result].items()}
    if prover.enumeration and result in prover.enumeration.measures:
        origins = prover.enumeration.reached(result)
    for at, category in enumerate(lens.categories):
        if at not in seen.categories and category not in promise.excepted:
            path = next(path for path, it in prover.ruleset.measures() if it.name == result)
            yield path, f"nobody can be rated {category}", origins.get(at)


def _found(prover: Prover, origin: Origin, path: Path, seen: Seen) -> bool:
    """Look for a subject that meets a rule, or has a category, where a walk says it may be."""
    random = Random(SEED)  # noqa: S311 - nothing is kept secret
    for at in range(200):
        base = prover.bench.anybody(random, gaps=0 if at % 2 else 0.5)
        base |= {name: random.choice(some_of(move.before)) for name, move in origin}
        before = len(seen.rules) + len(seen.categories)
        _note(seen, prover, prover.bench.trace(base))
        if path in seen.rules or len(seen.rules) + len(seen.categories) > before:
            return True
    return False
