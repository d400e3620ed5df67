"""Plain data of the right form to a Ruleset."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve

from stp_rules.errors import Places
from stp_rules.figures import plain_text
from stp_rules.language.catalogue import SOURCES, STEPS
from stp_rules.language.conditions import read_condition
from stp_rules.language.fields import read_amount, read_outcome
from stp_rules.language.ruleset import (
    Better,
    Fill,
    Input,
    Level,
    Limits,
    Measure,
    Need,
    Parameter,
    Period,
    Policy,
    Promise,
    Publication,
    Rollup,
    Ruleset,
    Scale,
    Step,
    Subject,
)
from stp_rules.language.values import FrozenMap, Outcome, Says, State, read_says
from stp_rules.language.word import Source


def build(data: Mapping[str, Any], places: Places | None = None) -> Ruleset:
    """Build a ruleset from data of the right form, in which no level stands for its measures."""
    effective = data.get("effective", {})
    levels = tuple(level(name, measures) for name, measures in data["levels"].items())
    return Ruleset(
        id=data.get("id", ""),
        version=data.get("version", ""),
        levels=levels,
        result=data.get("result") or _last(levels),
        inputs=_each(data["inputs"], entry),
        title=data.get("title", ""),
        status=data.get("status", "draft"),
        effective=Period(day(effective.get("from")), day(effective.get("to"))),
        says=read_says(data),
        evidence_for=_each(data.get("evidence_for", {}), claim),
        sources=_each(data.get("sources", {}), publication),
        subject=Subject(**data.get("subject", {})),
        reads=reads(data.get("reads", {})),
        scales=_each(data.get("scales", {}), scale),
        parameters=_each(data.get("parameters", {}), parameter),
        promises=tuple(map(promise, data.get("promises", ()))),
        places=places,
    )


def _each(data: Mapping[str, Any], read: Callable[[Any], Any]) -> FrozenMap[str, Any]:
    return FrozenMap((name, read(value)) for name, value in data.items())


def _last(levels: tuple[Level, ...]) -> str:
    measures = [measure for level in levels for measure in level.measures]
    return measures[-1].name if measures else ""


def text(value: Any) -> str:
    """Read a name that may look like a number: a category `1`, a label `7.5`."""
    return plain_text(value)


def day(value: str | None) -> date | None:
    """Read a date; the schema has seen its form."""
    return date.fromisoformat(value) if value else None


def limits(data: Any) -> Limits:
    """Read a range: `[0, 100]` or `{above: 0}`."""
    if isinstance(data, list):
        return Limits(at_least=read_amount(data[0]), at_most=read_amount(data[1]))
    return Limits(**{edge: read_amount(value) for edge, value in (data or {}).items()})


def reads(data: Mapping[str, Any]) -> FrozenMap[str, State | Outcome]:
    """Read what suppliers write, trimmed: a state's name is that state, anything else a value."""
    states = {State.MISSING, State.SUPPRESSED, State.NOT_APPLICABLE}
    return FrozenMap(
        (written.strip(), State(value) if value in states else read_outcome(value))
        for written, value in data.items()
    )


def scale(data: Any) -> Scale:
    """Read a scale, best first."""
    if isinstance(data, list):
        return Scale(FrozenMap((text(item), text(item)) for item in data))
    return Scale(FrozenMap((item, text(label)) for item, label in data.items()))


def parameter(data: Any) -> Parameter:
    """Read a number with a name, or its values by date."""
    if not isinstance(data, Mapping):
        return Parameter(Fraction(data))
    if "value" not in data:
        return _dated(data)
    value = (
        _dated(data["value"]) if isinstance(data["value"], Mapping) else parameter(data["value"])
    )
    return evolve(value, title=data.get("title", ""), says=read_says(data))


def _dated(data: Mapping[str, Any]) -> Parameter:
    dated = sorted((date.fromisoformat(start), Fraction(value)) for start, value in data.items())
    return Parameter(dated[-1][1], dated=tuple(dated))


def better(value: Any) -> Better | None:
    """Read which way is better; `true` and `false` may stand without quotes."""
    return str(value).lower() if isinstance(value, bool) else value  # type: ignore[return-value]


def entry(data: Mapping[str, Any]) -> Input:
    """Read an input."""
    return Input(
        title=data.get("title", ""),
        type="scale" if "scale" in data else data.get("type", "number"),
        scale=data.get("scale"),
        values=tuple(text(value) for value in data.get("values", ())),
        unit=data.get("unit", ""),
        limits=limits(data.get("range")),
        better=better(data.get("better")),
        column=data.get("column"),
        reads=reads(data.get("reads", {})),
        members=rollup(data.get("members")),
        says=read_says(data),
    )


def rollup(data: Any) -> Rollup | None:
    """Read how members' values become one: a word, or `{mean: WEIGHT}`."""
    if isinstance(data, Mapping):
        return Rollup("mean", data["mean"])
    return Rollup(data) if data else None


def policy(data: Any) -> Policy:
    """Read what becomes of a value that is not known."""
    if not isinstance(data, Mapping):
        return data  # type: ignore[no-any-return]
    number = None if data["fill"] == "mean" else read_amount(data["fill"])
    return Fill(number, data.get("within"))


def missing(data: Any) -> FrozenMap[State, Policy]:
    """Read the policies for missing values: one for all states, or one for each."""
    if data is None:
        return FrozenMap()
    if isinstance(data, str) or "fill" in data:
        return FrozenMap((state, policy(data)) for state in State)
    return FrozenMap((State(state), policy(value)) for state, value in data.items())


def need(data: Any) -> Need | None:
    """Read what must be known."""
    if data is None:
        return None
    if isinstance(data, int):
        return Need(known=data)
    if "share" in data:
        return Need(share=Fraction(data["share"]))
    return Need(condition=read_condition(data))


def level(name: str, data: Mapping[str, Any]) -> Level:
    """Read a level with its measures."""
    return Level(name, tuple(measure(name, it) for name, it in data.items()))


def measure(name: str, data: Mapping[str, Any]) -> Measure:
    """Read a measure: a source, then steps."""
    return Measure(
        name=name,
        source=source(data),
        steps=tuple(map(step, data.get("steps", ()))),
        title=data.get("title", ""),
        unit=data.get("unit", ""),
        missing=missing(data.get("missing")),
        need=need(data.get("need")),
        better=better(data.get("better")),
        says=read_says(data),
    )


def source(data: Mapping[str, Any]) -> Source:
    """Read where the first value of a measure comes from."""
    word = next(word for word in SOURCES if word in data)
    return SOURCES[word].read(data)


def step(data: Mapping[str, Any]) -> Step:
    """Read a step."""
    word = next(word for word in STEPS if word in data)
    return Step(
        operation=STEPS[word].read(data[word], data),
        when=read_condition(data["when"]) if "when" in data else None,
        name=data.get("as"),
        because=data.get("because", ""),
        says=read_says(data),
    )


def claim(data: Any) -> Says:
    """Read who says so for a single address."""
    return Says(evidence=data) if isinstance(data, str) else read_says(data)


def publication(data: Mapping[str, Any]) -> Publication:
    """Read a document that says so."""
    return Publication(**{**data, "date": day(data.get("date"))})


def promise(data: Any) -> Promise:
    """Read a promise: a word, or one word with its options."""
    if isinstance(data, str):
        return Promise(data)  # type: ignore[arg-type]  # the schema has seen the word
    ((kind, options),) = data.items()
    excepted = tuple(map(text, options.get("except", ())))
    others = {name: it for name, it in options.items() if name != "except"}
    return Promise(kind, excepted, **others)
