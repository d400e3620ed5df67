"""What each member is to the combination that it belongs to: its weight, and if it counts."""

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from stp_rules.analysis.fillings import Filling, member_filling
from stp_rules.analysis.standing import Standing
from stp_rules.engine.result import Measured, Part
from stp_rules.engine.values import Seen, Unknown
from stp_rules.language.combination import Combination


@frozen
class Role:
    """What a fact is to the combination, or the count, that it is a member of.

    `weight` is set where the weights of the members matter, `share` is its part of the weights
    that count. `filling` says what a rule made of a member that is not known.
    """

    weight: Fraction | None = None
    share: Fraction | None = None
    filling: Filling | None = None

    @property
    def left_out(self) -> bool:
        """Whether the others count without it."""
        return self.filling is not None and self.filling.how == "ignore"

    @property
    def filled(self) -> Fraction | None:
        """The number that counts in its place."""
        return self.filling.number if self.filling else None

    def counted(self, value: Seen) -> Seen:
        """Return what counts of a member with a value."""
        return value if self.filled is None else self.filled


NO_ROLE = Role()


def roles_of(standing: Standing, measured: Measured) -> dict[str, Role]:
    """Return what each member is to its combination, or its count; else nothing."""
    gaps = [part.name for part in measured.parts if isinstance(part.value, Unknown)]
    fillings = {name: member_filling(standing, measured, name) for name in gaps}
    roles = {name: Role(filling=filling) for name, filling in fillings.items() if filling}
    source = measured.info.measure.source
    if not isinstance(source, Combination) or isinstance(measured.source, Unknown):
        return roles
    out = {name for name, role in roles.items() if role.left_out}
    weights = _weights(source, measured.parts)
    whole = sum(weight for name, weight in weights.items() if name not in out)
    shared = whole if source.word != "sum" and min(weights.values(), default=0) > 0 else None
    return {
        part.name: Role(
            weight=weights.get(part.name),
            share=weights[part.name] / shared if shared and part.name not in out else None,
            filling=fillings.get(part.name),
        )
        for part in measured.parts
    }


def _weights(source: Combination, parts: Iterable[Part]) -> dict[str, Fraction]:
    """Return the weights of members where they matter: they differ, or multiply a sum."""
    weights = {part.name: part.weight for part in parts if part.weight is not None}
    same = set(weights.values()) == {1} if source.word == "sum" else len(set(weights.values())) == 1
    return {} if same else weights
