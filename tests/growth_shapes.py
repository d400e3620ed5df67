"""Rulesets of many shapes, each as large as one likes: the file grows as `n` does."""

from collections.abc import Callable, Iterable

HEAD = "language: 1\nid: grown\nversion: 1.0.0\nsubject: {key: k}\n"
A = "a: {better: higher}"


def ruleset(measures: Iterable[str], inputs: str = A, more: str = "") -> str:
    """Write a ruleset of one level, with measures and inputs as they stand in their mappings."""
    lines = "".join(f"    {it}\n" for it in measures)
    return f"{HEAD}{more}inputs: {{{inputs}}}\nlevels:\n  whole:\n{lines}"


def many(form: str, n: int) -> str:
    """Write a form n times with commas between; `N` is the position, `M` the one before it."""
    return ", ".join(each(form, n))


def each(form: str, n: int) -> list[str]:
    """Return a form n times."""
    return [form.replace("N", str(at)).replace("M", str(at - 1)) for at in range(n)]


def steps(form: str, n: int, first: str = "a") -> list[str]:
    """Return one measure with a step n times."""
    return [f"m: {{from: {first}, steps: [{many(form, n)}]}}"]


def decision(form: str, n: int, more: str = ", {otherwise: 0}") -> list[str]:
    """Return one decision with a line n times."""
    return [f"m: {{decide: [{many(form, n)}{more}]}}"]


def chain(n: int, first: str = "m0: {from: a}") -> list[str]:
    """Return n measures, each of which reads the one before."""
    return [first, *each("mN: {from: mM}", n)[1:]]


def backwards(n: int, first: str = "m0: {from: a}") -> str:
    """Write such a chain, the last measure first."""
    return ruleset(reversed(chain(n, first)), more=f"result: m{n - 1}\n")


def levels(n: int) -> str:
    """Write n indicators that five more levels combine, five by five as far as it goes."""
    text = f"{HEAD}inputs: {{{many('iN: {better: higher}', n)}}}\nlevels:\n  level0:\n"
    text += "".join(
        f"    {it}\n" for it in each("l0mN: {from: iN, steps: [goalposts: {worst: 0, best: 9}]}", n)
    )
    below = n
    for level in range(1, 6):
        here = max(below // 5, 1)
        text += f"  level{level}:\n"
        for at in range(here):
            read = ", ".join(f"l{level - 1}m{it}" for it in range(at, below, here))
            text += f"    l{level}m{at}: {{mean: [{read}], missing: ignore}}\n"
        below = here
    return text


def square(n: int) -> str:
    """Write measures, each of which reads all before it, in a file that grows as n does."""
    size = int((2 * n) ** 0.5)
    return ruleset(f"m{at}: {{sum: [{', '.join(['a', *each('mN', at)])}]}}" for at in range(size))


SCALE = "scales: {s: [good, fair, poor]}\n"
INPUTS = "iN: {better: higher}"
Shape = Callable[[int], str]

USED: dict[str, Shape] = {
    "sum": lambda n: ruleset([f"m: {{sum: [{many('iN', n)}]}}"], many(INPUTS, n)),
    "weights": lambda n: ruleset([f"m: {{mean: {{{many('iN: 1.N', n)}}}}}"], many(INPUTS, n)),
    "median": lambda n: ruleset([f"m: {{median: [{many('iN', n)}]}}"], many(INPUTS, n)),
    "count": lambda n: ruleset(
        [f"m: {{count: {{of: [{many('iN', n)}], that_are: {{above: 1}}}}}}"], many(INPUTS, n)
    ),
    "chain": lambda n: ruleset(chain(n)),
    "chain backwards": backwards,
    "chain of formulas": lambda n: ruleset(
        ["m0: {from: a}", *each("mN: {formula: mM + 1}", n)[1:]]
    ),
    "decision at the end of a chain": lambda n: ruleset(
        [
            *chain(n),
            f"end: {{decide: [{{when: {{m{n - 1}: {{above: 1}}}}, then: 1}}, {{otherwise: 0}}]}}",
        ]
    ),
    "all before": square,
    "levels": levels,
    "small levels": lambda n: (
        HEAD + f"inputs: {{{A}}}\nlevels:\n" + "".join(each("  lN: {mN: {from: a}}\n", n))
    ),
    "add": lambda n: ruleset(steps("add: 1", n)),
    "named steps": lambda n: ruleset(steps("{add: 1, as: sN}", n)),
    "limits": lambda n: ruleset(steps("limit: {at_least: -N, at_most: N}", n)),
    "sets apart": lambda n: ruleset(steps("{set: N, when: {a: {is: N}}}", n)),
    "sets of groups": lambda n: ruleset(
        [
            "m: {from: a, steps: ["
            + ", ".join(
                f"{{set: {at}, when: {{r: {{is: g{at % 30}}}, b: {{is: g{at // 30}}}}}}}"
                for at in range(n)
            )
            + "]}"
        ],
        "a: {better: higher}, r: {type: label}, b: {type: label}",
    ),
    "caps": lambda n: ruleset(
        steps("{no_better_than: fair, when: {iN: {above: 1}}}", n, "j"),
        "j: {scale: s}, " + many(INPUTS, n),
        SCALE,
    ),
    "bands": lambda n: ruleset(
        [f"m: {{from: a, steps: [bands: [{many('{at_most: N, is: N}', n)}, {{is: 0}}]]}}"]
    ),
    "points": lambda n: ruleset([f"m: {{from: a, steps: [points: {{{many('N: N', n + 2)}}}]}}"]),
    "categories": lambda n: ruleset(
        [f"m: {{from: j, steps: [scores: {{{many('cN: -N', n)}}}]}}"],
        "j: {scale: s}",
        f"scales: {{s: [{many('cN', n)}]}}\n",
    ),
    "decision": lambda n: ruleset(decision("{when: {a: {is: N}}, then: N}", n)),
    "decision of many names": lambda n: ruleset(
        decision("{when: {iN: {is: N}}, then: N}", n), many(INPUTS, n)
    ),
    "labels": lambda n: ruleset(
        decision("{when: {r: {is: gN}}, then: N}", n),
        f"r: {{type: label, values: [{many('gN', n)}]}}",
    ),
    "formulas": lambda n: ruleset(
        each(f"mN: {{formula: '{'(' * 90}a{' + 1)' * 90}'}}", max(n // 20, 1))
    ),
    "long formulas": lambda n: ruleset(each(f"mN: {{formula: a{' + a' * 90}}}", max(n // 20, 1))),
    "parameters": lambda n: ruleset(
        steps("add: pN", n), more=f"parameters: {{{many('pN: N', n)}}}\n"
    ),
    "sources": lambda n: ruleset(
        each("mN: {from: a, source: sN}", n), more=f"sources: {{{many('sN: {title: t}', n)}}}\n"
    ),
    "evidence of members": lambda n: ruleset(
        [f"m: {{sum: [{many('iN', n)}]}}"],
        many(INPUTS, n),
        f"evidence_for: {{{many('levels.whole.m.sum.iN: assumed', n)}}}\n",
    ),
}
"""Rulesets that can be used."""

REFUSED: dict[str, Shape] = {
    "misspelt members": lambda n: ruleset(
        [f"m: {{sum: [{many('indicator_nr_Nx', n)}]}}"], many("indicator_Ny: {}", n)
    ),
    "anchors": lambda n: ruleset(["m: {from: a}"], A + ", " + many("aN: &a", n)),
    "surprises": lambda n: ruleset([f"m: {{sum: [{many('yes', n)}]}}"]),
    "repeated keys": lambda n: ruleset(["m: {from: a}"], many("a: {}", n)),
    "unknown keys": lambda n: ruleset(["m: {from: a}"], more="".join(each("unknownN: 1\n", n))),
    "unknown keys of measures": lambda n: ruleset(each("mN: {from: a, fron: a}", n)),
    "unused inputs": lambda n: ruleset(["m: {from: a}"], A + ", " + many(INPUTS, n)),
    "defined twice": lambda n: ruleset(each("iN: {from: a}", n), A + ", " + many(INPUTS, n)),
    "circle": lambda n: ruleset([f"m0: {{from: m{n - 1}}}", *each("mN: {from: mM}", n)[1:]]),
    "circles": lambda n: ruleset(each("mN: {from: mN}", n)),
    "chain with a problem": lambda n: ruleset(chain(n, "m0: {from: unknown}")),
    "chain on a step that does not fit": lambda n: ruleset(
        chain(n, "m0: {from: a, steps: [shift: {better: 1}]}")
    ),
    "chain backwards on a step that does not fit": lambda n: backwards(
        n, "m0: {from: a, steps: [shift: {better: 1}]}"
    ),
    "small levels with a problem": lambda n: (
        USED["small levels"](n) + "  end: {m: {from: unknown}}\n"
    ),
    "sets together": lambda n: ruleset(steps("{set: N, when: {a: {above: N}}}", n)),
    "sets of many names": lambda n: ruleset(
        steps("{set: N, when: {iN: {above: N}}}", n), A + ", " + many(INPUTS, n)
    ),
    "sets without conditions": lambda n: ruleset(steps("set: N", n)),
    "points reversed": lambda n: ruleset(
        [f"m: {{from: a, steps: [points: {{{many('-N: N', n + 2)}}}]}}"]
    ),
    "scores of nothing": lambda n: ruleset(
        [f"m: {{from: j, steps: [scores: {{{many('cN: N', n)}}}]}}"],
        "j: {scale: s}",
        f"scales: {{s: [{many('dN', n)}]}}\n",
    ),
    "labels of nothing": lambda n: ruleset(
        decision("{when: {r: {is: xN}}, then: N}", n),
        f"r: {{type: label, values: [{many('gN', n)}]}}",
    ),
    "texts where numbers belong": lambda n: ruleset(
        [f"m: {{sum: [{many('iN', n)}]}}"], many("iN: {type: label}", n)
    ),
    "evidence of nothing": lambda n: ruleset(
        [f"m: {{sum: [{many('iN', n)}]}}"],
        many(INPUTS, n),
        f"evidence_for: {{{many('levels.whole.m.sum.xN: assumed', n)}}}\n",
    ),
    "gaps": lambda n: ruleset(each("mN: {decide: [{when: {a: {above: 1}}, then: 1}]}", n)),
    "gap of many names": lambda n: ruleset(
        decision("{when: {iN: {is: N}}, then: N}", n, ""), many(INPUTS, n)
    ),
    "members of a level": lambda n: (
        ruleset(each("mN: {from: a}", n)) + f"  top:\n    t: {{sum: [whole, {many('mN', n)}]}}\n"
    ),
}
"""Rulesets of which something is wrong."""
