"""What came of a promise: proved, refuted or undecided, by what, and why."""

from typing import Literal

from attrs import field, frozen

from stp_rules.engine.result import Rating
from stp_rules.language.ruleset import Period, Promise
from stp_rules.paths import Path
from stp_rules.proofs.questions.claims import Argument
from stp_rules.proofs.search.delivering import Given

Outcome = Literal["proved", "refuted", "undecided"]


@frozen
class Lemma:
    """One line of a certificate: what holds at an address of the ruleset, and so carries on."""

    path: Path
    text: str


@frozen
class Counterexample:
    """What breaks a promise, as small as it could be made.

    Both ratings are the evaluator's own. `moved` is the input in which the subjects differ; it is
    empty, and `after` is `None`, where one subject or none is the example. `blame` is the line of
    the ruleset where it goes wrong. `cohort` holds all subjects where the example is a cohort.
    `given` is what was rated, before and after: with it a reader can repeat both ratings.
    """

    text: str
    blame: Path
    moved: str = ""
    before: Rating | None = None
    after: Rating | None = None
    cohort: tuple[tuple[Rating, Rating], ...] = ()
    given: tuple[Given, ...] = ()


@frozen
class Verdict:
    """What came of one promise, or of one part of it.

    `lemmas` explain to people what is proved; `counterexamples` has at least one where it is
    refuted; `tried` says what was done for what is undecided. `notes` are worth knowing. `days` are
    those of which it speaks, where the ruleset has dated numbers; else it speaks of any day.

    `outputs` are the measures of which it speaks, and `moved` the inputs that move, each by itself
    and in its declared range. `idle` says why a promise asks nothing, so that it is kept by any
    method; it is empty where it asks something.

    `arguments` say how each input that moves was settled; of them the certificate is made that the
    checker reads. `spans`
    are the verdicts on single spans of days, where this one puts several together.
    """

    promise: Promise
    outcome: Outcome
    by: str
    lemmas: tuple[Lemma, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()
    tried: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    days: Period | None = None
    outputs: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    idle: str = ""
    arguments: tuple[Argument, ...] = field(default=(), eq=False, repr=False)
    spans: "tuple[Verdict, ...]" = field(default=(), eq=False, repr=False)
