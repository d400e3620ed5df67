"""Who says so: the evidence that holds at an address of a ruleset, and of all its numbers."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import evolve, frozen

from stp_rules.checking.names import claims
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import NOBODY_NEARER, Itself, Says
from stp_rules.loading.dump import plain_data
from stp_rules.paths import Path

ORDER = (None, "assumed", "recalled", "inferred", "reported", "published")
"""Words of evidence, the weakest first; `None` is nobody."""


@frozen
class Claim:
    """One number of a ruleset, where it stands, and who says so."""

    path: Path
    number: Fraction
    says: Says


def evidence(ruleset: Ruleset, path: Path) -> Says:
    """Return evidence, source and note for an address; each is the nearest one that is given.

    At one and the same address, `evidence_for` goes before what stands there.
    """
    return _nearest(_said(Itself(ruleset)), path)


def numbers(ruleset: Ruleset) -> list[Claim]:
    """Return every number of a ruleset with who says so, the weakest evidence first."""
    said = _said(Itself(ruleset))
    data = plain_data(ruleset)
    found = [
        Claim(path, number, _nearest(said, path))
        for section in ("inputs", "parameters", "levels")
        for path, number in _numbers(data.get(section), Path((section,)))
    ]
    return sorted(found, key=lambda claim: ORDER.index(claim.says.evidence))


Said = tuple[Mapping[Path, Says], Mapping[Path, Says]]


@lru_cache(maxsize=16)
def _said(ruleset: Itself) -> Said:
    stated = {Path.parse(address): says for address, says in ruleset.value.evidence_for.items()}
    return stated, {Path(at[:-1]): says for at, says in claims(ruleset.value)}


def _nearest(said: Said, path: Path) -> Says:
    found = NOBODY_NEARER
    for enclosing in path.upwards():
        for claimed in said:
            found = _filled_up(found, claimed.get(enclosing, NOBODY_NEARER))
    return found


def _filled_up(found: Says, wider: Says) -> Says:
    return evolve(
        found,
        evidence=found.evidence or wider.evidence,
        source=found.source or wider.source,
        note=found.note or wider.note,
    )


def _numbers(data: Any, path: Path) -> Iterator[tuple[Path, Fraction]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _numbers(value, path / key)
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _numbers(value, path / position)
    elif isinstance(data, int | Fraction) and not isinstance(data, bool):
        yield path, Fraction(data)
