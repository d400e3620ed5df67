"""Small changes to a ruleset that its cases should notice.

A case that fails when an edge is moved proves that somebody has looked at that edge. What no case
notices is listed, unless it is proved to change no outcome.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from stp_rules.checking.ruleset import problems
from stp_rules.errors import Place
from stp_rules.loading import build, dump
from stp_rules.loading.dump import Data
from stp_rules.loading.schema import form_problems
from stp_rules.model import FrozenMap, Level, Measure, Ruleset
from stp_rules.paths import Path
from stp_rules.testing.cases import CaseFile, run_cases
from stp_rules.testing.differences import Difference, alike, difference
from stp_rules.testing.variants import Variant, numbers, variants


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
    """A mutant that no case notices, and a subject that a case could notice it by, if found."""

    mutant: Mutant
    difference: Difference | None


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
    def percent(self) -> float:
        """How many of a hundred changes that matter were noticed.

        It is 100 where none matters, and 0 where cases fail already.
        """
        whole = len(self.noticed) + len(self.unnoticed)
        if self.failing:
            return 0.0
        return 100 * len(self.noticed) / whole if whole else 100.0


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Give every change that leaves a ruleset that can be used.

    Those of its measures are what `variants` says; the number of each parameter is moved.
    """
    plain = evolve(ruleset, promises=(), evidence_for=FrozenMap(), places=None)
    for path, variant, made in (*_of_measures(plain), *_of_parameters(plain)):
        if not problems(made):
            where = Path((*path, *variant.path))
            yield Mutant(where, variant.before, variant.after, made, ruleset.place(where))


Made = tuple[Path, Variant, Ruleset]


def _of_measures(ruleset: Ruleset) -> Iterator[Made]:
    anything = next(iter(ruleset.inputs))
    for path, measure in ruleset.measures():
        for it in variants(dump.measure(measure), anything):
            if form_problems(_alone(measure.name, it.data)):
                continue
            changed = build.measure(measure.name, it.data)
            yield path, it, evolve(ruleset, levels=_replaced(ruleset.levels, changed))


def _alone(name: str, measure: Data) -> Data:
    """Return the least ruleset, as plain data, that a measure can stand in as to its form."""
    head = {"language": 1, "id": "alone", "version": "1.0.0", "inputs": {"it": {}}}
    return {**head, "levels": {"measures": {name: measure}}}


def _replaced(levels: Iterable[Level], changed: Measure) -> tuple[Level, ...]:
    """Put a measure in place of the one of its name."""
    return tuple(
        evolve(
            level,
            measures=tuple(changed if it.name == changed.name else it for it in level.measures),
        )
        for level in levels
    )


def _of_parameters(ruleset: Ruleset) -> Iterator[Made]:
    for name, parameter in ruleset.parameters.items():
        for it in numbers(dump.parameter(parameter)):
            changed = {**ruleset.parameters, name: build.parameter(it.data)}
            path = Path(("parameters", name))
            yield path, it, evolve(ruleset, parameters=FrozenMap(changed))


def tried(cases: CaseFile) -> Trial:
    """Run a file of cases on every mutant of its ruleset.

    Nothing is tried where a case fails already. Raises InputError for a file of data that cannot
    be used.
    """
    failing = tuple(it.case for it in run_cases(cases) if it.failures)
    if failing:
        return Trial(failing=failing)
    noticed, unnoticed, idle = [], [], []
    for mutant in mutants(cases.ruleset):
        if _notices(cases, mutant):
            noticed.append(mutant)
            continue
        example = difference(cases.ruleset, mutant.ruleset)
        if example is None and alike(cases.ruleset, mutant.ruleset):
            idle.append(mutant)
        else:
            unnoticed.append(Unnoticed(mutant, example))
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
    noticed, whole = len(trial.noticed), len(trial.noticed) + len(trial.unnoticed)
    counted = f"{noticed} of {whole} changes of the ruleset ({int(trial.percent)} percent)"
    idle = f"{len(trial.idle)} change no outcome"
    lines = [f"{cases.file}: {counted} are noticed by a case; {idle}"]
    return "\n".join([*lines, *(line for it in trial.unnoticed for line in _lines(it))])


def _lines(unnoticed: Unnoticed) -> Iterator[str]:
    yield f"  not noticed: {unnoticed.mutant}"
    if unnoticed.difference:
        yield f"    {unnoticed.difference}"
