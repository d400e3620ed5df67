"""Distances to the next edge are true: a subject moved there, just before and just beyond."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from stp_rules import Reference, evaluate, loads
from stp_rules.analysis.edges import OneStep, one_step
from stp_rules.analysis.explanation import explain
from stp_rules.engine.result import Rating
from stp_rules.language.ruleset import Ruleset

LOW, HIGH = Fraction(0), Fraction(100)
COHORT = [3, 8, 8, 15, 21, 30, 34, 55, 60, 61, 77, 90]
CLOSE = Fraction(1, 10**9)


def method(steps: Iterable[str], source: str = "from: scored") -> Ruleset:
    """A measure of one input with some steps, then bands on what is made of it and another."""
    second = ", b: {range: [0, 100]}" if "b" in source else ""
    return loads(
        f"{{language: 1, id: x, version: 1.0.0, inputs: {{a: {{range: [0, 100]}}{second}}},"
        f" levels: {{one: {{scored: {{from: a, steps: [{', '.join(steps)}]}}}},"
        f" two: {{r: {{{source}, steps: [{_BANDS}]}}}}}}}}"
    )


_BANDS = "{bands: [{above: 70, is: 4}, {at_least: 45, is: 3}, {above: 44.5, is: 2}, {is: 1}]}"

NUMBERS = st.integers(1, 99)
BENDING = st.one_of(
    st.builds("{{limit: {{at_least: {}, at_most: 90}}}}".format, st.integers(0, 60)),
    st.builds(
        "{{round: {{digits: {}, half: {}}}}}".format,
        st.sampled_from([0, 1]),
        st.sampled_from(["up", "down", "even", "away"]),
    ),
    st.builds("{{round: {{to: 5, toward: {}}}}}".format, st.sampled_from(["floor", "ceiling"])),
    st.builds(
        "{{points: {{0: {}, 30: {}, 60: {}, 100: {}}}}}".format,
        NUMBERS,
        NUMBERS,
        NUMBERS,
        NUMBERS,
    ),
    st.builds(
        "{{goalposts: {{worst: {}, best: {}, to: [0, 100]}}}}".format,
        st.integers(0, 40),
        st.integers(41, 99),
    ),
    st.builds(
        "{{goalposts: {{worst: {}, best: {}, curve: log, to: [10, 95]}}}}".format,
        st.integers(1, 20),
        st.integers(60, 99),
    ),
)
STEPS = st.one_of(
    BENDING,
    st.builds("{{add: {}}}".format, st.integers(-20, 20)),
    st.builds("{{multiply: {}}}".format, st.sampled_from(["-1", "0.5", "1.7", "1/3"])),
)
SOURCES = st.sampled_from(
    [
        "from: scored",
        "mean: [scored, b]",
        "sum: [scored, b]",
        "min: [scored, b]",
        "formula: scored + b - 20",
    ]
)


@frozen
class Held:
    """A subject of a method all of whose inputs but one are held, and a reference with them."""

    ruleset: Ruleset
    start: Fraction
    b: int | None = None
    beside: Reference | None = None

    def at(self, number: Fraction) -> Rating:
        """Rate the subject with another number."""
        given = {"a": number} if self.b is None else {"a": number, "b": self.b}
        return evaluate(self.ruleset, given, reference=self.beside)

    def value(self, number: Fraction) -> Any:
        """Return the result with another number."""
        return self.at(number).value

    def steps(self) -> list[OneStep]:
        """Return what is said of the input."""
        return [it for it in one_step(self.at(self.start)) if it.name == "a"]

    def stays(self, near: Fraction) -> None:
        """See that the rating is the same all the way to a number, which does not count."""
        for part in range(16):
            at = self.start + (near - self.start) * Fraction(part, 16)
            assert self.value(at) == self.value(self.start), (self.start, near, at)

    def turns(self, step: OneStep) -> None:
        """See that the rating changes at what a step says, and becomes what it says."""
        near, way = step.to, 1 if step.higher else -1
        assert isinstance(near, Fraction)
        self.stays(near)
        by = CLOSE if step.exact else max(abs(near), 1) * Fraction(1, 10**14)
        assert near == self.start or self.value(near - way * by) == self.value(self.start)
        assert (self.value(near) != self.value(self.start)) is step.reached
        if LOW <= near + way * CLOSE <= HIGH:
            assert self.value(near + way * CLOSE) == step.result

    def holds(self) -> None:
        """Hold what is said of both sides against `evaluate`."""
        found = {it.higher: it for it in self.steps()}
        for higher, end in ((False, LOW), (True, HIGH)):
            if higher in found:
                self.turns(found[higher])
            elif self.at(self.start).rated:
                self.stays(end)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(STEPS, min_size=1, max_size=3),
    SOURCES,
    st.decimals(0, 100, places=1).map(Fraction),
    st.integers(0, 100),
)
def test_the_rating_changes_at_the_distance_and_not_before(
    steps: list[str], source: str, start: Fraction, b: int
) -> None:
    """Through any steps in front of the bands, alone and combined with another input."""
    Held(method(steps, source), start, b if "b" in source else None).holds()


COHORT_STEPS = {
    "quantiles": "{quantile_bands: {cuts: [1/4, 1/2, 3/4], definition: linear, on_cut: upper}}",
    "lower owner": "{quantile_bands: {cuts: [1/3, 2/3], definition: hazen, on_cut: lower}}",
    "clusters": "{clusters: {count: 4}}",
    "percentile": "{percentile: {ties: mean}}",
    "min_max": "{min_max: {to: [0, 100]}}",
    "z_score": "{z_score: {deviation: sample}}",
    "rank": "{rank: {best: highest, ties: lowest}}",
}
SCALED = {
    "quantiles": "{multiply: 20}",
    "lower owner": "{multiply: 20}",
    "clusters": "{multiply: 20}",
    "z_score": "{multiply: 30}, {add: 50}",
    "rank": "{multiply: 10}",
}


@pytest.mark.parametrize("kind", COHORT_STEPS)
@settings(max_examples=15, deadline=None)
@given(start=st.decimals(0, 100, places=1).map(Fraction))
def test_beside_a_cohort_the_distance_holds_with_the_cohort_held(
    kind: str, start: Fraction
) -> None:
    """Through the steps that read a cohort, beside one that is saved."""
    ruleset = method([COHORT_STEPS[kind], *([SCALED[kind]] if kind in SCALED else [])])
    beside = evaluate(ruleset, [{"a": it} for it in COHORT]).reference
    Held(ruleset, start, None, beside).holds()


class Explained(Held):
    """The same, by what an explanation says of the measure's bands."""

    def steps(self) -> list[OneStep]:
        """Return the edges that an explanation gives, as steps of the input."""
        edges = explain(self.at(self.start), "r").fact.steps[-1].edges
        assert {edge.now for edge in edges} <= {self.start}
        return [
            OneStep("a", it.now, it.edge, it.gives, it.higher, it.reached, it.exact) for it in edges
        ]


@settings(max_examples=60, deadline=None)
@given(st.lists(BENDING, min_size=1, max_size=2), st.decimals(0, 100, places=1).map(Fraction))
def test_an_explanation_says_the_same_through_all_steps(steps: list[str], start: Fraction) -> None:
    """Distances below a band are those of what the value is made of, in its own units."""
    Explained(method(steps), start).holds()


@pytest.mark.parametrize("kind", COHORT_STEPS)
@settings(max_examples=10, deadline=None)
@given(start=st.decimals(0, 100, places=1).map(Fraction))
def test_an_explanation_holds_the_cohort(kind: str, start: Fraction) -> None:
    """Distances to cuts are those with the cohort as it stands."""
    ruleset = method([COHORT_STEPS[kind], *([SCALED[kind]] if kind in SCALED else [])])
    beside = evaluate(ruleset, [{"a": it} for it in COHORT]).reference
    Explained(ruleset, start, None, beside).holds()


def test_points_in_front_of_bands() -> None:
    """Of 79, a tenth of which is below 8, one is lacking; at 40 or less it is below 4."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {range: [0, 100]}}, levels: {one: {r: "
        "{from: a, steps: [{points: {0: 0, 100: 10}}, "
        "{bands: [{at_least: 8, is: 3}, {above: 4, is: 2}, {is: 1}]}]}}}}"
    )
    found = [(it.to, it.reached, it.result) for it in one_step(evaluate(ruleset, {"a": 79}))]
    assert found == [(40, True, 1), (80, True, 3)]


def test_the_edge_of_a_log_curve_that_is_a_plain_number_is_found_exactly() -> None:
    """Half way between 100 and 10,000 along the logarithm lies 1000."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {range: {above: 0}}}, levels: {one: {r: "
        "{from: a, steps: [{goalposts: {worst: 100, best: 10000, curve: log}}, "
        "{bands: [{at_least: 0.5, is: 2}, {is: 1}]}]}}}}"
    )
    (step,) = one_step(evaluate(ruleset, {"a": 80}))
    assert (step.to, step.reached, step.exact) == (1000, True, True)


def test_a_number_that_moves_with_its_input_has_no_edge() -> None:
    """A result that is a score changes with every step of the input, and nowhere by a jump."""
    ruleset = loads(
        "{language: 1, id: x, version: 1.0.0, inputs: {a: {range: [0, 100]}}, "
        "levels: {one: {r: {formula: 2 * a}}}}"
    )
    assert one_step(evaluate(ruleset, {"a": 79})) == []
