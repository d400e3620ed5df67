"""What comes of a rating: every measure and every step, before and after."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, Self

from attrs import field, frozen

from stp_rules.engine.cohort import Reference
from stp_rules.engine.values import Lens, Raw, Seen, Unknown
from stp_rules.errors import Place, Problem
from stp_rules.language.ruleset import Measure, Ruleset, Step
from stp_rules.language.values import Category, State
from stp_rules.paths import Path


@frozen
class StepInfo:
    """What a plan knows of a step: where it stands, its word, and how to see its values.

    `bands` gives each band's edges and value with parameters put in; other steps have none.
    """

    path: Path
    word: str
    step: Step
    before: Lens
    after: Lens
    bands: tuple[tuple[tuple[Fraction, ...], Seen], ...] = ()


class TracedStep(NamedTuple):
    """One step of one subject: the value before and after, and what fired.

    `fired` is the position of the band that was met, or whether the condition held.
    """

    info: StepInfo
    raw_before: Raw
    raw_after: Raw
    fired: int | bool | None

    @property
    def word(self) -> str:
        """The step's word in the language."""
        return self.info.word

    @property
    def name(self) -> str | None:
        """The name given by `as:`."""
        return self.info.step.name

    @property
    def before(self) -> Seen:
        """The value before the step."""
        return self.info.before.seen(self.raw_before)

    @property
    def after(self) -> Seen:
        """The value after the step."""
        return self.info.after.seen(self.raw_after)

    @property
    def path(self) -> Path:
        """The address of the rule that fired: the band, or the whole step."""
        path = self.info.path / self.info.word
        return path / self.fired if type(self.fired) is int else path

    @property
    def because(self) -> str:
        """The reason that the ruleset gives for the step."""
        return self.info.step.because


@frozen
class MeasureInfo:
    """What a plan knows of a measure."""

    path: Path
    level: str
    measure: Measure
    source: Lens
    lens: Lens
    members: tuple[tuple[str, Lens, Fraction | None], ...]


class Part(NamedTuple):
    """What a source reads: a name, its value, and its weight where it has one."""

    name: str
    value: Seen
    weight: Fraction | None


class Measured(NamedTuple):
    """One measure of one subject: the value of its source, then every step.

    `fired` is the position of the branch that decided, `None` where nothing was decided.
    """

    info: MeasureInfo
    raw_source: Raw
    raw: Raw
    steps: tuple[TracedStep, ...]
    raw_parts: tuple[Raw, ...]
    fired: int | None

    @property
    def name(self) -> str:
        """The measure's name."""
        return self.info.measure.name

    @property
    def value(self) -> Seen:
        """The measure's value: a number, a category's id, a truth, a label, or Unknown."""
        return self.info.lens.seen(self.raw)

    @property
    def source(self) -> Seen:
        """The value before the first step."""
        return self.info.source.seen(self.raw_source)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The members of the source, or the names that a decision tests, with their values."""
        pairs = zip(self.info.members, self.raw_parts, strict=True)
        return tuple(Part(name, lens.seen(raw), weight) for (name, lens, weight), raw in pairs)

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not isinstance(self.raw, Unknown)

    @property
    def path(self) -> Path:
        """The address of the measure, or of the branch that decided."""
        path = self.info.path
        return path if self.fired is None else path / "decide" / self.fired


@frozen
class Rating:
    """The rating of one subject by one ruleset, with every step that led to it.

    `key` and `label` identify the subject and are empty where the inputs do not say. A subject
    whose inputs were refused has `problems` and no measures. `reference` is the cohort that the
    subject stands beside, `None` where the ruleset has no cohort steps. `rating["score"]` is the
    value of a measure; `rating["rating.before_cap"]` that of a named step.
    """

    ruleset: Ruleset = field(repr=lambda ruleset: ruleset.reference)
    key: str
    label: str
    raw_inputs: Mapping[str, Raw] = field(repr=False)
    lenses: Mapping[str, Lens] = field(repr=False)
    measures: Mapping[str, Measured] = field(repr=lambda measures: f"<{len(measures)} measures>")
    problems: tuple[Problem, ...] = ()
    reference: Reference | None = None

    @property
    def result(self) -> Measured | None:
        """The measure that the ruleset calls its result; `None` where the inputs were refused."""
        return self.measures.get(self.ruleset.result)

    @property
    def value(self) -> Seen | None:
        """The value of the result; `None` where the inputs were refused."""
        return self.result.value if self.result else None

    @property
    def category(self) -> Category | None:
        """The category of the result; `None` where there is none."""
        value = self.value
        return value if isinstance(value, Category) else None

    @property
    def rated(self) -> bool:
        """Whether the result has a value."""
        return self.result is not None and self.result.known

    @property
    def state(self) -> str:
        """`rated`, `not_rated`, or `refused` where the inputs could not be used."""
        if self.problems:
            return "refused"
        return "rated" if self.rated else "not_rated"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why there is no rating; empty where there is one."""
        if self.problems:
            return tuple(problem.message for problem in self.problems)
        value = self.value
        return (str(value),) if isinstance(value, Unknown) else ()

    @property
    def inputs(self) -> dict[str, Seen]:
        """The inputs as they were understood."""
        return {name: self.lenses[name].seen(raw) for name, raw in self.raw_inputs.items()}

    def __getitem__(self, name: str) -> Seen:
        """Return the value of a measure, or of a named step as `measure.step`; KeyError if none."""
        measure, _, step = name.partition(".")
        if not step:
            return self.measures[measure].value
        for traced in self.measures[measure].steps:
            if traced.name == step:
                return traced.after
        raise KeyError(name)

    def place(self, path: Path) -> Place | None:
        """Return the line of the ruleset's text where `path` stands, if it has a text."""
        return self.ruleset.place(path)


class Ratings(tuple[Rating, ...]):  # noqa: SLOT001 - a tuple has no slots beside its items
    """The ratings of many subjects, in the order of their inputs.

    `unplaced` are the problems of rows of members that belong to no subject.
    """

    unplaced: tuple[Problem, ...]

    def __new__(cls, ratings: Iterable[Rating] = (), unplaced: tuple[Problem, ...] = ()) -> Self:
        """Keep the ratings, and what could not be placed."""
        made = super().__new__(cls, ratings)
        made.unplaced = unplaced
        return made

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem with the inputs of any subject, and of members without one."""
        found = [problem for rating in self for problem in rating.problems]
        return (*self.unplaced, *found)

    @property
    def reference(self) -> Reference | None:
        """The cohort that the subjects were rated beside; `None` where there is none."""
        return self[0].reference if self else None

    @property
    def counts(self) -> dict[str, int]:
        """How many subjects have each category, best first, then `not_rated` and `refused`."""
        if not self:
            return {}
        categories = self[0].lenses[self[0].ruleset.result].categories
        names = [*(categories or ["rated"]), State.NOT_RATED.value, "refused"]
        found = [rating.category or rating.state for rating in self]
        return {name: found.count(name) for name in names}

    def by_key(self) -> dict[str, Rating]:
        """Return the ratings under their subjects' keys; of a key that stands twice, the first."""
        found: dict[str, Rating] = {}
        for rating in self:
            found.setdefault(rating.key, rating)
        return found
