"""The form of what is shipped was validated, and need not be again."""

import json
import subprocess
import sys

from stp_rules.loading.digests import digest, is_recorded, shipped, validated


def test_records_are_up_to_date() -> None:
    """Every shipped ruleset passes the schema and is recorded as it stands.

    After a change of one: `python -m stp_rules.loading.digests`.
    """
    recorded = json.loads((shipped() / "digests.json").read_text(encoding="utf-8"))
    assert recorded == dict(validated())


def test_another_text_is_not_recorded() -> None:
    """One letter more and the text is validated."""
    text = next(shipped().rglob("*.0.yaml")).read_text(encoding="utf-8")
    assert is_recorded(text)
    assert not is_recorded(f"{text} ")


def test_digest() -> None:
    """The digest is the one that sha256sum prints, here of `abc` (FIPS 180-4, example 1)."""
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("abc") == known


def test_shipped_rulesets_load_without_the_validator() -> None:
    """What is recorded does not wait for jsonschema."""
    code = "import stp_rules, sys; stp_rules.load('undp/hdi'); print('jsonschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
