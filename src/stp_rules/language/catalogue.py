"""The catalogue: every step and every source, under its word in the language.

Each names the file and the class of its word. A file is read when its word is first met, so that
a method pays for the words that it uses.
"""

from stp_rules.language.combination import Combination
from stp_rules.language.word import Operation, Source
from stp_rules.language.words import Words

STEPS: Words[Operation] = Words(
    {
        "bands": "bands:Bands",
        "points": "points:Points",
        "goalposts": "goalposts:Goalposts",
        "scores": "scores:Scores",
        "round": "round:Round",
        "z_score": "cohort.z_score:ZScore",
        "min_max": "cohort.min_max:MinMax",
        "percentile": "cohort.percentile:Percentile",
        "rank": "cohort.rank:Rank",
        "quantile_bands": "cohort.quantile_bands:QuantileBands",
        "clusters": "cohort.clusters:Clusters",
        "add": "add:Add",
        "multiply": "multiply:Multiply",
        "power": "power:Power",
        "limit": "limit:Limit",
        "set": "set:Set",
        "no_better_than": "no_better_than:NoBetterThan",
        "no_worse_than": "no_worse_than:NoWorseThan",
        "shift": "shift:Shift",
    }
)

COMBINATIONS: Words[Combination] = Words(
    {
        "mean": "combinations.mean:Mean",
        "geometric_mean": "combinations.geometric_mean:GeometricMean",
        "sum": "combinations.sum:Sum",
        "min": "combinations.min:Min",
        "max": "combinations.max:Max",
        "median": "combinations.median:Median",
    }
)

SOURCES: Words[Source] = Words(
    {
        **COMBINATIONS.homes,
        "formula": "sources.formula:Formula",
        "count": "sources.count:Count",
        "decide": "sources.decide:Decide",
        "from": "sources.from_:From",
    }
)
