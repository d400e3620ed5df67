"""Random rulesets, and subjects that fit them, to hold a property against.

`rulesets()` draws rulesets that are valid by construction, as plain data, and `written(data)` is
the text of one. `subjects(data)` draws inputs for a ruleset, aimed at the numbers that stand in
it. `monotone_rulesets()` draws rulesets that never punish improvement, and `better_pairs(data)`
two subjects of which the second is better in some inputs and worse in none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from operator import ge, gt, le, lt
from typing import Any, TypeVar

import yaml
from hypothesis import strategies as st

from stp_rules.figures import number_text, plain_text
from stp_rules.language.catalogue import STEPS
from stp_rules.language.fields import fields_of
from stp_rules.language.values import State
from stp_rules.language.word import Operation
from stp_rules.testing.choices import words_of

Data = dict[str, Any]
Inputs = dict[str, Any]
T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

NUMBERS = tuple(
    map(Fraction, ("-3", "-1", "-0.5", "0", "0.1", "1/3", "0.5", "1", "1.5", "2", "7/3"))
) + tuple(map(Fraction, ("2.5", "3", "3.75", "4", "5", "7", "10", "12.5", "40", "95", "100")))
TERMS = ("{} + {}", "{} - {}", "{} * ({} + 2)", "{} / {}", "({}) / ({})", "-{}")
CALLS = (
    "min({}, {})",
    "max({}, {}, 1)",
    "abs({})",
    "log({})",
    "sqrt({})",
    "exp(max(-9, min({}, 9)))",
)
LABELS = ("north", "south", "east")
SCALES = (("top", "middle", "bottom"), ("good", "poor"), ("top", "good", "fair", "poor"))
RANGES = ([-3, 100], {"above": -4}, {"at_least": 0}, {"at_least": -3, "below": 101})
EDGES = {"at_least": ge, "above": gt, "at_most": le, "below": lt}
STATES = (State.MISSING, State.SUPPRESSED, State.NOT_APPLICABLE)
COMBINING = ("mean", "sum", "geometric_mean", "min", "max", "median")


# Text -------------------------------------------------------------------------------------------


class _Writer(yaml.SafeDumper):
    """Writes every word plainly, and numbers as the language does."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the parent declares it

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the language has no aliases
        return True


def _word(writer: _Writer, value: Any) -> yaml.ScalarNode:
    return writer.represent_str(plain_text(value))


for _type in (bool, int, Fraction):
    _Writer.add_representer(_type, _word)


def written(data: Data) -> str:
    """Write a ruleset as text."""
    return yaml.dump(data, Dumper=_Writer, sort_keys=False, default_flow_style=None, width=100)


def ruleset_data(levels: Data, inputs: Data, **sections: Data) -> Data:
    """Put a ruleset together, without the inputs, scales and parameters that nothing uses."""
    used = _words(levels)
    inputs = {name: entry for name, entry in inputs.items() if name in used}
    used |= _words(inputs)
    kept = {
        section: {name: entry for name, entry in entries.items() if name in used}
        for section, entries in sections.items()
    }
    head = {"language": 1, "id": "generated/ruleset", "version": "1.0.0"}
    return {
        **head,
        **{name: it for name, it in kept.items() if it},
        "inputs": inputs,
        "levels": levels,
    }


def _words(node: Any) -> set[str]:
    """Return every word in data: keys, values, and the names within formulas."""
    if isinstance(node, dict):
        return set().union(*map(_words, node), *map(_words, node.values()))
    if isinstance(node, list):
        return set().union(*map(_words, node))
    return set(re.findall(r"[A-Za-z_]\w*", node)) if isinstance(node, str) else set()


# Rulesets of every kind -------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A name that may be read. `directed`: more or less of it is better, or may be."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    directed: bool = False


@st.composite
def rulesets(draw: Draw[Any]) -> Data:
    """Draw a valid ruleset of several levels, with any source and any step of the language."""
    draft = _Draft(draw)
    draft.declare()
    levels = {
        name: draft.level(name) for name in ("first", "second", "third")[: draw(st.integers(1, 3))]
    }
    return ruleset_data(levels, draft.inputs, scales=draft.scales, parameters=draft.parameters)


@cache
def _places(size: int) -> st.SearchStrategy[int]:
    return st.integers(0, size - 1)


@cache
def _some_places(size: int, least: int, most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(_places(size), min_size=least, max_size=most, unique=True)


@dataclass
class _Draft:
    """A ruleset in the making: what is declared, and what may be read so far."""

    draw: Draw[Any]
    parameters: dict[str, Fraction] = field(default_factory=dict)
    scales: dict[str, list[str]] = field(default_factory=dict)
    inputs: Data = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)
    levels: dict[str, list[Known]] = field(default_factory=dict)
    names: int = 0
    categories: Sequence[str] = ()
    """The categories of the value before a step."""

    spent: set[str] = field(default_factory=set)
    """The steps of one measure that are drawn no second time."""

    capped: int = 0
    floored: int = 0
    """The worst cap and the best floor of one measure, which must not contradict each other."""

    # Drawing

    def pick(self, options: Iterable[Any]) -> Any:
        found = list(options)
        return found[self.draw(_places(len(found)))]

    def flip(self) -> bool:
        chosen: bool = self.draw(st.booleans())
        return chosen

    def some(self, options: Iterable[T], most: int = 3) -> list[T]:
        """Pick a few, each once."""
        found = list(options)
        chosen = _some_places(len(found), 1, min(most, len(found)))
        return [found[place] for place in self.draw(chosen)]

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    def amount(self, value: Fraction | None = None) -> Fraction | str:
        """Write a number, or the name of a parameter that has its value."""
        value = self.pick(NUMBERS) if value is None else value
        chosen: Fraction | str = self.pick(
            [value, *(name for name, it in self.parameters.items() if it == value)]
        )
        return chosen

    def rising(self, least: int, most: int = 4, above: int = -9) -> list[Fraction]:
        pool = [number for number in NUMBERS if number > above]
        return sorted(pool[place] for place in self.draw(_some_places(len(pool), least, most)))

    def of_kind(self, *kinds: str) -> list[Known]:
        return [it for it in self.known if it.kind in kinds]

    # Declarations

    def declare(self) -> None:
        for _ in range(self.draw(st.integers(0, 2))):
            self.parameters[self.name("p")] = self.pick(NUMBERS)
        for categories in self.some(SCALES, 2):
            self.scales[self.name("scale")] = list(categories)
        kinds = ["number", "number", *self.some(["number", "boolean", "label", "category"], 4)]
        for kind in kinds:
            self.declare_input(self.name("x"), kind)

    def declare_input(self, name: str, kind: str) -> None:
        entry: Data = {"type": kind}
        choices: tuple[str, ...] = ()
        match kind:
            case "number":
                entry = {"range": self.pick(RANGES)} if self.flip() else {}
                better = self.pick([None, None, "higher", "lower", "neither"])
                entry |= {"better": better} if better else {}
            case "label":
                choices = LABELS
                entry |= {"values": list(LABELS)} if self.flip() else {}
            case "category":
                scale = self.pick(self.scales)
                entry, choices = {"scale": scale}, tuple(self.scales[scale])
        self.inputs[name] = entry
        directed = entry.get("better") in ("higher", "lower") or kind == "category"
        self.known.append(Known(name, kind, choices, directed))

    # Measures

    def level(self, name: str) -> Data:
        measures: Data = {}
        made: list[Known] = []
        for at in range(self.draw(st.integers(1, 4))):
            opens = not at and not self.levels
            measure, known = self.measure([self.handed_on] if opens else list(self.sources()))
            measures[known.name] = measure
            made.append(known)
        self.levels[name] = made
        return measures

    def measure(self, sources: list[Callable[[], tuple[Data, Known]]]) -> tuple[Data, Known]:
        measure, value = self.pick(sources)()
        if "decide" in measure:
            measure |= {"need": self.condition()} if self.pick(range(4)) == 0 else {}
        elif self.pick(range(3)) == 0:
            need = self.need(measure)
            counts = not isinstance(need, dict) or "share" in need
            if self.has_members(measure) or not counts:
                measure["need"] = need
        measure["steps"], value = self.steps(value)
        if value.kind == "number" and value.directed and self.flip():
            measure["better"] = "neither"
            value = Known("", value.kind)
        known = Known(self.name("m"), value.kind, value.choices, value.directed)
        self.known.append(known)
        return {key: it for key, it in measure.items() if it != []}, known

    def sources(self) -> Iterator[Callable[[], tuple[Data, Known]]]:
        """Give the sources that can be written with what is known."""
        yield from (
            self.handed_on,
            self.formula,
            self.formula,
            self.decide,
            self.decide_category,
            self.count,
        )
        if self.members():
            yield from (self.combination, self.combination, self.combination)
        if self.of_kind("boolean", "category"):
            yield self.decide_in_full

    def handed_on(self) -> tuple[Data, Known]:
        it = self.pick([*self.of_kind("number", "category"), *self.known])
        policies = ["not_rated", {"fill": self.amount()}] if it.kind == "number" else ["not_rated"]
        return {"from": it.name, **self.missing(policies)}, it

    def formula(self) -> tuple[Data, Known]:
        names = self.some(self.of_kind("number"))
        text = self.expression([*(it.name for it in names), *self.parameters], 3)
        directed = any(it.directed for it in names)
        policies = ["not_rated", {"fill": self.amount()}]
        missing = self.missing(policies, [State.NOT_RATED])
        return {"formula": text, **missing}, Known("", "number", directed=directed)

    def expression(self, names: Sequence[str], depth: int) -> str:
        if depth == 0 or self.pick(range(4)) == 0:
            return str(self.pick([*names, *names, "2", "0.5", "7"]))
        one, other = (self.expression(names, depth - 1) for _ in range(2))
        form = self.pick([*TERMS, *CALLS])
        return str(form.format(one, other))

    def members(self) -> list[Known]:
        return [it for it in self.of_kind("number") if not it.directed]

    def combination(self) -> tuple[Data, Known]:
        kind = self.pick(COMBINING)
        names = [it.name for it in self.some(self.members(), 4)]
        members: Any = names
        whole = self.whole_level()
        if whole and self.flip():
            members = list(dict.fromkeys([whole, *self.outside(names, whole)]))
        elif kind in ("mean", "sum", "geometric_mean") and self.flip():
            members = self.weights(kind, names)
        measure = {kind: members}
        if kind == "geometric_mean":
            measure |= self.pick([{"zero": "is_zero"}, {"zero": "not_rated"}, {}])
        policies = ["not_rated", "ignore", {"fill": self.amount()}]
        return measure | self.missing(policies), Known("", "number")

    def whole_level(self) -> str | None:
        """Find a level all of whose measures may be combined."""
        fit = {it.name for it in self.members()}
        return next(
            (
                level
                for level, made in self.levels.items()
                if fit.issuperset(it.name for it in made)
            ),
            None,
        )

    def outside(self, names: list[str], level: str) -> list[str]:
        return [name for name in names if name not in {it.name for it in self.levels[level]}]

    def weights(self, kind: str, names: list[str]) -> dict[str, Fraction | str]:
        positive = [number for number in NUMBERS if number > 0]
        values = {name: self.pick(positive) for name in names}
        if kind != "geometric_mean" and self.pick(range(4)) == 0:
            values[names[0]] = -values[names[0]]
        if kind == "mean" and not sum(values.values()):
            values[names[0]] += 1
        return {name: self.amount(value) for name, value in values.items() if value}

    def count(self) -> tuple[Data, Known]:
        first = self.pick(self.known)
        alike = [it for it in self.known if (it.kind, it.choices) == (first.kind, first.choices)]
        of = [it.name for it in self.some(alike, 4)]
        measure = {"count": {"of": of, "that_are": self.tests(first)}}
        if self.flip():
            measure["missing"] = self.pick(["ignore", "not_rated"])
        return measure, Known("", "number")

    def decide(self) -> tuple[Data, Known]:
        outcomes = [self.amount(), self.amount(), self.pick(self.of_kind("number")).name]
        return {"decide": self.branches(outcomes)}, Known("", "number")

    def decide_category(self) -> tuple[Data, Known]:
        scale = self.pick(self.scales)
        categories = tuple(self.scales[scale])
        measure = {"decide": self.branches(self.some(categories)), "scale": scale}
        return measure, Known("", "category", categories, directed=True)

    def branches(self, outcomes: Sequence[Any]) -> list[Data]:
        *others, last = outcomes
        return [*({"when": self.condition(), "then": it} for it in others), {"otherwise": last}]

    def decide_in_full(self) -> tuple[Data, Known]:
        """Write a decision that needs no `otherwise`."""
        it = self.pick(self.of_kind("boolean", "category"))
        tests: list[Data] = [{"is": True}, {"is": False}]
        if it.choices:
            at = self.pick(it.choices)
            tests = [{"worse_than": at}, {"no_worse_than": at}]
        lines = [{"when": {it.name: test}, "then": self.amount()} for test in tests]
        return {"decide": lines}, Known("", "number")

    def missing(self, policies: list[Any], states: Iterable[str] = tuple(State)) -> Data:
        if self.flip():
            return {}
        if self.flip():
            return {"missing": self.pick(policies)}
        states = self.some([str(state) for state in states])
        return {"missing": {state: self.pick(policies) for state in states}}

    def has_members(self, measure: Data) -> bool:
        """Tell whether a source reads what may be missing: a formula may read parameters alone."""
        read = set(re.findall(r"[a-z]\w*", measure.get("formula", "")))
        return "formula" not in measure or not read.isdisjoint(it.name for it in self.known)

    def need(self, measure: Data) -> Any:
        if self.flip():
            return self.pick([{"share": Fraction(2, 3)}, {"share": 1}, {"share": Fraction(1, 4)}])
        size = 1
        for key in (*COMBINING, "count"):
            if key in measure:
                size = len(measure[key])
        return self.pick([1, max(1, size - 1), self.condition()])

    # Conditions

    def condition(self, depth: int = 2) -> Data:
        form = self.pick(
            ["one", "one", "one", "several", "all", "any", "not"] if depth else ["one"]
        )
        match form:
            case "one" | "several":
                chosen = self.some(self.known, 1 if form == "one" else 2)
                return {it.name: self.tests(it) for it in chosen}
            case "not":
                return {"not": self.condition(depth - 1)}
        return {form: [self.condition(depth - 1) for _ in range(self.draw(st.integers(1, 3)))]}

    def tests(self, it: Known) -> Data:
        words = ["is", "is_not", "known"]
        words += ["in", "in"] if it.kind != "boolean" else []
        words += [*EDGES, *EDGES, "between"] if it.kind == "number" else []
        if it.kind == "category":
            words += ["better_than", "worse_than", "no_better_than", "no_worse_than"]
        return {word: self.bound(it, word) for word in self.some(words, 2)}

    def bound(self, it: Known, word: str) -> Any:
        if word == "known":
            return self.flip()
        if word == "between":
            return list(map(self.amount, self.rising(2, 2)))
        if word == "in":
            return list(dict.fromkeys(self.constant(it) for _ in range(2)))
        return self.constant(it)

    def constant(self, it: Known) -> Any:
        if it.kind == "boolean":
            return self.flip()
        if it.kind == "number":
            names = [other.name for other in self.of_kind("number")]
            return self.pick([self.amount(), self.amount(), self.pick(names)])
        return self.pick(it.choices)

    # Steps

    def steps(self, value: Known) -> tuple[list[Data], Known]:
        steps: list[Data] = []
        self.spent, self.capped, self.floored = set(), 0, len(max(SCALES, key=len))
        for _ in range(self.draw(st.integers(0, 3))):
            self.categories = value.choices if value.kind == "category" else ()
            forms = self.forms(value)
            if forms:
                step, value = self.step(self.pick(forms), value)
                steps.append(step)
        return steps, value

    def forms(self, value: Known) -> list[type[Operation]]:
        """Give the steps that can follow a value, those that convert it twice as often."""
        fit = [it for it in STEPS.values() if it.takes in (value.kind, "either")]
        free = [it for it in fit if not it.in_cohort and it.word not in self.spent]
        known = value.kind in ("number", "category")
        return [it for it in free for _ in range(1 + it.converts)] if known else []

    def step(self, kind: type[Operation], value: Known) -> tuple[Data, Known]:
        step = kind.drawn(self)
        self.spent |= {kind.word} if kind.once else set()
        if not kind.converts and "when" not in step:
            step = self.perhaps(step)
        value = self.after(kind, step, value)
        if self.pick(range(3)) == 0:
            step["as"] = self.name("s")
            self.known.append(Known(step["as"], value.kind, value.choices, value.directed))
        return step, value

    def after(self, kind: type[Operation], step: Data, value: Known) -> Known:
        if "scale" in step:
            return Known("", "category", tuple(self.scales[step["scale"]]), directed=True)
        if kind.gives == "same":
            return value
        return Known("", "number", directed=value.directed or kind.takes == "category")

    def shuffled(self, items: Iterable[Any]) -> list[Any]:
        return list(self.draw(st.permutations(list(items))))

    def of_fields(self, word: type) -> Any:
        """Draw what stands behind a word, each field by its role."""
        fields = [it for it in fields_of(word) if not it.metadata.get("beside")]
        bare = getattr(word, "bare", "")
        drawn = {it.name: self.of_role(it) for it in fields if it.name == bare or not bare}
        return drawn[bare] if bare else drawn

    def of_role(self, declared: Any) -> Any:
        role, words = declared.metadata.get("role"), words_of(declared.type)
        if words:
            return self.pick(words)
        if role == "outcome" and self.categories:
            return self.pick(self.categories)
        return self.amount() if role in ("amount", "outcome") else self.pick([2, 3])

    def cap(self) -> str:
        at = self.pick(range(min(self.floored, len(self.categories) - 1) + 1))
        self.capped = max(self.capped, at)
        return str(self.categories[at])

    def floor(self) -> str:
        last = len(self.categories) - 1
        at = self.pick(range(min(self.capped, last), last + 1))
        self.floored = min(self.floored, at)
        return str(self.categories[at])

    def perhaps(self, step: Data) -> Data:
        return step | ({"when": self.condition()} if self.flip() else {})

    def edges(self, outcomes: Sequence[Any]) -> list[Data]:
        """Write bands: falling edges owned from above, or rising ones from below."""
        *others, last = outcomes
        at = self.rising(len(others), len(others))
        words, at = (("at_least", "above"), at[::-1]) if self.flip() else (("at_most", "below"), at)
        bands = [
            {self.pick(words): self.amount(edge), "is": it}
            for edge, it in zip(at, others, strict=True)
        ]
        if len(bands) > 1 and self.pick(range(4)) == 0:
            bands[:2] = self.touching(bands, at[0], words)
        return [*bands, {"is": last}]

    def touching(self, bands: list[Data], edge: Fraction, words: tuple[str, str]) -> list[Data]:
        """Give the second band only the edge of the first."""
        wide, narrow = words
        first, second = ({"is": band["is"]} for band in bands[:2])
        return [{narrow: edge, **first}, {wide: self.amount(edge), **second}]


# Subjects ---------------------------------------------------------------------------------------


@st.composite
def subjects(draw: Draw[Any], data: Data, *, beside: Fraction = Fraction(0)) -> Inputs:
    """Draw the inputs of one subject: at the numbers of the ruleset, between them and beyond.

    Every number is moved by `beside`, so that none need lie on an edge. Half of the subjects
    have all inputs; of the others any input may be absent, or in a state that suppliers deliver.
    """
    known = {name: st.sampled_from(values(name, data, beside)) for name in data["inputs"]}
    if draw(st.booleans()):
        whole: Inputs = draw(st.fixed_dictionaries(known))
        return whole
    states = st.sampled_from(STATES)
    given = {name: st.one_of(value, value, value, states) for name, value in known.items()}
    left_out = draw(st.sets(st.sampled_from(list(given)), max_size=1))
    kept = {name: it for name, it in given.items() if name not in left_out}
    found: Inputs = draw(st.fixed_dictionaries(kept))
    return found


def values(name: str, data: Data, beside: Fraction = Fraction(0)) -> list[Any]:
    """List the values of an input that a ruleset may tell apart, the best of a scale first."""
    entry = data["inputs"][name]
    if "scale" in entry:
        return list(data["scales"][entry["scale"]])
    match entry.get("type"):
        case "boolean":
            return [True, False]
        case "label":
            return list(LABELS)
    numbers = {
        number + beside for at in _numbers(data) for number in (at, at + 1, at - Fraction(1, 8))
    }
    return sorted(number for number in numbers if _within(number, entry.get("range", {})))


def variants(subject: Inputs, data: Data) -> list[Inputs]:
    """List subjects that differ from one in a single input, which takes each value of note.

    Of numbers those are the ones that the ruleset compares with: every edge is stepped on.
    """
    return [subject] + [
        {**subject, name: value}
        for name in data["inputs"]
        for value in _of_note(name, data)
        if name in subject
    ]


def _of_note(name: str, data: Data) -> list[Any]:
    entry = data["inputs"][name]
    if "type" in entry or "scale" in entry:
        return values(name, data)
    numbers = sorted({number for at in _compared(data) for number in _numbers(at)})
    return [number for number in numbers if _within(number, entry.get("range", {}))]


_COMPARED = {*EDGES, "between", "is", "in", "worst", "best"}


def _compared(node: Any) -> Iterator[Any]:
    """Give the numbers, or what holds them, that values are compared with."""
    if isinstance(node, dict):
        yield from (it for key, it in node.items() if key in _COMPARED)
        yield from node.get("points", {})
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _compared(child)


def _numbers(node: Any) -> Iterator[Fraction]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from (*_numbers(value), *_numbers(key))
    elif isinstance(node, list):
        for item in node:
            yield from _numbers(item)
    elif isinstance(node, str):
        yield from map(Fraction, re.findall(r"^-?\d+(?:[./]\d+)?$", node))
    elif not isinstance(node, bool):
        yield Fraction(node)


def _within(number: Fraction, limits: Any) -> bool:
    ends = {"at_least": limits[0], "at_most": limits[1]} if isinstance(limits, list) else limits
    return all(EDGES[test](number, edge) for test, edge in ends.items())


# Rulesets that never punish improvement ---------------------------------------------------------


@st.composite
def monotone_rulesets(draw: Draw[Any], *, cohorts: bool = False) -> Data:
    """Draw a ruleset in which a better input never makes a better measure worse.

    Indicators turn inputs towards the better, domains weigh them, and a rating is capped where
    something is bad. Whether a measure is known depends on which inputs are known alone, since a
    member that fails by its value and is then ignored may well punish improvement.

    With `cohorts` some indicators are relative to a cohort: then this holds beside a reference.
    """
    draft = _Monotone(_Draft(draw), cohorts)
    draft.declare()
    indicators = draft.indicators()
    domains = draft.domains(list(indicators))
    overall = draft.overall(list(domains))
    levels = {"indicators": indicators, "domains": domains, "overall": overall}
    return ruleset_data(levels, draft.inputs, scales=draft.draft.scales)


class _Monotone:
    def __init__(self, draft: _Draft, cohorts: bool) -> None:  # noqa: FBT001 - handed on
        self.draft = draft
        self.cohorts = cohorts
        self.inputs = draft.inputs
        self.pick = draft.pick
        self.flip = draft.flip

    def declare(self) -> None:
        self.draft.scales |= {"maturity": list(SCALES[0]), "progress": list(SCALES[2])}
        kinds = self.draft.some(["higher", "lower", True, False, "scale"], 5)
        for kind in ["higher", "lower", *kinds]:
            name = self.draft.name("x")
            match kind:
                case "scale":
                    self.inputs[name] = {"scale": "maturity"}
                case bool():
                    self.inputs[name] = {"type": "boolean", "better": kind}
                case _:
                    self.inputs[name] = {"better": kind}

    def indicators(self) -> Data:
        made = {f"of_{name}": self.indicator(name, entry) for name, entry in self.inputs.items()}
        if self.flip():
            gains, losses = (self.numbers(better) for better in ("higher", "lower"))
            form = self.pick(["{} - {}", "2 * {} - {} / 3", "min({}, 50) + max(-{}, -50)"])
            made["balance"] = {"formula": form.format(gains[0], losses[0])}
        return made

    def numbers(self, better: str) -> list[str]:
        return [name for name, entry in self.inputs.items() if entry.get("better") == better]

    def indicator(self, name: str, entry: Data) -> Data:
        if "scale" in entry:
            return {"from": name, "steps": [*self.moves(), self.falling_scores(SCALES[0])]}
        if entry.get("type") == "boolean":
            low, high = self.draft.rising(2, 2)
            lines = [{"when": {name: {"is": entry["better"]}}, "then": high}, {"otherwise": low}]
            return {"decide": lines, "better": "higher"}
        rising = entry["better"] == "higher"
        if self.cohorts and self.flip():
            return {"from": name, "steps": self.relative(rising)}
        turned = self.pick([self.bands, self.points, self.goalposts])(rising)
        return {"from": name, "steps": [turned, *self.rounded()]}

    def relative(self, rising: bool) -> list[Data]:  # noqa: FBT001 - one shape for all
        """Write a step relative to the cohort, and turn what it gives towards the better."""
        ties = {"ties": self.pick(["lowest", "highest", "mean", "dense"])}
        cuts = {"cuts": [Fraction(1, 2)], "definition": self.pick(["linear", "weibull", "hazen"])}
        step = self.pick(
            [
                {"percentile": ties},
                {"rank": {"best": "lowest", **ties}},
                {"min_max": {}},
                {"z_score": {"deviation": self.pick(["sample", "population"])}},
                {"quantile_bands": cuts | {"on_cut": self.pick(["upper", "lower"])}},
                {"clusters": {"count": 2}},
            ]
        )
        return [step] if rising else [step, {"multiply": -1}]

    def moves(self) -> list[Data]:
        moves = [
            [],
            [{"shift": {"worse": 1}}],
            [{"no_better_than": "middle"}],
            [{"no_worse_than": "middle"}],
        ]
        chosen: list[dict[str, Any]] = self.pick(moves)
        return chosen

    def falling_scores(self, categories: Sequence[str]) -> Data:
        numbers = self.draft.rising(len(categories), len(categories))
        return {"scores": dict(zip(categories, reversed(numbers), strict=True))}

    def outcomes(self, size: int, *, rising: bool) -> list[Fraction]:
        found = sorted(self.pick(NUMBERS) for _ in range(size))
        return found if rising else found[::-1]

    def bands(self, rising: bool) -> Data:  # noqa: FBT001 - one shape for all
        outcomes = self.outcomes(self.pick([2, 3, 4]), rising=rising)
        bands = self.draft.edges(outcomes)
        if set(bands[0]) & {"at_least", "above"}:
            for band, value in zip(bands, reversed(outcomes), strict=True):
                band["is"] = value
        return {"bands": bands}

    def points(self, rising: bool) -> Data:  # noqa: FBT001 - one shape for all
        places = self.draft.rising(2)
        outcomes = self.outcomes(len(places), rising=rising)
        points = dict(zip(map(number_text, places), outcomes, strict=True))
        return {"points": points, **self.pick([{}, {"beyond": "extend"}])}

    def goalposts(self, rising: bool) -> Data:  # noqa: FBT001 - one shape for all
        curve = self.pick([{}, {"beyond": "extend"}, {"curve": "log"}])
        ends = self.draft.rising(2, 2, above=0)
        worst, best = ends if rising else ends[::-1]
        to = self.pick([{}, {"to": [0, 100]}])
        return {"goalposts": {"worst": worst, "best": best, **to, **curve}}

    def rounded(self) -> list[Data]:
        modes = [{"half": "even"}, {"half": "away"}, {"toward": "zero"}, {"toward": "ceiling"}]
        chosen: list[dict[str, Any]] = self.pick(
            [[], [{"round": {"digits": 1, **self.pick(modes)}}]]
        )
        return chosen

    def domains(self, indicators: list[str]) -> Data:
        made = {f"d{at}": self.domain(indicators) for at in range(self.pick([1, 2]))}
        if self.flip():
            tests = {"at_least": self.pick(NUMBERS)}
            made["strong"] = {"count": {"of": indicators, "that_are": tests}, "better": "higher"}
        if self.flip():
            gains, losses = self.numbers("higher"), self.numbers("lower")
            made["raw"] = {"sum": {gains[0]: 2, losses[0]: Fraction(-1, 3)}, "missing": {"fill": 1}}
        return made

    def domain(self, indicators: list[str]) -> Data:
        kind = self.pick(COMBINING)
        members: Any = self.draft.some(indicators, 4)
        if kind in ("mean", "sum", "geometric_mean") and self.flip():
            members = {name: self.pick([1, 2, Fraction(1, 3)]) for name in members}
        policy = self.pick([{}, {"missing": "ignore"}, {"missing": {"fill": 0}}])
        zero = {"zero": "is_zero"} if kind == "geometric_mean" else {}
        need = self.pick([{}, {"need": {"share": Fraction(1, 2)}}])
        return {kind: members, **zero, **policy, **need}

    def overall(self, domains: list[str]) -> Data:
        score = {"mean": domains, "missing": "ignore", "steps": self.rounded()}
        best_first = list(SCALES[2])
        edges = self.draft.rising(3, 3)[::-1]
        bands = [{"at_least": at, "is": it} for at, it in zip(edges, best_first, strict=False)]
        graded: Data = {"bands": [*bands, {"is": best_first[-1]}], "scale": "progress"}
        rating = {"from": "score", "steps": [graded | {"as": "before_caps"}, *self.caps()]}
        return {"score": score, "rating": rating}

    def caps(self) -> list[Data]:
        """Write limits that only what is bad brings, and help that only what is good brings."""
        bad, good = self.condition(worse=True), self.condition(worse=False)
        cap = {"no_better_than": self.pick(["good", "fair"]), "when": bad}
        fall = {"shift": {"worse": 1}, "when": bad}
        floor = {"no_worse_than": "fair", "when": good}
        return self.draft.some([cap, fall, floor]) if self.flip() else []

    def condition(self, *, worse: bool) -> Data:
        tests = [self.test(name, worse=worse) for name in self.draft.some(self.inputs, 3)]
        return tests[0] if len(tests) == 1 else {self.pick(["all", "any"]): tests}

    def test(self, name: str, *, worse: bool) -> Data:
        entry = self.inputs[name]
        if "scale" in entry:
            test: Data = {"worse_than" if worse else "no_worse_than": "middle"}
        elif entry.get("type") == "boolean":
            test = {"is": entry["better"] is not worse}
        else:
            below = worse is (entry["better"] == "higher")
            test = {
                self.pick(["below", "at_most"] if below else ["above", "at_least"]): self.pick(
                    NUMBERS
                )
            }
        return {name: {"known": True, **test}}


@st.composite
def better_pairs(draw: Draw[Any], data: Data) -> tuple[Inputs, Inputs]:
    """Draw two subjects with the same inputs known: the second better in some, worse in none."""
    worse = draw(subjects(data))
    better = dict(worse)
    for name, value in worse.items():
        if not isinstance(value, State):
            better[name] = draw(st.sampled_from(_no_worse(name, value, data)))
    return worse, better


def _no_worse(name: str, value: Any, data: Data) -> list[Any]:
    """List the values of an input from the given one to the best."""
    best_first = values(name, data)
    better = data["inputs"][name].get("better")
    if better in ("higher", False):
        best_first.reverse()
    return best_first[: best_first.index(value) + 1]
