"""Properties of a ruleset as one line of a test.

Every function takes a ruleset as a Ruleset, a path or an id, and raises AssertionError with the
smallest example that Hypothesis finds, both ratings step by step, and the line to blame. Where the
ruleset reads a cohort, subjects are rated beside the reference of a cohort that is drawn with them.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path as File
from typing import Any, Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stp_rules.analysis.proofs.examples import blamed
from stp_rules.analysis.proofs.harms import (
    LOSS,
    WIN,
    Gain,
    jump,
    result_of,
    steps_of_result,
    targets,
)
from stp_rules.analysis.proofs.verdicts import Counterexample
from stp_rules.assessment import evaluate
from stp_rules.assurance import prove
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Unknown, beside_text, seen_text
from stp_rules.library import load, on
from stp_rules.model import Ruleset, State
from stp_rules.render.proofs import example_lines, verdicts_text
from stp_rules.testing.strategies import (
    Inputs,
    cohorts,
    crossing_pairs,
    improving_pairs,
    subjects,
)

EXAMPLES = 200
"""How many subjects, pairs or cohorts are tried where nothing else is said."""

Source = str | File | Ruleset
Ratings = Sequence[Rating]
"""The subject that is looked at, and all others of its cohort where it shifts that."""


def assert_keeps_promises(ruleset: Source) -> None:
    """Assert that all that a ruleset promises is proved; of one without promises, what is asked.

    What is undecided is a failure too, with what was tried.
    """
    method = _method(ruleset)
    open_ones = [it for it in prove(method) if it.outcome != "proved"]
    if open_ones:
        raise AssertionError(f"{method.reference}\n{verdicts_text(open_ones, method)}")


def assert_monotone(
    ruleset: Source, examples: int = EXAMPLES, *, inside: Literal["cohort"] | None = None
) -> None:
    """Assert that a better input never worsens the rating, nor a measure that has a direction.

    With `inside="cohort"` the subject stands in its cohort and shifts it. ValueError where no input
    says which way is better.
    """
    method = _method(ruleset)
    harms = [Gain(it, LOSS) for it in targets(method)]
    drawn = st.tuples(improving_pairs(method), _others(method, always=inside == "cohort"))
    rate = _inside if inside else _beside
    _tried(lambda case: _none(harms, *rate(method, *case)), drawn, examples)


def assert_withholding_never_pays(ruleset: Source, examples: int = EXAMPLES) -> None:
    """Assert that leaving out or suppressing a value never betters the rating."""
    method = _method(ruleset)
    harms = [Gain(result_of(method), WIN)]
    silent = st.sampled_from([None, State.SUPPRESSED])

    def check(case: tuple[Inputs, str, Any, list[Inputs]]) -> None:
        inputs, name, silence, others = case
        if inputs[name] is not None and not isinstance(inputs[name], State):
            _none(harms, *_beside(method, (inputs, {**inputs, name: silence}), others))

    names = st.sampled_from(list(method.inputs))
    _tried(check, st.tuples(subjects(method), names, silent, _others(method)), examples)


def assert_no_cliffs(ruleset: Source, of: int = 2, examples: int = EXAMPLES) -> None:
    """Assert that one input across one edge never moves the rating by `of` categories or more."""
    method = _method(ruleset)
    harms = [Gain(steps_of_result(method), jump(of))]
    drawn = st.tuples(crossing_pairs(method), _others(method))
    _tried(lambda case: _none(harms, *_beside(method, *case)), drawn, examples)


def assert_total(ruleset: Source, examples: int = EXAMPLES) -> None:
    """Assert that every subject gets a value of every measure, or a reason why not."""
    method = _method(ruleset)

    def check(case: tuple[Inputs, list[Inputs]]) -> None:
        inputs, others = case
        ((rating,), _) = _beside(method, (inputs, inputs), others)
        for measured in rating.measures.values():
            value = measured.value
            assert not isinstance(value, Unknown) or str(value), f"`{measured.name}` has no reason"  # noqa: S101 - it is what this is for

    _tried(check, st.tuples(subjects(method), _others(method)), examples)


def assert_order_free(ruleset: Source, examples: int = EXAMPLES) -> None:
    """Assert that the order of the subjects of a cohort does not matter to any of them."""
    method = _method(ruleset)

    def check(drawn: tuple[list[Inputs], list[int]]) -> None:
        cohort, order = drawn
        places = [at for at in order if at < len(cohort)]
        first = evaluate(method, cohort)
        again = evaluate(method, [cohort[at] for at in places])
        for at, rating in zip(places, again, strict=True):
            one, other = seen_text(first[at].value), seen_text(rating.value)
            assert one == other, f"subject {at + 1} is {one}, and in another order {other}"  # noqa: S101 - it is what this is for

    _tried(check, st.tuples(cohorts(method), st.permutations(range(6))), examples)


def _method(ruleset: Source) -> Ruleset:
    return on(load(ruleset))


def _others(method: Ruleset, *, always: bool = False) -> st.SearchStrategy[list[Inputs]]:
    """Draw those beside whom a subject is rated; nobody where no measure reads a cohort."""
    relative = always or any(it.parts for it in make_plan(method).measures)
    return cohorts(method, min_size=2, max_size=5) if relative else st.just([])


def _beside(
    method: Ruleset, pair: tuple[Inputs, Inputs], others: list[Inputs]
) -> tuple[Ratings, Ratings]:
    """Rate two subjects, each by itself, beside the reference of others."""
    reference = evaluate(method, others).reference if others else None
    one, other = (evaluate(method, inputs, reference=reference) for inputs in pair)
    return [one], [other]


def _inside(
    method: Ruleset, pair: tuple[Inputs, Inputs], others: list[Inputs]
) -> tuple[Ratings, Ratings]:
    """Rate two cohorts that differ in their first subject."""
    one, other = (evaluate(method, [inputs, *others]) for inputs in pair)
    return one, other


def _none(harms: Iterable[Gain], before: Ratings, after: Ratings) -> None:
    """Raise AssertionError where the first subject shows a harm."""
    for harm in harms:
        name = harm.name
        if harm.shown(before[0].measures[name].raw, after[0].measures[name].raw):
            raise AssertionError(_told(name, before, after))


def _told(name: str, before: Ratings, after: Ratings) -> str:
    """Tell what happened to a measure, where, and how both subjects came to it."""
    first, second = before[0], after[0]
    one, other = beside_text(first.measures[name].value, second.measures[name].value)
    blame = blamed(first.measures, second.measures, name)
    cohort = tuple(zip(before, after, strict=True)) if len(before) > 1 else ()
    text = f"`{name}` is {one}, then {other}"
    example = Counterexample(text, blame, "", first, second, cohort)
    return "\n".join(example_lines(example, first.ruleset))


def _tried(check: Callable[[Any], None], drawn: st.SearchStrategy[Any], examples: int) -> None:
    calm = settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    calm(given(drawn)(check))()
