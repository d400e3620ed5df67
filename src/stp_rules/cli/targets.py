"""The rulesets that a command line names."""

import os
from collections.abc import Iterable
from pathlib import Path as File

from stp_rules.errors import Problem, RulesetError
from stp_rules.library import all_files
from stp_rules.reading import files_below


def or_shipped(names: tuple[str, ...]) -> Iterable[str]:
    """Return the names given, or without any the files of all rulesets that are shipped."""
    return names or map(str, all_files())


def rulesets_in(name: str) -> list[str]:
    """Return the rulesets of a folder; what is no folder names one itself.

    Raises RulesetError where there is none in it, or where a folder below cannot be read.
    """
    folder = File(name)
    if not os.path.isdir(folder):  # noqa: PTH112 - which no name is too long for
        return [name]
    files = files_below(folder, RulesetError)
    found = sorted(str(file) for file in files if _is_ruleset(file.name))
    if not found:
        raise RulesetError([Problem("no-rulesets", f"there is no ruleset in {name}")])
    return found


def _is_ruleset(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) and ".cases." not in name and not name.startswith(".")
