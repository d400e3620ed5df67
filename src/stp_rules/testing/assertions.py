"""Properties of a ruleset as one line of a test."""

from collections.abc import Callable
from pathlib import Path as File
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stp_rules.analysis.proofs.examples import blamed
from stp_rules.analysis.proofs.harms import Target
from stp_rules.analysis.proofs.verdicts import Counterexample
from stp_rules.assessment import evaluate
from stp_rules.checking.directions import directions
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Unknown, seen_text
from stp_rules.kinds import kinds
from stp_rules.library import load, on
from stp_rules.model import Ruleset
from stp_rules.render.proofs import example_lines
from stp_rules.testing.strategies import Inputs, cohorts, improving_pairs, subjects

EXAMPLES = 200


def assert_monotone(ruleset: str | File | Ruleset, examples: int = EXAMPLES) -> None:
    """Assert that a better input never worsens the rating, nor a measure that has a direction.

    `ruleset` is a Ruleset, a path or an id. Raises AssertionError with the smallest pair of
    subjects that Hypothesis finds, both ratings step by step, and the line to blame. A subject of a
    ruleset with cohort steps is a cohort of its own here.
    """
    method = _method(ruleset)
    targets = _targets(method)

    def check(pair: tuple[Inputs, Inputs]) -> None:
        before, after = (evaluate(method, inputs) for inputs in pair)
        for target in targets:
            gain = target.apart(before.measures[target.name].raw, after.measures[target.name].raw)
            if gain is not None and gain < 0:
                raise AssertionError(_told(target.name, before, after))

    _tried(check, improving_pairs(method), examples)


def assert_withholding_never_pays(ruleset: str | File | Ruleset, examples: int = EXAMPLES) -> None:
    """Assert that leaving out a value never betters the rating.

    `ruleset` is a Ruleset, a path or an id. Raises AssertionError with the smallest example found.
    """
    method = _method(ruleset)
    (result,) = (it for it in _targets(method, everything=True) if it.name == method.result)

    def check(drawn: tuple[Inputs, str]) -> None:
        inputs, name = drawn
        before, after = evaluate(method, inputs), evaluate(method, {**inputs, name: None})
        gain = result.apart(before.measures[result.name].raw, after.measures[result.name].raw)
        if inputs[name] is not None and gain is not None and gain > 0:
            raise AssertionError(_told(result.name, before, after))

    _tried(check, st.tuples(subjects(method), st.sampled_from(list(method.inputs))), examples)


def assert_total(ruleset: str | File | Ruleset, examples: int = EXAMPLES) -> None:
    """Assert that every subject gets a value of every measure, or a reason why not.

    `ruleset` is a Ruleset, a path or an id. Raises AssertionError with an example.
    """
    method = _method(ruleset)

    def check(inputs: Inputs) -> None:
        for measured in evaluate(method, inputs).measures.values():
            value = measured.value
            assert not isinstance(value, Unknown) or str(value), f"`{measured.name}` has no reason"  # noqa: S101 - it is what this is for

    _tried(check, subjects(method), examples)


def assert_order_free(ruleset: str | File | Ruleset, examples: int = EXAMPLES) -> None:
    """Assert that the order of the subjects of a cohort does not matter to any of them.

    `ruleset` is a Ruleset, a path or an id. Raises AssertionError with an example.
    """
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


def _method(ruleset: str | File | Ruleset) -> Ruleset:
    return on(load(ruleset))


def _targets(method: Ruleset, *, everything: bool = False) -> list[Target]:
    """Return the measures that have a direction, or all that have an order."""
    known, signs = kinds(method), directions(method)
    names = [measure.name for _, measure in method.measures()]
    ordered = [name for name in names if known[name].type in ("number", "category")]
    targets = [Target(it, signs[it] or 1, known[it].type == "category") for it in ordered]
    return [it for it in targets if everything or signs[it.name]]


def _told(name: str, before: Rating, after: Rating) -> str:
    """Tell what happened to a measure, where, and how both subjects came to it."""
    one, other = seen_text(before.measures[name].value), seen_text(after.measures[name].value)
    blame = blamed(before.measures, after.measures, name)
    example = Counterexample(f"`{name}` is {one}, then {other}", blame, "", before, after)
    return "\n".join(example_lines(example, before.ruleset))


def _tried(check: Callable[[Any], None], drawn: st.SearchStrategy[Any], examples: int) -> None:
    calm = settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    calm(given(drawn)(check))()
