"""The rulesets that a command line names."""

from pathlib import Path as File

from stp_rules.errors import Problem, RulesetError
from stp_rules.library import all_files


def rulesets_named(names: tuple[str, ...]) -> list[str]:
    """Return the rulesets named, all in each folder named, or without any all that are shipped."""
    if not names:
        return [str(file) for file in all_files()]
    return [file for name in names for file in _rulesets_in(name)]


def _rulesets_in(name: str) -> list[str]:
    folder = File(name)
    if not folder.is_dir():
        return [name]
    files = (file for ending in ("yaml", "yml") for file in folder.rglob(f"[!.]*.{ending}"))
    found = sorted(str(file) for file in files if ".cases." not in file.name)
    if not found:
        raise RulesetError([Problem("no-rulesets", f"there is no ruleset in {name}")])
    return found
