"""The catalogue: every step and every way of combining, under its word in the language."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal

from attrs import frozen

from stp_rules import model
from stp_rules.operations import adjusting, combining, converting, relative
from stp_rules.operations.arithmetic import Value

Takes = Literal["number", "category", "either"]
Sign = int
"""1 where more of the argument gives more, -1 where it gives less, 0 where neither is certain.

"More" of a category is a better one.
"""


@frozen
class StepKind:
    """What is true of a step, whatever its numbers.

    `takes` and `gives` name the kind of value before and after (`either` and `same`: it stays
    what it was; bands give a category where they name a scale). The body of a step `in_cohort`
    takes a summary of the cohort before the arithmetic. Steps that `convert` bear no
    condition. `direction` is computed from the step's own numbers, as Fractions.
    """

    word: str
    body: Callable[..., Value]
    takes: Takes
    gives: Literal["number", "category", "same"]
    converts: bool
    direction: Callable[[Any], Sign]
    in_cohort: bool = False


def _keeps(_: Any) -> Sign:
    return 1


def trend(values: Iterable[Any]) -> Sign:
    """Tell whether values rise, fall, or do neither (or both: all the same)."""
    signs = {(after > before) - (after < before) for before, after in pairwise(values)} - {0}
    return signs.pop() if len(signs) == 1 else 0


def _bands_direction(args: model.Bands) -> Sign:
    outcomes: Sequence[Any] = [band.value for band in args.bands]
    falling_edges = args.bands[0].test in ("at_least", "above")
    rising = trend(reversed(outcomes) if falling_edges else outcomes)
    return -rising if args.scale else rising


def _points_direction(args: model.Points) -> Sign:
    return trend(y for _, y in args.points)


def _goalposts_direction(args: model.Goalposts) -> Sign:
    return trend([args.worst, args.best]) * trend([args.low, args.high])


def _scores_direction(args: model.Scores) -> Sign:
    return -trend(args.scores.values())


def _multiply_direction(args: model.Multiply) -> Sign:
    return trend([0, args.factor])


def _rank_direction(args: model.Rank) -> Sign:
    return -1 if args.best == "highest" else 1


def _min_max_direction(args: model.MinMax) -> Sign:
    return trend([args.low, args.high])


def _in_cohort(
    word: str,
    body: Callable[..., Value],
    takes: Takes = "number",
    direction: Callable[[Any], Sign] = _keeps,
) -> StepKind:
    return StepKind(word, body, takes, "number", converts=True, direction=direction, in_cohort=True)


STEPS: dict[type, StepKind] = {
    model.Bands: StepKind(
        "bands", converting.bands, "number", "number", converts=True, direction=_bands_direction
    ),
    model.Points: StepKind(
        "points", converting.points, "number", "number", converts=True, direction=_points_direction
    ),
    model.Goalposts: StepKind(
        "goalposts",
        converting.goalposts,
        "number",
        "number",
        converts=True,
        direction=_goalposts_direction,
    ),
    model.Scores: StepKind(
        "scores",
        converting.scores,
        "category",
        "number",
        converts=True,
        direction=_scores_direction,
    ),
    model.Round: StepKind(
        "round", converting.rounding, "number", "number", converts=True, direction=_keeps
    ),
    model.ZScore: _in_cohort("z_score", relative.z_score),
    model.MinMax: _in_cohort("min_max", relative.min_max, direction=_min_max_direction),
    model.Percentile: _in_cohort("percentile", relative.percentile),
    model.Rank: _in_cohort("rank", relative.rank, "either", _rank_direction),
    model.QuantileBands: _in_cohort("quantile_bands", relative.quantile_bands),
    model.Clusters: _in_cohort("clusters", relative.clusters),
    model.Add: StepKind("add", adjusting.add, "number", "same", converts=False, direction=_keeps),
    model.Multiply: StepKind(
        "multiply",
        adjusting.multiply,
        "number",
        "same",
        converts=False,
        direction=_multiply_direction,
    ),
    model.Limit: StepKind(
        "limit", adjusting.limit, "number", "same", converts=False, direction=_keeps
    ),
    model.Force: StepKind(
        "set", adjusting.force, "either", "same", converts=False, direction=_keeps
    ),
    model.Cap: StepKind(
        "no_better_than", adjusting.cap, "category", "same", converts=False, direction=_keeps
    ),
    model.Floor: StepKind(
        "no_worse_than", adjusting.floor, "category", "same", converts=False, direction=_keeps
    ),
    model.Shift: StepKind(
        "shift", adjusting.shift, "category", "same", converts=False, direction=_keeps
    ),
}

COMBINING: dict[model.Combining, Callable[..., Value]] = {
    "mean": combining.mean,
    "geometric_mean": combining.geometric_mean,
    "sum": combining.total,
    "min": combining.minimum,
    "max": combining.maximum,
    "median": combining.median,
}
