"""A version number held to what the version changes."""

from pathlib import Path as File

from attrs import frozen

from stp_rules.analysis.changes import Bump, needed
from stp_rules.analysis.comparison import compared_throughout, read_differently
from stp_rules.analysis.differences import diff
from stp_rules.language.ruleset import Promise, Ruleset
from stp_rules.library import Edition
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


@frozen
class WrongBump:
    """A version number that does not fit what the version changes: it `needs` a greater step.

    That is for the promises that are `lost`, for a `reading` that differs, or for ratings, of which
    `meaning` shows one that differs or says that it is not known; else for what goes in or out.
    """

    before: Ruleset
    needs: Bump
    lost: tuple[str, ...] = ()
    reading: Reading | None = None
    meaning: Meaning | None = None

    @property
    def number(self) -> str:
        """The number that the version could have."""
        major, minor, _ = _numbers(self.before)
        following = (major + 1, 0, 0) if self.needs == "major" else (major, minor + 1, 0)
        return ".".join(map(str, following))


def wrong_bump(before: Ruleset, after: Ruleset) -> WrongBump | None:
    """Return what is wrong with the number of a version that follows another, if anything is.

    A major version may change anything. A minor one may change ratings, and read more than before.
    A patch is proved to give every subject the same outputs, and to keep what was promised.
    """
    step, least = step_between(before, after), needed(diff(before, after))
    if step == "major":
        return None
    if least == "major":
        return WrongBump(before, "major")
    lost = withdrawn(before, after)
    if step == "patch" and lost:
        return WrongBump(before, "minor", lost=lost)
    if least == "minor":
        return _in_reading(step, before, after) or _in_rating(step, before, after)
    return None


def withdrawn(before: Ruleset, after: Ruleset) -> tuple[str, ...]:
    """Return the promises that the second no longer makes, or makes of less."""
    return tuple(
        it.kind for it in before.promises if not any(_covers(other, it) for other in after.promises)
    )


def _covers(other: Promise, one: Promise) -> bool:
    """Tell whether a promise holds whatever another one does."""
    return (
        (other.kind, other.inside) == (one.kind, one.inside)
        and set(other.excepted) <= set(one.excepted)
        and (other.of or 1) <= (one.of or 1)
    )


def _in_reading(step: Bump, before: Ruleset, after: Ruleset) -> WrongBump | None:
    """Return what is wrong with a step of the number, beside what is read differently."""
    found = list(read_differently(before, after))
    wider = [it for it in found if it.how == "wider"]
    others = [it for it in found if it.how != "wider"]
    if others and step != "major":
        return WrongBump(before, "major", reading=others[0])
    if wider and step == "patch":
        return WrongBump(before, "minor", reading=wider[0])
    return None


def _in_rating(step: Bump, before: Ruleset, after: Ruleset) -> WrongBump | None:
    """Return what is wrong with a patch that is not proved to rate alike."""
    if step == "minor":
        return None
    meaning = compared_throughout(before, after)
    return None if meaning.alike else WrongBump(before, "minor", meaning=meaning)
