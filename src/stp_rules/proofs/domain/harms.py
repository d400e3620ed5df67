"""What no measure may do by a move: in the cells of a walk, and in two subjects that are rated."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import inf
from typing import Protocol

from attrs import frozen

from stp_rules.checking.directions import directions
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import make_plan
from stp_rules.engine.result import Measured
from stp_rules.engine.values import Raw, Unknown
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.word import Sign
from stp_rules.proofs.domain.moves import Move, Table, cell_of
from stp_rules.readings.spans import Span

Traces = Mapping[str, Measured]


@frozen
class Target:
    """A measure, and which way is better: 1 for more, or nearer the head of the scale, else -1."""

    name: str
    sign: Sign
    category: bool

    def apart(self, before: Raw, after: Raw) -> Fraction | None:
        """Return by how much a value is better after; `None` where one is not known."""
        if isinstance(before, Unknown) or isinstance(after, Unknown):
            return None
        if self.category:
            return Fraction(before - after)
        return (after.fraction - before.fraction) * self.sign if isinstance(after, Exact) else None

    def gains(self, move: Move) -> Span | None:
        """Return by how much the measure may be better after a move, if it may at all."""
        if isinstance(move.before, Unknown) or isinstance(move.after, Unknown):
            return None
        if self.category and isinstance(move.before, int) and isinstance(move.after, int):
            return Span.at(Fraction(move.before - move.after))
        return move.by.scaled(self.sign) if move.by else None


def targets(ruleset: Ruleset) -> list[Target]:
    """Return the measures of a ruleset that have a direction."""
    signs = directions(ruleset)
    names = [measure.name for _, measure in ruleset.measures()]
    return [_target(ruleset, name, signs[name]) for name in names if signs[name]]


class UndirectedError(LookupError):
    """Nothing says which way a result is better; the message says what to do."""


def result_of(ruleset: Ruleset) -> Target:
    """Return the result as a target; UndirectedError where nothing says which way is better."""
    name = ruleset.result
    sign = directions(ruleset)[name]
    if not sign:
        raise UndirectedError(_undirected(ruleset))
    return _target(ruleset, name, sign)


def _undirected(ruleset: Ruleset) -> str:
    name = ruleset.result
    if any(it.name == name and it.better == "neither" for _, it in ruleset.measures()):
        return f"no value of `{name}` is better than another: it says `better: neither`"
    return f"nothing says which way `{name}` is better: write `better:` on it"


def steps_of_result(ruleset: Ruleset) -> Target:
    """Return the result as a target of which categories are counted, either way."""
    return _target(ruleset, ruleset.result, 1)


def _target(ruleset: Ruleset, name: str, sign: Sign) -> Target:
    return Target(name, sign, make_plan(ruleset).lenses[name].kind.type == "category")


class Harm(Protocol):
    """Something that a measure must not do."""

    @property
    def name(self) -> str:
        """The measure."""

    def possible(self, move: Move) -> bool:
        """Tell whether a move of the measure does it, or could."""

    def shown(self, before: Raw, after: Raw) -> bool:
        """Tell whether two values of the measure do it."""


@frozen
class Gain:
    """A measure changes, towards its better side, by an amount in one of the spans `wrong`.

    Amounts below zero are losses.
    """

    target: Target
    wrong: tuple[Span, ...]

    @property
    def name(self) -> str:
        """The measure."""
        return self.target.name

    def possible(self, move: Move) -> bool:
        """Tell whether a move gains what is wrong, or could."""
        gains = self.target.gains(move)
        return gains is not None and any(not gains.meet(span).empty for span in self.wrong)

    def shown(self, before: Raw, after: Raw) -> bool:
        """Tell whether two values are apart by what is wrong."""
        gain = self.target.apart(before, after)
        return gain is not None and any(gain in span for span in self.wrong)


LOSS = (Span(-inf, Fraction(0), low_open=True, high_open=True),)
WIN = (Span(Fraction(0), inf, low_open=True, high_open=True),)


def jump(categories: int) -> tuple[Span, ...]:
    """Return the gains and losses of so many categories or more."""
    most = Fraction(categories)
    return Span(-inf, -most, low_open=True), Span(most, inf, high_open=True)


@frozen
class Difference:
    """A measure is another one after, or has a value only before or only after."""

    name: str

    def possible(self, move: Move) -> bool:
        """Tell whether a move may change anything."""
        return not move.still

    def shown(self, before: Raw, after: Raw) -> bool:
        """Tell whether two values are different."""
        return cell_of(before) != cell_of(after)


@frozen
class Wrong:
    """What two subjects must not show.

    With `abrupt` it is wrong only where it comes about at one value of the input that moves,
    however small the step across it.
    """

    harms: tuple[Harm, ...]
    abrupt: bool = False

    def __call__(self, before: Traces, after: Traces) -> bool:
        """Tell whether what comes of two subjects shows a harm."""
        return any(it.shown(before[it.name].raw, after[it.name].raw) for it in self.harms)


@frozen
class Question:
    """Can a move of one input do a measure a harm? `abrupt` as in what is wrong."""

    name: str
    moves: Table
    harms: tuple[Harm, ...]
    abrupt: bool = False

    @property
    def wrong(self) -> Wrong:
        """What two subjects must not show."""
        return Wrong(self.harms, self.abrupt)

    def shown(self, before: Traces, after: Traces) -> Iterable[Harm]:
        """Give the harms that two subjects show."""
        return (it for it in self.harms if it.shown(before[it.name].raw, after[it.name].raw))


def question(name: str, moves: Table, asked: Iterable[Target], wrong: tuple[Span, ...]) -> Question:
    """Ask whether a target can gain, by a move of an input, what is wrong."""
    return Question(name, moves, tuple(Gain(target, wrong) for target in asked))
