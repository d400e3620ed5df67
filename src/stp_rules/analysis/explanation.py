"""Why a subject has its rating: from the result down to the inputs that decided it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from stp_rules.analysis.evidence import evidence
from stp_rules.engine.result import Measured, Part, Rating, TracedStep
from stp_rules.engine.values import Seen, Unknown
from stp_rules.model import (
    Bands,
    Combination,
    Condition,
    Count,
    Decide,
    Formula,
    Ruleset,
    Says,
    comparisons_in,
)
from stp_rules.paths import Path


@frozen
class Edge:
    """A band next to the one that a value met: what it asks for, and how far away that is.

    `test` and `edge` say where the other band begins (`above 2.69`). `distance` is never
    negative; where it is zero, the band begins right beside the value. `higher` tells on which
    side it lies.
    """

    gives: Seen
    test: str
    edge: Fraction
    distance: Fraction
    higher: bool
    path: Path


@frozen
class StepFact:
    """One step that did something, or could have: before, after, and why.

    `applied` is false where the step's condition did not hold. `facts` are the values that the
    condition tests; `edges` the nearest edges of bands.
    """

    word: str
    before: Seen
    after: Seen
    applied: bool
    path: Path
    says: Says
    because: str
    when: Condition | None
    edges: tuple[Edge, ...]
    facts: "tuple[Fact, ...]"


@frozen
class Fact:
    """A value and what it comes from; an input has neither source nor steps.

    `weight` is its weight where it is a member of a combination, and `share` that weight as a
    part of the whole, where the combination has weights that add up.
    """

    name: str
    title: str
    value: Seen
    unit: str = ""
    source: str = ""
    weight: Fraction | None = None
    share: Fraction | None = None
    because: str = ""
    path: Path = Path()
    steps: tuple[StepFact, ...] = ()
    parts: "tuple[Fact, ...]" = ()


@frozen
class Explanation:
    """The explanation of one measure of one rating."""

    ruleset: Ruleset
    key: str
    label: str
    fact: Fact


def explain(rating: Rating, measure: str | None = None) -> Explanation:
    """Explain a rating, or one of its measures.

    Raises KeyError for a measure that the ruleset does not have, and ValueError for a subject
    whose inputs were refused.
    """
    if rating.problems:
        raise ValueError("the inputs were refused: " + "; ".join(rating.reasons))
    name = measure or rating.ruleset.result
    fact = _Explainer(rating).measure(rating.measures[name])
    return Explanation(rating.ruleset, rating.key, rating.label, fact)


@frozen
class _Explainer:
    rating: Rating

    def named(self, part: Part, share: Fraction | None = None) -> Fact:
        """Explain a part: a measure in full, an input or a named step by its value."""
        if part.name in self.rating.measures:
            return self.measure(self.rating.measures[part.name], part.weight, share)
        entry = self.rating.ruleset.inputs.get(part.name)
        path = Path(("inputs", part.name))
        if entry is None:
            return Fact(part.name, "", part.value, path=path)
        return Fact(part.name, entry.title, part.value, entry.unit, "", part.weight, share, path=path)

    def measure(
        self, measured: Measured, weight: Fraction | None = None, share: Fraction | None = None
    ) -> Fact:
        measure = measured.info.measure
        return Fact(
            name=measure.name,
            title=measure.title,
            value=measured.value,
            source=_word(measured),
            weight=weight,
            share=share,
            because=_because(measured),
            path=measured.path,
            steps=tuple(self.step(step) for step in measured.steps),
            parts=tuple(self.parts(measured)),
        )

    def parts(self, measured: Measured) -> Iterator[Fact]:
        """Give what decided the source: all members, or those that reach a minimum or maximum."""
        source = measured.info.measure.source
        chosen = measured.parts
        if isinstance(source, Combination) and source.kind in ("min", "max"):
            reaching = [part for part in chosen if part.value == measured.source]
            chosen = tuple(reaching) or chosen
        if isinstance(source, Decide) and measured.fired is not None:
            chosen = _tested(measured, source.branches[: measured.fired + 1])
        shares = _shares(chosen) if isinstance(source, Combination) else {}
        for part in chosen:
            yield self.named(part, shares.get(part.name))

    def step(self, traced: TracedStep) -> StepFact:
        when = traced.info.step.when
        names = dict.fromkeys(test.name for test in comparisons_in(when)) if when else {}
        parts = [Part(name, self.value(name), None) for name in names]
        return StepFact(
            word=traced.word,
            before=traced.before,
            after=traced.after,
            applied=traced.fired is not False and traced.fired is not None,
            path=traced.path,
            says=evidence(self.rating.ruleset, traced.path),
            because=traced.because,
            when=when,
            edges=tuple(_edges(traced)),
            facts=tuple(self.named(part) for part in parts),
        )

    def value(self, name: str) -> Seen:
        if name in self.rating.raw_inputs:
            return self.rating.inputs[name]
        if name in self.rating.measures:
            return self.rating[name]
        steps = (step for it in self.rating.measures.values() for step in it.steps)
        return next(step.after for step in steps if step.name == name)


def _tested(measured: Measured, branches: Sequence[object]) -> tuple[Part, ...]:
    names = {
        test.name
        for branch in branches
        for test in (comparisons_in(branch.when) if branch.when else ())  # type: ignore[attr-defined]
    }
    names |= {branch.then for branch in branches[-1:]}  # type: ignore[attr-defined]
    return tuple(part for part in measured.parts if part.name in names)


def _shares(parts: tuple[Part, ...]) -> dict[str, Fraction]:
    """Return each known member's share of the weight."""
    weights = {
        part.name: part.weight
        for part in parts
        if part.weight is not None and not isinstance(part.value, Unknown)
    }
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()} if total else {}


def _word(measured: Measured) -> str:
    match measured.info.measure.source:
        case Formula(text):
            return f"= {text}"
        case Combination(kind):
            return f"{kind.replace('_', ' ')} of"
        case Count():
            return "count of"
        case Decide():
            return "decided by"
    return ""


def _because(measured: Measured) -> str:
    source = measured.info.measure.source
    if isinstance(source, Decide) and measured.fired is not None:
        return source.branches[measured.fired].because
    return ""


_BEYOND = {"at_least": "below", "above": "at_most", "at_most": "above", "below": "at_least"}


def _edges(traced: TracedStep) -> Iterator[Edge]:
    """Give the bands on both sides of the one that the value met."""
    operation, fired, value = traced.info.step.operation, traced.fired, traced.before
    if not isinstance(operation, Bands) or not isinstance(value, Fraction):
        return
    at = int(fired or 0)
    for band, neighbour in ((at - 1, at - 1), (at, at + 1)):
        if 0 <= band and neighbour < len(operation.bands):
            test = str(operation.bands[band].test)
            edge, _ = traced.info.bands[band]
            _, gives = traced.info.bands[neighbour]
            entered = test if neighbour == band else _BEYOND[test]
            distance = abs((edge or Fraction(0)) - value)
            higher = entered in ("at_least", "above")
            path = traced.info.path / "bands" / band
            yield Edge(gives, entered, edge or Fraction(0), distance, higher, path)
