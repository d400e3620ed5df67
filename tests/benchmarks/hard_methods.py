"""Methods of which it is hard to prove anything: products, cohorts, powers, large tables."""

from collections.abc import Iterable, Iterator
from itertools import product

HEAD = "language: 1\nid: hard/{}\nversion: 1.0.0\nsubject: {{key: k}}\n"


def method(name: str, inputs: Iterable[str], levels: Iterable[str], more: str = "") -> str:
    """Write a method, with inputs and levels as they stand in their mappings."""
    listed = "".join(f"  {it}\n" for it in inputs)
    return f"{HEAD.format(name)}{more}inputs:\n{listed}levels:\n{''.join(levels)}"


def level(name: str, measures: Iterable[str]) -> str:
    """Write a level, with measures as they stand in its mapping."""
    return f"  {name}:\n" + "".join(f"    {it}\n" for it in measures)


def listed(names: Iterable[str]) -> str:
    """Write names with commas between."""
    return ", ".join(names)


SCALE = "scales: {verdict: [good, fair, poor]}\n"


def verdict(good: str = "66") -> str:
    """Write a verdict on a score from 0 to 100."""
    bands = f"{{at_least: {good}, is: good}}, {{at_least: 33, is: fair}}, {{is: poor}}"
    return f"verdict: {{from: score, steps: [{{bands: [{bands}], scale: verdict}}]}}"


# Products


def products(goals: int) -> str:
    """Write one mean of goals, each a state that grows with its trend and what presses or resists.

    So does the Ocean Health Index look ahead.
    """
    inputs, measures = [], []
    for at in range(goals):
        inputs += [
            f"status{at}: {{range: [0, 100], better: higher}}",
            f"trend{at}: {{range: [-1, 1], better: higher}}",
            f"resilience{at}: {{range: [0, 100], better: higher}}",
            f"pressures{at}: {{range: [0, 100], better: lower}}",
        ]
        growth = f"1 + 0.67 * trend{at} + 0.34 * (resilience{at} - pressures{at}) / 100"
        steps = "[limit: {at_least: 0, at_most: 100}]"
        measures.append(f'goal{at}: {{formula: "status{at} * ({growth})", steps: {steps}}}')
    score = f"score: {{mean: [{listed(f'goal{at}' for at in range(goals))}]}}"
    levels = [level("goals", measures), level("overall", [score, verdict()])]
    return method("products", inputs, levels, SCALE)


# Places in a cohort


def tax_index(variables: int = 42, categories: int = 5) -> str:
    """Write an index of z-scores by year, whose categories are ranked, and set beside the best."""
    inputs = [f"tax{at}: {{range: [0, 100], better: lower}}" for at in range(variables)]
    inputs += ["revenue: {range: [1, 1000], better: higher}", "year: {type: label}"]
    z_score = "{z_score: {deviation: sample, within: year}}"
    rank = "{rank: {best: highest, ties: lowest, within: year}}"
    scores = [
        f"z{at}: {{from: tax{at}, steps: [{z_score}, {{multiply: -1}}]}}" for at in range(variables)
    ]
    groups = [
        f"category{it}: {{mean: [{listed(f'z{at}' for at in range(it, variables, categories))}]}}"
        for it in range(categories)
    ]
    ranks = [f"place{it}: {{from: category{it}, steps: [{rank}]}}" for it in range(categories)]
    names = [f"category{it}" for it in range(categories)]
    overall = [
        f"score: {{mean: [{listed(names)}], steps: [{{min_max: {{to: [0, 100], within: year}}}}]}}",
        f"place: {{from: score, steps: [{rank}]}}",
        'beside_the_first: {formula: "(category0 + 10) / (category1 + 20)"}',
        'burden: {formula: "tax0 * tax1 / revenue"}',
        verdict(),
    ]
    levels = [level("z_scores", scores), level("categories", groups), level("places", ranks)]
    return method(
        "tax-index", inputs, [*levels, level("overall", overall)], f"result: verdict\n{SCALE}"
    )


# Powers, products and ceilings


def severity() -> str:
    """Write a method of 25 measures with powers, products and ceilings.

    So is the severity of a vulnerability scored by CVSS 3.1, with the parts of its base score.
    """
    scales = {
        "vector": ["network", "adjacent", "local", "physical"],
        "complexity": ["low", "high"],
        "privileges": ["none", "few", "many"],
        "interaction": ["nobody", "somebody"],
        "loss": ["total", "partial", "nothing"],
        "maturity": ["proved", "functional", "sketched", "unproven"],
        "remedy": ["unavailable", "workaround", "temporary", "official"],
        "confidence": ["confirmed", "reasonable", "unknown"],
        "need": ["great", "middling", "small"],
        "severity": ["critical", "high", "medium", "low", "none"],
    }
    scored = {
        "av": ("vector", [0.85, 0.62, 0.55, 0.2]),
        "ac": ("complexity", [0.77, 0.44]),
        "pr": ("privileges", [0.85, 0.62, 0.27]),
        "ui": ("interaction", [0.85, 0.62]),
        "c": ("loss", [0.56, 0.22, 0]),
        "i": ("loss", [0.56, 0.22, 0]),
        "a": ("loss", [0.56, 0.22, 0]),
        "e": ("maturity", [1, 0.97, 0.94, 0.91]),
        "rl": ("remedy", [1, 0.97, 0.96, 0.95]),
        "rc": ("confidence", [1, 0.96, 0.92]),
        "cr": ("need", [1.5, 1, 0.5]),
        "ir": ("need", [1.5, 1, 0.5]),
        "ar": ("need", [1.5, 1, 0.5]),
    }
    inputs = [f"{name}: {{scale: {scale}}}" for name, (scale, _) in scored.items()]
    weights = [
        f"{name}_weight: {{from: {name}, steps: [{{scores: "
        f"{{{listed(f'{it}: {at}' for it, at in zip(scales[scale], numbers, strict=True))}}}}}]}}"
        for name, (scale, numbers) in scored.items()
    ]
    inputs.append("beyond: {type: boolean}")
    ceiling = "{round: {digits: 1, toward: ceiling}}"
    parts = [
        'lost: {formula: "1 - (1 - c_weight) * (1 - i_weight) * (1 - a_weight)"}',
        (
            'lost_here: {formula: "min(0.915, 1 - (1 - c_weight * cr_weight) * '
            '(1 - i_weight * ir_weight) * (1 - a_weight * ar_weight))"}'
        ),
        'over: {formula: "max(0, lost - 0.02)"}',
        'fifth: {formula: "over * over * over * over * over"}',
        'within: {formula: "6.42 * lost"}',
        'outside: {formula: "7.52 * (lost - 0.029) - 3.25 * fifth * fifth * fifth"}',
        (
            "impact: {decide: [{when: {beyond: {is: true}}, then: outside}, {otherwise: within}], "
            "need: {beyond: {known: true}}}"
        ),
        'ease: {formula: "8.22 * av_weight * ac_weight * pr_weight * ui_weight"}',
    ]
    overall = [
        f'base: {{formula: "min(10, max(0, impact + ease))", steps: [{ceiling}]}}',
        f'temporal: {{formula: "base * e_weight * rl_weight * rc_weight", steps: [{ceiling}]}}',
        f'score: {{formula: "temporal * (0.5 + 0.5 * lost_here / 0.915)", steps: [{ceiling}]}}',
        (
            "severity: {from: score, steps: [{bands: [{at_least: 9, is: critical}, "
            "{at_least: 7, is: high}, {at_least: 4, is: medium}, {above: 0, is: low}, {is: none}], "
            "scale: severity}]}"
        ),
    ]
    written = listed(f"{name}: [{listed(it)}]" for name, it in scales.items())
    levels = [level("weights", weights), level("parts", parts), level("overall", overall)]
    more = f"result: severity\nscales: {{{written}}}\n"
    return method("severity", inputs, levels, more)


# A large table


STEPS = {"eq1": 3, "eq2": 2, "eq3": 3, "eq4": 3, "eq5": 3, "eq6": 2}
"""Six places and how many steps each has: of 324 combinations 54 do not come about."""


def large_table() -> str:
    """Write a method of a table with 270 rows that is looked up seven times.

    So does CVSS 4.0: once where a vulnerability stands, and once a step lower in each place.
    """
    inputs = [f"{name}: {{scale: steps{count}}}" for name, count in STEPS.items()]
    inputs += [f"depth{at}: {{range: [0, 1], better: higher}}" for at in range(6)]
    places = [
        f"{name}_at: {{from: {name}, steps: [{{scores: "
        f"{{{listed(f's{at}: {at}' for at in range(count))}}}}}]}}"
        for name, count in STEPS.items()
    ]
    lower = [
        f"{name}_lower: {{from: {name}_at, steps: [add: 1, limit: {{at_most: {count - 1}}}]}}"
        for name, count in STEPS.items()
    ]
    tables = [_table("here", [])] + [_table(f"below_{name}", [name]) for name in STEPS]
    less = [
        f'less{at}: {{formula: "(here - below_{name}) * (1 - depth{at})"}}'
        for at, name in enumerate(STEPS)
    ]
    overall = [
        (
            f'score: {{formula: "here - ({" + ".join(f"less{at}" for at in range(6))}) / 6", '
            "steps: [{limit: {at_least: 0, at_most: 10}}, {round: {digits: 1, half: up}}]}"
        ),
        (
            "severity: {from: score, steps: [{bands: [{at_least: 9, is: critical}, "
            "{at_least: 7, is: high}, {at_least: 4, is: medium}, {is: low}], scale: severity}]}"
        ),
    ]
    scales = "scales: {severity: [critical, high, medium, low], steps2: [s0, s1], "
    levels = [level("places", places), level("lower", lower), level("tables", tables)]
    levels += [level("less", less), level("overall", overall)]
    more = f"result: severity\n{scales}steps3: [s0, s1, s2]}}\n"
    return method("large-table", inputs, levels, more)


def _table(name: str, lowered: list[str]) -> str:
    """Write the table once, some places being looked up a step lower."""
    return f"{name}: {{decide: [{listed(_rows(lowered))}, {{otherwise: 0}}]}}"


def _rows(lowered: list[str]) -> Iterator[str]:
    """Write the rows: the further down the places are in all, the lower the score."""
    names = [f"{it}_lower" if it in lowered else f"{it}_at" for it in STEPS]
    for steps in product(*map(range, STEPS.values())):
        if (steps[2], steps[5]) != (2, 0):
            tests = listed(f"{it}: {{is: {at}}}" for it, at in zip(names, steps, strict=True))
            score = max(0, 100 - 7 * sum(steps) - sum(steps) ** 2 // 4)
            yield f"{{when: {{{tests}}}, then: {score / 10}}}"
