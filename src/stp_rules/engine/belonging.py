"""Whether a saved cohort is one of a method: what its steps read is there, and of their form."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from stp_rules.engine.cohort import Reference
from stp_rules.engine.plan import CohortPart, Plan
from stp_rules.engine.values import Lens
from stp_rules.errors import InputError, Problem
from stp_rules.language.cohorts import Keys, Summary


def refuse_foreign(plan: Plan, reference: Reference) -> None:
    """Raise InputError for a reference that another method has made, or no method at all."""
    parts = [part for measure in plan.measures for part in measure.parts]
    if not parts or reference.ruleset.partition("@")[0] != plan.ruleset.id:
        found = "this is another method" if parts else "this ruleset reads no cohort"
    else:
        found = next(_lacking(plan, parts, reference), "")
    if found:
        made = f"the reference was made by {reference.ruleset:.200}"
        hint = f"rate beside a reference that {plan.ruleset.id} has made"
        raise InputError([Problem("foreign-reference", f"{made}; {found}", hint=hint)])


def _lacking(plan: Plan, parts: list[CohortPart], reference: Reference) -> Iterator[str]:
    """Say what is not there, or not what the step there reads."""
    wanted = {part.site.address: part for part in parts}
    for address in sorted(wanted):
        if address not in reference.sites:
            yield f"it has nothing for {address}"
        elif not all(
            it.too_long or _suits(plan, wanted[address], it)
            for it in reference.sites[address].values()
        ):
            yield f"what it has for {address} is of another step"


def _suits(plan: Plan, part: CohortPart, summary: Summary) -> bool:
    """Tell whether a summary is of the form that is gathered for a part."""
    if part.args is None:
        return summary.mean is not None
    return part.args.suits(summary) and (not part.args.keyed or _ordered(plan, part, summary))


def _ordered(plan: Plan, part: CohortPart, summary: Summary) -> bool:
    steps = part.measure.steps
    own = steps[-1].info.after if steps else part.measure.info.source
    lenses = [own, *(plan.lenses[name] for name, _ in part.site.tie_break)]
    whole = all(len(keys) == len(lenses) for keys in summary.ordered)
    short = all(len(keys) < len(lenses) for keys in summary.untold)
    listed = (*summary.ordered, *summary.untold)
    return whole and short and all(_read_by(lenses, it) for it in listed)


def _read_by(lenses: list[Lens], keys: Keys) -> bool:
    return all(_is_of(lens, key) for lens, key in zip(lenses, keys, strict=False))


def _is_of(lens: Lens, key: Any) -> bool:
    return isinstance(key, Fraction) is (lens.kind.type == "number")
