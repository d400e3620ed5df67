"""The values that an explanation is made of."""

from fractions import Fraction

from attrs import field, frozen

from stp_rules.analysis.fillings import Filling
from stp_rules.analysis.peers import Peers
from stp_rules.analysis.roles import NO_ROLE, Role
from stp_rules.engine.values import Seen, Unknown
from stp_rules.language.kind import Kind
from stp_rules.language.ruleset import Ruleset, Step
from stp_rules.language.values import NOBODY_NEARER, Says
from stp_rules.language.word import Source
from stp_rules.language.words.sources.decide import Branch
from stp_rules.paths import Path


@frozen
class Edge:
    """The nearest other band on one side: what it gives, where it begins, how far away that is.

    What would have to move is `now`. That is the value before the step, and then `of` is empty;
    or where other steps than sums and products stand between, the input or the measure `of` that
    name: a measure's value before its own steps, and `rounded` tells whether all of these round it.
    `test` and `edge` say where the other band begins (`above 2.69`), and `higher` on which side it
    lies; `distance` is never negative. Where `reached` is false, the edge itself is not yet in that
    band: the value must change by more than the distance. An edge that is not `exact`, such as one
    along a logarithm, lies beyond the true one by a part of 10 to the -15 of the distance at most.

    All else is held. `held` tells whether a cohort is among that, which a subject that belongs to
    it would move as well. `path` is the address of the band, and `becomes` what the measure is
    there after all its steps.
    """

    gives: Seen
    edge: Fraction
    now: Fraction
    higher: bool
    reached: bool
    path: Path
    becomes: Seen
    of: str = ""
    rounded: bool = False
    exact: bool = True
    held: bool = False

    @property
    def distance(self) -> Fraction:
        """How far the value lies from the edge."""
        return abs(self.edge - self.now)

    @property
    def test(self) -> str:
        """What a value passes that is in the band."""
        if self.higher:
            return "at_least" if self.reached else "above"
        return "at_most" if self.reached else "below"


@frozen
class StepFact:
    """One step: before and after, whether it applied, and what that rests on.

    `applied` is false where the step's condition did not hold, or could not be decided; in the
    latter case `after` is not known. `facts` are the values that the condition tests, `edges`
    the nearest edges of bands, of quantile bands and of clusters, and `peers` what a step relative
    to a cohort read of it.
    """

    step: Step
    kinds: tuple[Kind, Kind]
    before: Seen
    after: Seen
    applied: bool
    path: Path
    says: Says
    edges: tuple[Edge, ...]
    facts: "tuple[Fact, ...]"
    peers: Peers | None = None


@frozen
class PassedOver:
    """A line of a decision, before the one that decided, whose condition did not hold."""

    branch: Branch
    path: Path
    says: Says


@frozen
class Fact:
    """A value and what decided it; an input has neither source nor steps.

    `before` is the value of the source, before the first step; where a rule of `missing` speaks of
    it, `filling` says what it made of it. `parts` are the members that
    decided: of a minimum those that reach it, of a count those that count, of a decision what
    it tested, of a value that is not known those that are not known; else all of `members`. Members
    that were left out, or in whose place something else counts, are always among them.
    `passed_over` are the lines of a decision that did not hold.

    `role` says what the fact is to the combination that it is a member of.
    """

    name: str
    title: str
    value: Seen
    unit: str = ""
    before: Seen | None = None
    source: Source | None = None
    filling: Filling | None = None
    members: int = 0
    left_out: int = 0
    branch: Branch | None = None
    role: Role = NO_ROLE
    path: Path = Path()
    says: Says = NOBODY_NEARER
    steps: tuple[StepFact, ...] = ()
    parts: "tuple[Fact, ...]" = ()
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def filled(self) -> Unknown | None:
        """Why the source has no value of its own, where a number counts in its place."""
        return self.filling.because if self.filling and self.filling.number is not None else None


@frozen
class Explanation:
    """The explanation of one measure of one rating."""

    ruleset: Ruleset = field(repr=lambda ruleset: ruleset.reference)
    key: str
    label: str
    fact: Fact
