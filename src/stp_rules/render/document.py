"""A ruleset as a document: the methodology note that need not be written by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from stp_rules.analysis.changes import Change
from stp_rules.analysis.effective import Weights
from stp_rules.analysis.evidence import Claim
from stp_rules.errors import MissingExtraError
from stp_rules.model import (
    Combination,
    Input,
    Limits,
    Measure,
    Ruleset,
    State,
)
from stp_rules.render.text import missing_lines, need_text, source_lines, step_lines
from stp_rules.render.weights import HEADER, percent, rows, said
from stp_rules.render.words import Wording, number, words

Row = Sequence[str]


@frozen
class Method:
    """All that a document of a ruleset says: the ruleset, and what was found out about it."""

    ruleset: Ruleset
    shares: Mapping[str, Fraction]
    weights: Weights | None
    claims: Sequence[Claim]
    previous: str = ""
    changes: Sequence[Change] = ()


def document_markdown(method: Method) -> str:
    """Write the document as Markdown."""
    return "\n".join(_Document(method, Wording(method.ruleset)).lines()).strip() + "\n"


def document_html(method: Method) -> str:
    """Write the document as one HTML page. Raises MissingExtraError without the extra `html`."""
    try:
        from markdown_it import MarkdownIt  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("for HTML install the extra: stp-rules[html]") from None
    body = MarkdownIt("commonmark").enable("table").render(document_markdown(method))
    title = method.ruleset.title or method.ruleset.id
    return _PAGE.format(title=_escaped(title), body=body)


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: auto; padding: 1rem }}
table {{ border-collapse: collapse; margin: 1rem 0; font-size: .9rem }}
th, td {{ border-bottom: 1px solid #ccc; padding: .3rem .8rem .3rem 0; text-align: left }}
code {{ font-size: .9em }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _table(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    found = [[_cell(it) for it in row] for row in rows]
    if found:
        yield ""
        yield f"| {' | '.join(header)} |"
        yield f"|{' --- |' * len(header)}"
        yield from (f"| {' | '.join(row)} |" for row in found)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


@frozen
class _Document:
    method: Method
    wording: Wording

    @property
    def ruleset(self) -> Ruleset:
        return self.method.ruleset

    def lines(self) -> Iterator[str]:
        yield f"# {self.ruleset.title or self.ruleset.id}"
        yield ""
        yield from self.head()
        yield from self.sources()
        yield from self.scales()
        yield from self.parameters()
        yield from self.inputs()
        for level in self.ruleset.levels:
            yield ""
            yield f"## {words(level.name).capitalize()}"
            for measure in level.measures:
                yield from self.measure(measure)
        yield from self.weights()
        yield from self.evidence()
        yield from self.changes()

    def head(self) -> Iterator[str]:
        ruleset = self.ruleset
        start, end = ruleset.effective.start, ruleset.effective.end
        yield f"`{ruleset.reference}`, {ruleset.status}."
        if start or end:
            since = f" from {start}" if start else ""
            yield f"In force{since}{f' to {end}' if end else ''}."
        yield f"The result is `{ruleset.result}`."
        if ruleset.says.note:
            yield ""
            yield ruleset.says.note

    def sources(self) -> Iterator[str]:
        rows = [
            (f"`{name}`", it.title, it.publisher, str(it.date or ""), it.url)
            for name, it in self.ruleset.sources.items()
        ]
        yield from _section("Sources", ("source", "title", "publisher", "date", "where"), rows)

    def scales(self) -> Iterator[str]:
        rows = [
            (f"`{name}`", ", ".join(it.labels.values())) for name, it in self.ruleset.scales.items()
        ]
        yield from _section("Scales", ("scale", "categories, best first"), rows)

    def parameters(self) -> Iterator[str]:
        rows = [
            (f"`{name}`", it.title, _dated(it.dated) or number(it.value))
            for name, it in self.ruleset.parameters.items()
        ]
        yield from _section("Parameters", ("parameter", "title", "value"), rows)

    def inputs(self) -> Iterator[str]:
        header = ("input", "title", "what it is", "range", "better", "members")
        rows = [self.input_row(name, it) for name, it in self.ruleset.inputs.items()]
        yield from _section("Inputs", header, rows)
        reads = [
            (f"`{text or '(empty)'}`", value if isinstance(value, State) else str(value))
            for text, value in self.ruleset.reads.items()
        ]
        yield from _table(("suppliers write", "it means"), reads)

    def input_row(self, name: str, entry: Input) -> Row:
        what = ", ".join(filter(None, (entry.scale or entry.type, entry.unit)))
        better = "" if entry.better in (None, "neither") else str(entry.better)
        members = str(entry.members.how) if entry.members else ""
        if entry.members and entry.members.weight:
            members = f"mean weighted by {entry.members.weight}"
        return f"`{name}`", entry.title, what, _range(entry.limits), better, members

    def measure(self, measure: Measure) -> Iterator[str]:
        yield ""
        yield f"### {measure.title or words(measure.name).capitalize()} (`{measure.name}`)"
        yield ""
        if isinstance(measure.source, Combination):
            yield f"The {words(measure.source.kind)} of:"
            yield from self.members(measure.source)
        else:
            yield from (f"- {line}" for line in source_lines(measure.source, self.wording))
        rest = list(missing_lines(measure.missing))
        rest += [f"needs {need_text(measure.need, self.wording)}"] if measure.need else []
        rest += list(step_lines(measure, self.wording))
        because = [step.because for step in measure.steps if step.because]
        notes = [measure.says.note] if measure.says.note else []
        yield ""
        yield from (f"- {line}" for line in (*rest, *because, *notes))

    def members(self, source: Combination) -> Iterator[str]:
        weights = {name: self.weight(it) for name, it in source.weights.items()}
        total = sum(weights.values())
        names = [(f"`{name}`",) for name in weights]
        factors = [(f"`{name}`", number(it)) for name, it in weights.items()]
        if source.kind in ("min", "max", "median"):
            yield from _table(("member",), names)
        elif source.kind == "sum":
            yield from _table(("member", "factor"), factors)
        elif total and min(weights.values()) >= 0:
            parts = [(percent(it / total), self.of_result(name)) for name, it in weights.items()]
            rows = [(*factor, *part) for factor, part in zip(factors, parts, strict=True)]
            yield from _table(("member", "weight", "share here", "share of the result"), rows)
        else:
            yield from _table(("member", "weight"), factors)

    def weight(self, weight: Any) -> Fraction:
        return self.ruleset.parameters[weight].value if isinstance(weight, str) else weight

    def of_result(self, name: str) -> str:
        share = self.method.shares.get(name)
        return "" if share is None else percent(share)

    def weights(self) -> Iterator[str]:
        if self.method.weights:
            yield from _section("What each input weighs", HEADER, rows(self.method.weights))
            yield ""
            yield said(self.method.weights)

    def evidence(self) -> Iterator[str]:
        rows = [
            (
                f"`{it.path}`",
                number(it.number),
                str(it.says.evidence or "nobody"),
                it.says.source or "",
            )
            for it in self.method.claims
        ]
        yield from _section("Who says so", ("number at", "value", "evidence", "source"), rows)

    def changes(self) -> Iterator[str]:
        rows = [(f"`{it.path}`", _plain(it.before), _plain(it.after)) for it in self.method.changes]
        title = f"Changes since {self.method.previous}"
        yield from _section(title, ("at", "before", "now"), rows)


def _section(title: str, header: Row, rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield ""
        yield f"## {title}"
        yield from _table(header, rows)


def _dated(dated: Iterable[tuple[Any, Fraction]]) -> str:
    return ", ".join(f"{number(value)} from {day}" for day, value in dated)


def _range(limits: Limits) -> str:
    edges = ("at_least", "above", "at_most", "below")
    given = [(edge, getattr(limits, edge)) for edge in edges]
    return ", ".join(f"{words(edge)} {number(it)}" for edge, it in given if it is not None)


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case Mapping():
            return ", ".join(f"{name}: {_plain(it)}" for name, it in value.items())
        case list():
            return "; ".join(map(_plain, value))
        case bool():
            return str(value).lower()
    return number(Fraction(value)) if isinstance(value, int | Fraction) else str(value)
