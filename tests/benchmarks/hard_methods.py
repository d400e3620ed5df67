"""Methods of which it is hard to prove anything: products, cohorts, powers, large tables."""

from collections.abc import Iterable

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
