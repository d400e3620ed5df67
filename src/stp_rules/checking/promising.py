"""Promises: of what there is, and each once."""

from collections.abc import Collection, Iterable, Iterator

from stp_rules.errors import Problem, nearest_of
from stp_rules.language.cohorts import Relative
from stp_rules.language.kind import Kinds
from stp_rules.language.ruleset import Promise, Ruleset
from stp_rules.paths import Path


def promise_problems(ruleset: Ruleset, known: Kinds) -> Iterator[Problem]:
    """Give what is wrong with the promises of a ruleset; whether they hold is for proofs."""
    for position, promise in enumerate(ruleset.promises):
        path = Path(("promises", position))
        earlier = [_alike(it) for it in ruleset.promises[:position]]
        if _alike(promise) in earlier:
            first = Path(("promises", earlier.index(_alike(promise))))
            message = f"`{promise.kind}` is promised twice"
            yield Problem("promised-twice", message, path, "keep one", other=first)
        yield from _exception_problems(promise, _nameable(promise, ruleset, known), path)


def idle_promises(ruleset: Ruleset, known: Kinds, sound: Collection[str]) -> Iterator[Problem]:
    """Give the promises that say nothing of such a ruleset.

    `sound` names the measures without problems that read nothing that has any. Of others nothing
    is said, since what they will be is not known.
    """
    every = len(sound) == len(list(ruleset.measures()))
    for position, promise in enumerate(ruleset.promises):
        path = Path(("promises", position, promise.kind))
        if promise.inside and every and not _reads_cohort(ruleset):
            message, hint = "no step of this ruleset is relative to a cohort", "remove this promise"
            yield Problem("idle-promise", message, path / "inside", hint)
        if ruleset.result in sound:
            yield from _idle_for_result(promise, ruleset, known, path)


def _alike(promise: Promise) -> tuple[str, str | None]:
    return promise.kind, promise.inside


def _nameable(promise: Promise, ruleset: Ruleset, known: Kinds) -> list[str]:
    """Return what a promise may leave out: categories of the result, or inputs."""
    if promise.kind != "every_category_reachable":
        return list(ruleset.inputs)
    scale = _scale(ruleset, known)
    return list(ruleset.scales[scale].labels) if scale in ruleset.scales else []


def _says_neither(ruleset: Ruleset) -> bool:
    return any(it.name == ruleset.result and it.better == "neither" for _, it in ruleset.measures())


def _scale(ruleset: Ruleset, known: Kinds) -> str:
    kind = known.get(ruleset.result)
    return (kind.scale or "") if kind else ""


def _exception_problems(promise: Promise, known: Iterable[str], path: Path) -> Iterator[Problem]:
    what = "a category" if promise.kind == "every_category_reachable" else "an input"
    names = list(known)
    for position, name in enumerate(promise.excepted):
        if name not in names:
            where = path / promise.kind / "except" / position
            hint = nearest_of(name, names, "there are")
            yield Problem("unknown-exception", f"`{name}` is not {what}", where, hint)


def _reads_cohort(ruleset: Ruleset) -> bool:
    steps = (step for _, measure in ruleset.measures() for step in measure.steps)
    return any(isinstance(step.operation, Relative) for step in steps)


def _idle_for_result(
    promise: Promise, ruleset: Ruleset, known: Kinds, path: Path
) -> Iterator[Problem]:
    if promise.kind == "withholding_never_pays" and _says_neither(ruleset):
        message = (
            f"no value of `{ruleset.result}` is better than another: it says `better: neither`"
        )
        yield Problem("idle-promise", message, path, "remove this promise", at_key=True)
    if promise.kind == "no_cliffs" and not _scale(ruleset, known):
        message = f"`{ruleset.result}` has no categories between which there could be a cliff"
        yield Problem("idle-promise", message, path, "remove this promise", at_key=True)
