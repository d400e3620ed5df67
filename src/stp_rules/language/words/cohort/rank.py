"""`rank:` the place in the cohort."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.cohorts import End, Keys, Relative, Summary, Ties, order_of, standing
from stp_rules.language.fields import name, option
from stp_rules.language.kind import Kind
from stp_rules.language.values import FrozenMap
from stp_rules.language.variants import Variant, item, said, turned, without
from stp_rules.language.word import Choices, Fitting, Sign
from stp_rules.paths import Path


@frozen(kw_only=True)
class Rank(Relative):
    """The place in the cohort, 1 for the best; `tie_break` says what decides between equals."""

    word = "rank"
    takes = "either"
    keyed = True
    ahead = "better"

    best: End = option(gathers=True)
    ties: Ties
    tie_break: FrozenMap[str, End] = name(default=FrozenMap(), gathers=True)

    def figure(self) -> str:
        """Write who comes first, and what becomes of ties."""
        breaks = "".join(f", then {end} {name}" for name, end in self.tie_break.items())
        return f"rank, {self.best} first{breaks} (ties: {self.ties})"

    def beside(self, value: Keys, summary: Summary, arithmetic: Arithmetic) -> Value:
        """One more than the number of better values, by the rule for ties."""
        better, through, _ = standing(value, self.ties, summary)
        first = arithmetic.number(better + 1)
        last = arithmetic.number(max(through, better + 1))
        ranks = {"lowest": first, "dense": first, "highest": last}
        return ranks.get(self.ties, (first + last) / arithmetic.number(2))

    def summary(self, keys: Sequence[Keys]) -> Summary:
        """Keep all values with their tie-break keys, in order."""
        return order_of(keys, 1 + len(self.tie_break))

    def suits(self, summary: Summary) -> bool:
        """Tell whether values were kept."""
        return bool(summary.ordered or summary.untold)

    def order(self) -> tuple[End | None, Mapping[str, End]]:
        """Return the end that is best, and that of each tie-break."""
        return self.best, self.tie_break

    def misfits(self, before: Kind, path: Path, fitting: Fitting) -> Iterator[Problem]:  # noqa: ARG002 - one shape for all
        """Say which tie-breaks have no order."""
        for other in self.tie_break:
            kind = fitting.known.get(other)
            if kind and kind.type not in ("number", "category"):
                message = f"`{other}` is {kind}, which has no order"
                hint = "break ties by a number or a category"
                yield Problem("kind", message, path / "tie_break" / other, hint, at_key=True)

    def direction(self) -> Sign:
        """Tell whether more is further from the first place."""
        return -1 if self.best == "highest" else 1

    @classmethod
    def variants(cls, written: Any, choices: Choices) -> Iterator[Variant]:
        """Change each choice, and turn round or leave out what breaks ties."""
        yield from super().variants(written, choices)
        yield from item(written, "tie_break", _ends_turned)


def _ends_turned(tie_break: Any) -> Iterator[Variant]:
    for key, end in tie_break.items():
        yield from item(tie_break, key, turned)
        yield without(tie_break, key, said(key, end))
