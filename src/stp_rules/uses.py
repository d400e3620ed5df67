"""Which names a measure uses, where they stand and what for: the one answer to what it reads.

Each word gives the names among its own fields; here they come together with the tests of
conditions and with what is done about gaps. What a measure reads are those that stand for values.
"""

from collections.abc import Iterator
from typing import Any

import attrs

from stp_rules.kinds import conditions_at
from stp_rules.language.conditions import Comparison, comparisons_at
from stp_rules.language.fields import held, named
from stp_rules.language.kind import NUMBER, Kinds
from stp_rules.language.ruleset import Input, Measure, Ruleset
from stp_rules.language.uses import Use, Wanted
from stp_rules.paths import Path

RANKED = ("better_than", "worse_than", "no_better_than", "no_worse_than")
"""The tests that compare categories."""


def measure_uses(measure: Measure, path: Path, known: Kinds) -> Iterator[Use]:
    """Give every use of a name in a measure, but for who says so."""
    yield from measure.source.uses(path)
    for at, test in measure.source.tests():
        yield from _bound_uses(test, Path((*path, *at)), known)
    for policy in dict.fromkeys(measure.missing.values()):
        yield from _fields(policy, path / "missing")
        yield from _named(getattr(policy, "within", None), path / "missing" / "within", "value")
    yield from _step_uses(measure, path / "steps", known)
    for where, condition in conditions_at(measure, path):
        for at, comparison in comparisons_at(condition, where):
            yield Use(Path(at[:-1]), comparison.name, "value", at_key=True)
            yield from _bound_uses(comparison, at, known)


def input_uses(entry: Input, path: Path) -> Iterator[Use]:
    """Give every use of a name in an input, but for who says so."""
    yield from _named(entry.scale, path / "scale", "scale")
    yield from _fields(entry.limits, path / "range")
    weight = entry.members and entry.members.weight
    yield from _named(weight, path / "members" / "mean", "value")


def names_read(measure: Measure, known: Kinds) -> Iterator[str]:
    """Give every name whose value a measure may read, as often as it stands there."""
    found = measure_uses(measure, Path(), known)
    return (use.name for use in found if use.role in ("value", "outcome"))


def dependencies(ruleset: Ruleset, known: Kinds) -> dict[str, set[str]]:
    """Return the measures that each measure reads; a measure may read its own earlier steps."""
    measures = {measure.name: measure for _, measure in ruleset.measures()}
    owner = {name: name for name in measures}
    owner |= {s.name: name for name, m in measures.items() for s in m.steps if s.name}
    return {
        name: {
            owner[read]
            for read in names_read(measure, known)
            if read in owner and (owner[read] != name or read == name)
        }
        for name, measure in measures.items()
    }


def _step_uses(measure: Measure, path: Path, known: Kinds) -> Iterator[Use]:
    kind = measure.source.given(known)
    for position, step in enumerate(measure.steps):
        kind = step.operation.after(kind) if kind else None
        yield from step.operation.uses(path / position, kind)


def _bound_uses(comparison: Comparison, path: Path, known: Kinds) -> Iterator[Use]:
    """Give the names that a number is compared with; other values are not compared with names."""
    if known.get(comparison.name) == NUMBER and comparison.test not in RANKED:
        for item in comparison.bounds:
            yield from _named(item, path, "value")


def _named(name: Any, path: Path, role: Wanted) -> Iterator[Use]:
    if isinstance(name, str):
        yield Use(path, name, role)


def _fields(item: Any, path: Path) -> Iterator[Use]:
    """Give the names among the amounts that a part of the ruleset holds."""
    for amount in held(item, "amount") if attrs.has(type(item)) else ():
        yield from (Use(at, name, "amount") for at, name in named(amount, path))
