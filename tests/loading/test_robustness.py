"""Whatever is done to a text, it is read or refused, and a refusal points into it."""

from pathlib import Path as File

from hypothesis import example, given
from hypothesis import strategies as st

from stp_rules import Problem, RulesetError, loads

GOOD = sorted((File(__file__).parents[1] / "corpus" / "good").glob("*.yaml"))
TEXTS = [file.read_text(encoding="utf-8") for file in GOOD]
WORDS = sorted({word for text in TEXTS for word in text.replace("{", "{ ").split()})
SIGNS = list("-:{}[]\"'#|>~\t\x85\u2028é")
ODD = ["", "- ", "&a", "*a", "!x", "null", "{}", "[]", "0", "-1", "1/0", "'1/0'", "2017-02-30"]
NAMES = ["mean", "overall", "score"]


@st.composite
def changed_texts(draw: st.DrawFn) -> str:
    """Take a good ruleset and change, move or drop a few of its words."""
    parts = draw(st.sampled_from(TEXTS)).split(" ")
    for _ in range(draw(st.integers(1, 4))):
        position = draw(st.integers(0, len(parts) - 1))
        parts[position : position + draw(st.integers(0, 2))] = draw(
            st.lists(st.sampled_from(WORDS + SIGNS + ODD + NAMES), max_size=2)
        )
        parts = parts or [""]
    return " ".join(parts)


def problems_of(text: str) -> tuple[Problem, ...]:
    """Load a text, and return the problems if it is refused."""
    try:
        loads(text)
    except RulesetError as refused:
        return refused.problems
    return ()


def hold_refusal_inside(text: str) -> None:
    """Load a text; where it is refused, every place lies inside it."""
    lines = text.splitlines() or [""]
    for place in filter(None, (problem.place for problem in problems_of(text))):
        assert place.text == lines[place.line - 1]
        assert 1 <= place.column <= len(place.text) + 1


@given(changed_texts())
def test_changed_texts(text: str) -> None:
    """A slip of the hand never ends in anything but a refusal."""
    hold_refusal_inside(text)


@given(st.text())
@example("\ud800")
@example("\ufeff")
@example("a: \x85b")
@example("%x")
@example("? [")
def test_any_text(text: str) -> None:
    """Nor does a text that was never meant as a ruleset."""
    hold_refusal_inside(text)
