"""`stp-rules explain`, `progress` and `edges`."""

from collections.abc import Callable
from typing import Any

import click

from stp_rules.analysis import explanation
from stp_rules.analysis.edges import nearness
from stp_rules.analysis.facts import Explanation
from stp_rules.analysis.meetings import meetings
from stp_rules.analysis.movement import movements
from stp_rules.cli.answers import FINDINGS, answering, counted, few, refuse_unknown
from stp_rules.cli.options import output, reading, time_limit
from stp_rules.cli.subjects import chosen, rated
from stp_rules.deadline import Deadline
from stp_rules.engine.result import Rating
from stp_rules.errors import InputError, Problem, problems_text
from stp_rules.render.edges import meetings_text, subjects_text
from stp_rules.render.explanation import explanation_html, explanation_markdown, explanation_text
from stp_rules.render.movement import movements_text
from stp_rules.tables.files import write_text
from stp_rules.tables.results import result_names

_SHAPES: dict[str, Callable[[Explanation], str]] = {
    "text": explanation_text,
    "markdown": explanation_markdown,
    "html": explanation_html,
}


@click.command()
@click.argument("ruleset")
@click.argument("file")
@click.option("--subject", help="The key of the subject; not needed where the file holds one.")
@click.option("--measure", help="The measure to explain; without it, the result.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(list(_SHAPES)),
    default="text",
    help="How to write it; html needs the extra `html`.",
)
@output
@reading
@answering
def explain(ruleset: str, file: str, subject: str | None, **options: Any) -> int:
    """Explain the rating of one subject of FILE, down to its inputs."""
    method, measure = chosen(ruleset, options), options["measure"]
    if measure:
        refuse_unknown("measure", [measure], result_names(method))
    rating = _one(list(rated(method, file, options)), subject)
    if rating.problems:
        click.echo(problems_text(rating.problems), err=True)
        return FINDINGS
    found = explanation.explain(rating, measure)
    write_text(options["output"], _SHAPES[options["shape"]](found))
    return 0


_KEYLESS = "name the column of the key under `subject:` in the ruleset, or keep one row"


def _one(ratings: list[Rating], subject: str | None) -> Rating:
    """Return the rating with a key, or the only one; of several rows with a key the first."""
    keys = list(dict.fromkeys(rating.key for rating in ratings if rating.key))
    if subject is not None:
        refuse_unknown("subject", [subject], keys)
    elif len(ratings) != 1:
        hint = f"choose one with --subject: {few(keys)}" if keys else _KEYLESS * bool(ratings)
        message = f"there are {counted(len(ratings), 'subject')}"
        raise InputError([Problem("unknown-subject", message, hint=hint)])
    return next(rating for rating in ratings if subject in (None, rating.key))


@click.command()
@click.argument("ruleset")
@click.argument("before")
@click.argument("after")
@click.option("--all", "everyone", is_flag=True, help="Those whose result has not moved as well.")
@reading
@answering
def progress(ruleset: str, before: str, after: str, *, everyone: bool, **options: Any) -> int:
    """Compare two files of subjects: who moved, by how much, and through which measures.

    AFTER is rated beside the cohort of BEFORE, so that only what the subjects did counts.
    """
    method = chosen(ruleset, options)
    first = rated(method, before, options)
    second = rated(method, after, options, first.reference)
    click.echo(movements_text(list(movements(first, second)), everyone=everyone), nl=False)
    problems = [*first.problems, *second.problems]
    if problems:
        click.echo(problems_text(problems), err=True)
    return FINDINGS if problems else 0


@click.command()
@click.argument("ruleset")
@click.argument("file", required=False)
@time_limit("looking for them")
@reading
@answering
def edges(ruleset: str, file: str | None, *, time_limit: float | None, **options: Any) -> int:
    """Show which totals meet an edge exactly; with FILE, how near its subjects are to one.

    That is who lies on an edge, and for each input how far it alone would have to move for
    another rating, the nearest first.
    """
    method, deadline = chosen(ruleset, options), Deadline(time_limit)
    if file is None:
        click.echo(meetings_text(meetings(method, deadline), method, deadline.said), nl=False)
        return 0
    ratings = rated(method, file, options)
    deadline.renew()
    click.echo(subjects_text(nearness(ratings, deadline), deadline.said), nl=False)
    return FINDINGS if ratings.problems else 0
