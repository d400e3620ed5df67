"""`stp-rules diff`."""

import click

from stp_rules.api.comparing import compare, diff
from stp_rules.cli.answers import FINDINGS, answering
from stp_rules.render.changes import changes_json, changes_text


@click.command("diff")
@click.argument("before")
@click.argument("after")
@click.option(
    "-f",
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to write what differs.",
)
@answering
def diff_(before: str, after: str, shape: str) -> int:
    """Compare two rulesets: what differs, and whether any subject is rated otherwise.

    Exit codes: 0 nothing differs, 1 something does.
    """
    changes, meaning = diff(before, after), compare(before, after)
    write = changes_json if shape == "json" else changes_text
    click.echo(write(changes, meaning), nl=shape == "json")
    return FINDINGS if changes else 0
