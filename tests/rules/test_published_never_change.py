"""A published ruleset never changes: its canonical text has the digest that was recorded."""

import json

import pytest

from stp_rules import Ruleset, dumps, load, loads
from stp_rules.library import editions
from stp_rules.loading.digests import shipped

RECORDED = json.loads((shipped() / "published.json").read_text(encoding="utf-8"))
PUBLISHED = [it for it in map(load, (it.file for it in editions())) if it.status == "published"]


def fault(ruleset: Ruleset, recorded: dict[str, str]) -> str:
    """Say what is to be done about a published ruleset; nothing where it stands as recorded."""
    digest = ruleset.digest
    if ruleset.reference not in recorded:
        entry = f'"{ruleset.reference}": "{digest}"'
        return f"{ruleset.reference} is published: add {entry} to rules/published.json"
    if recorded[ruleset.reference] != digest:
        return (
            f"{ruleset.reference} is published and has changed: undo that, and write a new version"
        )
    return ""


@pytest.mark.parametrize("ruleset", PUBLISHED, ids=lambda it: it.reference)
def test_what_is_published_stands_as_it_was(ruleset: Ruleset) -> None:
    """Who has used a version finds the same again."""
    assert fault(ruleset, RECORDED) == ""


def test_what_is_recorded_is_still_there() -> None:
    """A published version is not removed, renamed, or made a draft again."""
    assert set(RECORDED) <= {ruleset.reference for ruleset in PUBLISHED}


def test_a_change_is_noticed() -> None:
    """One number, or a title; a new version is asked for."""
    text = dumps(PUBLISHED[-1])
    title = PUBLISHED[-1].title
    changed = loads(text.replace(title, f"{title} again"))
    assert "write a new version" in fault(changed, RECORDED)
    assert "published.json" in fault(changed, {})
