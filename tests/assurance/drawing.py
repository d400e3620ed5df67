"""Draw small rulesets at random, and say of each measure which way is better."""

from random import Random
from typing import Any, NamedTuple

import yaml

from assurance.methods import Entry

RANGES: tuple[Any, ...] = (
    [0, 10],
    [-5, 5],
    [1, 8],
    {"above": 0, "at_most": 10},
    {"at_least": 0},
    {"below": 10},
)
WAYS = (
    *({"half": it} for it in ("up", "down", "even", "away")),
    *({"toward": it} for it in ("zero", "floor", "ceiling")),
)
FORMULAS = (
    "{0} / ({0} + 3)",
    "{0} * {0}",
    "sqrt({0})",
    "log({0} + 1)",
    "exp({0} / 4)",
    "10 / (11 - {0})",
    "abs({0} - 2)",
    "{0} * 2 + 1",
)
COMBINED = ("mean", "mean", "sum", "min", "max", "median", "geometric_mean")
WEIGHED = ("mean", "sum", "geometric_mean")
OVERRIDES: tuple[dict[str, Any], ...] = (
    {"no_better_than": "fair"},
    {"no_better_than": "poor"},
    {"no_worse_than": "fair"},
    {"shift": {"worse": 1}},
    {"shift": {"better": 1}},
    {"set": "fair"},
)
PROMISES: tuple[Any, ...] = (
    "better_never_hurts",
    "withholding_never_pays",
    "every_category_reachable",
    "total",
    {"no_cliffs": {"of": 2}},
)
INSIDE = {"better_never_hurts": {"inside": "cohort"}}


class Plain(yaml.SafeDumper):
    """Writes what stands twice in full both times: a ruleset has no aliases."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Tell that nothing is to be named and pointed at."""
        return True


class Value(NamedTuple):
    """A name that can be read: its kind, and 1 where more is better, -1 where less is."""

    name: str
    kind: str
    sense: int


class Draft:
    """A ruleset that is being drawn; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing here is secret
        self.said: dict[str, Any] = {
            "scales": {"g": ["good", "fair", "poor"]},
            "inputs": {},
            "levels": {"scores": {}, "overall": {}},
        }
        self.better: dict[str, str] = {}

    def likely(self, share: float) -> bool:
        """Tell whether something comes about that does in a share of all cases."""
        return self.random.random() < share

    def number(self, low: int = -4, high: int = 10) -> float:
        """Draw a whole number or one and a half."""
        return self.random.randint(low, high) + self.random.choice((0, 0.5))

    def edges(self) -> list[float]:
        """Draw two numbers in rising order."""
        return sorted(it / 2 for it in self.random.sample(range(-8, 22), 2))

    def measure(self, level: str, name: str, said: dict[str, Any], sense: int = 1) -> Value:
        """Add a measure of which more is better, or less."""
        self.said["levels"][level][name] = said
        self.better[name] = "higher" if sense > 0 else "lower"
        return Value(name, "number", sense)

    # Inputs

    def input(self, name: str) -> Value:
        """Add an input."""
        kind = self.random.choice(("number", "number", "number", "boolean", "category", "label"))
        sense = self.random.choice((1, 1, -1))
        better = {"number": "higher" if sense > 0 else "lower", "boolean": sense > 0}.get(kind)
        said: dict[str, Any] = {
            "number": {"range": self.random.choice(RANGES), "better": better},
            "boolean": {"type": "boolean", "better": better},
            "category": {"scale": "j"},
            "label": {"type": "label", "values": ["north", "south"]},
        }[kind]
        if kind == "category":
            self.said["scales"]["j"] = ["high", "middle", "low"]
        self.said["inputs"][name] = said
        return Value(name, kind, sense)

    # Scores

    def score(self, value: Value) -> Value:
        """Add a number of which more is better, made of one input."""
        said = {
            "number": self.of_number,
            "boolean": self.of_boolean,
            "category": self.of_category,
            "label": self.of_label,
        }[value.kind](value)
        return self.measure("scores", f"{value.name}_score", said)

    def of_boolean(self, value: Value) -> dict[str, Any]:
        """Decide about a truth."""
        good = value.sense > 0
        lines = [
            {"when": {value.name: {"is": good}}, "then": 10},
            {"when": {value.name: {"is": not good}}, "then": self.number(0, 9)},
        ]
        return {"decide": lines, "better": "higher"}

    def of_category(self, value: Value) -> dict[str, Any]:
        """Score a category."""
        scores = {"high": self.random.randint(5, 10), "middle": self.random.randint(2, 5), "low": 0}
        return {"from": value.name, "steps": [{"scores": scores}]}

    def of_label(self, value: Value) -> dict[str, Any]:
        """Decide about a label."""
        first = {"when": {value.name: {"is": "north"}}, "then": self.number()}
        return {"decide": [first, {"otherwise": 2}], "better": "higher"}

    def of_number(self, value: Value) -> dict[str, Any]:
        """Turn a number into one of which more is better, in one of many ways."""
        ways = (self.banded, self.goalposted, self.pointed, self.rounded, self.helped, self.held)
        if self.likely(0.2):
            text = self.random.choice(FORMULAS).format(value.name)
            return {"formula": text if value.sense > 0 else f"-({text})", "better": "higher"}
        return self.random.choice(ways)(value)

    def banded(self, value: Value) -> dict[str, Any]:
        """Put a number in bands, now and then out of order."""
        first, second, last = sorted(self.random.sample(range(11), 3), reverse=True)
        unruly = self.likely(0.1)
        bands = self.bands(value.sense, self.edges(), [first, second + 9 * unruly, last])
        said = {"from": value.name, "steps": [{"bands": bands}]}
        return said | ({"better": "higher"} if unruly else {})

    def bands(self, sense: int, edges: list[float], given: list[Any]) -> list[dict[str, Any]]:
        """Draw bands of which the first has the edge that is hardest to meet."""
        tests = ("at_least", "above") if sense > 0 else ("at_most", "below")
        ordered = edges[::-1] if sense > 0 else edges
        drawn = [
            {self.random.choice(tests): edge, "is": it}
            for edge, it in zip(ordered, given, strict=False)
        ]
        return [*drawn, {"is": given[-1]}]

    def beyond(self) -> dict[str, Any]:
        """Draw what happens beyond the ends."""
        return self.random.choice(({}, {}, {"beyond": "extend"}, {"beyond": "not_rated"}))

    def goalposted(self, value: Value) -> dict[str, Any]:
        """Place a number between goalposts."""
        worst, best = self.edges()[:: value.sense]
        posts = {"worst": worst, "best": best, "to": [0, 10], **self.beyond()}
        return {"from": value.name, "steps": [{"goalposts": posts}]}

    def pointed(self, value: Value) -> dict[str, Any]:
        """Draw a line through two points."""
        points = dict(zip(self.edges(), (0, 10)[:: value.sense], strict=True))
        return {"from": value.name, "steps": [{"points": points, **self.beyond()}]}

    def turned(self, value: Value) -> list[dict[str, Any]]:
        """Turn a number round of which less is better."""
        return [] if value.sense > 0 else [{"multiply": -1}]

    def rounded(self, value: Value) -> dict[str, Any]:
        """Round a number."""
        to = self.random.choice(({"digits": 0}, {"to": 0.5}, {"to": 3}))
        step = {"round": to | self.random.choice(WAYS)}
        return {"from": value.name, "steps": [*self.turned(value), step]}

    def helped(self, value: Value) -> dict[str, Any]:
        """Add something on one side of a number."""
        test = {self.random.choice(("above", "below", "at_least")): self.number()}
        step = {"add": self.number(-3, 3), "when": {value.name: test}}
        return {"from": value.name, "steps": [*self.turned(value), step]}

    def held(self, value: Value) -> dict[str, Any]:
        """Hold a number below another."""
        step = {"limit": {"at_most": self.number(4, 10)}}
        return {"from": value.name, "steps": [*self.turned(value), step]}

    # What comes of the scores

    def combined(self, values: list[Value]) -> Value:
        """Add a combination of numbers."""
        kind = self.random.choice(COMBINED)
        names = [it.name for it in values]
        weighed = kind in WEIGHED and self.likely(0.5)
        said: dict[str, Any] = {
            kind: {it: self.random.randint(1, 3) for it in names} if weighed else names
        }
        if kind == "geometric_mean" and self.likely(0.5):
            said["zero"] = "is_zero"
        if self.likely(0.3):
            said["need"] = self.random.choice((1, len(names), {"share": 0.5}))
        return self.measure("overall", "total", said | self.missing())

    def missing(self) -> dict[str, Any]:
        """Draw what becomes of what is not known."""
        fill = {"fill": self.random.choice((0, -5, 5, 10))}
        state = self.random.choice(("missing", "suppressed", "not_applicable"))
        some = {state: self.random.choice(("ignore", fill))}
        policies: tuple[Any, ...] = (None, None, "ignore", fill, some)
        policy = self.random.choice(policies)
        return {"missing": policy} if policy else {}

    def placed(self, value: Value, peers: list[Value]) -> Value:
        """Add a place in the cohort."""
        ties = {"ties": self.random.choice(("lowest", "highest", "mean", "dense"))}
        definition = self.random.choice(("linear", "hazen", "inverted_cdf"))
        cuts = {"cuts": [0.25, 0.75], "definition": definition}
        deviation = self.random.choice(("sample", "population"))
        steps: dict[str, dict[str, Any]] = {
            "rank": {"best": "highest", **ties},
            "percentile": ties,
            "z_score": {"deviation": deviation},
            "min_max": {"to": [0, 10]},
            "quantile_bands": {**cuts, "on_cut": self.random.choice(("upper", "lower"))},
            "clusters": {"count": 2},
        }
        word = self.random.choice(("rank", *steps))
        within = {"within": peers[0].name} if peers and self.likely(0.4) else {}
        step = {word: steps[word] | within | ({"need": 2} if self.likely(0.2) else {})}
        said = {"from": value.name, "steps": [step]}
        return self.measure("overall", "place", said, -1 if word == "rank" else 1)

    def rated(self, value: Value, others: list[Value]) -> None:
        """Add the rating, in categories, with an override now and then."""
        places = value.name == "place" and self.likely(0.7)
        given = ["good", "fair", "poor"] if self.likely(0.9) else ["good", "poor", "fair"]
        bands = self.bands(value.sense, [1, 2] if places else self.edges(), given)
        steps: list[dict[str, Any]] = [{"bands": bands, "scale": "g"}]
        if self.likely(0.5):
            steps.append(self.override(self.random.choice(others)))
        self.said["levels"]["overall"]["r"] = {"from": value.name, "steps": steps}

    def override(self, value: Value) -> dict[str, Any]:
        """Draw a step that caps, lifts, shifts or sets where a condition holds."""
        tests: dict[str, dict[str, Any]] = {
            "number": {self.random.choice(("above", "at_most", "below")): self.number()},
            "boolean": {"is": self.likely(0.5)},
            "category": {self.random.choice(("better_than", "worse_than", "is")): "middle"},
            "label": {"is": "north"},
        }
        known: tuple[dict[str, Any], ...] = (
            *({} for _ in range(7)),
            {"known": True},
            {"known": False},
        )
        asked = self.random.choice(known)
        test = {"known": False} if asked == {"known": False} else asked | tests[value.kind]
        return {**self.random.choice(OVERRIDES), "when": {value.name: test}}


def drawn_entry(seed: int, *, relative: bool) -> Entry:
    """Draw a ruleset that makes all promises."""
    draft = Draft(seed)
    inputs = [draft.input(it) for it in "abc"[: draft.random.randint(1, 3)]]
    scored = [it for it in inputs if it.kind != "label" or draft.likely(0.2)] or inputs
    scores = [draft.score(it) for it in scored]
    value = draft.combined(scores) if len(scores) > 1 or draft.likely(0.5) else scores[0]
    if relative:
        value = draft.placed(value, [it for it in inputs if it.kind in ("label", "boolean")])
    draft.rated(value, inputs)
    promises = [*PROMISES, *([INSIDE] if relative else [])]
    said = draft.said | {"promises": promises}
    text = yaml.dump(said, Dumper=Plain, sort_keys=False, width=1000)
    return Entry(f"drawn {seed}", text, {}, {}, draft.better)
