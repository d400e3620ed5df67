"""Every promise of a ruleset proved, refuted, or left undecided with what was tried."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any, get_args

from attrs import evolve, frozen

from stp_rules.analysis.proofs.certificates import certificate
from stp_rules.analysis.proofs.inside import TRIES, Cohorts, Shifted
from stp_rules.analysis.proofs.moves import COARSE, FINE, Origin
from stp_rules.analysis.proofs.pairs import SEED, Pair, Traces, Values, some_of
from stp_rules.analysis.proofs.prover import Answer, Prover, Question
from stp_rules.analysis.proofs.questions import (
    Target,
    all_moves,
    crossings,
    difference,
    from_end_to_end,
    improvements,
    loses,
    question,
    wins,
    withholdings,
)
from stp_rules.analysis.proofs.spans import Span
from stp_rules.analysis.proofs.verdicts import Counterexample, Lemma, Outcome, Verdict
from stp_rules.assessment import evaluate
from stp_rules.checking.directions import directions
from stp_rules.engine.evaluation import gather
from stp_rules.engine.plan import Plan, StepPlan
from stp_rules.engine.result import Rating
from stp_rules.engine.sources import DecideSource
from stp_rules.engine.values import Raw, Unknown, seen_text
from stp_rules.model import Promise, PromiseKind, Ruleset
from stp_rules.paths import Path

ALL: tuple[PromiseKind, ...] = (
    "better_never_hurts",
    "withholding_never_pays",
    "every_category_reachable",
    "total",
)
"""What is asked of a ruleset that promises nothing."""

_KINDS: tuple[PromiseKind, ...] = get_args(PromiseKind)

SUBJECTS, COHORTS = 300, 60
"""How many subjects, and cohorts, are drawn to see what comes about."""


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


def prove(ruleset: Ruleset, promises: Iterable[Promise] = ()) -> tuple[Verdict, ...]:
    """Settle promises: those given, else those of the ruleset, else all that can be asked.

    The ruleset must be free of problems; dated parameters hold as they stand, so put in those of
    a day first (`Ruleset.on`). What is refuted has been run through the evaluator.
    """
    asked = tuple(promises) or asked_of(ruleset)
    prover = Prover(evolve(ruleset, promises=()))
    return tuple(verdict for promise in asked for verdict in _settled(prover, promise))


def _settled(prover: Prover, promise: Promise) -> Iterator[Verdict]:
    match promise.kind:
        case "better_never_hurts":
            yield better_never_hurts(prover, promise)
        case "withholding_never_pays":
            yield withholding_never_pays(prover, promise)
        case "every_category_reachable":
            yield every_category_reachable(prover, promise)
        case "total":
            yield total(prover, promise)
        case "no_cliffs":
            yield no_cliffs(prover, promise)


# Moves of one input -------------------------------------------------------------------------------


def better_never_hurts(prover: Prover, promise: Promise) -> Verdict:
    """A better value of one input never worsens the rating, nor a measure that has a direction."""
    signs = directions(prover.ruleset)
    targets = [it for it in map(target_of(prover, signs), _measures(prover)) if it.sign]
    questions = [
        question(name, improvements(prover.cells, prover.plan, name, signs[name]), asked, loses)
        for name in _inputs(prover, promise)
        if signs[name] and (asked := _resting(prover, name, targets))
    ]
    idle = [name for name in _inputs(prover, promise) if not signs[name]]
    notes = [f"no value of {_listed(idle)} is said to be better than another"] if idle else []
    if not signs[prover.ruleset.result]:
        text = f"nothing says which way `{prover.ruleset.result}` is better: write `better:` on it"
        return Verdict(promise, "undecided", "", tried=(text,))
    if promise.inside:
        return _inside(prover, promise, questions, targets, notes)
    return _of_questions(prover, promise, questions, targets, notes)


def _inside(
    prover: Prover,
    promise: Promise,
    questions: Sequence[Question],
    targets: Sequence[Target],
    notes: Sequence[str],
) -> Verdict:
    """A better input never hurts the one that has it, though it shifts the cohort."""
    cohorts = Cohorts(prover)
    doubtful = [it for it in questions if not cohorts.harmless(it)]
    for asked in doubtful:
        found = cohorts.found(asked, TRIES // len(doubtful))
        if found:
            example = _cohort_example(prover, asked, found, targets)
            return Verdict(promise, "refuted", "search", (), (example,), notes=tuple(notes))
    if doubtful:
        names = _listed(it.name for it in doubtful)
        text = f"{TRIES} small cohorts in which {names} is better for one showed no harm"
        return Verdict(promise, "undecided", "search", tried=(text,), notes=tuple(notes))
    lemma = "a better value lifts the subject, and no other with it: step by step, in any cohort"
    lemmas = (Lemma(Path(("levels",)), lemma),)
    return Verdict(promise, "proved", "composition", lemmas, notes=tuple(notes))


def _cohort_example(
    prover: Prover, asked: Question, found: Shifted, targets: Sequence[Target]
) -> Counterexample:
    """Rate a cohort with the evaluator itself, before and after its first subject is better."""
    before, after = (
        evaluate(prover.ruleset, [_given(prover, values) for values in cohort])
        for cohort in (found.before, found.after)
    )
    if not asked.wrong(before[0].measures, after[0].measures):
        raise AssertionError("the evaluator does not confirm what the search has found")
    worse = next(it for it in targets if _is_wrong(asked, it, before[0], after[0]))
    blame = blamed(before[0].measures, after[0].measures, worse.name)
    pair = Pair(found.name, found.before[0], found.after[0])
    text = f"in a cohort of {len(before)}, " + _said(pair, worse.name, before[0], after[0])
    both = tuple(zip(before, after, strict=True))
    return Counterexample(text, blame, found.name, before[0], after[0], both)


def withholding_never_pays(prover: Prover, promise: Promise) -> Verdict:
    """Not reporting a value never gives a better rating than reporting any."""
    result = _result(prover)
    questions = [
        question(name, withholdings(prover.cells, name), asked, wins)
        for name in _inputs(prover, promise)
        if (asked := _resting(prover, name, [result]))
    ]
    return _of_questions(prover, promise, questions, [result])


def no_cliffs(prover: Prover, promise: Promise) -> Verdict:
    """No edge of one input moves the rating by as many categories as the promise says."""
    most, result = promise.of or 2, _result(prover)

    def jumps(gains: Span) -> bool:
        return gains.low <= -most or gains.high >= most

    questions = [
        question(name, crossings(prover.cells, prover.plan, name), asked, jumps)
        for name in _inputs(prover, promise)
        if (asked := _resting(prover, name, [result]))
    ]
    return _of_questions(prover, promise, questions, [result])


def target_of(prover: Prover, signs: Mapping[str, int]) -> Any:
    """Return what makes a target of a measure."""

    def made(name: str) -> Target:
        category = bool(prover.plan.lenses[name].categories)
        return Target(name, signs[name], category)

    return made


def _result(prover: Prover) -> Target:
    """Return the result as a target; more is better where nothing says otherwise."""
    name = prover.ruleset.result
    category = bool(prover.plan.lenses[name].categories)
    return Target(name, directions(prover.ruleset)[name] or 1, category)


def _measures(prover: Prover) -> list[str]:
    names = [it.info.measure.name for it in prover.plan.measures]
    return [it for it in names if prover.plan.lenses[it].kind.type in ("number", "category")]


def _inputs(prover: Prover, promise: Promise) -> list[str]:
    return [name for name in prover.plan.inputs if name not in promise.excepted]


def _resting(prover: Prover, name: str, targets: Iterable[Target]) -> list[Target]:
    resting = prover.wires.resting(name)
    return [target for target in targets if target.name in resting]


def _of_questions(
    prover: Prover,
    promise: Promise,
    questions: Sequence[Question],
    targets: Sequence[Target],
    notes: Sequence[str] = (),
) -> Verdict:
    """Answer questions, and put the answers together."""
    answers: list[Answer] = []
    for it in questions:
        broken = any(answer.pair for answer in answers)
        answers.append(prover.answer(it, briefly=broken))
    refuted = [it for it in answers if it.pair]
    if refuted:
        examples = tuple(_example(prover, it, targets) for it in _plainest(refuted))
        others = [it.question.name for it in refuted[1:]]
        also = [f"it is also broken by {_listed(others)}"] if others else []
        return Verdict(promise, "refuted", "search", (), examples, notes=(*notes, *also))
    open_ones = [it for it in answers if it.holds is None]
    if open_ones:
        names = _listed([it.question.name for it in open_ones])
        doubt = f"moves of {names} could not be shown to be harmless by going through values"
        search = f"{open_ones[0].tried} pairs of subjects for each of them showed no harm"
        return Verdict(promise, "undecided", "search", tried=(doubt, search), notes=tuple(notes))
    ways = dict.fromkeys(it.by for it in answers)
    lemmas = tuple(certificate(prover, answers))
    return Verdict(
        promise, "proved", " and ".join(ways) or "composition", lemmas, notes=tuple(notes)
    )


def _plainest(refuted: Sequence[Answer]) -> Sequence[Answer]:
    """Return the answers to show: the first will do."""
    return refuted[:1]


def _example(prover: Prover, answer: Answer, targets: Sequence[Target]) -> Counterexample:
    """Make a pair small, run it through the evaluator, and find the line to blame."""
    asked, bench = answer.question, prover.bench
    pair: Any = bench.smallest(answer.pair, asked.moves, asked.wrong)  # type: ignore[arg-type]
    before, after = (rated(prover, values) for values in (pair.before, pair.after))
    if not asked.wrong(before.measures, after.measures):
        raise AssertionError("the evaluator does not confirm what the search has found")
    worse = next(
        it for it in targets if _apart(it, before, after) and _is_wrong(asked, it, before, after)
    )
    blame = blamed(before.measures, after.measures, worse.name)
    return Counterexample(_said(pair, worse.name, before, after), blame, pair.name, before, after)


def _apart(target: Target, before: Rating, after: Rating) -> Fraction | None:
    return target.apart(before.measures[target.name].raw, after.measures[target.name].raw)


def _is_wrong(asked: Question, target: Target, before: Rating, after: Rating) -> bool:
    alone = {target.name: before.measures[target.name]}, {target.name: after.measures[target.name]}
    every = [it for it in asked.suspects if it != target.name]
    still_same = {it: before.measures[it] for it in every}
    return asked.wrong({**still_same, **alone[0]}, {**still_same, **alone[1]})


def _said(pair: Pair, name: str, before: Rating, after: Rating) -> str:
    first, second = (seen_text(it.inputs[pair.name]) for it in (before, after))
    one, other = (seen_text(it.measures[name].value) for it in (before, after))
    return f"with `{pair.name}` {first}, `{name}` is {one}; with {second}, it is {other}"


def rated(prover: Prover, values: Values) -> Rating:
    """Rate a subject with the evaluator itself, beside the bench's reference."""
    cohort = any(it.parts for it in prover.plan.measures)
    reference = prover.bench.reference if cohort else None
    return evaluate(prover.ruleset, _given(prover, values), reference=reference)


def _given(prover: Prover, values: Values) -> dict[str, Any]:
    """Return values as they would be delivered."""
    lenses = prover.plan.lenses
    return {name: delivered(lenses[name].seen(raw)) for name, raw in values.items()}


def delivered(value: Any) -> Any:
    """Return a value as it would be delivered."""
    return value.state if isinstance(value, Unknown) else value


def blamed(before: Traces, after: Traces, name: str) -> Path:
    """Return the line at which two subjects part on the way to a measure.

    That is the first step, going back from the measure, that did one thing for the one subject
    and another for the other.
    """
    one, other = before[name], after[name]
    for first, second in zip(reversed(one.steps), reversed(other.steps), strict=True):
        if first.info.step.when and first.fired != second.fired:
            return first.info.path / first.word
        if first.path != second.path:
            return second.path
    if one.fired != other.fired:
        return other.path
    changed = [
        part.name for part, it in zip(one.parts, other.parts, strict=True) if part.value != it.value
    ]
    deeper = [it for it in changed if it in before]
    known = {isinstance(it.value, Unknown) for it in (*one.parts, *other.parts)}
    if len(deeper) == 1 and len(known) == 1:
        return blamed(before, after, deeper[0])
    return one.info.path


# What comes about ---------------------------------------------------------------------------------


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
    ends = [it for it in _measures(prover) if it in resting and not prover.wires.readers(it)]
    targets = [prover.ruleset.result] if prover.ruleset.result in resting else ends
    moves = all_moves(prover.cells, name)
    widest = from_end_to_end(prover.cells, name)
    answers = (prover.answer(difference(name, moves, it), likely=widest) for it in targets)
    first = difference(name, moves, prover.ruleset.result)
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


def total(prover: Prover, promise: Promise) -> Verdict:
    """Every admissible input gets a rating, or a reason why not."""
    random = Random(SEED)  # noqa: S311 - nothing is kept secret
    unrated = None
    for at in range(SUBJECTS):
        values = prover.bench.drawn(random, at)
        traces = prover.bench.trace(values)
        for measured in traces.values():
            if isinstance(measured.raw, Unknown) and not str(measured.raw):
                example = Counterexample(
                    f"`{measured.name}` has no value and no reason", measured.info.path
                )
                return Verdict(promise, "refuted", "search", (), (example,))
        whole = not any(isinstance(raw, Unknown) for raw in values.values())
        if whole and isinstance(traces[prover.ruleset.result].raw, Unknown):
            unrated = unrated or rated(prover, values)
    walk = prover.still(COARSE)
    empty = [name for name, table in walk.tables.items() if not table]
    if empty:
        return Verdict(
            promise, "undecided", "composition", tried=(f"nothing is known of {_listed(empty)}",)
        )
    notes = _unrated_notes(unrated)
    measures = len(prover.plan.measures)
    text = f"each of {measures} measures gives a value, or a reason, for everything that it reads"
    lemmas = (Lemma(Path(("levels",)), text),)
    return Verdict(promise, "proved", "composition", lemmas, notes=notes)


def _unrated_notes(unrated: Rating | None) -> tuple[str, ...]:
    if unrated is None:
        return (f"none of {SUBJECTS} subjects of whom all is known was left without a rating",)
    given = ", ".join(f"{name} {seen_text(it)}" for name, it in unrated.inputs.items())
    return (f"a subject may be not rated though all is known: {unrated.reasons[0]} ({given})",)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def outcome(verdicts: Iterable[Verdict]) -> Outcome:
    """Return the worst that came of promises: one refuted, else one undecided, else proved."""
    found = {it.outcome for it in verdicts}
    if "refuted" in found:
        return "refuted"
    return "undecided" if "undecided" in found else "proved"
