"""A promise, and the weights of a ruleset, take no longer than they may, and say what is open."""

from itertools import count

import pytest

from stp_rules import deadline as clock
from stp_rules import loads, prove, weights
from stp_rules.deadline import Deadline, OutOfTimeError
from stp_rules.proofs.questions.promises import Effort, settled
from stp_rules.render.weights import weights_text
from toys import SOUND

NARROW = """\
language: 1
id: toy/narrow
version: 1.0.0
scales: {g: [good, fair, poor]}
inputs: {a: {range: [0, 100], better: higher}, b: {range: [0, 100], better: higher}}
levels:
  overall:
    root: {formula: sqrt(a) - a / 20, better: higher}
    both: {sum: [root, b]}
    r:
      from: both
      steps:
        - bands: [{at_least: 90, is: good}, {at_least: 30, is: fair}, {is: poor}]
          scale: g
"""


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second pass whenever somebody looks at the clock."""
    seconds = count()
    monkeypatch.setattr(clock, "monotonic", lambda: next(seconds))


@pytest.mark.parametrize("kind", ["better_never_hurts", "withholding_never_pays", "total"])
@pytest.mark.parametrize("limit", [0.5, 2, 5])
@pytest.mark.usefixtures("ticking")
def test_what_is_not_settled_in_time_is_undecided_by_name(kind: str, limit: float) -> None:
    """Where time runs out, the verdict says so; it is never proved by what was not gone through."""
    (found,) = prove(loads(NARROW), [kind], time_limit=limit)
    assert found.outcome == "undecided"
    assert f"time ran out after {limit:g} seconds" in found.tried[-1]


@pytest.mark.usefixtures("ticking")
def test_a_category_that_was_not_found_in_time_is_named() -> None:
    """Of a search that was cut short, nobody says that a category cannot be reached."""
    (found,) = prove(loads(NARROW), ["every_category_reachable"], time_limit=2)
    assert found.outcome == "undecided"
    said = "nobody was found who is rated good: time ran out after 2 seconds"
    assert said in found.tried


@pytest.mark.parametrize("limit", [1, 5, 25, 125])
@pytest.mark.usefixtures("ticking")
def test_a_short_time_never_turns_a_verdict(limit: int) -> None:
    """With little time a promise may stay open, but what is kept is never refuted."""
    kinds = ("better_never_hurts", "withholding_never_pays", "every_category_reachable", "total")
    for found in prove(loads(SOUND), kinds, time_limit=limit):
        assert found.outcome in {"undecided", "proved"}


def test_without_a_limit_time_does_not_run_out() -> None:
    """No limit is no limit."""
    deadline = Deadline()
    assert not deadline.over
    assert list(deadline.watch(range(3))) == [0, 1, 2]


def test_a_deadline_runs_anew_for_each_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one promise took is not taken from the next."""
    now = [0.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    deadline = Deadline(10)
    now[0] = 11
    with pytest.raises(OutOfTimeError):
        deadline.check()
    deadline.renew()
    deadline.check()
    assert deadline.left == 10


@pytest.mark.usefixtures("ticking")
def test_who_waits_is_told_of_what() -> None:
    """The promise at hand and the seconds spent on it are told while it is settled."""
    told: list[tuple[str, float]] = []
    found = list(
        settled(loads(SOUND), effort=Effort(tell=lambda it, spent: told.append((it.kind, spent))))
    )
    assert {kind for kind, _ in told} == {it.promise.kind for it in found}
    assert all(spent > 0 for _, spent in told)


@pytest.mark.usefixtures("ticking")
def test_weights_that_were_not_computed_in_time_say_so() -> None:
    """An effect that was not computed is not said to have no end."""
    found = weights(loads(NARROW.replace("from: both", "from: root")), time_limit=1)
    assert found
    assert all(it.late and it.effective is None for it in found.inputs)
    text = weights_text(found)
    assert "not computed" in text
    assert "Time ran out before the effect of `a`, `b` was computed." in text
    assert "no end" not in text


def test_weights_in_time_are_those_without_a_limit() -> None:
    """A limit that is not met changes nothing."""
    ruleset = loads(SOUND)
    assert weights(ruleset, time_limit=600) == weights(ruleset, time_limit=None)
