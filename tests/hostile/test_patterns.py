"""Regular expressions take time in proportion to the text, whatever it is."""

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import stp_rules
from stp_rules.language.scalars import plain
from stp_rules.render.markdown import plain as markdown

LONG = 50_000
UNITS = [
    *'019a_-+./:eE \t\\"`[]({&#!<|$@\u00e9',
    "1.",
    "1:",
    "1_",
    "0/",
    "a-",
    "a/",
    "a.",
    "a@",
    "1e",
]
UNITS += ["5:5", "&a", "](", '\\"', "[1]", "x:y", "www.", "2017-01-01 ", "a\n"]  # fmt: skip
AROUND = [("", ""), ("", "!"), ("", "\0"), ("-1", "x"), ('"', "")]


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Give every expression that a module of the library keeps, by itself or in a mapping."""
    for module in pkgutil.walk_packages(stp_rules.__path__, "stp_rules."):
        if "pytest" not in module.name and not module.name.endswith("__main__"):
            yield from _kept(module.name, vars(import_module(module.name)))


def _kept(name: str, values: dict[Any, Any]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, value in values.items():
        within = value if isinstance(value, dict) and not str(key).startswith("__") else {}
        for number, it in enumerate((value, *within)):
            if isinstance(it, re.Pattern):
                yield f"{name}.{key} {number}", it


PATTERNS = dict(patterns())


def spent(run: Any) -> float:
    """Return the seconds that something takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def texts() -> Iterator[str]:
    """Give one thing over and over, with something before or behind it that does not fit."""
    for unit in UNITS:
        for before, behind in AROUND:
            yield before + unit * (LONG // len(unit)) + behind


@pytest.mark.parametrize("name", PATTERNS)
def test_no_expression_is_slow(name: str) -> None:
    """It matches 50,000 characters, or sees that it does not, in a moment."""
    for text in texts():
        assert spent(lambda it=text: PATTERNS[name].fullmatch(it)) < 0.5, ascii(text[:20])


@pytest.mark.parametrize("read", [plain, markdown], ids=["scalar", "markdown"])
def test_no_word_is_slow(read: Any) -> None:
    """It is understood, or written, in a moment."""
    for text in texts():
        assert spent(lambda it=text: read(it)) < 1, ascii(text[:20])
