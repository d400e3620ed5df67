"""`stp-rules prove`."""

from datetime import date
from functools import partial

import click

from stp_rules.assurance import KINDS
from stp_rules.assurance import prove as settle
from stp_rules.cli.answers import answering, refuse_unknown
from stp_rules.cli.options import as_of
from stp_rules.cli.reports import Look, Reporter, reporting
from stp_rules.cli.targets import or_shipped, rulesets_in
from stp_rules.library import load, locate, on
from stp_rules.render.promises import promise_entry
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
@reporting
@answering
def prove(
    rulesets: tuple[str, ...],
    kinds: tuple[str, ...],
    *,
    certificate: bool,
    as_of: date | None,
    reporter: Reporter,
) -> int:
    """Prove what rulesets promise, or refute it by an example.

    A ruleset without promises is asked for all that can be asked of any. Exit codes: 0 all is
    proved, 1 something is refuted, 3 something is undecided.
    """
    targets = reporter.targets(or_shipped(rulesets), rulesets_in)
    refuse_unknown("promise", kinds, KINDS)
    look = partial(_look, kinds=kinds, as_of=as_of, certificate=certificate)
    return reporter.answer(reporter.looks(targets, look))


def _look(name: str, *, kinds: tuple[str, ...], as_of: date | None, certificate: bool) -> Look:
    ruleset, file = on(load(name, as_of), as_of), str(locate(name, as_of))
    verdicts = settle(ruleset, kinds)
    text = f"{name}\n{verdicts_text(verdicts, ruleset, certificates=certificate)}\n"
    return Look(text, tuple(promise_entry(it, ruleset, file) for it in verdicts))
