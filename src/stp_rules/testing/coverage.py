"""Which rules the cases of a ruleset touch, and which none does."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from stp_rules.analysis.proofs.reaching import fired, rules
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Measured, Rating
from stp_rules.engine.values import Unknown
from stp_rules.errors import Place
from stp_rules.model import Ruleset
from stp_rules.paths import Path


@frozen
class Coverage:
    """The rules that ratings have touched, and all that could be.

    A rule is a band, a step with a condition, a line of a decision, what a measure says about
    missing values, and what it needs. `missed` gives those that nothing touched, in order.
    """

    ruleset: Ruleset
    touched: frozenset[Path]
    rules: tuple[Path, ...]

    @property
    def missed(self) -> tuple[Path, ...]:
        """The rules that nothing touched."""
        return tuple(path for path in self.rules if path not in self.touched)

    @property
    def percent(self) -> float:
        """How many of a hundred rules were touched; 100 where there are none."""
        return 100 - 100 * len(self.missed) / len(self.rules) if self.rules else 100.0

    def place(self, path: Path) -> Place | None:
        """Return the line of a rule."""
        return self.ruleset.place(path)


def coverage(ruleset: Ruleset, ratings: Iterable[Rating]) -> Coverage:
    """Return which rules of a ruleset some ratings have touched."""
    touched = {path for rating in ratings for path in _touched(rating)}
    return Coverage(ruleset, frozenset(touched), tuple(_rules(ruleset)))


def _rules(ruleset: Ruleset) -> Iterator[Path]:
    yield from (path for path, _ in rules(make_plan(ruleset)))
    for path, measure in ruleset.measures():
        if measure.missing:
            yield path / "missing"
        if measure.need:
            yield path / "need"


def _touched(rating: Rating) -> Iterator[Path]:
    yield from fired(rating.measures)
    for measured in rating.measures.values():
        yield from _policies(measured)


def _policies(measured: Measured) -> Iterator[Path]:
    """Give what is said about missing values where one is, and of needs where one is lacking."""
    gap = any(isinstance(raw, Unknown) for raw in measured.raw_parts)
    if measured.info.measure.missing and gap:
        yield measured.info.path / "missing"
    if measured.info.measure.need and (gap or isinstance(measured.raw_source, Unknown)):
        yield measured.info.path / "need"


def coverage_text(found: Coverage) -> str:
    """Write how many rules were touched, and the place of each that was not."""
    whole = len(found.rules)
    counted = f"{whole - len(found.missed)} of {whole} rules ({found.percent:.0f} percent)"
    lines = [f"{found.ruleset.reference}: {counted} are touched by a case"]
    lines += [f"  {found.place(path) or found.ruleset.reference}: {path}" for path in found.missed]
    return "\n".join(lines)
