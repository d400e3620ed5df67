"""What a change of a ruleset makes of subjects: an example, or a proof that all is the same.

What comes out of a ruleset is its result, and every other measure that no measure reads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from attrs import evolve, frozen

from stp_rules.checking.ruleset import problems
from stp_rules.engine.cohort import Reference
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Seen, Unknown, beside_text
from stp_rules.engine.wiring import wiring
from stp_rules.errors import ProblemsError
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import FrozenMap, State
from stp_rules.library import on
from stp_rules.proofs.domain.cells import Cells
from stp_rules.proofs.domain.moves import UNKNOWN
from stp_rules.proofs.domain.ruled import UnknownRuleError, require_rules
from stp_rules.proofs.search.aiming import subjects_at_places
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.drawing import seeded
from stp_rules.proofs.search.edges import aimed, stops
from stp_rules.proofs.search.samples import Values
from stp_rules.proofs.search.shrinking import plain_subject, shrunk
from stp_rules.proofs.search.turning import sort_of
from stp_rules.proofs.versions.comparing import compared
from stp_rules.readings.exact import measured
from stp_rules.testing.scenes import Scene, Stage, text

SUBJECTS, COHORTS, BASES = 300, 60, 3
"""How many subjects are tried before a proof, how many cohorts, and how many are moved to where a
ruleset turns."""

TRIES = 150
"""How many smaller scenes are tried in place of one that shows a difference."""

REFUSED = "refused"
"""What is said in place of the value of a subject whose inputs are not accepted."""


@frozen
class Difference:
    """A subject that two rulesets tell apart: what has to be known of it, and one measure by both.

    What `inputs` does not name is missing. `scene` has those that are rated together with the
    subject, itself among them at position `at`, with the members and the day. A case holds a
    subject that is refused by `counts: {refused: 1}`.
    """

    inputs: Mapping[str, Seen]
    measure: str
    before: Seen
    after: Seen
    scene: Scene
    at: int = 0

    def __str__(self) -> str:
        """Write the subject, those around it, and what each ruleset makes of it."""
        before, after = self._values()
        made = f"`{self.measure}` is {before}, and with the change {after}"
        return f"for example {self._who()}: {made}"

    def _values(self) -> tuple[str, str]:
        if isinstance(self.before, Unknown) and isinstance(self.after, Unknown):
            return f"not rated ({self.before})", f"not rated ({self.after})"
        return beside_text(self.before, self.after)

    def _who(self) -> str:
        subjects, members = self.scene.subjects, self.scene.members
        who = text(self.inputs)
        if len(subjects) > 1:
            listed = "; ".join(map(text, subjects))
            who = f"subject {self.at + 1} of the cohort ({listed})"
        rows = f" with the members ({'; '.join(map(text, members))})" if members else ""
        day = f" on {self.scene.day}" if self.scene.day else ""
        return f"{who}{rows}{day}"


@frozen
class Search:
    """What was tried to tell two rulesets apart, and the difference that was found, if any.

    `unknown` says why nobody was tried: searches know nothing of something in a ruleset.
    """

    difference: Difference | None
    subjects: int = 0
    cohorts: int = 0
    unknown: str = ""

    def __str__(self) -> str:
        """Write what was found, or how much was tried."""
        if self.difference:
            return str(self.difference)
        if self.unknown:
            return f"nobody was tried: {self.unknown}"
        tried = f"{self.subjects} subjects, {self.cohorts} cohorts"
        return f"nobody found was rated otherwise; tried: {tried}"


def difference(before: Ruleset, after: Ruleset) -> Difference | None:
    """Return a subject whose outcomes differ; `None` where none of many does."""
    return searched(before, after).difference


def searched(before: Ruleset, after: Ruleset) -> Search:
    """Look for subjects, or cohorts, whose outcomes differ, on every day on which numbers change.

    The rulesets have inputs and measures of the same names, and are free of problems.
    """
    try:
        for ruleset in (before, after):
            require_rules(make_plan(ruleset))
    except UnknownRuleError as unknown:
        return Search(None, unknown=str(unknown))
    subjects = cohorts = 0
    for day in _days(before, after):
        begun = _begun(before, day), _begun(after, day)
        if begun[0] != begun[1]:
            return Search(_early(before, day, begun), subjects, cohorts)
        contrast = Contrast.of(before, after, day)
        for found in contrast.tried() if contrast else ():
            subjects, cohorts = subjects + found.subjects, cohorts + found.cohorts
            if found.difference:
                return Search(found.difference, subjects, cohorts)
    return Search(None, subjects, cohorts)


def _begun(ruleset: Ruleset, day: date | None) -> bool:
    """Tell whether all dated numbers of a ruleset have begun on a day."""
    try:
        on(ruleset, day)
    except ProblemsError:
        return False
    return True


def _early(ruleset: Ruleset, day: date | None, begun: tuple[bool, bool]) -> Difference:
    """Return somebody of whom nothing is known, on a day on which one of two has no number yet."""
    before, after = (UNKNOWN[State.NOT_RATED] if it else REFUSED for it in begun)
    return Difference({}, ruleset.result, before, after, Scene(({},), (), day))


def _days(before: Ruleset, after: Ruleset) -> Sequence[date | None]:
    """Return the days on which a dated number of either changes; `None` where there are none."""
    return sorted({*before.days, *after.days}) or [None]


@frozen
class Contrast:
    """Two rulesets on a day, and where subjects for both are tried."""

    before: Ruleset
    after: Ruleset
    day: date | None
    sides: "_Sides"
    bench: Bench

    @classmethod
    def of(cls, before: Ruleset, after: Ruleset, day: date | None) -> "Contrast | None":
        """Return the contrast; `None` on a day on which one of them has no numbers yet."""
        try:
            sides = _Sides(make_plan(on(before, day)), make_plan(on(after, day)))
        except ProblemsError:
            return None
        bench = Bench(sides.one, Cells((sides.one, sides.other)), Reference())
        return cls(before, after, day, sides, bench)

    def tried(self) -> Iterator[Search]:
        """Try single subjects at random, at what decides, and where either turns; then cohorts."""
        ends = self.sides.ends()
        if ends and not self.rolled:
            yield self.of_subjects(self.random(), ends)
            yield self.of_subjects(self.aimed(ends), ends)
            yield self.of_subjects(subjects_at_places(self.bench, BASES, self.treated), ends)
        if self.relative or self.rolled or self.reads_otherwise:
            yield self.of_scenes(ends)

    @property
    def relative(self) -> bool:
        """Whether a measure reads the cohort."""
        return any(it.parts for plan in (self.sides.one, self.sides.other) for it in plan.measures)

    @property
    def rolled(self) -> bool:
        """Whether inputs are rolled up from members, by either."""
        return any(it.members for it in (*self.before.inputs.values(), *self.after.inputs.values()))

    @property
    def reads_otherwise(self) -> bool:
        """Whether one accepts or reads what the other does not."""
        return not _same_inputs(self.before, self.after)

    def random(self) -> Iterator[Values]:
        """Draw subjects, some of whose values are not known."""
        random = seeded()
        return (self.bench.drawn(random, at) for at in range(SUBJECTS))

    def aimed(self, ends: Iterable[str]) -> Iterator[Values]:
        """Bring subjects to the numbers that decide, in what was changed and what rests on it."""
        wires, changed = wiring(self.sides.one), set(self.sides.changed())
        behind = {name for end in ends for name in wires.behind(end)}
        scope = [it for it in behind if wires.behind(it) & changed]
        plans = (self.sides.one, self.sides.other)
        found = dict.fromkeys(stop for plan in plans for stop in stops(plan, sorted(scope)))
        return islice(aimed(self.bench, plans, found), SUBJECTS)

    def treated(self, values: Values) -> Any:
        """Return what both do with a subject."""
        return tuple(sort_of(measured(plan, dict(values))) for plan in self.sides.plans)

    def of_subjects(self, drawn: Iterable[Values], ends: list[str]) -> Search:
        """Try single subjects, beside nobody."""
        count = 0
        for values in drawn:
            count += 1
            if self.sides.differing(values, ends):
                return Search(self.shown(values), count)
        return Search(None, count)

    def shown(self, values: Values) -> Difference:
        """Return the first measure that differs, with no more known than that takes."""
        name, *_ = self.sides.differing(values, self.sides.changed() or self.sides.ends())
        values = plain_subject(
            self.bench, values, lambda it: bool(self.sides.differing(it, [name]))
        )
        lenses = self.sides.one.lenses
        known = {it: lenses[it].seen(raw) for it, raw in values.items()}
        given = {it: value for it, value in map(_given, known.items()) if value is not None}
        before, after = (measured(it, dict(values))[name].value for it in self.sides.plans)
        return Difference(given, name, before, after, Scene((given,), (), self.day))

    def of_scenes(self, ends: list[str]) -> Search:
        """Try cohorts, members, and what only one of the rulesets accepts."""
        random = seeded()
        stage = Stage(self.bench, self.before, self.after, self.day)
        names = ends or self.sides.out()
        for reasons in (False, True) if self.reads_otherwise else (False,):
            tell = partial(self.first_difference, names=names, reasons=reasons)
            for at in range(COHORTS):
                scene = stage.drawn(random, at)
                found = tell(scene)
                if found:
                    small = shrunk(scene, Scene.smaller, partial(_shows_alike, tell, found), TRIES)
                    return Search(tell(small), 0, at + 1)
        return Search(None, 0, COHORTS)

    def first_difference(
        self, scene: Scene, names: Iterable[str], *, reasons: bool
    ) -> Difference | None:
        """Return the first subject of a scene whose outcomes, or the reasons of them, differ."""
        one, other = scene.rated(self.before), scene.rated(self.after)
        for at, (before, after) in enumerate(zip(one or (), other or (), strict=False)):
            for name in names:
                pair = _outcome(before, name), _outcome(after, name)
                shown = pair if reasons else tuple(map(_known, pair))
                if shown[0] != shown[1]:
                    return Difference(scene.subjects[at], name, *pair, scene, at)
        return None


def _shows_alike(
    tell: Callable[[Scene], Difference | None], found: Difference, scene: Scene
) -> bool:
    """Tell whether a scene shows a difference of the same sort: a refusal, or another value."""
    other = tell(scene)
    return other is not None and (other.before == REFUSED) is (found.before == REFUSED)


def _outcome(rating: Rating, name: str) -> Seen:
    return REFUSED if rating.problems else rating[name]


def _given(item: tuple[str, Seen]) -> tuple[str, Any]:
    """Return what is delivered for an input; nothing where it is missing."""
    name, value = item
    if isinstance(value, Unknown):
        return name, None if value.state is State.MISSING else value.state
    return name, value


def _same_inputs(before: Ruleset, after: Ruleset) -> bool:
    return (before.inputs, before.reads) == (after.inputs, after.reads)


def alike(before: Ruleset, after: Ruleset) -> bool:
    """Tell whether it is proved that every outcome of every subject is the same.

    Either what was changed is the same, or all that comes out of it. Neither is ever proved where
    it reads a cohort, nor where inputs are read otherwise.
    """
    if not _same_inputs(before, after):
        return False
    days = _days(before, after)
    return all(_alike_on(before, after, day) for day in days)


def _alike_on(before: Ruleset, after: Ruleset, day: date | None) -> bool:
    try:
        before, after = on(before, day), on(after, day)
    except ProblemsError:
        return False
    sides = _Sides(make_plan(before), make_plan(after))
    return any(
        all(_same(_behind(before, name), _behind(after, name)) for name in names)
        for names in (sides.changed(), sides.ends())
    )


def _same(before: Ruleset, after: Ruleset) -> bool:
    cohort = any(it.parts for it in make_plan(after).measures)
    return not cohort and compared(before, after).equal is True


def _behind(ruleset: Ruleset, name: str) -> Ruleset:
    """Return a ruleset whose result is a measure, with no more in it than that rests on."""
    names = wiring(make_plan(ruleset)).behind(name)
    levels = [
        evolve(level, measures=tuple(it for it in level.measures if it.name in names))
        for level in ruleset.levels
    ]
    kept = tuple(level for level in levels if level.measures)
    small = evolve(ruleset, levels=kept, result=name, promises=())
    while unused := [it.path for it in problems(small) if it.code == "unused"]:
        for section, item in unused:
            there = getattr(small, str(section)).items()
            rest: Any = FrozenMap({key: it for key, it in there if key != item})
            small = evolve(small, **{str(section): rest})
    return small


@frozen
class _Sides:
    one: Plan
    other: Plan

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """Both."""
        return self.one, self.other

    def changed(self) -> list[str]:
        """Return the measures that are not the same."""
        after = {it.info.measure.name: it for it in self.other.measures}
        before = {it.info.measure.name: it for it in self.one.measures}
        return [name for name, it in before.items() if it != after[name]]

    def ends(self) -> list[str]:
        """Return what comes out and rests on something that is not the same."""
        wires, changed = wiring(self.one), set(self.changed())
        return [it for it in self.out() if wires.behind(it) & changed]

    def out(self) -> list[str]:
        """Return what comes out: the result, and what no measure reads."""
        wires, result = wiring(self.one), self.one.ruleset.result
        names = [it.info.measure.name for it in self.one.measures]
        return [it for it in names if it == result or not wires.readers(it)]

    def differing(self, values: Values, names: Iterable[str]) -> list[str]:
        """Return the measures that a subject has two values of; one without a value has none."""
        sides = [measured(plan, dict(values)) for plan in (self.one, self.other)]
        pairs = {name: [_known(side[name].value) for side in sides] for name in names}
        return [name for name, (one, other) in pairs.items() if one != other]


def _known(value: Seen) -> Seen | None:
    return None if isinstance(value, Unknown) else value
