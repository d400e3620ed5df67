"""`stp-rules schema`."""

import click

from stp_rules.cli.answers import answering
from stp_rules.loading.schema import CASES, RULESET, schema_text


@click.command()
@click.option("--cases", is_flag=True, help="The schema of files of cases.")
@answering
def schema(*, cases: bool) -> None:
    """Print the JSON Schema (draft 7) of rulesets, for editors."""
    click.echo(schema_text(CASES if cases else RULESET), nl=False)
