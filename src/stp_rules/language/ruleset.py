"""A ruleset as frozen values: levels of measures, each a source followed by steps.

Nothing here knows of YAML, of lines and columns, or of how a rating is computed. The names of
fields are the words of the ruleset language.
"""

from collections.abc import Callable, Iterator
from datetime import date as Day  # noqa: N812 - a field is called date
from fractions import Fraction
from typing import Literal

from attrs import evolve, field, frozen

from stp_rules.errors import Place, Places
from stp_rules.language.conditions import Condition
from stp_rules.language.fields import amount
from stp_rules.language.values import (
    NOBODY_NEARER,
    Amount,
    Category,
    FrozenMap,
    Outcome,
    Says,
    State,
    typed,
)
from stp_rules.language.word import Operation, Source
from stp_rules.paths import Path

InputType = Literal["number", "boolean", "label", "scale"]
Better = Literal["higher", "lower", "true", "false", "neither"]


@frozen
class Scale:
    """Categories, best first; `labels` gives each id as printed and read. Their order counts."""

    labels: FrozenMap[str, str] = field(eq=lambda labels: tuple(labels.items()))

    categories: tuple[Category, ...] = field(init=False, eq=False, repr=False)
    """The categories, best first."""

    def __attrs_post_init__(self) -> None:
        """Make the categories once."""
        made = tuple(Category(name, label) for name, label in self.labels.items())
        object.__setattr__(self, "categories", made)


@frozen
class Limits:
    """The numbers from `at_least` or `above` up to `at_most` or `below`; open where `None`."""

    at_least: Amount | None = amount(default=None)
    above: Amount | None = amount(default=None)
    at_most: Amount | None = amount(default=None)
    below: Amount | None = amount(default=None)


Rolling = Literal["sum", "mean", "count", "any", "best", "worst"]


@frozen
class Rollup:
    """How the rows of a subject's members become one value; `weight` weighs a mean."""

    how: Rolling
    weight: str | None = None


@frozen
class Input:
    """One value that a supplier delivers for a subject, or for each of its members.

    `members` says how the members' values become the subject's; the type, the range and the
    words of `reads` are then those of the members' values. `column` is its name in tables.
    `scale` is set for `type="scale"`, `values` may list labels. `reads` adds to the ruleset's own
    and wins.
    """

    title: str = ""
    type: InputType = "number"
    scale: str | None = None
    values: tuple[str, ...] = ()
    unit: str = ""
    limits: Limits = Limits()
    better: Better | None = None
    column: str | None = None
    reads: FrozenMap[str, State | Outcome] = field(default=FrozenMap(), eq=typed)
    members: Rollup | None = None
    says: Says = NOBODY_NEARER


@frozen
class Parameter:
    """A number with a name.

    `dated` gives, in order, the days from which its values hold; `value` is then the last, until
    `Ruleset.on` puts in the one of a day.
    """

    value: Fraction
    title: str = ""
    says: Says = NOBODY_NEARER
    dated: "tuple[tuple[Day, Fraction], ...]" = ()

    def on(self, day: Day) -> "Parameter":
        """Return the parameter as it holds on a day, which is not before its first."""
        holding = [value for start, value in self.dated if start <= day]
        return evolve(self, value=holding[-1], dated=()) if holding else self


@frozen
class Step:
    """One operation on a measure's value; `name` is its `as:`, `when` only on adjusting steps."""

    operation: Operation
    when: Condition | None = None
    name: str | None = None
    because: str = ""
    says: Says = NOBODY_NEARER


# Measures ---------------------------------------------------------------------------------------


@frozen
class Fill:
    """Put a number in place of what is not known; `None` is the cohort's mean.

    `within` names the peer group whose mean it is.
    """

    number: Amount | None = amount()
    within: str | None = None


Policy = Literal["not_rated", "ignore"] | Fill


@frozen
class Need:
    """What must be known: `known` members, a `share` of the weight, or a `condition`."""

    known: int | None = None
    share: Fraction | None = None
    condition: Condition | None = None


@frozen
class Measure:
    """A named value that the method computes.

    `missing` gives a policy for each state; a state that it does not name has the default: a
    member that is not known makes a combination not rated, and `from` hands its state on.
    """

    name: str
    source: Source
    steps: tuple[Step, ...] = ()
    title: str = ""
    unit: str = ""
    missing: FrozenMap[State, Policy] = FrozenMap()
    need: Need | None = None
    better: Better | None = None
    says: Says = NOBODY_NEARER

    @property
    def defines(self) -> tuple[str, ...]:
        """The names that it defines: its own, and those of its steps."""
        return (self.name, *(step.name for step in self.steps if step.name))


@frozen
class Level:
    """A named layer of measures."""

    name: str
    measures: tuple[Measure, ...]


# Promises ---------------------------------------------------------------------------------------

PromiseKind = Literal[
    "better_never_hurts",
    "withholding_never_pays",
    "every_category_reachable",
    "total",
    "no_cliffs",
]


@frozen
class Promise:
    """What a method promises; it is proved, and plays no part in any rating.

    `excepted` are the inputs, or the categories, for which it is not promised. `of` belongs to
    `no_cliffs`: by how many categories no single edge moves the rating. `inside` is `cohort` where
    the subject that improves shifts the cohort that it stands in.
    """

    kind: PromiseKind
    excepted: tuple[str, ...] = ()
    of: int | None = None
    inside: Literal["cohort"] | None = None
    because: str = ""


# The ruleset ------------------------------------------------------------------------------------


@frozen
class Publication:
    """A document that says so."""

    title: str
    publisher: str = ""
    date: Day | None = None
    url: str = ""


@frozen
class Subject:
    """The columns that identify a subject: a key and a label to print.

    `member` and `share` are columns of the rows of members: the member's key, and the part of
    it that counts for the subject.
    """

    key: str | None = None
    label: str | None = None
    member: str | None = None
    share: str = "share"


@frozen
class Period:
    """The days from `start` to `end`, both inclusive; open where `None`."""

    start: Day | None = None
    end: Day | None = None

    def __contains__(self, day: Day) -> bool:
        """Tell whether `day` is in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@frozen(cache_hash=True)
class Ruleset:
    """One version of one method, frozen to the bottom.

    The result is the measure named by `result`. `places` tells where each address stands in the
    text that the ruleset came from, and `stamp` gives its `digest`; neither plays a part in
    equality, and both are empty for a ruleset built in Python.
    """

    id: str
    version: str
    levels: tuple[Level, ...]
    result: str
    inputs: FrozenMap[str, Input]
    title: str = ""
    status: Literal["draft", "published", "withdrawn"] = "draft"
    effective: Period = Period()
    says: Says = NOBODY_NEARER
    evidence_for: FrozenMap[str, Says] = FrozenMap()
    sources: FrozenMap[str, Publication] = FrozenMap()
    subject: Subject = Subject()
    reads: FrozenMap[str, State | Outcome] = field(default=FrozenMap(), eq=typed)
    scales: FrozenMap[str, Scale] = FrozenMap()
    parameters: FrozenMap[str, Parameter] = FrozenMap()
    promises: tuple[Promise, ...] = ()
    places: Places | None = field(default=None, eq=False, repr=False)
    stamp: Callable[[], str] = field(default=str, eq=False, repr=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical form of what was read, taken when it is first asked for."""
        return self.stamp()

    @property
    def reference(self) -> str:
        """The id and version in one: `nhs-england/stp-progress@2017.1.0`."""
        return f"{self.id}@{self.version}"

    def on(self, day: Day) -> "Ruleset":
        """Return the ruleset with the parameters of a day; LookupError before their first."""
        late = [name for name, it in self.parameters.items() if it.dated and day < it.dated[0][0]]
        if late:
            first = self.parameters[late[0]].dated[0][0]
            raise LookupError(f"`{late[0]}` has no value before {first}")
        parameters = {name: it.on(day) for name, it in self.parameters.items()}
        return evolve(self, parameters=FrozenMap(parameters))

    @property
    def days(self) -> tuple[Day, ...]:
        """The days on which a dated parameter changes, in order."""
        return tuple(sorted({day for it in self.parameters.values() for day, _ in it.dated}))

    def measures(self) -> Iterator[tuple[Path, Measure]]:
        """Give every measure with its address, level by level."""
        for level in self.levels:
            for measure in level.measures:
                yield Path(("levels", level.name, measure.name)), measure

    def place(self, path: Path) -> Place | None:
        """Return where `path` stands in the ruleset's text, if it has one."""
        return self.places.find(path) if self.places else None
