"""Which rules of a method its cases touch, and which none does."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from attrs import frozen

from stp_rules.analysis.fillings import policies_of, put_in
from stp_rules.analysis.standing import Standing
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import Unknown
from stp_rules.errors import Place
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import State
from stp_rules.language.words.sources.formula import Formula
from stp_rules.paths import Path
from stp_rules.proofs.questions.reaching import fired, rules


@frozen
class Rule:
    """Something that a case can touch: where it stands, and what to say where none does."""

    path: Path
    untouched: str


@frozen
class Coverage:
    """The rules of a ruleset, and the addresses of those that some ratings have touched.

    A rule is a band, a step with a condition, a line of a decision, a state that `missing` speaks
    of (one for all where it says the same of all), and a `need`. They stand in the order of the
    measures.
    """

    ruleset: Ruleset
    rules: tuple[Rule, ...]
    touched: frozenset[Path]

    @property
    def missed(self) -> tuple[Rule, ...]:
        """The rules that nothing touched."""
        return tuple(rule for rule in self.rules if rule.path not in self.touched)

    @property
    def percent(self) -> float:
        """How many of a hundred rules were touched; 100 where there are none."""
        return 100 - 100 * len(self.missed) / len(self.rules) if self.rules else 100.0

    def place(self, rule: Rule) -> Place | None:
        """Return the line of a rule; `None` where the ruleset has no text."""
        return self.ruleset.place(rule.path)


def covered(ruleset: Ruleset, paths: Iterable[Path]) -> Coverage:
    """Return which rules of a ruleset are among the addresses that were touched."""
    order = {path: at for at, (path, _) in enumerate(ruleset.measures())}
    found = sorted(_rules(ruleset), key=lambda rule: order[Path(rule.path[:3])])
    return Coverage(ruleset, tuple(found), frozenset(paths))


def _rules(ruleset: Ruleset) -> Iterator[Rule]:
    yield from (Rule(it.path, it.text) for it in rules(make_plan(ruleset)))
    for path, measure in ruleset.measures():
        policies = dict.fromkeys(policies_of(measure, path).values())
        yield from (Rule(it, _unmet(it, measure.name)) for it in policies)
        if measure.need:
            yield Rule(path / "need", f"`{measure.name}` never lacks what it needs")


def _unmet(policy: Path, name: str) -> str:
    state = policy[-1] if policy[-2:-1] == ("missing",) else "not known"
    return f"`{name}` never meets a value that is {str(state).replace('_', ' ')}"


def touched(rating: Rating) -> Iterator[Path]:
    """Give the address of every rule that a rating has touched; none where it was refused."""
    undecided = {it.path for it in rating.measures.values() if isinstance(it.raw_source, Unknown)}
    yield from (path for path in fired(rating.measures) if path not in undecided)
    standing = cache(partial(Standing.of, rating))
    for measured in rating.measures.values():
        policies = policies_of(measured.info.measure, measured.info.path)
        yield from (policies[it] for it in _met(standing, measured) if it in policies)
        if _lacks(measured):
            yield measured.info.path / "need"


def _met(standing: Callable[[], Standing], measured: Measured) -> Iterator[State]:
    """Give the states that `missing` was asked about; a formula that fails is not rated."""
    met = [raw.state for raw in measured.raw_parts if isinstance(raw, Unknown)]
    if not isinstance(measured.info.measure.source, Formula):
        yield from met
    elif met or not _computed(standing, measured):
        yield State.NOT_RATED


def _computed(standing: Callable[[], Standing], measured: Measured) -> bool:
    """Tell whether the value of a source is its own, and not put in its place."""
    if isinstance(measured.raw_source, Unknown):
        return False
    return not measured.info.measure.missing or put_in(standing(), measured) is None


def _lacks(measured: Measured) -> bool:
    """Tell whether what is needed was lacking, which then stands in place of the source's value."""
    entered = measured.steps[0].raw_before if measured.steps else measured.raw
    return isinstance(entered, Unknown) and entered is not measured.raw_source


def coverage_text(found: Coverage) -> str:
    """Write how many rules were touched, and the place of each that was not."""
    whole, missed = len(found.rules), found.missed
    counted = f"{whole - len(missed)} of {whole} rules ({int(found.percent)} percent)"
    lines = [f"{found.ruleset.reference}: {counted} are touched by a case"]
    lines += [f"  {found.place(rule) or rule.path}: {rule.untouched}" for rule in missed]
    return "\n".join(lines)
