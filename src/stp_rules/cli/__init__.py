"""The command: parse, call, render, exit code.

Exit codes: 0 fine; 1 findings (problems in a ruleset, cases that fail, subjects refused, promises
refuted); 2 wrong usage, or a file that cannot be used; 3 undecided; 4 a fault of the command;
130 interrupted.
"""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, NoReturn

import click

UNUSABLE = 2
UNFORESEEN = 4
INTERRUPTED = 130

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
        "Show which totals meet an edge exactly; with FILE, how near its subjects are to one.",
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
    "verify": (
        "verifying:verify",
        "Check certificates of what was proved, by means that the proof does not share.",
    ),
}
"""Where each command lives, and what is said of it in the help, which thus loads none of them."""


class LazyGroup(click.Group):
    """A group that knows its commands by name, and loads the one that is used.

    What is wrong with how it is used is said with all that was given made visible.
    """

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the command line as far as the name of a command."""
        with _visible():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Read what is left of the command line, and run the command."""
        with _visible():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name else None, rest


@contextmanager
def _visible() -> Iterator[None]:
    """Make what is said of a wrong use visible: it repeats what was given."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = _shown(error.message)
        raise


def _shown(text: str) -> str:
    """Make a text visible, line by line; the help, which says nothing of others, loads nothing."""
    made: str = import_module("stp_rules.display").page(text)
    return made


def loaded(name: str) -> click.Command:
    """Return a command from the module that it lives in."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    command: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
    return command


def main() -> None:
    """Run the command `stp-rules`, and end it in words whatever happens."""
    _prepare_streams()
    try:
        code = _run()
    except BrokenPipeError:
        code = 0
    except KeyboardInterrupt:
        code = _said("interrupted", INTERRUPTED)
    except OSError as error:
        code = _said(f"the output cannot be written: {error.strerror}", UNUSABLE)
    except Exception as error:  # noqa: BLE001 - the last net: nobody is shown a traceback
        code = _unforeseen(error)
    _leave(code)


def _run() -> int:
    """Run the command and return its exit code; what it has written has then arrived."""
    try:
        cli(prog_name="stp-rules", standalone_mode=False)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.ClickException as refused:
        refused.show()
        code = refused.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    else:
        code = 0
    sys.stdout.flush()
    return code


def _prepare_streams() -> None:
    """Write what an encoding lacks with escapes; a closed stream is met when it is written to."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ESCAPING)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks as JSON does, so that JSON stays what it is."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    units = (lacking[at : at + 2].hex() for at in range(0, len(lacking), 2))
    return "".join(f"\\u{unit}" for unit in units), error.end


ESCAPING = "stp_rules.escaping"
codecs.register_error(ESCAPING, _escaped)


def _unforeseen(error: Exception) -> int:
    """Say that something was not foreseen; STP_RULES_TRACEBACK raises it instead."""
    if os.environ.get("STP_RULES_TRACEBACK"):
        raise error
    return _said(
        f"error[unforeseen]: {type(error).__name__}: {_shown(str(error)[:200])}\n"
        "  help: this is a fault of stp-rules; please report it with the command and, from\n"
        "  STP_RULES_TRACEBACK=1, the traceback",
        UNFORESEEN,
    )


def _said(text: str, code: int) -> int:
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    return code


def _leave(code: int) -> NoReturn:
    """Exit; what a stream could not take is let go, else Python would complain of it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    raise SystemExit(code)


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
