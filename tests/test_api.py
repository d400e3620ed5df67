"""What is asked of a method, by path, id or Ruleset."""

from datetime import date
from pathlib import Path

import pytest

import stp_rules
from stp_rules import InputError, RulesetError, compare, diff, loads, prove, weights
from toys import SOUND

HARSHER = SOUND.replace("at_least: 2.5, is: good", "at_least: 3, is: good")


def test_promises_of_a_ruleset_by_path_id_and_value(tmp_path: Path) -> None:
    """The same verdicts come of each."""
    file = tmp_path / "sound.yaml"
    file.write_text(SOUND, encoding="utf-8")
    by_path, by_value = prove(file), prove(loads(SOUND))
    assert [it.outcome for it in by_path] == [it.outcome for it in by_value] == ["proved"] * 4
    assert {it.outcome for it in prove("undp/hdi@2014.1.0")} == {"proved"}


def test_a_promise_that_is_not_made() -> None:
    """In equal thirds of a mean of two scores, an edge moves the rating by one category alone."""
    (found,) = prove(loads(SOUND), ["no_cliffs"])
    assert (found.promise.kind, found.promise.of, found.outcome) == ("no_cliffs", 2, "proved")


def test_one_promise_may_be_asked_by_its_name() -> None:
    """A text is the promise that it names, and no list of letters."""
    (found,) = prove(loads(SOUND), "total")
    assert (found.promise.kind, found.outcome) == ("total", "proved")


def test_promises_that_nobody_can_make() -> None:
    """All of them are told at once, the nearest one beside each."""
    with pytest.raises(InputError) as raised:
        prove(loads(SOUND), ["totl", "kindness"])
    first, second = raised.value.problems
    assert (first.code, first.hint) == ("unknown-promise", "did you mean `total`?")
    assert second.hint.startswith("there are: better_never_hurts")


def test_the_day_chooses_the_version() -> None:
    """In 2013 the method of 2010 was in force, which read a cohort and promises more."""
    verdicts = prove("undp/hdi", ["better_never_hurts"], as_of=date(2013, 1, 1))
    assert [it.promise.inside for it in verdicts] == [None, "cohort"]
    (today,) = prove("undp/hdi", ["better_never_hurts"])
    assert today.promise.inside is None


def test_what_a_version_changes_and_means() -> None:
    """The edge of one band; a mean of 3 and 2 is 2.5, which then is not good any more."""
    (change,) = diff(loads(SOUND), loads(HARSHER))
    assert (change.before, change.after) == (2.5, 3)
    meaning = compare(loads(SOUND), loads(HARSHER))
    assert meaning.equal is False
    assert (meaning.before.category, meaning.after.category) == ("good", "fair")
    assert compare(loads(SOUND), loads(SOUND)).equal is True
    assert diff(loads(SOUND), loads(SOUND)) == ()


def test_weights_of_a_shipped_ruleset() -> None:
    """Five metrics have a fifth each; the three that overrides test move no score."""
    found = weights("nhs-improvement/sof-finance")
    assert found is not None
    assert [it.effective for it in found.inputs] == [found.inputs[0].effective] * 5 + [0] * 3
    assert found.inputs[0].effective == found.inputs[0].nominal == pytest.approx(0.2)


@pytest.mark.parametrize(
    "ask", [prove, weights, lambda it: diff(it, it), lambda it: compare(it, it)]
)
def test_a_ruleset_that_is_not_there(ask) -> None:  # noqa: ANN001
    """Each says so as `evaluate` does."""
    with pytest.raises(RulesetError, match="no ruleset is called"):
        ask("nobody/nothing")


def test_verdicts_as_text() -> None:
    """The text is what the command prints."""
    ruleset = loads(SOUND)
    text = stp_rules.verdicts_text(prove(ruleset, ["total"]), ruleset)
    assert text.splitlines()[0].startswith("total: proved")
