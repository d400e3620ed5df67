"""Rulesets of the kinds that take proofs long, written as large as one likes."""

from collections.abc import Iterable

SCALE = "scales: {rating: [outstanding, good, requires_improvement, inadequate]}\n"
OVERALL = (
    "{scale: rating, bands: [{at_least: 3/2, is: outstanding}, {at_least: 1, is: good}, "
    "{at_least: 1/2, is: requires_improvement}, {is: inadequate}]}"
)


def head(name: str) -> str:
    """Return the first lines of a ruleset."""
    return f"language: 1\nid: figures/{name}\nversion: 1.0.0\nsubject: {{key: code}}\n"


def lines(items: Iterable[str], indent: int = 2) -> str:
    """Write items one a line."""
    return "".join(f"{' ' * indent}{it}\n" for it in items)


def domains(n: int, levels: int = 3) -> str:
    """Write n indicators put into bands, ten to a domain, ten domains to a theme, and so on.

    `levels` counts the indicators' own level and that of the rating.
    """
    text = head("domains") + SCALE + "inputs:\n"
    text += lines(f"i{at}: {{range: [0, 100], better: higher}}" for at in range(n))
    text += "levels:\n  level1:\n"
    text += lines(
        (
            f"l1m{at}: {{from: i{at}, steps: [bands: [{{at_least: {60 + at % 30}, is: 2}}, "
            f"{{at_least: {40 + at % 15}, is: 1}}, {{is: 0}}]]}}"
            for at in range(n)
        ),
        4,
    )
    below = n
    for level in range(2, levels + 1):
        here = 1 if level == levels else max(-(-below // 10), 1)
        size = below if level == levels else 10
        text += f"  level{level}:\n"
        for at in range(here):
            members = ", ".join(
                f"l{level - 1}m{it}" for it in range(at * size, min((at + 1) * size, below))
            )
            policy = "missing: ignore, need: {share: 1/2}"
            text += f"    l{level}m{at}: {{mean: [{members}], {policy}}}\n"
        below = here
    return text + f"  overall:\n    rating: {{from: l{levels}m0, steps: [{OVERALL}]}}\n"


GRADES = ("a", "b", "c", "d", "e")


def decision(count: int = 60, inputs: int = 20) -> str:
    """Write a decision of so many lines over inputs of five categories, the worst outcome first.

    Each line tests two inputs; a better category of one never makes a worse line hold.
    """
    outcomes = ("inadequate", "requires_improvement", "good")
    text = head("decision") + f"scales: {{grade: [{', '.join(GRADES)}], "
    text += "rating: [outstanding, good, requires_improvement, inadequate]}\ninputs:\n"
    text += lines(f"j{at}: {{scale: grade}}" for at in range(inputs))
    text += "levels:\n  overall:\n    rating:\n      scale: rating\n      decide:\n"
    for at in range(count):
        part = at * len(outcomes) // count
        one, other = at % inputs, (at + 1 + 2 * part) % inputs
        grades = GRADES[4 - at % 2 - part], GRADES[4 - part]
        tests = (
            f"j{it}: {{no_better_than: {grade}}}"
            for it, grade in zip((one, other), grades, strict=True)
        )
        text += f"        - {{when: {{{', '.join(tests)}}}, then: {outcomes[part]}}}\n"
    return text + "        - {otherwise: outstanding}\n"


def caps(count: int = 80) -> str:
    """Write a rating that so many conditions cap, each of an input of its own."""
    text = head("caps") + SCALE + "inputs:\n  score: {range: [0, 2], better: higher}\n"
    text += lines(f"i{at}: {{better: higher}}" for at in range(count))
    text += (
        f"levels:\n  overall:\n    rating:\n      from: score\n      steps:\n        - {OVERALL}\n"
    )
    caps_ = ("good", "requires_improvement", "inadequate")
    return text + lines(
        (
            f"- {{no_better_than: {caps_[at % 3]}, when: {{i{at}: {{below: {at % 7 + 1}}}}}}}"
            for at in range(count)
        ),
        8,
    )


def early_warning() -> str:
    """Write a score of vital signs like NEWS2: seven bands, of oxygen by one of two scales."""

    def bands(*pairs: tuple[str, int], rest: int) -> str:
        edges = ", ".join(f"{{at_most: {edge}, is: {points}}}" for edge, points in pairs)
        return f"steps: [bands: [{edges}, {{is: {rest}}}]]"

    respiration = bands(("8", 3), ("11", 1), ("20", 0), ("24", 2), rest=3)
    first = bands(("91", 3), ("93", 2), ("95", 1), rest=0)
    second = bands(("83", 3), ("85", 2), ("87", 1), ("92", 0), ("94", 1), ("96", 2), rest=3)
    pressure = bands(("90", 3), ("100", 2), ("110", 1), ("219", 0), rest=3)
    pulse = bands(("40", 3), ("50", 1), ("90", 0), ("110", 1), ("130", 2), rest=3)
    temperature = bands(("35", 3), ("36", 1), ("38", 0), ("39", 1), rest=2)
    parts = "respiration_score, oxygen_score, air_score, pressure_score, pulse_score, alert_score, "
    parts += "temperature_score"
    return (
        head("early-warning")
        + f"""\
scales: {{risk: [low, low_to_medium, medium, high]}}
inputs:
  respiration: {{range: [0, 80]}}
  saturation: {{range: [0, 100]}}
  hypercapnic: {{type: boolean}}
  on_oxygen: {{type: boolean}}
  pressure: {{range: [0, 350]}}
  pulse: {{range: [0, 300]}}
  consciousness: {{type: label, values: [alert, confused, voice, pain, unresponsive]}}
  temperature: {{range: [20, 46]}}
levels:
  parts:
    respiration_score: {{from: respiration, {respiration}, better: lower}}
    first_scale: {{from: saturation, {first}}}
    second_scale: {{from: saturation, {second}}}
    second_scale_score:
      decide:
        - {{when: {{on_oxygen: {{is: false}}, saturation: {{above: 92}}}}, then: 0}}
        - {{otherwise: second_scale}}
      need: {{on_oxygen: {{known: true}}, saturation: {{known: true}}}}
    oxygen_score:
      decide:
        - {{when: {{hypercapnic: {{is: true}}}}, then: second_scale_score}}
        - {{when: {{hypercapnic: {{is: false}}}}, then: first_scale}}
    air_score:
      decide:
        - {{when: {{on_oxygen: {{is: true}}}}, then: 2}}
        - {{when: {{on_oxygen: {{is: false}}}}, then: 0}}
    pressure_score: {{from: pressure, {pressure}}}
    pulse_score: {{from: pulse, {pulse}}}
    alert_score:
      decide:
        - {{when: {{consciousness: {{is: alert}}}}, then: 0}}
        - {{when: {{consciousness: {{is_not: alert}}}}, then: 3}}
    temperature_score: {{from: temperature, {temperature}}}
  whole:
    score: {{sum: [{parts}], better: lower}}
    worst: {{max: [{parts}], better: lower}}
    risk:
      scale: risk
      decide:
        - {{when: {{score: {{at_least: 7}}}}, then: high}}
        - {{when: {{score: {{at_least: 5}}}}, then: medium}}
        - {{when: {{worst: {{at_least: 3}}}}, then: low_to_medium}}
        - {{when: {{score: {{below: 5}}, worst: {{below: 3}}}}, then: low}}
result: risk
"""
    )
