"""Small changes to a ruleset that its cases should notice.

A case that fails when an edge is moved proves that somebody has looked at that edge. What no case
notices is listed, unless it is proved to change no rating.
"""

from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from stp_rules.analysis.proofs.meaning import compared
from stp_rules.errors import Place, RulesetError
from stp_rules.library import loads
from stp_rules.loading.dump import flow_text, plain_data, written
from stp_rules.model import Ruleset, number_text
from stp_rules.paths import Path
from stp_rules.testing.cases import CaseFile, run_cases

_FLIPPED = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
_WEIGHED = ("mean", "geometric_mean", "sum")


@frozen
class Mutant:
    """A ruleset with one change: where, what stood there, and what stands there now."""

    path: Path
    before: str
    after: str
    ruleset: Ruleset
    place: Place | None = None

    def __str__(self) -> str:
        """Write where and what."""
        return f"{self.place or self.path}: {self.before} -> {self.after}  ({self.path})"


@frozen
class Trial:
    """What came of the mutants of a ruleset.

    `noticed` failed a case. `unnoticed` did not, and change a rating or may. `idle` are proved to
    change none, so that no case could notice them.
    """

    noticed: tuple[Mutant, ...] = ()
    unnoticed: tuple[Mutant, ...] = ()
    idle: tuple[Mutant, ...] = ()

    @property
    def percent(self) -> float:
        """How many of a hundred changes that matter were noticed; 100 where none matters."""
        whole = len(self.noticed) + len(self.unnoticed)
        return 100 * len(self.noticed) / whole if whole else 100.0


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Give every change that leaves a ruleset that can be used.

    Each edge and each bound of a condition is moved up and down by one in its last written digit,
    each weight is doubled, each strictness is turned round, each step with a condition is dropped,
    and each policy for missing values is replaced by another.
    """
    data = plain_data(ruleset)
    for path, key, value in _changes(data["levels"], Path(("levels",))):
        changed = deepcopy(data)
        before = _put(changed, path, key, value)
        try:
            made = loads(written(changed))
        except RulesetError:
            continue
        after = "gone" if value is None else flow_text({key: value} if key != path[-1] else value)
        yield Mutant(path, flow_text(before), after, made, ruleset.place(path))


Changed = tuple[Path, Any, Any]
"""An address, the key that then stands there, and its value; `None` drops it."""


def _changes(node: Any, path: Path) -> Iterator[Changed]:
    items: Any = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        where = path / key
        yield from _change(where, key, value)
        if isinstance(value, dict | list):
            yield from _changes(value, where)


def _change(path: Path, key: Any, value: Any) -> Iterator[Changed]:
    number = isinstance(value, int | Fraction) and not isinstance(value, bool)
    if key in _FLIPPED:
        yield path, _FLIPPED[key], value
        if number:
            step = _last_digit(Fraction(value))
            yield from ((path, key, value + way * step) for way in (1, -1))
    if path[-2:-1] and path[-2] in _WEIGHED and number:
        yield path, key, value * 2
    if isinstance(value, dict) and "when" in value and path[-2] == "steps":
        yield path, key, None
    if key == "missing":
        yield path, key, "ignore" if value != "ignore" else "not_rated"


def _last_digit(value: Fraction) -> Fraction:
    """Return one in the last digit with which a number is written; of a quotient, a hundredth."""
    text = number_text(value)
    if "/" in text:
        return Fraction(1, 100)
    return Fraction(1, 10 ** len(text.partition(".")[2]))


def _put(data: Any, path: Path, key: Any, value: Any) -> Any:
    """Make a change, and return what stood there."""
    around = data
    for part in path[:-1]:
        around = around[part]
    before = around[path[-1]]
    if value is None:
        del around[path[-1]]
    elif key == path[-1]:
        around[key] = value
    else:
        items = [(key, value) if name == path[-1] else (name, it) for name, it in around.items()]
        around.clear()
        around.update(items)
        return {path[-1]: before}
    return before


def tried(cases: CaseFile) -> Trial:
    """Run a file of cases on every mutant of its ruleset."""
    noticed, unnoticed, idle = [], [], []
    for mutant in mutants(cases.ruleset):
        if _notices(cases, mutant):
            noticed.append(mutant)
        elif compared(cases.ruleset, mutant.ruleset).equal:
            idle.append(mutant)
        else:
            unnoticed.append(mutant)
    return Trial(tuple(noticed), tuple(unnoticed), tuple(idle))


def _notices(cases: CaseFile, mutant: Mutant) -> bool:
    """Tell whether a case fails; the first that does will do."""
    changed = evolve(cases, ruleset=mutant.ruleset)
    return any(result.failures for result in run_cases(changed))


def trial_text(trial: Trial, cases: CaseFile) -> str:
    """Write how many changes were noticed, and each that was not."""
    noticed, whole = len(trial.noticed), len(trial.noticed) + len(trial.unnoticed)
    counted = f"{noticed} of {whole} changes of the ruleset ({trial.percent:.0f} percent)"
    idle = f"{len(trial.idle)} change no rating"
    lines = [f"{cases.file}: {counted} are noticed by a case; {idle}"]
    return "\n".join([*lines, *(f"  not noticed: {mutant}" for mutant in trial.unnoticed)])
