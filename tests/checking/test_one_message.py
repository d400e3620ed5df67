"""One fault, one message: what only follows from a fault is not told."""

import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from checking.mistakes import CARE, MISTAKES, TEXTS, Mistake
from stp_rules import RulesetError, loads
from stp_rules.checking.ruleset import notes
from stp_rules.errors import Problem

ELSEWHERE = {
    "too far left": "YAML lets a line that begins too early pass, and stops at the next",
    "endash bullet": "what is no bullet is a text that goes on, until a colon comes",
    "no dash add": "the line goes on the text of the step before, until a colon comes",
    "no level": "the level before takes the measures, until one begins at another column",
    "no scale": "it is the bands that lack their scale",
    "no scale lib": "it is the bands that lack their scale",
    "no source": "it is the measure that lacks its source",
    "no version": "it is the ruleset that lacks its version",
    "opposed": "each of two members may be the wrong one: they meet in the mean",
    "opposed input": "each of two members may be the wrong one: they meet in the mean",
    "circle": "a circle has no beginning: its first measure is told",
    "misspelt label of an input": "it is the test of the label that no longer names one",
    "scale of an input": "it is the step that takes a category and gets a number",
    "unused parameter": "it is the parameter that nothing uses any more",
}
"""Faults that are told on another line than the one that was changed, and why."""


def refused(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a text; empty where nothing is."""
    try:
        loads(text, "planted.yaml")
    except RulesetError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("name", TEXTS)
def test_the_texts_are_sound(name: str) -> None:
    """What mistakes are planted in has no problem and no note, so that all come of the fault."""
    assert notes(loads(TEXTS[name])) == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda it: it.name)
def test_a_mistake_gives_one_message(mistake: Mistake) -> None:
    """Each is refused by one problem, on its own line unless a reason says why on another."""
    (problem,) = refused(mistake.planted)
    assert problem.place is not None
    assert (problem.place.line in mistake.lines) == (mistake.name not in ELSEWHERE)


def swapped(word: str) -> str:
    """Misspell a word: two letters in its middle change places, or one is lost."""
    at = len(word) // 2
    if at + 1 < len(word) and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def lost(line: str) -> Iterator[str]:
    """Lose each sign that holds a ruleset together."""
    for it in re.finditer(r"[{}\[\],:]", line):
        yield line[: it.start()] + line[it.end() :] + "\n"


def words(line: str, other: Callable[[str], str]) -> Iterator[str]:
    """Put another word in place of each."""
    for it in re.finditer(r"[A-Za-z_]{4,}", line):
        yield line[: it.start()] + other(it[0]) + line[it.end() :] + "\n"


def percents(line: str) -> Iterator[str]:
    """Write each number as a percentage, which is none."""
    for it in re.finditer(r"(?<![\w.])\d+(\.\d+)?", line):
        yield f"{line[: it.start()]}{it[0]}%{line[it.end() :]}\n"


KINDS: dict[str, Callable[[str], Iterable[str]]] = {
    "a sign is lost": lost,
    "a word is misspelt": lambda line: words(line, swapped),
    "a word is another": lambda line: words(line, lambda _: "something"),
    "a number is none": percents,
    "a line is lost": lambda _: [""],
    "a line stands twice": lambda line: [f"{line}\n{line}\n"],
    "a line is too far to the right": lambda line: [f" {line}\n", f"  {line}\n"],
    "a line is too far to the left": lambda line: [f"{line.removeprefix('  ')}\n"],
}
"""What can happen to a line: a slip leaves it as another line, as two, or as none."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_anywhere_gives_one_message_at_most(kind: str) -> None:
    """On each line of what a beginner begins with, a slip has no echo; some slips are no fault."""
    lines = CARE.splitlines()
    counts = {0: 0, 1: 0}
    for at, line in enumerate(lines):
        before, after = "\n".join([*lines[:at], ""]), "\n".join([*lines[at + 1 :], ""])
        for slip in KINDS[kind](line) if line.strip() and line.strip()[0] != "#" else ():
            found = refused(before + slip + after)
            assert len(found) <= 1, f"line {at + 1}: {slip}" + "\n".join(map(str, found))
            counts[len(found)] += 1
    assert counts[1] > counts[0] / 2
