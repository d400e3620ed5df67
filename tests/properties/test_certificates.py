"""Certificates stand up: what is proved of a generated ruleset, Hypothesis cannot contradict.

In CI some rulesets are attacked; at night 1,000, each with 1,000 improving pairs of subjects.
"""

from collections.abc import Callable
from itertools import islice
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from stp_rules import Rating, Ruleset, evaluate, loads
from stp_rules.checking.directions import directions
from stp_rules.language.ruleset import Promise
from stp_rules.proofs.domain.harms import targets
from stp_rules.proofs.questions.promises import prove
from stp_rules.testing import (
    assert_monotone,
    assert_withholding_never_pays,
    cohorts,
    generated,
    improving_pairs,
)
from stp_rules.testing.mutation import mutants

Data = dict[str, Any]
Inputs = dict[str, Any]

RULESETS = min(1_000, settings().max_examples // 2)
PAIRS = min(1_000, settings().max_examples * 3)


@st.composite
def methods(draw: Callable[[st.SearchStrategy[object]], object]) -> Ruleset:
    """Draw a ruleset that keeps its promises, one with a fault planted, or one of any kind."""
    sound = draw(st.sampled_from([True, True, False]))
    data = draw(generated.monotone_rulesets() if sound else generated.rulesets())
    ruleset = loads(generated.written(data))  # type: ignore[arg-type]
    faulty = draw(st.sampled_from([None, 0, 1, 2, 5, 9]))
    found = [] if faulty is None else islice(mutants(ruleset), faulty, faulty + 1)  # type: ignore[call-overload]
    return next((mutant.ruleset for mutant in found), ruleset)


@settings(max_examples=RULESETS, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(methods())
def test_what_is_proved_is_not_contradicted(ruleset: Ruleset) -> None:
    """Pairs are drawn from the declared ranges, and not from what the proof went through.

    Rulesets of which nothing is proved do not count.
    """
    assume(any(directions(ruleset)[name] for name in ruleset.inputs))
    (verdict,) = prove(ruleset, [Promise("better_never_hurts")])
    assume(verdict.outcome == "proved")
    assert_monotone(ruleset, examples=PAIRS, rated=0)


@settings(max_examples=RULESETS, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(methods())
def test_silence_that_is_proved_not_to_pay_does_not(ruleset: Ruleset) -> None:
    """Each subject withholds one of its values."""
    (verdict,) = prove(ruleset, [Promise("withholding_never_pays")])
    assume(verdict.outcome == "proved" and directions(ruleset)[ruleset.result])
    assert_withholding_never_pays(ruleset, examples=PAIRS, rated=0)


@settings(max_examples=RULESETS, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=generated.monotone_rulesets(cohorts=True))
def test_what_is_proved_inside_cohorts_is_not_contradicted(data: Data) -> None:
    """The first of a cohort improves one input; beside the others, whom it shifts, it is no worse.

    And beside the reference that the cohort made before.
    """
    ruleset = loads(generated.written(data))
    fixed, inside = prove(
        ruleset, [Promise("better_never_hurts"), Promise("better_never_hurts", inside="cohort")]
    )

    @settings(max_examples=PAIRS, suppress_health_check=list(HealthCheck), database=None)
    @given(improving_pairs(ruleset), cohorts(ruleset, min_size=0, max_size=4))
    def attack(pair: tuple[Inputs, Inputs], others: list[Inputs]) -> None:
        before, after = (evaluate(ruleset, [first, *others]) for first in pair)
        beside = [evaluate(ruleset, first, reference=before.reference) for first in pair]
        assert fixed.outcome != "proved" or not hurt(*beside)
        assert inside.outcome != "proved" or not hurt(before[0], after[0])

    attack()


def hurt(before: Rating, after: Rating) -> list[str]:
    """Return the measures that are worse after."""
    gains = {
        it.name: it.apart(before.measures[it.name].raw, after.measures[it.name].raw)
        for it in targets(before.ruleset)
    }
    return [name for name, gain in gains.items() if gain is not None and gain < 0]
