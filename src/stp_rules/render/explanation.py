"""An explanation as text that a board member can read."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from stp_rules.analysis.explanation import Edge, Explanation, Fact, StepFact
from stp_rules.display import lines_text
from stp_rules.engine.values import Unknown
from stp_rules.model import (
    Add,
    Bands,
    Cap,
    Combination,
    Count,
    Decide,
    Floor,
    Force,
    Formula,
    Limit,
    Multiply,
    Round,
    Says,
    Scores,
    Shift,
    State,
)
from stp_rules.paths import Path
from stp_rules.render.words import Wording, value_text, words


def explanation_text(explanation: Explanation) -> str:
    """Write an explanation: from the result down to the inputs, each line with its rule.

    What stands further in is why the line above it is so.
    """
    subject = " ".join(filter(None, (explanation.key, explanation.label))) or "A subject"
    writer = _Writer(Wording(explanation.ruleset))
    lines = [f"{subject} under {explanation.ruleset.reference}", ""]
    lines += writer.fact(explanation.fact)
    return lines_text(lines)


@frozen
class _Writer:
    wording: Wording

    def fact(self, fact: Fact) -> Iterator[str]:
        yield f"{fact.title or fact.name}: {_value(fact)}{_role(fact)}"
        yield from _inside(self.reason(fact))
        for step in reversed(fact.steps):
            yield from _inside(self.step(step))
        source = self.source(fact)
        if source:
            yield f"  {source}{self.rule(fact.path, fact.says)}"
        for part in fact.parts:
            yield from _inside(self.fact(part), 2 if source else 1)

    def reason(self, fact: Fact) -> Iterator[str]:
        """Say why there is no value, unless an input's own line has said so."""
        if isinstance(fact.value, Unknown) and fact.value.state is State.NOT_RATED:
            yield f"because {fact.value.reason}"

    def source(self, fact: Fact) -> str:
        """Say how the value before the first step came from the parts below."""
        if fact.before is None or isinstance(fact.before, Unknown):
            return ""
        before = value_text(fact.before)
        if fact.filled:
            return f"{before} is put in, because {fact.filled}"
        return self.computed(fact, before)

    def computed(self, fact: Fact, before: str) -> str:
        match fact.source:
            case Formula(text):
                return f"{before} = {text}"
            case Count(of, that_are):
                kind = self.wording.known.get(of[0])
                tests = (self.wording.test(*test, kind, "are") for test in that_are.items())
                return f"{before} of {fact.members} {' and '.join(tests)}"
            case Decide() if fact.branch:
                because = fact.branch.because
                clause = self.wording.condition(fact.branch.when) if fact.branch.when else ""
                return f"{before}, because {because or clause or 'nothing else applies'}"
            case Combination(kind) if fact.members > 1:
                weighted = ", by weight," if any(part.role.weight for part in fact.parts) else ""
                return f"{before} is {_COMBINED[kind]}{weighted} of {_number_of(fact)}"
        return ""

    def step(self, step: StepFact) -> Iterator[str]:
        """Say what a step did; a step after which nothing is known is told by the reason."""
        if isinstance(step.before, Unknown):
            return
        if not isinstance(step.after, Unknown):
            done = self.done(step) if step.applied else self.passed_over(step)
            yield f"{done}{self.rule(step.path, step.says)}"
            yield from _inside(map(_edge, step.edges))
        for fact in step.facts:
            yield from _inside(self.fact(fact))

    def done(self, step: StepFact) -> str:
        because = step.step.because
        if step.step.when and not because:
            because = self.wording.condition(step.step.when)
        return self.change(step) + (f", because {because}" if because else "")

    def change(self, step: StepFact) -> str:
        operation = step.step.operation
        written = self.wording.operation(operation, *step.kinds)
        if step.before == step.after and isinstance(operation, _LIMITING):
            return f"`{written}` applies and changes nothing"
        sentence = _CHANGES.get(type(operation), "{before} gives {after} ({written})")
        before, after = value_text(step.before), value_text(step.after)
        return sentence.format(before=before, after=after, written=written)

    def passed_over(self, step: StepFact) -> str:
        written = self.wording.operation(step.step.operation, *step.kinds)
        condition = self.wording.condition(step.step.when) if step.step.when else ""
        return f"`{written}` does not apply: it is not so that {condition}"

    def rule(self, path: Path, says: Says) -> str:
        place = self.wording.ruleset.place(path)
        parts = [f"line {place.line}" if place else str(path), says.evidence]
        return f"  [{', '.join(filter(None, parts))}]"


_LIMITING = (Cap, Floor, Force, Limit, Shift)

_CHANGES: dict[type, str] = {
    Bands: "{before} is banded as {after}",
    Scores: "{before} scores {after}",
    Round: "{before} is rounded to {after}",
    Add: "{before} {written} is {after}",
    Multiply: "{before} {written} is {after}",
    Cap: "held to {written} (it was {before})",
    Floor: "held to {written} (it was {before})",
    Force: "{written} (it was {before})",
    Shift: "{written}, to {after} (it was {before})",
}

_COMBINED = {
    "mean": "the mean",
    "geometric_mean": "the geometric mean",
    "sum": "the sum",
    "min": "the lowest",
    "max": "the highest",
    "median": "the median",
}


def _number_of(fact: Fact) -> str:
    left_out = sum(part.role.left_out for part in fact.parts)
    return f"{fact.members - left_out} (of {fact.members})" if left_out else str(fact.members)


def _inside(lines: Iterable[str], depth: int = 1) -> Iterator[str]:
    return ("  " * depth + line for line in lines)


def _value(fact: Fact) -> str:
    text = value_text(fact.value)
    if isinstance(fact.value, Unknown) or not fact.unit:
        return text
    return f"{text}%" if fact.unit == "percent" else f"{text} {fact.unit}"


def _role(fact: Fact) -> str:
    role, notes = fact.role, []
    if role.left_out:
        notes.append("left out")
    if role.filled is not None:
        notes.append(f"counted as {value_text(role.filled)}")
    if role.weight is not None and not role.left_out:
        notes.append(f"weight {value_text(role.weight)}")
    if role.share is not None:
        notes.append(f"{float(role.share):.1%} of the whole")
    return f"  ({', '.join(notes)})" if notes else ""


def _edge(edge: Edge) -> str:
    """Say which change would lead into a neighbouring band."""
    way = "higher" if edge.higher else "lower"
    distance = value_text(edge.distance)
    if edge.distance == 0:
        change = f"{way} at all"
    elif edge.reached:
        change = f"{distance} {way}"
    else:
        change = f"more than {distance} {way}"
    return f"{value_text(edge.gives)} if {change} ({words(edge.test)} {value_text(edge.edge)})"
