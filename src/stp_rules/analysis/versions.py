"""A version number held to what the version changes."""

from pathlib import Path as File

from stp_rules.analysis.changes import Bump, needed
from stp_rules.analysis.comparison import compared_throughout, read_differently
from stp_rules.analysis.differences import diff
from stp_rules.engine.result import Rating
from stp_rules.engine.values import beside_text, seen_text
from stp_rules.errors import Problem
from stp_rules.library import Edition
from stp_rules.model import Promise, Ruleset
from stp_rules.paths import Path
from stp_rules.proofs.search.delivering import row_text
from stp_rules.proofs.versions.accepting import Reading
from stp_rules.proofs.versions.meaning import Meaning

_ORDER: tuple[Bump, ...] = ("patch", "minor", "major")


def step_between(before: Ruleset, after: Ruleset) -> Bump:
    """Return which part of the version number is the first that differs."""
    numbers = zip(_numbers(before), _numbers(after), strict=True)
    parts = (part for part, (one, other) in zip(_ORDER[::-1], numbers, strict=True) if one != other)
    return next(parts, "patch")


def _numbers(ruleset: Ruleset) -> tuple[int, int, int]:
    return Edition(ruleset.id, ruleset.version, File()).order[:3]


def bump_problem(before: Ruleset, after: Ruleset) -> Problem | None:
    """Return what is wrong with the number of a version that follows another, if anything is.

    A major version may change anything. A minor one may change ratings, and read more than before.
    A patch is proved to give every subject the same outputs, and to keep what was promised.
    """
    step, least = step_between(before, after), needed(diff(before, after))
    if step == "major":
        return None
    if least == "major":
        message = f"this version of {before.reference} changes what goes in or comes out"
        return _problem(message, f"it is a major version: write {_next(before, 'major')}")
    lost = withdrawn(before, after)
    if step == "patch" and lost:
        message = f"it no longer promises what {before.reference} does: {', '.join(lost)}"
        return _problem(message, f"promise it, or write {_next(before, 'minor')}")
    if least == "minor":
        return _reading_problem(step, before, after) or _rating_problem(step, before, after)
    return None


def withdrawn(before: Ruleset, after: Ruleset) -> list[str]:
    """Return the promises that the second no longer makes, or makes of less."""
    return [
        f"`{it.kind}`"
        for it in before.promises
        if not any(_covers(other, it) for other in after.promises)
    ]


def _covers(other: Promise, one: Promise) -> bool:
    """Tell whether a promise holds whatever another one does."""
    return (
        (other.kind, other.inside) == (one.kind, one.inside)
        and set(other.excepted) <= set(one.excepted)
        and (other.of or 1) <= (one.of or 1)
    )


def _reading_problem(step: Bump, before: Ruleset, after: Ruleset) -> Problem | None:
    """Return what is wrong with a step of the number, beside what is read differently."""
    found = list(read_differently(before, after))
    wider = [it for it in found if it.how == "wider"]
    others = [it for it in found if it.how != "wider"]
    if others and step != "major":
        message = f"it does not read what {before.reference} reads: {_read(others[0])}"
        return _problem(message, f"write {_next(before, 'major')}")
    if wider and step == "patch":
        message = f"it reads more than {before.reference}: {_read(wider[0])}"
        return _problem(message, f"write {_next(before, 'minor')}")
    return None


def _read(reading: Reading) -> str:
    return f"{reading.where}: {reading.text}"


def _rating_problem(step: Bump, before: Ruleset, after: Ruleset) -> Problem | None:
    """Return what is wrong with a patch that is not proved to rate alike."""
    if step == "minor":
        return None
    meaning = compared_throughout(before, after)
    minor = f"write {_next(before, 'minor')}, as of a version that may change ratings"
    if meaning.alike:
        return None
    if meaning.alike is None:
        message = f"it could not be proved that no rating differs from {before.reference}"
        return _problem(f"{message}: {meaning.by}", minor)
    return _problem(f"a rating differs from {before.reference}: {witness_text(meaning)}", minor)


def _problem(message: str, hint: str) -> Problem:
    return Problem("wrong-bump", message, Path(("version",)), hint)


def _next(before: Ruleset, step: Bump) -> str:
    major, minor, patch = _numbers(before)
    following = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0)}
    return ".".join(map(str, following.get(step, (major, minor, patch + 1))))


def witness_text(meaning: Meaning) -> str:
    """Write the subject that is rated otherwise, and on which day; empty where there is none."""
    before, after = meaning.before, meaning.after
    if before is None or after is None or meaning.values is None:
        return ""
    one, other = beside_text(*meaning.values)
    named = meaning.output not in ("", before.ruleset.result)
    what = f"`{meaning.output}`" if named else "it"
    day = f"as of {meaning.day}, " if meaning.day else ""
    return f"{day}with {_given(meaning)} {what} is {one}, and now {other}"


def _given(meaning: Meaning) -> str:
    """Write what is known of the subject, and of the others in its cohort."""
    pairs = meaning.cohort or [(meaning.before, meaning.after)]
    shown = {id(before): _known(before, after) for before, after in pairs if before and after}
    own, others = shown.pop(id(meaning.before)), "; ".join(shown.values())
    if not meaning.cohort:
        return f"{own}{_made(meaning)}"
    return f"{own}, in a cohort of {len(pairs)}{' beside ' * bool(others)}{others},"


def _made(meaning: Meaning) -> str:
    """Write the members that make the subject, where only they can."""
    names = meaning.before.ruleset.inputs if meaning.before else ()
    rows = meaning.given[0].members if meaning.given else ()
    made = [row_text(row, names) for row in rows]
    return f" (of {len(made)} members: {'; '.join(made)})" if made else ""


def _known(before: Rating, after: Rating) -> str:
    given = {**after.inputs, **before.inputs}
    known = [f"{name} {seen_text(it)}" for name, it in given.items()]
    return ", ".join(it for it in known if not it.endswith(" missing")) or "nothing reported"
