"""Explanations as people read them; each text here was checked by hand against its rules."""

import re
import textwrap
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from stp_rules.analysis.explanation import explain
from stp_rules.api.rating import evaluate
from stp_rules.library import load, loads
from stp_rules.loading.digests import shipped
from stp_rules.render.explanation import (
    explanation_html,
    explanation_markdown,
    explanation_text,
)
from stp_rules.tables.deliveries import batch
from stp_rules.tables.records import read_table

Text = Callable[..., str]

RULES = """\
language: 1
id: toy/areas
version: 1.0.0
evidence: assumed
reads: {'': missing, x: suppressed}
scales:
  overall: {high: High, middle: Middle, low: Low}
inputs:
  a: {title: First, unit: percent, better: higher}
  b: {title: Second, unit: beds, better: higher}
  late: {title: Reports come late, type: boolean, better: false}
levels:
  one:
    lowest: {title: Lowest, min: [a, b]}
    highest: {title: Highest, max: [a, b]}
    twice: {title: Twice, formula: 2 * a + b}
    large: {title: Large, count: {of: [a, b], that_are: {at_least: 50}}}
    total: {title: Total, sum: {a: 1, b: 2}}
    scaled:
      title: Scaled
      from: a
      steps:
        - goalposts: {worst: 0, best: 80}
        - round: {digits: 1, half: up}
        - limit: {at_most: 0.9}
    percent:
      title: Percent
      formula: a / b
      missing: {fill: 0}
      steps: [{multiply: 100}, {add: 5}]
    handed: {title: Handed on, from: a, missing: {suppressed: {fill: 7}}}
    mixed:
      title: Mixed
      mean: {a: 1, b: 3}
      missing: {missing: ignore, suppressed: {fill: 40}}
    word:
      title: Word
      scale: overall
      decide:
        - when: {a: {at_least: 50}, late: {is: false}}
          then: high
          because: the first is half or more
        - {when: {a: {at_least: 20}}, then: middle}
        - {otherwise: low}
    overall_word:
      title: Overall
      from: word
      steps:
        - shift: {worse: 1}
          when: {b: {below: 10}}
        - no_better_than: middle
          when: {late: {is: true}}
          because: late reports cannot be trusted
        - no_worse_than: middle
          when: {b: {at_least: 90}}
"""


@pytest.fixture(scope="module")
def text() -> Text:
    """Explain a measure of one subject; line numbers are left out."""
    ruleset = loads(RULES)

    def text(measure: str, **inputs: Any) -> str:
        rating = evaluate(ruleset, {"a": 60, "b": 30, "late": False, **inputs})
        lines = explanation_text(explain(rating, measure)).splitlines()
        assert lines[:2] == ["A subject under toy/areas@1.0.0", ""]
        return "\n".join(line.partition("  [line")[0] for line in lines[2:]) + "\n"

    return text


def same(found: str, expected: str) -> None:
    """Compare texts, the expected one indented like the code around it."""
    assert found == textwrap.dedent(expected).lstrip("\n")


def test_a_minimum_shows_the_lowest(text: Text) -> None:
    """The member that did not decide is left out."""
    same(text("lowest"), """
        Lowest: 30
          30 is the lowest of 2
            Second: 30 beds
    """)  # fmt: skip


def test_a_maximum_shows_the_highest(text: Text) -> None:
    """Likewise."""
    same(text("highest"), """
        Highest: 60
          60 is the highest of 2
            First: 60%
    """)  # fmt: skip


def test_a_formula_shows_what_it_reads(text: Text) -> None:
    """As it is written, with the values below."""
    same(text("twice"), """
        Twice: 150
          150 = 2 * a + b
            First: 60%
            Second: 30 beds
    """)  # fmt: skip


def test_a_count_shows_what_counts(text: Text) -> None:
    """And how many there are in all."""
    same(text("large"), """
        Large: 1
          1 of 2 are at least 50
            First: 60%
    """)  # fmt: skip


def test_a_sum_shows_its_factors(text: Text) -> None:
    """Factors are not shares."""
    same(text("total"), """
        Total: 120
          120 is the sum, by weight, of 2
            First: 60%  (weight 1)
            Second: 30 beds  (weight 2)
    """)  # fmt: skip


def test_steps_stand_last_first(text: Text) -> None:
    """From the result down: 60 of 80 is 0.75, rounded 0.8, and within the limit."""
    same(text("scaled"), """
        Scaled: 0.8
          `hold to at most 0.9` applies and changes nothing
          0.75 is rounded to 0.8
          60 gives 0.75 (goalposts: 0 is 0, 80 is 1)
          First: 60%
    """)  # fmt: skip
    assert "1 gives 0.9 (hold to at most 0.9)" in text("scaled", a=80)


def test_a_missing_member_is_left_out(text: Text) -> None:
    """The other then has all of the weight."""
    same(text("mixed", b=None), """
        Mixed: 60
          60 is the mean, by weight, of 1 (of 2)
            First: 60%  (weight 1, 100.0% of the whole)
            Second: missing  (left out, because it is missing)
    """)  # fmt: skip


def test_a_suppressed_member_is_filled(text: Text) -> None:
    """(60 + 3 x 40) / 4 = 45."""
    *first, last = text("mixed", b="x").splitlines()
    assert first == [
        "Mixed: 45",
        "  45 is the mean, by weight, of 2",
        "    First: 60%  (weight 1, 25.0% of the whole)",
    ]
    counted = "counted as 40, because it is suppressed"
    assert last == f"    Second: suppressed  ({counted}; weight 3, 75.0% of the whole)"


def test_arithmetic_is_written_out(text: Text) -> None:
    """Also where it changes nothing."""
    same(text("percent", a=0), """
        Percent: 5
          0 plus 5 is 5
          0 times 100 is 0
          0 = a / b
            First: 0%
            Second: 30 beds
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "reason", "parts"),
    [
        ({"b": None}, "b is missing", ["First: 60%", "Second: missing"]),
        ({"b": 0}, "division by zero", ["First: 60%", "Second: 0 beds"]),
    ],
)
def test_a_number_that_was_put_in_is_no_result_of_the_formula(
    text: Text, inputs: dict[str, Any], reason: str, parts: list[str]
) -> None:
    """It says so, and why."""
    *_, source, first, second = text("percent", **inputs).splitlines()
    assert source == f"  counted as 0, because {reason}"
    assert [first.strip(), second.strip()] == parts


def test_a_number_that_was_put_in_says_for_what(text: Text) -> None:
    """Only for the state that the ruleset names; another is handed on."""
    same(text("handed", a="x"), """
        Handed on: 7
          counted as 7, because a is suppressed
            First: suppressed
    """)  # fmt: skip
    assert text("handed", a=None).startswith("Handed on: missing\n")
    assert text("handed") == "Handed on: 60\n  First: 60%\n"


def test_a_decision_shows_its_line(text: Text) -> None:
    """With the ruleset's reason where there is one, else the condition itself."""
    same(text("word"), """
        Word: High
          High, because the first is half or more
            First: 60%
            Reports come late: no
    """)  # fmt: skip
    assert "Middle, because a is at least 20" in text("word", a=30)
    assert "Low, because nothing else applies" in text("word", a=10)


def test_what_did_not_apply_stands_last(text: Text) -> None:
    """Set apart, behind all that decided, each with the value that it asked for."""
    same(text("overall_word"), """
        Overall: High
          Word: High
            High, because the first is half or more
              First: 60%
              Reports come late: no
          what does not apply:
            `no worse than Middle`: it is not so that b is at least 90
              Second: 30 beds
            `no better than Middle`: it is not so that late is true
              Reports come late: no
            `shift 1 worse`: it is not so that b is below 10
              Second: 30 beds
    """)  # fmt: skip


def test_lines_of_a_decision_that_did_not_hold_stand_last(text: Text) -> None:
    """With what they alone tested; nothing is said of those behind the one that decided."""
    same(text("word", a=30, late=True), """
        Word: Middle
          Middle, because a is at least 20
            First: 30%
          what does not apply:
            `High`: it is not so that a is at least 50 and late is false
              Reports come late: yes
    """)  # fmt: skip
    assert "what does not apply" not in text("word")


def test_what_applied_says_what_it_did(text: Text) -> None:
    """A cap that lowers, one that changes nothing, a floor that lifts, a move."""
    late = text("overall_word", late=True, a=10, b=95)
    assert "  held to no worse than Middle (it was Low), because b is at least 90\n" in late
    assert (
        "  `no better than Middle` applies and changes nothing, because late reports cannot be "
        "trusted\n"
    ) in late
    assert "  shift 1 worse, to Middle (it was High), because b is below 10\n" in text(
        "overall_word", b=5
    )


def test_what_cannot_be_decided_says_on_account_of_what(text: Text) -> None:
    """The condition rests on something that is not known."""
    same(text("overall_word", a=30, b=50, late=None), """
        Overall: not rated
          because whether `no_better_than` applies cannot be decided
            Reports come late: missing
          Word: Middle
            Middle, because a is at least 20
              First: 30%
            what does not apply:
              `High`: it is not so that a is at least 50 and late is false
          what does not apply:
            `shift 1 worse`: it is not so that b is below 10
              Second: 50 beds
    """)  # fmt: skip


def test_a_line_that_cannot_be_decided_decides_nothing(text: Text) -> None:
    """Without it there is no word, and the measure above has its reason from below."""
    same(text("overall_word", late=None), """
        Overall: not rated
          because line 1 of the decision cannot be decided
          Word: not rated
            because line 1 of the decision cannot be decided
            Reports come late: missing
    """)  # fmt: skip


SHARED = """\
language: 1
id: toy/shared
version: 1.0.0
inputs: {a: {title: First}, b: {title: Second}}
levels:
  one:
    both: {title: Both, sum: [a, b]}
  two:
    once: {title: Once, formula: both + 1}
    twice: {title: Twice, formula: both * 2}
  last:
    r: {title: Result, sum: [once, twice]}
"""


def test_what_several_values_rest_on_is_written_out_once() -> None:
    """The second time it says where to look."""
    lines = explanation_text(explain(evaluate(loads(SHARED), {"a": 1, "b": 2}))).splitlines()
    same("\n".join(line.partition("  [line")[0] for line in lines[2:]) + "\n", """
        Result: 10
          10 is the sum of 2
            Once: 4
              4 = both + 1
                Both: 3
                  3 is the sum of 2
                    First: 1
                    Second: 2
            Twice: 6
              6 = both * 2
                Both: 3  (as above, under Once)
    """)  # fmt: skip


def test_the_length_of_an_explanation_is_that_of_what_it_explains() -> None:
    """Forty measures on top of each other, each read by two, are not two to the power of forty."""
    wide = "{language: 1, id: toy/wide, version: 1.0.0, inputs: {a: {}}, levels: {every: "
    wide += "{m0: {from: a}, "
    wide += ", ".join(
        f"m{at}: {{sum: [m{at - 1}, n{at - 1}]}}, n{at}: {{formula: m{at - 1} - n{at - 1}}}"
        for at in range(1, 40)
    )
    wide += ", n0: {from: a}}, last: {r: {sum: [m39, n39]}}}}"
    lines = explanation_text(explain(evaluate(loads(wide), {"a": 1}))).splitlines()
    assert len(lines) < 400


def test_what_lies_very_deep_is_explained_by_itself() -> None:
    """A chain of 300 measures is followed for a while; then it says how to go on."""
    chain = ", ".join(f"m{at}: {{formula: m{at - 1} + 1}}" for at in range(1, 300))
    ruleset = loads(
        "{language: 1, id: toy/chain, version: 1.0.0, inputs: {a: {}}, levels: {every: "
        f"{{m0: {{from: a}}, {chain}}}}}, result: m299}}"
    )
    explanation = explain(evaluate(ruleset, {"a": 1}))
    *_, last = explanation_text(explanation).splitlines()
    assert last.strip() == "m259: 260  (explained by --measure m259)"
    assert "m259: 260 (explained by --measure m259)" in explanation_html(explanation)


@pytest.mark.parametrize("measure", ["mixed", "overall_word", "percent"])
def test_markdown_and_html_say_the_same(measure: str) -> None:
    """Line by line, as deep as in the text."""
    explanation = explain(evaluate(loads(RULES), {"a": 60, "b": None, "late": False}), measure)
    title, _, *lines = explanation_text(explanation).splitlines()
    found = MarkdownIt("commonmark").render(explanation_markdown(explanation))
    assert found == explanation_html(explanation).partition("<body>\n")[2].partition("</body>")[0]
    found = re.sub("</?code>", "", found)
    said, depth = [], -1
    for part in re.findall(r"<[^>]*>|[^<>\n]+", found.partition("</h1>")[2]):
        depth += (part == "<ul>") - (part == "</ul>")
        said += [] if part.startswith("<") else [f"{'  ' * depth}{unescape(part)}"]
    assert f"<h1>{title}</h1>" in found
    assert said == [re.sub(r"(?<=\S)  +", " ", line) for line in lines]


def test_texts_of_people_are_no_markup_in_an_explanation() -> None:
    """A title, a reason and the name of a subject, in HTML and in Markdown."""
    evil = "<script>alert(1)</script> [x](https://x.org) **b**"
    ruleset = loads(
        "language: 1\nid: toy/evil\nversion: 1.0.0\nsubject: {key: k}\n"
        f"inputs: {{a: {{title: '{evil}', unit: '{evil}'}}}}\n"
        f"levels: {{one: {{r: {{title: '{evil}', from: a, "
        f"steps: [{{add: 1, because: '{evil}'}}]}}}}}}"
    )
    explanation = explain(evaluate(ruleset, {"k": evil, "a": 1}))
    page = explanation_html(explanation)
    assert "<script" not in page
    assert "<a " not in page
    assert "<strong>" not in page
    assert page.count(escape(evil)) == 6
    assert "<script" not in MarkdownIt("commonmark", {"html": True}).render(
        explanation_markdown(explanation)
    )


SHIPPED = [
    ("cqc.txt", "cqc/adult-social-care", "combinations.csv", "5000-Yes"),
    ("oversight.txt", "nhs-england/oversight-framework", "q3_2025_26_acute.csv", "R0A"),
    ("on-an-edge.txt", "nhs-england/oversight-framework", "q3_2025_26_acute.csv", "R0B"),
    ("hdi.txt", "undp/hdi", "hdi_2022.csv", "AFG"),
]


@pytest.mark.parametrize(("text_file", "ruleset", "data", "key"), SHIPPED)
def test_shipped_rulesets_are_explained(text_file: str, ruleset: str, data: str, key: str) -> None:
    """One subject of each published method, in full."""
    table = read_table(str(shipped() / ruleset / data))
    rating = next(it for it in batch(load(ruleset), table).ratings() if it.key == key)
    title, _, rest = explanation_text(explain(rating)).split("\n", 2)
    assert title == f"{key} {rating.label} under {rating.ruleset.reference}"
    expected = Path(__file__).parent / "explanations" / text_file
    assert rest == expected.read_text(encoding="utf-8")
