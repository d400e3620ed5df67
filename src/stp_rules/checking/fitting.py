"""Whether every value fits where it stands: numbers, truths, labels, categories of a scale."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from stp_rules.errors import Problem, nearest_of
from stp_rules.kinds import conditions_at, input_kind, kinds_after
from stp_rules.language.conditions import Comparison, comparisons_at
from stp_rules.language.kind import NUMBER, Kind, Kinds, misfit, outcome_kind
from stp_rules.language.ruleset import Fill, Input, Limits, Measure, Rollup, Ruleset, Scale, Step
from stp_rules.language.values import FrozenMap, Outcome, State, category_id
from stp_rules.paths import Path
from stp_rules.uses import RANKED

_TESTS = {
    "number": ("at_least", "above", "at_most", "below", "between"),
    "category": RANKED,
}
_BETTER = {"number": ("higher", "lower", "neither"), "boolean": ("true", "false", "neither")}

_ROLLED = {
    "number": ("sum", "mean", "count", "best", "worst"),
    "boolean": ("any", "count", "best", "worst"),
    "scale": ("best", "worst", "count"),
    "label": ("count",),
}
"""How members' values of each type can become one."""


def entry_problems(ruleset: Ruleset) -> Iterator[Problem]:
    """Give what does not fit together in each input by itself.

    Of words that are read as values of another kind the first is told, and only where the kind is
    not in doubt.
    """
    fitting = _Fitting(ruleset, {}, {})
    for name, entry in ruleset.inputs.items():
        found = list(fitting.entry(entry, Path(("inputs", name))))
        yield from [it for it in found if "reads" not in it.path[2:3]] or found[:1]


def fitting_problems(ruleset: Ruleset, known: Kinds) -> Iterator[Problem]:
    """Give a problem for every value that does not fit where it stands, those of inputs apart."""
    labels = {name: frozenset(it.values) for name, it in ruleset.inputs.items() if it.values}
    fitting = _Fitting(ruleset, known, labels)
    for name, scale in ruleset.scales.items():
        yield from _readings(scale, Path(("scales", name)))
    for path, measure in ruleset.measures():
        yield from measure.source.misfits(path, fitting)
        yield from fitting.missing(measure, path)
        yield from _need(measure, path)
        yield from fitting.steps(measure, path)
        for where, condition in conditions_at(measure, path):
            for at, comparison in comparisons_at(condition, where):
                yield from fitting.comparison(comparison, at)


_TAKES = {"number": ("number",), "category": ("category",), "either": ("number", "category")}
"""What a step takes, by its word in the catalogue."""


@frozen
class _Fitting:
    ruleset: Ruleset
    known: Kinds
    labels: Mapping[str, frozenset[str]]

    def entry(self, entry: Input, path: Path) -> Iterator[Problem]:
        allowed = _BETTER.get(entry.type, ())
        if entry.better and entry.better not in allowed:
            hint = f"write one of {', '.join(allowed)}" if allowed else "remove `better`"
            message = f"`better: {entry.better}` does not go with {_words(entry)}"
            yield Problem("better", message, path / "better", hint)
        if entry.values and entry.type != "label":
            hint = "add `type: label`, or remove `values`"
            yield Problem("option", "`values` go with a label", path / "values", hint, at_key=True)
        if entry.limits != Limits() and entry.type != "number":
            message = f"a `range` goes with a number; this is {input_kind(entry)}"
            yield Problem("option", message, path / "range", "remove `range`", at_key=True)
        if entry.members:
            yield from self.rollup(entry, entry.members, path / "members")
        for written, value in entry.reads.items():
            if not isinstance(value, State):
                yield from self.constant(value, input_kind(entry), path / "reads" / written)

    def rollup(self, entry: Input, rollup: Rollup, path: Path) -> Iterator[Problem]:
        if not self.ruleset.subject.key:
            hint = "add `subject: {key: a column}`"
            message = "without the subject's key no member finds its subject"
            yield Problem("members", message, path, hint)
        ways = _ROLLED[entry.type]
        if rollup.how not in ways:
            hint = f"here may stand: {', '.join(ways)}"
            yield Problem("members", f"`{rollup.how}` does not go with {_words(entry)}", path, hint)
        elif rollup.how in ("best", "worst") and not _has_better(entry):
            message = f"which member is {rollup.how} cannot be told"
            yield Problem("members", message, path, "add `better:` to the input")
        weight = self.ruleset.inputs.get(rollup.weight or "")
        if weight and not (weight.members and weight.type == "number"):
            message = f"`{rollup.weight}` is not a number of each member"
            hint = "name an input that is rolled up itself"
            yield Problem("members", message, path / "mean", hint)

    def categories(self, scale: str | None) -> Mapping[str, str]:
        found = self.ruleset.scales.get(scale or "")
        return found.labels if found else FrozenMap()

    def outcome(self, outcome: Outcome, wanted: Kind, path: Path) -> Iterator[Problem]:
        """Check a constant, or a name of a number, beside a value of the wanted kind."""
        if wanted == NUMBER and isinstance(outcome, str):
            kind = self.known.get(outcome, NUMBER)
            if kind != NUMBER:
                yield Problem("kind", f"`{outcome}` is {kind}, not a number", path, "name a number")
        else:
            yield from self.constant(outcome, wanted, path)

    def constant(self, outcome: Outcome, wanted: Kind, path: Path) -> Iterator[Problem]:
        if wanted.type == "category":
            yield from self.category(outcome, wanted, path)
        elif wanted.type == "label":
            if not isinstance(outcome, str):
                yield misfit(outcome, wanted, path, "put the label between quotes")
        elif isinstance(outcome, str) or outcome_kind(outcome, {}) != wanted:
            quoted = ", without quotes" if isinstance(outcome, str) else ""
            yield misfit(outcome, wanted, path, f"write {wanted}{quoted}")

    def category(self, outcome: Outcome, wanted: Kind, path: Path) -> Iterator[Problem]:
        categories = self.categories(wanted.scale)
        if categories and (isinstance(outcome, bool) or category_id(outcome) not in categories):
            hint = nearest_of(outcome, categories, "categories")
            written = _written(outcome)
            message = f"`{written}` is not a category of `{wanted.scale}`"
            yield Problem("unknown-category", message, path, hint, word=written)

    def numbers(self, names: Mapping[str, Path]) -> Iterator[Problem]:
        for name, path in names.items():
            kind = self.known.get(name)
            if kind and kind != NUMBER:
                hint = "turn it into a number first, with `decide`"
                if kind.type == "category":
                    hint = "turn it into a number first, with `scores`"
                message = f"`{name}` is {kind}, not a number"
                yield Problem("kind", message, path, hint, word=name)

    def missing(self, measure: Measure, path: Path) -> Iterator[Problem]:
        yield from _missing_words(measure, path)
        source = measure.source
        fills = {state: it for state, it in measure.missing.items() if isinstance(it, Fill)}
        filled = set(fills)
        if any(it.within and it.number is not None for it in fills.values()):
            message = "`within` goes with a mean; a number is the same in each group"
            hint = "write {fill: mean, within: ...}, or remove `within`"
            yield Problem("missing-policy", message, path / "missing", hint)
        kind = source.given(self.known)
        if filled and kind not in (None, NUMBER):
            hint = "decide on `known`, or read the text as a value under `reads:`"
            message = f"a number cannot fill in for {kind}"
            yield Problem("missing-policy", message, path / "missing", hint)
        if source.gap and filled and source.gap not in filled:
            hint = "name `not_rated`, or fill for all states with {fill: a number}"
            message = f"a {source.word} without a value is not rated, whatever its operands are"
            yield Problem("missing-policy", message, path / "missing", hint)

    def steps(self, measure: Measure, path: Path) -> Iterator[Problem]:
        kind = measure.source.given(self.known)
        if kind is None:
            return
        for position, (_, after) in enumerate(kinds_after(measure, kind)):
            step = measure.steps[position]
            yield from self.step(step, kind, path / "steps" / position)
            if not step.operation.settled(self.known):
                return
            kind = after

    def step(self, step: Step, before: Kind, path: Path) -> Iterator[Problem]:
        kind = step.operation
        takes = _TAKES[kind.takes]
        if before.type not in takes:
            message = f"`{kind.word}` takes a {' or a '.join(takes)}; here stands {before}"
            hint = "a category becomes a number with `scores`, a number a category with `bands`"
            yield Problem("kind", message, path / kind.word, hint, at_key=True)
            return
        if kind.converts and step.when:
            message = f"`{kind.word}` converts, and what converts bears no `when`"
            hint = "choose between two measures with `decide`"
            yield Problem("conditional-conversion", message, path / "when", hint, at_key=True)
        yield from kind.misfits(before, path / kind.word, self)

    def comparison(self, comparison: Comparison, path: Path) -> Iterator[Problem]:
        kind = self.known.get(comparison.name)
        if kind is None or comparison.test == "known":
            return
        if comparison.test not in ("is", "is_not", "in", *_TESTS.get(kind.type, ())):
            yield _wrong_test(comparison, kind, path)
            return
        for item in comparison.bounds:
            yield from self.outcome(item, kind, path)
            yield from self.label(item, comparison.name, path)

    def label(self, label: Outcome, name: str, path: Path) -> Iterator[Problem]:
        """Check a label against those that its input lists."""
        if isinstance(label, str) and label not in self.labels.get(name, (label,)):
            hint = nearest_of(label, self.ruleset.inputs[name].values, "labels")
            message = f"`{label}` is not one of the `values` of `{name}`"
            yield Problem("unknown-label", message, path, hint, word=label)


def _has_better(entry: Input) -> bool:
    return entry.type == "scale" or entry.better not in (None, "neither")


def _words(entry: Input) -> str:
    return "a scale, whose head is the best" if entry.type == "scale" else f"a {entry.type}"


def _written(outcome: Outcome) -> str:
    return str(outcome).lower() if isinstance(outcome, bool) else category_id(outcome)


def _wrong_test(comparison: Comparison, kind: Kind, path: Path) -> Problem:
    message = f"`{comparison.test}` does not test `{comparison.name}`, which is {kind}"
    hint = f"use one of {', '.join((*_TESTS.get(kind.type, ()), 'is', 'is_not', 'in'))}"
    return Problem("kind", message, path, hint, at_key=True)


def _readings(scale: Scale, path: Path) -> Iterator[Problem]:
    """Give a problem for each text that two categories are read by."""
    read: dict[str, str] = {}
    for category, label in scale.labels.items():
        for text in dict.fromkeys((category, label)):
            other = read.setdefault(text, category)
            if other != category:
                hint = "give each category an id and a label of its own"
                message = f"`{text}` is read as `{other}` and as `{category}`"
                yield Problem("ambiguous-scale", message, path / category, hint)


def _missing_words(measure: Measure, path: Path) -> Iterator[Problem]:
    allowed = measure.source.policies
    words = {"fill" if isinstance(it, Fill) else it for it in measure.missing.values()}
    for word in sorted(words.difference(allowed)):
        hint = f"here may stand: {', '.join(allowed)}" if allowed else "test `known` in a condition"
        message = f"`{word}` has no meaning for missing values of this source"
        yield Problem("missing-policy", message, path / "missing", hint)


def _need(measure: Measure, path: Path) -> Iterator[Problem]:
    need = measure.need
    if need and not need.condition and not measure.source.countable:
        hint = "write a condition, such as {staffing: {known: true}}"
        yield Problem("need", "a decision has no members to count", path / "need", hint)
