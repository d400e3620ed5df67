"""What stands differently in two rulesets, and what that means for ratings."""

from datetime import date

from stp_rules.analysis import comparison, differences
from stp_rules.analysis.changes import Diff
from stp_rules.library import Source, load
from stp_rules.proofs.versions.meaning import Meaning


def diff(before: Source, after: Source) -> Diff:
    """Return what stands differently in two rulesets, in the order of the first.

    Nothing differs in equal ones. Raises RulesetError where one cannot be used.
    """
    return differences.diff(load(before), load(after))


def compare(
    before: Source, after: Source, *, as_of: date | None = None, solving: bool = True
) -> Meaning:
    """Tell whether two rulesets give the same answers: in every output, to every subject.

    `equal` is true where it is proved; false where the two read differently, which `readings` says,
    or where `before` and `after` are ratings of a subject that differ in `output`; and `None` where
    neither was found. Every day is gone through on which a dated number differs, or with `as_of`
    that day alone. `solving` is that of `prove`.
    """
    one, other = (load(it, as_of) for it in (before, after))
    return comparison.compared_throughout(one, other, as_of=as_of, solving=solving)
