"""A version number held to what the version changes."""

from pathlib import Path as File

from stp_rules.analysis.changes import Bump, diff, needed
from stp_rules.analysis.proofs.meaning import Meaning, compared
from stp_rules.engine.values import beside_text, seen_text
from stp_rules.errors import Problem
from stp_rules.library import Edition
from stp_rules.model import Ruleset
from stp_rules.paths import Path

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

    A major version may change anything; a minor one no input, measure, level or scale; a patch
    is proved to change no rating.
    """
    step, least = step_between(before, after), needed(diff(before, after))
    if least == "major" and step != "major":
        message = f"this version of {before.reference} changes what goes in or comes out"
        return _problem(message, f"it is a major version: write {_next(before, 'major')}")
    if least == "minor" and step == "patch":
        return _patch_problem(before, compared(before, after))
    return None


def _patch_problem(before: Ruleset, meaning: Meaning) -> Problem | None:
    if meaning.equal:
        return None
    minor = f"write {_next(before, 'minor')}, as of a version that may change ratings"
    if meaning.equal is None:
        message = f"it could not be proved that no rating differs from {before.reference}"
        return _problem(message, minor)
    return _problem(f"a rating differs from {before.reference}: {witness_text(meaning)}", minor)


def _problem(message: str, hint: str) -> Problem:
    return Problem("wrong-bump", message, Path(("version",)), hint)


def _next(before: Ruleset, step: Bump) -> str:
    major, minor, patch = _numbers(before)
    following = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0)}
    return ".".join(map(str, following.get(step, (major, minor, patch + 1))))


def witness_text(meaning: Meaning) -> str:
    """Write the subject whose rating differs; empty where there is none."""
    before, after = meaning.before, meaning.after
    if before is None or after is None:
        return ""
    given = {**after.inputs, **before.inputs}
    known = [f"{name} {seen_text(it)}" for name, it in given.items()]
    shown = ", ".join(text for text in known if not text.endswith(" missing"))
    one, other = beside_text(before.value, after.value)
    return f"with {shown or 'nothing reported'} it is {one}, and now {other}"
