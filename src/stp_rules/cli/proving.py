"""`stp-rules prove`."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path as File
from typing import Any

import click

from stp_rules.api.proving import KINDS, proving
from stp_rules.cli.answers import answering, refuse_unknown
from stp_rules.cli.options import as_of, time_limit
from stp_rules.cli.reports import Look, Reporter, reporting
from stp_rules.cli.targets import or_shipped, rulesets_in
from stp_rules.display import shown
from stp_rules.language.ruleset import Promise, Ruleset
from stp_rules.library import load, locate
from stp_rules.proofs.questions.promises import Effort
from stp_rules.proofs.questions.verdicts import Verdict
from stp_rules.render.certificates import certificate_name, certificate_text, unchecked
from stp_rules.render.examples import commands, example_files
from stp_rules.render.promises import promise_code, promise_entry
from stp_rules.render.proofs import promise_text, verdicts_text
from stp_rules.tables.files import make_folder, write_texts

PATIENCE = 3
"""After how many seconds people are told that a promise is still being settled."""


@click.command()
@click.argument("rulesets", nargs=-1, metavar="RULESET...")
@click.option(
    "--promise",
    "kinds",
    multiple=True,
    help="Only this promise, also one not made; may be repeated.",
)
@click.option("--certificate", is_flag=True, help="Why each promise holds, line by line.")
@click.option(
    "--certificates",
    metavar="FOLDER",
    help="Write why each promise holds below a folder, for `verify` to check.",
)
@click.option(
    "--save-examples",
    "folder",
    metavar="FOLDER",
    help="Save what refutes a promise below a folder, as files to rate.",
)
@as_of
@time_limit("each promise")
@reporting
@answering
def prove(
    rulesets: tuple[str, ...],
    kinds: tuple[str, ...],
    *,
    certificate: bool,
    folder: str | None,
    reporter: Reporter,
    **options: Any,
) -> int:
    """Prove what rulesets promise, or refute it by an example.

    A ruleset without promises is asked for all that can be asked of any. Exit codes: 0 all is
    proved, 1 something is refuted, 3 something is undecided, 130 it was interrupted.
    """
    targets = reporter.targets(or_shipped(rulesets), rulesets_in)
    refuse_unknown("promise", kinds, KINDS)
    effort = Effort(time_limit=options["time_limit"], tell=_tell)
    proved = partial(proving, kinds=kinds, effort=effort)
    look = partial(
        _look,
        proving=proved,
        as_of=options["as_of"],
        certificate=certificate,
        certificates=options["certificates"],
        folder=folder,
        numbers=count(1),
    )
    return reporter.answer(reporter.views(targets, look))


Proving = Callable[..., Iterator[Verdict]]


def _look(  # noqa: PLR0913 - each is a part of what was asked for
    name: str,
    *,
    proving: Proving,
    as_of: date | None,
    certificate: bool,
    certificates: str | None,
    folder: str | None,
    numbers: Iterator[int],
) -> Iterator[Look]:
    """Give each verdict on a ruleset as soon as it is there.

    `numbers` count the examples of all rulesets, of which several may say that they are the same
    version.
    """
    ruleset, file = load(name, as_of), str(locate(name, as_of))
    yield Look(f"{shown(name)}\n")
    for verdict in proving(ruleset, as_of=as_of):
        _tell_no_more()
        text = verdicts_text([verdict], ruleset, certificates=certificate)
        if folder:
            text += "".join(_saved(verdict, ruleset, name, File(folder), numbers))
        if certificates:
            text += "".join(_certified(verdict, ruleset, File(certificates)))
        yield Look(text, (promise_entry(verdict, ruleset, file),))
    yield Look("\n")


def _saved(
    verdict: Verdict, ruleset: Ruleset, name: str, folder: File, numbers: Iterator[int]
) -> Iterator[str]:
    """Save each example of a verdict in a folder of its own; give the lines that say where."""
    for example in verdict.counterexamples:
        files = example_files(example, ruleset)
        if files:
            called = f"{next(numbers)}-{promise_code(verdict.promise.kind)}"
            own = folder / ruleset.reference.replace("/", "-") / called
            make_folder(own)
            write_texts([(str(own / file), text) for file, text in files.items()])
            yield from (f"  to repeat it: {it}\n" for it in commands(example, name, own))


def _certified(verdict: Verdict, ruleset: Ruleset, folder: File) -> Iterator[str]:
    """Write the certificates of a verdict; give the lines that say where, and what they lack."""
    # with it comes the checker, which nobody waits for who asks for no certificates
    from stp_rules.api.certifying import certified  # noqa: PLC0415

    for certificate in certified(verdict, ruleset):
        own = folder / ruleset.reference.replace("/", "-")
        make_folder(own)
        file = str(own / f"{certificate_name(certificate)}.json")
        write_texts([(file, certificate_text(certificate))])
        yield f"  certificate: {shown(file)}\n"
        yield from (f"  no claim that can be checked: {it}\n" for it in unchecked(certificate))


def _tell(promise: Promise, spent: float) -> None:
    """Show on a terminal what takes long, on a line that is written over and over."""
    if spent >= PATIENCE and sys.stderr.isatty():
        line = f"{promise_text(promise)}: {spent:.0f} seconds so far"
        click.echo(f"{_CLEAR}{line}", nl=False, err=True)


def _tell_no_more() -> None:
    """Take the line away again."""
    if sys.stderr.isatty():
        click.echo(_CLEAR, nl=False, err=True)


_CLEAR = "\r\033[K"
"""Goes back to the beginning of a line of a terminal, and empties it."""
