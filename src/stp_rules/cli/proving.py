"""`stp-rules prove`."""

from datetime import date
from typing import get_args

import click

from stp_rules.analysis.proofs import promises
from stp_rules.cli.answers import FINDINGS, UNDECIDED, answering, refuse_unknown
from stp_rules.cli.options import as_of
from stp_rules.cli.targets import rulesets_named
from stp_rules.library import load, on
from stp_rules.model import PromiseKind
from stp_rules.render.proofs import verdicts_text


@click.command()
@click.argument("rulesets", nargs=-1, metavar="RULESET...")
@click.option(
    "--promise",
    "kinds",
    multiple=True,
    help="Only this promise, also one not made; may be repeated.",
)
@click.option("--certificate", is_flag=True, help="Why each promise holds, line by line.")
@as_of
@answering
def prove(
    rulesets: tuple[str, ...], kinds: tuple[str, ...], *, certificate: bool, as_of: date | None
) -> int:
    """Prove what rulesets promise, or refute it by an example.

    A ruleset without promises is asked for all that can be asked of any. Exit codes: 0 all is
    proved, 1 something is refuted, 3 something is undecided.
    """
    names = rulesets_named(rulesets)
    codes = [_prove_one(name, kinds, as_of, certificate=certificate) for name in names]
    return FINDINGS if FINDINGS in codes else max(codes)


def _prove_one(name: str, kinds: tuple[str, ...], as_of: date | None, *, certificate: bool) -> int:
    ruleset = on(load(name, as_of), as_of)
    refuse_unknown("promise", kinds, get_args(PromiseKind))
    verdicts = promises.prove(ruleset, promises.chosen(ruleset, kinds))
    click.echo(f"{name}\n{verdicts_text(verdicts, ruleset, certificates=certificate)}")
    return {"proved": 0, "refuted": FINDINGS, "undecided": UNDECIDED}[promises.outcome(verdicts)]
