"""The files of a new family: a ruleset to change, its cases, its page and its tests."""

import json
import re
from importlib import resources
from pathlib import PurePath
from string import Template

from stp_rules.errors import InputError, Problem
from stp_rules.language.scalars import key_text
from stp_rules.loading.schema import RULESET, schema_text

VERSION = "1.0.0"


def family_files(family: str) -> dict[PurePath, str]:
    """Return the text of each file of a new family, by its path below the folder of rulesets.

    Raises InputError where no ruleset could have such an id.
    """
    _refuse_bad(family)
    folder, name = PurePath(family), re.sub(r"\W", "_", family)
    templates = {
        folder / f"{VERSION}.yaml": "ruleset.yaml",
        folder / f"{VERSION}.cases.yaml": "cases.yaml",
        folder / "README.md": "README.md",
        folder / f"test_{name}.py": "properties.py.txt",
    }
    title = folder.name.replace("-", " ").capitalize()
    return {
        path: _template(template).substitute(family=family, id=key_text(family), title=title)
        for path, template in templates.items()
    }


def _template(name: str) -> Template:
    folder = resources.files(__package__) / "templates"
    return Template((folder / name).read_text(encoding="utf-8"))


def _refuse_bad(family: str) -> None:
    rule = json.loads(schema_text(RULESET))["properties"]["id"]
    if re.fullmatch(rule["pattern"], family):
        return
    plain = re.sub(r"[^a-z0-9/]+", "-", family.lower()).strip("-/")
    hint = f"write {plain}" if re.fullmatch(rule["pattern"], plain) else ""
    message = f"expected {rule['description']}; found `{family}`"
    raise InputError([Problem("value", message, hint=hint)])
