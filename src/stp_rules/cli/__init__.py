"""The command: parse, call, render, exit code.

Exit codes: 0 fine; 1 findings (problems in a ruleset, cases that fail, subjects refused, promises
refuted); 2 wrong usage, or a file that cannot be used; 3 undecided.
"""

from importlib import import_module

import click

COMMANDS = {
    "check": (
        "checking:check",
        "Check rulesets, or all in a folder: every problem, with its place and what to do.",
    ),
    "diff": (
        "comparing:diff_",
        "Compare two rulesets: what differs, and whether any subject is rated otherwise.",
    ),
    "edges": (
        "explaining:edges",
        "Show which totals meet a line exactly; with FILE, which subjects lie on one or near.",
    ),
    "explain": (
        "explaining:explain",
        "Explain the rating of one subject of FILE, down to its inputs.",
    ),
    "init": (
        "authoring:init",
        "Begin a family of rulesets: one to change, with its cases, its page and its tests.",
    ),
    "list": (
        "methods:list_",
        "List the rulesets that come with the package, and from when to when they are in force.",
    ),
    "progress": (
        "explaining:progress",
        "Compare two files of subjects: who moved, by how much, and through which measures.",
    ),
    "prove": ("proving:prove", "Prove what rulesets promise, or refute it by an example."),
    "rate": (
        "rating:rate",
        "Rate every subject of FILE: CSV, JSON or JSON lines, or - for standard input.",
    ),
    "schema": (
        "authoring:schema",
        "Print the JSON Schema (draft 7) of rulesets, for editors.",
    ),
    "show": ("methods:show", "Show a ruleset as the method that it is."),
    "test": (
        "testing:test",
        "Run the worked examples of rulesets, of files of cases, or of all in a folder.",
    ),
}
"""Where each command lives, and what is said of it in the help, which thus loads none of them."""


class LazyGroup(click.Group):
    """A group that knows its commands by name, and loads the one that is used."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name else None, rest


def loaded(name: str) -> click.Command:
    """Return a command from the module that it lives in."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    command: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
    return command


def main() -> None:
    """Run the command `stp-rules`."""
    cli(prog_name="stp-rules")


@click.group(
    cls=LazyGroup,
    commands=[click.Command(name, help=said) for name, (_, said) in COMMANDS.items()],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(package_name="stp-rules")
def cli() -> None:
    """Rate organisations by a method that is written as data, and explain each rating.

    RULESET is the path of a YAML file, or an id such as nhs-england/stp-progress, also with a
    version: nhs-england/stp-progress@2017.1.0.
    """
