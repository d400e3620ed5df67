"""A ruleset as frozen values: levels of measures, each a source followed by steps.

Nothing here knows of YAML, of lines and columns, or of how a rating is computed. The names of
fields are the words of the ruleset language.
"""

from collections.abc import Iterator, Mapping
from datetime import date as Day  # noqa: N812 - a field is called date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal, Self, TypeVar

from attrs import evolve, field, frozen

from stp_rules.errors import Place, Places
from stp_rules.paths import Path

K = TypeVar("K")
V = TypeVar("V")

Amount = Fraction | str
"""A number, or the name of a parameter."""

Outcome = Fraction | bool | str
"""A number, a truth, or a name: of a category, a label, a parameter, an input or a measure.

Which of these a name is depends on the kind of the value beside it and is settled by the plan.
"""


def number_text(value: Fraction) -> str:
    """Write a number exactly: as a decimal where it has an end, else as a quotient."""
    rest, places = value.denominator, 0
    for factor in (10, 5, 2):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    if rest > 1:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    digits = _digits(abs(value * 10**places).numerator).zfill(places + 1)
    sign, whole, after = (
        "-" * (value < 0),
        digits[: len(digits) - places],
        digits[len(digits) - places :],
    )
    return f"{sign}{whole}.{after}" if places else f"{sign}{whole}"


def _digits(whole: int) -> str:
    """Write a whole number; of a decimal, Python does not bound the digits."""
    return str(Decimal(whole))


def category_id(outcome: "Outcome") -> str:
    """Return the id of a category, which may be written as a number."""
    return number_text(outcome) if isinstance(outcome, Fraction) else str(outcome)


InputType = Literal["number", "boolean", "label", "scale"]
Better = Literal["higher", "lower", "true", "false", "neither"]
EdgeTest = Literal["at_least", "above", "at_most", "below"]
Beyond = Literal["hold", "extend", "not_rated"]
ScaleEnd = Literal["better", "worse"]


class State(StrEnum):
    """Why a value is not known. The first three come from an input; the last from a measure."""

    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_RATED = "not_rated"


class FrozenMap(Mapping[K, V]):
    """An ordered mapping that cannot change; equal to any mapping with the same items."""

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Any = ()) -> None:
        """Take whatever `dict` takes."""
        self._items: dict[K, V] = dict(items)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        """Return the value under `key`; KeyError where there is none."""
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        """Give the keys in order."""
        return iter(self._items)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._items)

    def __hash__(self) -> int:
        """Hash by content, whatever the order."""
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __repr__(self) -> str:
        """Show the content as a dict does."""
        return f"FrozenMap({self._items!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the content alone."""
        return FrozenMap, (self._items,)


@frozen(eq=False)
class Itself:
    """Stands in a cache for that very value, and not for its equals.

    Equal rulesets may come from different texts, and what is computed of one names its places.
    """

    value: Any

    def __eq__(self, other: object) -> bool:
        """Tell whether both stand for one and the same value."""
        return isinstance(other, Itself) and self.value is other.value

    def __hash__(self) -> int:
        """Hash by identity."""
        return id(self.value)


def _typed(outcome: Any) -> Any:
    """Tell a truth from a number that equals it, also in a tuple or a mapping."""
    if isinstance(outcome, tuple):
        return tuple(map(_typed, outcome))
    if isinstance(outcome, Mapping):
        return frozenset((name, _typed(item)) for name, item in outcome.items())
    return type(outcome), outcome


def amount(**options: Any) -> Any:
    """Declare a field that holds amounts: the plan puts numbers where parameters are named."""
    return field(metadata={"role": "amount"}, **options)


def outcome(**options: Any) -> Any:
    """Declare a field that holds outcomes: the plan reads them by the kind of their neighbour."""
    return field(metadata={"role": "outcome"}, eq=_typed, **options)


@frozen
class Says:
    """Who says so: evidence, source and note; each `None` where a wider one holds."""

    evidence: str | None = None
    source: str | None = None
    note: str | None = None


NOBODY_NEARER = Says()


class Category(str):
    """A category of one scale: equal to its id, and it bears the label that its scale prints."""

    __slots__ = ("label",)

    label: str

    def __new__(cls, name: str, label: str) -> Self:
        """Make the category of an id and a label."""
        category = super().__new__(cls, name)
        category.label = label
        return category

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle id and label."""
        return Category, (str(self), self.label)


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
    reads: FrozenMap[str, State | Outcome] = field(default=FrozenMap(), eq=_typed)
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


# Conditions -------------------------------------------------------------------------------------


@frozen
class Comparison:
    """One test of one name against a bound: `{staffing: {at_least: 4}}`."""

    name: str
    test: str
    bound: Outcome | tuple[Outcome, ...] = outcome()

    @property
    def bounds(self) -> tuple[Any, ...]:
        """What the name is tested against: one bound, or several of which one is enough."""
        return self.bound if isinstance(self.bound, tuple) else (self.bound,)


@frozen
class AllOf:
    """Every part holds; `together` where they stand in one mapping, without the word `all`."""

    parts: "tuple[Condition, ...]"
    together: bool = field(default=False, eq=False)


@frozen
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"


@frozen
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Comparison | AllOf | AnyOf | Not


def comparisons_at(condition: Condition, path: Path) -> Iterator[tuple[Path, Comparison]]:
    """Give every comparison of a condition with its address, in order."""
    match condition:
        case Comparison(name, test):
            yield path / name / test, condition
        case AllOf(parts, together):
            for position, part in enumerate(parts):
                yield from comparisons_at(part, path if together else path / "all" / position)
        case AnyOf(parts):
            for position, part in enumerate(parts):
                yield from comparisons_at(part, path / "any" / position)
        case Not(part):
            yield from comparisons_at(part, path / "not")


def comparisons_in(condition: Condition) -> Iterator[Comparison]:
    """Give every comparison of a condition, in order."""
    return (comparison for _, comparison in comparisons_at(condition, Path()))


# Formulas ---------------------------------------------------------------------------------------


@frozen
class Name:
    """A name in a formula."""

    name: str


@frozen
class Call:
    """An operator or a function applied to its arguments."""

    function: str
    arguments: "tuple[Expression, ...]"


Expression = Fraction | Name | Call


def names_in(expression: Expression) -> Iterator[str]:
    """Give every name of an expression, in order, as often as it stands there."""
    waiting = [expression]
    while waiting:
        match waiting.pop():
            case Name(name):
                yield name
            case Call(_, arguments):
                waiting.extend(reversed(arguments))


# Sources ----------------------------------------------------------------------------------------


@frozen
class From:
    """The value of an input or of another measure."""

    name: str


@frozen
class Formula:
    """Arithmetic over names; `text` as written, `expression` as understood."""

    text: str = field(eq=False)
    expression: Expression


Combining = Literal["mean", "geometric_mean", "sum", "min", "max", "median"]


@frozen
class Combination:
    """Measures or inputs combined into one number.

    `weights` gives each member its weight (1 for each member of a list). `zero` belongs to the
    geometric mean: what a value at or below zero makes of it.
    """

    kind: Combining
    weights: FrozenMap[str, Amount] = amount()
    zero: Literal["not_rated", "is_zero"] = "not_rated"


@frozen
class Count:
    """How many members pass the tests."""

    of: tuple[str, ...]
    that_are: FrozenMap[str, Outcome | tuple[Outcome, ...]] = outcome()


@frozen
class Branch:
    """One line of a decision; `when` is `None` for `otherwise`."""

    when: Condition | None
    then: Outcome = outcome()
    because: str = ""
    says: Says = NOBODY_NEARER


@frozen
class Decide:
    """The first branch whose condition holds decides; `scale` makes the outcomes categories."""

    branches: tuple[Branch, ...]
    scale: str | None = None


Source = From | Formula | Combination | Count | Decide


# Steps ------------------------------------------------------------------------------------------


@frozen
class Band:
    """One band; the edge (`test`, `edge`) is `None` on the last, which takes the rest."""

    test: EdgeTest | None
    edge: Amount | None = amount()
    value: Outcome = outcome()
    says: Says = NOBODY_NEARER


@frozen
class Bands:
    """Number to number, or to category where `scale` is given."""

    bands: tuple[Band, ...]
    scale: str | None = None


@frozen
class Points:
    """Piecewise-linear between the points `(x, y)`, in order of x."""

    points: tuple[tuple[Amount, Amount], ...] = amount()
    beyond: Beyond = "hold"


@frozen
class Goalposts:
    """`worst` becomes `low`, `best` becomes `high`; linear or along the logarithm."""

    worst: Amount = amount()
    best: Amount = amount()
    low: Amount = amount(default=Fraction(0))
    high: Amount = amount(default=Fraction(1))
    curve: Literal["linear", "log"] = "linear"
    beyond: Beyond = "hold"


@frozen
class Scores:
    """Category to number; complete for the scale of the value."""

    scores: FrozenMap[str, Amount] = amount()


Half = Literal["up", "down", "even", "away"]
Toward = Literal["zero", "floor", "ceiling"]


@frozen
class Round:
    """To a multiple of `to`; either `half` says where halves go, or `toward` where all goes."""

    to: Fraction
    half: Half | None = None
    toward: Toward | None = None


@frozen
class Add:
    """Add to the number."""

    term: Amount = amount()


@frozen
class Multiply:
    """Multiply the number."""

    factor: Amount = amount()


@frozen
class Limit:
    """Hold the number within bounds."""

    at_least: Amount | None = amount(default=None)
    at_most: Amount | None = amount(default=None)


@frozen
class Force:
    """`set:` the value, whatever it was."""

    value: Outcome = outcome()


@frozen
class Cap:
    """`no_better_than:` a category."""

    category: Outcome = outcome()


@frozen
class Floor:
    """`no_worse_than:` a category."""

    category: Outcome = outcome()


@frozen
class Shift:
    """Move along the scale; its ends hold. The plan fills in `last`, the scale's last position."""

    towards: ScaleEnd
    places: int
    last: int | None = None


# Steps relative to a cohort -----------------------------------------------------------------------

Ties = Literal["lowest", "highest", "mean", "dense"]
End = Literal["highest", "lowest"]
QuantileDefinition = Literal[
    "inverted_cdf",
    "averaged_inverted_cdf",
    "closest_observation",
    "interpolated_inverted_cdf",
    "hazen",
    "weibull",
    "linear",
    "median_unbiased",
    "normal_unbiased",
]


@frozen(kw_only=True)
class Relative:
    """A step relative to a cohort: the whole, or the peer group of the subject's own `within`.

    `need` is the least number of subjects with a value.
    """

    within: str | None = None
    need: int | None = None


@frozen(kw_only=True)
class ZScore(Relative):
    """Standard deviations from the cohort's mean."""

    deviation: Literal["sample", "population"]


@frozen(kw_only=True)
class MinMax(Relative):
    """The cohort's lowest becomes `low`, its highest `high`, and the rest lies between."""

    low: Amount = amount(default=Fraction(0))
    high: Amount = amount(default=Fraction(1))


@frozen(kw_only=True)
class Percentile(Relative):
    """The percentage of the cohort that lies below."""

    ties: Ties


@frozen(kw_only=True)
class Rank(Relative):
    """The place in the cohort, 1 for the best; `tie_break` says what decides between equals."""

    best: End
    ties: Ties
    tie_break: FrozenMap[str, End] = FrozenMap()


@frozen(kw_only=True)
class QuantileBands(Relative):
    """The number of the band, from 1 for the lowest, between the cohort's quantiles.

    `on_cut` says which of two bands owns the cut between them.
    """

    cuts: tuple[Fraction, ...]
    definition: QuantileDefinition
    on_cut: Literal["upper", "lower"]


@frozen(kw_only=True)
class Clusters(Relative):
    """The number of the cluster, from 1 for the lowest, of the best division into `count`."""

    count: int


CohortStep = ZScore | MinMax | Percentile | Rank | QuantileBands | Clusters
Conversion = Bands | Points | Goalposts | Scores | Round | CohortStep
Adjustment = Add | Multiply | Limit | Force | Cap | Floor | Shift
Operation = Conversion | Adjustment


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
    text that the ruleset came from, and `digest` is the SHA-256 of its canonical form; neither
    plays a part in equality, and both are empty for a ruleset built in Python.
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
    reads: FrozenMap[str, State | Outcome] = field(default=FrozenMap(), eq=_typed)
    scales: FrozenMap[str, Scale] = FrozenMap()
    parameters: FrozenMap[str, Parameter] = FrozenMap()
    promises: tuple[Promise, ...] = ()
    places: Places | None = field(default=None, eq=False, repr=False)
    digest: str = field(default="", eq=False, repr=False)

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
