"""An explanation as text that a board member can read."""

from collections.abc import Iterator

from attrs import frozen

from stp_rules.analysis.explanation import Edge, Explanation, Fact, StepFact
from stp_rules.engine.values import Unknown
from stp_rules.model import Ruleset
from stp_rules.paths import Path
from stp_rules.render.words import condition_text, labels_of, value_text, words

_CHANGES = {
    "no_better_than": "held to no better than {after}",
    "no_worse_than": "held to no worse than {after}",
    "set": "set to {after}",
    "shift": "moved to {after}",
}


def explanation_text(explanation: Explanation) -> str:
    """Write an explanation: from the result down to the inputs, each line with its rule."""
    subject = " ".join(filter(None, (explanation.key, explanation.label)))
    writer = _Writer(explanation.ruleset)
    lines = [f"{subject} under {explanation.ruleset.reference}".strip(), ""]
    lines += writer.fact(explanation.fact, 0)
    return "\n".join(lines) + "\n"


@frozen
class _Writer:
    ruleset: Ruleset

    def fact(self, fact: Fact, depth: int) -> Iterator[str]:
        indent = "  " * depth
        yield f"{indent}{fact.title or fact.name}: {self.value(fact)}{_weight(fact)}"
        yield from self.why(fact, indent + "    ")
        for step in reversed(fact.steps):
            yield from self.step(step, indent + "    ")
        if fact.source:
            yield f"{indent}    {fact.source}"
        for part in fact.parts:
            yield from self.fact(part, depth + 1)

    def value(self, fact: Fact) -> str:
        text = value_text(fact.value, labels_of(self.ruleset))
        unit = {"percent": "%"}.get(fact.unit, f" {fact.unit}" if fact.unit else "")
        return text if isinstance(fact.value, Unknown) else text + unit

    def why(self, fact: Fact, indent: str) -> Iterator[str]:
        if isinstance(fact.value, Unknown) and fact.value.reason != f"{fact.name} is missing":
            yield f"{indent}because {fact.value}"
        if fact.because:
            yield f"{indent}because {fact.because}{self.rule(fact.path)}"

    def step(self, step: StepFact, indent: str) -> Iterator[str]:
        if isinstance(step.before, Unknown) or isinstance(step.after, Unknown):
            return
        if not step.applied:
            yield f"{indent}{self.passed_over(step)}{self.rule(step.path)}"
            return
        yield f"{indent}{self.change(step)}{self.rule(step.path)}{_says(step)}"
        yield from (f"{indent}  {self.edge(edge)}" for edge in step.edges)
        yield from (line for fact in step.facts for line in self.fact(fact, len(indent) // 2 + 1))

    def change(self, step: StepFact) -> str:
        before, after = self.text(step.before), self.text(step.after)
        because = f", because {step.because}" if step.because else ""
        if not because and step.when:
            because = f", because {condition_text(step.when)}"
        if step.before == step.after and step.word in _CHANGES:
            return f"`{words(step.word)}` applies and leaves it at {after}{because}"
        if step.word in _CHANGES:
            return f"{_CHANGES[step.word].format(after=after)} (from {before}){because}"
        return f"{words(step.word)}: {before} gives {after}{because}"

    def passed_over(self, step: StepFact) -> str:
        condition = condition_text(step.when) if step.when else ""
        return f"`{words(step.word)}` does not apply: it is not so that {condition}"

    def edge(self, edge: Edge) -> str:
        band = f"{self.text(edge.gives)} ({words(edge.test)} {self.text(edge.edge)})"
        way = "higher" if edge.higher else "lower"
        if edge.distance == 0:
            return f"{band} begins right beside it"
        return f"{band} is {self.text(edge.distance)} {way}"

    def text(self, value: object) -> str:
        return value_text(value, labels_of(self.ruleset))  # type: ignore[arg-type]

    def rule(self, path: Path) -> str:
        place = self.ruleset.place(path)
        return f"  [line {place.line}]" if place else f"  [{path}]"


def _weight(fact: Fact) -> str:
    if fact.weight is None:
        return ""
    if fact.share is None:
        return f"  (weight {value_text(fact.weight)})"
    percent = f"{float(fact.share):.1%}"
    return f"  (weight {value_text(fact.weight)}, {percent} of the whole)"


def _says(step: StepFact) -> str:
    return f"  ({step.says.evidence})" if step.says.evidence else ""
