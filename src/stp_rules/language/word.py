"""What a word of the language is: its values, and what is true of them in every reading.

A word is a class in a file of its own. Its fields are what an author writes behind the word, and
its `body` is its meaning, written once over ordinary arithmetic and comparison and the few choices
that an `Arithmetic` makes. Most of what is done with words is done field by field, by the methods
here; a word overrides what is its own.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, Self, get_args

from stp_rules.errors import Problem
from stp_rules.figures import plain_text
from stp_rules.language.arithmetic import Arithmetic, Beyond, Value
from stp_rules.language.conditions import Comparison, Condition
from stp_rules.language.edges import Edge
from stp_rules.language.fields import (
    Data,
    changed,
    fields_of,
    held,
    named,
    plain,
    read_fields,
    written_fields,
)
from stp_rules.language.kind import NUMBER, Kind, Kinds
from stp_rules.language.uses import Use
from stp_rules.language.values import Amount, Outcome, Says, State
from stp_rules.paths import Path
from stp_rules.phrases import listed, words

if TYPE_CHECKING:
    from stp_rules.language.variants import Variant

Takes = Literal["number", "category", "either"]
Sign = int
"""1 where more of the argument gives more, -1 where it gives less, 0 where neither is certain.

"More" of a category is a better one.
"""

Amounts = Callable[[Amount | None], Fraction | None]
"""Gives the number of an amount; `None` for a parameter that is not defined."""


class Making(Protocol):
    """What makes a step ready for one arithmetic: numbers for amounts, values for outcomes."""

    @property
    def before(self) -> Collection[str]:
        """The categories of the value before the step, best first."""

    @property
    def after(self) -> Collection[str]:
        """The categories of the value after it, best first."""

    def number(self, amount: Amount) -> Value:
        """Return an amount as a number of the arithmetic."""

    def value(self, outcome: Outcome) -> Value:
        """Return an outcome as the value after the step is held."""


class Fitting(Protocol):
    """What tells whether values fit where they stand."""

    @property
    def known(self) -> Kinds:
        """The kind of every name."""

    def outcome(self, outcome: Outcome, wanted: Kind, path: Path) -> Iterator[Problem]:
        """Check a constant, or a name of a number, beside a value of the wanted kind."""

    def category(self, outcome: Outcome, wanted: Kind, path: Path) -> Iterator[Problem]:
        """Check a category of the wanted kind."""

    def categories(self, scale: str | None) -> Mapping[str, str]:
        """Return the categories of a scale, each with its label; none where it is not defined."""

    def comparison(self, comparison: Comparison, path: Path) -> Iterator[Problem]:
        """Check a test, and what it compares with."""

    def numbers(self, names: Mapping[str, Path]) -> Iterator[Problem]:
        """Check that each name is that of a number."""


class Wording(Protocol):
    """What writes values for people."""

    def constant(self, written: Any, kind: Kind | None) -> str:
        """Write a constant that stands beside a value of a kind; a name stays as it is."""

    def condition(self, condition: Condition) -> str:
        """Write a condition as a clause."""

    def tests(self, tests: Mapping[str, Any], name: str) -> str:
        """Write tests after their subjects, which are alike: `are at least 3 and are known`."""


class Choices(Protocol):
    """What an author could have written instead, in the ruleset in which a word stands."""

    @property
    def combinations(self) -> "Iterable[Any]":
        """Every way of combining."""

    def of_fields(self, word: type, written: Any) -> "Iterator[Variant]":
        """Change what stands behind a word, field by field."""

    def of_options(self, word: type, around: Data) -> "Iterator[Variant]":
        """Choose each other word where a field of a word chooses one of several."""

    def outcome(self, value: Any) -> "Iterator[Variant]":
        """Change a number, a truth or a name."""

    def tests(self, tests: Data) -> "Iterator[Variant]":
        """Change tests and what they compare with."""

    def condition(self, data: Data) -> "Iterator[Variant]":
        """Change a condition."""


class Drawing(Protocol):
    """What rulesets are drawn with, at random, for tests of what holds for all of them."""

    @property
    def scales(self) -> Mapping[str, Sequence[str]]:
        """The categories of each scale, best first."""

    @property
    def categories(self) -> Sequence[str]:
        """The categories of the value before the step, best first; none of a number."""

    def pick(self, options: Iterable[Any]) -> Any:
        """Pick one of some options."""

    def flip(self) -> bool:
        """Toss a coin."""

    def shuffled(self, items: Iterable[Any]) -> list[Any]:
        """Put items in any order."""

    def amount(self, value: Fraction | None = None) -> Amount:
        """Draw a number, or write one that is given; it may be a parameter."""

    def rising(self, least: int, most: int = 4, above: int = -9) -> list[Fraction]:
        """Draw from so many to so many different numbers, in rising order."""

    def condition(self) -> Data:
        """Draw a condition."""

    def edges(self, outcomes: Sequence[Any]) -> list[Data]:
        """Draw lines with edges in order, that give outcomes; the last has none."""

    def cap(self) -> str:
        """Pick a category that no subject is to be better than."""

    def floor(self) -> str:
        """Pick a category that no subject is to be worse than."""

    def of_fields(self, word: type) -> Any:
        """Draw what stands behind a word, field by field."""


class Operation:
    """What a step does.

    `takes` is the kind of value before it (`either`: a number or a category), `gives` the kind
    after it (`same`: as before). Where the step names a scale, it gives a category of that. A step
    that `converts` bears no condition. One `in_cohort` has its body in `beside`, which takes a
    summary of the cohort too. `bare` is the field that stands alone behind the word; else they all
    do, by their names.
    """

    __slots__ = ()

    word: ClassVar[str]
    takes: ClassVar[Takes] = "number"
    gives: ClassVar[Literal["number", "same"]] = "number"
    converts: ClassVar[bool]
    in_cohort: ClassVar[bool] = False
    bare: ClassVar[str] = ""

    holds: ClassVar[str] = ""
    """What stands behind it one by one, by the name that people have for it, such as `band`."""

    changes: ClassVar[str] = "{before} gives {after} ({written})"
    """What it made of a value, in words; `written` is its own text."""

    lemma: ClassVar[str] = (
        "what it does to numbers was read off its body, piece by piece, and set against each other"
    )
    """What people read beside the step where a promise is proved.

    It is text. What proofs use is read off the body.
    """

    limiting: ClassVar[bool] = False
    """Whether an explanation mentions the step also where it changed nothing."""

    droppable: ClassVar[bool] = False
    """Whether a measure can do without it: what comes after takes what stood before."""

    def text(self, wording: Wording, before: Kind, after: Kind) -> str:  # noqa: ARG002 - a word may need them
        """Write the step, between a value of one kind and a value of another.

        Unless the word says it better: the word, then each field with its name.
        """
        written = self.written()
        fields = {"": written} if self.bare else written
        said = (f"{words(name)} {_said(it)}".strip() for name, it in fields.items())
        return f"{words(self.word)}: {', '.join(said)}"

    def body(self, value: Value, arithmetic: Arithmetic) -> Value:
        """Return what the step makes of a value."""
        raise NotImplementedError

    def after(self, before: Kind) -> Kind:
        """Return the kind of value after the step."""
        scale = self.scaled()
        if scale:
            return Kind("category", scale)
        return NUMBER if self.gives == "number" else before

    def scaled(self) -> str | None:
        """Return the scale of the category that the step gives, if it names one."""
        return next(held(self, "scale"), None)

    def settled(self, known: Kinds) -> bool:  # noqa: ARG002 - a word may ask what is known
        """Tell whether the kind after the step can be told."""
        return True

    # What it can give

    def given(self) -> tuple[Any, ...] | None:
        """Return every value that it can give, whatever it takes; `None` where there are many."""
        return None

    def listed(self) -> Mapping[Any, Any] | None:
        """Return what each value becomes, where the word lists them all: as the body says it."""
        return None

    def leaves(self) -> tuple[Any, Any] | None:
        """Return the lowest and the highest value that it leaves; `None` if it bounds nothing."""
        return None

    def edges(self) -> tuple[tuple[Edge, ...], ...]:
        """Return the edges of each of its lines, of which the first that is met decides."""
        return ()

    def parts(self) -> int | None:
        """Return into how many parts it cuts a cohort, if it does."""
        return None

    def unit(self) -> Fraction | None:
        """Return the number of which it gives multiples alone, if there is one."""
        return None

    def numbered(self) -> "Self | None":
        """Return the step with the position of each line for its value, if it has lines.

        A step with lines has them in a field `bands`, in order, and reports which of them fires.
        """
        return None

    # Drawn at random

    once: ClassVar[bool] = False
    """Whether at most one is drawn for a measure, as two could contradict each other."""

    @classmethod
    def drawn(cls, drawing: Drawing) -> Data:
        """Draw the step as an author could write it; a condition may be added."""
        return {cls.word: drawing.of_fields(cls)}

    # Small changes that cases should notice

    @classmethod
    def variants(cls, written: Any, choices: Choices) -> "Iterator[Variant]":
        """Give what could have been written behind the word instead, after one small change."""
        return choices.of_fields(cls, written)

    # Read, made ready and written

    @classmethod
    def read(cls, written: Any, step: Mapping[str, Any]) -> Self:
        """Read the word from what is written behind it, and from the step around it."""
        behind = {cls.bare: written} if cls.bare else written
        beside = {it.name for it in fields_of(cls) if it.metadata.get("beside")}
        around = {name: step[name] for name in beside if name in step}
        return cls(**dict(read_fields(cls, {**behind, **around})))

    def written(self) -> Any:
        """Write what stands behind the word."""
        return plain(getattr(self, self.bare)) if self.bare else written_fields(self, beside=False)

    def around(self) -> Data:
        """Write what stands beside the word."""
        return written_fields(self, beside=True)

    def ready(self, making: Making) -> Self:
        """Put numbers where parameters are named, and values where outcomes are written."""
        ready: Self = changed(
            self, lambda role, it: making.number(it) if role == "amount" else making.value(it)
        )
        return ready

    # Names, and who says so

    def names(self) -> Iterator[tuple[Path, str, bool]]:
        """Give the inputs and measures that it names, and whether each stands as a key."""
        for it in fields_of(self):
            if it.metadata.get("role") == "name":
                given = getattr(self, it.name)
                if isinstance(given, str):
                    yield Path((it.name,)), given, False
                elif given:
                    yield from ((Path((it.name, name)), name, True) for name in given)

    def uses(self, path: Path, after: Kind | None) -> Iterator[Use]:
        """Give every name in a step at an address; `after` is the kind of value that it gives."""
        yield from (Use(path / "scale", name, "scale") for name in held(self, "scale") if name)
        for amount in held(self, "amount"):
            yield from (Use(at, name, "amount") for at, name in named(amount, path / self.word))
        for at, name, key in self.names():
            yield Use(Path((*path, self.word, *at)), name, "value", at_key=key)
        if after == NUMBER and self.takes != "category":
            for outcome in held(self, "outcome"):
                yield from (Use(at, it, "amount") for at, it in named(outcome, path / self.word))

    def claims(self) -> Iterator[tuple[Path, Says]]:
        """Give what parts of the step say of who says so, each with its address behind the word."""
        return iter(())

    # Checks

    def misfits(self, before: Kind, path: Path, fitting: Fitting) -> Iterator[Problem]:
        """Give a problem for each value behind the word that does not fit there."""
        for outcome in held(self, "outcome"):
            yield from fitting.outcome(outcome, self.after(before), path)

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:  # noqa: ARG002 - a word may need them
        """Give a problem for numbers behind the word that do not go together."""
        return iter(())


class Conversion(Operation):
    """What it takes and what it gives never depends on a condition."""

    __slots__ = ()

    converts = True


class Adjustment(Operation):
    """Number to number, or category to category of the same scale.

    A category is its position on the scale, 0 for the best, so that "no better than" is "not
    below".
    """

    __slots__ = ()

    gives = "same"
    converts = False
    droppable = True


class Source:
    """Where the first value of a measure comes from.

    `policies` are what may become of a value that is not known. `listed` is the way, from behind
    the word, to its list of members, if it has one. One that is `countable` has members of which
    a need can ask for some. `gap` is the state in which it has no value, whatever the states of
    its members; `None` where it depends on them.
    """

    __slots__ = ()

    word: ClassVar[str]
    policies: ClassVar[tuple[str, ...]] = ("fill", "not_rated")
    listed: ClassVar[tuple[str, ...] | None] = None
    countable: ClassVar[bool] = True
    gap: ClassVar[State | None] = None

    holds: ClassVar[str] = ""
    """What stands behind it one by one, by the name that people have for it, such as `member`."""

    @classmethod
    def read(cls, measure: Mapping[str, Any]) -> Self:
        """Read the source from its measure."""
        raise NotImplementedError

    def written(self) -> Data:
        """Write the source as it stands in its measure."""
        raise NotImplementedError

    @classmethod
    def variants(cls, measure: Data, choices: Choices) -> "Iterator[Variant]":  # noqa: ARG003 - a word may need them
        """Give the measure after each small change of the source."""
        return iter(())

    def lines(self, wording: Wording, known: Kinds) -> Iterator[str]:
        """Write where the value comes from, a line for each way."""
        raise NotImplementedError

    def computed(self, value: str, members: int, wording: Wording) -> str:  # noqa: ARG002 - a word may need them
        """Write how a value came of so many members; empty where that need not be said."""
        return ""

    def given(self, known: Kinds) -> Kind | None:  # noqa: ARG002 - a word may ask what is known
        """Return the kind of value that it gives, if that can be told."""
        return NUMBER

    def members(self) -> Iterable[str]:
        """Return the names whose values it takes, without those it only tests."""
        raise NotImplementedError

    def counted(self, parameters: Collection[str]) -> set[str]:  # noqa: ARG002 - a word may need them
        """Return the members that a need counts."""
        return set(self.members())

    def conditions(self) -> Iterator[tuple[Path, Condition]]:
        """Give its conditions, each with its address in the measure."""
        return iter(())

    def tests(self) -> Iterator[tuple[Path, Comparison]]:
        """Give each test that it puts to a member, with its address in the measure."""
        return iter(())

    def uses(self, path: Path) -> Iterator[Use]:
        """Give every name that it takes, once, where the measure stands at an address."""
        return (Use(path / self.word, name, "value") for name in dict.fromkeys(self.members()))

    def claims(self) -> Iterator[tuple[Path, Says]]:
        """Give what its parts say of who says so, each with its address in the measure."""
        return iter(())

    def misfits(self, path: Path, fitting: Fitting) -> Iterator[Problem]:
        """Give a problem for each name or value that does not fit, in a measure at an address."""
        for at, test in self.tests():
            yield from fitting.comparison(test, Path((*path, *at)))

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:  # noqa: ARG002 - a word may need them
        """Give a problem for numbers that do not go together, in a measure at an address."""
        return iter(())


def beyond_text(beyond: str) -> str:
    """Write what holds beyond the outer numbers of a conversion, unless it is what they give."""
    return "" if beyond == "hold" else f"; beyond them: {words(beyond)}"


def beyonds() -> list[Data]:
    """Return what an author may write of what holds beyond the outer numbers."""
    return [{}, *({"beyond": it} for it in get_args(Beyond))]


def _said(written: Any) -> str:
    """Write plain data as people read it."""
    match written:
        case Mapping():
            return ", ".join(f"{name} is {_said(it)}" for name, it in written.items())
        case list():
            return listed(map(_said, written))
    return plain_text(written)


def trend(values: Iterable[Any]) -> Sign:
    """Tell whether values rise, fall, or do neither (or both: all the same)."""
    signs = {(after > before) - (after < before) for before, after in pairwise(values)} - {0}
    return signs.pop() if len(signs) == 1 else 0
