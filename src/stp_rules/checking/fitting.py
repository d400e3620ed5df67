"""Whether every value fits where it stands: numbers, truths, labels, categories of a scale."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from stp_rules.checking.names import conditions_at
from stp_rules.errors import Problem, nearest
from stp_rules.kinds import (
    NUMBER,
    Kind,
    Kinds,
    kinds_after,
    members,
    outcome_kind,
    source_kind,
)
from stp_rules.model import (
    Band,
    Bands,
    Cap,
    Combination,
    Comparison,
    Count,
    Decide,
    Fill,
    Floor,
    Force,
    Formula,
    From,
    Input,
    Measure,
    Outcome,
    Ruleset,
    Scores,
    Source,
    Step,
    category_id,
    comparisons_at,
)
from stp_rules.operations.table import STEPS
from stp_rules.paths import Path

_ORDERED = ("at_least", "above", "at_most", "below")
_RANKED = ("better_than", "worse_than", "no_better_than", "no_worse_than")


def fitting_problems(ruleset: Ruleset, known: Kinds) -> Iterator[Problem]:
    """Give a problem for every value that does not fit where it stands."""
    fitting = _Fitting(ruleset, known)
    for name, entry in ruleset.inputs.items():
        yield from fitting.entry(entry, Path(("inputs", name)))
    for path, measure in ruleset.measures():
        yield from fitting.source(measure.source, path)
        yield from _missing(measure, path)
        yield from _need(measure, path)
        yield from fitting.steps(measure, path)
        for where, condition in conditions_at(measure, path):
            for at, comparison in comparisons_at(condition, where):
                yield from fitting.comparison(comparison, at)


@frozen
class _Fitting:
    ruleset: Ruleset
    known: Kinds

    def entry(self, entry: Input, path: Path) -> Iterator[Problem]:
        allowed = {
            "number": ("higher", "lower", "neither"),
            "scale": (),
            "boolean": ("true", "false", "neither"),
            "label": (),
        }[entry.type]
        if entry.better and entry.better not in allowed:
            hint = f"write one of {', '.join(allowed)}" if allowed else "remove `better`"
            message = f"`better: {entry.better}` does not go with {_words(entry)}"
            yield Problem("better", message, path / "better", hint)
        if entry.values and entry.type != "label":
            hint = "add `type: label`, or remove `values`"
            yield Problem("option", "`values` go with a label", path / "values", hint, at_key=True)

    def categories(self, scale: str | None) -> tuple[str, ...]:
        found = self.ruleset.scales.get(scale or "")
        return found.categories if found else ()

    def outcome(self, outcome: Outcome, wanted: Kind, path: Path) -> Iterator[Problem]:
        """Check a constant, or a name of a number, beside a value of the wanted kind."""
        if wanted.type == "category":
            yield from self.category(outcome, wanted, path)
        elif wanted.type == "label":
            if not isinstance(outcome, str):
                yield _misfit(outcome, wanted, path)
        else:
            kind = outcome_kind(outcome, self.known)
            if kind is None:
                hint = nearest(outcome, self.known) or "define it, or correct the spelling"
                yield Problem("unknown-name", f"`{outcome}` is not {wanted}", path, hint)
            elif kind != wanted:
                yield _misfit(outcome, wanted, path)

    def category(self, outcome: Outcome, wanted: Kind, path: Path) -> Iterator[Problem]:
        categories = self.categories(wanted.scale)
        if categories and (isinstance(outcome, bool) or category_id(outcome) not in categories):
            hint = nearest(outcome, categories) or f"categories: {', '.join(categories)}"
            written = str(outcome).lower() if isinstance(outcome, bool) else category_id(outcome)
            message = f"`{written}` is not a category of `{wanted.scale}`"
            yield Problem("unknown-category", message, path, hint)

    def numbers(self, names: Mapping[str, Path]) -> Iterator[Problem]:
        for name, path in names.items():
            kind = self.known.get(name)
            if kind and kind != NUMBER:
                hint = "turn it into a number first, with `scores` or `decide`"
                yield Problem("kind", f"`{name}` is {kind}, not a number", path, hint)

    def source(self, source: Source, path: Path) -> Iterator[Problem]:
        match source:
            case Formula() as formula:
                yield from self.numbers({name: path / "formula" for name in members(formula)})
            case Combination(kind, weights):
                yield from self.numbers({name: path / kind / name for name in weights})
            case Count(of, that_are):
                for name in of:
                    for test, bound in that_are.items():
                        at = path / "count" / "that_are" / test
                        yield from self.comparison(Comparison(name, test, bound), at)
            case Decide() as decide:
                yield from self.decide(decide, path)

    def decide(self, decide: Decide, path: Path) -> Iterator[Problem]:
        wanted = source_kind(decide, self.known)
        for position, branch in enumerate(decide.branches):
            at = path / "decide" / position
            if wanted:
                word = "then" if branch.when else "otherwise"
                yield from self.outcome(branch.then, wanted, at / word)
            if branch.when is None and position < len(decide.branches) - 1:
                hint = "put `otherwise` last"
                yield Problem("unreachable", "nothing after `otherwise` is reached", at, hint)

    def steps(self, measure: Measure, path: Path) -> Iterator[Problem]:
        kind = source_kind(measure.source, self.known)
        if kind is None:
            return
        for position, (_, after) in enumerate(kinds_after(measure, kind)):
            step = measure.steps[position]
            yield from self.step(step, kind, path / "steps" / position)
            kind = after

    def step(self, step: Step, before: Kind, path: Path) -> Iterator[Problem]:
        kind = STEPS[type(step.operation)]
        if kind.takes not in ("either", before.type):
            message = f"`{kind.word}` takes a {kind.takes}; here stands {before}"
            hint = "a category becomes a number with `scores`, a number a category with `bands`"
            yield Problem("kind", message, path / kind.word, hint, at_key=True)
            return
        if kind.converts and step.when:
            message = f"`{kind.word}` converts, and what converts bears no `when`"
            hint = "choose between two measures with `decide`"
            yield Problem("conditional-conversion", message, path / "when", hint, at_key=True)
        yield from self.operation(step, before, path / kind.word)

    def operation(self, step: Step, before: Kind, path: Path) -> Iterator[Problem]:
        match step.operation:
            case Bands(bands, scale):
                wanted = Kind("category", scale) if scale else NUMBER
                for position, band in enumerate(bands):
                    yield from self.band(band, wanted, path / position / "is")
            case Force(value):
                yield from self.outcome(value, before, path)
            case Cap(category) | Floor(category):
                yield from self.outcome(category, before, path)
            case Scores(scores):
                yield from self.scores(scores, before, path)

    def band(self, band: Band, wanted: Kind, path: Path) -> Iterator[Problem]:
        if wanted == NUMBER and isinstance(band.value, str):
            if band.value not in self.ruleset.parameters:
                hint = "name the scale beside the bands: `scale: ...`"
                message = f"`{band.value}` is neither a number nor a parameter"
                yield Problem("unknown-name", message, path, hint)
        else:
            yield from self.outcome(band.value, wanted, path)

    def scores(self, scores: Mapping[str, object], before: Kind, path: Path) -> Iterator[Problem]:
        categories = self.categories(before.scale)
        for category in scores:
            yield from self.category(category, before, path / category)
        lacking = [category for category in categories if category not in scores]
        if lacking:
            names = ", ".join(f"`{category}`" for category in lacking)
            hint = "give every category of the scale a number"
            yield Problem("incomplete-scores", f"no number for {names}", path, hint)

    def comparison(self, comparison: Comparison, path: Path) -> Iterator[Problem]:
        kind = self.known.get(comparison.name)
        if kind is None or comparison.test == "known":
            return
        if comparison.test in _ORDERED and kind != NUMBER:
            hint = "use is, in, better_than, worse_than, no_better_than or no_worse_than"
            yield _wrong_test(comparison, kind, path, hint)
        elif comparison.test in _RANKED and kind.type != "category":
            hint = "use at_least, above, at_most, below or is" if kind == NUMBER else "use is or in"
            yield _wrong_test(comparison, kind, path, hint)
        else:
            bounds = comparison.bound if isinstance(comparison.bound, tuple) else (comparison.bound,)
            for bound in bounds:
                yield from self.outcome(bound, kind, path)


def _words(entry: Input) -> str:
    return "a scale, whose head is the best" if entry.type == "scale" else f"a {entry.type}"


def _misfit(outcome: Outcome, wanted: Kind, path: Path) -> Problem:
    written = str(outcome).lower() if isinstance(outcome, bool) else category_id(outcome)
    return Problem("kind", f"`{written}` is not {wanted}", path, f"write {wanted}")


def _wrong_test(comparison: Comparison, kind: Kind, path: Path, hint: str) -> Problem:
    message = f"`{comparison.test}` does not test `{comparison.name}`, which is {kind}"
    return Problem("kind", message, path, hint, at_key=True)


def _missing(measure: Measure, path: Path) -> Iterator[Problem]:
    allowed = {
        From: ("fill", "not_rated"),
        Formula: ("fill", "not_rated"),
        Combination: ("fill", "ignore", "not_rated"),
        Count: ("ignore", "not_rated"),
        Decide: (),
    }[type(measure.source)]
    words = {"fill" if isinstance(it, Fill) else it for it in measure.missing.values()}
    for word in sorted(words.difference(allowed)):
        hint = f"here may stand: {', '.join(allowed)}" if allowed else "test `known` in a condition"
        message = f"`{word}` has no meaning for missing values of this source"
        yield Problem("missing-policy", message, path / "missing", hint)


def _need(measure: Measure, path: Path) -> Iterator[Problem]:
    need = measure.need
    if need and not need.condition and isinstance(measure.source, Decide):
        hint = "write a condition, such as {staffing: {known: true}}"
        yield Problem("need", "a decision has no members to count", path / "need", hint)
