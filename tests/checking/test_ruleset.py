"""What the corpus cannot show of the checks."""

import pytest

from stp_rules import RulesetError, load, loads
from stp_rules.checking.ruleset import notes, problems
from stp_rules.language.ruleset import Input, Level, Measure, Ruleset, Scale
from stp_rules.language.values import FrozenMap
from stp_rules.language.words.sources.from_ import From

MISSPELT = """\
language: 1
id: toy/hospital
version: 1.0.0
inputs: {waits: {}}
levels: {overall: {score: {from: wait}}}
"""
DECIDED = """\
language: 1
id: toy/hospital
version: 1.0.0
inputs: {deficit: {type: boolean}, closed: {type: boolean}}
levels:
  overall:
    score:
      decide:
        - {when: {deficit: {is: true}, closed: {is: false}}, then: 1}
        - {otherwise: 0}
"""


def lines_of(text: str, file: str) -> list[str]:
    """Load what is refused, and return where its problems are."""
    with pytest.raises(RulesetError) as refused:
        loads(text, file)
    return [str(problem.place) for problem in refused.value.problems]


def test_places_are_those_of_the_text_at_hand() -> None:
    """Of two texts that mean the same, each is told its own places."""
    assert lines_of(MISSPELT, "one.yaml") == ["one.yaml:5:34"]
    assert lines_of(f"# more\n{MISSPELT}", "two.yaml") == ["two.yaml:6:34"]


def test_a_ruleset_without_text() -> None:
    """Problems of a ruleset built in Python have addresses instead of places."""
    levels = (Level("overall", (Measure("score", From("wait")),)),)
    ruleset = Ruleset("toy", "1.0.0", levels, "score", FrozenMap({"waits": Input()}))
    (problem,) = problems(ruleset)
    assert problem.place is None
    assert str(problem.path) == "levels.overall.score.from"


def test_broken_names_are_no_further_problem() -> None:
    """A name whose definition cannot be built is not called undefined."""
    levels = (Level("overall", (Measure("score", From("wait")),)),)
    ruleset = Ruleset("toy", "1.0.0", levels, "score", FrozenMap({"waits": Input()}))
    assert problems(ruleset, frozenset({"wait"})) == ()


def test_the_order_of_a_scale_counts() -> None:
    """A scale turned round is another scale."""
    labels = {"good": "Good", "poor": "Poor"}
    turned = dict(reversed(labels.items()))
    assert Scale(FrozenMap(labels)) != Scale(FrozenMap(turned))
    assert Scale(FrozenMap(labels)) == Scale(FrozenMap(labels))


def test_notes() -> None:
    """An `otherwise` that is reached is no problem, but said with how it is reached."""
    (note,) = notes(load(loads(DECIDED)))
    assert note.severity == "note"
    assert note.message == "no other line holds for 3 of 4 combinations of values"
    assert note.place
    assert note.place.line == 10


def test_too_many_combinations_are_not_called_total() -> None:
    """What cannot be tried in full is refused without an `otherwise`."""
    inputs = "".join(f"  truth_{at}: {{type: boolean}}\n" for at in range(15))
    tests = ", ".join(f"truth_{at}: {{is: true}}" for at in range(15))
    text = (
        "language: 1\nid: toy/hospital\nversion: 1.0.0\n"
        f"inputs:\n{inputs}levels:\n  overall:\n    score:\n      decide:\n"
        f"        - {{when: {{{tests}}}, then: 1}}\n"
        f"        - {{when: {{not: {{{tests}}}}}, then: 0}}\n"
    )
    with pytest.raises(RulesetError, match="could not be shown"):
        loads(text)


KINDS = """\
language: 1
id: toy/kinds
version: 1.0.0
scales: {grade: [good, poor], size: [large, small]}
inputs: {seen: {range: [0, 100]}, judged: {scale: grade}, big: {scale: size}}
levels:
  overall:
    told: {count: {of: [seen], that_are: {above: 1}}}
    sized: {decide: [{when: {big: {is: large}, judged: {is: good}}, then: 1}, {otherwise: 0}]}
"""


@pytest.mark.parametrize(
    ("scale", "then", "otherwise", "said"),
    [
        ("", "seen", "judged", "`judged` is a category of `grade`; this `decide` takes a number"),
        ("", "judged", "seen", "`seen` is a number; this `decide` takes a category of `grade`"),
        (
            "",
            "judged",
            "big",
            "`big` is a category of `size`; this `decide` takes a category of `g",
        ),
        ("scale: grade, ", "good", "judged", "`judged` is a category of `grade`; beside `scale`, "),
        (
            "scale: grade, ",
            "seen",
            "poor",
            "`seen` is a number; beside `scale`, `decide` takes cat",
        ),
    ],
)
def test_a_decision_says_what_it_takes(scale: str, then: str, otherwise: str, said: str) -> None:
    """A measure of another kind is told by its kind, beside the kind that the lines take."""
    lines = f"[{{when: {{seen: {{above: 3}}}}, then: {then}}}, {{otherwise: {otherwise}}}]"
    with pytest.raises(RulesetError) as refused:
        loads(f"{KINDS}    r: {{{scale}decide: {lines}}}\n")
    (problem,) = refused.value.problems
    assert problem.message.startswith(said)
