"""Every code of a problem has a page: what it says, why, an example, and the example mended.

The examples are run with those of the other pages; here it is seen that they show what they should.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path as File
from typing import get_args

import pytest

from docs.test_documentation import PROBLEMS, ROOT, blocks
from stp_rules.language.ruleset import PromiseKind
from stp_rules.render.promises import promise_code
from stp_rules.render.titles import TITLES

MAKERS = ("Problem", "Refused", "Finding")
PARTS = ["What", "Why", "Before", "After"]
PAGES = sorted(it for it in PROBLEMS.glob("*.md") if it.name != "README.md")
_SHOWN = re.compile(r"\b(?:error|note)\[([\w-]+)\]: |^::.*\btitle=([\w-]+)::", re.MULTILINE)
_SETTLED = re.compile(r"^(\w+)(?:: \{.*\})?: (refuted|undecided)\b", re.MULTILINE)
_TITLE = re.compile(r"# (`[\w-]+`: .+)")

by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def codes() -> set[str]:
    """Return the code of every problem that the software can report."""
    return {code for it in modules() for name in MAKERS for code in it.given(name, 0)}


@cache
def modules() -> list["Module"]:
    """Return every module of the library."""
    files = (ROOT / "src").rglob("*.py")
    return [Module(ast.parse(it.read_text(encoding="utf-8"))) for it in files]


class Module:
    """The calls of a module, and the functions that they stand in."""

    def __init__(self, tree: ast.Module) -> None:
        nodes = list(ast.walk(tree))
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        self.within = {id(it): function for function in functions for it in ast.walk(function)}
        self.calls = [node for node in nodes if isinstance(node, ast.Call)]

    def given(self, name: str, position: int) -> Iterator[str]:
        """Give every text that the calls of a function pass at a position."""
        for call in self.calls:
            if _name(call.func) == name:
                yield from self.texts(call.args[position], call)

    def texts(self, argument: ast.expr, call: ast.Call) -> Iterator[str]:
        """Give every text that an argument can be, by way of those who call the function."""
        match argument:
            case ast.Constant(str(text)):
                yield text
            case ast.Name(parameter):
                yield from self.passed(parameter, call)
            case ast.JoinedStr([ast.Constant(str(start)), ast.FormattedValue(ast.Name(parameter))]):
                yield from (start + text for text in self.passed(parameter, call))
            case ast.Attribute(ast.Name("refused" | "problem"), "code"):
                return  # the Refused, or the Problem, was given it
            case ast.Call(ast.Name("promise_code")):
                yield from map(promise_code, get_args(PromiseKind))
            case _:
                pytest.fail(f"a code that nobody can list: {ast.unparse(call)}")

    def passed(self, parameter: str, call: ast.Call) -> Iterator[str]:
        """Give what is passed as a parameter to the function that a call stands in."""
        function = self.within[id(call)]
        names = [it.arg for it in function.args.args if it.arg != "self"]
        assert parameter in names, f"a code that nobody can list: {ast.unparse(call)}"
        callers = [self] if function.name.startswith("_") else modules()
        for module in callers:
            yield from module.given(function.name, names.index(parameter))


def _name(function: ast.expr) -> str:
    return str(getattr(function, "attr", getattr(function, "id", "")))


def parts(page: File) -> dict[str, str]:
    """Return what stands under each heading of a page."""
    _, *found = re.split(r"^## (.+)\n", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {heading: text.strip() for heading, text in zip(found[::2], found[1::2], strict=True)}


def shown(text: str) -> set[str]:
    """Return every code that a text shows, also by what came of a promise."""
    written = {one or other for one, other in _SHOWN.findall(text)}
    settled = _SETTLED.findall(text)
    return written | {promise_code(it) if how == "refuted" else how for it, how in settled}


def kinds(text: str) -> set[str]:
    """Return the kinds of the blocks that are run and checked."""
    return {block.kind for block, *_ in blocks(text + "\n") if not block.marker.startswith("file")}


def test_codes_are_found() -> None:
    """Whatever the corpus of bad rulesets is answered with, its codes are found in the source."""
    messages = (ROOT / "tests" / "corpus" / "bad").glob("*.txt")
    found = {code for it in messages for code in shown(it.read_text(encoding="utf-8"))}
    assert found
    assert found <= codes()


@pytest.mark.parametrize(
    "code", ["anchor", "circle", "failed-case", "no-cliffs", "not-a-number", "unknown-subject"]
)
def test_codes_are_found_however_they_are_given(code: str) -> None:
    """A code passes through a function, a method or a Refused, or is made of a word or a kind."""
    assert code in codes()


def test_every_code_has_a_page() -> None:
    """Nobody meets a code that is not explained, and no page explains what does not exist."""
    assert {page.stem for page in PAGES} == codes()


def test_every_code_has_a_title() -> None:
    """Reports for machines say of a code what its page has as its heading."""
    headings = [_TITLE.match(it.read_text(encoding="utf-8")) for it in PAGES]
    assert [f"`{code}`: {title}" for code, title in TITLES.items()] == [
        found[1] for found in headings if found
    ]


@by_name
def test_page_has_its_parts(page: File) -> None:
    """A page says what, why, before and after, in this order."""
    found = parts(page)
    assert list(found) == PARTS
    assert all(found.values())


@by_name
def test_before_shows_the_problem(page: File) -> None:
    """The example is answered with this problem and no other."""
    assert shown(parts(page)["Before"]) == {page.stem}


@by_name
def test_after_is_free_of_problems(page: File) -> None:
    """The mended example is run, and nothing is reported."""
    after = parts(page)["After"]
    assert kinds(after) & {"yaml", "console", "python"}
    assert "<!-- refused -->" not in after
    assert shown(after) == set()


def test_index_lists_every_page() -> None:
    """The index has each page once, with its title."""
    index = (PROBLEMS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(`[\w-]+`)\]\(([\w-]+)\.md\)(: .+)$", index, re.MULTILINE)
    titles = [_TITLE.match(it.read_text(encoding="utf-8")) for it in PAGES]
    assert sorted(code + title for code, _, title in listed) == sorted(
        found[1] for found in titles if found
    )
    assert all(code == f"`{page}`" for code, page, _ in listed)
