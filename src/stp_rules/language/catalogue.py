"""The catalogue: every step and every source, under its word in the language."""

from stp_rules.language.combination import Combination
from stp_rules.language.word import Operation, Source
from stp_rules.language.words.add import Add
from stp_rules.language.words.bands import Bands
from stp_rules.language.words.cohort.clusters import Clusters
from stp_rules.language.words.cohort.min_max import MinMax
from stp_rules.language.words.cohort.percentile import Percentile
from stp_rules.language.words.cohort.quantile_bands import QuantileBands
from stp_rules.language.words.cohort.rank import Rank
from stp_rules.language.words.cohort.z_score import ZScore
from stp_rules.language.words.combinations.geometric_mean import GeometricMean
from stp_rules.language.words.combinations.max import Max
from stp_rules.language.words.combinations.mean import Mean
from stp_rules.language.words.combinations.median import Median
from stp_rules.language.words.combinations.min import Min
from stp_rules.language.words.combinations.sum import Sum
from stp_rules.language.words.goalposts import Goalposts
from stp_rules.language.words.limit import Limit
from stp_rules.language.words.multiply import Multiply
from stp_rules.language.words.no_better_than import Cap
from stp_rules.language.words.no_worse_than import Floor
from stp_rules.language.words.points import Points
from stp_rules.language.words.round import Round
from stp_rules.language.words.scores import Scores
from stp_rules.language.words.set import Force
from stp_rules.language.words.shift import Shift
from stp_rules.language.words.sources.count import Count
from stp_rules.language.words.sources.decide import Decide
from stp_rules.language.words.sources.formula import Formula
from stp_rules.language.words.sources.from_ import From

STEPS: dict[str, type[Operation]] = {
    "bands": Bands,
    "points": Points,
    "goalposts": Goalposts,
    "scores": Scores,
    "round": Round,
    "z_score": ZScore,
    "min_max": MinMax,
    "percentile": Percentile,
    "rank": Rank,
    "quantile_bands": QuantileBands,
    "clusters": Clusters,
    "add": Add,
    "multiply": Multiply,
    "limit": Limit,
    "set": Force,
    "no_better_than": Cap,
    "no_worse_than": Floor,
    "shift": Shift,
}

COMBINATIONS: dict[str, type[Combination]] = {
    "mean": Mean,
    "geometric_mean": GeometricMean,
    "sum": Sum,
    "min": Min,
    "max": Max,
    "median": Median,
}

SOURCES: dict[str, type[Source]] = {
    **COMBINATIONS,
    "formula": Formula,
    "count": Count,
    "decide": Decide,
    "from": From,
}
