"""An explanation as text that a board member can read."""

from collections.abc import Iterable, Iterator

from attrs import evolve, field, frozen

from stp_rules.analysis.facts import Edge, Explanation, Fact, PassedOver, StepFact
from stp_rules.analysis.fillings import Filling
from stp_rules.analysis.peers import Peers
from stp_rules.display import lines_text
from stp_rules.engine.values import Unknown
from stp_rules.figures import percent_text
from stp_rules.language.cohorts import Relative
from stp_rules.language.combination import Combination
from stp_rules.language.conditions import Condition, comparisons_in
from stp_rules.language.kind import Kind
from stp_rules.language.values import Category, Says, State
from stp_rules.paths import Path
from stp_rules.phrases import listed, words
from stp_rules.render.document import page_html
from stp_rules.render.markdown import Markup, code, heading, plain
from stp_rules.render.words import Wording, value_text

DEEPEST = 40
"""How many values stand inside each other; what lies deeper is explained by itself."""


def explanation_text(explanation: Explanation) -> str:
    """Write an explanation: from the result down to the inputs, each line with its rule.

    What stands further in is why the line above it is so. What several values rest on is written
    out where it is met first, and rules that did not apply stand behind all that did.
    """
    return lines_text([_heading(explanation), "", *_lines(explanation)])


def explanation_markdown(explanation: Explanation) -> str:
    """Write the same as Markdown: a list in a list, in which texts of people are no markup."""
    items = (_item(line) for line in _lines(explanation))
    reference = code(explanation.ruleset.reference)
    title = heading(1, _subject(explanation), Markup(" under "), reference)
    return "\n".join([*title, "", *items]).strip() + "\n"


def explanation_html(explanation: Explanation) -> str:
    """Write the same as one HTML page, which runs and loads nothing.

    Raises MissingExtraError without the extra `html`.
    """
    return page_html(_heading(explanation), explanation_markdown(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    return _Writer(Wording(explanation.ruleset)).fact(explanation.fact)


def _item(line: str) -> str:
    """Write a line as an item of a list, as far in as it is."""
    text = line.lstrip(" ")
    return f"{line[: len(line) - len(text)]}- {plain(text)}"


def _heading(explanation: Explanation) -> str:
    return f"{_subject(explanation)} under {explanation.ruleset.reference}"


def _subject(explanation: Explanation) -> str:
    return " ".join(filter(None, (explanation.key, explanation.label))) or "A subject"


@frozen
class _Writer:
    """Writes facts; `headings` has under what each name was written out.

    What stands as deep as people will follow is not written out further.
    """

    wording: Wording
    headings: dict[str, str] = field(factory=dict)
    depth: int = 0

    def fact(self, fact: Fact, under: str = "") -> Iterator[str]:
        return evolve(self, depth=self.depth + 1).written(fact, under)

    def written(self, fact: Fact, under: str) -> Iterator[str]:
        title = _title(fact)
        head = f"{title}: {_value(fact)}"
        notes = list(self.notes(fact))
        if fact.source and fact.name in self.headings:
            yield f"{head}{_noted([*notes, self.above(fact.name)])}{self.by(fact.role.filling)}"
            return
        if fact.source and self.depth > DEEPEST:
            yield f"{head}{_noted([*notes, f'explained by --measure {fact.name}'])}"
            return
        yield f"{head}{_noted(notes)}{self.by(fact.role.filling)}"
        self.headings[fact.name] = under
        yield from _inside(self.reason(fact))
        for step in reversed(fact.steps):
            if not _idle(step):
                yield from _inside(self.step(step, fact))
        yield from self.made(fact, title)
        yield from _inside(self.idle(fact, title))

    def above(self, name: str) -> str:
        under = self.headings[name]
        return f"as above, under {under}" if under else "as above"

    def made(self, fact: Fact, title: str) -> Iterator[str]:
        """Say how the value before the first step came about, with the parts that decided it."""
        source = self.source(fact)
        if source:
            yield f"  {source}"
        for part in _deciding(fact):
            yield from _inside(self.fact(part, title), 2 if source else 1)

    def notes(self, fact: Fact) -> Iterator[str]:
        """Say what a value is to the combination that it is a member of, and whose it is."""
        role, entry = fact.role, self.wording.ruleset.inputs.get(fact.name)
        if entry and entry.members and not isinstance(fact.value, Unknown):
            yield f"{_ROLLED.get(entry.members.how, entry.members.how)} of its members"
        if role.filling:
            yield self.filled(role.filling, "it")
        if role.weight is not None and not role.left_out:
            share = "" if role.share is None else f", {percent_text(role.share)} of the whole"
            yield f"weight {value_text(role.weight)}{share}"

    def filled(self, filling: Filling, what: str) -> str:
        """Say what became of a value that is not known, and why."""
        because = f"{what} is {words(filling.because.state)}"
        if filling.how == "ignore":
            return f"left out, because {because}"
        if filling.number is None:
            return f"nothing counts in its place, because {because}"
        mean = f", the mean of {self.cohort(filling.peers)}" if filling.peers else ""
        return f"counted as {value_text(filling.number)}{mean}, because {because}"

    def cohort(self, peers: Peers) -> str:
        """Write whose figures were read, and how many have a value."""
        return f"the cohort{self.group(peers)}, {peers.count} with a value"

    def group(self, peers: Peers) -> str:
        if not peers.within:
            return ""
        return f" of the same {self.title(peers.within)} ({value_text(peers.group)})"

    def title(self, name: str) -> str:
        """Write the title of a name, or the name itself."""
        entry = self.wording.ruleset.inputs.get(name)
        measures = (it for _, it in self.wording.ruleset.measures() if it.name == name)
        found = entry or next(measures, None)
        return (found.title if found else "") or name

    def by(self, filling: Filling | None) -> str:
        return self.rule(filling.path, filling.says) if filling else ""

    def reason(self, fact: Fact) -> Iterator[str]:
        """Say why there is no value, unless an input's own line has said so."""
        if not isinstance(fact.value, Unknown):
            return
        said = f"{fact.name} is {words(fact.value.state)}"
        if fact.value.state is State.NOT_RATED or (not fact.source and str(fact.value) != said):
            yield f"because {fact.value.reason}{self.by(fact.filling)}"

    def source(self, fact: Fact) -> str:
        """Say how the value before the first step came from the parts below, and by which rule."""
        if fact.before is None or isinstance(fact.before, Unknown):
            return ""
        if fact.filling:
            mean = f", the mean of {self.cohort(fact.filling.peers)}" if fact.filling.peers else ""
            counted = f"counted as {value_text(fact.before)}{mean}, because {fact.filled}"
            return f"{counted}{self.by(fact.filling)}"
        computed = self.computed(fact, value_text(fact.before))
        return computed and f"{computed}{self.rule(fact.path, fact.says)}"

    def computed(self, fact: Fact, before: str) -> str:
        if fact.branch:
            because = fact.branch.because
            clause = self.wording.condition(fact.branch.when) if fact.branch.when else ""
            return f"{before}, because {because or clause or 'nothing else applies'}"
        if isinstance(fact.source, Combination):
            weighted = ", by weight," if any(part.role.weight for part in fact.parts) else ""
            whole = f"{before} is {fact.source.phrase}{weighted} of {_number_of(fact)}"
            return whole if fact.members > 1 else ""
        return fact.source.computed(before, fact.members, self.wording) if fact.source else ""

    def step(self, step: StepFact, whole: Fact) -> Iterator[str]:
        """Say what a step did; a step after which nothing is known is told by the reason."""
        if isinstance(step.before, Unknown):
            return
        if not isinstance(step.after, Unknown):
            yield f"{self.done(step)}{self.rule(step.path, step.says)}"
            yield from _inside(self.beside(step))
            yield from _inside(self.edge(edge, whole) for edge in step.edges)
        for fact in step.facts:
            yield from _inside(self.fact(fact, _title(whole)))

    def done(self, step: StepFact) -> str:
        because = step.step.because
        if step.step.when and not because:
            because = self.wording.condition(step.step.when)
        return self.change(step) + (f", because {because}" if because else "")

    def change(self, step: StepFact) -> str:
        operation = step.step.operation
        written = self.wording.operation(operation, *step.kinds)
        if step.before == step.after and operation.limiting:
            return f"`{written}` applies and changes nothing"
        before, after = value_text(step.before), value_text(step.after)
        return operation.changes.format(before=before, after=after, written=written)

    def beside(self, step: StepFact) -> Iterator[str]:
        """Say what a step read of the cohort."""
        operation = step.step.operation
        if step.peers and isinstance(operation, Relative):
            figures = list(_figures(step.peers, operation))
            said = f": {', '.join(figures)}" if figures else ""
            yield f"beside {self.cohort(step.peers)}{said}"

    def edge(self, edge: Edge, whole: Fact) -> str:
        """Say which change would lead into a neighbouring band."""
        now = f", now {value_text(edge.now)}" if edge.of else ""
        text = (
            f"{value_text(edge.gives)} if {self.moving(edge, whole)}{_change(edge)}"
            f" ({words(edge.test)} {value_text(edge.edge)}{now})"
        )
        if edge.held:
            text += ", the cohort as it stands"
        if isinstance(edge.gives, Category) and edge.becomes != edge.gives:
            would = "would still be" if edge.becomes == whole.value else "would be"
            text += f"; with the steps above, {_title(whole)} {would} {value_text(edge.becomes)}"
        return text

    def moving(self, edge: Edge, whole: Fact) -> str:
        """Say what it is that would have to change, where it is not the value of the line above."""
        if not edge.of:
            return ""
        named = self.title(edge.of)
        if edge.of in self.wording.ruleset.inputs:
            return f"{named} were "
        whose = "the value" if edge.of == whole.name else named
        return f"{whose} before {'rounding' if edge.rounded else 'its steps'} were "

    def idle(self, fact: Fact, title: str) -> Iterator[str]:
        """Give the steps, and the lines of a decision, that did not apply."""
        lines = [line for step in reversed(fact.steps) for line in self.idle_step(step, title)]
        lines += [line for it in fact.passed_over for line in self.idle_line(it, fact, title)]
        if lines:
            yield "what does not apply:"
            yield from _inside(lines)

    def idle_step(self, step: StepFact, title: str) -> Iterator[str]:
        if not _idle(step):
            return
        written = self.wording.operation(step.step.operation, *step.kinds)
        yield f"{self.not_so(written, step.step.when)}{self.rule(step.path, step.says)}"
        for fact in step.facts:
            yield from _inside(self.fact(fact, title))

    def idle_line(self, line: PassedOver, fact: Fact, title: str) -> Iterator[str]:
        scale = getattr(fact.source, "scale", None)
        kind = Kind("category", scale) if scale else None
        then = self.wording.constant(line.branch.then, kind)
        yield f"{self.not_so(then, line.branch.when)}{self.rule(line.path, line.says)}"
        names = {test.name for test in comparisons_in(line.branch.when)} if line.branch.when else ()
        for part in fact.parts:
            if part.name in names and part.name not in self.headings:
                yield from _inside(self.fact(part, title))

    def not_so(self, what: str, when: Condition | None) -> str:
        condition = self.wording.condition(when) if when else ""
        return f"`{what}`: it is not so that {condition}"

    def rule(self, path: Path, says: Says) -> str:
        place = self.wording.ruleset.place(path)
        parts = [f"line {place.line}" if place else str(path), says.evidence]
        return f"  [{', '.join(filter(None, parts))}]"


def _title(fact: Fact) -> str:
    return fact.title or fact.name


def _idle(step: StepFact) -> bool:
    """Tell whether a step did not apply, because its condition does not hold."""
    known = not isinstance(step.before, Unknown) and not isinstance(step.after, Unknown)
    return known and not step.applied


def _deciding(fact: Fact) -> tuple[Fact, ...]:
    """Return the parts that decided; of a decision those of the line that did."""
    if fact.branch is None:
        return fact.parts
    tests = list(comparisons_in(fact.branch.when)) if fact.branch.when else []
    bounds = (at for it in tests for at in it.bounds)
    names = {str(fact.branch.then), *(it.name for it in tests), *map(str, bounds)}
    return tuple(part for part in fact.parts if part.name in names)


_ROLLED = {"any": "true if so of any", "count": "the number", "sum": "the sum", "mean": "the mean"}


def _number_of(fact: Fact) -> str:
    known = fact.members - fact.left_out
    return f"{known} (of {fact.members})" if fact.left_out else str(known)


def _figures(peers: Peers, operation: Relative) -> Iterator[str]:
    """Give what was read of a cohort, in words."""
    if peers.mean is not None:
        yield f"mean {value_text(peers.mean)}"
    if peers.deviation is not None:
        yield f"standard deviation {value_text(peers.deviation)}"
    if peers.low is not None and peers.high is not None:
        yield f"from {value_text(peers.low)} to {value_text(peers.high)}"
    if peers.cuts:
        yield f"cut at {listed(map(value_text, peers.cuts))}"
    if peers.before is not None:
        yield f"{peers.before} {operation.ahead}"
    if peers.alike is not None and peers.alike > 1:
        yield f"{peers.alike} the same"


def _inside(lines: Iterable[str], depth: int = 1) -> Iterator[str]:
    return ("  " * depth + line for line in lines)


def _noted(notes: Iterable[str]) -> str:
    text = "; ".join(notes)
    return f"  ({text})" if text else ""


def _value(fact: Fact) -> str:
    text = value_text(fact.value)
    if isinstance(fact.value, Unknown) or not fact.unit:
        return text
    return f"{text}%" if fact.unit == "percent" else f"{text} {fact.unit}"


def _change(edge: Edge) -> str:
    way, distance = "higher" if edge.higher else "lower", value_text(edge.distance)
    if edge.distance == 0:
        return f"{way} at all"
    return f"{distance} {way}" if edge.reached else f"more than {distance} {way}"
