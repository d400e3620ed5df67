"""Who says so: the evidence that holds at an address of a ruleset."""

from attrs import evolve

from stp_rules.checking.names import claims
from stp_rules.model import NOBODY_NEARER, Ruleset, Says
from stp_rules.paths import Path


def evidence(ruleset: Ruleset, path: Path) -> Says:
    """Return evidence, source and note for an address; each is the nearest one that is given."""
    said = {Path(at[:-1]): it for at, it in claims(ruleset)}
    said |= {Path.parse(address): it for address, it in ruleset.evidence_for.items()}
    found = NOBODY_NEARER
    for enclosing in path.upwards():
        wider = said.get(enclosing, NOBODY_NEARER)
        found = evolve(
            found,
            evidence=found.evidence or wider.evidence,
            source=found.source or wider.source,
            note=found.note or wider.note,
        )
    return found
