"""`stp-rules init` and `schema`."""

import shlex
from pathlib import Path as File

import click

from stp_rules.cli.answers import answering
from stp_rules.loading.schema import CASES, RULESET, schema_text
from stp_rules.scaffold.family import family_files
from stp_rules.tables.files import write_new


@click.command()
@click.argument("family")
@click.option("--folder", default=".", metavar="DIR", help="The folder of rulesets.")
@answering
def init(family: str, folder: str) -> None:
    """Begin a family of rulesets: one to change, with its cases, its page and its tests."""
    files = {File(folder, path): text for path, text in family_files(family).items()}
    write_new(files)
    place = shlex.quote(str(File(folder, family)))
    following = (f"  stp-rules {command} {place}" for command in ("check", "test", "prove"))
    click.echo("\n".join([*map(str, files), "next:", *following]))


@click.command()
@click.option("--cases", is_flag=True, help="The schema of files of cases.")
@answering
def schema(*, cases: bool) -> None:
    """Print the JSON Schema (draft 7) of rulesets, for editors."""
    click.echo(schema_text(CASES if cases else RULESET), nl=False)
