"""The shipped rulesets whose form was validated before the release, so that no user waits for it.

`python -m stp_rules.loading.digests` validates them and writes `rules/digests.json` anew.
"""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path as File

from stp_rules.errors import RulesetError
from stp_rules.loading.document import read_document, read_text
from stp_rules.loading.schema import form_problems


def shipped() -> File:
    """Return the folder of the rulesets that come with the package."""
    packaged = File(str(resources.files("stp_rules"))) / "rules"
    return packaged if packaged.is_dir() else File(__file__).parents[3] / "rules"


def is_recorded(text: str) -> bool:
    """Tell whether exactly this text was validated."""
    return digest(text) in _recorded()


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return sha256(text.encode()).hexdigest()


def validated() -> Iterator[tuple[str, str]]:
    """Give path and digest of each shipped ruleset; RulesetError where the form of one is wrong.

    One that extends another is left out: its form is that of both, and is validated when it is
    read.
    """
    for file in sorted(shipped().rglob("*.yaml")):
        if not file.name.endswith(".cases.yaml"):
            text = read_text(file)
            document = read_document(text, str(file))
            if "extends" in document.data:
                continue
            found = [*document.problems, *form_problems(document.data)]
            if found:
                raise RulesetError(problem.located(document.places) for problem in found)
            yield file.relative_to(shipped()).as_posix(), digest(text)


@cache
def _recorded() -> frozenset[str]:
    records = shipped() / "digests.json"
    return frozenset(json.loads(read_text(records)).values() if records.is_file() else ())


if __name__ == "__main__":
    written = json.dumps(dict(validated()), indent=2)
    (shipped() / "digests.json").write_text(f"{written}\n", encoding="utf-8")
