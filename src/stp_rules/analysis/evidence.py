"""Who says so: the evidence that holds at an address of a ruleset."""

from attrs import evolve

from stp_rules.checking.names import claims
from stp_rules.model import NOBODY_NEARER, Ruleset, Says
from stp_rules.paths import Path


def evidence(ruleset: Ruleset, path: Path) -> Says:
    """Return evidence, source and note for an address; each is the nearest one that is given.

    At one and the same address, `evidence_for` goes before what stands there.
    """
    stated = {Path.parse(address): says for address, says in ruleset.evidence_for.items()}
    claimed = {Path(at[:-1]): says for at, says in claims(ruleset)}
    found = NOBODY_NEARER
    for enclosing in path.upwards():
        for said in (stated, claimed):
            found = _filled_up(found, said.get(enclosing, NOBODY_NEARER))
    return found


def _filled_up(found: Says, wider: Says) -> Says:
    return evolve(
        found,
        evidence=found.evidence or wider.evidence,
        source=found.source or wider.source,
        note=found.note or wider.note,
    )
