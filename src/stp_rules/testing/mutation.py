"""Small changes to a ruleset that its cases should notice.

A case that fails when an edge is moved proves that somebody has looked at that edge. What no case
notices is listed, unless it is proved to change no outcome.
"""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any

from attrs import evolve, frozen

from stp_rules.checking.ruleset import problems
from stp_rules.errors import Place
from stp_rules.language.ruleset import Level, Measure, Ruleset
from stp_rules.language.values import FrozenMap
from stp_rules.language.variants import Change, Variant
from stp_rules.loading import build, dump
from stp_rules.loading.dump import Data
from stp_rules.loading.schema import form_problems
from stp_rules.paths import Path
from stp_rules.testing.cases import CaseFile, run_cases
from stp_rules.testing.choices import Choices, parameter
from stp_rules.testing.differences import Difference, Search, alike, searched


@frozen
class Mutant:
    """A ruleset with one change: where, what stood there, and what stands there now.

    `path` and `place` are those of the ruleset as it was; there is no `place` where it has no text.
    """

    path: Path
    before: str
    after: str
    ruleset: Ruleset
    place: Place | None = None

    def __str__(self) -> str:
        """Write where and what."""
        return f"{self.place or self.path}: {self.before} -> {self.after}  ({self.path})"


@frozen
class Unnoticed:
    """A mutant that no case notices, and the search for somebody that a case could notice it by.

    There is no `search` where the time was over before.
    """

    mutant: Mutant
    search: Search | None

    @property
    def difference(self) -> Difference | None:
        """A subject, or a cohort, that a case could notice the mutant by, if one was found."""
        return self.search.difference if self.search else None


@frozen
class Trial:
    """What came of the mutants of a ruleset.

    `noticed` failed a case. `unnoticed` did not, and change an outcome or may. `idle` are proved to
    change none, so that no case could notice them. Nothing was tried where cases are `failing`
    already.
    """

    noticed: tuple[Mutant, ...] = ()
    unnoticed: tuple[Unnoticed, ...] = ()
    idle: tuple[Mutant, ...] = ()
    failing: tuple[str, ...] = ()

    @property
    def changes(self) -> int:
        """How many changes were tried, idle ones too."""
        return len(self.noticed) + len(self.unnoticed) + len(self.idle)

    @property
    def percent(self) -> float:
        """How many of a hundred changes that are not idle were noticed.

        It is 100 where all are idle, and 0 where cases fail already.
        """
        whole = self.changes - len(self.idle)
        if self.failing:
            return 0.0
        return 100 * len(self.noticed) / whole if whole else 100.0


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Give every change of a choice that leaves a ruleset that can be used, each once.

    Choices are those of measures, of what inputs accept and how they are read, and of parameters.
    """
    plain = evolve(ruleset, promises=(), evidence_for=FrozenMap(), places=None)
    seen = {plain}
    for path, variant, made in _made(plain):
        if made not in seen and not problems(made):
            seen.add(made)
            where = Path((*path, *variant.path))
            yield Mutant(where, variant.before, variant.after, made, ruleset.place(where))


Made = tuple[Path, Variant, Ruleset]


def _made(ruleset: Ruleset) -> Iterator[Made]:
    choices = Choices.of(ruleset)
    yield from _of_measures(ruleset, choices)
    yield from _of_section(ruleset, "inputs", dump.entry, choices.entry, build.entry)
    yield from _of_section(ruleset, "parameters", dump.parameter, parameter, build.parameter)
    for it in choices.reads(dump.reads(ruleset.reads)):
        yield Path(("reads",)), it, evolve(ruleset, reads=build.reads(it.data))


def _of_measures(ruleset: Ruleset, choices: Choices) -> Iterator[Made]:
    for path, measure in ruleset.measures():
        for it in choices.measure(dump.measure(measure)):
            if not _misformed(levels={"measures": {measure.name: it.data}}):
                changed = build.measure(measure.name, it.data)
                yield path, it, evolve(ruleset, levels=_replaced(ruleset.levels, changed))


def _of_section(
    ruleset: Ruleset,
    section: str,
    write: Callable[[Any], Any],
    change: Change,
    read: Callable[[Any], Any],
) -> Iterator[Made]:
    """Change each entry of a section, as it would be written there."""
    entries: FrozenMap[str, Any] = getattr(ruleset, section)
    for name, entry in entries.items():
        for it in change(write(entry)):
            if not _misformed(**{section: {name: it.data}}):
                changed: Any = FrozenMap({**entries, name: read(it.data)})
                yield Path((section, name)), it, evolve(ruleset, **{section: changed})


_LEAST: Data = {
    "language": 1,
    "id": "alone",
    "version": "1.0.0",
    "inputs": {"it": {}},
    "levels": {"measures": {"of_it": {"from": "it"}}},
}
"""The least ruleset, as plain data, in which a part can stand alone."""


def _misformed(**part: Data) -> bool:
    """Tell whether a part would be refused for its form."""
    return bool(form_problems({**_LEAST, **part}))


def _replaced(levels: Iterable[Level], changed: Measure) -> tuple[Level, ...]:
    """Put a measure in place of the one of its name."""
    return tuple(
        evolve(
            level,
            measures=tuple(changed if it.name == changed.name else it for it in level.measures),
        )
        for level in levels
    )


SECONDS = 60.0
"""How long one looks, for all changes that no case notices together, where nothing else is said."""


def tried(cases: CaseFile, seconds: float = SECONDS) -> Trial:
    """Run a file of cases on every mutant of its ruleset.

    For mutants that no case notices, somebody who would is looked for, or a proof that nobody can,
    as long as the seconds last. Nothing is tried where a case fails already. Raises InputError for
    a file of data that cannot be used.
    """
    failing = tuple(it.case for it in run_cases(cases) if it.failures)
    if failing:
        return Trial(failing=failing)
    noticed: list[Mutant] = []
    quiet: list[Mutant] = []
    for mutant in mutants(cases.ruleset):
        (noticed if _notices(cases, mutant) else quiet).append(mutant)
    unnoticed, idle = [], []
    end = monotonic() + seconds
    for mutant in quiet:
        search = searched(cases.ruleset, mutant.ruleset) if monotonic() < end else None
        if search and not search.difference and alike(cases.ruleset, mutant.ruleset):
            idle.append(mutant)
        else:
            unnoticed.append(Unnoticed(mutant, search))
    return Trial(tuple(noticed), tuple(unnoticed), tuple(idle))


def _notices(cases: CaseFile, mutant: Mutant) -> bool:
    """Tell whether a case fails; the first that does will do."""
    changed = evolve(cases, ruleset=mutant.ruleset)
    return any(result.failures for result in run_cases(changed))


def trial_text(trial: Trial, cases: CaseFile) -> str:
    """Write how many changes were noticed, and each that was not, with who would notice it."""
    if trial.failing:
        listed = "; ".join(trial.failing)
        return f"{cases.file}: no change was tried, for there are cases that fail: {listed}"
    whole = trial.changes - len(trial.idle)
    made = f"{trial.changes} changes of the ruleset"
    idle = f", {len(trial.idle)} of which are proved to change nothing" if trial.idle else ""
    counts = f"{len(trial.noticed)} of {'the other ' if idle else ''}{whole}"
    lines = [
        f"{cases.file}: {made}{idle}; {counts} ({int(trial.percent)} percent) are noticed by a case"
    ]
    return "\n".join([*lines, *(line for it in trial.unnoticed for line in _lines(it))])


def _lines(unnoticed: Unnoticed) -> Iterator[str]:
    yield f"  not noticed: {unnoticed.mutant}"
    late = "nobody was looked for: the time limit was over"
    yield f"    {unnoticed.search or late}"
