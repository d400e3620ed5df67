"""A ruleset as a document: the methodology note that need not be written by hand."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256
from html import escape
from typing import Any

from attrs import frozen

from stp_rules.analysis.changes import Change
from stp_rules.analysis.effective import Weights
from stp_rules.analysis.evidence import Claim
from stp_rules.errors import MissingExtraError
from stp_rules.figures import amount_text, percent_text, plain_text
from stp_rules.language.combination import Combination
from stp_rules.language.ruleset import Input, Limits, Measure, Ruleset
from stp_rules.language.values import State
from stp_rules.phrases import words
from stp_rules.render.changes import type_text
from stp_rules.render.markdown import (
    Markup,
    Row,
    bullets,
    code,
    heading,
    joined,
    link,
    one_line,
    paragraph,
    table,
)
from stp_rules.render.text import missing_lines, need_text, source_lines, step_lines
from stp_rules.render.weights import HEADER, rows, said
from stp_rules.render.words import Wording, by_date


@frozen
class Method:
    """All that a document of a ruleset says: the ruleset, and what was found out about it.

    `day` is the one whose numbers count in weights and shares, where numbers are dated.
    """

    ruleset: Ruleset
    shares: Mapping[str, Fraction]
    weights: Weights | None
    claims: Sequence[Claim]
    previous: str = ""
    changes: Sequence[Change] = ()
    day: date | None = None


def document_markdown(method: Method) -> str:
    """Write the document as Markdown, in which texts of people are no markup."""
    return "\n".join(_Document(method, Wording(method.ruleset)).lines()).strip() + "\n"


def document_html(method: Method) -> str:
    """Write the document as one HTML page, which runs and loads nothing.

    Raises MissingExtraError without the extra `html`.
    """
    return page_html(method.ruleset.title or method.ruleset.id, document_markdown(method))


def page_html(title: str, markdown: str) -> str:
    """Write Markdown, whose markup is the writer's own, as a page with a title.

    Raises MissingExtraError without the extra `html`.
    """
    try:
        from markdown_it import MarkdownIt  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("for HTML install the extra: stp-rules[html]") from None
    body = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
        .enable("table")
        .render(markdown)
    )
    return _PAGE.format(title=escape(one_line(title)), policy=_POLICY, style=_STYLE, body=body)


DEEPEST = 1000
"""How deep lists may stand inside each other; what is deeper would be left out in silence."""

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: auto; padding: 1rem }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .8rem .3rem 0; text-align: left }
code { font-size: .9em }
"""

_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
)
"""What the page may do: use its own style, and nothing else."""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}</body>
</html>
"""


@frozen
class _Document:
    method: Method
    wording: Wording

    @property
    def ruleset(self) -> Ruleset:
        return self.method.ruleset

    def lines(self) -> Iterator[str]:
        yield from heading(1, self.ruleset.title or self.ruleset.id)
        yield from self.head()
        yield from self.sources()
        yield from self.scales()
        yield from self.parameters()
        yield from self.inputs()
        for level in self.ruleset.levels:
            yield from heading(2, words(level.name).capitalize())
            for measure in level.measures:
                yield from self.measure(measure)
        yield from self.weights()
        yield from self.evidence()
        yield from self.changes()

    def head(self) -> Iterator[str]:
        ruleset = self.ruleset
        start, end = ruleset.effective.start, ruleset.effective.end
        yield from paragraph(code(ruleset.reference), f", {ruleset.status}.")
        if start or end:
            since = f" from {start}" if start else ""
            yield joined(f"In force{since}{f' to {end}' if end else ''}.")
        yield joined(Markup("The result is "), code(ruleset.result), ".")
        if ruleset.says.note:
            yield from paragraph(ruleset.says.note)

    def sources(self) -> Iterator[str]:
        rows = [
            (code(name), it.title, it.publisher, str(it.date or ""), link(it.url))
            for name, it in self.ruleset.sources.items()
        ]
        yield from _section("Sources", ("source", "title", "publisher", "date", "where"), rows)

    def scales(self) -> Iterator[str]:
        rows = [
            (code(name), ", ".join(it.labels.values())) for name, it in self.ruleset.scales.items()
        ]
        yield from _section("Scales", ("scale", "categories, best first"), rows)

    def parameters(self) -> Iterator[str]:
        rows = [
            (code(name), it.title, by_date(it.dated) or amount_text(it.value))
            for name, it in self.ruleset.parameters.items()
        ]
        yield from _section("Parameters", ("parameter", "title", "value"), rows)
        if self.method.day:
            yield from paragraph(f"Weights and shares are those of {self.method.day}.")

    def inputs(self) -> Iterator[str]:
        header = ("input", "title", "what it is", "range", "better", "members")
        rows = [self.input_row(name, it) for name, it in self.ruleset.inputs.items()]
        yield from _section("Inputs", header, rows)
        reads = [
            (code(text or "(empty)"), value if isinstance(value, State) else str(value))
            for text, value in self.ruleset.reads.items()
        ]
        yield from table(("suppliers write", "it means"), reads)

    def input_row(self, name: str, entry: Input) -> Row:
        what = ", ".join(filter(None, (entry.scale or entry.type, entry.unit)))
        better = "" if entry.better in (None, "neither") else str(entry.better)
        members = str(entry.members.how) if entry.members else ""
        if entry.members and entry.members.weight:
            members = f"mean weighted by {entry.members.weight}"
        return code(name), entry.title, what, _range(entry.limits), better, members

    def measure(self, measure: Measure) -> Iterator[str]:
        title = measure.title or words(measure.name).capitalize()
        yield from heading(3, title, Markup(" ("), code(measure.name), Markup(")"))
        if isinstance(measure.source, Combination):
            yield from paragraph(f"The {words(measure.source.word)} of:")
            yield from self.members(measure.source)
        else:
            yield from bullets(source_lines(measure.source, self.wording))
        rest = list(missing_lines(measure.missing))
        rest += [f"needs {need_text(measure.need, self.wording)}"] if measure.need else []
        rest += list(step_lines(measure, self.wording))
        because = [step.because for step in measure.steps if step.because]
        notes = [measure.says.note] if measure.says.note else []
        yield from bullets((*rest, *because, *notes))

    def members(self, source: Combination) -> Iterator[str]:
        weights = {name: self.weight(it) for name, it in source.weights.items()}
        total = sum(weights.values())
        names = [(code(name),) for name in weights]
        factors = [(code(name), amount_text(it)) for name, it in weights.items()]
        if not source.weighs:
            yield from table(("member",), names)
        elif not source.shares:
            yield from table(("member", "factor"), factors)
        elif total and min(weights.values()) >= 0:
            parts = [
                (percent_text(it / total), self.of_result(name)) for name, it in weights.items()
            ]
            rows = [(*factor, *part) for factor, part in zip(factors, parts, strict=True)]
            yield from table(("member", "weight", "share here", "share of the result"), rows)
        else:
            yield from table(("member", "weight"), factors)

    def weight(self, weight: Any) -> Fraction:
        if not isinstance(weight, str):
            return Fraction(weight)
        parameter = self.ruleset.parameters[weight]
        return (parameter.on(self.method.day) if self.method.day else parameter).value

    def of_result(self, name: str) -> str:
        share = self.method.shares.get(name)
        return "" if share is None else percent_text(share)

    def weights(self) -> Iterator[str]:
        if self.method.weights:
            inputs = [(code(name), *shares) for name, *shares in rows(self.method.weights)]
            yield from _section("What each input weighs", HEADER, inputs)
            yield from paragraph(*_with_code(said(self.method.weights)))

    def evidence(self) -> Iterator[str]:
        rows = [
            (
                code(str(it.path)),
                amount_text(it.number),
                str(it.says.evidence or "nobody"),
                it.says.source or "",
            )
            for it in self.method.claims
        ]
        yield from _section("Who says so", ("number at", "value", "evidence", "source"), rows)

    def changes(self) -> Iterator[str]:
        rows = [
            (type_text(it), code(str(it.address)), _plain(it.before), _plain(it.after))
            for it in self.method.changes
        ]
        title = f"Changes since {self.method.previous}"
        yield from _section(title, ("what", "at", "before", "now"), rows)


def _section(title: str, header: Row, rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield from heading(2, title)
        yield from table(header, rows)


def _with_code(sentence: str) -> Iterator[str]:
    """Give the parts of a sentence, the names between backquotes as code."""
    parts = sentence.split("`")
    return (code(it) if position % 2 else Markup(it) for position, it in enumerate(parts))


def _range(limits: Limits) -> str:
    edges = ("at_least", "above", "at_most", "below")
    given = [(edge, getattr(limits, edge)) for edge in edges]
    return ", ".join(f"{words(edge)} {amount_text(it)}" for edge, it in given if it is not None)


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case Mapping():
            return ", ".join(f"{name}: {_plain(it)}" for name, it in value.items())
        case list():
            return "; ".join(map(_plain, value))
    return plain_text(value)
