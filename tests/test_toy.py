"""A toy that can be checked by hand: three indicators, one domain, one rating with a cap."""

from fractions import Fraction
from typing import Any

import pytest

import stp_rules
from stp_rules import InputError, Rating, RulesetError, State, Unknown
from stp_rules.language.ruleset import Input, Level, Measure, Ruleset, Step
from stp_rules.language.values import FrozenMap
from stp_rules.language.words.bands import Band, Bands
from stp_rules.language.words.combinations.mean import Mean
from stp_rules.language.words.sources.from_ import From
from stp_rules.paths import Path

TOY = """\
language: 1
id: toy/wards
version: 1.0.0
subject: {key: ward, label: ward_name}
reads: {'*': suppressed, n/a: not_applicable, '': missing}
scales:
  stars: {three: Three stars, two: Two stars, one: One star}
inputs:
  seen: {unit: percent, range: [0, 100], better: higher}
  falls: {better: lower}
  safe: {type: boolean, better: true}
levels:
  indicators:
    seen_score:
      from: seen
      steps:
        - bands: [{at_least: 95, is: 4}, {at_least: 85, is: 2}, {is: 1}]
    falls_score:
      from: falls
      steps:
        - goalposts: {worst: 10, best: 0, to: [0, 4]}
  overall:
    score:
      mean: {seen_score: 2, falls_score: 1}
      missing: {suppressed: ignore, not_rated: ignore}
      need: 1
      steps:
        - round: {digits: 1, half: up}
    stars:
      from: score
      steps:
        - bands: [{at_least: 3, is: three}, {at_least: 2, is: two}, {is: one}]
          scale: stars
          as: before_cap
        - no_better_than: two
          when: {safe: {is: false}}
          because: an unsafe ward has at most two stars
"""

GOOD = {"ward": "W1", "ward_name": "Ash", "seen": 95, "falls": 1, "safe": True}


@pytest.fixture(scope="module")
def toy() -> Ruleset:
    """Load the toy."""
    return stp_rules.loads(TOY, "toy.yaml")


def rated(toy: Ruleset, **changes: Any) -> Rating:
    """Rate the good ward with some inputs changed."""
    return stp_rules.evaluate(toy, {**GOOD, **changes})


def test_every_measure_is_what_it_is_by_hand(toy: Ruleset) -> None:
    """95 gives 4; 1 fall of 10 gives 3.6; (2*4 + 3.6)/3 = 3.8666... rounds to 3.9: three stars."""
    rating = rated(toy)
    found = {name: rating[name] for name in rating.measures}
    assert found == {
        "seen_score": 4,
        "falls_score": Fraction(18, 5),
        "score": Fraction(39, 10),
        "stars": "three",
    }
    assert (rating.key, rating.label, rating.category, rating.state) == (
        "W1",
        "Ash",
        "three",
        "rated",
    )


@pytest.mark.parametrize(("seen", "score"), [(100, 4), (95, 4), ("94.999", 2), (85, 2), (84, 1)])
def test_an_edge_belongs_to_the_band_that_says_at_least(
    toy: Ruleset, seen: Any, score: int
) -> None:
    """95 is still 4, and anything below it is not."""
    assert rated(toy, seen=seen)["seen_score"] == score


def test_the_source_of_a_measure_is_before_its_first_step(toy: Ruleset) -> None:
    """The mean before rounding is exactly 58/15, and both weights are told."""
    score = rated(toy).measures["score"]
    assert score.source == Fraction(58, 15)
    assert [(part.name, part.value, part.weight) for part in score.parts] == [
        ("seen_score", 4, 2),
        ("falls_score", Fraction(18, 5), 1),
    ]


def test_each_step_tells_before_after_and_which_rule_fired(toy: Ruleset) -> None:
    """An unsafe ward: the first band gives three stars, the cap makes them two."""
    bands, cap = rated(toy, safe=False).measures["stars"].steps
    assert (bands.before, bands.after, bands.fired, bands.name) == (
        Fraction(39, 10),
        "three",
        0,
        "before_cap",
    )
    assert (cap.before, cap.after, cap.fired) == ("three", "two", True)
    assert cap.because == "an unsafe ward has at most two stars"


def test_a_condition_that_fails_leaves_the_value_and_says_so(toy: Ruleset) -> None:
    """A safe ward passes the cap unchanged."""
    _, cap = rated(toy).measures["stars"].steps
    assert (cap.before, cap.after, cap.fired) == ("three", "three", False)


def test_a_named_step_is_read_by_its_address(toy: Ruleset) -> None:
    """What the stars were before the cap is an output too."""
    rating = rated(toy, safe=False)
    assert (rating["stars.before_cap"], rating["stars"]) == ("three", "two")


def test_what_fired_has_an_address_and_a_line(toy: Ruleset) -> None:
    """84 seen falls to the third band of the only step, which stands on its line of the text."""
    rating = rated(toy, seen=84)
    (step,) = rating.measures["seen_score"].steps
    assert step.path == Path.parse("levels.indicators.seen_score.steps[0].bands[2]")
    place = rating.place(step.path)
    assert place is not None
    assert (place.file, place.line) == ("toy.yaml", 1 + TOY[: TOY.index("- bands")].count("\n"))
    assert place.text[place.column - 1 :].startswith("{is: 1}")


@pytest.mark.parametrize(
    ("delivered", "state"),
    [
        (None, State.MISSING),
        ("", State.MISSING),
        (float("nan"), State.MISSING),
        (State.MISSING, State.MISSING),
        ("*", State.SUPPRESSED),
        ({"state": "suppressed"}, State.SUPPRESSED),
        ("n/a", State.NOT_APPLICABLE),
        (State.NOT_APPLICABLE, State.NOT_APPLICABLE),
    ],
)
def test_an_indicator_hands_on_the_state_of_its_input(
    toy: Ruleset, delivered: Any, state: State
) -> None:
    """Missing, suppressed and not applicable stay apart as far as `from` reaches."""
    value = rated(toy, seen=delivered)["seen_score"]
    assert isinstance(value, Unknown)
    assert value.state is state


def test_only_the_states_that_the_ruleset_names_are_ignored(toy: Ruleset) -> None:
    """Suppressed is ignored, so falls stand alone with 3.6; missing leaves the ward not rated."""
    assert rated(toy, seen="*")["score"] == Fraction(18, 5)
    missing = rated(toy, seen=None)
    assert (missing.state, missing.category) == ("not_rated", None)
    assert missing.reasons == ("seen is missing",)


def test_need_leaves_a_ward_with_nothing_known_not_rated(toy: Ruleset) -> None:
    """Both indicators suppressed: never a silent zero."""
    rating = rated(toy, seen="*", falls="*")
    assert isinstance(rating["score"], Unknown)
    assert not rating.rated


def test_an_undecided_cap_leaves_the_ward_not_rated(toy: Ruleset) -> None:
    """Whether it is safe is not known, so neither is the cap; what was before it stands."""
    rating = rated(toy, safe=None)
    value = rating["stars"]
    assert isinstance(value, Unknown)
    assert "safe is missing" in str(value)
    assert rating["stars.before_cap"] == "three"


BAD = {"ward": "W2", "seen": 120, "falls": "few", "safe": "perhaps", "height": 3}


def test_all_that_is_wrong_with_one_subject_is_raised_at_once(toy: Ruleset) -> None:
    """Four faults, each with the subject, the input and what to do."""
    with pytest.raises(InputError) as caught:
        stp_rules.evaluate(toy, BAD)
    problems = caught.value.problems
    assert [problem.code for problem in problems] == [
        "out-of-range",
        "not-a-number",
        "not-a-truth",
        "unknown-input",
    ]
    assert {problem.about for problem in problems} == {"W2"}
    assert all(problem.hint for problem in problems)


def test_one_bad_subject_never_loses_the_others(toy: Ruleset) -> None:
    """Among many the bad one is refused, with its problems, and the others are rated."""
    first, second, third = ratings = stp_rules.evaluate(toy, [GOOD, BAD, {**GOOD, "ward": "W3"}])
    assert [first.category, third.category] == ["three", "three"]
    assert (second.state, second.value, dict(second.measures)) == ("refused", None, {})
    assert ratings.problems == second.problems
    assert ratings.counts == {"three": 2, "two": 0, "one": 0, "not_rated": 0, "refused": 1}
    assert list(ratings.by_key()) == ["W1", "W2", "W3"]


def test_no_subjects_give_no_ratings(toy: Ruleset) -> None:
    """An empty cohort is not an error."""
    assert stp_rules.evaluate(toy, []) == ()


def test_a_float_is_the_number_that_is_written(toy: Ruleset) -> None:
    """94.1 is 941/10, not the nearest binary fraction."""
    assert rated(toy, seen=94.1).inputs["seen"] == Fraction(941, 10)


def test_a_text_is_the_number_that_it_says(toy: Ruleset) -> None:
    """Tables deliver texts."""
    assert rated(toy, seen=" 95.0 ", falls="1e0")["score"] == Fraction(39, 10)


def in_python(*bands: Band) -> Ruleset:
    """Build a ruleset of one indicator and a mean without any text."""
    seen = Measure("seen_score", source=From("seen"), steps=(Step(Bands(bands)),))
    mean = Mean(FrozenMap({"seen_score": Fraction(1)}))
    return Ruleset(
        id="toy/python",
        version="1.0.0",
        levels=(Level("indicators", (seen,)), Level("overall", (Measure("score", mean),))),
        result="score",
        inputs=FrozenMap({"seen": Input()}),
    )


def test_a_ruleset_built_in_python_rates() -> None:
    """Nothing of YAML is needed, and nothing has a place in a text."""
    ruleset = in_python(Band("at_least", Fraction(95), Fraction(4)), Band(None, None, Fraction(1)))
    rating = stp_rules.evaluate(ruleset, {"seen": 96})
    assert rating.value == 4
    assert rating.place(rating.measures["seen_score"].steps[0].path) is None


def test_a_ruleset_built_in_python_is_checked() -> None:
    """Bands that leave a gap are refused as they are in a text."""
    with pytest.raises(RulesetError) as caught:
        stp_rules.evaluate(in_python(Band("at_least", Fraction(95), Fraction(4))), {"seen": 96})
    assert "bands" in {problem.code for problem in caught.value.problems}
