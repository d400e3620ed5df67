"""`stp-rules list` and `show`."""

from datetime import date
from typing import Any

import click

from stp_rules.analysis.differences import diff
from stp_rules.analysis.evidence import numbers
from stp_rules.analysis.weights import nominal_shares
from stp_rules.api.weighing import weights
from stp_rules.cli.answers import answering
from stp_rules.cli.options import as_of, day, output, time_limit
from stp_rules.language.ruleset import Ruleset
from stp_rules.library import day_of, editions, load, on, previous
from stp_rules.render.document import Method, document_html, document_markdown
from stp_rules.render.text import claims_text, listing, ruleset_text
from stp_rules.render.weights import weights_text
from stp_rules.tables.files import write_text


@click.command("list")
@click.option("--on", "day", callback=day, metavar="DATE", help="Only what is in force on a day.")
@answering
def list_(day: date | None) -> None:
    """List the rulesets that come with the package, and from when to when they are in force."""
    found = [load(edition.file) for edition in editions()]
    kept = [it for it in found if day is None or day in it.effective]
    click.echo(listing(kept), nl=False)


@click.command()
@click.argument("ruleset")
@as_of
@click.option(
    "--evidence",
    "aspect",
    flag_value="evidence",
    help="Every number with who says so, the weakest first.",
)
@click.option(
    "--weights",
    "aspect",
    flag_value="weights",
    help="What each input weighs, as written and in effect.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown", "html"]),
    default="text",
    help="A short text, or the whole method as a document.",
)
@time_limit("computing the weights in effect")
@output
@answering
def show(
    ruleset: str,
    *,
    aspect: str | None,
    shape: str,
    output: str,
    **options: Any,
) -> None:
    """Show a ruleset as the method that it is."""
    as_of, limit = options["as_of"], options["time_limit"]
    chosen = load(ruleset, as_of)
    if aspect == "evidence":
        text = claims_text(numbers(chosen), chosen)
    elif aspect == "weights":
        text = weights_text(weights(chosen, as_of=as_of, time_limit=limit))
    elif shape == "text":
        on(chosen, as_of)
        text = ruleset_text(chosen, day_of(chosen, as_of))
    else:
        text = _document(chosen, shape, as_of, limit)
    write_text(output, text)


def _document(ruleset: Ruleset, shape: str, as_of: date | None, time_limit: float | None) -> str:
    before = previous(ruleset)
    method = Method(
        ruleset,
        nominal_shares(on(ruleset, as_of)),
        weights(ruleset, as_of=as_of, time_limit=time_limit),
        numbers(ruleset),
        before.reference if before else "",
        diff(before, ruleset) if before else (),
        day_of(ruleset, as_of),
    )
    return document_html(method) if shape == "html" else document_markdown(method)
