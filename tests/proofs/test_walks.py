"""A walk lacks no move that a subject makes, however roughly it was gone."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stp_rules import loads
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import EXACT
from stp_rules.engine.values import Raw, Unknown
from stp_rules.proofs.domain.cells import ANOTHER, SOMETHING_ELSE
from stp_rules.proofs.domain.moves import COARSE, FINE, ROUGH, Cell, Resolution, Table, cell_of
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.questions.questions import all_moves, crossings, withholdings
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.cohorts import references
from stp_rules.proofs.search.pairs import Pair
from stp_rules.proofs.search.samples import Values, missing
from stp_rules.proofs.search.turning import sort_of, turning
from stp_rules.readings.spans import Span
from stp_rules.testing import generated

RULESETS = st.one_of(
    generated.rulesets(),
    generated.monotone_rulesets(),
    generated.monotone_rulesets(cohorts=True),
)
PAIRS = 6


@pytest.mark.parametrize("resolution", [ROUGH, COARSE, FINE], ids=["rough", "coarse", "fine"])
@settings(max_examples=3 * settings().max_examples)
@given(data=RULESETS, seed=st.integers(0, 1000))
def test_every_move_of_a_subject_is_in_the_tables(
    resolution: Resolution, data: dict[str, Any], seed: int
) -> None:
    """Two subjects that differ in one input are rated; each measure's two values are expected.

    Some are drawn from what the walk tells apart, and some from what the ruleset was made of.
    """
    random = Random(seed)  # noqa: S311 - nothing is kept secret
    prover = Prover(loads(generated.written(data)))
    name = random.choice(list(prover.plan.inputs))
    moves = all_moves(prover.cells, name) | withholdings(prover.cells, name)
    tables = prover.moving(name, moves, resolution).tables
    own = prover.bench.random(name, moves, PAIRS)
    for pair in (*own, *(drawn(prover, data, name, random) for _ in range(PAIRS))):
        if not expected(prover, moves, pair.before[name], pair.after[name]):
            continue
        before, after = (prover.bench.trace(values) for values in (pair.before, pair.after))
        for measure, one in before.items():
            assert expected(prover, tables[measure], one.raw, after[measure].raw)
            for step, other in zip(one.steps, after[measure].steps, strict=True):
                named = step.info.step.name
                assert not named or expected(prover, tables[named], step.raw_after, other.raw_after)


LITTLE = Fraction(1, 10**45)
"""A step that is little after whatever is drawn has made it longer, and is not rounded away."""


@settings(max_examples=2 * settings().max_examples)
@given(data=RULESETS, seed=st.integers(0, 1000))
def test_every_little_move_of_a_subject_is_in_the_tables(data: dict[str, Any], seed: int) -> None:
    """So are moves onto an edge, from it and across it that are as little as one likes.

    Subjects stand beside several cohorts, one after the other.
    """
    text = generated.written(data)
    assume("power:" not in text)  # one upon another makes any step that can be written a large one
    random = Random(seed)  # noqa: S311 - nothing is kept secret
    prover = Prover(loads(text))
    name = random.choice(list(prover.plan.inputs))
    for bench in (prover.bench, *islice(references(prover.bench), 4)):
        subject = {it: value(prover, data, it, random) for it in data["inputs"]}
        assert lacking(prover, bench, name, subject) == []


RELATIVE = """
language: 1
id: toy/little
version: 1.0.0
inputs: {{a: {{range: [0, 100]}}}}
levels:
  l:
    m: {{{source}, steps: [{step}{{bands: [{{{edge}, is: 1}}, {{is: 0}}]}}]}}
    other: {{from: a, steps: [{{bands: [{{at_least: 50, is: 1}}, {{is: 0}}]}}]}}
    a_too: {{from: a}}
"""


@pytest.mark.parametrize(
    ("step", "edge"),
    [
        ("min_max: {}", "above: 0.5"),
        ("min_max: {to: [1, 0]}", "above: 0.5"),
        ("min_max: {to: [10, -10]}", "at_least: 0"),
        ("z_score: {deviation: sample}", "above: 0"),
        ("percentile: {ties: mean}", "above: 50"),
        ("rank: {best: highest, ties: lowest}", "above: 1"),
        ("rank: {best: lowest, ties: highest}", "above: 1"),
        ("quantile_bands: {cuts: [1/2], definition: linear, on_cut: upper}", "above: 1"),
    ],
)
def test_every_little_move_beside_a_cohort_is_in_the_tables(step: str, edge: str) -> None:
    """A step that turns a value round, and one that does not; some cohorts turn at 50 as well."""
    ruleset = loads(RELATIVE.format(source="from: a", step=f"{{{step}}}, ", edge=edge))
    prover = Prover(ruleset)
    for bench in references(prover.bench):
        assert lacking(prover, bench, "a", {}) == []


@pytest.mark.parametrize(
    ("source", "step", "edge"),
    [
        ("from: a", "{multiply: -2}, {add: 100}, ", "above: 0"),
        ("from: a", "{points: {0: 10, 100: 0}}, ", "above: 5"),
        ("from: a", "{points: {0: 0, 50: 10, 100: 0}}, ", "at_least: 10"),
        ("from: a", "{goalposts: {worst: 100, best: 0}}, ", "above: 0.5"),
        ("from: a", "{goalposts: {worst: 100, best: 25, curve: log}}, ", "above: 0.5"),
        ("from: a", "{bands: [{at_least: 50, is: -1}, {is: 1}]}, ", "above: 0"),
        ("from: a", "{round: {to: 100, half: even}}, {multiply: -1}, ", "above: -50"),
        ("from: a", "{round: {to: 50, toward: zero}}, ", "above: 0"),
        ("from: a", "{power: {to: 2}}, ", "above: 2500"),
        ("from: a", "{add: -50}, {power: {to: 2}}, ", "above: 0"),
        ("from: a", "{add: -50}, {power: {to: 3}}, {multiply: -1}, ", "at_least: 0"),
        ("from: a", "{bands: [{between: [40, 50], is: 1}, {is: -1}]}, ", "above: 0"),
        ("formula: 100 - a", "", "above: 50"),
        ("formula: a * a", "", "above: 2500"),
        ("formula: a * (100 - a)", "", "at_least: 2500"),
        ("formula: 2500 / a", "", "above: 50"),
        ("formula: abs(a - 50)", "", "above: 0"),
        ("formula: 2 * log(a) - log(2500)", "", "above: 0"),
        ("formula: sqrt(2 * a)", "", "above: 10"),
        ("formula: 'min(a, 100 - a) - max(a, 50)'", "", "at_least: 0"),
        ("mean: {a: 1, other: -100}", "", "above: 0"),
        ("geometric_mean: [a, a_too], zero: is_zero", "", "above: 50"),
    ],
)
def test_every_little_move_through_what_turns_is_in_the_tables(
    source: str, step: str, edge: str
) -> None:
    """What falls, what turns at 50, and what jumps or is curved there."""
    prover = Prover(loads(RELATIVE.format(source=source, step=step, edge=edge)))
    assert lacking(prover, prover.bench, "a", {}) == []


def lacking(prover: Prover, bench: Bench, name: str, subject: Values) -> list[str]:
    """Return the measures that make a little move which no table has, at any place of an input.

    Each move is walked by itself, so that what it says of the way it goes is held to.
    """
    pairs = list(
        zip(little(bench, name, subject), little(bench, name, subject, LITTLE**10), strict=True)
    )
    lacking: list[str] = []
    for move, found in crossings(prover.cells, prover.plan, name).items():
        tables = prover.moving(name, {move: found}, COARSE).tables
        for pair, nearer in pairs:
            if expected(prover, {move: found}, pair.before[name], pair.after[name]):
                before, after = (bench.trace(values) for values in (pair.before, pair.after))
                lacking += [
                    measure
                    for measure, one in before.items()
                    if not expected(prover, tables[measure], one.raw, after[measure].raw)
                    and not vanishes(bench, measure, pair, nearer)
                ]
    return lacking


def vanishes(bench: Bench, measure: str, pair: Pair, nearer: Pair) -> bool:
    """Tell whether a measure moves by less than half as much where its input moves by far less.

    It is then no jump, however large it still is: beside zero a root of what is little is not.
    """
    moved, moved_less = (
        bench.trace(it.after)[measure].raw - bench.trace(it.before)[measure].raw
        if all(isinstance(bench.trace(end)[measure].raw, Exact) for end in (it.before, it.after))
        else None
        for it in (pair, nearer)
    )
    if moved is None or moved_less is None:
        return False
    return 2 * abs(moved_less.fraction) < abs(moved.fraction)


def little(bench: Bench, name: str, subject: Values, step: Fraction = LITTLE) -> Iterator[Pair]:
    """Give subjects at, below and above the numbers at which a method turns, a little apart."""
    numbers = [it.fraction for it in bench.choices[name] if isinstance(it, Exact)]

    def sort(number: Fraction) -> Any:
        return sort_of(bench.trace({**subject, name: Exact.of(number)}))

    places = [number for place in turning(numbers, sort) for number in place]
    for number in (*numbers, *places):
        below, at, above = (Exact.of(number + way * step) for way in (-1, 0, 1))
        for one, other in ((below, at), (at, above), (below, above)):
            yield Pair(name, {**subject, name: one}, {**subject, name: other})


def drawn(prover: Prover, data: dict[str, Any], name: str, random: Random) -> Pair:
    """Draw a subject, and the same with another value of one input; any may be missing."""
    subject = {it: value(prover, data, it, random) for it in data["inputs"]}
    return Pair(name, subject, {**subject, name: value(prover, data, name, random)})


def value(prover: Prover, data: dict[str, Any], name: str, random: Random) -> Raw:
    """Draw a value of an input as the engine holds it."""
    chosen = random.choice([*generated.values(name, data), None])
    return missing() if chosen is None else prover.plan.lenses[name].held(chosen, EXACT)


def expected(prover: Prover, table: Table, before: Raw, after: Raw) -> bool:
    """Tell whether a table has a move that is as two values are."""
    one, other = cell_of(before), cell_of(after)
    return any(
        within(prover, move.before, one)
        and within(prover, move.after, other)
        and (move.by is None or difference(one, other) in move.by)
        for move in table
    )


def within(prover: Prover, cell: Cell, value: Cell) -> bool:
    """Tell whether a single value lies in a cell; a label that no rule names is something else."""
    if isinstance(cell, Span):
        return isinstance(value, Span) and value.low in cell  # type: ignore[operator]
    if isinstance(cell, Unknown):
        return isinstance(value, Unknown) and cell.state == value.state
    if cell in (SOMETHING_ELSE, ANOTHER) and value not in prover.cells.labels():
        return isinstance(value, str)
    return type(cell) is type(value) and cell == value


def difference(one: Any, other: Any) -> Any:
    """Return by how much a number has moved."""
    return other.low - one.low


MEASURES = {
    "a state stays": "from: a",
    "a state is not rated": "from: a, missing: not_rated",
    "a gap is filled": "from: a, missing: {fill: 5}",
    "a gap is filled with a mean": "from: a, missing: {fill: mean}",
    "a gap is filled with a group's mean": "from: a, missing: {fill: mean, within: g}",
    "a formula": "formula: a - b",
    "a formula without a value": "formula: 100 / (a - 50), missing: {fill: -1}",
    "a mean without some": "mean: {a: 1, b: 2}, missing: ignore",
    "a sum of what is filled": "sum: {a: 1, b: -1}, missing: {fill: 20}",
    "a mean of gaps filled": "mean: [a, b], missing: {fill: mean}",
    "a mean of gaps filled in a group": "mean: [a, b], missing: {fill: mean, within: g}",
    "a geometric mean": "geometric_mean: [a, b], zero: is_zero, missing: ignore",
    "the least": "min: [a, b], missing: ignore",
    "the greatest": "max: [a, b]",
    "the middle": "median: [a, b], missing: ignore",
    "a count": "count: {of: [a, b], that_are: {above: 40}}",
    "a count without some": "count: {of: [a, b], that_are: {above: 40}}, missing: ignore",
    "a decision": "decide: [{when: {b: {above: 40}}, then: a}, {when: {a: {below: 9}}, then: 7},"
    " {otherwise: b}]",
    "a decision with a rest": "decide: [{when: {b: {above: 40}}, then: 1}, {otherwise: a}]",
    "so many are needed": "mean: [a, b], missing: ignore, need: 2",
    "so much is needed": "mean: {a: 3, b: 1}, missing: ignore, need: {share: 3/5}",
    "a condition is needed": "from: a, need: {b: {at_least: 40}}",
    "a step where one applies": "from: a, steps: [{add: 3, when: {b: {above: 40}}}]",
    "two steps where they apply": (
        "from: a, steps: [{set: 3, when: {b: {above: 40}}}, {add: 1, when: {a: {below: 40}}}]"
    ),
    "bands": "from: a, steps: [{bands: [{above: 40, is: 1}, {is: 2}]}]",
    "a step beside a cohort": "from: a, steps: [{percentile: {ties: mean, within: g}}]",
}
"""Each source, filling and need, and each way in which a step comes about."""


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_no_move_of_a_measure_is_lacking(measure: str) -> None:
    """Of all pairs of subjects on a grid, known or missing; roughly, so that little is tried."""
    inputs = "a: {range: [0, 100]}, b: {range: [0, 100]}, g: {type: label, values: [p, q]}"
    text = f"language: 1\nid: toy/grid\nversion: 1.0.0\ninputs: {{{inputs}}}\nlevels:\n"
    others = "    of_a: {from: a}\n    of_b: {from: b}\n    of_g: {from: g}\n"
    prover = Prover(loads(f"{text}  overall:\n    m: {{{measure}}}\n{others}result: m\n"))
    bench = next(iter(references(prover.bench)), prover.bench)
    numbers = [*map(Exact, (0, 9, 30, 50, 90)), missing()]
    grid = {"a": numbers, "b": numbers, "g": ["p", "q", missing()]}
    rows = [dict(zip(grid, row, strict=True)) for row in product(*grid.values())]
    for name, values in grid.items():
        moves = all_moves(prover.cells, name) | withholdings(prover.cells, name)
        table = prover.moving(name, moves, ROUGH).tables["m"]
        for row, value in product(rows, values):
            if expected(prover, moves, row[name], value):
                before, after = (bench.trace(it)["m"].raw for it in (row, row | {name: value}))
                assert expected(prover, table, before, after)
