"""Properties of a ruleset as one line of a test.

Every function takes a ruleset as a Ruleset, a path or an id, and raises AssertionError with the
smallest example that Hypothesis finds, both ratings step by step, and the line to blame. Where the
ruleset reads a cohort, subjects are rated beside the reference of a cohort that is drawn with them,
and the first example is told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any, Literal

from attrs import define, evolve, field, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stp_rules.api.proving import prove
from stp_rules.api.rating import evaluate
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Unknown, beside_text, seen_text
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import State
from stp_rules.library import Source, load, on
from stp_rules.proofs.domain.harms import (
    LOSS,
    WIN,
    Gain,
    Wrong,
    jump,
    result_of,
    steps_of_result,
    targets,
)
from stp_rules.proofs.questions.examples import blamed
from stp_rules.proofs.questions.questions import TINY
from stp_rules.proofs.questions.verdicts import Counterexample
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.delivering import Given, delivered
from stp_rules.proofs.search.pairs import Pair
from stp_rules.render.proofs import example_lines, verdicts_text
from stp_rules.testing.strategies import (
    Inputs,
    cohorts,
    crossing_pairs,
    distant_pairs,
    improving_pairs,
    peer_groups,
    subjects,
)

EXAMPLES = 200
"""How many subjects, pairs or cohorts are tried where nothing else is said."""

RATED = 0.1
"""Which part of them must be rated where nothing else is said.

Half of all subjects are drawn without gaps, so that of a method that rates who is known more than a
third are rated; far fewer mean that what is drawn does not fit the method.
"""

Ratings = Sequence[Rating]
"""The subject that is looked at, and all others of its cohort where it shifts that."""


@frozen
class Sides:
    """A subject before and after, and those beside whose reference it stands, if there are any."""

    before: Ratings
    after: Ratings
    beside: Sequence[Inputs] = ()


Compared = tuple[Iterable[Gain], Sides]
"""What must not happen, and to whom."""


def assert_keeps_promises(ruleset: Source) -> None:
    """Assert that all that a ruleset promises is proved; of one without promises, what is asked.

    What is undecided is a failure too, with what was tried.
    """
    method = _method(ruleset)
    open_ones = [it for it in prove(method) if it.outcome != "proved"]
    if open_ones:
        raise AssertionError(f"{method.reference}\n{verdicts_text(open_ones, method)}")


def assert_monotone(
    ruleset: Source,
    examples: int = EXAMPLES,
    *,
    inside: Literal["cohort"] | None = None,
    rated: float = RATED,
) -> None:
    """Assert that a better input never worsens the rating, nor a measure that has a direction.

    With `inside="cohort"` the subject stands in its cohort and shifts it. `rated` is the part of
    the pairs that must be rated. ValueError where no input, or no measure, says which way is
    better, or where `inside` is another word.
    """
    if inside not in (None, "cohort"):
        raise ValueError(f'`inside` is "cohort" or left out, not {inside!r}')
    method = _method(ruleset)
    tally = Tally(rated, _relative(method))
    harms = [Gain(it, LOSS) for it in targets(method)]
    if not harms:
        raise ValueError(f"nothing in {method.reference} says which way is better")
    pairs = improving_pairs(method)
    drawn = st.tuples(pairs, _others(method, always=inside == "cohort"))
    rate = _inside if inside else _beside
    _compared(lambda case: (harms, rate(method, *case)), drawn, examples, tally)


def assert_withholding_never_pays(
    ruleset: Source, examples: int = EXAMPLES, *, rated: float = RATED
) -> None:
    """Assert that leaving out or suppressing a value never betters the rating.

    `rated` is the part of the subjects that must be rated before they withhold. ValueError where
    nothing says which way the rating is better.
    """
    method = _method(ruleset)
    tally = Tally(rated, _relative(method))
    harms = [Gain(result_of(method), WIN)]
    silent = st.sampled_from([None, State.SUPPRESSED])

    def check(case: tuple[Inputs, str, Any, list[Inputs]]) -> Compared:
        inputs, name, silence, others = case
        return harms, _beside(method, (inputs, {**inputs, name: silence}), others)

    given = (
        st.tuples(subjects(method), st.sampled_from(list(method.inputs)))
        .filter(lambda it: it[0][it[1]] is not None and not isinstance(it[0][it[1]], State))
        .flatmap(lambda it: st.tuples(st.just(it[0]), st.just(it[1]), silent, _others(method)))
    )
    _compared(check, given, examples, tally, both=False)


def assert_no_cliffs(
    ruleset: Source, of: int = 2, examples: int = EXAMPLES, *, rated: float = RATED
) -> None:
    """Assert that one input across one edge never moves the rating by `of` categories or more.

    `rated` is the part of the pairs that must be rated. ValueError where the rating has no
    categories, or where none lies `of` from another.
    """
    method = _method(ruleset)
    tally = Tally(rated, _relative(method))
    target = steps_of_result(method)
    if not target.category:
        raise ValueError(f"`{method.result}` has no categories between which there is a cliff")
    categories = len(make_plan(method).lenses[method.result].categories)
    if not 1 <= of < categories:
        raise ValueError(
            f"of {categories} categories of `{method.result}` none lies {of} from another"
        )
    harms = [Gain(target, jump(of))]
    bench = Bench.of(make_plan(method))
    pairs = distant_pairs(method) if _relative(method) else crossing_pairs(method)
    rate = partial(_narrowed, of=of) if _relative(method) else _beside

    def check(case: tuple[tuple[Inputs, Inputs], list[Inputs]]) -> Compared:
        sides = rate(method, *case)
        abrupt = _abrupt(bench, Wrong(tuple(harms), abrupt=True), sides.before[0], sides.after[0])
        return harms if abrupt else (), sides

    _compared(check, st.tuples(pairs, _others(method)), examples, tally)


def _abrupt(bench: Bench, wrong: Wrong, before: Rating, after: Rating) -> bool:
    """Tell whether the rating jumps at one value between two subjects, however small the step."""
    one, other = before.raw_inputs, after.raw_inputs
    moved = next((name for name in one if one[name] != other[name]), None)
    if moved is None or not wrong(before.measures, after.measures):
        return False
    own = evolve(bench, reference=before.reference or bench.reference)
    return own.jumps(Pair(moved, one, other), wrong)


def _narrowed(method: Ruleset, pair: tuple[Inputs, Inputs], others: list[Inputs], of: int) -> Sides:
    """Rate two subjects that are rated otherwise as close together as they are found.

    Beside a cohort the edges lie where its subjects lie: the one between the two is found by
    halving, and the half that is gone on with is the one in which the rating changes by more. Two
    that are less than `of` categories apart are left as they are.
    """
    reference = evaluate(method, others).reference
    one, other = _among(method, pair, others)
    (name,) = [it for it in one if one[it] != other[it]]
    low, high = (evaluate(method, it, reference=reference) for it in (one, other))
    while isinstance(one[name], Fraction) and abs(other[name] - one[name]) > TINY:
        middle = {**one, name: (one[name] + other[name]) / 2}
        rating = evaluate(method, middle, reference=reference)
        if not (low.rated and high.rated and rating.rated) or _apart(low, high) < of:
            break
        if _apart(low, rating) >= _apart(rating, high):
            other, high = middle, rating
        else:
            one, low = middle, rating
    return Sides([low], [high], others)


def _apart(one: Rating, other: Rating) -> int:
    """Return by how many categories two subjects that are rated are apart."""
    categories = list(one.lenses[one.ruleset.result].categories)
    places = [categories.index(it.category) for it in (one, other) if it.category is not None]
    return abs(places[0] - places[-1])


def assert_total(ruleset: Source, examples: int = EXAMPLES, *, rated: float = RATED) -> None:
    """Assert that every subject gets a value of every measure, or a reason why not.

    `rated` is the part of the subjects that must be rated.
    """
    method = _method(ruleset)
    tally = Tally(rated, _relative(method))

    def check(case: tuple[Inputs, list[Inputs]]) -> None:
        inputs, others = case
        (rating,) = _beside(method, (inputs, inputs), others).before
        tally.count([rating])
        for measured in rating.measures.values():
            value = measured.value
            assert not isinstance(value, Unknown) or str(value), f"`{measured.name}` has no reason"  # noqa: S101 - it is what this is for

    _tried(check, st.tuples(subjects(method), _others(method)), examples, tally)


def assert_order_free(ruleset: Source, examples: int = EXAMPLES, *, rated: float = RATED) -> None:
    """Assert that the order of the subjects of a cohort does not matter to any of them.

    `rated` is the part of the cohorts of which somebody must be rated.
    """
    method = _method(ruleset)
    tally = Tally(rated, _relative(method))

    def check(drawn: tuple[list[Inputs], Random]) -> None:
        cohort, random = drawn
        places = random.sample(range(len(cohort)), len(cohort))
        first = evaluate(method, cohort)
        again = evaluate(method, [cohort[at] for at in places])
        tally.count([next((it for it in first if not isinstance(it.value, Unknown)), first[0])])
        for at, rating in zip(places, again, strict=True):
            one, other = seen_text(first[at].value), seen_text(rating.value)
            assert one == other, f"subject {at + 1} is {one}, and in another order {other}"  # noqa: S101 - it is what this is for

    _tried(check, st.tuples(cohorts(method), st.randoms(use_true_random=False)), examples, tally)


def _method(ruleset: Source) -> Ruleset:
    return on(load(ruleset))


def _others(method: Ruleset, *, always: bool = False) -> st.SearchStrategy[list[Inputs]]:
    """Draw those beside whom a subject is rated; nobody where no measure reads a cohort."""
    return cohorts(method) if always or _relative(method) else st.just([])


def _relative(method: Ruleset) -> bool:
    return any(it.parts for it in make_plan(method).measures)


def _beside(method: Ruleset, pair: tuple[Inputs, Inputs], others: list[Inputs]) -> Sides:
    """Rate two subjects, each by itself, beside the reference of others."""
    reference = evaluate(method, others).reference if others else None
    pair = _among(method, pair, others)
    one, other = (evaluate(method, inputs, reference=reference) for inputs in pair)
    return Sides([one], [other], others)


def _among(
    method: Ruleset, pair: tuple[Inputs, Inputs], others: list[Inputs]
) -> tuple[Inputs, Inputs]:
    """Put two subjects into the peer group of the first of some others.

    A group that is what tells them apart is left as it is.
    """
    one, other = pair
    shared = [name for name in peer_groups(method) if others and one[name] == other[name]]
    home = {name: others[0][name] for name in shared}
    return {**one, **home}, {**other, **home}


def _inside(method: Ruleset, pair: tuple[Inputs, Inputs], others: list[Inputs]) -> Sides:
    """Rate two cohorts that differ in their first subject."""
    one, other = (evaluate(method, [it, *others]) for it in _among(method, pair, others))
    return Sides(one, other)


def _none(harms: Iterable[Gain], sides: Sides) -> None:
    """Raise AssertionError where the first subject shows a harm."""
    before, after = (it[0].measures for it in (sides.before, sides.after))
    for harm in harms:
        if harm.shown(before[harm.name].raw, after[harm.name].raw):
            raise AssertionError(_harm_text(harm.name, sides))


def _harm_text(name: str, sides: Sides) -> str:
    """Tell what happened to a measure, where, beside whom, and how both subjects came to it."""
    before, after = sides.before, sides.after
    first, second = before[0], after[0]
    one, other = beside_text(first.measures[name].value, second.measures[name].value)
    blame = blamed(first.measures, second.measures, name)
    cohort = tuple(zip(before, after, strict=True)) if len(before) > 1 else ()
    text = f"`{name}` is {one}, then {other}"
    rated = tuple(_given(it, sides.beside) for it in (first, second))
    example = Counterexample(text, blame, "", first, second, cohort, rated)
    return "\n".join(example_lines(example, first.ruleset))


def _given(rating: Rating, others: Sequence[Inputs]) -> Given:
    """Return a subject and those beside it as they are delivered; what is missing is left out."""
    own = {name: delivered(value) for name, value in rating.inputs.items()}
    beside = ({name: it for name, it in row.items() if it is not None} for row in others)
    return Given((own,), beside=tuple(beside))


@define
class Tally:
    """How many examples were drawn, how many of them were rated, and why the others were not.

    `cohort` says whether each of them is rated beside a cohort.
    """

    least: float
    cohort: bool
    drawn: int = 0
    rated: int = 0
    reasons: Counter[str] = field(factory=Counter)

    def count(self, ratings: Iterable[Rating]) -> None:
        """Count an example, which is rated where all that is needed of it is."""
        self.drawn += 1
        unknown = [it.value for it in ratings if isinstance(it.value, Unknown)]
        self.rated += not unknown
        self.reasons.update(map(str, unknown[:1]))

    def enough(self) -> None:
        """Raise AssertionError where too few were rated for anything to be shown."""
        if self.rated < self.least * max(self.drawn, 1):
            reason, times = self.reasons.most_common(1)[0] if self.reasons else ("", 0)
            raise AssertionError(
                f"only {self.rated:,} of {self.drawn:,} examples were rated, and nothing is shown "
                f"by so few; the most frequent reason, {times:,} times: {reason}; "
                f"`rated={self.least}` says how many must be"
            )


def _compared(
    rate: Callable[[Any], Compared],
    drawn: st.SearchStrategy[Any],
    examples: int,
    tally: Tally,
    *,
    both: bool = True,
) -> None:
    """Look for a harm; count the first subject before, and after too where `both` matter."""

    def check(case: Any) -> None:
        harms, sides = rate(case)
        tally.count([sides.before[0], sides.after[0]] if both else [sides.before[0]])
        _none(harms, sides)

    _tried(check, drawn, examples, tally)


def _tried(
    check: Callable[[Any], None], drawn: st.SearchStrategy[Any], examples: int, tally: Tally
) -> None:
    """Try examples until one fails; one with a cohort is told as it is found.

    To make it small, the cohort would be rated anew some hundred times.
    """
    calm = settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=set(Phase) - ({Phase.shrink, Phase.explain} if tally.cohort else set()),
    )
    calm(given(drawn)(check))()
    tally.enough()
