"""A cohort gathered into a Reference, and a value beside it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from itertools import takewhile
from typing import Any

import attrs
from attrs import evolve, frozen

from stp_rules.engine.exact import LONGEST, Exact
from stp_rules.engine.saved import FORM, read_saved
from stp_rules.engine.values import Raw, Unknown, because_of, not_rated
from stp_rules.errors import InputError, Problem
from stp_rules.figures import number_text
from stp_rules.language.arithmetic import Arithmetic, Undefined
from stp_rules.language.cohorts import Keys, Relative, Summary, mean_of, tied
from stp_rules.language.values import FrozenMap

WHOLE = ""
"""The group that is the whole cohort."""

Values = Mapping[str, Raw]
Groups = FrozenMap[str, Summary]


@frozen
class Reference:
    """The statistics of a cohort, frozen: all that its cohort steps read.

    `sites` gives for the address of each such step, or filling, the summary of each group; the
    whole cohort is the group named by the empty text. Numbers are Fractions.
    """

    ruleset: str = ""
    sites: FrozenMap[str, Groups] = FrozenMap()

    @property
    def digest(self) -> str:
        """The SHA-256 of the reference's JSON."""
        return "sha256:" + sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Write the reference as JSON; numbers are texts, exact."""
        sites = {
            address: {group: _plain(summary) for group, summary in sorted(groups.items())}
            for address, groups in sorted(self.sites.items())
        }
        return json.dumps({"reference": FORM, "ruleset": self.ruleset, "sites": sites}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Reference":
        """Read what `to_json` has written. Raises InputError where it is something else."""
        try:
            ruleset, sites = read_saved(text)
        except (ArithmeticError, ValueError) as error:
            hint = "give a file that was written as a reference"
            problem = Problem("reference", f"this is not a reference: {error!s:.300}", hint=hint)
            raise InputError([problem]) from None
        return cls(ruleset, FrozenMap((at, FrozenMap(it)) for at, it in sites.items()))


def _plain(summary: Summary) -> dict[str, Any]:
    found = attrs.asdict(summary, recurse=False)
    kept = {name: it for name, it in found.items() if it not in (None, ()) and it is not False}
    return {name: it if name == "count" else _written(it) for name, it in kept.items()}


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    return value if isinstance(value, int) else number_text(Fraction(value))


@frozen
class Site:
    """Where a cohort is read: an address, the peer group's name, and how values are compared.

    `signs` says of the value, and of each tie-break, whether it is turned round (-1) so that
    smaller comes first.
    """

    address: str
    within: str | None = None
    need: int = 1
    sign: int = 1
    tie_break: tuple[tuple[str, int], ...] = ()

    def group(self, values: Values) -> str | Unknown:
        """Return the name of the subject's group, or why it has none."""
        if self.within is None:
            return WHOLE
        found = values[self.within]
        if isinstance(found, Unknown):
            return not_rated("the peer group is not known", because_of(self.within, found))
        return str(found.fraction if isinstance(found, Exact) else found)

    def keys(self, value: Raw, values: Values, arithmetic: Arithmetic) -> Keys:
        """Return what is compared: the value and its tie-breaks, up to one that is not known."""
        known = takewhile(lambda it: type(values[it[0]]) is not Unknown, self.tie_break)
        breaks = (_turned(values[name], sign, arithmetic) for name, sign in known)
        return (_turned(value, self.sign, arithmetic), *breaks)

    def tied(self, keys: Keys, summary: Summary, values: Values) -> Unknown | None:
        """Return why a subject has no place where its keys do not tell it from another."""
        lacking = self.tie_break[len(keys) - 1 :]
        if not lacking or not tied(keys, summary):
            return None
        name, _ = lacking[0]
        reason: Any = values[name]
        return not_rated("a tie cannot be broken", because_of(name, reason))


def _turned(value: Raw, sign: int, arithmetic: Arithmetic) -> Raw:
    if sign > 0:
        return value
    return -value if isinstance(value, int) else arithmetic.number(0) - value


Summarise = Callable[[Sequence[Keys]], Summary]


def summariser(args: Any) -> Summarise:
    """Return how a cohort is summarised for a step or a filling."""
    return args.summary if isinstance(args, Relative) else mean_of


def summarised(
    site: Site,
    summarise: Summarise,
    cohort: Iterable[tuple[Raw, Values]],
    arithmetic: Arithmetic,
) -> Groups:
    """Gather the known values of a cohort at a site, each with its subject's other values."""
    groups: dict[str, list[Keys]] = {}
    for value, values in cohort:
        group = site.group(values)
        if not isinstance(group, Unknown) and not isinstance(value, Unknown):
            keys = site.keys(value, values, arithmetic)
            groups.setdefault(group, []).append(tuple(map(_fraction, keys)))
    return FrozenMap((group, _kept(summarise(keys))) for group, keys in groups.items())


def _kept(summary: Summary) -> Summary:
    """Return a summary; of one that holds a number beyond the limit of digits, only the count."""
    numbers = (summary.mean, summary.squares, summary.low, summary.high, *summary.cuts)
    try:
        for it in numbers:
            Exact.of(it or 0).reduced()
    except Undefined:
        return Summary(summary.count, too_long=True)
    return summary


def _fraction(value: Raw) -> Any:
    return value.fraction if isinstance(value, Exact) else value


def held(summary: Summary, arithmetic: Arithmetic) -> Summary:
    """Return a summary whose numbers are those of an arithmetic."""
    return evolve(
        summary,
        mean=_held(summary.mean, arithmetic),
        squares=_held(summary.squares, arithmetic),
        low=_held(summary.low, arithmetic),
        high=_held(summary.high, arithmetic),
        ordered=_all_held(summary.ordered, arithmetic),
        untold=_all_held(summary.untold, arithmetic),
        cuts=tuple(_held(it, arithmetic) for it in summary.cuts),
    )


def _all_held(listed: Sequence[Keys], arithmetic: Arithmetic) -> tuple[Keys, ...]:
    return tuple(tuple(_held(it, arithmetic) for it in keys) for keys in listed)


def _held(value: Any, arithmetic: Arithmetic) -> Any:
    return arithmetic.number(value) if isinstance(value, Fraction) else value


@frozen
class Beside:
    """A reference as one arithmetic reads it: summaries by address and group."""

    arithmetic: Arithmetic
    sites: dict[str, dict[str, Summary]]

    @classmethod
    def of(cls, reference: Reference, arithmetic: Arithmetic) -> "Beside":
        """Make a reference ready to be read."""
        beside = cls(arithmetic, {})
        for address, groups in reference.sites.items():
            beside.add(address, groups)
        return beside

    def add(self, address: str, groups: Mapping[str, Summary]) -> None:
        """Add what was gathered at one more site."""
        self.sites[address] = {
            name: held(summary, self.arithmetic) for name, summary in groups.items()
        }

    def summary(self, site: Site, values: Values) -> Summary | Unknown:
        """Return the summary of the subject's group, or why there is none to stand beside."""
        group = site.group(values)
        if isinstance(group, Unknown):
            return group
        found = self.sites.get(site.address, {}).get(group)
        count = found.count if found else 0
        if found is None or count < site.need:
            return not_rated(f"the cohort needs {site.need} with a value and has {count}")
        if found.too_long:
            return not_rated(f"a number of the cohort has more than {LONGEST:,} digits")
        return found
