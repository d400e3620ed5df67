"""What two versions of a method make of the same subjects, as values to show."""

from datetime import date

from attrs import frozen

from stp_rules.engine.result import Rating
from stp_rules.engine.values import Seen
from stp_rules.language.ruleset import Period
from stp_rules.proofs.search.delivering import Given
from stp_rules.proofs.versions.accepting import Reading


@frozen
class Counts:
    """Of how many combinations of scores the rating is the same, better or worse by the second."""

    same: int = 0
    better: int = 0
    worse: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.same + self.better + self.worse + self.other


@frozen
class Meaning:
    """Whether two rulesets give the same answers, and of what that is said.

    `equal` is true where it is proved, false where they read differently or where `before` and
    `after` are the ratings of one subject that differ, and `None` where neither was found.
    `alike` is the same, of the subjects that both can read alone. `counts` is there where every
    combination of scores was counted.

    `outputs` are the measures and named steps that were compared, and `output` is the one that
    differs, with its two `values`; it is empty where another measure is the result now. `spans` are
    the days that were gone through, and `day` is the one on which `before` and `after` were rated;
    `None` where no number is dated. `readings` is what the two read differently. Where it takes a
    cohort to show the difference, `cohort` holds the ratings of all its subjects by both. `given`
    is what was rated, by the first and by the second: with it a reader can repeat both.
    """

    equal: bool | None
    by: str
    before: Rating | None = None
    after: Rating | None = None
    counts: Counts | None = None
    alike: bool | None = None
    outputs: tuple[str, ...] = ()
    output: str = ""
    values: tuple[Seen, Seen] | None = None
    spans: tuple[Period, ...] = ()
    day: date | None = None
    readings: tuple[Reading, ...] = ()
    cohort: tuple[tuple[Rating, Rating], ...] = ()
    given: tuple[Given, ...] = ()


def verdict(*, equal: bool | None, by: str, counts: Counts | None = None) -> Meaning:
    """Return what holds; counts that say something else than the verdict are left out."""
    fits = counts and (counts.same == counts.total) is equal
    return Meaning(equal, by, counts=counts if fits else None, alike=equal)
