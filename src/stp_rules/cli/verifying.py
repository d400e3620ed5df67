"""`stp-rules verify`."""

import json
from pathlib import Path as File
from typing import Any

import click

from stp_rules.api.certifying import verify as verified
from stp_rules.cli.answers import FINDINGS, UNDECIDED, answering
from stp_rules.display import shown
from stp_rules.errors import InputError, Problem
from stp_rules.library import load
from stp_rules.reading import read_bytes
from stp_rules.render.certificates import verification_text
from stp_rules.strict_json import faults, parse_json

_CODES = {"verified": 0, "verified_but": UNDECIDED, "rejected": FINDINGS}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--ruleset",
    help="The ruleset of which they speak, where it is not shipped under their id and version.",
)
@answering
def verify(files: tuple[str, ...], ruleset: str | None) -> int:
    """Check certificates of what was proved, by means that the proof does not share.

    Exit codes: 0 all are verified, 1 one is rejected, 3 all are verified but for what they name.
    """
    codes = []
    for file in files:
        certificate = _read(file)
        found = verified(certificate, load(ruleset) if ruleset else None)
        click.echo(verification_text(file, found), nl=False)
        codes.append(_CODES[found.outcome])
    return FINDINGS if FINDINGS in codes else max(codes)


LARGEST = 64 * 2**20
"""How many bytes a certificate has at the most."""


def _read(file: str) -> Any:
    """Read a certificate; InputError where it is no JSON, or names no ruleset."""
    read = read_bytes(File(file), LARGEST, InputError)
    try:
        text = read.decode("utf-8-sig")
        wrong = next(faults(parse_json(text)), "")
        data = json.loads(text)
    except ValueError as error:
        data, wrong = None, str(error)
    if not wrong and not (isinstance(data, dict) and isinstance(data.get("ruleset"), str)):
        wrong = "it names no ruleset"
    if wrong:
        message = f"{shown(file)} is not a certificate: {wrong}"
        hint = "give a file that `prove --certificates` has written"
        raise InputError([Problem("not-a-certificate", message, hint=hint)])
    return data
