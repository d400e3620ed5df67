"""Counterexamples: shrunk, run through the evaluator, with the line to blame."""

from collections.abc import Sequence

from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import Unknown, beside_text, seen_text
from stp_rules.errors import InputError
from stp_rules.paths import Path
from stp_rules.proofs.domain.harms import LOSS, WIN, Gain, Harm, Question, Traces, targets
from stp_rules.proofs.questions.inside import Shifted
from stp_rules.proofs.questions.prover import Answer, Prover
from stp_rules.proofs.questions.verdicts import Counterexample
from stp_rules.proofs.search.aiming import plainer_at_places
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.delivering import Given, deliveries, written
from stp_rules.proofs.search.pairs import Pair
from stp_rules.proofs.search.samples import Values
from stp_rules.proofs.search.shrinking import beside_fewer, smallest


def pair_example(prover: Prover, answer: Answer) -> Counterexample:
    """Make a pair of subjects small, and rate both with the evaluator itself."""
    asked, pair = answer.question, answer.pair
    if pair is None:
        raise AssertionError("a question without a pair has no example")
    wide = answer.bench or prover.bench
    small = plainer_at_places(wide, asked, smallest(wide, pair, asked.moves, asked.wrong))
    small = small.upwards() if asked.abrupt else small  # a jump has no direction of its own
    bench = beside_fewer(wide, small, asked.wrong)
    given = given_of(bench, [small.before, small.after])
    before, after = (_first(prover, it) for it in given)
    harm = _confirmed(asked, before, after)
    begins = _begins(prover, harm, before.measures, after.measures)
    blame = blamed(before.measures, after.measures, begins)
    text = _said(small, harm.name, before, after)
    return Counterexample(text, blame, small.name, before, after, given=tuple(given))


def cohort_example(prover: Prover, asked: Question, found: Shifted) -> Counterexample:
    """Rate a cohort with the evaluator itself, before and after its first subject is better."""
    given = tuple(
        Given(tuple(written(prover.plan, values) for values in cohort))
        for cohort in (found.before, found.after)
    )
    before, after = (it.rated(prover.ruleset) for it in given)
    harm = _confirmed(asked, before[0], after[0])
    begins = _begins(prover, harm, before[0].measures, after[0].measures)
    blame = blamed(before[0].measures, after[0].measures, begins)
    pair = Pair(found.name, found.before[0], found.after[0])
    text = f"in a cohort of {len(before)}, " + _said(pair, harm.name, before[0], after[0])
    both = tuple(zip(before, after, strict=True))
    return Counterexample(text, blame, found.name, before[0], after[0], both, given)


def _confirmed(asked: Question, before: Rating, after: Rating) -> Harm:
    """Return the harm that two ratings show."""
    for harm in asked.shown(before.measures, after.measures):
        return harm
    raise AssertionError("the evaluator does not confirm what the search has found")


def _begins(prover: Prover, harm: Harm, before: Traces, after: Traces) -> str:
    """Return the measure in which a harm begins: no other that it reads is done the same harm.

    Measures stand in the order in which they are computed, so that is the first of them.
    """
    if not isinstance(harm, Gain) or harm.wrong not in {LOSS, WIN}:
        return harm.name
    behind = prover.wires.behind(harm.name) | {harm.name}
    harms = (Gain(it, harm.wrong) for it in targets(prover.ruleset) if it.name in behind)
    shown = {it.name for it in harms if it.shown(before[it.name].raw, after[it.name].raw)}
    return next((name for name in before if name in shown), harm.name)


def _said(pair: Pair, name: str, before: Rating, after: Rating) -> str:
    first, second = (seen_text(it.inputs[pair.name]) for it in (before, after))
    one, other = beside_text(before.measures[name].value, after.measures[name].value)
    return f"with `{pair.name}` {first}, `{name}` is {one}; with {second}, it is {other}"


def rated(prover: Prover, subjects: Sequence[Values]) -> list[Rating]:
    """Rate subjects with the evaluator itself, each by itself beside the bench's reference."""
    return [_first(prover, it) for it in given_of(prover.bench, subjects)]


def _first(prover: Prover, given: Given) -> Rating:
    """Rate the first of what is given; it has been read without a problem."""
    rating = given.rated(prover.ruleset)[0]
    if rating.problems:
        raise InputError(rating.problems)
    return rating


def given_of(bench: Bench, subjects: Sequence[Values]) -> list[Given]:
    """Return how subjects can be delivered, each by itself beside the cohort of a bench."""
    found = deliveries(bench.plan, subjects)
    if found is None:
        raise AssertionError("what the search has found cannot be delivered")
    beside = tuple(written(bench.plan, it) for it in bench.cohort)
    return [Given((it.values,), it.rows, beside) for it in found]


def blamed(before: Traces, after: Traces, name: str) -> Path:
    """Return the line at which two subjects part on the way to a measure.

    That is what is said of missing values, where one is known to the one subject only and the
    measure goes on all the same; else the first step, going back from the measure, that did one
    thing for the one subject and another for the other.
    """
    one, other = before[name], after[name]
    if _goes_on(one, other):
        return one.info.path / "missing"
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


def _goes_on(one: Measured, other: Measured) -> bool:
    """Tell whether a policy stands for a part that is known to one of two subjects only."""
    rated = not any(isinstance(it.raw_source, Unknown) for it in (one, other))
    apart = any(
        isinstance(part, Unknown) != isinstance(it, Unknown)
        for part, it in zip(one.raw_parts, other.raw_parts, strict=True)
    )
    return bool(one.info.measure.missing) and rated and apart
