# ruff: noqa: E501 - a pair may be long, and reads best in one line
"""Pairs of small rulesets, written by hand, and a referee that knows nothing of `compare`.

The referee rates what is delivered with `evaluate()`: every combination of a few values of each
input, on several days, and small cohorts. What it calls different is different; what it calls alike
is alike as far as its values go, and they hold every number that a pair names.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations_with_replacement, product
from typing import Any, NamedTuple

from stp_rules import RulesetError, evaluate, loads
from stp_rules.engine.values import Unknown
from stp_rules.errors import InputError
from stp_rules.language.ruleset import Ruleset

HEAD = "language: 1\nid: toy/pair\nversion: 1.0.0\n"

NUMBERS = (None, 0, 1, "4.5", 5, 9, 10, "10.5", 11, 40, 45, 50, 60, 100)
DAYS = (date(2017, 5, 1), date(2018, 4, 1), date(2091, 1, 1))


class Pair(NamedTuple):
    """Two texts, and whether they are meant to give the same answers."""

    kind: str
    before: str
    after: str
    equal: bool


def made(text: str) -> Ruleset:
    """Read a ruleset of which the head is left out."""
    return loads(HEAD + text)


class Referee(NamedTuple):
    """Two rulesets, rated by brute force."""

    one: Ruleset
    other: Ruleset
    cohort: bool

    def differs(self) -> Any:
        """Return a day and what is delivered that comes out differently; `None` without any."""
        days = DAYS if self.one.days or self.other.days else (None,)
        for day in days:
            for delivered in self.deliveries():
                outcomes = [self.outcome(it, delivered, day) for it in (self.one, self.other)]
                if outcomes[0] != outcomes[1]:
                    return day, delivered, outcomes
        return None

    def deliveries(self) -> Iterator[Any]:
        """Give what is delivered: subjects, cohorts, or a subject with rows of members."""
        subjects = list(self.subjects())
        if self.cohort:
            few = subjects[:8]
            sizes = (1, 2, 3)
            yield from (
                list(it) for size in sizes for it in combinations_with_replacement(few, size)
            )
            return
        yield from subjects

    def subjects(self) -> Iterator[dict[str, Any]]:
        """Give every combination of a few values."""
        inputs = {**self.other.inputs, **self.one.inputs}
        names = [name for name in inputs if name in self.one.inputs and name in self.other.inputs]
        values = [self.values(name) for name in names]
        yield from (dict(zip(names, it, strict=True)) for it in product(*values))

    def values(self, name: str) -> list[Any]:
        """Return a few values of an input, words that are read among them."""
        found: dict[Any, None] = {}
        for it in (self.one, self.other):
            entry = it.inputs[name]
            labels = it.scales[entry.scale].labels if entry.scale else {}
            words = {*map(str, it.reads), *map(str, entry.reads), *labels.values(), *entry.values}
            found |= dict.fromkeys(sorted(words))
            kinds = {"number": NUMBERS, "boolean": (None, True, False), "label": (None, "u", "v")}
            found |= dict.fromkeys(kinds.get(entry.type, (None,)))
        plain = list(found)
        return plain[-7:] if self.cohort else plain

    def outcome(self, ruleset: Ruleset, delivered: Any, day: date | None) -> Any:
        """Return every value that comes out, or that the delivery is refused."""
        try:
            ratings = evaluate(ruleset, delivered, as_of=day)
        except InputError:
            return "refused"
        except RulesetError:
            return "no numbers"
        if isinstance(delivered, list):
            return [outputs(it) for it in ratings]
        return outputs(ratings)


def outputs(rating: Any) -> Any:
    """Return the values of all measures and named steps; a subject may be refused."""
    found: dict[str, Any] = {"refused": bool(rating.problems)}
    for name, it in rating.measures.items():
        found[name] = known(it.value)
        found |= {step.name: known(step.after) for step in it.steps if step.name}
    return found


def known(value: Any) -> Any:
    """Return a value, or that there is none."""
    return None if isinstance(value, Unknown) else (type(value) is bool, value)


def bands(edges: str) -> str:
    """Write a ruleset of one input in bands."""
    return (
        "inputs: {a: {range: [0, 100]}}\n"
        f"levels: {{overall: {{r: {{from: a, steps: [{{bands: [{edges}]}}]}}}}}}\n"
    )


def steps(text: str, extra: str = "") -> str:
    """Write a ruleset of one input with some steps."""
    return (
        f"inputs: {{a: {{range: [0, 100]}}}}\n{extra}"
        f"levels: {{overall: {{r: {{from: a, steps: [{text}]}}}}}}\n"
    )


def two(source: str, extra: str = "") -> str:
    """Write a ruleset of two inputs with one source."""
    return (
        "inputs: {a: {range: [0, 100]}, b: {range: [0, 100]}}\n"
        f"levels: {{overall: {{r: {{{source}}}}}}}\n{extra}"
    )


def dated(numbers: str) -> str:
    """Write a ruleset with a dated edge."""
    return f"parameters: {{edge: {numbers}}}\n" + bands("{at_least: edge, is: 1}, {is: 0}")


def read(entry: str, extra: str = "") -> str:
    """Write a ruleset whose one input is read in some way."""
    return f"{extra}inputs: {{a: {{{entry}}}}}\nlevels: {{overall: {{r: {{from: a}}}}}}\n"


def chosen(lines: str, inputs: str = "a: {range: [0, 100]}, b: {range: [0, 100]}") -> str:
    """Write a ruleset that decides."""
    return f"inputs: {{{inputs}}}\nlevels: {{overall: {{r: {{decide: [{lines}]}}}}}}\n"


GOOD = "scales: {g: [good, poor]}\n"
RANKED = "inputs: {a: {range: [0, 100], better: higher}}\nlevels: {overall: {r: {from: a, steps: ["
THREE = "{at_least: 50, is: 2}, {at_least: 10, is: 1}, {is: 0}"


def ranked(text: str) -> str:
    """Write a ruleset of one input with steps relative to a cohort."""
    return f"{RANKED}{text}]}}}}}}\n"


PAIRS = (
    Pair(
        "an edge in other words",
        bands("{at_least: 50, is: 1}, {is: 0}"),
        bands("{below: 50, is: 0}, {is: 1}"),
        equal=True,
    ),
    Pair(
        "an edge that another has",
        bands("{at_least: 50, is: 1}, {is: 0}"),
        bands("{above: 50, is: 1}, {is: 0}"),
        equal=False,
    ),
    Pair(
        "an edge moved",
        bands("{at_least: 50, is: 1}, {is: 0}"),
        bands("{at_least: 45, is: 1}, {is: 0}"),
        equal=False,
    ),
    Pair(
        "a band more that is the same",
        bands("{at_least: 50, is: 1}, {is: 0}"),
        bands("{at_least: 60, is: 1}, {at_least: 50, is: 1}, {is: 0}"),
        equal=True,
    ),
    Pair(
        "the value of a band", bands(THREE), bands(THREE.replace("is: 1", "is: 1.5")), equal=False
    ),
    Pair(
        "bands written as a decision",
        bands("{at_least: 50, is: 1}, {is: 0}"),
        chosen(
            "{when: {a: {at_least: 50}}, then: 1}, {when: {a: {below: 50}}, then: 0}",
            "a: {range: [0, 100]}",
        ),
        equal=True,
    ),
    Pair(
        "a decision that forgets an end",
        bands("{at_least: 50, is: 1}, {is: 0}"),
        chosen(
            "{when: {a: {at_least: 50}}, then: 1}, {when: {a: {below: 45}}, then: 0}, {otherwise: 2}",
            "a: {range: [0, 100]}",
        ),
        equal=False,
    ),
    Pair(
        "a past number",
        dated("{2016-04-01: 40, 2018-04-01: 50}"),
        dated("{2016-04-01: 45, 2018-04-01: 50}"),
        equal=False,
    ),
    Pair(
        "a number to come",
        dated("{2016-04-01: 40}"),
        dated("{2016-04-01: 40, 2090-01-01: 50}"),
        equal=False,
    ),
    Pair(
        "a date that changes nothing",
        dated("{2016-04-01: 40, 2018-04-01: 50}"),
        dated("{2016-04-01: 40, 2017-04-01: 40, 2018-04-01: 50}"),
        equal=True,
    ),
    Pair("another first day", dated("{2016-04-01: 40}"), dated("{2018-01-01: 40}"), equal=False),
    Pair("a date for a number without", dated("40"), dated("{2018-01-01: 40}"), equal=False),
    Pair("a parameter put in", dated("40"), bands("{at_least: 40, is: 1}, {is: 0}"), equal=True),
    Pair(
        "a parameter put in wrongly",
        dated("40"),
        bands("{at_least: 45, is: 1}, {is: 0}"),
        equal=False,
    ),
    Pair("a range narrowed", read("range: [0, 100]"), read("range: [0, 50]"), equal=False),
    Pair("a range widened", read("range: [0, 50]"), read("range: [0, 100]"), equal=False),
    Pair(
        "a range opened at its end",
        read("range: {at_least: 0}"),
        read("range: {above: 0}"),
        equal=False,
    ),
    Pair(
        "a range in other words",
        read("range: [0, 100]"),
        read("range: {at_least: 0, at_most: 100}"),
        equal=True,
    ),
    Pair("no range any more", read("range: [0, 50]"), read(""), equal=False),
    Pair(
        "a word for another number", read("reads: {few: 1}"), read("reads: {few: 5}"), equal=False
    ),
    Pair("a word more", read("reads: {few: 1}"), read("reads: {few: 1, many: 50}"), equal=False),
    Pair(
        "a word for all inputs", read("reads: {few: 1}"), read("", "reads: {few: 1}\n"), equal=True
    ),
    Pair(
        "a number that means nothing is known", read("reads: {'9': missing}"), read(""), equal=False
    ),
    Pair(
        "a label more",
        read("type: label, values: [u, v]"),
        read("type: label, values: [u, v, w]"),
        equal=False,
    ),
    Pair(
        "labels in another order",
        read("type: label, values: [u, v]"),
        read("type: label, values: [v, u]"),
        equal=True,
    ),
    Pair(
        "a printed label",
        read("scale: g", "scales: {g: {good: Good, poor: Poor}}\n"),
        read("scale: g", "scales: {g: {good: Fine, poor: Poor}}\n"),
        equal=False,
    ),
    Pair(
        "steps in another order",
        steps("{multiply: 2}, {add: 1}"),
        steps("{add: 1}, {multiply: 2}"),
        equal=False,
    ),
    Pair(
        "steps that commute",
        steps("{multiply: 2}, {multiply: 3}"),
        steps("{multiply: 3}, {multiply: 2}"),
        equal=True,
    ),
    Pair("steps that are one", steps("{add: 1}, {add: 2}"), steps("{add: 3}"), equal=True),
    Pair(
        "a limit that nobody meets",
        steps("{limit: {at_most: 100}}"),
        steps("{limit: {at_most: 200}}"),
        equal=True,
    ),
    Pair(
        "a limit that some meet",
        steps("{limit: {at_most: 100}}"),
        steps("{limit: {at_most: 60}}"),
        equal=False,
    ),
    Pair(
        "a half up or even",
        steps("{round: {to: 1, half: up}}"),
        steps("{round: {to: 1, half: even}}"),
        equal=False,
    ),
    Pair(
        "a half up or away, of nothing negative",
        steps("{round: {to: 1, half: up}}"),
        steps("{round: {to: 1, half: away}}"),
        equal=True,
    ),
    Pair(
        "a rounding to more digits",
        steps("{round: {to: 1, half: up}}"),
        steps("{round: {to: 0.1, half: up}}"),
        equal=False,
    ),
    Pair(
        "toward zero or the floor, of nothing negative",
        steps("{round: {to: 1, toward: zero}}"),
        steps("{round: {to: 1, toward: floor}}"),
        equal=True,
    ),
    Pair(
        "a named step that ends elsewhere",
        steps("{add: 1, as: s}, {add: 2}"),
        steps("{add: 2, as: s}, {add: 1}"),
        equal=False,
    ),
    Pair("a mean as a formula", two("mean: [a, b]"), two("formula: (a + b) / 2"), equal=True),
    Pair(
        "a mean as a wrong formula", two("mean: [a, b]"), two("formula: (a + b) / 3"), equal=False
    ),
    Pair("a mean with other weights", two("mean: [a, b]"), two("mean: {a: 2, b: 1}"), equal=False),
    Pair("weights in proportion", two("mean: {a: 1, b: 2}"), two("mean: {a: 2, b: 4}"), equal=True),
    Pair("a sum as a formula", two("sum: [a, b]"), two("formula: b + a"), equal=True),
    Pair("a mean or a median of two", two("mean: [a, b]"), two("median: [a, b]"), equal=True),
    Pair("a mean or the lower", two("mean: [a, b]"), two("min: [a, b]"), equal=False),
    Pair(
        "what is missing passed over",
        two("mean: [a, b]"),
        two("mean: [a, b], missing: ignore"),
        equal=False,
    ),
    Pair(
        "another fill",
        two("mean: [a, b], missing: {fill: 5}"),
        two("mean: [a, b], missing: {fill: 10}"),
        equal=False,
    ),
    Pair(
        "another need",
        two("mean: [a, b], missing: ignore, need: 1"),
        two("mean: [a, b], missing: ignore, need: 2"),
        equal=False,
    ),
    Pair(
        "a need as a share",
        two("mean: [a, b], missing: ignore, need: 1"),
        two("mean: [a, b], missing: ignore, need: {share: 1/2}"),
        equal=True,
    ),
    Pair(
        "lines in another order that exclude each other",
        chosen(
            "{when: {a: {above: 50}}, then: 1}, {when: {a: {below: 10}}, then: 2}, {otherwise: b}"
        ),
        chosen(
            "{when: {a: {below: 10}}, then: 2}, {when: {a: {above: 50}}, then: 1}, {otherwise: b}"
        ),
        equal=True,
    ),
    Pair(
        "lines in another order that meet",
        chosen(
            "{when: {a: {above: 50}}, then: 1}, {when: {b: {below: 10}}, then: 2}, {otherwise: 0}"
        ),
        chosen(
            "{when: {b: {below: 10}}, then: 2}, {when: {a: {above: 50}}, then: 1}, {otherwise: 0}"
        ),
        equal=False,
    ),
    Pair(
        "a count as a decision",
        two("count: {of: [a, b], that_are: {at_least: 50}}"),
        "inputs: {a: {range: [0, 100]}, b: {range: [0, 100]}}\nlevels:\n  overall:\n    r: {decide: [{when: {a: {at_least: 50}, b: {at_least: 50}}, then: 2}, {when: {any: [{a: {at_least: 50}}, {b: {at_least: 50}}]}, then: 1}, {otherwise: 0}]}\n",
        equal=True,
    ),
    Pair(
        "an output beside the result",
        "inputs: {a: {}}\nlevels: {x: {o: {from: a, steps: [{multiply: 2}]}}, overall: {r: {from: a}}}\n",
        "inputs: {a: {}}\nlevels: {x: {o: {from: a, steps: [{multiply: 3}]}}, overall: {r: {from: a}}}\n",
        equal=False,
    ),
    Pair(
        "an output beside the result, in other words",
        "inputs: {a: {}}\nlevels: {x: {o: {from: a, steps: [{multiply: 2}]}}, overall: {r: {from: a}}}\n",
        "inputs: {a: {}}\nlevels: {x: {o: {formula: a + a}}, overall: {r: {from: a}}}\n",
        equal=True,
    ),
    Pair(
        "a cap for another category",
        GOOD.replace("good", "best, good")
        + steps(
            "{bands: [{at_least: 50, is: best}, {at_least: 10, is: good}, {is: poor}], scale: g}, {no_better_than: good}"
        ),
        GOOD.replace("good", "best, good")
        + steps(
            "{bands: [{at_least: 50, is: best}, {at_least: 10, is: good}, {is: poor}], scale: g}, {no_better_than: poor}"
        ),
        equal=False,
    ),
    Pair(
        "a cap twice",
        GOOD
        + steps(
            "{bands: [{at_least: 50, is: good}, {is: poor}], scale: g}, {no_better_than: poor}"
        ),
        GOOD
        + steps(
            "{bands: [{at_least: 50, is: good}, {is: poor}], scale: g}, {no_better_than: poor}, {no_better_than: poor}"
        ),
        equal=True,
    ),
    Pair(
        "ties to the lowest or the highest",
        ranked("{rank: {best: highest, ties: lowest}}"),
        ranked("{rank: {best: highest, ties: highest}}"),
        equal=False,
    ),
    Pair(
        "a factor before a rank",
        ranked("{rank: {best: highest, ties: lowest}}"),
        ranked("{multiply: 2}, {rank: {best: highest, ties: lowest}}"),
        equal=True,
    ),
    Pair(
        "a negative factor before a rank",
        ranked("{rank: {best: highest, ties: lowest}}"),
        ranked("{multiply: -2}, {rank: {best: highest, ties: lowest}}"),
        equal=False,
    ),
    Pair(
        "a rank the other way",
        ranked("{rank: {best: highest, ties: lowest}}"),
        ranked("{rank: {best: lowest, ties: lowest}}"),
        equal=False,
    ),
    Pair(
        "a term before a percentile",
        ranked("{percentile: {ties: mean}}"),
        ranked("{add: 7}, {percentile: {ties: mean}}"),
        equal=True,
    ),
    Pair(
        "a limit before a rank",
        ranked("{rank: {best: highest, ties: lowest}}"),
        ranked("{limit: {at_most: 40}}, {rank: {best: highest, ties: lowest}}"),
        equal=False,
    ),
    Pair(
        "the median by two definitions",
        ranked("{quantile_bands: {cuts: [0.5], definition: linear, on_cut: upper}}"),
        ranked("{quantile_bands: {cuts: [0.5], definition: weibull, on_cut: upper}}"),
        equal=True,
    ),
    Pair(
        "the median by a definition of its own",
        ranked("{quantile_bands: {cuts: [0.5], definition: linear, on_cut: upper}}"),
        ranked("{quantile_bands: {cuts: [0.5], definition: inverted_cdf, on_cut: upper}}"),
        equal=False,
    ),
    Pair(
        "a quartile by two definitions",
        ranked("{quantile_bands: {cuts: [0.25], definition: linear, on_cut: upper}}"),
        ranked("{quantile_bands: {cuts: [0.25], definition: weibull, on_cut: upper}}"),
        equal=False,
    ),
    Pair(
        "who owns a cut",
        ranked("{quantile_bands: {cuts: [0.5], definition: linear, on_cut: upper}}"),
        ranked("{quantile_bands: {cuts: [0.5], definition: linear, on_cut: lower}}"),
        equal=False,
    ),
    Pair(
        "a sample or a population",
        ranked("{z_score: {deviation: sample}}"),
        ranked("{z_score: {deviation: population}}"),
        equal=False,
    ),
    Pair(
        "a percentile at an edge",
        ranked("{percentile: {ties: mean}}, {bands: [{at_least: 50, is: 1}, {is: 0}]}"),
        ranked("{percentile: {ties: mean}}, {bands: [{above: 50, is: 1}, {is: 0}]}"),
        equal=False,
    ),
    Pair(
        "a rank among all or among peers",
        "inputs: {a: {}, p: {type: label}}\nlevels: {overall: {r: {from: a, steps: [{rank: {best: highest, ties: lowest}}]}, q: {from: p}}}\nresult: r\n",
        "inputs: {a: {}, p: {type: label}}\nlevels: {overall: {r: {from: a, steps: [{rank: {best: highest, ties: lowest, within: p}}]}, q: {from: p}}}\nresult: r\n",
        equal=False,
    ),
    Pair(
        "a cohort of enough",
        ranked("{rank: {best: highest, ties: lowest, need: 2}}"),
        ranked("{rank: {best: highest, ties: lowest, need: 3}}"),
        equal=False,
    ),
)
