"""The documentation is run: every fenced block of a page, in order, in one folder.

The folder holds copies of `rules/` and `examples/`, as a checkout does. What is done with a block
depends on its kind, and a comment before it, such as `<!-- file: mine.yaml -->`, says more:

- console: each `$ command` is run and prints what stands below it; a line `...` stands for the
  lines that are left out;
- python: each `>>> example` is run with the names of those before it, and prints what stands below;
- yaml and csv with `file:`: what the reader saves under that name, such as a ruleset or the
  settings of a pipeline;
- yaml with `levels:`: a ruleset that can be used; where it lacks `language`, `id` and `version`
  they are added at its end;
- yaml with `refused`: a ruleset that cannot be used, and the text block after it is the message;
- yaml with `cases:`: cases that the ruleset before it passes;
- diff with `file:`: lines that the reader replaces;
- sh: commands that change the machine or run these tests; other tests try them.

Where the software prints something new, `rewrite.py` writes it into the pages, to be read before it
is kept.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from difflib import unified_diff
from doctest import DocTestParser
from io import StringIO
from pathlib import Path as File
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner

import stp_rules
from stp_rules.cli import COMMANDS, cli, loaded
from stp_rules.language.catalogue import COMBINATIONS, STEPS
from stp_rules.loading.schema import CASES, RULESET, schema_text
from stp_rules.testing.cases import read_cases, run_cases

ROOT = File(__file__).parents[2]
DOCS = ROOT / "docs"
PROBLEMS = DOCS / "problems"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted(PROBLEMS.glob("*.md"))]
HEADER = "language: 1\nid: example\nversion: 1.0.0\n"
TRIED_ELSEWHERE = {
    "python3 run.py pytest -n auto": "this is it",
    "python3 -m venv environment": "tests/packaging, with virtualenv",
    "environment/bin/pip install .": "tests/packaging, from the wheel",
}
_FENCE = re.compile(
    r"(?:^<!-- (?P<marker>[^\n]*) -->\n+)?^```(?P<kind>.*)\n(?P<body>(?s:.*?))^```$", re.MULTILINE
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


class Block(NamedTuple):
    """A fenced block: its kind, the comment before it, and what it holds."""

    kind: str
    marker: str
    body: str

    @property
    def file(self) -> File:
        """The file that the comment names."""
        word, _, name = self.marker.partition(": ")
        assert word == "file", f"a {self.kind} block needs a comment <!-- file: NAME -->"
        return File(name)


def blocks(text: str) -> Iterator[tuple[Block, int, int]]:
    """Give every fenced block of a page, and where its body begins and ends."""
    for found in _FENCE.finditer(text):
        block = Block(found["kind"], found["marker"] or "", found["body"])
        yield block, found.start("body"), found.end("body")


class Desk:
    """What the reader of a page has before them: names, a message to be shown, an exit code."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.message: str | None = None
        self.code = 0

    def work(self, block: Block) -> str:
        """Do what the reader does with a block; return it with what is printed now."""
        kinds: Mapping[str, Callable[[Block], str | None]] = {
            "console": self.console,
            "csv": self.save,
            "diff": self.change,
            "python": self.python,
            "sh": self.machine,
            "text": self.text,
            "yaml": self.yaml,
        }
        assert block.kind in kinds, f"nobody knows what to do with a {block.kind!r} block"
        assert self.message is None or block.kind == "text", "a refusal is followed by its message"
        printed = kinds[block.kind](block)
        return block.body if printed is None else printed

    def console(self, block: Block) -> str:
        """Run each command."""
        head, *commands = re.split(r"^\$ ", block.body, flags=re.MULTILINE)
        assert not head, "a console block begins with a command"
        typed = [command.partition("\n") for command in commands]
        return "".join(f"$ {line}\n{shaped(self.run(line), old)}" for line, _, old in typed)

    def run(self, typed: str) -> str:
        """Run a command and return what it prints."""
        match shlex.split(typed.removeprefix("python3 run.py ")):
            case ["stp-rules", *arguments, ">", file]:
                File(file).write_text(self.stp_rules(arguments), encoding="utf-8")
            case ["stp-rules", *arguments, "<", file]:
                return self.stp_rules(arguments, File(file).read_bytes())
            case ["stp-rules", *arguments]:
                return self.stp_rules(arguments)
            case ["pytest", *arguments]:
                return self.pytest(arguments)
            case ["cp", source, target]:
                shutil.copy(source, target)
            case ["echo", "$?"]:
                return f"{self.code}\n"
            case _:
                pytest.fail(f"nobody knows how to run: {typed}")
        return ""

    def stp_rules(self, arguments: list[str], given: bytes | None = None) -> str:
        """Run `stp-rules` and return what it prints, errors too."""
        done = CliRunner().invoke(cli, arguments, input=given, prog_name="stp-rules")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        self.code = done.exit_code
        return done.output

    def pytest(self, arguments: list[str]) -> str:
        """Run `pytest` at a terminal, and return what it prints, whatever time it takes."""
        alone = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no"]
        here = {name: it for name, it in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
        done = subprocess.run(
            [*alone, *arguments], capture_output=True, text=True, check=False, env=here
        )
        self.code = done.returncode
        return re.sub(r" in [\d.]+s$", "", done.stdout, flags=re.MULTILINE)

    def python(self, block: Block) -> str:
        """Run each example."""
        return "".join(
            prompted(example.source) + self.execute(example.source)
            for example in DocTestParser().get_examples(block.body)
        )

    def execute(self, source: str) -> str:
        """Run a statement as a Python prompt does, and return what it prints."""
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(source, "<page>", "single"), self.names)  # noqa: S102 - our own pages
        return printed.getvalue()

    def yaml(self, block: Block) -> None:
        """Save a file, run cases, or load a ruleset."""
        if block.marker.startswith("file:"):
            self.save(block)
        elif not block.marker and "cases" in _read(block.body):
            File("example.cases.yaml").write_text(block.body, encoding="utf-8")
            results = list(run_cases(read_cases(File("example.cases.yaml"))))
            assert [it for it in results if it.failures] == []
        else:
            self.ruleset(block)

    def ruleset(self, block: Block) -> None:
        """Load a ruleset, or keep the message why it is refused."""
        assert block.marker in ("", "refused"), block.marker
        text = block.body if "language: " in block.body else block.body + HEADER
        File("example.yaml").write_text(text, encoding="utf-8")
        if block.marker == "":
            stp_rules.load("example.yaml")
            return
        with pytest.raises(stp_rules.RulesetError) as refusal:
            stp_rules.load("example.yaml")
        self.message = f"{refusal.value}\n"

    def text(self, block: Block) -> str:
        """Show the message of what was refused."""
        assert self.message is not None, "a text block shows why the block before it is refused"
        message, self.message = self.message, None
        return shaped(message, block.body)

    def save(self, block: Block) -> None:
        """Save a file."""
        block.file.parent.mkdir(exist_ok=True)
        block.file.write_text(block.body, encoding="utf-8")

    def change(self, block: Block) -> None:
        """Replace the lines marked - by those marked +; they stand in the file once."""
        text = block.file.read_text(encoding="utf-8")
        lines = block.body.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in "- ")
        new = "".join(line[1:] for line in lines if line[0] in "+ ")
        assert text.count(old) == 1, f"these lines stand {text.count(old)} times in the file"
        block.file.write_text(text.replace(old, new), encoding="utf-8")

    def machine(self, block: Block) -> None:
        """See that another test tries each command."""
        assert set(block.body.splitlines()) <= set(TRIED_ELSEWHERE)


def _read(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes only texts


def shaped(printed: str, old: str) -> str:
    """Leave out of what is printed as much as the page does: the lines where it has a `...`."""
    lines = printed.splitlines(keepends=True)
    head, *rest = re.split(r"^\.\.\.\n", old, maxsplit=1, flags=re.MULTILINE)
    first, last = head.count("\n"), "".join(rest).count("\n")
    if not rest or len(lines) < first + last:
        return printed
    return "".join([*lines[:first], "...\n", *lines[len(lines) - last :]])


def prompted(source: str) -> str:
    """Write a statement as it stands at a Python prompt."""
    first, *more = source.splitlines()
    return f">>> {first}\n" + "".join(f"... {line}".rstrip() + "\n" for line in more)


@pytest.fixture
def desk(tmp_path: File, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder like a checkout, and a terminal of 80 columns."""
    for folder in ("rules", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return Desk()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page: File, desk: Desk) -> None:
    """Whoever follows a page sees what it shows."""
    text = page.read_text(encoding="utf-8")
    for block, start, _ in blocks(text):
        place = f"{page.name}:{text.count(chr(10), 0, start) + 1}"
        try:
            printed = desk.work(block)
        except (AssertionError, ValueError) as error:
            pytest.fail(f"{place}: {error}", pytrace=False)
        if printed != block.body:
            pytest.fail(
                f"{place} is not so any more:\n{change(block.body, printed)}", pytrace=False
            )
    assert desk.message is None


def change(old: str, new: str) -> str:
    """Write what has changed between two texts, with little around it."""
    return "\n".join(unified_diff(old.splitlines(), new.splitlines(), "page", "now", "", "", 1, ""))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_fence_is_a_block(page: File) -> None:
    """No fence escapes the pattern by which blocks are found."""
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r"^\s*(?:```|~~~)", text, re.MULTILINE)) == 2 * len(list(blocks(text)))


@pytest.mark.parametrize(
    "page", [*PAGES, *sorted((DOCS / "decisions").glob("*.md"))], ids=lambda page: page.name
)
def test_links(page: File) -> None:
    """A link to another page of the project leads to one, and to a heading that is there."""
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    for target in (it for it in targets if "://" not in it):
        name, _, heading = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        if heading:
            assert heading in anchors(file.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    """Return the addresses of the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", it).strip().lower().replace(" ", "-") for it in headings}


def words_of(schema: Any) -> Iterator[str]:
    """Give every key and every word that a schema knows."""
    if isinstance(schema, list):
        for item in schema:
            yield from words_of(item)
    elif isinstance(schema, dict):
        properties = schema.get("properties", {})
        if isinstance(properties, dict):
            yield from properties
        yield from (str(word).lower() for word in schema.get("enum", []))
        for part in schema.values():
            yield from words_of(part)


def test_language_page_names_every_word() -> None:
    """Each key and word of rulesets and of cases has its place in the reference."""
    text = (DOCS / "language.md").read_text(encoding="utf-8")
    known = {word for name in (RULESET, CASES) for word in words_of(json.loads(schema_text(name)))}
    written = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", text))))
    assert known - written == set()


def test_language_page_has_a_heading_for_every_operation() -> None:
    """Each step and each way of combining is explained under its own name."""
    headings = anchors((DOCS / "language.md").read_text(encoding="utf-8"))
    words = set(STEPS) | set(COMBINATIONS)
    assert words <= headings


def test_command_line_page_names_every_option() -> None:
    """Each command has a heading, and each of its options is named."""
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    assert set(COMMANDS) <= anchors(text)
    parameters = [parameter for name in COMMANDS for parameter in loaded(name).params]
    options = {option for it in parameters for option in it.opts if option[0] == "-"}
    assert {option for option in options if f"`{option}" not in text} == set()


def test_commands_of_the_page_on_ci_are_commands() -> None:
    """What a pipeline is told to run is understood, options and all."""
    text = (DOCS / "ci.md").read_text(encoding="utf-8")
    typed = re.findall(r"^ *- (?:run: )?stp-rules (.+?)(?: \|\|.*)?$", text, re.MULTILINE)
    assert len(typed) == 7
    for line in typed:
        name, *arguments = shlex.split(line)
        loaded(name).make_context(name, arguments)


def test_python_page_names_the_front_door() -> None:
    """Each name of the package is explained."""
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    assert {name for name in stp_rules.__all__ if f"`{name}" not in text} == set()
