"""How long proofs take. `pytest tests/benchmarks --benchmark-enable` measures.

The ruleset has 17 indicators, and in the last group each is standardised within the cohort first.
"""

import re
from itertools import count
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from pytest_benchmark.fixture import BenchmarkFixture

import stp_rules
from stp_rules.analysis.differences import diff
from stp_rules.analysis.effective import effective_weights
from stp_rules.language.ruleset import Promise, PromiseKind, Ruleset
from stp_rules.proofs.questions.promises import prove
from stp_rules.proofs.versions.comparing import compared
from stp_rules.testing import assert_monotone, generated

PROGRESS = Path(__file__).parents[2] / "rules/nhs-england/stp-progress/2017.1.0.yaml"
TEXT = PROGRESS.read_text(encoding="utf-8")
KINDS: tuple[PromiseKind, ...] = (
    "better_never_hurts", "withholding_never_pays", "every_category_reachable", "total",
)  # fmt: skip
PROMISES = [*map(Promise, KINDS), Promise("no_cliffs", of=2)]
NUMBERS = count()


def another(text: str = TEXT) -> Ruleset:
    """Load a ruleset that nothing is remembered of."""
    fresh = f"id: another/{next(NUMBERS)}"
    return stp_rules.loads(text.replace("id: nhs-england/stp-progress", fresh))


def in_cohort(text: str = TEXT) -> str:
    """Put each number into bands by how many deviations of the cohort it lies from the mean."""
    bands = (
        r"        - bands: \[{(at_least|at_most): [\d.]+, is: 2}, {\1: [\d.]+, is: 1}, {is: 0}\]"
    )

    def standardised(found: re.Match[str]) -> str:
        word = found[1]
        edge = 1 if word == "at_least" else -1
        lines = f"[{{{word}: {edge}, is: 2}}, {{{word}: 0, is: 1}}, {{is: 0}}]"
        return f"        - z_score: {{deviation: sample}}\n        - bands: {lines}"

    made, count = re.subn(bands, standardised, text)
    assert count == 15
    return made


@pytest.mark.benchmark(group="17 indicators")
@pytest.mark.parametrize("promise", PROMISES, ids=lambda it: it.kind)
def test_a_promise(benchmark: BenchmarkFixture, promise: Promise) -> None:
    """Each promise by itself, without the solver."""
    (verdict,) = benchmark.pedantic(
        lambda ruleset: prove(ruleset, [promise], solving=False),
        setup=lambda: ((another(),), {}),
        rounds=3,
    )
    assert verdict.outcome in ("proved", "refuted")


@pytest.mark.benchmark(group="17 indicators")
def test_all_promises(benchmark: BenchmarkFixture) -> None:
    """All promises, without the solver."""
    verdicts = benchmark.pedantic(
        lambda ruleset: prove(ruleset, PROMISES, solving=False),
        setup=lambda: ((another(),), {}),
        rounds=3,
    )
    assert all(it.outcome != "undecided" for it in verdicts)


@pytest.mark.benchmark(group="17 indicators")
def test_effective_weights(benchmark: BenchmarkFixture) -> None:
    """What each of the indicators commands of the score."""
    weights = benchmark.pedantic(effective_weights, setup=lambda: ((another(),), {}), rounds=3)
    assert weights.score == "overall_score"


@pytest.mark.benchmark(group="17 indicators")
def test_two_versions(benchmark: BenchmarkFixture) -> None:
    """Two versions in which one edge is moved, and what that means."""

    def versions() -> tuple[tuple[Ruleset, Ruleset], dict[str, object]]:
        return (another(), another(TEXT.replace("at_least: 95, is: 2", "at_least: 94, is: 2"))), {}

    def both(one: Ruleset, other: Ruleset) -> bool | None:
        assert diff(one, other)
        return compared(one, evolve(other, id=one.id)).equal

    assert benchmark.pedantic(both, setup=versions, rounds=3) is False


@pytest.mark.benchmark(group="17 indicators in a cohort")
def test_all_promises_inside_a_cohort(benchmark: BenchmarkFixture) -> None:
    """The two statements of `better_never_hurts`, and all others, beside and inside a cohort."""
    text = in_cohort()
    verdicts = benchmark.pedantic(
        lambda ruleset: prove(
            ruleset, [*PROMISES, Promise("better_never_hurts", inside="cohort")], solving=False
        ),
        setup=lambda: ((another(text),), {}),
        rounds=3,
    )
    assert len(verdicts) == len(PROMISES) + 1


@pytest.mark.benchmark(group="generated")
def test_generated_rulesets_are_proved_and_attacked(benchmark: BenchmarkFixture) -> None:
    """Ten rulesets, each attacked with 100 improving pairs; at night 1,000 with 1,000 each."""

    @settings(
        max_examples=10,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(generated.monotone_rulesets())
    def attacked(data: generated.Data) -> None:
        ruleset = stp_rules.loads(generated.written(data))
        (verdict,) = prove(ruleset, [Promise("better_never_hurts")])
        assert verdict.outcome == "proved"
        assert_monotone(ruleset, examples=100)

    benchmark.pedantic(attacked, rounds=1)
