"""What is wrong with the form of a ruleset, without what only follows from something else."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import field, frozen

from stp_rules.errors import Problem
from stp_rules.paths import Path

REFUSED = {"anchor", "tag", "key", "surprise"}
"""What YAML can say and the language does not; its value is not looked at."""

AGAIN = " again"
"""What follows the address of what stands twice, in place of a name that is not known."""

NEEDED = ("inputs", "levels")
"""The sections that every ruleset has."""


def causes_of(found: Sequence[Problem]) -> Iterator[Problem]:
    """Leave out what only follows from another problem.

    Without inputs or levels, they were probably taken for something else. Of values of one list, or
    of one section, that are wrong in the same way the first is told.
    """
    causes = _Causes.of(found)
    told: set[Any] = set()
    for problem in found:
        likes = _likes(problem)
        if not (causes.behind(problem) or likes in told):
            told |= {likes} if likes else set()
            yield problem


@frozen
class _Causes:
    """The addresses of what has consequences.

    `refused` are what the language does not know, `around` all that encloses it, `unknown` the keys
    that are not known, `beside` the mappings in which they stand, `twice` those in which something
    stands twice and `first` what stood there first, `values` the values of which the form is wrong.
    """

    refused: frozenset[Path]
    around: frozenset[Path]
    unknown: frozenset[Path]
    beside: frozenset[Path]
    twice: frozenset[Path]
    first: frozenset[Path | None]
    values: frozenset[Path]
    lacking: bool = field(kw_only=True)

    @classmethod
    def of(cls, found: Sequence[Problem]) -> "_Causes":
        """Sort problems by what can follow from them."""
        refused = frozenset(it.path for it in found if it.code in REFUSED)
        unknown = frozenset(it.path for it in found if it.code == "unknown-key")
        twice = [it for it in found if it.code == "duplicate-key"]
        return cls(
            refused,
            frozenset(enclosing for path in refused for enclosing in path.upwards()),
            unknown,
            frozenset(map(_outside, unknown)),
            frozenset(_outside(it.path) for it in twice),
            frozenset(it.other for it in twice),
            frozenset(it.path for it in found if it.code == "value"),
            lacking=any(_lacks_section(it) for it in found),
        )

    def behind(self, problem: Problem) -> bool:
        """Tell whether a problem follows from another one."""
        enclosing = list(problem.path.upwards())[1:]
        if not self.unknown.isdisjoint(enclosing):
            return True
        if problem.code in REFUSED:
            return False
        inside = not self.refused.isdisjoint([problem.path, *enclosing])
        return inside or not self.values.isdisjoint(enclosing) or self._echoes(problem)

    def _echoes(self, problem: Problem) -> bool:
        """Tell whether a problem follows from one beside it."""
        path, outside = problem.path, _outside(problem.path)
        match problem.code:
            case "unknown-key":
                return self.lacking and len(path) > 1
            case "missing-key":
                return path in self.beside
            case "one-of":
                return path in self.beside or outside in self.beside or outside in self.twice
            case "duplicate-key" | "option":
                return outside in self.beside
            case "value":
                emptied = path in self.first and problem.message.endswith("found nothing")
                return emptied or path in self.around or (self.lacking and len(path) > 1)
        return False


def _outside(path: Path) -> Path:
    return Path(path[:-1])


def _lacks_section(problem: Problem) -> bool:
    return problem.code == "missing-key" and any(
        problem.message.startswith(f"`{name}`") and not problem.path for name in NEEDED
    )


def _likes(problem: Problem) -> tuple[Any, str] | None:
    """Return what is said alike of things in one list, section or measure; `None` of any other."""
    path = problem.path
    part = 3 if path[:1] == ("levels",) else 2
    if problem.code == "duplicate-key" and len(path) > part:
        return path[:-1], "twice"
    if problem.code == "unknown-key" and problem.hint.startswith("known here"):
        inside = len(path) > 1 and type(path[-2]) is int
        return (path[:-2], problem.message) if inside else None
    listed = bool(path) and type(path[-1]) is int and "; found a mapping" in problem.message
    held = len(path) == part and type(path[-1]) is not int
    if problem.code != "value" or not (listed or held):
        return None
    return path[:-1], problem.message.partition(";")[0]
